// Running a plan over one batch: dispatch of nodes to the column kernels, and short cuts that skip what cannot matter.
#include "wageproof/law/evaluator.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "wageproof/law/detail/aggregate.hpp"
#include "law/big_column.hpp"
#include "law/earlier_terms.hpp"
#include "law/kernels.hpp"
#include "law/key_position.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

using namespace detail;

void Evaluator::begin(const Frame& frame, FactSource& source) {
  frame_ = &frame;
  source_ = &source;
  ++now_;
  spread_cache_.clear();
}

const Values& Evaluator::value(NodeId id) {
  if (stamp_[id] != now_) {
    if (lasting_[id] == 0) compute(id, values_[id]);
    stamp_[id] = now_;
  }
  return values_[id];
}

const Values& Evaluator::value_at_grain(NodeId id, Grain grain) {
  const Values& v = value(id);
  if (v.uniform || v.grain == grain) return v;
  for (const auto& [key, cached] : spread_cache_) {
    if (key.first == id && key.second == grain) return cached;
  }
  if (spread_cache_.size() == spread_cache_.capacity()) spread_cache_.clear();
  spread_cache_.emplace_back(std::make_pair(id, grain), Values{});
  spread(v, grain, *frame_, spread_cache_.back().second);
  return spread_cache_.back().second;
}

namespace {

// A formula whose reading is disputed; others were replaced by their roots when the plan was made.
void mark_doubtful(const Values& a, Values& out) {
  out = a;
  out.make_flags();
  for (Flags& f : out.flags) f = (f & kNoValue) ? f : static_cast<Flags>(f | kUncertain);
}

}  // namespace

void Evaluator::compute(NodeId id, Values& out) {
  const PlanNode& n = plan_->nodes()[id];
  out.grain = n.node.grain;
  if (n.spread) return spread(value(n.children[0]), n.node.grain, *frame_, out);
  if (n.node.grain == Grain::day && compute_from_days(id, out)) return;
  switch (n.node.kind) {
    case NodeKind::number: case NodeKind::boolean: case NodeKind::date: case NodeKind::text:
      out.reset(Grain::constant, 1, true);
      out.numerators[0] = n.node.numerator;
      out.denominator = n.node.kind == NodeKind::number ? n.node.denominator : 1;
      out.type = n.node.type;
      out.set_bound_from_rows();
      break;
    case NodeKind::input: source_->input(static_cast<Input>(n.node.index), out); break;
    case NodeKind::attribute: source_->attribute(n.node.index, out); break;
    case NodeKind::parameter: compute_parameter(n, out); break;
    case NodeKind::unary:
      if (n.node.op == Operator::negate) negate(value(n.children[0]), out);
      else logical_not(value(n.children[0]), out);
      break;
    case NodeKind::binary: compute_binary(n, out); break;
    case NodeKind::choice: compute_choice(n, out); break;
    case NodeKind::member: compute_member(n, out); break;
    case NodeKind::tiers: compute_tiers(n, out); break;
    case NodeKind::call: compute_call(n, out); break;
    case NodeKind::formula: mark_doubtful(value(n.children[0]), out); break;
  }
  out.type = n.node.type;
  if (out.grain == Grain::constant) out.grain = n.node.grain;
  out.settle();
}

namespace {

// All rows known and all equal to `what`.
bool all_equal(const Values& v, std::int64_t what) {
  if (v.big || !v.flags.empty()) return false;
  if (v.numerators.size() == 1) return v.numerators[0] == what;
  return all_are(v.numerators.data(), v.numerators.size(), what);
}

void set_constant(std::int64_t numerator, Grain grain, ValueType type, Values& out) {
  out.reset(grain, 1, true);
  out.numerators[0] = numerator;
  out.type = type;
  out.set_bound_from_rows();
}

}  // namespace

