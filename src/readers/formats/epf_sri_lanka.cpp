// The contribution file (EVEMC) of the e-Return of Sri Lanka's Employees' Provident Fund: fixed width, one
// member a line.
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

struct Cell {
    std::size_t from;
    std::size_t size;
};
constexpr Cell kIdentity{0, 20}, kLastName{20, 40}, kInitials{60, 20}, kMember{80, 6}, kEmployer{97, 9},
    kEmployee{106, 9}, kEarnings{115, 11}, kMonth{134, 6}, kDays{142, 4};

std::string_view at(std::string_view line, Cell cell) noexcept { return cut(line, cell.from, cell.size); }

}  // namespace

void read_epf_sri_lanka(std::string_view text, FormatRows& rows) {
    PaymentRow row(kReturnParts.size());
    for (TextLines lines(text); lines.next();) {
        const std::string_view line = lines.line();
        if (line.find_first_not_of(" \t\x1A") == std::string_view::npos) continue;
        const MonthDays month = days_of_month(at(line, kMonth));
        if (month.first.empty()) {
            rows.reject(lines.number(), "contribution month", at(line, kMonth), Reason::not_a_date);
            continue;
        }
        row.clear();
        row[field::identity] = at(line, kIdentity);
        row[field::name] = std::string(at(line, kInitials)) + " " + std::string(at(line, kLastName));
        row[field::period_start] = month.first;
        row[field::period_end] = month.last;
        row[field::currency] = "LKR";
        row.part(return_insurance_no) = at(line, kMember);
        row.part(return_scheme) = "epf";
        row.part(return_declared_wage) = at(line, kEarnings);
        row.part(return_employee_amount) = at(line, kEmployee);
        row.part(return_employer_amount) = at(line, kEmployer);
        row.part(return_days) = at(line, kDays);
        rows.add(lines.number(), row);
    }
}

}  // namespace wageproof::readers
