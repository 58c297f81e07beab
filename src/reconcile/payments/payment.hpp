// What the money trail is made of: payments folded from their events, and what each worker's period expects and gets.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/reconcile/result.hpp"
#include "wageproof/records/dataset.hpp"
#include "wageproof/records/worker_index.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::reconcile::payments {

using records::EvidenceGrade;
using records::kNone32;
using records::kNone64;
using records::PaymentStatus;
using records::StringId;

inline constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
inline constexpr std::int32_t kNobody = -1;    ///< no worker was found
inline constexpr std::int32_t kStranger = -2;  ///< the row names a worker whom the workers table does not have

/// How a payment was given its worker and period. Each name stands in `matches`.
enum class Link : std::uint8_t {
    none,       ///< unmatched
    stated,     ///< the row names worker and period
    reissue,    ///< it makes good a payment that came back
    reference,  ///< an id that it shares with a payment whose worker is known
    amount,     ///< the worker's (or his account's) and exactly what a period leaves open
    split,      ///< one of several that together are exactly what a period leaves open
    several,    ///< exactly what several periods leave open
    fee,        ///< exact once the declared fee is taken off
    nearest,    ///< the worker's, and the period whose pay day is nearest
    worker,     ///< the worker's, outside the periods of the data
    shared,     ///< of several holders of the account, the only one to whom exactly this is open
    identity,   ///< by a number that identifies the person, with another account
    tie,        ///< several fit equally: open, with the candidates
    suggestion, ///< name and amount fit somebody: for a person to confirm
    advance     ///< exactly what the payslip takes off for an advance, paid before the period was over
};
std::string_view to_text(Link link) noexcept;

/// A payment: the fold over its events.
struct Payment {
    std::uint32_t row = 0;                         ///< of `payments`: the row that states the line
    std::uint32_t first_event = 0, events = 0;     ///< its rows, in the order in which they happened
    StringId worker_id = 0, account = 0, currency = 0, identity = 0, name = 0;
    std::int32_t first = kNone32, last = kNone32;  ///< period as stated
    std::int32_t day = kNone32;                    ///< on which the money counts; of an instruction its own
    std::int32_t returned_on = kNone32;
    std::int64_t amount = 0, fee = 0;              ///< as stated
    std::int64_t value = 0;                        ///< amount in the employer's currency
    std::uint32_t batch = kNowhere;                ///< number of its batch
    std::uint32_t made_good_by = kNowhere;         ///< first payment that re-issues it; all in Trail::made_good
    std::int32_t worker = kNobody;                 ///< position in the index
    std::uint32_t period = kNowhere;               ///< of the employer
    std::uint32_t note = kNowhere;                 ///< position in Trail::notes: candidates of a tie or suggestion
    PaymentStatus status = PaymentStatus::settled;
    EvidenceGrade grade = EvidenceGrade::b;
    Link link = Link::none;
    bool has_value = true;    ///< its currency could be turned into the employer's
    bool superseded = false;  ///< an instruction whose settlement stands in another row
    bool whole_batch = false; ///< a batch debit whose lines are not known
    /// It came back, or never left.
    [[nodiscard]] bool is_dead() const noexcept { return status == PaymentStatus::returned || status == PaymentStatus::rejected; }
    [[nodiscard]] bool live() const noexcept {
        return status != PaymentStatus::returned && status != PaymentStatus::rejected && !superseded;
    }
};

/// A payment's part in one worker's period. A payment that serves two periods has two.
struct Part {
    std::uint32_t payment = 0;
    std::uint32_t slot = kNowhere;  ///< kNowhere: outside the periods, or nobody's
    std::int64_t value = 0;         ///< in the employer's currency
    std::int64_t amount = 0;        ///< as stated
};

/// One worker's period: what the payslip says and when it is to be paid.
struct Slot {
    std::int64_t booked = 0;             ///< net of the payslip
    std::int64_t open = 0;               ///< what no payment serves yet
    std::int64_t advance = 0;            ///< what the payslip takes off for advances
    std::int32_t payable = kNone32;      ///< last day on which the wage may be paid
    std::uint32_t net_line = kNowhere;   ///< row `net` of the result
    bool payslip = false, booked_known = true;
    bool too_large = false;              ///< the net is not known because it is beyond what is stated
    bool payable_uncertain = false;      ///< the pay day rests on a value that the pack marks uncertain
    bool due_known = false;              ///< a due line of the period has an amount: somebody worked or was on leave
};