void Evaluator::compute_binary(const PlanNode& n, Values& out) {
  const Values& a = value(n.children[0]);
  const std::size_t rows = frame_->row_count(n.node.grain);
  switch (n.node.op) {
    case Operator::logical_and:
      if (all_equal(a, 0)) return set_constant(0, n.node.grain, ValueType::boolean, out);
      return logic(a, value(n.children[1]), true, rows, out);
    case Operator::logical_or:
      if (all_equal(a, 1)) return set_constant(1, n.node.grain, ValueType::boolean, out);
      return logic(a, value(n.children[1]), false, rows, out);
    case Operator::multiply:
      if (all_equal(a, 0)) return set_constant(0, n.node.grain, ValueType::number, out);
      return multiply(a, value(n.children[1]), rows, out);
    case Operator::add: return add(a, value(n.children[1]), false, rows, out);
    case Operator::subtract: return add(a, value(n.children[1]), true, rows, out);
    case Operator::divide: return divide(a, value(n.children[1]), plan_->by_zero_reason(), rows, out, between_[0]);
    default: return compare(a, value(n.children[1]), n.node.op, rows, out);
  }
}

void Evaluator::compute_choice(const PlanNode& n, Values& out) {
  const Values& condition = value(n.children[0]);
  const bool always = all_equal(condition, 1), never = all_equal(condition, 0);
  if (always || never) {
    out = value(n.children[always ? 1 : 2]);
    return;
  }
  choose(condition, value(n.children[1]), value(n.children[2]), frame_->row_count(n.node.grain), out);
}

void Evaluator::compute_member(const PlanNode& n, Values& out) {
  const std::size_t rows = frame_->row_count(n.node.grain);
  const Values& a = value(n.children[0]);
  set_constant(0, n.node.grain, ValueType::boolean, out);
  auto& [equal, sum] = between_;
  for (std::size_t c = 1; c < n.children.size(); ++c) {
    const Values& code = value(n.children[c]);
    equal.grain = sum.grain = n.node.grain;
    compare(a, code, Operator::equal, rows, equal);
    logic(out, equal, false, rows, sum);
    std::swap(out, sum);
  }
}

void Evaluator::compute_tiers(const PlanNode& n, Values& out) {
  const Values& quantity = value(n.children[0]);
  if (all_equal(quantity, 0)) return set_constant(0, n.node.grain, ValueType::number, out);
  std::vector<Tier> tiers;
  for (std::size_t c = 1; c + 1 < n.children.size(); c += 2) tiers.push_back({&value(n.children[c]), &value(n.children[c + 1])});
  // An odd number of children after the quantity: the last factor has no limit.
  if (n.children.size() % 2 == 0) tiers.push_back({nullptr, &value(n.children.back())});
  apply_tiers(quantity, tiers, frame_->row_count(n.node.grain), out);
}

void Evaluator::compute_history(const PlanNode& n, Values& out) {
  const Function f = n.node.function;
  const bool before = f == Function::average_before || f == Function::highest_before || f == Function::total_before;
  History what = History::total;
  if (f == Function::average || f == Function::average_before) what = History::average;
  if (f == Function::highest || f == Function::highest_before) what = History::highest;
  const Values& months = value(n.children[1]);
  const Values* instead = n.children.size() > 3 ? &value(n.children[2]) : nullptr;
  std::vector<Values> earlier;
  if (instead != nullptr && source_->earliest_terms()) earlier = stand_ins_of_earlier_months(n.children[2], months);
  look_back(value(n.children[0]), what, months, before, value(n.children.back()), instead, earlier, plan_->history_reason(), *frame_, out);
}

