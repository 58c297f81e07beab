#include "rounding.hpp"

#include "formula_rounding.hpp"
#include "run.hpp"

namespace wageproof::reconcile {

using law::Grain;
using law::detail::Int128;
using law::detail::Rational;
using law::detail::Values;

namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::string_view kModes[] = {"half_away", "half_even", "half_up", "up", "down"};
constexpr std::string_view kMinutes = "minutes";

/// Places of a law that are not its lines' or formulas'.
enum TimePlace : std::size_t { kClockTimes, kPunches, kNormalDay, kNormalWeek, kTimePlaces };

bool counts(std::uint8_t state) noexcept {
  return (state & (kStated | kDueKnown | kApplies)) == (kStated | kDueKnown | kApplies) && (state & kDueAtLeast) == 0;
}

/// Millionths, half away from zero.
std::int64_t micro_of(const Rational& value) {
  const law::detail::Integer twice = numerator(value) * 2 + denominator(value), whole = denominator(value) * 2;
  return static_cast<std::int64_t>(law::detail::floor_divide(twice, whole));
}

std::size_t formula_places(const EmployerPlan& plan) { return plan.formula_roundings == nullptr ? 0 : plan.formula_roundings->places().size(); }

}  // namespace

RoundingTally::Parts& RoundingTally::of(std::int64_t denominator) {
  for (auto& [d, own] : parts) {
    if (d == denominator) return own;
  }
  return parts.emplace_back(denominator, Parts{}).second;
}

void RoundingTally::clear() {
  if (rounded == 0) return;
  rounded = 0;
  parts.clear();
  up = down = 0;
}

void RoundingTally::add(const Values& exact, const Values& stated, std::span<const std::uint8_t> marked) {
  constexpr law::detail::Flags kOpen = law::detail::kNoValue | law::detail::kAtLeast | law::detail::kLumped;
  const std::int64_t scale = stated.denominators.empty() && kMillion % stated.denominator == 0 ? kMillion / stated.denominator : 0;
  const bool small = scale != 0 && !exact.big && !stated.big && stated.bound <= static_cast<law::detail::UInt128>(INT64_MAX / scale);
  const bool plain = exact.flags.empty() && stated.flags.empty();
  Parts* of = nullptr;
  std::int64_t of_denominator = 0;
  for (std::size_t row = 0; row < marked.size(); ++row) {
    if (marked[row] == 0 || (!plain && ((exact.flag(row) | stated.flag(row)) & kOpen) != 0)) continue;
    if (!small) {
      const Rational moved = (law::detail::rational_at(stated, row) - law::detail::rational_at(exact, row)) * kMillion;
      if (moved == 0) continue;
      ++rounded;
      if (moved > 0) up += moved;
      else down -= moved;
      continue;
    }
    const std::int64_t d = exact.denominator_at(row);
    const Int128 moved = static_cast<Int128>(stated.numerators[stated.index(row)] * scale) * d - static_cast<Int128>(exact.numerators[exact.index(row)]) * kMillion;
    if (moved == 0) continue;
    if (of == nullptr || of_denominator != d) {
      of = &this->of(d);
      of_denominator = d;
    }
    ++rounded;
    if (moved > 0) of->first += moved;
    else of->second -= moved;
  }
}

void RoundingTally::add(std::int64_t numerator, std::int64_t denominator, std::uint64_t count) {
  if (numerator == 0) return;
  Parts& own = of(denominator);
  (numerator > 0 ? own.first : own.second) += static_cast<Int128>(numerator > 0 ? numerator : -numerator) * kMillion;
  rounded += count;
}

void RoundingTally::add(const RoundingTally& other) {
  rounded += other.rounded;
  up += other.up;
  down += other.down;
  for (const auto& [d, more] : other.parts) {
    Parts& own = of(d);
    own.first += more.first;
    own.second += more.second;
  }
}

std::pair<Rational, Rational> RoundingTally::sums() const {
  std::pair<Rational, Rational> sums{up, down};
  for (const auto& [d, each] : parts) {
    sums.first += Rational(law::detail::to_integer(each.first), d);
    sums.second += Rational(law::detail::to_integer(each.second), d);
  }
  return sums;
}

