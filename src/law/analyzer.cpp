#include "law/analyzer.hpp"

#include <algorithm>

#include "law/grains.hpp"
#include "law/words.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

namespace {

constexpr std::size_t kMostNodes = 8000;
constexpr std::size_t kMostParts = 400'000;
constexpr int kLargestPower = 4;

bool is_plain(const Unit& unit) noexcept { return unit.any || (unit.money == 0 && unit.minutes == 0); }

bool same_unit(const Unit& a, const Unit& b) noexcept { return a.any || b.any || a == b; }

const Unit& known_unit(const Unit& a, const Unit& b) noexcept { return a.any ? b : a; }

quantity::Ratio literal(const Node& node) noexcept { return quantity::Ratio::of(node.numerator, node.denominator); }

std::string_view symbol(Operator op) noexcept {
  switch (op) {
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::equal: return "=";
    case Operator::not_equal: return "!=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::logical_and: return "and";
    case Operator::logical_or: return "or";
    case Operator::logical_not: return "not";
    case Operator::negate: return "-";
    case Operator::none: break;
  }
  return "";
}

}  // namespace

bool Analyzer::analyze(const Syntax& syntax, Grain target, const FormulaPlace& place, Expression& expression, Finer finer) {
  syntax_ = &syntax;
  place_ = &place;
  expression_ = &expression;
  expression.nodes.clear();
  expression.nodes.reserve(syntax.nodes.size());
  const Index root = visit(syntax.root(), target);
  const bool taken = root && (spreads(node(*root).grain, target) ||
                              (finer == Finer::allowed && (node(*root).grain == Grain::day || node(*root).grain == Grain::part)));
  if (root && !taken) {
    fail(syntax.nodes.back(), how_to_gather(node(*root), target));
  } else if (root) {
    return true;
  }
  expression.nodes.clear();
  return false;
}

bool Analyzer::analyze_key(const Syntax& syntax, const FormulaPlace& place, Expression& expression) {
  syntax_ = &syntax;
  place_ = &place;
  expression_ = &expression;
  expression.nodes.clear();
  const SyntaxNode& only = syntax.nodes.back();
  const bool name = only.kind == SyntaxKind::name && scope_.find(only.text).kind != Meaning::Kind::parameter;
  if (!name) {
    fail(only, "the key of a table is the name of an input, an attribute or a formula, found `" + written(only) + "`");
  } else if (visit_name(only)) {
    return true;
  }
  expression.nodes.clear();
  return false;
}

std::string Analyzer::written(const SyntaxNode& from) const {
  constexpr std::size_t kMost = 60;
  std::string_view text = std::string_view(expression_->source_text).substr(from.offset, from.length);
  if (text.size() <= kMost) return std::string(text);
  text = text.substr(0, kMost);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.remove_suffix(1);
  return std::string(text) + "…";
}

std::string Analyzer::written(const Node& node) const {
  SyntaxNode where;
  where.offset = node.offset;
  where.length = node.length;
  return written(where);
}

std::string Analyzer::unit_of(const Node& node) const {
  return node.type == ValueType::number ? unit_text(node.unit, scope_.pack().currency) : std::string(to_text(node.type));
}

std::uint32_t Analyzer::own_currency(std::uint32_t packed) const noexcept {
  return packed == scope_.pack().currency ? 0 : packed;
}

Analyzer::Index Analyzer::fail(const SyntaxNode& from, std::string message) {
  diagnostics_.error(place_->told(), std::move(message), from.offset + 1);
  return std::nullopt;
}

Analyzer::Index Analyzer::emit(const SyntaxNode& from, Node&& made) {
  if (expression_->nodes.size() >= kMostNodes) return fail(from, "the formula grows beyond 8000 parts; name some of them");
  // Bases are written out where they are named, so text counts too.
  parts_ += 1 + made.text.size() / 64;
  if (parts_ > kMostParts) {
    if (parts_told_) return std::nullopt;
    parts_told_ = true;
    return fail(from, "the pack's formulas grow beyond 400 000 parts");
  }
  made.offset = from.offset;
  made.length = from.length;
  expression_->nodes.push_back(std::move(made));
  return static_cast<std::uint32_t>(expression_->nodes.size() - 1);
}

