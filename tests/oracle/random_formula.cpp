#include "oracle/random_formula.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wageproof::oracle {

using law::Function;
using law::Grain;
using law::NodeKind;
using law::Operator;
using law::ValueType;

namespace {

constexpr std::int32_t kSomeDay = 20'420;
constexpr std::uint32_t kRiel = ('K' << 16) | ('H' << 8) | 'R';

bool gathers(Grain from, Grain to) {
    if (from == Grain::constant || from >= to) return false;
    return !(from == Grain::week && to == Grain::part);
}

law::Node bare(NodeKind kind, ValueType type, Grain grain = Grain::constant) {
    law::Node node;
    node.kind = kind;
    node.type = type;
    node.grain = grain;
    return node;
}

}  // namespace

bool spreads(Grain from, Grain to) {
    if (from == Grain::constant || from == to || to == Grain::day) return true;
    return from > to && from != Grain::week && to != Grain::constant;
}

std::optional<Grain> finer(Grain a, Grain b) {
    if (spreads(b, a) && a != Grain::constant) return a;
    if (spreads(a, b)) return b;
    return std::nullopt;
}

law::Expression FormulaMaker::make(ValueType type, Grain grain, int depth) {
    out_ = {};
    any(type, grain, depth);
    return std::move(out_);
}

FormulaMaker::Index FormulaMaker::emit(law::Node node) {
    out_.nodes.push_back(std::move(node));
    return static_cast<Index>(out_.nodes.size() - 1);
}

