// The Salary Information File of Oman's Wage Protection System, with titles. Amounts have three decimals; files
// with others are met and read.
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/formats/two_part_csv.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

using Column = PaymentColumn;

enum Part : std::size_t {
    identity_type,
    frequency,
    working_days,
    basic,
    extra_hours,
    extra_income,
    deductions,
    social_security,
    payment_type,
    notes_text,
    reference_number
};

// The month is the one for which wages are due, not the one in which they are paid.
void set_file(PaymentRow& row, const TitledCells& file) {
    const std::string_view year = file.at("salary year");
    std::string month(file.at("salary month"));
    if (month.size() == 1) month.insert(0, "0");
    const MonthDays days = days_of_month(std::string(year) + month);
    row[Column::period_start] = days.first;
    row[Column::period_end] = days.last;
    row[Column::message_id] = std::string(file.at("employer cr no")) + "/" + std::string(year) + month;
    row[Column::batch_count] = file.at("number of records", "total records");
    row[Column::batch_total] = file.at("total salaries");
    row.part(payment_type) = file.at("payment type");
}

// Net = basic + extra income - deductions - social security, as the ministry's guide has it.
void check_net(PaymentRow& row) {
    const auto micro = [](std::string_view text) { return quantity::parse_decimal(text.empty() ? "0" : text).micro; };
    const std::int64_t net = micro(row.part(basic)) + micro(row.part(extra_income)) - micro(row.part(deductions)) -
                             micro(row.part(social_security));
    if (net != micro(row[Column::amount])) row.note("parts_differ");
}

}  // namespace

void read_sif_oman(std::string_view text, FormatRows& rows) {
    PaymentRow row(kSifOmanParts.size());
    TwoPartCsv(text).read(rows, [&](std::uint32_t line, const TitledCells& file, const TitledCells& cells) {
        row.clear();
        set_event(row, "instruction", "instructed", "d");
        row[Column::channel] = "bank";
        row[Column::currency] = "OMR";
        row[Column::purpose] = "SALA";
        set_file(row, file);
        row[Column::identity] = cells.at("employee id");
        row[Column::name] = cells.at("employee name");
        set_account(row, cells.at("employee account"));
        row[Column::amount] = cells.at("net salary");
        row.part(reference_number) = cells.at("reference number");
        row.part(identity_type) = cells.at("employee id type");
        row.part(frequency) = cells.at("salary frequency");
        row.part(working_days) = cells.at("number of working days");
        row.part(basic) = cells.at("basic salary");
        row.part(extra_hours) = cells.at("extra hours");
        row.part(extra_income) = cells.at("extra income");
        row.part(deductions) = cells.at("deductions");
        row.part(social_security) = cells.at("social security deductions", "social security");
        row.part(notes_text) = cells.at("notes comments", "notes");
        row[Column::reference] = row.part(notes_text);
        check_net(row);
        rows.add(line, row);
    });
}

}  // namespace wageproof::readers
