// The Salary Information File of Qatar's Wage Protection System, in 15 columns as of 2015 and in 22 as of 2021:
// columns are found by their titles, so both are read.
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/formats/titled_sif.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

constexpr std::size_t kIdentityDigits = 11;
enum Part : std::size_t { housing = sif_own, food, transport, overtime, deduction_reason };

void set_file(PaymentRow& row, const TitledCells& file) {
    const MonthDays month = days_of_month(file.at("salary year and month", "salary year month"));
    row[field::period_start] = month.first;
    row[field::period_end] = month.last;
    row[field::instructed_on] = dashed_date(file.at("file creation date"));
    row[field::message_id] = std::string(file.at("employer eid", "employer establishment id")) + "/" +
                              std::string(file.at("file creation date")) + "/" +
                              std::string(file.at("file creation time"));
    set_batch(row, file.at("total records", "number of records"), file.at("total salaries", "total salaries in qar"));
}

void set_worker(PaymentRow& row, const TitledCells& cells) {
    const std::string_view resident = cells.at("employee qid");
    row[field::identity] = resident.empty() ? cells.at("employee visa id") : resident;
    if (!resident.empty() && (resident.size() != kIdentityDigits || !is_digits(resident))) row.note("identity_length");
    row.part(sif_payment_type) = cells.at("payment type");
    row.part(housing) = cells.at("housing allowance");
    row.part(food) = cells.at("food allowance");
    row.part(transport) = cells.at("transportation allowance", "transport allowance");
    row.part(overtime) = cells.at("overtime allowance", "over time allowance");
    row.part(deduction_reason) = cells.at("deduction reason code");
}

}  // namespace

void read_sif_qatar(std::string_view text, FormatRows& rows) {
    read_titled_sif(text, rows, {"QAR", kSifQatarParts.size(), set_file, set_worker});
}

}  // namespace wageproof::readers