std::string Analyzer::how_to_gather(const Node& value, Grain target) const {
  const std::string x = written(value);
  std::string out = "`" + x + "` has a value for each " + std::string(to_text(value.grain)) + ", and one for each " +
                    std::string(to_text(target)) + " is wanted; ";
  if (value.grain == Grain::week && target == Grain::part) return out + "a week is no part of a part: use it in a period";
  const auto call = [&x](std::string_view name) { return "`" + std::string(name) + "(" + x + ")`"; };
  if (value.type == ValueType::boolean) return out + "say how: " + call("any") + ", " + call("all") + " or " + call("count");
  if (value.type == ValueType::number && !(value.grain == Grain::part && target == Grain::week)) {
    return out + "say how: " + call("sum") + ", or one of them by " + call("first") + ", " + call("last") + ", " +
           call("largest") + " or " + call("smallest");
  }
  return out + "say which: " + call("first") + " or " + call("last");
}

std::optional<Children> Analyzer::visit_children(const SyntaxNode& from, Grain target) {
  Children made;
  made.reserve(from.children.size());
  for (const std::uint32_t child : from.children) {
    if (const Index index = visit(child, target)) made.push_back(*index);
  }
  if (made.size() != from.children.size()) return std::nullopt;
  return made;
}

Analyzer::Index Analyzer::visit(std::uint32_t at, Grain target) {
  const SyntaxNode& from = syntax_->nodes[at];
  Node made;
  switch (from.kind) {
    case SyntaxKind::number:
      made.kind = NodeKind::number;
      made.numerator = from.numerator;
      made.denominator = from.denominator;
      made.unit.money = from.currency != 0 ? 1 : 0;
      made.unit.currency = own_currency(from.currency);
      made.unit.minutes = from.minutes ? 1 : 0;
      made.unit.any = from.numerator == 0 && from.currency == 0 && !from.minutes;
      return emit(from, std::move(made));
    case SyntaxKind::text:
      made.kind = NodeKind::text;
      made.type = ValueType::text;
      made.text = from.text;
      return emit(from, std::move(made));
    case SyntaxKind::boolean:
      made.kind = NodeKind::boolean;
      made.type = ValueType::boolean;
      made.numerator = from.numerator;
      return emit(from, std::move(made));
    case SyntaxKind::date:
      made.kind = NodeKind::date;
      made.type = ValueType::date;
      made.numerator = from.numerator;
      return emit(from, std::move(made));
    case SyntaxKind::currency:
      return fail(from, "a currency stands after a number (`210 " + std::string(from.text) + "`) or in `convert`");
    case SyntaxKind::name: return visit_name(from);
    case SyntaxKind::unary: return visit_unary(from, target);
    case SyntaxKind::binary: return visit_binary(from, target);
    case SyntaxKind::choice: return visit_choice(from, target);
    case SyntaxKind::member: return visit_member(from, target);
    case SyntaxKind::tiers: return visit_tiers(from, target);
    case SyntaxKind::call: return visit_call(from, target);
  }
  return std::nullopt;
}

Analyzer::Index Analyzer::visit_name(const SyntaxNode& from) {
  const Meaning meaning = scope_.find(from.text);
  Node made;
  made.index = meaning.index;
  switch (meaning.kind) {
    case Meaning::Kind::input: {
      const InputSpec& spec = inputs()[meaning.index];
      made.kind = NodeKind::input;
      made.type = spec.type;
      made.grain = spec.grain;
      made.unit = spec.unit;
      return emit(from, std::move(made));
    }
    case Meaning::Kind::attribute: {
      const Attribute& attribute = scope_.pack().attributes[meaning.index];
      made.kind = NodeKind::attribute;
      made.type = attribute.type;
      made.grain = Grain::part;
      made.unit = attribute.unit;
      return emit(from, std::move(made));
    }
    case Meaning::Kind::parameter: return visit_parameter(from, meaning.index);
    case Meaning::Kind::formula: {
      scope_.formula_used[meaning.index] = true;
      if (scope_.formulas[meaning.index] != Scope::State::ready) return std::nullopt;
      const Formula& formula = scope_.pack().formulas[meaning.index];
      made.kind = NodeKind::formula;
      made.type = formula.expression.root().type;
      made.unit = formula.expression.root().unit;
      made.grain = formula.grain;
      return emit(from, std::move(made));
    }
    case Meaning::Kind::none: break;
  }
  const std::string name(from.text);
  if (scope_.find_base(name) != nullptr) {
    return fail(from, "`" + name + "` is a wage base: what the payslip books of it is `booked(" + name + ")`");
  }
  if (const Builtin* function = find_builtin(name)) {
    return fail(from, "`" + name + "` is a function: " + std::string(function->usage));
  }
  return fail(from, "`" + name + "` is no input, attribute, parameter or formula" +
                        (diagnostics_.full() ? std::string() : scope_.hint(name)));
}