// What stands for a month without records goes by the terms of that month, as far back as the workers table tells of others.
std::vector<Values> Evaluator::stand_ins_of_earlier_months(NodeId instead, const Values& months) {
  constexpr std::int64_t kMonthDays = 28, kMostMonths = 600;
  const std::int64_t stated = (std::int64_t{frame_->first_day} + frame_->days_per_worker - *source_->earliest_terms()) / kMonthDays + 1;
  std::int64_t asked = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const SmallRatio n = small_ratio(months, i);
    if (!(months.flag(i) & kNoValue) && n.fits) asked = std::max(asked, n.numerator / n.denominator);
  }
  const std::int64_t furthest = std::min({stated, asked, kMostMonths});
  std::vector<Values> stand_ins;
  if (furthest <= 0) return stand_ins;
  if (earlier_ == nullptr) earlier_ = std::make_unique<Evaluator>(*plan_);
  stand_ins.push_back(value(instead));
  for (std::int64_t back = 1; back <= furthest; ++back) {
    EarlierTerms source(*source_, *frame_, back);
    earlier_->begin(*frame_, source);
    stand_ins.push_back(earlier_->value(instead));
  }
  return stand_ins;
}

namespace {

// Whether some day of the timeline lies in no row of a grain, such as one between two pay periods. The workers of a batch have the
// same periods and longer spans.
bool leaves_days_out(const Frame& frame, Grain grain) {
  const std::vector<std::uint32_t>& row_of = frame.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(grain)];
  return grain >= Grain::period && any_is(row_of.data(), std::min<std::size_t>(row_of.size(), frame.days_per_worker), kNoRow);
}

// Such days are outside the records for what has that grain: they are taken for one before them.
Values with_days_outside(const Frame& frame, Grain grain, const Values& dates) {
  const std::vector<std::uint32_t>& row_of = frame.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(grain)];
  Values moved = dates;
  for (std::int64_t& date : moved.numerators) {
    const std::int64_t day = date - frame.first_day;
    const bool inside = day >= 0 && day < static_cast<std::int64_t>(frame.days_per_worker);
    if (inside && row_of[static_cast<std::size_t>(day)] == kNoRow) date = std::int64_t{frame.first_day} - 1;
  }
  return moved;
}

}  // namespace

void Evaluator::compute_at(const PlanNode& n, Values& out) {
  const Values* asked = &value(n.children[1]);
  Values moved;
  if (const Grain grain = plan_->nodes()[n.children[0]].node.grain; leaves_days_out(*frame_, grain)) {
    moved = with_days_outside(*frame_, grain, *asked);
    asked = &moved;
  }
  const Values& date = *asked;
  const PlanNode* x = &plan_->nodes()[n.children[0]];
  const bool disputed = x->node.kind == NodeKind::formula;
  if (disputed) x = &plan_->nodes()[x->children[0]];
  const bool term = x->node.kind == NodeKind::input && x->node.grain == Grain::part && !x->spread;
  if (x->node.kind == NodeKind::parameter && x->children.empty()) {
    // A value of the law can be asked for on any day, also outside the records.
    look_up(*x, &date, date.uniform ? 1 : frame_->row_count(n.node.grain), out);
  } else {
    value_at(value(n.children[0]), date, plan_->history_reason(), *frame_, out);
    if (term) terms_outside(static_cast<Input>(x->node.index), date, out);
    if (n.children.size() > 2) stand_in_outside(value(n.children[2]), date, out);
  }
  if (disputed) {
    const Values reading = out;
    mark_doubtful(reading, out);
  }
}

// Where the date lies outside the records and nothing is known there, the third argument stands in.
void Evaluator::stand_in_outside(const Values& instead, const Values& date, Values& out) {
  const std::int64_t last = static_cast<std::int64_t>(frame_->first_day) + frame_->days_per_worker;
  Values inside;
  inside.reset(out.grain, out.uniform ? 1 : frame_->row_count(out.grain), out.uniform);
  inside.type = ValueType::boolean;
  inside.bound = 1;
  for (std::size_t i = 0; i < inside.numerators.size(); ++i) {
    const std::int64_t day = date.numerators[date.index(i)];
    const bool stands = (date.flag(i) & kNoValue) || (day >= frame_->first_day && day < last) || !(out.flag(i) & kNoValue);
    inside.numerators[i] = stands ? 1 : 0;
  }
  Values chosen;
  chosen.grain = out.grain;
  choose(inside, out, instead, frame_->row_count(out.grain), chosen);
  out = std::move(chosen);
}

