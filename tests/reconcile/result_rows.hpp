// A result as sorted lines of text that two runs can be compared by; where a record stands in its file is left out.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "wageproof/readers/read_folder.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/report/tables.hpp"

namespace wageproof::reconcile::testing {

/// Data that was read and what its check gave.
struct Checked {
  records::Dataset data;
  Result result;
};

inline records::Dataset read_all(const std::map<std::string, std::string>& files) {
  std::vector<readers::InputFile> inputs;
  for (const auto& [name, bytes] : files) inputs.push_back({name, {}, bytes});
  auto data = readers::read_files(std::move(inputs));
  EXPECT_TRUE(data.ok()) << data.status().message();
  return data.ok() ? std::move(data).value() : records::Dataset{};
}

inline Checked check_files(const std::map<std::string, std::string>& files, const CheckOptions& options = {}) {
  Checked checked{read_all(files), {}};
  auto result = check(checked.data, options);
  EXPECT_TRUE(result.ok()) << result.status().message();
  if (result.ok()) checked.result = std::move(result).value();
  return checked;
}

/// `time.csv:12;leave.csv:3;missing:workers.grade` without the parts that name a place.
inline std::string without_places(const std::string& evidence) {
  std::string kept;
  for (std::size_t from = 0; from < evidence.size();) {
    const std::size_t end = std::min(evidence.find(';', from), evidence.size());
    if (evidence.compare(from, 8, "missing:") == 0) kept += evidence.substr(from, end - from) + ";";
    from = end + 1;
  }
  return kept;
}

inline std::string joined(const std::vector<std::string>& cells) {
  std::string text;
  for (const std::string& cell : cells) text += cell + "|";
  return text;
}

inline std::string text_of(const Figure& figure) { return figure.given ? std::to_string(figure.value) : "-"; }

/// Every row of the tables, and every line's figures unrounded, in the result's own order.
inline std::vector<std::string> rows_of(const Checked& checked) {
  std::vector<std::string> rows;
  for (const report::Table table : {report::Table::due, report::Table::reconciliation, report::Table::findings, report::Table::balances}) {
    for (std::vector<std::string>& cells : report::cells_of(table, checked.result, checked.data)) {
      if (table == report::Table::findings) cells.back() = without_places(cells.back());
      rows.push_back(std::string(report::name_of(table)) + ": " + joined(cells));
    }
  }
  for (const LineRow& row : checked.result.lines) {
    rows.push_back("figures: " + joined({std::string(checked.data.strings.view(row.worker)), std::to_string(row.first), checked.result.names[row.name],
                                         text_of(row.quantity), text_of(row.amount), text_of(row.booked), text_of(row.difference), text_of(row.paid),
                                         text_of(row.owed), row.in_due ? "due" : "", row.in_reconciliation ? "reconciled" : ""}));
  }
  return rows;
}

/// The denominators, added over results: a check of workers in two folders counts them all.
struct Counts {
  std::uint64_t tested = 0, met = 0, broken = 0, cannot_tell = 0;
  quantity::detail::Int128 amount_micro = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

inline void add_counts(const Result& result, std::map<std::string, Counts>& counts) {
  for (const CheckRow& row : result.checks) {
    if (row.tested == 0 && row.broken == 0 && row.cannot_tell == 0) continue;
    Counts& sum = counts[joined({row.check, row.rule, std::to_string(row.first), std::to_string(row.last), row.by, row.group, row.currency})];
    sum.tested += row.tested;
    sum.met += row.met;
    sum.broken += row.broken;
    sum.cannot_tell += row.cannot_tell;
    sum.amount_micro += row.amount_micro;
  }
}

inline std::map<std::string, Counts> counts_of(const Result& result) {
  std::map<std::string, Counts> counts;
  add_counts(result, counts);
  return counts;
}

/// Says the first rows that differ, so that a failure names a figure and not two pages.
inline void expect_same_rows(const std::vector<std::string>& expected, const std::vector<std::string>& found, const std::string& what) {
  ASSERT_FALSE(expected.empty()) << what;
  for (std::size_t i = 0; i < std::min(expected.size(), found.size()); ++i) ASSERT_EQ(expected[i], found[i]) << what << ", row " << i;
  ASSERT_EQ(expected.size(), found.size()) << what;
}

}  // namespace wageproof::reconcile::testing
