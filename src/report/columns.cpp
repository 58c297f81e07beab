#include "report/columns.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "report/row_text.hpp"

namespace wageproof::report {

namespace {

struct Span {
  std::uint32_t first, last;
};

// The combining marks of the scripts that wage records come in; enough to keep columns straight.
constexpr std::array<Span, 36> kNoWidth{{
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},
    {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},
    {0x0981, 0x0981}, {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD}, {0x0B82, 0x0B82}, {0x0BC0, 0x0BC0},
    {0x0BCD, 0x0BCD}, {0x0D81, 0x0D81}, {0x0DCA, 0x0DCA}, {0x0DD2, 0x0DD6}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC}, {0x102D, 0x1030}, {0x1032, 0x1037}, {0x1039, 0x103A},
    {0x103D, 0x103E}, {0x17B4, 0x17B5}, {0x17B7, 0x17BD}, {0x17C6, 0x17D3}, {0x200B, 0x200F}, {0xFE00, 0xFE0F},
}};
constexpr std::array<Span, 8> kTwoColumns{{
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0x1F300, 0x1FAFF},
}};

template <std::size_t kCount>
bool within(const std::array<Span, kCount>& spans, std::uint32_t code) noexcept {
  return std::any_of(spans.begin(), spans.end(), [code](const Span& span) { return code >= span.first && code <= span.last; });
}

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

/// The first character of a text that is valid UTF-8.
Character first_of(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes == 1 || bytes > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {code, bytes};
}

std::size_t width_of(std::uint32_t code) noexcept {
  if (code < 0x300) return 1;
  if (within(kNoWidth, code)) return 0;
  return within(kTwoColumns, code) ? 2 : 1;
}

/// Control characters and the marks that turn a line's direction could rewrite what a reader sees.
bool steers_terminal(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::size_t shown_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    width += width_of(character.code);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string cut_to(std::string_view text, std::size_t width) {
  const std::string valid = valid_utf8(text);
  std::string out;
  std::size_t used = 0, last_fitting = 0;
  for (std::string_view rest = valid; !rest.empty();) {
    const Character character = first_of(rest);
    const std::size_t wide = width_of(character.code);
    if (used + wide > width) {
      out.resize(last_fitting);
      if (width != 0) out += "…";
      return out;
    }
    if (steers_terminal(character.code)) {
      out += '?';
    } else {
      out += rest.substr(0, character.bytes);
    }
    used += wide;
    if (used < width) last_fitting = out.size();
    rest.remove_prefix(character.bytes);
  }
  return out;
}

std::string cut_inside(std::string_view text, std::size_t width) {
  if (width < 3 || shown_width(text) <= width) return cut_to(text, width);
  const std::string valid = valid_utf8(text);
  const std::string head = cut_to(valid, width - width / 2);
  std::size_t begin = valid.size(), used = 0;
  while (begin > 0) {
    std::size_t before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(valid[before]) & 0xC0U) == 0x80U) --before;
    const std::size_t wide = width_of(first_of(std::string_view(valid).substr(before)).code);
    if (used + wide > width / 2) break;
    used += wide;
    begin = before;
  }
  return head + cut_to(std::string_view(valid).substr(begin), width / 2);
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t wide = shown_width(word);
    if (used != 0 && used + 1 + wide > width) {
      out += '\n';
      out.append(indent, ' ');
      used = indent;
    } else if (used != 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += wide;
  }
  return out;
}

void Columns::append_to(std::string& out, std::size_t width) const {
  constexpr std::size_t kGap = 2, kIndent = 2, kNarrowest = 8;
  std::vector<std::size_t> widths(sides_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shown_width(row[i]));
  }
  // A column without any text takes no place.
  std::size_t whole = kIndent;
  for (const std::size_t each : widths) whole += each == 0 ? 0 : each + kGap;
  whole -= std::min(whole, kGap);
  while (whole > width) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (sides_[i] != Side::right && widths[i] > kNarrowest && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr) break;
    const std::size_t less = std::min(whole - width, *widest - kNarrowest);
    *widest -= less;
    whole -= less;
  }
  for (const auto& row : rows_) {
    std::string line(kIndent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths[i] == 0) continue;
      const std::string cell = sides_[i] == Side::name ? cut_inside(row[i], widths[i]) : cut_to(row[i], widths[i]);
      const std::size_t blanks = widths[i] - std::min(widths[i], shown_width(cell));
      if (line.size() > kIndent) line.append(kGap, ' ');
      if (sides_[i] == Side::right) line.append(blanks, ' ');
      line += cell;
      if (sides_[i] != Side::right) line.append(blanks, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
}

}  // namespace wageproof::report
