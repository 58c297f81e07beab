// Lines as columns: what is plainly met or empty is settled here for a whole batch, the rest is marked to be looked at by itself.
#include <algorithm>

#include "batch_check.hpp"
#include "exact.hpp"

namespace wageproof::reconcile {

using due::Booked;
using law::Grain;
using law::Role;
using law::detail::Flags;
using law::detail::Int128;
using law::detail::kAtLeast;
using law::detail::kLumped;
using law::detail::kNoValue;
using law::detail::Values;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

// The bookings of one set of components at the grain of a line.
const Booked* BatchChecker::booked_column(int slot, Grain grain) {
  if (grain == Grain::period) return &bookings_.at(slot, 0);
  const law::RowRanges& inside = batch_.frame().inside[at(Grain::period)][at(grain)];
  gathered_.assign(inside.begin.size(), {});
  for (std::size_t row = 0; row < gathered_.size(); ++row) {
    Booked& sum = gathered_[row];
    for (std::uint32_t p = inside.begin[row]; p < inside.end[row]; ++p) {
      const Booked& b = bookings_.at(slot, p);
      if (b.rows == 0) continue;
      sum.mixed = sum.mixed || b.mixed || (sum.rows > 0 && sum.currency != b.currency);
      sum.currency = b.currency;
      sum.amount_micro += b.amount_micro;
      sum.rows = 1;
    }
  }
  return gathered_.data();
}

void BatchChecker::fill(std::size_t line) {
  const LinePlan& plan = plan_->lines[line];
  const law::Line& l = *plan.compiled.line;
  const due::LineValues& values = values_[line];
  const bool never = values.never_applies();
  const bool counted = l.role == Role::test && !never;
  const Booked* booked = booked_column(counted ? plan.counts_slot : plan.answers_slot, l.grain);
  const std::vector<Mode>& modes = modes_[at(l.grain)];
  std::vector<std::uint8_t>& closer = closer_[at(l.grain)];
  const std::size_t rows = modes.size();
  LineColumns& c = columns_[line];
  c.due.resize(rows);
  c.booked.resize(rows);
  c.state.resize(rows);
  c.verdict.assign(rows, Verdict::none);

  const Values* const when = never ? nullptr : values.when();
  const Values* const due = never ? nullptr : &values.due();
  const Values* const rounded = never ? nullptr : &values.rounded();
  const bool exact = never || (!due->big && !rounded->big && rounded->denominators.empty() && rounded->denominator == 1000000);
  const bool has_payroll = plan_->setting->has_payroll;
  const bool below_counts = l.compare != law::Comparison::at_most, above_counts = l.compare != law::Comparison::at_least;
  const std::int64_t step = plan.compiled.law_rounds ? 0 : plan.compiled.step_micro;
  // Where the law rounds any difference from the rounded amount counts, else one of a step from the exact amount.
  const Values* const compared = plan.compiled.law_rounds ? rounded : due;
  const std::uint8_t mark = plan.group == FillGroup::none ? kRowSome : kRowShared;
  const auto look = [&](std::size_t row) {
    c.state[row] = kCloser;
    closer[row] |= mark;
  };
  for (std::size_t row = 0; row < rows; ++row) {
    c.state[row] = 0;
    if (modes[row] == Mode::skip) continue;
    if (!exact) {
      look(row);
      continue;
    }
    const Booked& b = booked[row];
    if (b.rows > 0 && (b.mixed || b.currency != plan.currency)) {
      look(row);
      continue;
    }
    const std::int64_t amount = b.amount_micro;
    c.booked[row] = amount;
    bool applies = !never;
    if (when != nullptr) {
      const Flags f = when->flag(row);
      if (f & kNoValue) {
        if (when->reason(row) == 0) c.state[row] = kApplies | kSilent;
        else look(row);
        continue;
      }
      applies = when->numerators[when->index(row)] != 0;
    }
    if (!applies) {
      c.due[row] = 0;
      // A floor under which the worker does not stand asks nothing, whatever is booked.
      if (amount == 0 || l.role == Role::test) continue;
      if (l.compare == law::Comparison::exactly) look(row);
      else c.state[row] = kStated | kDueKnown | kBookedKnown;
      continue;
    }
    const std::size_t i = due->index(row);
    if (!due->flags.empty() && (due->flags[i] & (kNoValue | kLumped | kAtLeast)) != 0) {
      if ((due->flags[i] & (kNoValue | kLumped)) && due->reasons[i] == 0) c.state[row] = kApplies | kSilent;
      else look(row);
      continue;
    }
    const std::int64_t n = due->numerators[i];
    if (n == 0 && amount == 0) continue;
    const std::int64_t stated = rounded->numerators[rounded->index(row)];
    c.due[row] = stated;
    if (!has_payroll) {
      c.state[row] = kStated | kDueKnown | kApplies;
      continue;
    }
    const std::int64_t d = compared->denominator_at(row);
    const Int128 gap = static_cast<Int128>(compared->numerators[compared->index(row)]) * 1000000 - static_cast<Int128>(amount) * d;
    const Int128 limit = static_cast<Int128>(step) * d;
    const bool below = step == 0 ? gap > 0 : gap >= limit, above = step == 0 ? gap < 0 : -gap >= limit;
    // Money of other lines may answer a line that has no component of its own.
    const bool may_take = mark == kRowShared && b.rows == 0 && stated > 0;
    if ((below && below_counts) || (above && above_counts) || may_take) {
      look(row);
      continue;
    }
    c.state[row] = kStated | kDueKnown | kBookedKnown | kApplies;
    if (modes[row] == Mode::judge) c.verdict[row] = Verdict::met;
  }
}

namespace {

// The quantity beside an amount: minutes and counts whole, days in millionths.
void put_quantity(const Values& quantity, std::size_t row, bool days, LineTable::Packed& packed) {
  if (!quantity.has_value(row)) return;
  const law::detail::SmallRatio q = law::detail::small_ratio(quantity, row);
  if (!q.fits) return;
  packed.has_extra = true;
  packed.extra = q.denominator == 1 ? (days ? q.numerator * 1000000 : q.numerator)
                                    : divide_half_away(static_cast<Int128>(q.numerator) * (days ? 1000000 : 1), q.denominator);
}

}  // namespace

void BatchChecker::write_lines(Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  struct Source {
    const LineColumns* column;       // null: net
    const Values* quantity;
    std::size_t spans, span;
    std::uint32_t place;
    bool days;
  };
  std::vector<Source> sources;
  sources.reserve(plan_->slots.size());
  std::size_t likely = 0;
  for (std::uint32_t i = 0; i < plan_->slots.size(); ++i) {
    const LineSlot& slot = plan_->slots[i];
    const std::size_t spans = spans_of(s, slot.grain).size();
    if (slot.line < 0) {
      sources.push_back({nullptr, nullptr, spans, slot.span, i, false});
      continue;
    }
    const auto line = static_cast<std::size_t>(slot.line);
    if (columns_[line].state.empty()) continue;
    const LinePlan& plan = plan_->lines[line];
    const Values* quantity = values_[line].never_applies() ? nullptr : values_[line].quantity();
    sources.push_back({&columns_[line], quantity, spans, slot.span, i, plan.compiled.line->quantity_unit == "days"});
  }
  for (const Source& source : sources) {
    if (source.column == nullptr) continue;
    for (std::size_t row = source.span; row < source.column->state.size(); row += source.spans) likely += source.column->state[row] & kStated;
  }
  out.lines.reserve(likely + batch_.count() * s.periods.size());
  for (std::uint32_t w = 0; w < batch_.count(); ++w) {
    const records::StringId worker = s.index->worker_id(batch_.first_worker() + w);
    for (const Source& source : sources) {
      LineTable::Packed packed;
      packed.worker = worker;
      packed.place = source.place;
      if (source.column == nullptr) {
        if (net_figures(w, source.span, packed)) out.lines.push_back(packed);
        continue;
      }
      const std::size_t row = w * source.spans + source.span;
      const std::uint8_t state = source.column->state[row];
      if (!(state & kStated)) continue;
      packed.status = !(state & kDueKnown) ? Status::unknown : ((state & kDueAtLeast) ? Status::at_least : Status::known);
      packed.has_amount = (state & kDueKnown) != 0;
      packed.amount = source.column->due[row];
      packed.has_booked = (state & kBookedKnown) != 0;
      if (packed.has_booked) packed.booked = source.column->booked[row];
      if (source.quantity != nullptr && (state & kApplies)) put_quantity(*source.quantity, row, source.days, packed);
      out.lines.push_back(packed);
    }
  }
}

}  // namespace wageproof::reconcile
