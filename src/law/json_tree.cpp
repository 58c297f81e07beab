#include "law/json_tree.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wageproof::law::json {

namespace {

constexpr std::size_t kLargestText = std::size_t{4} << 20;
constexpr int kDeepestNesting = 64;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Whether a byte ends the plain part of a string: a quote, a backslash or a control character.
constexpr bool ends_plain(char c) noexcept { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

/// Several bytes at a time: packs are mostly text.
std::size_t end_of_plain(std::string_view text, std::size_t at) noexcept {
#if defined(__SSE2__)
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    if (const int ends = _mm_movemask_epi8(_mm_or_si128(controls, marks)); ends != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(static_cast<std::uint32_t>(ends)));
    }
  }
#endif
  constexpr std::uint64_t kOnes = 0x0101010101010101U, kHighs = 0x8080808080808080U;
  const auto zero_byte = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
    if ((zero_byte(word ^ kOnes * '"') | zero_byte(word ^ kOnes * '\\') | control) != 0) break;
    at += 8;
  }
  while (at < text.size() && !ends_plain(text[at])) ++at;
  return at;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0U | code >> 6);
    push(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    push(0xE0U | code >> 12);
    push(0x80U | (code >> 6 & 0x3FU));
    push(0x80U | (code & 0x3FU));
  } else {
    push(0xF0U | code >> 18);
    push(0x80U | (code >> 12 & 0x3FU));
    push(0x80U | (code >> 6 & 0x3FU));
    push(0x80U | (code & 0x3FU));
  }
}

}  // namespace

std::string_view to_text(Kind kind) noexcept {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "true or false";
    case Kind::number: return "a number";
    case Kind::string: return "text";
    case Kind::array: return "a list";
    case Kind::object: return "an object";
  }
  return "";
}

class Document::Reader {
 public:
  Reader(Document& document, std::string_view as_text, bool passed_over)
      : doc_(document), text_(document.text_), as_text_(as_text), passed_over_(passed_over) {}