void BatchChecker::tally_rounding(Chunk& out) {
  const std::size_t lines = plan_->lines.size(), formulas = formula_places(*plan_);
  out.rounding.resize(rounding_places(*plan_));
  const auto tally_of = [&](std::size_t place) -> RoundingTally& {
    if (out.rounding[place] == nullptr) out.rounding[place] = std::make_shared<RoundingTally>();
    return *out.rounding[place];
  };
  const auto mark = [&](std::size_t line, auto&& chosen) {
    const std::vector<std::uint8_t>& state = columns_[line].state;
    marked_.resize(state.size());
    for (std::size_t row = 0; row < state.size(); ++row) marked_[row] = chosen(state[row]) ? 1 : 0;
  };
  for (const std::size_t i : active_) {
    if (columns_[i].state.empty() || values_[i].never_applies()) continue;
    const Values &exact = values_[i].due(), &stated = values_[i].rounded();
    const std::int64_t step = plan_->lines[i].compiled.step_micro;
    const std::int64_t d = exact.denominator;
    // Where every value is a multiple of the step, nothing was rounded.
    const bool whole = !exact.big && exact.denominators.empty() && d <= kMillion / step && kMillion % (d * step) == 0;
    if (!whole) {
      mark(i, counts);
      tally_of(i).add(exact, stated, marked_);
    }
    // The quantity beside the amount, in whole minutes.
    const Values* const quantity = values_[i].quantity();
    if (quantity == nullptr || plan_->lines[i].compiled.line->quantity_unit != kMinutes || (!quantity->big && quantity->denominators.empty() && quantity->denominator == 1)) continue;
    Values minutes;
    minutes.grain = quantity->grain;
    round_to(*quantity, law::detail::RoundMode::half_away, 1, 1, minutes);
    mark(i, [](std::uint8_t state) { return (state & (kStated | kApplies)) == (kStated | kApplies); });
    tally_of(lines + i).add(*quantity, minutes, marked_);
  }
  if (formulas != 0) tally_formulas(std::span(out.rounding).subspan(2 * lines, formulas));
  tally_time(std::span(out.rounding).subspan(2 * lines + formulas));
}

// Clock times cut to the minute, and normal hours that are no whole minutes.
void BatchChecker::tally_time(std::span<std::shared_ptr<RoundingTally>> places) {
  const law::Frame& frame = batch_.frame();
  const auto tally_of = [&](TimePlace place) -> RoundingTally& {
    if (places[place] == nullptr) places[place] = std::make_shared<RoundingTally>();
    return *places[place];
  };
  for (const worktime::CutClock& cut : batch_.cut_clocks()) {
    if (!is_reported(Grain::day, cut.day_row)) continue;
    RoundingTally& tally = tally_of(cut.punched ? kPunches : kClockTimes);
    // A beginning cut to the minute makes the stretch longer, an end makes it shorter.
    tally.add(cut.in_seconds, 60, 1);
    tally.add(-std::int64_t{cut.out_seconds}, 60, 1);
  }
  const law::Worktime& rules = plan_->pack->worktime;
  const auto cut_normal = [&](const law::Expression& rule, Grain grain, const std::vector<std::uint32_t>& rows, TimePlace place) {
    if (rows.empty()) return;
    const law::NodeId root = plan_->setting->plan->root_of(rule);
    const Values& exact = evaluator_.value(root);
    for (const std::uint32_t row : rows) {
      if (!is_reported(grain, row)) continue;
      const std::size_t own = exact.uniform || exact.grain == grain ? row : frame.up[static_cast<std::size_t>(grain)][static_cast<std::size_t>(exact.grain)][row];
      if (own == law::kNoRow || !exact.has_value(own)) continue;
      const law::detail::SmallRatio r = law::detail::small_ratio(exact, own);
      if (r.fits) tally_of(place).add(-(r.numerator % r.denominator), r.denominator, 1);
    }
  };
  cut_normal(rules.normal_day, Grain::day, batch_.cut_days(), kNormalDay);
  cut_normal(rules.normal_week, Grain::week, batch_.cut_weeks(), kNormalWeek);
}