// A worker's terms are known before and after the timeline too: the workers table has its own dates.
void Evaluator::terms_outside(Input input, const Values& date, Values& out) {
  const std::int64_t last = static_cast<std::int64_t>(frame_->first_day) + frame_->days_per_worker;
  const auto& workers = frame_->worker_of[static_cast<std::size_t>(out.grain)];
  for (std::size_t i = 0; i < out.size() && !out.big; ++i) {
    if (date.flag(i) & kNoValue) continue;
    const std::int64_t day = date.numerators[date.index(i)];
    if (day >= frame_->first_day && day < last) continue;
    const TermOnDay term = source_->term_on(input, workers[i], static_cast<std::int32_t>(day));
    if (out.denominators.empty()) out.denominators.assign(out.numerators.size(), out.denominator);
    out.numerators[i] = term.numerator;
    out.denominators[i] = term.denominator;
    out.make_flags();
    out.flags[i] = term.flags;
    out.reasons[i] = term.reason;
  }
  if (!out.big) out.set_bound_from_rows();
}

void Evaluator::compute_call(const PlanNode& n, Values& out) {
  const std::size_t rows = frame_->row_count(n.node.grain);
  const auto child = [&](std::size_t c) -> const Values& { return value(n.children[c]); };
  switch (n.node.function) {
    case Function::sum: case Function::count: case Function::largest: case Function::smallest:
    case Function::any: case Function::all: case Function::first: case Function::last:
      if (n.from == Grain::day && gather_days(n, out)) return;
      if ((n.node.function == Function::sum || n.node.function == Function::count) && all_equal(child(0), 0)) {
        return set_constant(0, n.node.grain, ValueType::number, out);
      }
      return gather(child(0), n.node.function, n.from, n.node.grain, *frame_, out);
    case Function::min: case Function::max: {
      const bool largest = n.node.function == Function::max;
      if (n.children.size() == 1) {
        out = child(0);
        return;
      }
      out.grain = n.node.grain;
      extreme(child(0), child(1), largest, rows, out);
      if (n.children.size() == 2) return;
      Values& next = between_[0];
      for (std::size_t c = 2; c < n.children.size(); ++c) {
        const Values& other = child(c);
        next.grain = n.node.grain;
        extreme(out, other, largest, rows, next);
        std::swap(out, next);
      }
      return;
    }
    case Function::clamp: {
      const Values &x = child(0), &low = child(1), &high = child(2);
      Values& raised = between_[0];
      raised.grain = n.node.grain;
      extreme(x, low, true, rows, raised);
      return extreme(raised, high, false, rows, out);
    }
    case Function::abs: return absolute(child(0), out);
    case Function::floor: return round_to(child(0), RoundMode::down, 1, 1, out);
    case Function::ceil: return round_to(child(0), RoundMode::up, 1, 1, out);
    case Function::round_half_away: case Function::round_half_even: case Function::round_half_up:
    case Function::round_up: case Function::round_down: {
      static constexpr RoundMode kModes[] = {RoundMode::half_away, RoundMode::half_even, RoundMode::half_up, RoundMode::up, RoundMode::down};
      const auto mode = kModes[static_cast<int>(n.node.function) - static_cast<int>(Function::round_half_away)];
      const Values& step = child(1);
      const bool one_step = std::all_of(step.numerators.begin(), step.numerators.end(), [&](std::int64_t v) { return v == step.numerators[0]; });
      if (step.big || !step.flags.empty() || step.numerators[0] <= 0 || !one_step || !step.denominators.empty()) {
        // A step that is not one positive number for all rows rounds nothing.
        set_constant(0, n.node.grain, ValueType::number, out);
        out.make_flags();
        out.flags[0] = kUnknown;
        out.reasons[0] = step.flags.empty() ? plan_->by_zero_reason() : step.reasons[0];
        return;
      }
      return round_to(child(0), mode, step.numerators[0], step.denominator_at(0), out);
    }
    case Function::booked: return source_->booked(n.node.text, out);
    case Function::balance: return source_->balance(n.node.index, *this, out);
    case Function::leave: return source_->leave(n.node.text, false, out);
    case Function::leave_calendar: return source_->leave(n.node.text, true, out);
    case Function::convert: {
      const Values& amount = child(0);
      Values& rate = between_[0];
      const std::uint32_t from = plan_->nodes()[n.children[0]].node.unit.currency;
      source_->rate(from, n.node.unit.currency, n.node.grain, rate);
      return multiply(amount, rate, rows, out);
    }
    case Function::average: case Function::highest: case Function::total:
    case Function::average_before: case Function::highest_before: case Function::total_before: return compute_history(n, out);
    case Function::at: return compute_at(n, out);
    case Function::running: {
      const Values* hired = n.children.size() > 1 ? &child(1) : nullptr;
      return run_through(child(0), n.node.span, hired, plan_->history_reason(), *frame_, out);
    }
    case Function::feast: return compute_feast(n, out);
    default: break;
  }
  compute_dates(n, out);
}