  void read() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    line_start_ = at_;
    skip_blanks();
    if (value({}, 0, 0) == kFailed) return;
    skip_blanks();
    if (at_ != text_.size()) fail("expected the end of the file after its one object");
  }

 private:
  static constexpr std::uint32_t kFailed = 0xFFFFFFFFU;

  [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() noexcept {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
    }
  }

  std::uint32_t fail(std::string message) {
    if (at_ >= text_.size()) {
      message += ", found the end of the file";
    } else if (const char c = text_[at_]; c > ' ' && c < 127) {
      message += ", found `";
      message += c;
      message += '`';
    }
    doc_.problems_.push_back({line_, static_cast<std::uint32_t>(at_ - line_start_ + 1), std::move(message)});
    return kFailed;
  }

  std::uint32_t value(std::string_view key, std::uint32_t key_line, int depth) {
    const auto index = static_cast<std::uint32_t>(doc_.values_.size());
    Value& made = doc_.values_.emplace_back();
    made.key = key;
    made.key_line = key_line;
    made.line = line_;
    made.begin = static_cast<std::uint32_t>(at_);
    bool read = false;
    switch (peek()) {
      case '{': read = members(index, depth); break;
      case '[': read = elements(index, depth); break;
      case '"':
        made.kind = Kind::string;
        read = string(made.text);
        break;
      case 't': read = literal(made, "true", Kind::boolean); break;
      case 'f': read = literal(made, "false", Kind::boolean); break;
      case 'n': read = literal(made, "null", Kind::null); break;
      default: read = number(made); break;
    }
    if (!read) return kFailed;
    doc_.values_[index].end = static_cast<std::uint32_t>(at_);
    if (depth == 3 && inside_text_) {
      doc_.values_.resize(index + 1);
      doc_.values_[index].first = 0;
    }
    return index;
  }

  bool literal(Value& made, std::string_view word, Kind kind) {
    if (text_.substr(at_, word.size()) != word) {
      fail("expected a value: text in quotation marks, a number, a list, an object, true, false or null");
      return false;
    }
    made.kind = kind;
    made.truth = word == "true";
    at_ += word.size();
    return true;
  }

  bool digits() noexcept {
    const std::size_t start = at_;
    while (is_digit(peek())) ++at_;
    return at_ != start;
  }

  bool number(Value& made) {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    bool good = digits() && !(zero && at_ - start > (text_[start] == '-' ? 2U : 1U));
    if (good && peek() == '.') {
      ++at_;
      good = digits();
    }
    if (good && (peek() == 'e' || peek() == 'E')) {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      good = digits();
    }
    if (!good) {
      at_ = start;
      fail("expected a value: text in quotation marks, a number, a list, an object, true, false or null");
      return false;
    }
    made.kind = Kind::number;
    made.text = text_.substr(start, at_ - start);
    return true;
  }

  bool string(std::string_view& out) {
    const std::size_t start = ++at_;
    at_ = end_of_plain(text_, at_);
    if (peek() == '"' && at_ < text_.size()) {
      out = text_.substr(start, at_ - start);
      ++at_;
      return true;
    }
    std::string plain(text_.substr(start, at_ - start));
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) break;
      if (c != '\\') {
        plain.push_back(c);
        ++at_;
      } else if (!escape(plain)) {
        return false;
      }
    }
    if (at_ >= text_.size() || text_[at_] != '"') {
      fail("expected a `\"` that ends the text before the line does");
      return false;
    }
    ++at_;
    out = doc_.unescaped_.emplace_back(std::move(plain));
    return true;
  }

  bool escape(std::string& out) {
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    constexpr std::string_view kWritten = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (const auto found = kWritten.find(c); found != std::string_view::npos && c != '\0') {
      out.push_back(kMeant[found]);
      at_ += 2;
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !hex4(at_ + 2, code)) {
      fail("expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
      return false;
    }
    std::size_t length = 6;
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (text_.substr(at_ + 6, 2) == "\\u" && hex4(at_ + 8, low) && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000U + ((code - 0xD800U) << 10) + (low - 0xDC00U);
        length = 12;
      }
    }
    if (code >= 0xD800 && code < 0xE000) {
      fail("half of a surrogate pair is no character");
      return false;
    }
    append_utf8(out, code);
    at_ += length;
    return true;
  }

  bool hex4(std::size_t from, std::uint32_t& code) const noexcept {
    if (from + 4 > text_.size()) return false;
    code = 0;
    for (std::size_t i = from; i < from + 4; ++i) {
      const char c = text_[i];
      std::uint32_t digit = 0;
      if (is_digit(c)) {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<std::uint32_t>(c - 'a') + 10;
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<std::uint32_t>(c - 'A') + 10;
      } else {
        return false;
      }
      code = code << 4 | digit;
    }
    return true;
  }

  /// Hangs a child behind its elder sibling.
  void append(std::uint32_t parent, std::uint32_t& last, std::uint32_t child) noexcept {
    if (last == 0) {
      doc_.values_[parent].first = child;
    } else {
      doc_.values_[last].next = child;
    }
    last = child;
    ++doc_.values_[parent].count;
  }

  bool too_deep(int depth) {
    if (depth < kDeepestNesting) return false;
    fail("lists and objects nest deeper than 64 levels");
    return true;
  }

  bool elements(std::uint32_t index, int depth) {
    doc_.values_[index].kind = Kind::array;
    if (too_deep(depth)) return false;
    if (depth == 1 && inside_text_ && passed_over_) return pass_over();
    ++at_;
    skip_blanks();
    std::uint32_t last = 0;
    if (peek() == ']') {
      ++at_;
      return true;
    }
    while (true) {
      const std::uint32_t child = value({}, 0, depth + 1);
      if (child == kFailed) return false;
      append(index, last, child);
      skip_blanks();
      if (peek() == ']') break;
      if (peek() != ',') {
        fail("expected `,` or `]` after a list's element");
        return false;
      }
      ++at_;
      skip_blanks();
    }
    ++at_;
    return true;
  }

  // Where the quote stands that ends a text: one after an even number of backslashes.
  [[nodiscard]] std::size_t end_of_text(std::size_t at) const noexcept {
    for (; (at = text_.find('"', at)) != std::string_view::npos; ++at) {
      std::size_t before = at;
      while (text_[before - 1] == '\\') --before;
      if ((at - before) % 2 == 0) return at;
    }
    return text_.size();
  }

