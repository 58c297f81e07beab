// The money trail of one employer: from payslips and returns to what arrived. One call after the wage check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "../batch_check.hpp"
#include "payment.hpp"

namespace wageproof::reconcile::payments {

/// Counters of the checks of one employer, by check, rule and span.
class CheckCounts {
public:
    struct Key {
        std::string check, rule, pack, currency;
        std::int32_t first = 0, last = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    Counter& of(std::string_view check, std::string_view currency, const worktime::Span& span, std::string_view pack = {}) {
        return counters_[Key{std::string(check), std::string(check), std::string(pack), std::string(currency), span.first, span.last}];
    }
    void add_to(records::StringId employer, Result& out) const;

private:
    std::map<Key, Counter> counters_;
};

/// Rows of `payments` by employer, found once for all employers.
class EmployerRows {
public:
    EmployerRows(const records::Dataset& data, records::TableKind table);
    [[nodiscard]] std::span<const std::uint32_t> of(records::StringId employer) const;

private:
    std::vector<std::uint32_t> rows_;
    std::unordered_map<records::StringId, std::pair<std::uint32_t, std::uint32_t>> spans_;
};

/// What the trail reads of one employer.
struct MoneyInput {
    const EmployerPlan& plan;
    EvidenceGrade evidence = EvidenceGrade::b;
    std::size_t first_line = 0;                ///< the employer's lines in Result::lines
    std::span<const MoneyLine> money;          ///< pay days and contributions, worker by worker
    std::span<const std::uint32_t> rows;       ///< of `payments`, the employer's
};

/// Holds payments against payslips: adds rows of `matches`, findings and counts, and `paid` and `owed` of the net lines.
void check_payments(const MoneyInput& input, Result& out);
/// Holds the payees' names against the workers': adds findings.
void check_payees(const EmployerPlan& plan, const Trail& trail, Result& out);
/// Holds the batches of payment files against what the files state of them: adds findings and counts.
void check_batches(const EmployerPlan& plan, Result& out);
/// Holds contribution returns against what was due and withheld: adds findings and counts.
void check_remittances(const MoneyInput& input, Result& out);

/// The slots of an employer's workers and periods, from payslips and from the lines of the wage check.
void read_slots(const MoneyInput& input, const Result& result, Trail& trail);

/// `contribution.SCHEME.employee` -> SCHEME.
std::string scheme_of(std::string_view line);

/// Joins places as evidence.
void add_place(std::string& evidence, const std::string& place);

}  // namespace wageproof::reconcile::payments
