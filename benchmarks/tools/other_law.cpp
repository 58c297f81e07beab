// What is due is asked of the library itself, and booked; lines that rest on what is booked settle in the next round.
#include "tools/other_law.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "support/rows.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::benchmarks {
namespace {

namespace f = records::field;
using records::StringId;
using records::TableKind;

// The first component that is no pattern; empty where the line has none.
std::string_view component_of(const law::Line& line) {
  for (const std::string& answer : line.answers) {
    if (answer.find('*') == std::string::npos && !answer.starts_with('-')) return answer;
  }
  return {};
}

bool is_booked(law::Role role) {
  return role == law::Role::pay || role == law::Role::employee_contribution || role == law::Role::employer_contribution;
}

void book_what_is_due(records::Dataset& data, const reconcile::Result& result, StringId employer) {
  records::DataTable& table = data[TableKind::payroll];
  for (records::Column& column : table.columns) column = {};
  table.file.clear();
  table.line.clear();
  data.files.erase(std::remove_if(data.files.begin(), data.files.end(), [](const auto& file) { return file.table == TableKind::payroll; }), data.files.end());
  Rows rows(data, TableKind::payroll, result.lines.size());
  for (const reconcile::LineRow& row : result.lines) {
    if (row.line < 0 || !row.amount.given || row.amount.value == 0) continue;
    const law::Line& line = result.laws[row.law]->lines[static_cast<std::size_t>(row.line)];
    const std::string_view component = component_of(line);
    if (!is_booked(line.role) || component.empty()) continue;
    rows.add()
        .text(f::payroll::employer_id, employer)
        .text(f::payroll::worker_id, row.worker)
        .narrow(f::payroll::period_start, row.first)
        .narrow(f::payroll::period_end, row.last)
        .text(f::payroll::component, data.strings.intern(component))
        .wide(f::payroll::amount, row.amount.value)
        .text(f::payroll::currency, data.strings.intern(result.names[row.currency_name]));
  }
}

}  // namespace

std::string pay_under(records::Dataset& data, const reconcile::CheckOptions& options) {
  const StringId employer = data[TableKind::employers].text(f::employers::employer_id, 0);
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    const auto result = reconcile::check(data, options);
    if (!result.ok()) return result.status().message();
    if (round == 0) {
      const auto letters = quantity::Currency::from_packed(result->laws.front()->currency).letters();
      data[TableKind::employers].columns[f::employers::currency].narrow[0] = static_cast<std::int32_t>(data.strings.intern({letters.data(), letters.size()}));
    }
    if (round == 1) {
      std::unordered_map<StringId, std::int64_t> minimum;
      for (const reconcile::LineRow& row : result->lines) {
        if (result->names[row.name] == "minimum_wage" && row.amount.given) minimum[row.worker] = row.amount.value;
      }
      records::DataTable& workers = data[TableKind::workers];
      for (std::size_t w = 0; w < workers.row_count(); ++w) {
        std::int64_t& wage = workers.columns[f::workers::wage].wide[w];
        wage = std::max(wage, minimum[workers.text(f::workers::worker_id, w)]);
      }
    }
    book_what_is_due(data, *result, employer);
  }
  return {};
}

}  // namespace wageproof::benchmarks
