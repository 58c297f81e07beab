// Payees who have another worker's name, or of whom the bank says that name and account disagree: leads, never a breach.
// Spellings differ, so a name that is nobody's says nothing.
#include <algorithm>
#include <unordered_map>

#include "account_keys.hpp"
#include "money_trail.hpp"

namespace wageproof::reconcile::payments {

namespace field = records::field;
using records::DataTable;
using records::TableKind;

namespace {

/// Whose names are whose, by names as they compare. Each text is looked at once.
class Names {
public:
    explicit Names(const Trail& trail) : strings_(trail.data->strings) {
        const DataTable& workers = (*trail.data)[TableKind::workers];
        const std::uint32_t first = trail.employer.first_worker;
        for (std::uint32_t w = first; w < first + trail.employer.worker_count; ++w) {
            for (const std::uint32_t r : trail.index->rows(TableKind::workers, w)) {
                const StringId name = workers.text(field::workers::name, r);
                if (name == 0) continue;
                std::vector<std::uint32_t>& own = owners_[bare_of(name)];
                if (own.empty() || own.back() != w) own.push_back(w);
            }
        }
    }
    /// Workers of that name, where the one who was paid is none of them.
    [[nodiscard]] std::span<const std::uint32_t> others(StringId name, std::uint32_t paid) {
        const auto found = name == 0 ? owners_.end() : owners_.find(bare_of(name));
        if (found == owners_.end() || std::find(found->second.begin(), found->second.end(), paid) != found->second.end()) return {};
        return found->second;
    }

private:
    StringId bare_of(StringId name) {
        const auto [at, is_new] = bare_.try_emplace(name, 0);
        if (is_new) at->second = pool_.intern(" " + bare_name(strings_.view(name)));
        return at->second;
    }
    const records::StringPool& strings_;
    records::StringPool pool_;
    std::unordered_map<StringId, StringId> bare_;  ///< by the name as it stands
    std::unordered_map<StringId, std::vector<std::uint32_t>> owners_;
};

/// What a bank's check of the payee's name gave: RVNM, no match; BE01, name and account do not belong together.
bool says_name_differs(const Trail& trail, const DataTable& table, const Payment& p) {
    for (std::uint32_t e = 0; e < p.events; ++e) {
        const std::uint32_t r = trail.events[p.first_event + e];
        for (const int column : {field::payments::raw_status, field::payments::reason}) {
            const std::string_view word = trail.data->strings.view(table.text_or_none(column, r));
            if (word == "RVNM" || word == "BE01") return true;
        }
    }
    return false;
}

}  // namespace

void check_payees(const EmployerPlan& plan, const Trail& trail, Result& out) {
    const worktime::Setting& s = *plan.setting;
    const DataTable& table = (*s.data)[TableKind::payments];
    if (!table.has(field::payments::name) && !table.has(field::payments::raw_status) && !table.has(field::payments::reason)) return;
    Names names(trail);
    for (const Part& part : trail.parts) {
        const Payment& p = trail.payments[part.payment];
        if (part.slot == kNowhere || p.worker < 0 || p.superseded) continue;
        const worktime::Span& span = s.periods[part.slot % s.periods.size()];
        if (!span.reported) continue;
        const std::span<const std::uint32_t> others = names.others(p.name, static_cast<std::uint32_t>(p.worker));
        const bool disagrees = p.status == PaymentStatus::settled && says_name_differs(trail, table, p);
        if (others.empty() && !disagrees) continue;
        Finding f;
        f.employer = s.employer.id;
        f.worker = s.data->strings.view(s.index->worker_id(static_cast<std::uint32_t>(p.worker)));
        f.has_period = true;
        f.first = span.first;
        f.last = span.last;
        f.check = "shared_account";
        f.rule = "shared_account.payee";
        f.severity = Severity::warning;
        f.subject = trail.id_of(p);
        f.currency = s.data->strings.view(p.currency);
        f.found = {p.amount, true};
        f.evidence = trail.place(TableKind::payments, p.row);
        constexpr std::size_t kMostNamed = 8;
        for (std::size_t i = 0; i < std::min(others.size(), kMostNamed); ++i) {
            add_place(f.evidence, trail.place(TableKind::workers, s.index->rows(TableKind::workers, others[i]).back()));
        }
        out.findings.push_back(std::move(f));
    }
}

}  // namespace wageproof::reconcile::payments
