#include "rounding.hpp"

#include "run.hpp"

namespace wageproof::reconcile {

using law::detail::Int128;
using law::detail::Rational;
using law::detail::Values;

namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::string_view kModes[] = {"half_away", "half_even", "half_up", "up", "down"};

bool counts(std::uint8_t state) noexcept {
  return (state & (kStated | kDueKnown | kApplies)) == (kStated | kDueKnown | kApplies) && (state & kDueAtLeast) == 0;
}

/// Millionths, half away from zero.
std::int64_t micro_of(const Rational& value) {
  const law::detail::Integer twice = numerator(value) * 2 + denominator(value), whole = denominator(value) * 2;
  return static_cast<std::int64_t>(law::detail::floor_divide(twice, whole));
}

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

void RoundingTally::add(const due::LineValues& values, std::span<const std::uint8_t> state, std::int64_t step_micro) {
  const Values &exact = values.due(), &stated = values.rounded();
  const bool small = !exact.big && !stated.big && stated.denominators.empty() && stated.denominator == kMillion;
  const auto whole = [step_micro](std::int64_t d) { return d <= kMillion / step_micro && kMillion % (d * step_micro) == 0; };
  // Every value is a multiple of the step: nothing was rounded.
  if (small && exact.denominators.empty() && whole(exact.denominator)) return;
  Parts* of = nullptr;
  std::int64_t of_denominator = 0;
  for (std::size_t row = 0; row < state.size(); ++row) {
    if (!counts(state[row])) continue;
    if (!small) {
      const Rational moved = (law::detail::rational_at(stated, row) - law::detail::rational_at(exact, row)) * kMillion;
      if (moved == 0) continue;
      ++rounded;
      if (moved > 0) up += moved;
      else down -= moved;
      continue;
    }
    const std::int64_t d = exact.denominator_at(row);
    const Int128 moved = static_cast<Int128>(stated.numerators[stated.index(row)]) * d - static_cast<Int128>(exact.numerators[exact.index(row)]) * kMillion;
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
  out.rounding.resize(plan_->lines.size());
  for (const std::size_t i : active_) {
    if (columns_[i].state.empty() || values_[i].never_applies()) continue;
    std::shared_ptr<RoundingTally>& kept = out.rounding[i];
    if (kept == nullptr) {
      RoundingTally tally;
      tally.add(values_[i], columns_[i].state, plan_->lines[i].compiled.step_micro);
      if (tally.rounded != 0) kept = std::make_shared<RoundingTally>(std::move(tally));
    } else {
      kept->add(values_[i], columns_[i].state, plan_->lines[i].compiled.step_micro);
    }
  }
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

RoundingRow rounding_row(const EmployerPlan& plan, std::size_t i) {
  const LinePlan& line = plan.lines[i];
  const std::optional<law::LineRounding>& rule = line.compiled.line->rounding;
  RoundingRow row;
  row.rule = line.compiled.line->name;
  row.currency = line.compiled.currency;
  row.mode = kModes[static_cast<std::size_t>(rule ? rule->mode : law::RoundingMode::half_away_from_zero)];
  row.step_micro = line.compiled.step_micro;
  if (rule) row.source = sources_of(*plan.pack, rule->provenance);
  return row;
}

void set_sums(RoundingRow& row, const RoundingTally& tally) {
  const auto [up, down] = tally.sums();
  row.rounded = tally.rounded;
  row.up_micro = micro_of(up);
  row.down_micro = micro_of(down);
}

void RoundingTotals::add(const EmployerPlan& plan, const std::vector<Chunk>& chunks) {
  for (std::size_t i = 0; i < plan.lines.size(); ++i) {
    RoundingTally sum;
    for (const Chunk& chunk : chunks) {
      if (i < chunk.rounding.size() && chunk.rounding[i] != nullptr) sum.add(*chunk.rounding[i]);
    }
    if (sum.rounded == 0) continue;
    RoundingRow row = rounding_row(plan, i);
    tallies_[{std::move(row.rule), std::move(row.currency), std::move(row.mode), row.step_micro, std::move(row.source)}].add(sum);
  }
}

void RoundingTotals::add(const RoundingTotals& other) {
  for (const auto& [key, tally] : other.tallies_) tallies_[key].add(tally);
}

std::vector<RoundingRow> RoundingTotals::rows() const {
  std::vector<RoundingRow> rows;
  for (const auto& [key, tally] : tallies_) {
    RoundingRow row;
    std::tie(row.rule, row.currency, row.mode, row.step_micro, row.source) = key;
    set_sums(row, tally);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace wageproof::reconcile
