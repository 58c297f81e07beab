// Payments as they come: events are fed one by one, and a worker's state may be asked for at any time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::reconcile {

/// One event of one payment, as a row of `payments` would state it. What is not given is empty or `kNone32`.
struct LedgerEvent {
    std::string payment_id;  ///< empty: the ledger numbers it
    std::string worker_id, account, currency, reason, returned_of;
    std::string end_to_end_id, instruction_id, transaction_id, event_id, message_id, batch_id, identity, name;
    records::PaymentStatus status = records::PaymentStatus::settled;
    std::optional<records::PaymentEvent> event;   ///< by the status where it is left out
    std::optional<records::EvidenceGrade> grade;  ///< by the status where it is left out
    std::optional<records::Channel> channel;
    std::int32_t period_start = records::kNone32, period_end = records::kNone32;
    std::int32_t paid_on = records::kNone32, instructed_on = records::kNone32, booked_on = records::kNone32;
    std::int32_t batch_count = records::kNone32;
    std::int64_t amount_micro = 0, fee_micro = 0;
};

/// What one worker is to be paid for one period.
struct LedgerDue {
    std::string worker_id;
    std::int32_t first = 0, last = 0;
    std::int64_t net_micro = 0;                ///< in the ledger's currency
    std::int32_t payable = records::kNone32;   ///< last day on which it may be paid
};

/// What a period of a worker has come to, in the ledger's currency. A sum beyond what is stated (quantity/money_sum.hpp)
/// stands at that bound.
/// @invariant net = paid − twice − over − reimbursed fees + open, where no sum is beyond
struct LedgerPeriod {
    std::int32_t first = 0, last = 0;
    std::int64_t net_micro = 0;
    std::int64_t paid_micro = 0;       ///< proven by the grade asked for
    std::int64_t open_micro = 0;       ///< still to be paid
    std::int64_t pending_micro = 0;    ///< on its way, not proven
    std::int64_t returned_micro = 0;   ///< came back and was not made good
    std::int64_t twice_micro = 0, over_micro = 0;
    std::int64_t fee_micro = 0;        ///< of `paid`: fees that were paid on top of the net
    std::int32_t late_days = 0;
    friend bool operator==(const LedgerPeriod&, const LedgerPeriod&) = default;
};

/// A worker's periods, and the payments that belong to none of them.
struct LedgerState {
    std::vector<LedgerPeriod> periods;
    std::int64_t outside_micro = 0;    ///< live payments outside the periods
    friend bool operator==(const LedgerState&, const LedgerState&) = default;
};

/// One employer's payments, append-only.
///
/// The state is a fold over the events: it does not depend on the order in which they came, and is what the batch run
/// makes of the same rows. Not safe for concurrent writers.
class WAGEPROOF_API Ledger {
public:
    /// @param calling_code  of the country's telephones, digits; wallets compare without it
    Ledger(std::string employer_id, std::string currency, std::string calling_code = {});
    Ledger(Ledger&&) noexcept;
    Ledger& operator=(Ledger&&) noexcept;
    ~Ledger();

    /// @errors conflict: the worker is there already
    [[nodiscard]] quantity::Status add_worker(std::string_view worker_id, std::string_view account, std::string_view insurance_no = {});
    /// @errors not_found: no such worker; conflict: a due of that worker and period is there; invalid_argument: the period
    ///         ends before it begins, or overlaps another; out_of_range: the amount is beyond what is stated
    [[nodiscard]] quantity::Status add_due(const LedgerDue& due);
    /// One unit of `from` is `rate_micro` millionths of `to`, from a day on.
    [[nodiscard]] quantity::Status add_rate(std::int32_t valid_from, std::string_view from, std::string_view to, std::int64_t rate_micro);
    /// @errors invalid_argument: a settled payment without a day, a negative amount, or a row that names no payment at all;
    ///         out_of_range: the amount is beyond what is stated
    [[nodiscard]] quantity::Status add_event(const LedgerEvent& event);

    /// @errors not_found: no such worker
    /// @cost   grows with the events that can bear on this worker, not with the ledger
    [[nodiscard]] quantity::Result<LedgerState> state_of(std::string_view worker_id, records::EvidenceGrade evidence = records::EvidenceGrade::b) const;
    /// Every worker's state in one pass, in bytewise order of their ids.
    [[nodiscard]] std::vector<std::pair<std::string, LedgerState>> all_states(records::EvidenceGrade evidence = records::EvidenceGrade::b) const;
    [[nodiscard]] std::size_t event_count() const noexcept;

    /// Writes the ledger beside the file, forces it to the disk and puts it in its place: a crash leaves the old or the
    /// new one, whole.
    /// @errors io_error: the file cannot be written
    [[nodiscard]] quantity::Status save(const std::string& path) const;
    /// @errors io_error: the file cannot be read; parse_error: it is no ledger, or not whole
    [[nodiscard]] static quantity::Result<Ledger> load(const std::string& path);

private:
    struct Book;
    std::unique_ptr<Book> book_;
};

}  // namespace wageproof::reconcile

namespace wageproof {
using reconcile::Ledger;
}  // namespace wageproof
