// What is due is asked of the library itself, and booked; lines that rest on what is booked settle in the next round.
#include "tools/other_law.hpp"

#include <algorithm>
#include <set>
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

// What the law's tables have for an attribute, as text: that of the latest table's first row which names one.
std::string value_in_law(const law::Pack& pack, std::string_view attribute) {
  for (const law::Parameter& parameter : pack.parameters) {
    const auto by = std::find(parameter.by_names.begin(), parameter.by_names.end(), attribute);
    if (by == parameter.by_names.end() || parameter.values.empty()) continue;
    const auto key = static_cast<std::size_t>(by - parameter.by_names.begin());
    for (const law::TableRow& row : parameter.values.back().rows) {
      if (row.keys[key].kind == law::Key::Kind::text) return row.keys[key].text;
    }
  }
  return "no";
}

// An employer knows its region, its sector and its workers' grades: where a law goes by what the factory does not say, all of it
// gets one value that the law has.
void state_attributes(records::Dataset& data, const reconcile::Result& result) {
  constexpr std::string_view kWorkers = "missing:workers.", kEmployer = "missing:employer.";
  std::set<std::string> wanted;
  for (const reconcile::Finding& finding : result.findings) {
    for (const std::string_view table : {kWorkers, kEmployer}) {
      const std::size_t at = finding.evidence.find(table);
      if (at == std::string::npos) continue;
      const std::size_t from = at + table.size();
      wanted.insert(finding.evidence.substr(from, finding.evidence.find(';', from) - from));
    }
  }
  for (const std::string& name : wanted) {
    const std::string value = value_in_law(*result.laws.front(), name);
    records::DataTable& workers = data[TableKind::workers];
    const int field = records::field_index(TableKind::workers, name);
    const bool text = field >= 0 && records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field)].type == records::FieldType::text;
    if (text) {
      auto& column = workers.columns[static_cast<std::size_t>(field)].narrow;
      std::fill(column.begin(), column.end(), static_cast<std::int32_t>(data.strings.intern(value)));
    } else if (field < 0) {
      records::DataTable& employers = data[TableKind::employers];
      employers.attributes.push_back({data.strings.intern(name), std::vector<StringId>(employers.row_count(), data.strings.intern(value))});
    }
  }
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
  constexpr int kRounds = 5;
  for (int round = 0; round < kRounds; ++round) {
    const auto result = reconcile::check(data, options);
    if (!result.ok()) return result.status().message();
    state_attributes(data, *result);
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
