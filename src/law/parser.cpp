#include <algorithm>
#include <array>

#include "law/lexer.hpp"
#include "law/syntax.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::size_t kLongestFormula = 16 * 1024;
constexpr std::size_t kMostNodes = 4000;
constexpr std::uint32_t kDeepestTree = 200;
constexpr std::string_view kTooDeep = "the formula nests deeper than 200 levels; name some of its parts";
constexpr std::uint32_t kFailed = 0xFFFFFFFFU;

constexpr std::array<std::string_view, 9> kReserved{"if", "then", "else", "or", "and", "not", "in", "true", "false"};

/// Recursive descent, one function a level of precedence. After the first error everything returns kFailed.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) {
    if (text.size() > kLongestFormula) {
      fail(0, "a formula is at most 16 KiB long");
      return;
    }
    syntax_.nodes.reserve(4 + text.size() / 6);
    advance();
  }

  Syntax parse() {
    if (ok() && token_.kind == TokenKind::end) fail(0, "the formula is empty");
    if (ok()) expression();
    if (ok() && token_.kind != TokenKind::end) unexpected_after_value();
    if (!ok()) syntax_.nodes.clear();
    return std::move(syntax_);
  }

 private:
  [[nodiscard]] bool ok() const noexcept { return syntax_.error.message.empty(); }

  std::uint32_t fail(std::uint32_t offset, std::string message) {
    if (ok()) syntax_.error = {offset, std::move(message)};
    return kFailed;
  }

  void advance() {
    end_of_last_ = token_.offset + token_.length;
    token_ = lexer_.next();
    if (token_.kind == TokenKind::wrong) fail(token_.offset, lexer_.message());
  }

  [[nodiscard]] bool is_symbol(char symbol) const noexcept {
    return token_.kind == TokenKind::symbol && token_.text.size() == 1 && token_.text.front() == symbol;
  }
  [[nodiscard]] bool is_word(std::string_view word) const noexcept {
    return token_.kind == TokenKind::name && token_.text == word;
  }
  [[nodiscard]] std::string found() const {
    switch (token_.kind) {
      case TokenKind::end: return "the end of the formula";
      case TokenKind::text: return "the text \"" + std::string(token_.text.substr(0, 40)) + "\"";
      default: return "`" + std::string(token_.text.substr(0, 40)) + "`";
    }
  }
  bool expect(char symbol, std::string_view after) {
    if (!ok()) return false;
    if (is_symbol(symbol)) {
      advance();
      return ok();
    }
    fail(token_.offset, "expected `" + std::string(1, symbol) + "` " + std::string(after) + ", found " + found());
    return false;
  }
  bool expect_word(std::string_view word) {
    if (!ok()) return false;
    if (is_word(word)) {
      advance();
      return ok();
    }
    fail(token_.offset, "expected `" + std::string(word) + "`, found " + found() +
                            "; a choice is `if CONDITION then VALUE else VALUE`");
    return false;
  }

  void unexpected_after_value() {
    if (is_symbol(')')) {
      fail(token_.offset, "this `)` has no `(`");
    } else if (is_word("not")) {
      fail(token_.offset, "`not` stands before a condition: `not (x in (…))`");
    } else if (comparison_operator() != Operator::none) {
      fail(token_.offset, "two comparisons are joined by `and`: `a < b and b < c`");
    } else {
      fail(token_.offset, "expected an operator or the end, found " + found());
    }
  }

  std::uint32_t add(SyntaxNode&& node, std::uint32_t start) {
    if (!ok()) return kFailed;
    if (syntax_.nodes.size() >= kMostNodes) return fail(start, "the formula has more than 4000 parts; name some of them");
    for (const std::uint32_t child : node.children) node.depth = std::max(node.depth, syntax_.nodes[child].depth + 1);
    if (node.depth > kDeepestTree) return fail(start, std::string(kTooDeep));
    node.offset = start;
    node.length = end_of_last_ - start;
    syntax_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(syntax_.nodes.size() - 1);
  }

  std::uint32_t add_binary(Operator op, std::uint32_t left, std::uint32_t right) {
    if (!ok()) return kFailed;
    SyntaxNode node;
    node.kind = SyntaxKind::binary;
    node.op = op;
    node.children = {left, right};
    return add(std::move(node), syntax_.nodes[left].offset);
  }

  class Level {
   public:
    explicit Level(Parser& parser) noexcept : parser_(parser) {
      // Each pair of parentheses passes three levels.
      if (++parser_.depth_ > 3 * kDeepestTree) parser_.fail(parser_.token_.offset, std::string(kTooDeep));
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  std::uint32_t expression() {
    const Level level(*this);
    if (!ok()) return kFailed;
    return is_word("if") ? choice() : disjunction();
  }

  std::uint32_t choice() {
    const std::uint32_t start = token_.offset;
    advance();
    const std::uint32_t condition = expression();
    if (!expect_word("then")) return kFailed;
    const std::uint32_t then = expression();
    if (!expect_word("else")) return kFailed;
    const std::uint32_t other = expression();
    if (!ok()) return kFailed;
    SyntaxNode node;
    node.kind = SyntaxKind::choice;
    node.children = {condition, then, other};
    return add(std::move(node), start);
  }

  std::uint32_t disjunction() {
    std::uint32_t left = conjunction();
    while (ok() && is_word("or")) {
      advance();
      left = add_binary(Operator::logical_or, left, conjunction());
    }
    return left;
  }

  std::uint32_t conjunction() {
    std::uint32_t left = negation();
    while (ok() && is_word("and")) {
      advance();
      left = add_binary(Operator::logical_and, left, negation());
    }
    return left;
  }

  std::uint32_t negation() {
    const Level level(*this);
    if (!ok()) return kFailed;
    if (!is_word("not")) return comparison();
    const std::uint32_t start = token_.offset;
    advance();
    const std::uint32_t operand = negation();
    if (!ok()) return kFailed;
    SyntaxNode node;
    node.kind = SyntaxKind::unary;
    node.op = Operator::logical_not;
    node.children = {operand};
    return add(std::move(node), start);
  }

  [[nodiscard]] Operator comparison_operator() const noexcept {
    if (token_.kind != TokenKind::symbol) return Operator::none;
    if (token_.text == "=") return Operator::equal;
    if (token_.text == "!=") return Operator::not_equal;
    if (token_.text == "<") return Operator::less;
    if (token_.text == "<=") return Operator::less_equal;
    if (token_.text == ">") return Operator::greater;
    if (token_.text == ">=") return Operator::greater_equal;
    return Operator::none;
  }

  std::uint32_t comparison() {
    const std::uint32_t left = addition();
    if (!ok()) return kFailed;
    if (const Operator op = comparison_operator(); op != Operator::none) {
      advance();
      return add_binary(op, left, addition());
    }
    if (!is_word("in")) return left;
    advance();
    if (!expect('(', "after `in`")) return kFailed;
    SyntaxNode node;
    node.kind = SyntaxKind::member;
    node.children = {left};
    do {
      if (node.children.size() > 1) advance();
      node.children.push_back(expression());
    } while (ok() && is_symbol(','));
    if (!expect(')', "after the values of `in`")) return kFailed;
    return add(std::move(node), syntax_.nodes[left].offset);
  }

  std::uint32_t addition() {
    std::uint32_t left = product();
    while (ok() && (is_symbol('+') || is_symbol('-'))) {
      const Operator op = token_.text.front() == '+' ? Operator::add : Operator::subtract;
      advance();
      left = add_binary(op, left, product());
    }
    return left;
  }

  std::uint32_t product() {
    std::uint32_t left = sign();
    while (ok() && (is_symbol('*') || is_symbol('/'))) {
      const Operator op = token_.text.front() == '*' ? Operator::multiply : Operator::divide;
      advance();
      left = add_binary(op, left, sign());
    }
    return left;
  }

  std::uint32_t sign() {
    const Level level(*this);
    if (!ok()) return kFailed;
    if (!is_symbol('-')) return primary();
    const std::uint32_t start = token_.offset;
    advance();
    const std::uint32_t operand = sign();
    if (!ok()) return kFailed;
    SyntaxNode node;
    node.kind = SyntaxKind::unary;
    node.op = Operator::negate;
    node.children = {operand};
    return add(std::move(node), start);
  }

  std::uint32_t primary() {
    const std::uint32_t start = token_.offset;
    SyntaxNode node;
    switch (token_.kind) {
      case TokenKind::number: return number();
      case TokenKind::text:
        node.kind = SyntaxKind::text;
        node.text = token_.text;
        advance();
        return add(std::move(node), start);
      case TokenKind::date:
        node.kind = SyntaxKind::date;
        node.numerator = token_.value.numerator();
        advance();
        return add(std::move(node), start);
      case TokenKind::currency:
        node.kind = SyntaxKind::currency;
        node.text = token_.text;
        advance();
        return add(std::move(node), start);
      case TokenKind::name: return word();
      default: break;
    }
    if (is_symbol('(')) {
      advance();
      const std::uint32_t inner = expression();
      if (ok() && !is_symbol(')')) return fail(token_.offset, "expected `)` to close the `(` in column " + std::to_string(start + 1) + ", found " + found());
      if (!ok()) return kFailed;
      advance();
      if (!ok()) return kFailed;
      return inner;
    }
    return fail(start, "expected a value, found " + found());
  }

  std::uint32_t number() {
    SyntaxNode node;
    node.kind = SyntaxKind::number;
    const std::uint32_t start = token_.offset;
    quantity::Ratio value = token_.value;
    advance();
    if (!ok()) return kFailed;
    if (token_.kind == TokenKind::currency) {
      const auto currency = quantity::Currency::from_code(token_.text);
      if (!currency) return fail(token_.offset, "`" + std::string(token_.text) + "` is no currency of ISO 4217");
      node.currency = currency->packed();
      advance();
    } else if (is_word("hours") || is_word("hour")) {
      const auto minutes = quantity::Ratio::try_multiply(value, quantity::Ratio(60));
      if (!minutes) return fail(start, "the number is too large");
      value = minutes.value;
      node.minutes = true;
      advance();
    } else if (is_word("minutes") || is_word("minute")) {
      node.minutes = true;
      advance();
    }
    node.numerator = value.numerator();
    node.denominator = value.denominator();
    return add(std::move(node), start);
  }

  std::uint32_t word() {
    const Token word = token_;
    if (word.text == "if") return fail(word.offset, "put a choice inside a calculation in parentheses: `(if … then … else …)`");
    SyntaxNode node;
    if (word.text == "true" || word.text == "false") {
      node.kind = SyntaxKind::boolean;
      node.numerator = word.text == "true" ? 1 : 0;
      advance();
      return add(std::move(node), word.offset);
    }
    if (std::find(kReserved.begin(), kReserved.end(), word.text) != kReserved.end()) {
      return fail(word.offset, "expected a value, found `" + std::string(word.text) + "`");
    }
    advance();
    if (ok() && is_symbol('(')) return call(word);
    node.kind = SyntaxKind::name;
    node.text = word.text;
    return add(std::move(node), word.offset);
  }

  std::uint32_t call(const Token& name) {
    advance();
    SyntaxNode node;
    node.kind = name.text == "tiers" ? SyntaxKind::tiers : SyntaxKind::call;
    node.text = name.text;
    if (ok() && !is_symbol(')')) {
      while (argument(node)) {
        if (!is_symbol(',')) break;
        if (node.rest) return fail(token_.offset, "`rest` is the last tier");
        advance();
      }
    }
    if (ok() && !is_symbol(')')) {
      return fail(token_.offset, "expected `)` after the arguments of `" + std::string(name.text.substr(0, 40)) + "`, found " + found());
    }
    if (ok()) advance();
    if (!ok()) return kFailed;
    if (node.kind == SyntaxKind::tiers && node.children.size() < 2) {
      return fail(name.offset, "tiers need a quantity and at least one tier: `tiers(x, 2 hours: 1.5, rest: 2)`");
    }
    return add(std::move(node), name.offset);
  }

  bool argument(SyntaxNode& node) {
    const bool tier = node.kind == SyntaxKind::tiers && !node.children.empty();
    if (tier && is_word("rest")) {
      node.rest = true;
      advance();
    } else {
      node.children.push_back(expression());
    }
    if (!tier) return ok();
    // A span stands between the quantity and the first tier: `tiers(x, week, 8 hours: 1.3, rest: 1.5)`.
    if (ok() && !node.rest && node.children.size() == 2 && is_symbol(',') && syntax_.nodes[node.children[1]].kind == SyntaxKind::name) {
      node.span = syntax_.nodes[node.children[1]].text;
      node.children.pop_back();
      syntax_.nodes.pop_back();
      return true;
    }
    if (!expect(':', "between a tier's upper limit and its factor")) return false;
    node.children.push_back(expression());
    return ok();
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;
  Syntax syntax_;
  std::uint32_t end_of_last_ = 0;
  std::uint32_t depth_ = 0;
};

}  // namespace

Syntax parse_formula(std::string_view text) { return Parser(text).parse(); }

}  // namespace wageproof::law
