#include "report/row_text.hpp"

#include <array>

#include "records/formula_guard.hpp"

namespace wageproof::report {

namespace {

enum Class : std::uint8_t { kPlain = 0, kQuote = 1, kHigh = 2, kControl = 4, kEscape = 8, kOdd = 16 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < 0x20; ++c) classes[c] = kControl;
  for (std::size_t c = 0x80; c < 256; ++c) classes[c] = kHigh;
  for (const char c : {',', '"', '\n', '\r'}) classes[static_cast<unsigned char>(c)] |= kQuote;
  for (const char c : {'"', '\\'}) classes[static_cast<unsigned char>(c)] |= kEscape;
  for (std::size_t c = 0; c < 256; ++c) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' || c == '_' || c == '.' || c == ':';
    if (!plain) classes[c] |= kOdd;
  }
  return classes;
}();

unsigned classes_in(std::string_view text) noexcept {
  unsigned found = 0;
  for (const char c : text) found |= kClasses[static_cast<unsigned char>(c)];
  return found;
}

/// Bytes of the UTF-8 character that the text begins with; 0 where they are none.
std::size_t leading_character(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    // No overlong forms, no surrogates.
    if (!continues(1) || !continues(2)) return 0;
    if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) >= 0xA0)) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) >= 0x90)) return 0;
    return 4;
  }
  return 0;
}

bool is_valid_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t size = leading_character(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = leading_character(text);
    if (size == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      out += text.substr(0, size);
      text.remove_prefix(size);
    }
  }
  return out;
}

void TextBuffer::grow(std::size_t bytes) {
  constexpr std::size_t kFirst = std::size_t{64} << 10;
  capacity_ = std::max({kFirst, capacity_ * 2, size_ + bytes});
  auto wider = std::make_unique_for_overwrite<char[]>(capacity_);
  std::copy_n(bytes_.get(), size_, wider.get());
  bytes_ = std::move(wider);
}

bool is_short_and_plain(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 64;
  if (text.size() > kLongest) return false;
  unsigned found = 0;
  for (const char c : text) found |= kClasses[static_cast<unsigned char>(c)];
  return (found & kOdd) == 0;
}

void append_csv_field(std::string& out, std::string_view text) {
  if (text.empty()) return;
  const unsigned found = classes_in(text);
  std::string repaired;
  if ((found & kHigh) != 0 && !is_valid_utf8(text)) text = repaired = valid_utf8(text);
  const bool formula = records::needs_guard(text);
  if ((found & kQuote) == 0) {
    if (formula) out += '\'';
    out += text;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_json_string(std::string& out, std::string_view text) {
  const unsigned found = classes_in(text);
  std::string repaired;
  if ((found & kHigh) != 0 && !is_valid_utf8(text)) text = repaired = valid_utf8(text);
  out += '"';
  if ((found & (kControl | kEscape)) == 0) {
    out += text;
  } else {
    constexpr std::string_view kHex = "0123456789abcdef";
    for (const char c : text) {
      const auto code = static_cast<unsigned char>(c);
      switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
          if (code < 0x20) {
            out += "\\u00";
            out += kHex[code >> 4];
            out += kHex[code & 0xF];
          } else {
            out += c;
          }
      }
    }
  }
  out += '"';
}

}  // namespace wageproof::report
