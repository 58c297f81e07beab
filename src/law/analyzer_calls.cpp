// What each function asks of its arguments and gives.
#include <algorithm>

#include "law/analyzer.hpp"
#include "law/grains.hpp"
#include "law/words.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::int64_t kLongestHistory = 120;

Node call_node(Function function) {
  Node made;
  made.kind = NodeKind::call;
  made.function = function;
  return made;
}

}  // namespace

Analyzer::Index Analyzer::visit_call(const SyntaxNode& from, Grain target) {
  const Builtin* builtin = find_builtin(from.text);
  if (builtin == nullptr) {
    std::vector<std::string_view> known{"tiers"};
    for (const Builtin& each : builtins()) known.push_back(each.name);
    return fail(from, "there is no function `" + std::string(from.text.substr(0, 64)) + "`" +
                          (diagnostics_.full() ? std::string() : did_you_mean(from.text, known)));
  }
  if (from.children.size() < builtin->least || from.children.size() > builtin->most) {
    return fail(from, "`" + std::string(builtin->name) + "` has " + std::to_string(from.children.size()) +
                          " arguments here; it is written " + std::string(builtin->usage));
  }
  switch (builtin->group) {
    case BuiltinGroup::aggregate: return call_aggregate(from, *builtin, target);
    case BuiltinGroup::history: return call_history(from, *builtin);
    case BuiltinGroup::at: return call_at(from, *builtin, target);
    case BuiltinGroup::convert: return call_convert(from, *builtin, target);
    case BuiltinGroup::date: return call_date(from, *builtin, target);
    case BuiltinGroup::feast: return call_feast(from, *builtin, target);
    case BuiltinGroup::running: return call_running(from, *builtin, target);
    case BuiltinGroup::balance: return call_balance(from, *builtin);
    case BuiltinGroup::booked: return call_booked(from, *builtin);
    case BuiltinGroup::leave: return call_leave(from, *builtin);
    default: return call_numbers(from, *builtin, target);
  }
}

Analyzer::Index Analyzer::call_aggregate(const SyntaxNode& from, const Builtin& builtin, Grain target) {
  Grain to = target;
  if (from.children.size() == 2) {
    const SyntaxNode& named = syntax_->nodes[from.children[1]];
    const auto grain = named.kind == SyntaxKind::name ? find_grain(named.text) : std::nullopt;
    if (!grain || *grain == Grain::day) {
      return fail(named, "the second argument of `" + std::string(builtin.name) +
                             "` is part, week, period, month, quarter or year, found `" + written(named) + "`");
    }
    to = *grain;
  }
  const Index child = visit(from.children[0], target);
  if (!child) return std::nullopt;
  const Node& value = node(*child);
  const std::string name(builtin.name);
  Node made = call_node(builtin.function);
  made.grain = to;
  made.type = value.type;
  made.unit = value.unit;
  switch (builtin.function) {
    case Function::sum:
      if (value.type == ValueType::boolean) return fail(from, "a condition is counted, not summed: `count(" + written(value) + ")`");
      if (!wants(from, value, ValueType::number, "what `sum` adds")) return std::nullopt;
      break;
    case Function::largest:
    case Function::smallest:
      if (value.type != ValueType::number && value.type != ValueType::date) {
        return fail(from, "`" + name + "` is of numbers or dates, `" + written(value) + "` is " + std::string(to_text(value.type)));
      }
      break;
    case Function::count:
    case Function::any:
    case Function::all:
      if (!wants(from, value, ValueType::boolean, "the argument of `" + name + "`")) return std::nullopt;
      if (builtin.function == Function::count) {
        made.type = ValueType::number;
        made.unit = {};
      }
      break;
    default: break;
  }
  if (value.grain == Grain::constant) {
    return fail(from, "`" + written(value) + "` is the same everywhere, there is nothing to gather: leave `" + name + "` out");
  }
  if (value.grain == to) {
    return fail(from, "`" + written(value) + "` has one value for each " + std::string(to_text(to)) + " already: leave `" +
                          name + "` out" + (from.children.size() == 1 ? " or name a coarser grain: `" + name + "(x, month)`" : ""));
  }
  const bool adds = builtin.function == Function::sum || builtin.function == Function::count;
  if (!gathers(value.grain, to) || (value.grain == Grain::week && to == Grain::part) ||
      (adds && value.grain == Grain::part && to == Grain::week)) {
    return fail(from, "`" + name + "` goes from a finer grain to a coarser one; `" + written(value) + "` has a value for each " +
                          std::string(to_text(value.grain)) + ", the result one for each " + std::string(to_text(to)));
  }
  made.children = {*child};
  return emit(from, std::move(made));
}

