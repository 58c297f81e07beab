// Version, statuses, texts.
#include <array>
#include <utility>

#include "capi/guard.hpp"
#include "capi/handles.hpp"

using namespace wageproof;

void capi::give_text(std::string text, wageproof_text** out) { *out = new wageproof_text{std::move(text)}; }

extern "C" {

const char* wageproof_version(void) { return WAGEPROOF_VERSION_TEXT; }

int32_t wageproof_version_number(void) { return WAGEPROOF_VERSION_NUMBER; }

const char* wageproof_status_name(wageproof_status status) {
  static constexpr std::array<const char*, 14> kNames{
      "ok",       "invalid_argument", "not_found", "out_of_range", "parse_error", "unit_mismatch", "missing_law",
      "conflict", "overflow",         "io_error",  "unsupported",  "internal",    "out_of_memory", "cancelled"};
  const auto kind = static_cast<std::size_t>(static_cast<std::uint32_t>(status) & 0xFFU);
  return kind < kNames.size() ? kNames[kind] : "unknown";
}

const char* wageproof_text_data(const wageproof_text* text) { return text == nullptr ? "" : text->text.c_str(); }

size_t wageproof_text_size(const wageproof_text* text) { return text == nullptr ? 0 : text->text.size(); }

void wageproof_text_destroy(wageproof_text** text) {
  if (text == nullptr) return;
  delete std::exchange(*text, nullptr);
}

}  // extern "C"
