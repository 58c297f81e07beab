// What one worker's period comes to: paid, paid twice, paid beyond, come back, late.
#include <algorithm>

#include "payment.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace {

bool is_proven(const Payment& p, EvidenceGrade evidence) { return p.live() && p.has_value && p.grade <= evidence; }

bool is_advance(const SlotState& state, std::uint32_t part) { return std::find(state.advances.begin(), state.advances.end(), part) != state.advances.end(); }

// What was paid before the period was over and taken off on its payslip is no part of the net: one payment of that amount,
// else all of them together.
void find_advances(const Trail& trail, std::uint32_t slot, std::span<const Part> parts, EvidenceGrade evidence, SlotState& state) {
    const std::int64_t wanted = trail.slots[slot].advance;
    const std::int32_t last = trail.periods[slot % trail.periods.size()].last;
    const auto was_before = [&](const Part& part) {
        const Payment& p = trail.payments[part.payment];
        return is_proven(p, evidence) && p.day != kNone32 && p.day < last;
    };
    std::int64_t sum = 0;
    for (std::uint32_t i = 0; i < parts.size() && sum != wanted; ++i) {
        if (!was_before(parts[i]) || parts[i].value != wanted) continue;
        state.advances.assign(1, i);
        sum = wanted;
    }
    if (state.advances.empty()) {
        for (std::uint32_t i = 0; i < parts.size() && sum <= wanted; ++i) {
            if (!was_before(parts[i])) continue;
            state.advances.push_back(i);
            sum += parts[i].value;
        }
    }
    if (sum == wanted) state.advance = wanted;
    else state.advances.clear();
}

// Of equal payments the later ones are the second ones, as long as what is beyond the net covers them whole.
void find_doubles(const Trail& trail, std::span<const Part> parts, EvidenceGrade evidence, std::int64_t surplus, SlotState& state) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
        if (is_proven(trail.payments[parts[i].payment], evidence) && !is_advance(state, i)) order.push_back(i);
    }
    // The larger first: what is left over then is beyond, not twice.
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return parts[a].value > parts[b].value; });
    for (std::size_t i = order.size(); i-- > 0;) {
        if (i == 0) break;
        const Part &last = parts[order[i]], &one_before = parts[order[i - 1]];
        const Payment &p = trail.payments[last.payment], &q = trail.payments[one_before.payment];
        const bool alike = last.value == one_before.value && p.amount == q.amount && p.currency == q.currency;
        if (!alike || last.value <= 0 || last.value > surplus) continue;
        surplus -= last.value;
        state.twice += last.value;
        state.doubles.push_back(order[i]);
    }
    std::sort(state.doubles.begin(), state.doubles.end());
}

// Money fills what is due in the order of pay days; what fills a due after its day is late.
void find_late(const Trail& trail, std::uint32_t slot, std::span<const Part> parts, EvidenceGrade evidence, SlotState& state) {
    struct Due {
        std::int32_t day;
        std::int64_t value;
    };
    const Slot& s = trail.slots[slot];
    std::vector<Due> dues;
    std::int64_t rest = s.booked;
    const auto [first, last] = std::equal_range(trail.due_parts.begin(), trail.due_parts.end(), DuePart{slot, 0, 0},
                                                [](const DuePart& a, const DuePart& b) { return a.slot < b.slot; });
    for (auto at = first; at != last; ++at) {
        const std::int64_t value = std::min(rest, at->value);
        if (value <= 0) continue;
        dues.push_back({at->payable, value});
        rest -= value;
    }
    if (rest > 0) dues.push_back({s.payable != kNone32 ? s.payable : INT32_MAX, rest});
    std::sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) { return a.day < b.day; });
    std::size_t due = 0;
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
        const Payment& p = trail.payments[parts[i].payment];
        if (!is_proven(p, evidence) || p.day == kNone32 || is_advance(state, i)) continue;
        std::int32_t days = 0;
        for (std::int64_t money = parts[i].value; money > 0 && due < dues.size();) {
            const std::int64_t filled = std::min(money, dues[due].value);
            if (p.day > dues[due].day) days = std::max(days, p.day - dues[due].day);
            money -= filled;
            dues[due].value -= filled;
            if (dues[due].value == 0) ++due;
        }
        if (days > 0) state.late.push_back(i);
        state.late_days = std::max(state.late_days, days);
    }
}

}  // namespace

SlotState state_of(const Trail& trail, std::uint32_t slot, std::span<const Part> parts, EvidenceGrade evidence) {
    SlotState state;
    const Slot& s = trail.slots[slot];
    quantity::MoneySum fees_sum, paid, pending, came_back;
    bool any = false;
    for (const Part& part : parts) {
        const Payment& p = trail.payments[part.payment];
        if (!p.live()) {
            if (!p.superseded && p.made_good_by == kNowhere) came_back += part.value;
            any = any || !p.superseded;
            continue;
        }
        any = true;
        if (!is_proven(p, evidence)) {
            pending += part.value;
            continue;
        }
        paid += part.value;
        fees_sum += trail.converted(p.fee, p.currency, trail.periods[slot % trail.periods.size()].last).value_or(0);
    }
    state.told = fees_sum.is_stated() && paid.is_stated() && pending.is_stated() && came_back.is_stated();
    state.paid = paid.clamped();
    state.pending = pending.clamped();
    state.came_back = came_back.clamped();
    if (!state.told) return state;
    const std::int64_t fees = fees_sum.micro();
    // At the weakest grade the payslip's own claim counts where no payment says anything.
    if (evidence == EvidenceGrade::e && !any && s.payslip && s.booked_known) state.paid = std::max<std::int64_t>(0, s.booked);
    if (!s.payslip || !s.booked_known) return state;
    const std::int64_t step = due::silent_step_micro(trail.data->strings.view(trail.currency));
    if (s.advance > 0 && state.paid - std::max<std::int64_t>(0, s.booked) >= step) {
        find_advances(trail, slot, parts, evidence, state);
        state.paid -= state.advance;
    }
    const std::int64_t surplus = state.paid - std::max<std::int64_t>(0, s.booked);
    if (surplus >= step) {
        find_doubles(trail, parts, evidence, surplus, state);
        state.over = surplus - state.twice;
        if (fees > 0 && state.over >= fees) {
            state.fees_reimbursed = true;
            state.over -= fees;
        }
        if (state.over < step) state.over = 0;
    }
    if (s.booked > 0) find_late(trail, slot, parts, evidence, state);
    return state;
}

}  // namespace wageproof::reconcile::payments