void Evaluator::compute_feast(const PlanNode& n, Values& out) {
  const Values &name = value(n.children[0]), &from = value(n.children[1]), &to = value(n.children[2]);
  const bool uniform = name.uniform && from.uniform && to.uniform;
  const std::size_t rows = uniform ? 1 : frame_->row_count(n.node.grain);
  const Calendar& calendar = plan_->pack().calendar;
  out.reset(n.node.grain, rows, uniform);
  out.make_flags();
  const auto year_of = [](std::int64_t day) { return quantity::Date::from_serial(static_cast<std::int32_t>(day)).civil().year; };
  for (std::size_t i = 0; i < rows; ++i) {
    out.numerators[i] = 0;
    for (const Values* v : {&name, &from, &to}) {
      if (v->flag(i) & kNoValue) {
        out.flags[i] = kUnknown;
        out.reasons[i] = v->reason(i);
      }
    }
    if (out.flags[i] != 0) continue;
    const std::int64_t first = from.numerators[from.index(i)], last = to.numerators[to.index(i)];
    const auto known = calendar.feasts.find(plan_->symbols()[static_cast<std::size_t>(name.numerators[name.index(i)])]);
    const bool listed = std::any_of(calendar.feast_years.begin(), calendar.feast_years.end(), [&](const auto& span) {
      return year_of(first) >= span.first && year_of(last) <= span.second;
    });
    out.flags[i] = listed ? kNotGiven : kUnknown;
    out.reasons[i] = plan_->feast_reason();
    if (known == calendar.feasts.end()) continue;
    for (const Holiday& h : known->second) {
      if (h.date < first || h.date > last) continue;
      out.numerators[i] = h.date;
      out.flags[i] = h.provenance.confidence == Confidence::uncertain ? kUncertain : Flags{0};
      for (const Values* v : {&from, &to}) out.flags[i] = static_cast<Flags>(out.flags[i] | (v->flag(i) & kUncertain));
      break;
    }
  }
  out.set_bound_from_rows();
}

void Evaluator::compute_parameter(const PlanNode& n, Values& out) {
  look_up(n, nullptr, frame_->row_count(n.node.grain), out);
}