// Whether a row lies in a period that is reported: its last day's, of a week.
bool BatchChecker::is_reported(Grain grain, std::size_t row) const {
  const worktime::Setting& s = *plan_->setting;
  if (grain > Grain::period) {
    const std::vector<worktime::Span>& spans = spans_of(s, grain);
    const std::uint32_t period = closing_period(s, grain, spans[row % spans.size()]);
    return period != law::kNoRow && s.periods[period].reported;
  }
  const std::size_t period = grain == Grain::period ? row : batch_.frame().up[static_cast<std::size_t>(grain)][static_cast<std::size_t>(Grain::period)][row];
  return period != law::kNoRow && s.periods[period % s.periods.size()].reported;
}

void Chunk::clear() {
  lines.clear();
  findings.clear();
  balances.clear();
  money.clear();
  for (std::vector<Counter>& each : counters) each.clear();
  for (std::vector<Counter>& each : record_counters) each.clear();
  grouped.clear();
  for (const auto& tally : rounding) {
    if (tally != nullptr) tally->clear();
  }
  worker_periods = worker_days = spans_not_seen = 0;
}

std::size_t rounding_places(const EmployerPlan& plan) { return 2 * plan.lines.size() + formula_places(plan) + kTimePlaces; }

RoundingRow rounding_row(const EmployerPlan& plan, std::size_t place) {
  const std::size_t lines = plan.lines.size(), formulas = formula_places(plan);
  RoundingRow row;
  row.unit = kMinutes;
  row.step_micro = kMillion;
  if (place < lines) {
    const LinePlan& line = plan.lines[place];
    const std::optional<law::LineRounding>& rule = line.compiled.line->rounding;
    row.rule = line.compiled.line->name;
    row.place = "amount";
    row.unit = line.compiled.currency;
    row.mode = kModes[static_cast<std::size_t>(rule ? rule->mode : law::RoundingMode::half_away_from_zero)];
    row.step_micro = line.compiled.step_micro;
    if (rule) row.source = sources_of(*plan.pack, rule->provenance);
  } else if (place < 2 * lines) {
    row.rule = plan.lines[place - lines].compiled.line->name;
    row.place = "quantity";
    row.mode = kModes[0];
  } else if (place < 2 * lines + formulas) {
    const FormulaRounding& own = plan.formula_roundings->places()[place - 2 * lines];
    row.rule = own.rule;
    row.place = "formula";
    row.unit = own.unit;
    row.mode = kModes[static_cast<std::size_t>(own.mode)];
    row.step_micro = own.step_micro;
    row.source = sources_of(*plan.pack, *own.provenance);
  } else {
    const std::size_t own = place - 2 * lines - formulas;
    static constexpr std::string_view kRules[] = {"time", "punches", "normal_day", "normal_week"};
    row.rule = kRules[own];
    row.place = own < kNormalDay ? "clock" : "normal_time";
    row.mode = "down";
    if (own >= kNormalDay) row.source = sources_of(*plan.pack, plan.pack->worktime.provenance);
  }
  return row;
}

void set_sums(RoundingRow& row, const RoundingTally& tally) {
  const auto [up, down] = tally.sums();
  row.rounded = tally.rounded;
  row.up_micro = micro_of(up);
  row.down_micro = micro_of(down);
}

void RoundingTotals::add(const EmployerPlan& plan, const std::vector<Chunk>& chunks) {
  const std::size_t places = rounding_places(plan);
  for (std::size_t i = 0; i < places; ++i) {
    RoundingTally sum;
    for (const Chunk& chunk : chunks) {
      if (i < chunk.rounding.size() && chunk.rounding[i] != nullptr) sum.add(*chunk.rounding[i]);
    }
    if (sum.rounded == 0) continue;
    RoundingRow row = rounding_row(plan, i);
    tallies_[{std::move(row.rule), std::move(row.place), std::move(row.unit), std::move(row.mode), row.step_micro, std::move(row.source)}].add(sum);
  }
}

void RoundingTotals::add(const RoundingTotals& other) {
  for (const auto& [key, tally] : other.tallies_) tallies_[key].add(tally);
}

std::vector<RoundingRow> RoundingTotals::rows() const {
  std::vector<RoundingRow> rows;
  for (const auto& [key, tally] : tallies_) {
    RoundingRow row;
    std::tie(row.rule, row.place, row.unit, row.mode, row.step_micro, row.source) = key;
    set_sums(row, tally);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace wageproof::reconcile