/// Money of a period that falls due on a day of its own (a bonus, a final settlement).
struct DuePart {
    std::uint32_t slot = 0;
    std::int32_t payable = 0;
    std::int64_t value = 0;
};

/// One employer's payments, dues and links.
struct Trail {
    const records::Dataset* data = nullptr;
    const records::WorkerIndex* index = nullptr;
    records::EmployerSpan employer;
    std::span<const worktime::Span> periods;
    std::span<const std::uint32_t> rate_rows;
    std::span<const std::uint32_t> rows;  ///< of `payments`, the employer's
    StringId currency = 0;
    std::string calling_code;             ///< of the country's telephones; empty: not known
    std::vector<Slot> slots;              ///< worker by worker, period by period
    std::vector<DuePart> due_parts;       ///< by slot
    std::vector<std::uint32_t> events;    ///< rows, payment by payment
    std::vector<Payment> payments;
    std::vector<Part> parts;              ///< by slot, then day, amount and id
    std::vector<std::pair<std::uint32_t, std::uint32_t>> made_good;  ///< payment that came back, payment that re-issues it; sorted
    std::vector<std::string> notes;
    std::int32_t last_day_seen = kNone32; ///< latest day in the payments: how far the records look

    [[nodiscard]] std::uint32_t slot_of(std::int32_t worker, std::uint32_t period) const noexcept {
        return (static_cast<std::uint32_t>(worker) - employer.first_worker) * static_cast<std::uint32_t>(periods.size()) + period;
    }
    /// The period that holds a day, or kNowhere.
    [[nodiscard]] std::uint32_t period_at(std::int32_t day) const noexcept;
    [[nodiscard]] std::string_view id_of(const Payment& payment) const noexcept;
    /// `file:line` of a row of a table.
    [[nodiscard]] std::string place(records::TableKind table, std::uint32_t row) const;
    /// An amount in the employer's currency at the rate in force on a day; nothing where there is none.
    [[nodiscard]] std::optional<std::int64_t> converted(std::int64_t micro, StringId from, std::int32_t day) const;
    /// The same into any currency.
    [[nodiscard]] std::optional<std::int64_t> converted(std::int64_t micro, std::string_view from, std::string_view to, std::int32_t day) const;
};

/// Reads the employer's rows into payments: events that belong together are folded, repeated ones count once.
void fold_events(Trail& trail);
/// Finds each payment's worker.
void identify(Trail& trail);
/// Joins returns without an id to the payment of that worker or account that came back.
void link_returns(Trail& trail);
/// Finds each payment's period, by exact amounts first; makes the parts.
void assign_periods(Trail& trail);

/// Says that a payment stands for one that came back.
void make_good(Trail& trail, std::uint32_t dead, std::uint32_t again);
/// Finds such payments of one worker where no row names the other. `own`: his payments in the order of their days.
void link_silent_reissues(Trail& trail, std::span<const std::uint32_t> own);
/// What arrived in the place of a payment that came back: all that re-issue it, and what re-issues those of them that came back
/// as well; they are added to `again`.
std::int64_t made_good(const Trail& trail, std::uint32_t payment, EvidenceGrade evidence, std::vector<std::uint32_t>& again);
/// Names those whom an unmatched payment fits by name and amount.
void suggest_people(Trail& trail);

/// What one worker's period comes to.
struct SlotState {
    std::int64_t paid = 0;       ///< proven by the grade asked for
    std::int64_t came_back = 0;  ///< returned or rejected and not made good
    std::int64_t twice = 0;      ///< paid a second time
    std::int64_t over = 0;       ///< beyond the payslip's net, `twice` and a reimbursed fee aside
    std::int64_t pending = 0;    ///< instructed or accepted, not proven
    std::int32_t late_days = 0;
    bool told = true;            ///< no sum is beyond what is stated; such a one stands at that bound
    bool fees_reimbursed = false;  ///< paid so much more that the fees are borne by the employer
    std::int64_t advance = 0;    ///< paid beside the net: what the payslip had taken off for advances
    std::vector<std::uint32_t> doubles, late, advances;  ///< positions among the slot's parts
};

/// Folds the parts of one slot. `parts` are those of the slot, in their order.
SlotState state_of(const Trail& trail, std::uint32_t slot, std::span<const Part> parts, EvidenceGrade evidence);

}  // namespace wageproof::reconcile::payments
