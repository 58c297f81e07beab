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
      sum.add(b);
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
  const Booked* const booked = booked_column(counted ? plan.counts_slot : plan.answers_slot, l.grain);
  const Mode* const modes = modes_[at(l.grain)].data();
  std::uint8_t* const closer = closer_[at(l.grain)].data();
  const std::size_t rows = modes_[at(l.grain)].size();
  LineColumns& c = columns_[line];
  c.due.resize(rows);
  c.booked.resize(rows);
  c.state.assign(rows, 0);
  c.verdict.assign(rows, Verdict::none);
  // A byte written may lie anywhere as far as the compiler knows: what is read row by row is held here.
  std::uint8_t* const state = c.state.data();
  std::int64_t *const due_of = c.due.data(), *const booked_of = c.booked.data();
  Verdict* const verdict = c.verdict.data();

  const Values* const when = never ? nullptr : values.when();
  const Values* const due = never ? nullptr : &values.due();
  const Values* const rounded = never ? nullptr : &values.rounded();
  const bool exact = never || (!due->big && !rounded->big && rounded->denominators.empty() && rounded->denominator == 1000000);
  const bool has_payroll = plan_->setting->has_payroll;
  const bool below_counts = l.compare != law::Comparison::at_most, above_counts = l.compare != law::Comparison::at_least;
  const bool floor = l.role == Role::test, exactly = l.compare == law::Comparison::exactly;
  const std::int64_t step = plan.compiled.law_rounds ? 0 : plan.compiled.step_micro;
  const records::StringId currency = plan.currency;
  // Where the law rounds any difference from the rounded amount counts, else one of a step from the exact amount.
  const Values* const compared = plan.compiled.law_rounds ? rounded : due;
  const std::uint8_t mark = plan.group == FillGroup::none ? kRowSome : kRowShared;
  const auto look = [&](std::size_t row) {
    state[row] = kCloser;
    closer[row] |= mark;
  };
  // What is booked, where it stands in one currency that is the line's; false: the row is done with.
  const auto take_booked = [&](std::size_t row) {
    if (modes[row] == Mode::skip) return false;
    const Booked& b = booked[row];
    if (!exact || (b.rows > 0 && (b.mixed || b.currency != currency || !b.is_stated()))) {
      look(row);
      return false;
    }
    booked_of[row] = b.amount_micro;
    return true;
  };
  const auto not_due = [&](std::size_t row) {
    due_of[row] = 0;
    // A floor under which the worker does not stand asks nothing, whatever is booked.
    if (booked_of[row] == 0 || floor) return;
    if (exactly) look(row);
    else state[row] = kStated | kDueKnown | kBookedKnown;
  };
  if (never || !exact) {
    for (std::size_t row = 0; row < rows; ++row) {
      if (take_booked(row)) not_due(row);
    }
    return;
  }
  const std::int64_t *const whens = when == nullptr ? nullptr : when->numerators.data(), *const dues = due->numerators.data();
  const std::int64_t *const statements = rounded->numerators.data(), *const comparisons = compared->numerators.data();
  const Flags *const when_flags = when == nullptr || when->flags.empty() ? nullptr : when->flags.data(), *const due_flags = due->flags.empty() ? nullptr : due->flags.data();
  const std::int64_t *const denominators = compared->denominators.empty() ? nullptr : compared->denominators.data();
  // 0 where one element stands for every row.
  const auto stride = [](const Values& v) { return v.uniform ? std::size_t{0} : std::size_t{1}; };
  const std::size_t when_stride = when == nullptr ? 0 : stride(*when), due_stride = stride(*due), rounded_stride = stride(*rounded), compared_stride = stride(*compared);
  const std::int64_t one_denominator = compared->denominator;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!take_booked(row)) continue;
    const std::int64_t amount = booked_of[row];
    if (whens != nullptr) {
      if (when_flags != nullptr && (when_flags[row * when_stride] & kNoValue)) {
        if (when->reason(row) == 0) state[row] = kApplies | kSilent;
        else look(row);
        continue;
      }
      if (whens[row * when_stride] == 0) {
        not_due(row);
        continue;
      }
    }
    const std::size_t i = row * due_stride;
    if (due_flags != nullptr && (due_flags[i] & (kNoValue | kLumped | kAtLeast)) != 0) {
      if ((due_flags[i] & (kNoValue | kLumped)) && due->reasons[i] == 0) state[row] = kApplies | kSilent;
      else look(row);
      continue;
    }
    if (dues[i] == 0 && amount == 0) continue;
    const std::int64_t stated = statements[row * rounded_stride];
    if (!quantity::is_stated(stated)) {
      look(row);
      continue;
    }
    due_of[row] = stated;
    if (!has_payroll) {
      state[row] = kStated | kDueKnown | kApplies;
      continue;
    }
    const std::int64_t d = denominators != nullptr ? denominators[row * compared_stride] : one_denominator;
    const Int128 gap = static_cast<Int128>(comparisons[row * compared_stride]) * 1000000 - static_cast<Int128>(amount) * d;
    const Int128 limit = static_cast<Int128>(step) * d;
    const bool below = step == 0 ? gap > 0 : gap >= limit, above = step == 0 ? gap < 0 : -gap >= limit;
    // Money of other lines may answer a line that has no component of its own.
    const bool may_take = mark == kRowShared && booked[row].rows == 0 && stated > 0;
    if ((below && below_counts) || (above && above_counts) || may_take) {
      look(row);
      continue;
    }
    state[row] = kStated | kDueKnown | kBookedKnown | kApplies;
    if (modes[row] == Mode::judge) verdict[row] = Verdict::met;
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
  std::vector<Source>& sources = sources_;
  sources.clear();
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
  std::erase_if(sources, [&](const Source& source) {
    if (source.column == nullptr) return false;
    std::size_t stated = 0;
    for (std::size_t row = source.span; row < source.column->state.size(); row += source.spans) stated += source.column->state[row] & kStated;
    likely += stated;
    return stated == 0;
  });
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
