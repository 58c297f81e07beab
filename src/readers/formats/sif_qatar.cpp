// The Salary Information File of Qatar's Wage Protection System, in 15 columns as of 2015 and in 22 as of 2021:
// columns are found by their titles, so both are read.
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/formats/two_part_csv.hpp"

namespace wageproof::readers {
namespace {

using Column = PaymentColumn;

constexpr std::size_t kIdentityDigits = 11;
enum Part : std::size_t {
    frequency,
    working_days,
    basic,
    extra_hours,
    extra_income,
    deductions,
    payment_type,
    notes_text,
    housing,
    food,
    transport,
    overtime,
    deduction_reason
};

void set_file(PaymentRow& row, const TitledCells& file) {
    const MonthDays month = days_of_month(file.at("salary year and month", "salary year month"));
    row[Column::period_start] = month.first;
    row[Column::period_end] = month.last;
    row[Column::instructed_on] = dashed_date(file.at("file creation date"));
    row[Column::message_id] = std::string(file.at("employer eid", "employer establishment id")) + "/" +
                              std::string(file.at("file creation date")) + "/" +
                              std::string(file.at("file creation time"));
    row[Column::batch_count] = file.at("total records", "number of records");
    row[Column::batch_total] = file.at("total salaries", "total salaries in qar");
}

void set_wage(PaymentRow& row, const TitledCells& cells) {
    row.part(frequency) = cells.at("salary frequency");
    row.part(working_days) = cells.at("number of working days");
    row.part(basic) = cells.at("basic salary");
    row.part(extra_hours) = cells.at("extra hours");
    row.part(extra_income) = cells.at("extra income");
    row.part(deductions) = cells.at("deductions");
    row.part(payment_type) = cells.at("payment type");
    row.part(notes_text) = cells.at("notes comments", "notes");
    row.part(housing) = cells.at("housing allowance");
    row.part(food) = cells.at("food allowance");
    row.part(transport) = cells.at("transportation allowance", "transport allowance");
    row.part(overtime) = cells.at("overtime allowance", "over time allowance");
    row.part(deduction_reason) = cells.at("deduction reason code");
}

}  // namespace

void read_sif_qatar(std::string_view text, FormatRows& rows) {
    PaymentRow row(kSifQatarParts.size());
    TwoPartCsv(text).read(rows, [&](std::uint32_t line, const TitledCells& file, const TitledCells& cells) {
        row.clear();
        set_event(row, "instruction", "instructed", "d");
        row[Column::channel] = "bank";
        row[Column::currency] = "QAR";
        row[Column::purpose] = "SALA";
        set_file(row, file);
        const std::string_view resident = cells.at("employee qid");
        row[Column::identity] = resident.empty() ? cells.at("employee visa id") : resident;
        if (!resident.empty() && (resident.size() != kIdentityDigits || !is_digits(resident)))
            row.note("identity_length");
        row[Column::name] = cells.at("employee name");
        set_account(row, cells.at("employee account"));
        row[Column::amount] = cells.at("net salary");
        set_wage(row, cells);
        row[Column::reference] = row.part(notes_text);
        rows.add(line, row);
    });
}

}  // namespace wageproof::readers
