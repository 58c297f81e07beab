// Payment files against themselves: the count and total that a file states of a batch, and what its lines come to. Where
// they differ, lines are missing, were added or were changed after the file was made.
#include <tuple>

#include "money_trail.hpp"

namespace wageproof::reconcile::payments {

void check_batches(const EmployerPlan& plan, Result& out) {
    const worktime::Setting& s = *plan.setting;
    const records::Dataset& data = *s.data;
    CheckCounts counts;
    for (const records::BatchClaim& batch : data.batches) {
        if (batch.employer != s.employer.id) continue;
        const std::uint32_t period = batch.day == records::kNone32 ? law::kNoRow : s.period_at(batch.day);
        const worktime::Span* const span = period == law::kNoRow ? nullptr : &s.periods[period];
        if (span != nullptr && !span->reported) continue;
        const std::string currency(data.strings.view(batch.currency != 0 ? batch.currency : s.currency));
        const bool by_total = total_differs(batch);
        if (span != nullptr) {
            Counter& count = counts.of("payment_batch", currency, *span);
            ++count.tested;
            // Where a line could not be read, the reject says so, and what the batch comes to is not known.
            const bool is_known = batch.counted >= 0 || batch.summed_micro != records::kNone64;
            ++(!is_known ? count.cannot_tell : (differs(batch) ? count.broken : count.met));
        }
        if (!differs(batch)) continue;
        Finding f;
        f.employer = s.employer.id;
        f.has_period = span != nullptr;
        if (span != nullptr) std::tie(f.first, f.last) = std::pair(span->first, span->last);
        f.check = "payment_batch";
        f.rule = by_total ? "payment_batch.total" : "payment_batch.count";
        f.severity = Severity::warning;
        f.subject = batch.name;
        if (by_total) {
            f.currency = currency;
            f.expected = {batch.claimed_micro, true};
            f.found = {batch.summed_micro, true};
        } else {
            f.unit = AmountUnit::count;
            f.expected = {batch.claimed_count, true};
            f.found = {batch.counted, true};
        }
        f.difference = {f.expected.value - f.found.value, true};
        f.evidence = data.files[batch.file].name + ":" + std::to_string(batch.line);
        out.findings.push_back(std::move(f));
    }
    counts.add_to(s.employer.id, out);
}

}  // namespace wageproof::reconcile::payments
