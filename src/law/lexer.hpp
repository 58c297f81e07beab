// The words of the formula language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

enum class TokenKind : std::uint8_t { end, number, text, date, name, currency, symbol, wrong };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;      ///< as written; a text literal without its quotes
  quantity::Ratio value;      ///< of a number (a percentage is already a hundredth); serial day of a date
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) noexcept : text_(text) {}
  Token next();
  /// Of a wrong token: what would be right.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }

 private:
  Token number();
  Token text_literal();
  Token date();
  Token symbol();
  Token made(TokenKind kind, std::size_t start) const;
  Token wrong(std::size_t start, std::string message);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string message_;
};

}  // namespace wageproof::law
