// PR-02A, the yearly return of Pakistan's Employees' Old-Age Benefits Institution: cells between tabs, one
// insured person a line, for a financial year from July to June. It states no wage, since contributions are on
// the minimum wage.
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

constexpr std::size_t kCells = 12;
enum Cell : std::size_t { year, main_code, sub_code, eobi_no, nic, cnic, name, born, joined, left, employer, employee };

// `200708` is 1 July 2007 to 30 June 2008.
MonthDays days_of_year(std::string_view text) {
    if (text.size() != 6 || !is_digits(text)) return {};
    const int first = std::stoi(std::string(text.substr(0, 4)));
    const int second = std::stoi(std::string(text.substr(4)));
    if ((first + 1) % 100 != second) return {};
    return {std::to_string(first) + "-07-01", std::to_string(first + 1) + "-06-30"};
}

}  // namespace

void read_eobi_pr02a(std::string_view text, FormatRows& rows) {
    PaymentRow row(kReturnParts.size());
    for (TextLines lines(text); lines.next();) {
        const auto cells = split_cells(lines.line(), '\t');
        if (cells.size() == 1 && cells[0].empty()) continue;
        if (cells[year] == "YEAR") continue;
        if (cells.size() != kCells) {
            rows.reject(lines.number(), {}, lines.line(), Reason::column_count);
            continue;
        }
        const MonthDays days = days_of_year(cells[year]);
        if (days.first.empty()) {
            rows.reject(lines.number(), "YEAR", cells[year], Reason::not_a_date);
            continue;
        }
        row.clear();
        row[field::identity] = cells[cnic].empty() ? cells[nic] : cells[cnic];
        row[field::name] = cells[name];
        row[field::period_start] = days.first;
        row[field::period_end] = days.last;
        row[field::currency] = "PKR";
        row[field::reference] = std::string(cells[main_code]) + "/" + std::string(cells[sub_code]);
        row.part(return_insurance_no) = cells[eobi_no];
        row.part(return_scheme) = "eobi";
        row.part(return_employee_amount) = cells[employee];
        row.part(return_employer_amount) = cells[employer];
        rows.add(lines.number(), row);
    }
}

}  // namespace wageproof::readers