namespace {

// Whether a cell's row holds whatever the keys in doubt are; `cell` has the first position of each of them.
bool same_row(const PlanTable& table, std::size_t cell, std::uint32_t in_doubt) {
  std::size_t stride = table.cells.size();
  for (std::size_t d = 0; d < table.dimensions.size(); ++d) {
    const std::uint32_t positions = table.dimensions[d].positions;
    stride /= positions;
    if (!(in_doubt >> d & 1U)) continue;
    const std::uint32_t others = in_doubt & ~((2U << d) - 1U);
    for (std::uint32_t p = 0; p < positions; ++p) {
      const std::size_t moved = cell + p * stride;
      if (table.cells[moved].row != table.cells[cell].row || (others != 0 && !same_row(table, moved, others))) return false;
    }
    return true;
  }
  return true;
}

}  // namespace

namespace {

// The positions of a key in a dimension, times the stride of all dimensions after it, added to each row's cell.
void add_positions(const PlanDimension& dimension, const Values& key, std::size_t stride, Numbers& cells) {
  const std::size_t rows = cells.size();
  if (key.uniform || key.big || !key.denominators.empty()) {
    for (std::size_t i = 0; i < rows; ++i) cells[i] += static_cast<std::int64_t>(stride * key_position(dimension, key, i));
    return;
  }
  const std::int64_t* x = key.numerators.data();
  if (!dimension.numeric) {
    const std::vector<std::int32_t>& position = dimension.position_of_symbol;
    for (std::size_t i = 0; i < rows; ++i) {
      const auto symbol = static_cast<std::size_t>(x[i]);
      if (symbol < position.size()) cells[i] += static_cast<std::int64_t>(stride * static_cast<std::size_t>(position[symbol]));
    }
    return;
  }
  // A break in millionths against n / d: n is beyond it where it is beyond the floor of break times d.
  const auto step = static_cast<std::int64_t>(stride);
  for (const std::int64_t edge : dimension.breaks_micro) {
    const Int128 product = static_cast<Int128>(edge) * key.denominator;
    Int128 floor = product / 1000000;
    const bool exact = product % 1000000 == 0;
    if (product < 0 && !exact) --floor;
    const auto at = static_cast<std::int64_t>(std::clamp<Int128>(floor, INT64_MIN, INT64_MAX));
    for (std::size_t i = 0; i < rows; ++i) cells[i] += x[i] > at ? 2 * step : (exact && x[i] == at ? step : 0);
  }
}

// Where one table holds for all rows and every key is plainly known.
template <class TableFor>
bool look_up_plain(const ParameterPlan& parameter, const TableFor& table_for, const std::vector<std::int32_t>& row_dates,
                   std::span<const Values* const> keys, std::size_t rows, bool uniform, Values& out) {
  if (row_dates.empty()) return false;
  for (const Values* key : keys) {
    if (!key->flags.empty()) return false;
  }
  const Extent days = extent_of(row_dates.data(), row_dates.size());
  const PlanTable& table = *table_for(days.least);
  if (table.hole || days.most > table.until || &table != table_for(days.most)) return false;
  out.reset(out.grain, rows, uniform);
  out.denominator = parameter.denominator;
  // The positions of the cells stand where their values will.
  Numbers& cells = out.numerators;
  std::fill(cells.begin(), cells.end(), 0);
  std::size_t stride = table.cells.size();
  for (std::size_t d = 0; d < keys.size(); ++d) {
    stride /= table.dimensions[d].positions;
    if (table.dimensions[d].positions > 1) add_positions(table.dimensions[d], *keys[d], stride, cells);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const PlanCell& found = table.cells[static_cast<std::size_t>(cells[i])];
    out.numerators[i] = found.numerator;
    if (found.flags == 0) continue;
    out.make_flags();
    out.flags[i] = found.flags;
    out.reasons[i] = found.reason;
  }
  out.set_bound_from_rows();
  return true;
}

}  // namespace