Analyzer::Index Analyzer::visit_parameter(const SyntaxNode& from, std::uint32_t index) {
  scope_.parameter_used[index] = true;
  if (scope_.parameters[index] != Scope::State::ready) return std::nullopt;
  const Parameter& parameter = scope_.pack().parameters[index];
  Node made;
  made.kind = NodeKind::parameter;
  made.index = index;
  made.type = parameter.type;
  made.unit = parameter.unit;
  made.grain = parameter.grain;
  for (const Expression& key : parameter.by) {
    // A key is one node: a name.
    const Index child = emit(from, Node(key.root()));
    if (!child) return std::nullopt;
    made.children.push_back(*child);
  }
  return emit(from, std::move(made));
}

bool Analyzer::wants(const SyntaxNode& from, const Node& value, ValueType type, std::string_view what) {
  if (value.type == type) return true;
  fail(from, std::string(what) + " must be " + std::string(to_text(type)) + ", `" + written(value) + "` is " +
                 std::string(to_text(value.type)));
  return false;
}

bool Analyzer::wants_plain(const SyntaxNode& from, const Node& value, std::string_view what) {
  if (!wants(from, value, ValueType::number, what)) return false;
  if (is_plain(value.unit)) return true;
  fail(from, std::string(what) + " must be a plain number, `" + written(value) + "` is in " + unit_of(value));
  return false;
}

bool Analyzer::same_kind(const SyntaxNode& from, const Node& left, const Node& right, std::string_view joined) {
  if (left.type != right.type) {
    fail(from, std::string(joined) + ": `" + written(left) + "` is " + std::string(to_text(left.type)) + ", `" +
                   written(right) + "` is " + std::string(to_text(right.type)));
    return false;
  }
  if (left.type != ValueType::number || same_unit(left.unit, right.unit)) return true;
  std::string hint;
  if (left.unit.money == 1 && right.unit.money == 1 && left.unit.minutes == right.unit.minutes) {
    hint = "; bring them to one currency with `convert`";
  }
  const auto in_unit = [this](const Node& value) { return (is_plain(value.unit) ? "" : "in ") + unit_of(value); };
  fail(from, std::string(joined) + ": unlike units: `" + written(left) + "` is " + in_unit(left) + ", `" +
                 written(right) + "` is " + in_unit(right) + hint);
  return false;
}

bool Analyzer::join_grain(const SyntaxNode& from, Grain& grain, const Node& with) {
  const auto joined = finer(grain, with.grain);
  if (joined) {
    grain = *joined;
    return true;
  }
  fail(from, "values of a week and of a part meet, and neither lies within the other: take `last(x, week)` of what "
             "changes by part");
  return false;
}

bool Analyzer::codes_fit(const SyntaxNode& from, const Node& value, const Node& code) {
  if (code.kind != NodeKind::text || (value.kind != NodeKind::input && value.kind != NodeKind::attribute)) return true;
  const std::string_view name = value.kind == NodeKind::input ? inputs()[value.index].name
                                                              : std::string_view(scope_.pack().attributes[value.index].name);
  if (scope_.may_be(name, code.text)) return true;
  const std::vector<std::string_view> codes = diagnostics_.full() ? std::vector<std::string_view>() : scope_.codes_of(name);
  fail(from, "`" + std::string(name) + "` is never \"" + code.text + "\"; it is one of " + listed(codes) +
                 did_you_mean(code.text, codes));
  return false;
}

Analyzer::Index Analyzer::visit_unary(const SyntaxNode& from, Grain target) {
  const Index operand = visit(from.children[0], target);
  if (!operand) return std::nullopt;
  const Node& value = node(*operand);
  const bool number = from.op == Operator::negate;
  if (!wants(from, value, number ? ValueType::number : ValueType::boolean, "what `" + std::string(symbol(from.op)) +
                                                                               "` stands before")) {
    return std::nullopt;
  }
  Node made;
  made.kind = NodeKind::unary;
  made.op = from.op;
  made.type = value.type;
  made.unit = value.unit;
  made.grain = value.grain;
  made.children = {*operand};
  return emit(from, std::move(made));
}

