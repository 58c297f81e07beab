// Payments made good: which new payment stands for one that came back, and how much of it arrived.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "payment.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace f = records::field::payments;

void make_good(Trail& trail, std::uint32_t dead, std::uint32_t again) {
    Payment& gone = trail.payments[dead];
    if (gone.made_good_by == kNowhere) gone.made_good_by = again;
    trail.made_good.emplace_back(dead, again);
}

// Files of banks do not say which payment a new one makes good: it is the same amount for the same period, after the money
// came back, and in no other payment's place.
void link_silent_reissues(Trail& trail, std::span<const std::uint32_t> own) {
    std::map<std::tuple<std::uint32_t, std::int64_t, StringId>, std::vector<std::uint32_t>> alike;  // each list in the stable order
    const records::DataTable& table = (*trail.data)[records::TableKind::payments];
    bool any = false;
    for (const std::uint32_t at : own) any = any || (trail.payments[at].is_dead() && trail.payments[at].made_good_by == kNowhere);
    if (!any) return;
    for (const std::uint32_t at : own) {
        const Payment& p = trail.payments[at];
        if (p.superseded || p.period == kNowhere || table.text(f::returned_of, p.row) != 0) continue;
        alike[{p.period, p.amount, p.currency}].push_back(at);
    }
    for (const auto& [key, list] : alike) {
        std::size_t next = 0;
        for (const std::uint32_t dead : list) {
            const Payment& gone = trail.payments[dead];
            if (!gone.is_dead() || gone.made_good_by != kNowhere) continue;
            const std::int32_t since = gone.returned_on != kNone32 ? gone.returned_on : gone.day;
            while (next < list.size() && (trail.payments[list[next]].is_dead() || (since != kNone32 && trail.payments[list[next]].day < since))) ++next;
            if (next == list.size()) break;
            make_good(trail, dead, list[next++]);
        }
    }
}

std::int64_t made_good(const Trail& trail, std::uint32_t payment, EvidenceGrade evidence, std::vector<std::uint32_t>& again) {
    std::set<std::uint32_t> seen{payment};
    quantity::MoneySum sum;
    const Payment& gone = trail.payments[payment];
    std::uint32_t at = payment;
    for (std::size_t i = 0;; at = again[i++]) {
        const auto first = std::lower_bound(trail.made_good.begin(), trail.made_good.end(), std::pair(at, std::uint32_t{0}));
        for (auto link = first; link != trail.made_good.end() && link->first == at; ++link) {
            if (!seen.insert(link->second).second) continue;
            again.push_back(link->second);
            const Payment& p = trail.payments[link->second];
            if (p.live() && p.grade <= evidence && p.currency == gone.currency) sum += p.amount;
        }
        if (i == again.size()) break;
    }
    return std::min(sum.clamped(), gone.amount);
}

}  // namespace wageproof::reconcile::payments