/// The months of the calendar year up to this one, or before it.
Analyzer::Index Analyzer::months_of_year(const SyntaxNode& from, bool before) {
  Node start;
  start.kind = NodeKind::input;
  start.index = static_cast<std::uint32_t>(Input::month_start);
  start.type = ValueType::date;
  start.grain = Grain::month;
  const Index at = emit(from, std::move(start));
  if (!at) return std::nullopt;
  Node month = call_node(Function::month);
  month.grain = Grain::month;
  month.children = {*at};
  const Index number = emit(from, std::move(month));
  if (!number || !before) return number;
  Node one;
  one.kind = NodeKind::number;
  one.numerator = 1;
  const Index less = emit(from, std::move(one));
  if (!less) return std::nullopt;
  Node difference;
  difference.kind = NodeKind::binary;
  difference.op = Operator::subtract;
  difference.grain = Grain::month;
  difference.children = {*number, *less};
  return emit(from, std::move(difference));
}

Analyzer::Index Analyzer::call_history(const SyntaxNode& from, const Builtin& builtin) {
  const std::string name(builtin.name);
  const SyntaxNode& months = syntax_->nodes[from.children[1]];
  if (months.kind == SyntaxKind::number) {
    const bool whole = months.denominator == 1 && months.currency == 0 && !months.minutes;
    if (!whole || months.numerator < 1 || months.numerator > kLongestHistory) {
      return fail(months, "the second argument of `" + name + "` is a number of months from 1 to 120, or `year`, found `" + written(months) + "`");
    }
  }
  const bool of_year = months.kind == SyntaxKind::name && months.text == "year";
  Children children;
  for (std::size_t i = 0; i < from.children.size(); ++i) {
    const bool before = builtin.function >= Function::average_before;
    const Index child = i == 1 && of_year ? months_of_year(months, before) : visit(from.children[i], Grain::month);
    if (!child) return std::nullopt;
    children.push_back(*child);
    const Node& value = node(*child);
    if (!wants(from, value, ValueType::number, i == 1 ? "the number of months of `" + name + "`" : "what `" + name + "` looks back on")) return std::nullopt;
    if (!spreads(value.grain, Grain::month)) return fail(from, "in `" + name + "`: " + how_to_gather(value, Grain::month));
    if (i == 1 && !wants_plain(from, value, "the number of months of `" + name + "`")) return std::nullopt;
    if (i == 2 && !same_kind(from, node(children[0]), value, "`" + name + "`")) return std::nullopt;
  }
  Node made = call_node(builtin.function);
  made.grain = Grain::month;
  made.unit = node(children[0]).unit;
  if (made.unit.any && children.size() == 3) made.unit = node(children[2]).unit;
  made.children = std::move(children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::emit_running(const SyntaxNode& from, std::uint32_t child, Grain span) {
  Node made = call_node(Function::running);
  made.grain = node(child).grain;
  made.unit = node(child).unit;
  made.span = span;
  made.children = {child};
  return emit(from, std::move(made));
}

bool Analyzer::may_run_over(const SyntaxNode& from, const Node& value, Grain span, std::string_view what) {
  if (!wants(from, value, ValueType::number, what)) return false;
  const bool good = value.grain != Grain::constant && gathers(value.grain, span) && !(value.grain == Grain::part && span == Grain::week);
  if (good) return true;
  fail(from, std::string(what) + " has a value of a finer grain than " + std::string(to_text(span)) + "; `" + written(value) +
                 "` has " + (value.grain == Grain::constant ? "the same value everywhere" : "one for each " + std::string(to_text(value.grain))));
  return false;
}

Analyzer::Index Analyzer::call_running(const SyntaxNode& from, const Builtin&, Grain target) {
  const SyntaxNode& named = syntax_->nodes[from.children[1]];
  const auto span = named.kind == SyntaxKind::name ? find_grain(named.text) : std::nullopt;
  if (!span || *span < Grain::week) {
    return fail(named, "the second argument of `running` is week, period, month, quarter or year, found `" + written(named) + "`");
  }
  const Index child = visit(from.children[0], target);
  if (!child || !may_run_over(from, node(*child), *span, "what `running` adds")) return std::nullopt;
  return emit_running(from, *child, *span);
}

Analyzer::Index Analyzer::call_balance(const SyntaxNode& from, const Builtin& builtin) {
  const SyntaxNode& argument = syntax_->nodes[from.children[0]];
  if (argument.kind != SyntaxKind::text) return fail(argument, "a ledger's type of leave stands in quotes: " + std::string(builtin.usage));
  const std::vector<Ledger>& ledgers = scope_.pack().ledgers;
  std::vector<std::string_view> known;
  for (const Ledger& each : ledgers) known.push_back(each.leave_type);
  const auto at = std::find(known.begin(), known.end(), argument.text);
  if (at == known.end()) {
    return fail(argument, "the pack has no ledger \"" + std::string(argument.text.substr(0, 64)) + "\"; it has " +
                              (known.empty() ? std::string("none") : listed(known)) + did_you_mean(argument.text, known));
  }
  Node made = call_node(Function::balance);
  made.grain = Grain::day;
  made.index = static_cast<std::uint32_t>(at - known.begin());
  made.text = argument.text;
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_at(const SyntaxNode& from, const Builtin&, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const Node& value = node((*children)[0]);
  const Node& date = node((*children)[1]);
  if (!wants(from, date, ValueType::date, "the second argument of `at`")) return std::nullopt;
  if (value.grain == Grain::constant) return fail(from, "`" + written(value) + "` has the same value everywhere: leave `at` out");
  Node made = call_node(Function::at);
  made.type = value.type;
  made.unit = value.unit;
  // A fixed date still gives each worker another value.
  made.grain = date.grain == Grain::constant ? target : date.grain;
  if (children->size() == 3) {
    const Node& instead = node((*children)[2]);
    if (!same_kind(from, value, instead, "`at`")) return std::nullopt;
    if (!spreads(instead.grain, made.grain)) return fail(from, "in `at`: " + how_to_gather(instead, made.grain));
    if (made.unit.any) made.unit = instead.unit;
  }
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_convert(const SyntaxNode& from, const Builtin&, Grain target) {
  const SyntaxNode& named = syntax_->nodes[from.children[1]];
  const auto currency = named.kind == SyntaxKind::currency ? quantity::Currency::from_code(named.text)
                                                           : quantity::Tried<quantity::Currency>(quantity::StatusCode::not_found);
  if (!currency) return fail(named, "the second argument of `convert` is a currency code such as USD, found `" + written(named) + "`");
  const Index child = visit(from.children[0], target);
  if (!child) return std::nullopt;
  const Node& value = node(*child);
  if (!wants(from, value, ValueType::number, "what `convert` converts")) return std::nullopt;
  if (!value.unit.any && value.unit.money != 1) {
    return fail(from, "`convert` is of money, `" + written(value) + "` is " + unit_of(value));
  }
  if (value.grain != Grain::constant && value.grain < Grain::period) {
    const Grain wanted = target < Grain::period ? Grain::period : target;
    return fail(from, "a rate is that of the period's last day, so `convert` is of a period's money: " + how_to_gather(value, wanted));
  }
  Node made = call_node(Function::convert);
  made.unit = value.unit;
  made.unit.any = false;
  made.unit.money = 1;
  made.unit.currency = own_currency(currency->packed());
  made.grain = value.grain != Grain::constant ? value.grain : std::max(target, Grain::period);
  made.children = {*child};
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_date(const SyntaxNode& from, const Builtin& builtin, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  Node made = call_node(builtin.function);
  for (std::size_t i = 0; i < children->size(); ++i) {
    const Node& value = node((*children)[i]);
    const std::string what = "argument " + std::to_string(i + 1) + " of `" + std::string(builtin.usage) + "`";
    const bool good = builtin.arguments[i] == 'd' ? wants(from, value, ValueType::date, what) : wants_plain(from, value, what);
    if (!good || !join_grain(from, made.grain, value)) return std::nullopt;
  }
  made.type = builtin.arguments.back() == 'd' ? ValueType::date : ValueType::number;
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_numbers(const SyntaxNode& from, const Builtin& builtin, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const std::string name = "`" + std::string(builtin.name) + "`";
  const Node& first = node(children->front());
  Node made = call_node(builtin.function);
  made.type = first.type;
  made.unit = first.unit;
  const bool any_type = builtin.group == BuiltinGroup::given || builtin.group == BuiltinGroup::known_or;
  const bool date_too = builtin.group == BuiltinGroup::pick && first.type == ValueType::date;
  if (!any_type && !date_too && !wants(from, first, ValueType::number, "an argument of " + name)) return std::nullopt;
  const Node* like = &first;
  for (const std::uint32_t child : *children) {
    const Node& value = node(child);
    if (!same_kind(from, *like, value, name) || !join_grain(from, made.grain, value)) return std::nullopt;
    if (like->unit.any) like = &value;
  }
  made.unit = like->unit;
  if (builtin.group == BuiltinGroup::rounding) {
    const Node& step = node(children->back());
    // One step for all: a value of the law may differ from worker to worker.
    if (step.kind != NodeKind::number) return fail(from, "the step of " + name + " is a number written out, such as `1` or `0.01 USD`, found `" + written(step) + "`");
    if (step.numerator <= 0) return fail(from, "the step of " + name + " is above 0, found `" + written(step) + "`");
  }
  if (builtin.group == BuiltinGroup::given) {
    made.type = ValueType::boolean;
    made.unit = {};
  }
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_feast(const SyntaxNode& from, const Builtin& builtin, Grain target) {
  auto children = visit_children(from, target);
  if (!children) return std::nullopt;
  const Node& name = node((*children)[0]);
  if (name.kind != NodeKind::text) return fail(from, "a feast is named in quotes: " + std::string(builtin.usage));
  const auto& feasts = scope_.pack().calendar.feasts;
  if (!feasts.contains(name.text)) {
    std::vector<std::string_view> known;
    for (const auto& [each, dates] : feasts) known.push_back(each);
    return fail(from, "the calendar lists no feast `" + name.text + "`; it lists " +
                          (known.empty() ? std::string("none") : listed(known)) + did_you_mean(name.text, known));
  }
  Node made = call_node(Function::feast);
  made.type = ValueType::date;
  made.text = name.text;
  for (std::size_t i = 1; i < 3; ++i) {
    const Node& date = node((*children)[i]);
    if (!wants(from, date, ValueType::date, "the span of `feast`") || !join_grain(from, made.grain, date)) return std::nullopt;
  }
  made.children = std::move(*children);
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_booked(const SyntaxNode& from, const Builtin& builtin) {
  const SyntaxNode& argument = syntax_->nodes[from.children[0]];
  Node made = call_node(Function::booked);
  made.grain = Grain::period;
  made.unit.money = 1;
  if (argument.kind == SyntaxKind::text) {
    if (std::string problem = component_pattern_problem(argument.text); !problem.empty()) return fail(argument, std::move(problem));
    made.text = argument.text;
  } else if (argument.kind == SyntaxKind::name) {
    const WageBase* base = scope_.find_base(argument.text);
    if (base == nullptr) {
      return fail(argument, "`" + std::string(argument.text.substr(0, 64)) + "` is no wage base; a component stands in quotes: `booked(\"basic\")`" +
                                scope_.hint_base(argument.text));
    }
    scope_.base_used[static_cast<std::size_t>(base - scope_.pack().bases.data())] = true;
    for (const std::string& pattern : base->components) {
      if (!made.text.empty()) made.text += ';';
      made.text += pattern;
    }
  } else {
    return fail(argument, "`booked` takes a component in quotes or a wage base: " + std::string(builtin.usage));
  }
  return emit(from, std::move(made));
}

Analyzer::Index Analyzer::call_leave(const SyntaxNode& from, const Builtin& builtin) {
  const SyntaxNode& argument = syntax_->nodes[from.children[0]];
  if (argument.kind != SyntaxKind::text) return fail(argument, "a type of leave stands in quotes: " + std::string(builtin.usage));
  const auto types = leave_types();
  if (std::find(types.begin(), types.end(), argument.text) == types.end()) {
    return fail(argument, "\"" + std::string(argument.text.substr(0, 64)) + "\" is no type of leave; it is one of " + listed(types) +
                              did_you_mean(argument.text, types));
  }
  Node made = call_node(builtin.function);
  made.grain = Grain::day;
  made.text = argument.text;
  return emit(from, std::move(made));
}

}  // namespace wageproof::law
