// Payments of nobody whose name and amount fit somebody: for a person to confirm, never booked.
#include <algorithm>
#include <string>
#include <tuple>

#include "account_keys.hpp"
#include "payment.hpp"

namespace wageproof::reconcile::payments {

using records::TableKind;

// Nobody's account: where exactly one open net of that amount belongs to somebody of that name, it is said, not booked.
void suggest_people(Trail& trail) {
    std::vector<std::uint32_t> unknown;
    for (std::uint32_t at = 0; at < trail.payments.size(); ++at) {
        const Payment& p = trail.payments[at];
        if (p.worker == kNobody && p.link == Link::none && p.name != 0 && p.has_value) unknown.push_back(at);
    }
    if (unknown.empty()) return;
    const records::DataTable& workers = (*trail.data)[TableKind::workers];
    std::vector<std::tuple<std::string, std::int64_t, std::uint32_t>> open;
    for (std::uint32_t w = trail.employer.first_worker; w < trail.employer.first_worker + trail.employer.worker_count; ++w) {
        const auto rows = trail.index->rows(TableKind::workers, w);
        const StringId name = rows.empty() ? 0 : workers.text(records::field::workers::name, rows.back());
        if (name == 0) continue;
        for (std::uint32_t period = 0; period < trail.periods.size(); ++period) {
            const Slot& s = trail.slots[trail.slot_of(static_cast<std::int32_t>(w), period)];
            if (s.payslip && s.booked_known && s.open > 0) open.emplace_back(bare_name(trail.data->strings.view(name)), s.open, w);
        }
    }
    std::sort(open.begin(), open.end());
    for (const std::uint32_t at : unknown) {
        Payment& p = trail.payments[at];
        const auto key = std::tuple(bare_name(trail.data->strings.view(p.name)), p.value, std::uint32_t{0});
        const auto found = std::lower_bound(open.begin(), open.end(), key);
        std::string names;
        for (auto o = found; o != open.end() && std::get<0>(*o) == std::get<0>(key) && std::get<1>(*o) == p.value; ++o) {
            const std::string_view id = trail.data->strings.view(trail.index->worker_id(std::get<2>(*o)));
            if (!names.ends_with(id)) names += (names.empty() ? "" : "|") + std::string(id);
        }
        if (names.empty()) continue;
        p.link = Link::suggestion;
        p.note = static_cast<std::uint32_t>(trail.notes.size());
        trail.notes.push_back(std::move(names));
    }
}

}  // namespace wageproof::reconcile::payments
