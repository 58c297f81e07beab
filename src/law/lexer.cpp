#include "law/lexer.hpp"

#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_word(char c) noexcept { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; }

struct Habit {
  std::string_view written, right;
};
/// What other languages write, and what it is here.
constexpr std::array<Habit, 7> kHabits{{{"==", "`=`"},
                                        {"<>", "`!=`"},
                                        {"&&", "`and`"},
                                        {"||", "`or`"},
                                        {"?", "`if … then … else …`"},
                                        {"!", "`not`"},
                                        {"'", "quotation marks"}}};

}  // namespace

Token Lexer::made(TokenKind kind, std::size_t start) const {
  Token token;
  token.kind = kind;
  token.text = text_.substr(start, at_ - start);
  token.offset = static_cast<std::uint32_t>(start);
  token.length = static_cast<std::uint32_t>(at_ - start);
  return token;
}

Token Lexer::wrong(std::size_t start, std::string message) {
  Token token;
  token.kind = TokenKind::wrong;
  token.offset = static_cast<std::uint32_t>(start);
  message_ = std::move(message);
  return token;
}

Token Lexer::next() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
    ++at_;
  }
  if (at_ == text_.size()) return made(TokenKind::end, at_);
  const char c = text_[at_];
  if (is_digit(c)) return number();
  if (c == '"') return text_literal();
  if (c == '@') return date();
  if (!is_word(c)) return symbol();
  const std::size_t start = at_;
  bool capitals = false;
  for (; at_ < text_.size() && is_word(text_[at_]); ++at_) capitals = capitals || is_upper(text_[at_]);
  if (!capitals) return made(TokenKind::name, start);
  const std::string_view word = text_.substr(start, at_ - start);
  if (word.size() == 3 && std::all_of(word.begin(), word.end(), is_upper)) return made(TokenKind::currency, start);
  return wrong(start, "names have lower-case letters, digits and `_`; a currency has three capitals; found `" +
                          std::string(word.substr(0, 64)) + "`");
}

Token Lexer::number() {
  const std::size_t start = at_;
  while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
  const std::string_view digits = text_.substr(start, at_ - start);
  const auto value = parse_exact(digits);
  if (!value) {
    return wrong(start, "`" + std::string(digits.substr(0, 64)) +
                            "` is no number: digits, then perhaps `.` and digits, at most 18 in all");
  }
  if (at_ < text_.size() && is_word(text_[at_])) {
    return wrong(start, "a blank is needed between the number " + std::string(digits) + " and what follows");
  }
  Token token;
  if (at_ < text_.size() && text_[at_] == '%') {
    ++at_;
    token = made(TokenKind::number, start);
    const auto hundredth = quantity::Ratio::try_divide(*value, quantity::Ratio(100));
    if (!hundredth) return wrong(start, "`" + std::string(digits) + "%` has too many digits");
    token.value = hundredth.value;
    return token;
  }
  token = made(TokenKind::number, start);
  token.value = *value;
  return token;
}

Token Lexer::text_literal() {
  const std::size_t start = at_++;
  while (at_ < text_.size() && text_[at_] != '"') ++at_;
  if (at_ == text_.size()) return wrong(start, "this text has no `\"` at its end");
  ++at_;
  Token token = made(TokenKind::text, start);
  token.text = text_.substr(start + 1, at_ - start - 2);
  return token;
}

Token Lexer::date() {
  const std::size_t start = at_++;
  while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '-') && at_ - start <= 10) ++at_;
  const std::string_view written = text_.substr(start + 1, at_ - start - 1);
  const auto day = quantity::parse_date(written);
  if (!day) return wrong(start, "a date is `@YYYY-MM-DD` and a day that exists, found `@" + std::string(written) + "`");
  Token token = made(TokenKind::date, start);
  token.value = quantity::Ratio(day->serial());
  return token;
}

Token Lexer::symbol() {
  const std::size_t start = at_;
  const std::string_view rest = text_.substr(at_);
  // What begins none of the longer ones is told from its one character.
  if (std::string_view("+-*/(),:").find(rest.front()) != std::string_view::npos) {
    ++at_;
    return made(TokenKind::symbol, start);
  }
  for (const Habit& habit : kHabits) {
    if (rest.starts_with(habit.written) && !rest.starts_with("!=")) {
      return wrong(start, "`" + std::string(habit.written) + "` is written " + std::string(habit.right) + " here");
    }
  }
  for (const std::string_view two : {"!=", "<=", ">="}) {
    if (rest.starts_with(two)) {
      at_ += 2;
      return made(TokenKind::symbol, start);
    }
  }
  if (std::string_view("=<>").find(rest.front()) == std::string_view::npos) {
    const unsigned char byte = static_cast<unsigned char>(rest.front());
    return wrong(start, byte < 0x80 && byte > 0x20 ? "`" + std::string(1, rest.front()) + "` has no meaning here"
                                                   : std::string("a character that has no meaning in a formula"));
  }
  ++at_;
  return made(TokenKind::symbol, start);
}

}  // namespace wageproof::law