FormulaMaker::Index FormulaMaker::over(law::Node made, std::vector<Index> children) {
    Grain grain = node(children.front()).grain;
    for (const Index child : children) {
        const auto joined = finer(grain, node(child).grain);
        if (!joined) return literal(made.type);
        grain = *joined;
    }
    made.grain = grain;
    made.children = law::Children(children);
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::call(Function function, ValueType type, std::vector<Index> children) {
    law::Node made = bare(NodeKind::call, type);
    made.function = function;
    return over(std::move(made), std::move(children));
}

FormulaMaker::Index FormulaMaker::any(ValueType type, Grain grain, int depth) {
    if (depth <= 0 || chance(random_, 8)) return leaf(type, grain);
    const std::int64_t kind = draw(random_, 0, 99);
    if (kind < 12) return choice(type, grain, depth);
    if (kind < 16) return known_or(type, grain, depth);
    if (kind < 20) return at(type, grain, depth);
    if (kind < 45) return aggregate(type, grain, depth);
    switch (type) {
        case ValueType::number: return number(grain, depth);
        case ValueType::boolean: return boolean(grain, depth);
        case ValueType::date: return date(grain, depth);
        case ValueType::text: return text(grain, depth);
    }
    return literal(type);
}

FormulaMaker::Index FormulaMaker::literal(ValueType type) {
    law::Node made = bare(NodeKind::number, type);
    switch (type) {
        case ValueType::boolean:
            made.kind = NodeKind::boolean;
            made.numerator = draw(random_, 0, 1);
            break;
        case ValueType::date:
            made.kind = NodeKind::date;
            made.numerator = kSomeDay + draw(random_, -150, 200);
            break;
        case ValueType::text:
            made.kind = NodeKind::text;
            made.text = pick_one(random_, codes());
            break;
        case ValueType::number: {
            static const std::vector<std::int64_t> kDenominators{1, 1, 1, 2, 10, 100, 1000};
            made.numerator = draw(random_, 0, chance(random_, 60) ? 6 : 900);
            made.denominator = pick_one(random_, kDenominators);
            if (wildness_.extremes && chance(random_, 30)) {
                made.numerator = draw(random_, 0, 999'999'999'999'999'999);
                made.denominator = chance(random_, 50) ? 1 : 1'000'000;
            }
        }
    }
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::count(std::int64_t low, std::int64_t high) {
    law::Node made = bare(NodeKind::number, ValueType::number);
    made.numerator = draw(random_, low, high);
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::parameter(Index index) {
    const law::Parameter& from = pack_.parameters[index];
    law::Node made = bare(NodeKind::parameter, from.type, from.grain);
    made.index = index;
    for (const law::Expression& key : from.by) made.children.push_back(emit(key.root()));
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::leaf(ValueType type, Grain grain) {
    const std::int64_t kind = draw(random_, 0, 9);
    if (kind < 2) return literal(type);
    const auto fits = [&](ValueType t, Grain g) { return t == type && spreads(g, grain); };
    std::vector<std::pair<NodeKind, Index>> found;
    for (Index i = 0; kind < 6 && i < law::inputs().size(); ++i) {
        if (fits(law::inputs()[i].type, law::inputs()[i].grain)) found.emplace_back(NodeKind::input, i);
    }
    for (Index i = 0; i < pack_.attributes.size(); ++i) {
        if (fits(pack_.attributes[i].type, Grain::part)) found.emplace_back(NodeKind::attribute, i);
    }
    for (Index i = 0; i < pack_.parameters.size(); ++i) {
        if (fits(pack_.parameters[i].type, pack_.parameters[i].grain)) found.emplace_back(NodeKind::parameter, i);
    }
    for (Index i = 0; i < pack_.formulas.size(); ++i) {
        const law::Formula& formula = pack_.formulas[i];
        if (fits(formula.expression.root().type, formula.grain)) found.emplace_back(NodeKind::formula, i);
    }
    if (found.empty()) return literal(type);
    const auto [what, index] = pick_one(random_, found);
    if (what == NodeKind::parameter) return parameter(index);
    law::Node made = bare(what, type);
    made.index = index;
    made.grain = what == NodeKind::input       ? law::inputs()[index].grain
                 : what == NodeKind::attribute ? Grain::part
                                               : pack_.formulas[index].grain;
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::number(Grain grain, int depth) {
    switch (draw(random_, 0, 9)) {
        case 0:
        case 1:
        case 2:
        case 3: return arithmetic(grain, depth);
        case 4: return tiers(grain, depth);
        case 5:
        case 6: return rounding(grain, depth);
        case 7: return date_number(grain, depth);
        case 8:
            if (chance(random_, 40)) return running(grain, depth);
            return chance(random_, 50) ? history(grain, depth) : convert(grain, depth);
        default: return records(grain);
    }
}

FormulaMaker::Index FormulaMaker::arithmetic(Grain grain, int depth) {
    const std::int64_t kind = draw(random_, 0, 11);
    const Index a = any(ValueType::number, grain, depth - 1);
    if (kind == 0) {
        law::Node made = bare(NodeKind::unary, ValueType::number);
        made.op = Operator::negate;
        return over(std::move(made), {a});
    }
    if (kind == 1) return call(Function::abs, ValueType::number, {a});
    const Index b = any(ValueType::number, grain, depth - 1);
    // Left out: the smaller or larger of a sum whose days are not known. The plan takes it for the sum of one day.
    const bool of_one_day = !wildness_.lumps || grain != Grain::day;
    if (of_one_day && kind < 4) return call(kind == 2 ? Function::min : Function::max, ValueType::number, {a, b});
    if (of_one_day && kind == 4) {
        const Index c = any(ValueType::number, grain, depth - 1);
        static const std::vector<Function> kThree{Function::min, Function::max, Function::clamp};
        return call(pick_one(random_, kThree), ValueType::number, {a, b, c});
    }
    law::Node made = bare(NodeKind::binary, ValueType::number);
    static const std::vector<Operator> kOperators{Operator::add, Operator::subtract, Operator::multiply,
                                                  Operator::multiply, Operator::divide};
    made.op = pick_one(random_, kOperators);
    // Left out: the product of two sums whose days are not known, for which the plan gives their product.
    Index right = b;
    if (!of_one_day && made.op == Operator::multiply) right = not_lumped(grain);
    if (made.op == Operator::divide) right = certain(grain);
    return over(std::move(made), {a, right});
}

/// A divisor or a limit: a stated number, or in a plain world a fact. Left out: those that are a lower bound, uncertain or
/// unknown. What nothing divided by them, or cut at them, comes to depends in the plan on the other rows of the batch.
FormulaMaker::Index FormulaMaker::certain(Grain grain) {
    if (wildness_.doubts || grain != Grain::day) return literal(ValueType::number);
    static const std::vector<law::Input> kFacts{law::Input::worked_minutes, law::Input::overtime_minutes,
                                                law::Input::break_minutes, law::Input::spread_minutes};
    const auto index = static_cast<Index>(pick_one(random_, kFacts));
    law::Node made = bare(NodeKind::input, ValueType::number, Grain::day);
    made.index = index;
    return emit(std::move(made));
}

/// A factor of a sum whose days are not known: a number that is none.
FormulaMaker::Index FormulaMaker::not_lumped(Grain grain) {
    const auto index = static_cast<Index>(draw(random_, 0, static_cast<std::int64_t>(pack_.parameters.size()) - 1));
    const law::Parameter& found = pack_.parameters[index];
    const bool fits = found.type == ValueType::number && spreads(found.grain, grain);
    return fits ? parameter(index) : literal(ValueType::number);
}

FormulaMaker::Index FormulaMaker::tiers(Grain grain, int depth) {
    std::vector<Index> children{any(ValueType::number, grain, depth - 1)};
    // Limits rise: they are numbers, or there is one alone.
    const bool alone = chance(random_, 30);
    const std::int64_t pairs = alone ? 1 : draw(random_, 1, 3);
    const auto factor = [&] {
        const bool lumps = wildness_.lumps && grain == Grain::day;
        return lumps ? not_lumped(grain) : any(ValueType::number, grain, depth - 2);
    };
    std::int64_t limit = 0;
    for (std::int64_t i = 0; i < pairs; ++i) {
        limit += draw(random_, 1, 200);
        children.push_back(alone ? call(Function::abs, ValueType::number, {certain(grain)}) : count(limit, limit));
        children.push_back(factor());
    }
    if (chance(random_, 50)) children.push_back(factor());
    return over(bare(NodeKind::tiers, ValueType::number), std::move(children));
}

FormulaMaker::Index FormulaMaker::rounding(Grain grain, int depth) {
    static const std::vector<Function> kModes{Function::floor,           Function::ceil,          Function::round_half_away,
                                              Function::round_half_even, Function::round_half_up, Function::round_up,
                                              Function::round_down};
    const Function mode = pick_one(random_, kModes);
    const Index x = any(ValueType::number, grain, depth - 1);
    if (mode == Function::floor || mode == Function::ceil) return call(mode, ValueType::number, {x});
    law::Node step = bare(NodeKind::number, ValueType::number);
    static const std::vector<std::pair<std::int64_t, std::int64_t>> kSteps{{1, 1}, {1, 100}, {5, 1}, {1, 3}, {1, 2}, {1000, 1}};
    std::tie(step.numerator, step.denominator) = pick_one(random_, kSteps);
    return call(mode, ValueType::number, {x, emit(std::move(step))});
}

FormulaMaker::Index FormulaMaker::date_number(Grain grain, int depth) {
    const Index a = any(ValueType::date, grain, depth - 1);
    static const std::vector<Function> kOfOne{Function::year, Function::month, Function::day_of_month, Function::weekday};
    if (chance(random_, 50)) return call(pick_one(random_, kOfOne), ValueType::number, {a});
    static const std::vector<Function> kOfTwo{Function::days_between, Function::completed_months, Function::completed_years};
    return call(pick_one(random_, kOfTwo), ValueType::number, {a, any(ValueType::date, grain, depth - 1)});
}

FormulaMaker::Index FormulaMaker::history(Grain grain, int depth) {
    if (!spreads(Grain::month, grain)) return arithmetic(grain, depth);
    static const std::vector<Function> kHistory{Function::average,        Function::highest,        Function::total,
                                                Function::average_before, Function::highest_before, Function::total_before};
    law::Node made = bare(NodeKind::call, ValueType::number, Grain::month);
    made.function = pick_one(random_, kHistory);
    made.children = {any(ValueType::number, Grain::month, depth - 1),
                     chance(random_, 70) ? count(1, 6) : any(ValueType::number, Grain::month, depth - 2)};
    if (chance(random_, 50)) made.children.push_back(any(ValueType::number, Grain::month, depth - 2));
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::convert(Grain grain, int depth) {
    if (!spreads(Grain::period, grain)) return arithmetic(grain, depth);
    const Index amount = any(ValueType::number, Grain::period, depth - 1);
    // What is in riel is not turned into riel again: units are the parser's work, and these formulas have none.
    if (in_other_money(out_, amount)) return amount;
    law::Node made = bare(NodeKind::call, ValueType::number);
    made.function = Function::convert;
    made.unit.money = 1;
    made.unit.currency = kRiel;
    made.grain = node(amount).grain == Grain::constant ? std::max(grain, Grain::period) : node(amount).grain;
    made.children = {amount};
    return emit(std::move(made));
}

bool FormulaMaker::in_other_money(const law::Expression& expression, Index index) const {
    const law::Node& at = expression.nodes[index];
    if (at.kind == NodeKind::formula) {
        const law::Expression& named = pack_.formulas[at.index].expression;
        return in_other_money(named, static_cast<Index>(named.nodes.size() - 1));
    }
    if (at.kind == NodeKind::call && at.function == Function::convert) return true;
    return std::any_of(at.children.begin(), at.children.end(),
                       [&](Index child) { return in_other_money(expression, child); });
}

FormulaMaker::Index FormulaMaker::records(Grain grain) {
    law::Node made = bare(NodeKind::call, ValueType::number);
    if (chance(random_, 50) && spreads(Grain::period, grain)) {
        made.function = Function::booked;
        made.grain = Grain::period;
        made.text = chance(random_, 50) ? "basic" : "basic;allowance.*";
        return emit(std::move(made));
    }
    if (grain != Grain::day) return leaf(ValueType::number, grain);
    made.function = chance(random_, 50) ? Function::leave : Function::leave_calendar;
    made.grain = Grain::day;
    made.text = chance(random_, 50) ? "annual" : "sick";
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::boolean(Grain grain, int depth) {
    law::Node made = bare(NodeKind::binary, ValueType::boolean);
    switch (draw(random_, 0, 9)) {
        case 0: {
            made.kind = NodeKind::unary;
            made.op = Operator::logical_not;
            return over(std::move(made), {any(ValueType::boolean, grain, depth - 1)});
        }
        case 1: {
            const auto type = static_cast<ValueType>(draw(random_, 0, 3));
            return call(Function::given, ValueType::boolean, {any(type, grain, depth - 1)});
        }
        case 2: return member(grain, depth);
        case 3:
        case 4:
        case 5: {
            made.op = chance(random_, 50) ? Operator::logical_and : Operator::logical_or;
            const Index a = any(ValueType::boolean, grain, depth - 1);
            return over(std::move(made), {a, any(ValueType::boolean, grain, depth - 1)});
        }
        default: return comparison(grain, depth);
    }
}

FormulaMaker::Index FormulaMaker::comparison(Grain grain, int depth) {
    law::Node made = bare(NodeKind::binary, ValueType::boolean);
    static const std::vector<Operator> kAll{Operator::less,      Operator::less_equal, Operator::equal,
                                            Operator::not_equal, Operator::greater,    Operator::greater_equal};
    made.op = pick_one(random_, kAll);
    if (chance(random_, 65)) {
        const Index a = any(ValueType::number, grain, depth - 1);
        return over(std::move(made), {a, any(ValueType::number, grain, depth - 1)});
    }
    if (chance(random_, 50)) {
        const Index a = any(ValueType::date, grain, depth - 1);
        return over(std::move(made), {a, any(ValueType::date, grain, depth - 1)});
    }
    made.op = chance(random_, 50) ? Operator::equal : Operator::not_equal;
    if (chance(random_, 30)) {
        const Index a = any(ValueType::boolean, grain, depth - 1);
        return over(std::move(made), {a, any(ValueType::boolean, grain, depth - 1)});
    }
    // On one side a text of the pack: whether two texts that it does not name are the same, nobody can tell.
    const Index a = any(ValueType::text, grain, depth - 1);
    return over(std::move(made), {a, literal(ValueType::text)});
}

FormulaMaker::Index FormulaMaker::member(Grain grain, int depth) {
    const bool numbers = chance(random_, 50);
    std::vector<Index> children{any(numbers ? ValueType::number : ValueType::text, grain, depth - 1)};
    for (std::int64_t i = draw(random_, 1, 3); i > 0; --i) {
        children.push_back(numbers ? any(ValueType::number, grain, depth - 2) : literal(ValueType::text));
    }
    return over(bare(NodeKind::member, ValueType::boolean), std::move(children));
}

FormulaMaker::Index FormulaMaker::date(Grain grain, int depth) {
    const std::int64_t kind = draw(random_, 0, 9);
    if (kind == 0) {
        const Index year = count(2024, 2027), month = count(1, 12);
        return call(Function::make_date, ValueType::date, {year, month, count(1, 31)});
    }
    if (kind == 1) return feast(grain, depth);
    const Index a = any(ValueType::date, grain, depth - 1);
    switch (kind) {
        case 2: return call(Function::end_of_month, ValueType::date, {a});
        case 3: return call(Function::next_birthday, ValueType::date, {a, any(ValueType::date, grain, depth - 1)});
        case 4:
        case 5: return call(chance(random_, 50) ? Function::min : Function::max, ValueType::date,
                            {a, any(ValueType::date, grain, depth - 1)});
        case 6: return call(Function::add_working_days, ValueType::date, {a, count(0, 12)});
        case 7: return call(Function::add_months, ValueType::date, {a, count(-14, 14)});
        case 8: return call(Function::add_years, ValueType::date, {a, count(-3, 3)});
        default: return call(Function::add_days, ValueType::date, {a, count(-60, 60)});
    }
}

FormulaMaker::Index FormulaMaker::feast(Grain grain, int depth) {
    law::Node made = bare(NodeKind::call, ValueType::date);
    made.function = Function::feast;
    made.text = "eid";
    law::Node name = bare(NodeKind::text, ValueType::text);
    name.text = "eid";
    const Index first = emit(std::move(name));
    const Index from = any(ValueType::date, grain, depth - 1);
    return over(std::move(made), {first, from, any(ValueType::date, grain, depth - 1)});
}

FormulaMaker::Index FormulaMaker::text(Grain grain, int depth) { return choice(ValueType::text, grain, depth); }

FormulaMaker::Index FormulaMaker::choice(ValueType type, Grain grain, int depth) {
    const Index condition = any(ValueType::boolean, grain, depth - 1);
    const Index yes = any(type, grain, depth - 1);
    return over(bare(NodeKind::choice, type), {condition, yes, any(type, grain, depth - 1)});
}

FormulaMaker::Index FormulaMaker::known_or(ValueType type, Grain grain, int depth) {
    const Index x = any(type, grain, depth - 1);
    return call(Function::known_or, type, {x, any(type, grain, depth - 1)});
}

/// Whether a node, or what it is a name for, is an input of part grain or a parameter without keys.
bool FormulaMaker::holds_outside(Index index) const {
    const law::Node* at = &node(index);
    while (at->kind == NodeKind::formula) at = &pack_.formulas[at->index].expression.root();
    const bool law_of_a_day = at->kind == NodeKind::parameter && at->children.empty();
    return law_of_a_day || (at->kind == NodeKind::input && at->grain == Grain::part);
}

FormulaMaker::Index FormulaMaker::at(ValueType type, Grain grain, int depth) {
    const Index x = any(type, chance(random_, 50) ? Grain::day : Grain::part, depth - 1);
    if (node(x).grain != Grain::day && node(x).grain != Grain::part) return literal(type);
    // Left out: a single day of a sum whose days are not known. The plan gives it the sum.
    if (wildness_.lumps && type == ValueType::number && node(x).grain == Grain::day) return literal(type);
    // Left out: a worker's terms and values of the law on a date that is uncertain. The plan forgets that it is.
    const Index when = holds_outside(x) ? literal(ValueType::date) : any(ValueType::date, grain, depth - 1);
    law::Node made = bare(NodeKind::call, type);
    made.function = Function::at;
    made.grain = node(when).grain == Grain::constant ? grain : node(when).grain;
    made.children = {x, when};
    if (chance(random_, 30)) {
        const Index instead = any(type, made.grain, depth - 2);
        if (spreads(node(instead).grain, made.grain)) made.children.push_back(instead);
    }
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::running(Grain grain, int depth) {
    static const std::vector<Grain> kSpans{Grain::week, Grain::period, Grain::month, Grain::quarter, Grain::year};
    const Index x = any(ValueType::number, grain, depth - 1);
    const Grain own = node(x).grain, span = pick_one(random_, kSpans);
    if (own == Grain::constant || own >= span || (own == Grain::part && span == Grain::week)) return x;
    law::Node made = bare(NodeKind::call, ValueType::number, own);
    made.function = Function::running;
    made.span = span;
    made.children = {x};
    return emit(std::move(made));
}

FormulaMaker::Index FormulaMaker::aggregate(ValueType type, Grain grain, int depth) {
    if (grain == Grain::day) return any(type, grain, depth - 1);
    std::vector<Grain> from;
    for (const Grain each : {Grain::day, Grain::part, Grain::week, Grain::period, Grain::month}) {
        if (gathers(each, grain)) from.push_back(each);
    }
    std::vector<Function> functions{Function::first, Function::last};
    if (type == ValueType::number) {
        functions.insert(functions.end(), {Function::sum, Function::sum, Function::sum, Function::sum, Function::count,
                                           Function::largest, Function::smallest});
    }
    if (type == ValueType::date) functions.insert(functions.end(), {Function::largest, Function::smallest});
    if (type == ValueType::boolean) functions.insert(functions.end(), {Function::any, Function::all});
    law::Node made = bare(NodeKind::call, type, grain);
    made.function = pick_one(random_, functions);
    const ValueType of = made.function == Function::count ? ValueType::boolean : type;
    // Left out: the first or last of days whose sum alone is known. The plan takes the sum for one day's value.
    const bool edge = made.function == Function::first || made.function == Function::last;
    if (wildness_.lumps && edge && type == ValueType::number) from.erase(from.begin());
    if (from.empty()) return leaf(type, grain);
    const Index inner = any(of, pick_one(random_, from), depth - 1);
    const Grain inner_grain = node(inner).grain;
    const bool adds = made.function == Function::sum || made.function == Function::count;
    if (!gathers(inner_grain, grain) || (adds && inner_grain == Grain::part && grain == Grain::week)) return leaf(type, grain);
    made.children = {inner};
    return emit(std::move(made));
}

}  // namespace wageproof::oracle