bool Analyzer::product_unit(const SyntaxNode& from, const Node& left, const Node& right, bool divide, Unit& unit) {
  if (divide && right.kind == NodeKind::number && right.numerator == 0) {
    fail(from, "`" + written(from) + "` divides by zero");
    return false;
  }
  if (left.unit.any || (right.unit.any && !divide)) {
    unit.any = true;
    return true;
  }
  const int sign = divide ? -1 : 1;
  const int money = left.unit.money + sign * right.unit.money;
  const int minutes = left.unit.minutes + sign * right.unit.minutes;
  if (money > 1 || money < -1) {
    fail(from, "money times money has no meaning: `" + written(left) + "` and `" + written(right) + "` are both money");
    return false;
  }
  if (minutes > kLargestPower || minutes < -kLargestPower) {
    fail(from, "minutes to a power beyond 4");
    return false;
  }
  if (left.unit.money != 0 && right.unit.money != 0 && left.unit.currency != right.unit.currency) {
    fail(from, "two currencies: `" + written(left) + "` is in " + unit_of(left) + ", `" + written(right) + "` in " +
                   unit_of(right) + "; bring them to one with `convert`");
    return false;
  }
  unit.money = static_cast<std::int8_t>(money);
  unit.minutes = static_cast<std::int8_t>(minutes);
  if (money != 0) unit.currency = left.unit.money != 0 ? left.unit.currency : right.unit.currency;
  return true;
}

bool Analyzer::arithmetic(const SyntaxNode& from, const Node& left, const Node& right, Node& made) {
  if (left.type == ValueType::date || right.type == ValueType::date) {
    fail(from, "dates are not added or subtracted: `add_days(date, n)`, `add_months(date, n)`, `days_between(a, b)`");
    return false;
  }
  const std::string side = "a side of `" + std::string(symbol(from.op)) + "`";
  if (!wants(from, left, ValueType::number, side) || !wants(from, right, ValueType::number, side)) return false;
  if (from.op == Operator::multiply || from.op == Operator::divide) {
    return product_unit(from, left, right, from.op == Operator::divide, made.unit);
  }
  made.unit = known_unit(left.unit, right.unit);
  return same_kind(from, left, right, "`" + std::string(symbol(from.op)) + "`");
}

