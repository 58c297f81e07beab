// The Salary Information File of Oman's Wage Protection System, with titles. Amounts have three decimals; files
// with others are met and read.
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/formats/titled_sif.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

enum Part : std::size_t { identity_type = sif_own, social_security, reference_number };

// The month is the one for which wages are due, not the one in which they are paid.
void set_file(PaymentRow& row, const TitledCells& file) {
    const std::string_view year = file.at("salary year");
    std::string month(file.at("salary month"));
    if (month.size() == 1) month.insert(0, "0");
    const MonthDays days = days_of_month(std::string(year) + month);
    row[field::period_start] = days.first;
    row[field::period_end] = days.last;
    row[field::message_id] = std::string(file.at("employer cr no")) + "/" + std::string(year) + month;
    set_batch(row, file.at("number of records", "total records"), file.at("total salaries"));
    row.part(sif_payment_type) = file.at("payment type");
}

// Net = basic + extra income - deductions - social security, as the ministry's guide has it.
void check_net(PaymentRow& row) {
    const auto micro = [](std::string_view text) { return quantity::parse_decimal(text.empty() ? "0" : text).micro; };
    const std::int64_t net = micro(row.part(sif_basic)) + micro(row.part(sif_extra_income)) - micro(row.part(sif_deductions)) -
                             micro(row.part(social_security));
    if (net != micro(row[field::amount])) row.note("parts_differ");
}

void set_worker(PaymentRow& row, const TitledCells& cells) {
    row[field::identity] = cells.at("employee id");
    row.part(identity_type) = cells.at("employee id type");
    row.part(reference_number) = cells.at("reference number");
    row.part(social_security) = cells.at("social security deductions", "social security");
    check_net(row);
}

}  // namespace

void read_sif_oman(std::string_view text, FormatRows& rows) {
    read_titled_sif(text, rows, {"OMR", kSifOmanParts.size(), set_file, set_worker});
}

}  // namespace wageproof::readers
