// The lines of a pack over one batch: evaluation at the line's grain, and rounding once.
#include "wageproof/due/line_values.hpp"

#include <algorithm>

#include "wageproof/due/facts.hpp"
#include "wageproof/law/detail/aggregate.hpp"
#include "law/big_column.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::kNoNode;

namespace {

std::string joined(const std::vector<std::string>& patterns) {
  std::string text;
  for (const std::string& p : patterns) {
    if (!text.empty()) text += ';';
    text += p;
  }
  return text;
}

RoundMode mode_of(law::RoundingMode mode) {
  switch (mode) {
    case law::RoundingMode::half_even: return RoundMode::half_even;
    case law::RoundingMode::half_up: return RoundMode::half_up;
    case law::RoundingMode::up: return RoundMode::up;
    case law::RoundingMode::down: return RoundMode::down;
    case law::RoundingMode::half_away_from_zero: break;
  }
  return RoundMode::half_away;
}

}  // namespace

std::int64_t silent_step_micro(std::string_view currency) noexcept {
  for (const std::string_view whole : {"IDR", "VND", "KHR", "UZS"}) {
    if (currency == whole) return 1000000;
  }
  std::int64_t step = 1000000;
  const auto known = quantity::Currency::from_code(currency);
  for (int digits = known ? known->minor_digits() : 2; digits > 0; --digits) step /= 10;
  return step;
}

std::vector<CompiledLine> compile_lines(const law::Plan& plan) {
  std::vector<CompiledLine> lines;
  const law::Pack& pack = plan.pack();
  for (const law::Line& line : pack.lines) {
    CompiledLine c;
    c.line = &line;
    c.when = plan.root_of(line.when);
    c.formula = plan.root_of(line.formula);
    c.limit = plan.root_of(line.limit);
    c.quantity = plan.root_of(line.quantity);
    c.needs = static_cast<std::uint8_t>(plan.needs(c.when) | plan.needs(c.formula) | plan.needs(c.limit));
    c.currency = currency_text(line.currency != 0 ? line.currency : pack.currency);
    c.step_micro = silent_step_micro(c.currency);
    if (line.currency == 0 && pack.money_step_micro > 0) c.step_micro = pack.money_step_micro;
    if (line.rounding) {
      c.law_rounds = true;
      c.step_micro = line.rounding->step_micro;
      c.mode = mode_of(line.rounding->mode);
    }
    c.answers = joined(line.answers);
    c.counts = joined(line.counts);
    c.beyond = plan.reason_of("missing:" + pack.id + "." + line.name);
    lines.push_back(std::move(c));
  }
  return lines;
}

void LineValues::load(const CompiledLine& line, law::Evaluator& evaluator, const law::Frame* calendar) {
  line_ = &line;
  never_ = false;
  always_ = true;
  const law::Grain grain = line.line->grain;
  // A coarser or uniform column is spread here, into memory of our own: the evaluator's may move.
  const auto at_grain = [&](law::NodeId id, Values& copy) -> const Values* {
    if (id == kNoNode) return nullptr;
    const Values& v = evaluator.value(id);
    if (calendar != nullptr && grain == law::Grain::month && !(v.uniform && v.grain == law::Grain::constant)) {
      // Every period is a month of the evaluator's, and lies in the calendar's by its last day.
      Values of_period;
      spread(v, law::Grain::period, evaluator.frame(), of_period);
      gather(of_period, law::Function::last, law::Grain::period, grain, *calendar, copy);
      return &copy;
    }
    if (v.uniform || v.grain == grain) return &v;
    spread(v, grain, evaluator.frame(), copy);
    return &copy;
  };
  when_ = at_grain(line.when, when_copy_);
  if (when_ != nullptr) {
    never_ = when_->flags.empty() && std::all_of(when_->numerators.begin(), when_->numerators.end(), [](std::int64_t n) { return n == 0; });
    always_ = when_->flags.empty() && std::all_of(when_->numerators.begin(), when_->numerators.end(), [](std::int64_t n) { return n != 0; });
    if (never_) return;
  }
  due_ = at_grain(line.formula, due_copy_);
  limit_ = at_grain(line.limit, limit_copy_);
  quantity_ = at_grain(line.quantity, quantity_copy_);
  if (line.line->role == law::Role::limit) return;
  rounded_.grain = grain;
  const std::int64_t whole = 1000000;
  round_to(*due_, line.mode, line.step_micro, whole, rounded_);
}

DueRow LineValues::row(std::size_t row) const {
  DueRow r;
  if (when_ != nullptr) {
    const Flags f = when_->flag(row);
    if (f & kNoValue) {
      r.known = false;
      r.reason = when_->reason(row);
      r.silent = r.reason == 0;
      return r;
    }
    r.uncertain = (f & kUncertain) != 0;
    if (when_->numerators[when_->index(row)] == 0) {
      r.applies = false;
      return r;
    }
  }
  const Flags f = due_->flag(row);
  if (f & (kNoValue | kLumped)) {
    r.known = false;
    r.reason = due_->reason(row);
    r.silent = r.reason == 0;
    return r;
  }
  r.at_least = (f & kAtLeast) != 0;
  r.uncertain = r.uncertain || (f & kUncertain) || line_->line->provenance.confidence == law::Confidence::uncertain;
  r.reason = due_->reason(row);
  r.zero = sign_of(*due_, row) == 0;
  if (line_->line->role != law::Role::limit) {
    if (!rounded_.big && rounded_.denominators.empty() && rounded_.denominator == 1000000) {
      r.rounded_micro = rounded_.numerators[rounded_.index(row)];
    } else {
      const SmallRatio v = small_ratio(rounded_, row);
      // Rounded values are multiples of a step that millionths hold.
      const Int128 micro = v.fits ? static_cast<Int128>(v.numerator) * 1000000 / v.denominator : Int128{INT64_MAX};
      r.rounded_micro = quantity::is_stated(micro) ? static_cast<std::int64_t>(micro) : INT64_MAX;
    }
    if (!quantity::is_stated(r.rounded_micro)) {
      r = {};
      r.known = r.zero = false;
      r.reason = line_->beyond;
    }
  }
  return r;
}

int LineValues::compare_gap(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro, int sign) const {
  // sign * (due - booked) against step
  const Values& v = line_->law_rounds ? rounded_ : *due_;
  const SmallRatio r = small_ratio(v, row);
  if (r.fits) {
    const Int128 gap = static_cast<Int128>(r.numerator) * 1000000 - static_cast<Int128>(booked_micro) * r.denominator;
    const Int128 step = static_cast<Int128>(step_micro) * r.denominator;
    const Int128 signed_gap = sign > 0 ? gap : -gap;
    return signed_gap < step ? -1 : (signed_gap > step ? 1 : 0);
  }
  const Rational gap = rational_at(v, row) * 1000000 - booked_micro;
  const Rational step = step_micro;
  const Rational signed_gap = sign > 0 ? gap : Rational(-gap);
  return signed_gap < step ? -1 : (step < signed_gap ? 1 : 0);
}

// Where the law rounds, any difference counts; where it is silent, one of less than a step does not.
bool LineValues::short_by(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro) const {
  return line_->law_rounds ? compare_gap(row, booked_micro, 0, 1) > 0 : compare_gap(row, booked_micro, step_micro, 1) >= 0;
}

bool LineValues::over_by(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro) const {
  return line_->law_rounds ? compare_gap(row, booked_micro, 0, -1) > 0 : compare_gap(row, booked_micro, step_micro, -1) >= 0;
}

}  // namespace wageproof::due
