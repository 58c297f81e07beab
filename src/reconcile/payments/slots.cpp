// What each worker's period expects: the payslip's net, its pay day, and money with a pay day of its own.
#include <algorithm>

#include "money_trail.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace field = records::field;
using records::DataTable;
using records::TableKind;

namespace {

/// What a payroll component does to the net.
enum class Side : std::uint8_t { unknown, earning, taken, aside, net };

Side side_of(std::string_view component) {
    if (component == "net") return Side::net;
    if (component == "gross" || component.starts_with("in_kind.")) return Side::aside;
    if (component.starts_with("deduction.")) return Side::taken;
    if (component.starts_with("contribution.")) return component.ends_with(".employee") ? Side::taken : Side::aside;
    return Side::earning;
}

void read_payslips(const worktime::Setting& s, Trail& trail) {
    const DataTable& payroll = (*s.data)[TableKind::payroll];
    std::vector<Side> sides(s.data->strings.size(), Side::unknown);
    std::vector<quantity::MoneySum> own_sum(s.periods.size()), net(s.periods.size());
    std::vector<std::uint8_t> has_net(s.periods.size()), untold(s.periods.size());
    const StringId advance = s.data->strings.find("deduction.advance");
    for (std::uint32_t w = 0; w < s.employer.worker_count; ++w) {
        const std::uint32_t worker = s.employer.first_worker + w;
        Slot* const slots = trail.slots.data() + static_cast<std::size_t>(w) * s.periods.size();
        std::fill(own_sum.begin(), own_sum.end(), quantity::MoneySum());
        std::fill(net.begin(), net.end(), quantity::MoneySum());
        std::fill(untold.begin(), untold.end(), std::uint8_t{0});
        std::fill(has_net.begin(), has_net.end(), std::uint8_t{0});
        for (const std::uint32_t r : s.index->rows(TableKind::payroll, worker)) {
            const std::uint32_t period = s.period_at(payroll.narrow(field::payroll::period_end, r));
            if (period == law::kNoRow) continue;
            Slot& slot = slots[period];
            slot.payslip = true;
            const StringId component = payroll.text(field::payroll::component, r);
            Side& side = sides[component];
            if (side == Side::unknown) side = side_of(s.data->strings.view(component));
            if (side == Side::aside) continue;
            const auto amount = trail.converted(payroll.wide(field::payroll::amount, r), payroll.text(field::payroll::currency, r), s.periods[period].last);
            if (component == advance && advance != 0 && amount) slot.advance = std::clamp(slot.advance + *amount, -quantity::kLargestStatedMicro, quantity::kLargestStatedMicro);
            if (side == Side::net) {
                has_net[period] = 1;
                net[period] += amount.value_or(0);
                slot.booked_known = slot.booked_known && amount.has_value();
            } else if (amount) {
                own_sum[period] += side == Side::taken ? -*amount : *amount;
            } else {
                // A sum that misses one of its parts is none; a net that is stated needs none of them.
                untold[period] = 1;
            }
        }
        for (std::size_t p = 0; p < s.periods.size(); ++p) {
            if (!slots[p].payslip) continue;
            const quantity::MoneySum& sum = has_net[p] != 0 ? net[p] : own_sum[p];
            const bool known = slots[p].booked_known && (has_net[p] != 0 || untold[p] == 0);
            slots[p].too_large = known && !sum.is_stated();
            slots[p].booked_known = known && sum.is_stated();
            slots[p].booked = has_net[p] != 0 || slots[p].booked_known ? sum.micro() : 0;
        }
    }
}

}  // namespace

void read_slots(const MoneyInput& input, const Result& result, Trail& trail) {
    const worktime::Setting& s = *input.plan.setting;
    trail.slots.assign(static_cast<std::size_t>(s.employer.worker_count) * s.periods.size(), Slot{});
    if (s.has_payroll) read_payslips(s, trail);
    StringId last_worker = 0;
    std::int64_t worker = -1;
    std::size_t row = 0;
    for (const LineRow line : result.lines.from(input.first_line)) {
        const std::size_t at_line = input.first_line + row++;
        if (line.worker != last_worker) {
            last_worker = line.worker;
            worker = s.index->find(s.employer.id, line.worker);
        }
        const std::uint32_t period = closing_period(s, line.line < 0 ? law::Grain::period : input.plan.lines[static_cast<std::size_t>(line.line)].compiled.line->grain, {line.first, line.last, true});
        if (worker < 0 || period == law::kNoRow) continue;
        Slot& slot = trail.slots[trail.slot_of(static_cast<std::int32_t>(worker), period)];
        if (line.line < 0) {
            slot.net_line = static_cast<std::uint32_t>(at_line);
        } else if (input.plan.lines[static_cast<std::size_t>(line.line)].compiled.line->role == law::Role::pay) {
            slot.due_known = slot.due_known || (line.amount.given && line.amount.value > 0);
        }
    }
    for (const MoneyLine& m : input.money) {
        if (m.line < 0) {
            Slot& slot = trail.slots[trail.slot_of(static_cast<std::int32_t>(m.worker), m.span)];
            slot.payable = m.payable;
            slot.payable_uncertain = slot.payable_uncertain || m.payable_uncertain;
            continue;
        }
        const LinePlan& line = input.plan.lines[static_cast<std::size_t>(m.line)];
        if (line.compiled.line->role != law::Role::pay || m.payable == kNone32 || !m.booked_known || m.booked <= 0) continue;
        const worktime::Span& span = spans_of(s, line.compiled.line->grain)[m.span];
        const std::uint32_t period = closing_period(s, line.compiled.line->grain, span);
        if (period == law::kNoRow) continue;
        const auto value = trail.converted(m.booked, line.compiled.currency, s.data->strings.view(trail.currency), s.periods[period].last);
        if (value && m.payable_uncertain) trail.slots[trail.slot_of(static_cast<std::int32_t>(m.worker), period)].payable_uncertain = true;
        if (value) trail.due_parts.push_back({trail.slot_of(static_cast<std::int32_t>(m.worker), period), m.payable, *value});
    }
    // What falls due on the wage's own pay day needs no day of its own.
    std::erase_if(trail.due_parts, [&](const DuePart& part) { return trail.slots[part.slot].payable == part.payable; });
    std::stable_sort(trail.due_parts.begin(), trail.due_parts.end(), [](const DuePart& a, const DuePart& b) {
        return a.slot != b.slot ? a.slot < b.slot : a.payable < b.payable;
    });
}

}  // namespace wageproof::reconcile::payments