Analyzer::Index Analyzer::visit_binary(const SyntaxNode& from, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const Node& left = node((*children)[0]);
  const Node& right = node((*children)[1]);
  Node made;
  made.kind = NodeKind::binary;
  made.op = from.op;
  made.grain = left.grain;
  bool good = join_grain(from, made.grain, right);
  switch (from.op) {
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide: good = arithmetic(from, left, right, made) && good; break;
    case Operator::logical_and:
    case Operator::logical_or: {
      made.type = ValueType::boolean;
      const std::string side = "a side of `" + std::string(symbol(from.op)) + "`";
      good = wants(from, left, ValueType::boolean, side) && wants(from, right, ValueType::boolean, side) && good;
      break;
    }
    default: {
      made.type = ValueType::boolean;
      good = same_kind(from, left, right, "`" + std::string(symbol(from.op)) + "`") && good;
      const bool equality = from.op == Operator::equal || from.op == Operator::not_equal;
      if (good && !equality && left.type != ValueType::number && left.type != ValueType::date) {
        fail(from, std::string(to_text(left.type)) + " has no order: only `=` and `!=` compare it");
        good = false;
      }
      good = good && codes_fit(from, left, right) && codes_fit(from, right, left);
    }
  }
  if (!good) return std::nullopt;
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::visit_choice(const SyntaxNode& from, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const Node& condition = node((*children)[0]);
  const Node& then = node((*children)[1]);
  const Node& other = node((*children)[2]);
  Node made;
  made.kind = NodeKind::choice;
  made.type = then.type;
  made.unit = known_unit(then.unit, other.unit);
  made.grain = condition.grain;
  const bool good = wants(from, condition, ValueType::boolean, "a condition") &&
                    same_kind(from, then, other, "`then` and `else`") && join_grain(from, made.grain, then) &&
                    join_grain(from, made.grain, other);
  if (!good) return std::nullopt;
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::visit_member(const SyntaxNode& from, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  Node made;
  made.kind = NodeKind::member;
  made.type = ValueType::boolean;
  made.grain = node((*children)[0]).grain;
  for (std::size_t i = 1; i < children->size(); ++i) {
    const Node& value = node((*children)[0]);
    const Node& code = node((*children)[i]);
    if (!same_kind(from, value, code, "`in`") || !join_grain(from, made.grain, code) || !codes_fit(from, value, code)) {
      return std::nullopt;
    }
  }
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::visit_tiers(const SyntaxNode& from, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const Node& quantity = node(children->front());
  const Node& last_factor = node(children->back());
  if (!wants(from, quantity, ValueType::number, "the quantity of `tiers`")) return std::nullopt;
  Node made;
  made.kind = NodeKind::tiers;
  made.grain = quantity.grain;
  const Node* factor = &last_factor;
  const std::size_t pairs_end = from.rest ? children->size() - 1 : children->size();
  const Node* limit_before = nullptr;
  for (std::size_t i = 1; i < children->size(); ++i) {
    const Node& part = node((*children)[i]);
    const bool is_limit = i < pairs_end && i % 2 == 1;
    if (!wants(from, part, ValueType::number, is_limit ? "a tier's limit" : "a tier's factor") ||
        !same_kind(from, is_limit ? quantity : *factor, part, is_limit ? "a tier's limit" : "factors of tiers") ||
        !join_grain(from, made.grain, part)) {
      return std::nullopt;
    }
    if (!is_limit) {
      if (factor->unit.any) factor = &part;
      continue;
    }
    if (limit_before != nullptr && limit_before->kind == NodeKind::number && part.kind == NodeKind::number &&
        literal(part) <= literal(*limit_before)) {
      return fail(from, "limits of tiers rise: `" + written(part) + "` is not above `" + written(*limit_before) + "`");
    }
    limit_before = &part;
  }
  if (!product_unit(from, quantity, *factor, false, made.unit)) return std::nullopt;
  made.children = std::move(*children);
  if (from.span.empty()) return emit(from, std::move(made));
  return tiers_through(from, std::move(made));
}

/// Tiers of the running sum, less tiers of what it was before: each day has the tiers that its own minutes fall into.
Analyzer::Index Analyzer::tiers_through(const SyntaxNode& from, Node tiers) {
  const auto span = find_grain(from.span);
  if (!span || *span < Grain::week) {
    return fail(from, "the span of `tiers` is week, period, month, quarter or year, found `" + std::string(from.span.substr(0, 40)) + "`");
  }
  const std::uint32_t quantity = tiers.children.front();
  if (!may_run_over(from, node(quantity), *span, "the quantity of `tiers`")) return std::nullopt;
  const Index running = emit_running(from, quantity, *span);
  if (!running) return std::nullopt;
  const auto join = [&](Operator op, std::uint32_t left, std::uint32_t right, const Node& like) {
    Node made;
    made.kind = NodeKind::binary;
    made.op = op;
    made.grain = like.grain;
    made.unit = like.unit;
    made.children = {left, right};
    return made;
  };
  const Index before = emit(from, join(Operator::subtract, *running, quantity, node(quantity)));
  if (!before) return std::nullopt;
  Node lower = tiers;
  tiers.children.front() = *running;
  lower.children.front() = *before;
  const Index upper_at = emit(from, std::move(tiers));
  const Index lower_at = upper_at ? emit(from, std::move(lower)) : std::nullopt;
  if (!lower_at) return std::nullopt;
  const Index difference = emit(from, join(Operator::subtract, *upper_at, *lower_at, node(*upper_at)));
  // A day without any adds nothing, whatever came before it.
  Node nothing;
  nothing.kind = NodeKind::number;
  nothing.unit.any = true;
  const Index zero = difference ? emit(from, std::move(nothing)) : std::nullopt;
  if (!zero) return std::nullopt;
  Node idle = join(Operator::equal, quantity, *zero, node(quantity));
  idle.type = ValueType::boolean;
  idle.unit = {};
  const Index condition = emit(from, std::move(idle));
  if (!condition) return std::nullopt;
  Node made;
  made.kind = NodeKind::choice;
  made.grain = node(*difference).grain;
  made.unit = node(*difference).unit;
  made.children = {*condition, *zero, *difference};
  return emit(from, std::move(made));
}

}  // namespace wageproof::law