void Evaluator::look_up(const PlanNode& n, const Values* dates, std::size_t rows, Values& out) {
  const ParameterPlan& parameter = plan_->parameters()[n.node.index];
  const std::vector<std::int32_t>& row_dates = frame_->first_date[static_cast<std::size_t>(n.node.grain)];
  std::array<const Values*, 16> few{};
  std::vector<const Values*> many;
  if (n.children.size() > few.size()) many.resize(n.children.size());
  const std::span<const Values*> keys(many.empty() ? few.data() : many.data(), n.children.size());
  bool uniform = dates == nullptr || dates->uniform;
  for (std::size_t d = 0; d < keys.size(); ++d) {
    keys[d] = &value(n.children[d]);
    uniform = uniform && keys[d]->uniform;
  }
  const auto table_for = [&](std::int64_t date) {
    auto it = std::upper_bound(parameter.tables.begin(), parameter.tables.end(), date, [](std::int64_t d, const PlanTable& t) { return d < t.from; });
    return &*std::prev(it);
  };
  if (dates == nullptr && uniform && rows > 0) {
    // One table for every row's date: the usual month, in which no value changes.
    const auto [low, high] = std::minmax_element(row_dates.begin(), row_dates.end());
    uniform = table_for(*low) == table_for(*high);
  }
  if (uniform) rows = 1;
  out.grain = n.node.grain;
  if (dates == nullptr && rows > 0 && look_up_plain(parameter, table_for, row_dates, keys, rows, uniform, out)) {
    if (plan_->pack().parameters[n.node.index].type != ValueType::number) out.denominator = 1;
    return;
  }
  const std::int64_t denominator = plan_->pack().parameters[n.node.index].type == ValueType::number ? parameter.denominator : 1;
  out.reset(dates != nullptr ? dates->grain : n.node.grain, rows, uniform);
  out.denominator = denominator;
  out.type = n.node.type;
  const PlanTable* table = nullptr;
  for (std::size_t i = 0; i < rows; ++i) {
    Flags flags = 0;
    Reason reason = 0;
    std::int64_t numerator = 0;
    std::int64_t date = 0;
    if (dates == nullptr) {
      date = row_dates.empty() ? 0 : row_dates[i];
    } else {
      date = dates->numerators[dates->index(i)];
      if (dates->flag(i) & kNoValue) {
        flags = kUnknown;
        reason = dates->reason(i);
      }
    }
    if (table == nullptr || date < table->from || date > table->until) table = table_for(date);
    if (table->hole || date > table->until) {
      flags |= kUnknown;
      if (reason == 0) reason = parameter.hole_reason;
    } else if (flags == 0) {
      std::size_t cell = 0;
      std::uint32_t in_doubt = 0;  // a bit for each key that is not known
      for (std::size_t d = 0; d < keys.size(); ++d) {
        const std::uint32_t positions = table->dimensions[d].positions;
        const Flags kf = keys[d]->flag(i);
        std::uint32_t position = 0;
        if (positions == 1) {
          // No row of the entry tells this key apart.
        } else if (kf & (kNoValue | kAtLeast | kLumped)) {
          in_doubt |= 1U << d;
          if (reason == 0) reason = keys[d]->reason(i);
        } else {
          flags |= kf & kUncertain;
          position = key_position(table->dimensions[d], *keys[d], i);
        }
        cell = cell * positions + position;
      }
      // A key that is missing matters only if the others leave rows that it tells apart.
      if (in_doubt != 0 && !same_row(*table, cell, in_doubt)) flags |= kUnknown;
      if (!(flags & kUnknown)) {
        if (in_doubt != 0) reason = 0;
        const PlanCell& found = table->cells[cell];
        numerator = found.numerator;
        flags |= found.flags;
        reason = found.reason != 0 ? found.reason : reason;
      }
    }
    out.numerators[i] = numerator;
    if (flags != 0) {
      out.make_flags();
      out.flags[i] = flags;
      out.reasons[i] = reason;
    }
  }
  out.set_bound_from_rows();
}

}  // namespace wageproof::law
