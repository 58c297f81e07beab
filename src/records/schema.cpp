// The fields of every table, in the order of the format's page.
#include "wageproof/records/schema.hpp"

#include <array>
#include <iterator>

namespace wageproof::records {
namespace {

using sv = std::string_view;
constexpr auto kText = FieldType::text;
constexpr auto kDate = FieldType::date;
constexpr auto kClock = FieldType::clock;
constexpr auto kTimestamp = FieldType::timestamp;
constexpr auto kAmount = FieldType::amount;
constexpr auto kInteger = FieldType::integer;
constexpr auto kCode = FieldType::code;

// Every amount stays below this, so that sums over a period and products with small ratios fit in 64 bits.
constexpr sv kMost = "999999999999.999999";
constexpr sv kLeast = "-999999999999.999999";
constexpr sv kZero = "0";
constexpr sv kTiny = "0.000001";
constexpr sv kDay = "1440";             // minutes of a day
constexpr sv kSpanMinutes = "1000000";  // minutes that one `totals` row may state: almost two years
constexpr sv kSpanDays = "9999";

constexpr sv kSex[] = {"f", "m", "x"};
constexpr sv kContract[] = {"permanent", "fixed_term", "probation", "apprentice", "casual"};
constexpr sv kPayBasis[] = {"monthly", "half_monthly", "weekly", "daily", "hourly", "piece"};
constexpr sv kWeekday[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr sv kTimeKind[] = {"work", "training", "travel", "standby"};
constexpr sv kDirection[] = {"in", "out"};
constexpr sv kLeaveType[] = {"annual",       "sick",       "casual", "maternity",   "paternity",  "marriage",
                             "bereavement",  "menstrual",  "injury", "public_duty", "pilgrimage", "special",
                             "compensatory", "suspension", "unpaid", "absent"};
constexpr sv kCalendarKind[] = {"public_holiday", "rest_day", "working_day"};
constexpr sv kLeavingReason[] = {"resignation", "dismissal", "redundancy", "end_of_term",
                                 "retirement",  "death",     "other"};
constexpr sv kYesNo[] = {"yes", "no"};
constexpr sv kChannel[] = {"cash", "bank", "mobile_money", "cheque"};
constexpr sv kPaymentStatus[] = {"settled", "instructed", "pending", "returned", "rejected"};
constexpr sv kPaymentEvent[] = {"instruction", "acceptance", "booking", "return", "rejection", "correction"};
constexpr sv kEvidenceGrade[] = {"a", "b", "c", "d", "e", "x"};

constexpr FieldSpec text(sv name, bool needed = false) { return {name, kText, needed, {}, {}, {}}; }
constexpr FieldSpec date(sv name, bool needed = false) {
    return {name, kDate, needed, {}, "1900-01-01", "2200-12-31"};
}
constexpr FieldSpec clock(sv name) { return {name, kClock, false, {}, {}, {}}; }
constexpr FieldSpec amount(sv name, bool needed = false, sv least = kLeast, sv most = kMost) {
    return {name, kAmount, needed, {}, least, most};
}
constexpr FieldSpec integer(sv name, sv least, sv most, bool needed = false) {
    return {name, kInteger, needed, {}, least, most};
}
constexpr FieldSpec code(sv name, std::span<const sv> values, bool needed = false) {
    return {name, kCode, needed, values, {}, {}};
}

constexpr FieldSpec beyond(FieldSpec spec) {
    spec.extension = true;
    return spec;
}

// `employer_id` is needed only where the folder holds several employers; the reader sees to that.
// `periods` holds a JSON `period` list, so that either it or `period` is needed: the reader sees to that too.
constexpr FieldSpec kEmployers[] = {text("employer_id", true), text("name"),   text("law", true),
                                    text("currency", true),    text("period"), text("periods")};

constexpr FieldSpec kWorkers[] = {text("employer_id"),
                                  text("worker_id", true),
                                  date("valid_from"),
                                  date("hired_on"),
                                  date("left_on"),
                                  code("sex", kSex),
                                  date("birth_date"),
                                  code("contract", kContract),
                                  code("pay_basis", kPayBasis),
                                  amount("wage", false, kZero),
                                  amount("fixed_allowance", false, kZero),
                                  text("currency"),
                                  text("grade"),
                                  text("region"),
                                  code("rest_weekday", kWeekday),
                                  integer("week_days", "5", "6"),
                                  amount("week_hours", false, kZero, "168"),
                                  text("insurance_no"),
                                  date("insured_since"),
                                  text("nationality"),
                                  text("religion"),
                                  date("probation_until"),
                                  code("leaving_reason", kLeavingReason),
                                  text("account"),
                                  text("badge"),
                                  text("name"),
                                  amount("job_points", false, kZero)};

constexpr FieldSpec kTime[] = {text("employer_id"),
                               text("worker_id"),
                               text("badge"),
                               date("date", true),
                               clock("start"),
                               clock("end"),
                               integer("break_minutes", kZero, kDay),
                               clock("break_start"),
                               code("kind", kTimeKind)};

constexpr FieldSpec kPunches[] = {text("employer_id"),
                                  text("worker_id"),
                                  text("badge"),
                                  {"at", kTimestamp, true, {}, "1900-01-01", "2200-12-31"},
                                  code("direction", kDirection),
                                  text("device")};

constexpr FieldSpec kHours[] = {text("employer_id"),
                                text("worker_id", true),
                                date("date", true),
                                integer("minutes", kZero, kDay, true),
                                integer("overtime_minutes", kZero, kDay),
                                integer("night_minutes", kZero, kDay)};

constexpr FieldSpec kTotals[] = {text("employer_id"),
                                 text("worker_id", true),
                                 date("start", true),
                                 date("end", true),
                                 amount("days", false, kZero, kSpanDays),
                                 integer("minutes", kZero, kSpanMinutes),
                                 integer("overtime_minutes", kZero, kSpanMinutes),
                                 integer("night_minutes", kZero, kSpanMinutes),
                                 integer("rest_day_minutes", kZero, kSpanMinutes),
                                 integer("holiday_minutes", kZero, kSpanMinutes),
                                 amount("absent_days", false, kZero, kSpanDays)};

constexpr FieldSpec kLeave[] = {text("employer_id"),
                                text("worker_id", true),
                                date("date", true),
                                code("type", kLeaveType, true),
                                amount("fraction", false, kTiny, "1"),
                                code("paid", kYesNo)};

constexpr FieldSpec kBalances[] = {text("employer_id"), text("worker_id", true), date("as_of", true),
                                   code("leave_type", kLeaveType, true),
                                   amount("days", true, "-9999", kSpanDays)};

constexpr FieldSpec kPieces[] = {text("employer_id"), text("worker_id", true),  date("date", true),
                                 text("item"),        amount("quantity", true, kZero), amount("rate", true, kZero)};

constexpr FieldSpec kPayroll[] = {
    text("employer_id"),     text("worker_id", true), date("period_start", true), date("period_end", true),
    text("component", true), amount("amount", true),  amount("quantity"),         amount("rate", false, kZero),
    text("currency"),        code("fixed", kYesNo)};

constexpr FieldSpec kPayments[] = {text("employer_id"),
                                   text("payment_id"),
                                   text("worker_id"),
                                   date("period_start"),
                                   date("period_end"),
                                   date("paid_on"),
                                   amount("amount", true, kZero),
                                   text("currency"),
                                   code("channel", kChannel),
                                   text("account"),
                                   amount("fee", false, kZero),
                                   code("status", kPaymentStatus),
                                   text("reason"),
                                   text("reference"),
                                   text("returned_of"),
                                   beyond(code("event", kPaymentEvent)),
                                   beyond(code("grade", kEvidenceGrade)),
                                   beyond(date("instructed_on")),
                                   beyond(date("booked_on")),
                                   beyond(text("end_to_end_id")),
                                   beyond(text("instruction_id")),
                                   beyond(text("transaction_id")),
                                   beyond(text("event_id")),
                                   beyond(text("message_id")),
                                   beyond(text("batch_id")),
                                   beyond(text("identity")),
                                   beyond(text("name")),
                                   beyond(text("raw_status")),
                                   beyond(text("reason_text")),
                                   beyond(text("purpose")),
                                   beyond(integer("batch_count", kZero, "1000000000")),
                                   beyond(amount("batch_total", false, kZero)),
                                   beyond(text("notes"))};

constexpr FieldSpec kRemittances[] = {text("employer_id"),
                                      text("worker_id"),
                                      text("insurance_no"),
                                      text("scheme", true),
                                      date("period_start", true),
                                      date("period_end", true),
                                      amount("declared_wage", false, kZero),
                                      amount("employee_amount", true, kZero),
                                      amount("employer_amount", true, kZero),
                                      text("currency"),
                                      date("paid_on"),
                                      text("reference"),
                                      beyond(integer("days", kZero, "366"))};

constexpr FieldSpec kCalendar[] = {text("employer_id"), date("date", true), code("kind", kCalendarKind, true),
                                   text("category"),    text("region"),     text("worker_id"),
                                   text("name")};

constexpr FieldSpec kRates[] = {text("employer_id"), date("valid_from", true),    text("from", true),
                                text("to", true),    amount("rate", true, kTiny), text("source")};

constexpr std::array<TableSpec, kTableCount> kSpecs{{
    {TableKind::employers, "employers", kEmployers, true},
    {TableKind::workers, "workers", kWorkers, true},
    {TableKind::time, "time", kTime, false},
    {TableKind::punches, "punches", kPunches, false},
    {TableKind::hours, "hours", kHours, false},
    {TableKind::totals, "totals", kTotals, false},
    {TableKind::leave, "leave", kLeave, false},
    {TableKind::balances, "balances", kBalances, false},
    {TableKind::pieces, "pieces", kPieces, false},
    {TableKind::payroll, "payroll", kPayroll, false},
    {TableKind::payments, "payments", kPayments, false},
    {TableKind::remittances, "remittances", kRemittances, false},
    {TableKind::calendar, "calendar", kCalendar, false},
    {TableKind::rates, "rates", kRates, false},
}};

}  // namespace

const TableSpec& spec_of(TableKind kind) noexcept { return kSpecs[static_cast<std::size_t>(kind)]; }

const TableSpec* find_table(std::string_view name) noexcept {
    for (const TableSpec& spec : kSpecs) {
        if (spec.name == name) return &spec;
    }
    return nullptr;
}

int field_index(TableKind kind, std::string_view field) noexcept {
    const auto fields = spec_of(kind).fields;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if (fields[index].name == field) return static_cast<int>(index);
    }
    return -1;
}

}  // namespace wageproof::records
