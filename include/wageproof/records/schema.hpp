// The tables of the record format and the fields of each: one list that readers, writers and the engine
// share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "wageproof/export.h"

namespace wageproof::records {

/// The record tables of the format, in the order in which they are documented.
enum class TableKind : std::uint8_t {
    employers,
    workers,
    time,
    punches,
    hours,
    totals,
    leave,
    balances,
    pieces,
    payroll,
    payments,
    remittances,
    calendar,
    rates
};
inline constexpr std::size_t kTableCount = 14;

/// How the text of a field is read, and what the column holds.
enum class FieldType : std::uint8_t {
    text,       ///< interned string id (32 bit); 0 = not given
    date,       ///< days since 1970-01-01 (32 bit)
    clock,      ///< seconds since local midnight (32 bit)
    timestamp,  ///< local seconds since 1970-01-01T00:00 (64 bit)
    amount,     ///< money or another decimal, in millionths (64 bit)
    integer,    ///< whole number (32 bit): minutes, counts
    code        ///< index into `FieldSpec::values` (32 bit)
};

/// One field of a table.
struct FieldSpec {
    std::string_view name;
    FieldType type{};
    bool needed = false;                            ///< a row without it is rejected (`missing`)
    std::span<const std::string_view> values = {};  ///< the codes of a `code` field, lower case
    std::string_view minimum = {};                  ///< smallest allowed value as text, empty = no limit
    std::string_view maximum = {};                  ///< largest allowed value as text, empty = no limit
    /// Beyond the format's page: read where it is there, written only where some row has it.
    bool extension = false;
};

/// One table: its name in file names and its fields. `attributes` tells whether unknown columns are kept.
struct TableSpec {
    TableKind kind{};
    std::string_view name;
    std::span<const FieldSpec> fields;
    bool attributes = false;
};

/// @return the specification of a table; every table begins with `employer_id`
WAGEPROOF_API const TableSpec& spec_of(TableKind kind) noexcept;

/// @return the table with that name, or null
WAGEPROOF_API const TableSpec* find_table(std::string_view name) noexcept;

/// @return position of the field in its table, or -1
WAGEPROOF_API int field_index(TableKind kind, std::string_view field) noexcept;

/// Names of fields, so that code says `time::start` and a test holds the numbers against the list.
namespace field {
namespace employers {
enum : int { employer_id, name, law, currency, period, periods };
}
namespace workers {
enum : int {
    employer_id,
    worker_id,
    valid_from,
    hired_on,
    left_on,
    sex,
    birth_date,
    contract,
    pay_basis,
    wage,
    fixed_allowance,
    currency,
    grade,
    region,
    rest_weekday,
    week_days,
    week_hours,
    insurance_no,
    insured_since,
    nationality,
    religion,
    probation_until,
    leaving_reason,
    account,
    badge,
    name,
    job_points
};
}
namespace time {
enum : int { employer_id, worker_id, badge, date, start, end, break_minutes, break_start, kind };
}
namespace punches {
enum : int { employer_id, worker_id, badge, at, direction, device };
}
namespace hours {
enum : int { employer_id, worker_id, date, minutes, overtime_minutes, night_minutes };
}
namespace totals {
enum : int {
    employer_id,
    worker_id,
    start,
    end,
    days,
    minutes,
    overtime_minutes,
    night_minutes,
    rest_day_minutes,
    holiday_minutes,
    absent_days
};
}
namespace leave {
enum : int { employer_id, worker_id, date, type, fraction, paid };
}
namespace balances {
enum : int { employer_id, worker_id, as_of, leave_type, days };
}
namespace pieces {
enum : int { employer_id, worker_id, date, item, quantity, rate };
}
namespace payroll {
enum : int {
    employer_id,
    worker_id,
    period_start,
    period_end,
    component,
    amount,
    quantity,
    rate,
    currency,
    fixed
};
}
namespace payments {
enum : int {
    employer_id,
    payment_id,
    worker_id,
    period_start,
    period_end,
    paid_on,
    amount,
    currency,
    channel,
    account,
    fee,
    status,
    reason,
    reference,
    returned_of,
    // Beyond the format's page: what payment files tell of an event.
    event,
    grade,
    instructed_on,
    booked_on,
    end_to_end_id,
    instruction_id,
    transaction_id,
    event_id,
    message_id,
    batch_id,
    identity,
    name,
    raw_status,
    reason_text,
    purpose,
    batch_count,
    batch_total,
    notes  ///< what the reader found odd in the record, codes joined by `;`
};
}
namespace remittances {
enum : int {
    employer_id,
    worker_id,
    insurance_no,
    scheme,
    period_start,
    period_end,
    declared_wage,
    employee_amount,
    employer_amount,
    currency,
    paid_on,
    reference,
    days  ///< beyond the format's page: days that the return declares as worked
};
}
namespace calendar {
enum : int { employer_id, date, kind, category, region, worker_id, name };
}
namespace rates {
enum : int { employer_id, valid_from, from, to, rate, source };
}
}  // namespace field

/// Codes of `code` fields in the order of their lists.
enum class Sex : std::int32_t { f, m, x };
enum class Contract : std::int32_t { permanent, fixed_term, probation, apprentice, casual };
enum class PayBasis : std::int32_t { monthly, half_monthly, weekly, daily, hourly, piece };
enum class Weekday : std::int32_t { mon, tue, wed, thu, fri, sat, sun };
enum class TimeKind : std::int32_t { work, training, travel, standby };
enum class Direction : std::int32_t { in, out };
enum class LeaveType : std::int32_t {
    annual,
    sick,
    casual,
    maternity,
    paternity,
    marriage,
    bereavement,
    menstrual,
    injury,
    public_duty,
    pilgrimage,
    special,
    compensatory,
    suspension,
    unpaid,
    absent
};
enum class CalendarKind : std::int32_t { public_holiday, rest_day, working_day };
enum class LeavingReason : std::int32_t {
    resignation,
    dismissal,
    redundancy,
    end_of_term,
    retirement,
    death,
    other
};
enum class YesNo : std::int32_t { yes, no };
enum class Channel : std::int32_t { cash, bank, mobile_money, cheque };
enum class PaymentStatus : std::int32_t { settled, instructed, pending, returned, rejected };
/// What happened to a payment. A row of `payments` is one event; the payment's state is a fold over its events.
enum class PaymentEvent : std::int32_t { instruction, acceptance, booking, returned, rejection, correction };
/// How well a source proves that money arrived: worker's side credited, itemised settlement, batch debit, accepted
/// instruction, the payroll's own claim, contradicted.
enum class EvidenceGrade : std::int32_t { a, b, c, d, e, x };

}  // namespace wageproof::records