#if defined(__SSE2__)
  // Marks the bytes behind backslashes that are no escaped ones themselves; `last` carries over to the next block.
  static std::uint64_t escaped_by(std::uint64_t backslashes, bool& last) noexcept {
    std::uint64_t escaped = last ? 1 : 0;
    last = false;
    for (; backslashes != 0; backslashes &= backslashes - 1) {
      const std::uint64_t lowest = backslashes & (~backslashes + 1);
      if ((escaped & lowest) != 0) continue;
      escaped |= lowest << 1;
      last = (lowest >> 63) != 0;
    }
    return escaped;
  }

  static bool ends_within(std::uint64_t opens, std::uint64_t closes, int open) noexcept {
    for (std::uint64_t marks = opens | closes; marks != 0; marks &= marks - 1) {
      const std::uint64_t lowest = marks & (~marks + 1);
      open += (opens & lowest) != 0 ? 1 : -1;
      if (open == 0) return true;
    }
    return false;
  }

  // Passes whole blocks while the list that began stays open; the block with its end is left to the loop that goes byte
  // by byte.
  void pass_blocks(int& open) noexcept {
    static constexpr std::size_t kBlock = 64;
    std::uint64_t in_text = 0;  // all ones where a text began before the block
    bool escape = false;        // whether the block before ends with a backslash that escapes
    while (at_ + kBlock <= text_.size()) {
      std::uint64_t quotes = 0, backslashes = 0, lines = 0, opens = 0, closes = 0;
      for (std::size_t part = 0; part < kBlock; part += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text_.data() + at_ + part));
        const auto where = [part](__m128i found) { return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << part; };
        const __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // `[` falls together with `{`, `]` with `}`
        quotes |= where(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
        backslashes |= where(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        lines |= where(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
        opens |= where(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')));
        closes |= where(_mm_cmpeq_epi8(folded, _mm_set1_epi8('}')));
      }
      quotes &= ~escaped_by(backslashes, escape);
      std::uint64_t texts = quotes;  // ones from each opening quote up to the closing one
      for (const unsigned shift : {1U, 2U, 4U, 8U, 16U, 32U}) texts ^= texts << shift;
      texts ^= in_text;
      opens &= ~texts;
      closes &= ~texts;
      if ((opens | closes) != 0) {
        const int closing = std::popcount(closes);
        if (closing >= open && ends_within(opens, closes, open)) break;
        open += std::popcount(opens) - closing;
      }
      in_text = (texts >> 63) != 0 ? ~std::uint64_t{0} : 0;
      if (const std::uint64_t breaks = lines & ~texts; breaks != 0) {
        line_ += static_cast<std::uint32_t>(std::popcount(breaks));
        line_start_ = at_ + 64 - static_cast<std::size_t>(std::countl_zero(breaks));
      }
      at_ += kBlock;
    }
    // The other loop begins outside of texts.
    if (in_text != 0) at_ = end_of_text(at_) + 1;
  }
#else
  void pass_blocks(int&) noexcept {}
#endif

  // Goes behind the list that begins here; brackets inside texts are none.
  bool pass_over() {
    static constexpr auto kMarks = [] {
      std::array<bool, 256> marks{};
      for (const char c : {'"', '\n', '[', ']', '{', '}'}) marks[static_cast<unsigned char>(c)] = true;
      return marks;
    }();
    int open = 1;
    ++at_;
    pass_blocks(open);
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (!kMarks[static_cast<unsigned char>(c)]) continue;
      if (c == '"') {
        at_ = end_of_text(at_ + 1);
      } else if (c == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      } else if (c == '[' || c == '{') {
        ++open;
      } else if (c == ']' || c == '}') {
        if (--open > 0) continue;
        ++at_;
        return true;
      }
    }
    fail("expected `]` after a list's element");
    return false;
  }

  bool members(std::uint32_t index, int depth) {
    doc_.values_[index].kind = Kind::object;
    if (too_deep(depth)) return false;
    ++at_;
    skip_blanks();
    std::uint32_t last = 0;
    if (peek() == '}') {
      ++at_;
      return true;
    }
    while (true) {
      if (peek() != '"') {
        fail("expected a key in quotation marks");
        return false;
      }
      const std::uint32_t key_line = line_;
      std::string_view key;
      if (!string(key)) return false;
      skip_blanks();
      if (peek() != ':') {
        fail("expected `:` after a key");
        return false;
      }
      ++at_;
      skip_blanks();
      if (depth == 0) inside_text_ = !as_text_.empty() && key == as_text_;
      const std::uint32_t child = value(key, key_line, depth + 1);
      if (child == kFailed) return false;
      append(index, last, child);
      skip_blanks();
      if (peek() == '}') break;
      if (peek() != ',') {
        fail("expected `,` or `}` after a member");
        return false;
      }
      ++at_;
      skip_blanks();
    }
    ++at_;
    refuse_duplicates(index);
    return true;
  }

  void refuse_duplicates(std::uint32_t index) {
    keys_.clear();
    for (const Value& child : doc_.children(doc_.values_[index])) keys_.push_back(&child);
    constexpr std::size_t kFew = 12;
    if (keys_.size() > kFew) {
      std::sort(keys_.begin(), keys_.end(), [](const Value* a, const Value* b) {
        return a->key != b->key ? a->key < b->key : a->begin < b->begin;
      });
      for (std::size_t i = 1; i < keys_.size(); ++i) refuse_if_same(*keys_[i - 1], *keys_[i]);
      return;
    }
    for (std::size_t i = 1; i < keys_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) refuse_if_same(*keys_[j], *keys_[i]);
    }
  }

  void refuse_if_same(const Value& first, const Value& again) {
    if (first.key != again.key || doc_.problems_.size() >= 100) return;
    doc_.problems_.push_back({again.key_line, 0,
                              std::string("key `") + std::string(again.key.substr(0, 64)) +
                                  "` stands twice, first in line " + std::to_string(first.key_line)});
  }

  Document& doc_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::string_view as_text_;
  bool passed_over_ = false;
  bool inside_text_ = false;
  std::vector<const Value*> keys_;
};

Document::Document(std::string_view text, std::string_view as_text, bool passed_over) : text_(text) {
  if (text.size() > kLargestText) {
    values_.emplace_back();
    problems_.push_back({0, 0, "a pack is at most 4 MiB, this is " + std::to_string(text.size()) + " bytes"});
    return;
  }
  values_.reserve(text.size() / 32 + 8);
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    values_.emplace_back();
    problems_.push_back({0, 0, "the file is not UTF-8"});
    return;
  }
  Reader(*this, as_text, passed_over).read();
}

const Value* Document::find(const Value& object, std::string_view key) const noexcept {
  for (const Value& child : children(object)) {
    if (child.key == key) return &child;
  }
  return nullptr;
}

}  // namespace wageproof::law::json
