#include "law/fields.hpp"

#include <algorithm>
#include <array>

#include "law/words.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 3> kConfidences{"verified", "known", "uncertain"};

}  // namespace

std::string shown(const ReadContext& context, const json::Value& value) {
  constexpr std::size_t kMost = 40;
  if (value.kind == json::Kind::object || value.kind == json::Kind::array) return std::string(to_text(value.kind));
  std::string_view raw = context.document.raw(value);
  if (raw.size() <= kMost) return std::string(raw);
  raw = raw.substr(0, kMost);
  while (!raw.empty() && (static_cast<unsigned char>(raw.back()) & 0xC0U) == 0x80U) raw.remove_suffix(1);
  if (!raw.empty() && static_cast<unsigned char>(raw.back()) >= 0xC0U) raw.remove_suffix(1);
  return std::string(raw) + "…";
}

std::string Path::text() const {
  std::string out = under_ == nullptr ? std::string() : under_->text();
  if (!out.empty()) out += '.';
  out += name_;
  if (at_ >= 0) out += "[" + std::to_string(at_) + "]";
  return out;
}

Fields::Fields(ReadContext& context, const json::Value& object, const Path& path, std::span<const std::string_view> allowed)
    : context_(context), object_(object), path_(path) {
  if (!is_object()) {
    context_.diagnostics.error(place(), "expected an object, found " + shown(context_, object));
    return;
  }
  for (const json::Value& member : context_.document.children(object_)) {
    if (std::find(allowed.begin(), allowed.end(), member.key) != allowed.end()) continue;
    if (context_.diagnostics.full()) return;
    context_.diagnostics.error({context_.origin, member.key_line, path_.text()},
                               "key `" + std::string(member.key.substr(0, 64)) + "` is not known here; allowed are " +
                                   listed(allowed) + did_you_mean(member.key, allowed));
  }
}

const json::Value* Fields::find(std::string_view key) const noexcept {
  return is_object() ? context_.document.find(object_, key) : nullptr;
}

Place Fields::place() const { return {context_.origin, line(), path_.text()}; }

Place Fields::place(std::string_view key) const {
  Place place = this->place();
  if (const json::Value* value = find(key)) place.line = value->line;
  if (!key.empty()) {
    if (!place.path.empty()) place.path += '.';
    place.path += key;
  }
  return place;
}

void Fields::wrong_kind(std::string_view key, const json::Value& value, std::string_view wanted) {
  error(key, "expected " + std::string(wanted) + ", found " + shown(context_, value));
}

bool Fields::needs_one_of(std::string_view key, std::string_view why, std::span<const std::string_view> names) {
  if (!is_object()) return false;
  if (has(key)) return true;
  context_.diagnostics.error(place(), "`" + std::string(key) + "` is missing: " + std::string(why) + (names.empty() ? std::string() : listed(names)));
  return false;
}

std::optional<std::string> Fields::text(std::string_view key) {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == json::Kind::string) return std::string(value->text);
  wrong_kind(key, *value, "text");
  return std::nullopt;
}

std::optional<std::int32_t> Fields::date(std::string_view key) {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == json::Kind::string) {
    if (const auto day = quantity::parse_date(value->text)) return day->serial();
  }
  wrong_kind(key, *value, "a date \"YYYY-MM-DD\" that exists");
  return std::nullopt;
}

std::optional<int> Fields::weekday(std::string_view key) {
  const auto found = choice(key, kWeekdays);
  if (!found) return std::nullopt;
  return static_cast<int>(*found);
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> out;
  const json::Value* value = find(key);
  if (value == nullptr) return out;
  if (value->kind == json::Kind::string) {
    out.emplace_back(value->text);
    return out;
  }
  if (value->kind != json::Kind::array) {
    wrong_kind(key, *value, "a list of texts");
    return out;
  }
  for (const json::Value& element : context_.document.children(*value)) {
    if (element.kind != json::Kind::string) {
      wrong_kind(key, element, "a text in the list");
      continue;
    }
    out.emplace_back(element.text);
  }
  return out;
}

std::optional<std::size_t> Fields::choice(std::string_view key, std::span<const std::string_view> names) {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == json::Kind::string || value->kind == json::Kind::number) {
    const auto at = std::find(names.begin(), names.end(), value->text);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    error(key, "expected one of " + listed(names) + ", found " + shown(context_, *value) + did_you_mean(value->text, names));
    return std::nullopt;
  }
  wrong_kind(key, *value, "one of " + listed(names));
  return std::nullopt;
}

Expression Fields::formula(std::string_view key) {
  Expression out;
  const json::Value* value = find(key);
  if (value == nullptr) return out;
  if (value->kind != json::Kind::string && value->kind != json::Kind::number) {
    wrong_kind(key, *value, "a formula as text");
    return out;
  }
  out.source_text = value->text;
  out.file_line = value->line;
  if (out.source_text.find_first_not_of(" \t\r\n") == std::string::npos) error(key, "the formula is empty");
  return out;
}

Provenance Fields::provenance(const Provenance* inherited) {
  Provenance out;
  if (inherited != nullptr) out = *inherited;
  out.origin = context_.origin;
  out.file_line = line();
  if (has("source")) {
    out.sources = texts("source");
  } else if (is_object() && out.sources.empty()) {
    context_.diagnostics.error(place(), "`source` is missing: name the source, or a list of them, from `sources`");
  }
  if (has("confidence")) {
    if (const auto at = choice("confidence", kConfidences)) out.confidence = static_cast<Confidence>(*at);
  }
  if (auto note = text("note")) out.note = std::move(*note);
  return out;
}

}  // namespace wageproof::law
