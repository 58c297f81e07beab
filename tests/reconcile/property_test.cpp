// What must hold for every factory, tried on small ones made from a seed under each law that the library carries.
#include <gtest/gtest.h>

#include <set>

#include "reconcile/result_rows.hpp"
#include "reconcile/small_factory.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {
namespace {

using testing::Checked;
using testing::Country;
using testing::Dice;
using testing::Factory;
using testing::TextTable;
using testing::check_files;
using testing::expect_same_rows;
using testing::rows_of;

constexpr std::uint64_t kSeeds = 6;

std::vector<std::string> sorted(std::vector<std::string> rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Runs a property on every country and seed.
template <class Property>
void for_every_factory(Property property) {
  for (const Country& country : testing::countries()) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      SCOPED_TRACE(country.law + ", seed " + std::to_string(seed));
      const Factory factory = testing::FactoryMaker(country, seed).make();
      property(factory, seed);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

std::set<std::string> workers_of(const Factory& factory) {
  std::set<std::string> ids;
  for (const auto& row : factory.tables.at("workers").rows) ids.insert(row[0]);
  return ids;
}

/// The factory with the workers for whom `wanted` says so, and every row that is nobody's own.
template <class Wanted>
Factory part_of(const Factory& factory, Wanted wanted) {
  Factory part = factory;
  for (auto& [name, table] : part.tables) {
    const std::size_t column = table.column("worker_id");
    if (column == table.header.size()) continue;
    std::erase_if(table.rows, [&](const auto& row) { return !row[column].empty() && !wanted(row[column]); });
  }
  return part;
}

TEST(Property, FactoriesHoldEveryKindOfRow) {
  std::map<std::string, std::size_t> rows, severities;
  for_every_factory([&](const Factory& factory, std::uint64_t) {
    for (const auto& [name, table] : factory.tables) rows[name] += table.rows.size();
    const Checked checked = check_files(factory.files());
    EXPECT_TRUE(checked.data.rejects.empty()) << checked.data.rejects.front().column << " " << checked.data.rejects.front().reason;
    EXPECT_EQ(checked.result.workers, workers_of(factory).size());
    for (const Finding& finding : checked.result.findings) ++severities[std::to_string(static_cast<int>(finding.severity))];
  });
  for (const auto& [name, count] : rows) EXPECT_GT(count, 0U) << name;
  EXPECT_GT(severities["0"], 100U);
  EXPECT_GT(severities["1"], 0U);
  EXPECT_GT(severities["2"], 0U);
}

TEST(Property, OrderOfRowsChangesNothing) {
  for_every_factory([](const Factory& factory, std::uint64_t seed) {
    const Checked before = check_files(factory.files());
    Factory shuffled = factory;
    Dice dice(seed + 1000);
    for (auto& [name, table] : shuffled.tables) dice.shuffle(table.rows);
    const Checked after = check_files(shuffled.files());
    expect_same_rows(rows_of(before), rows_of(after), "shuffled");
    EXPECT_EQ(testing::counts_of(before.result), testing::counts_of(after.result));
  });
}

TEST(Property, OrderOfColumnsChangesNothing) {
  for_every_factory([](const Factory& factory, std::uint64_t seed) {
    Factory turned = factory;
    Dice dice(seed + 2000);
    for (auto& [name, table] : turned.tables) {
      std::vector<std::size_t> order(table.header.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      dice.shuffle(order);
      const auto reorder = [&](std::vector<std::string>& cells) {
        std::vector<std::string> moved;
        for (const std::size_t i : order) moved.push_back(cells[i]);
        cells = std::move(moved);
      };
      reorder(table.header);
      for (auto& row : table.rows) reorder(row);
    }
    expect_same_rows(rows_of(check_files(factory.files())), rows_of(check_files(turned.files())), "columns");
  });
}

TEST(Property, WorkersInTwoFoldersGiveTheSameRowsAsInOne) {
  for_every_factory([](const Factory& factory, std::uint64_t seed) {
    const Checked whole = check_files(factory.files());
    Dice dice(seed + 3000);
    std::set<std::string> left;
    for (const std::string& id : workers_of(factory)) {
      if (dice.chance(50)) left.insert(id);
    }
    const Checked first = check_files(part_of(factory, [&](const std::string& id) { return left.contains(id); }).files());
    const Checked second = check_files(part_of(factory, [&](const std::string& id) { return !left.contains(id); }).files());
    std::vector<std::string> rows = rows_of(first);
    for (std::string& row : rows_of(second)) rows.push_back(std::move(row));
    expect_same_rows(sorted(rows_of(whole)), sorted(rows), "split");
    auto counts = testing::counts_of(first.result);
    testing::add_counts(second.result, counts);
    EXPECT_EQ(testing::counts_of(whole.result), counts);
    EXPECT_EQ(whole.result.worker_days, first.result.worker_days + second.result.worker_days);
    EXPECT_EQ(whole.result.spans_not_seen, first.result.spans_not_seen + second.result.spans_not_seen);
  });
}

TEST(Property, EveryWorkerAloneGivesTheSameRows) {
  const Factory made = testing::FactoryMaker(testing::countries()[0], 77).make();
  // Only who has a payslip: a folder without one may name no period.
  std::set<std::string> paid;
  for (const auto& row : made.tables.at("payroll").rows) paid.insert(row[0]);
  const Factory factory = part_of(made, [&](const std::string& id) { return paid.contains(id); });
  std::vector<std::string> rows;
  for (const std::string& worker : paid) {
    for (std::string& row : rows_of(check_files(part_of(factory, [&](const std::string& id) { return id == worker; }).files()))) rows.push_back(std::move(row));
  }
  expect_same_rows(sorted(rows_of(check_files(factory.files()))), sorted(rows), "alone");
}

TEST(Property, NumberOfThreadsChangesNothing) {
  for_every_factory([](const Factory& factory, std::uint64_t) {
    const records::Dataset data = testing::read_all(factory.files());
    std::vector<std::string> expected;
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
      CheckOptions options;
      options.threads = threads;
      options.by = {"sex", "grade"};
      auto result = check(data, options);
      ASSERT_TRUE(result.ok()) << result.status().message();
      std::vector<std::string> rows;
      for (const report::Table table : {report::Table::due, report::Table::reconciliation, report::Table::findings, report::Table::checks,
                                        report::Table::balances, report::Table::matches}) {
        for (const auto& cells : report::cells_of(table, *result, data)) rows.push_back(testing::joined(cells));
      }
      for (const RoundingRow& row : result->rounding) {
        rows.push_back(testing::joined({row.rule, row.place, row.unit, std::to_string(row.rounded), std::to_string(row.up_micro), std::to_string(row.down_micro)}));
      }
      if (expected.empty()) expected = rows;
      expect_same_rows(expected, rows, std::to_string(threads) + " threads");
    }
  });
}

TEST(Property, TheSameFileTwiceChangesNothing) {
  for_every_factory([](const Factory& factory, std::uint64_t) {
    const Checked once = check_files(factory.files());
    auto files = factory.files();
    for (const char* table : {"workers", "time", "payroll", "leave", "punches", "pieces", "calendar"}) files[std::string(table) + "-again.csv"] = files[std::string(table) + ".csv"];
    const Checked twice = check_files(files);
    const auto repeated = std::count_if(twice.data.files.begin(), twice.data.files.end(), [](const records::FileAccount& f) { return f.repeated; });
    EXPECT_EQ(repeated, 7);
    expect_same_rows(rows_of(once), rows_of(twice), "twice");
    EXPECT_EQ(testing::counts_of(once.result), testing::counts_of(twice.result));
  });
}

TEST(Property, ALawLaidOverItselfChangesNothing) {
  for_every_factory([](const Factory& factory, std::uint64_t) {
    const Checked once = check_files(factory.files());
    const std::string law = once.data.laws.front().front();
    CheckOptions options;
    options.law = {law, law};
    const Checked twice = check_files(factory.files(), options);
    expect_same_rows(rows_of(once), rows_of(twice), "twice");
    EXPECT_EQ(testing::counts_of(once.result), testing::counts_of(twice.result));
    ASSERT_EQ(twice.result.laws.size(), 1U);
    EXPECT_EQ(twice.result.laws[0]->sha256, once.result.laws[0]->sha256);
  });
}

TEST(Property, DueAndReconciliationSayTheSame) {
  for_every_factory([](const Factory& factory, std::uint64_t) {
    const Checked checked = check_files(factory.files());
    std::map<std::string, std::string> due;
    for (const auto& cells : report::cells_of(report::Table::due, checked.result, checked.data)) {
      const auto [it, added] = due.emplace(testing::joined({cells[1], cells[2], cells[3], cells[4]}), cells[7] + " " + cells[8]);
      EXPECT_TRUE(added) << "two rows for " << it->first;
    }
    std::set<std::string> reconciled;
    for (const auto& cells : report::cells_of(report::Table::reconciliation, checked.result, checked.data)) {
      const std::string key = testing::joined({cells[1], cells[2], cells[3], cells[4]});
      EXPECT_TRUE(reconciled.insert(key).second) << "two rows for " << key;
      if (cells[4] == "net") continue;
      const auto found = due.find(key);
      ASSERT_NE(found, due.end()) << key;
      EXPECT_EQ(found->second, cells[5] + " " + cells[8]) << key;
    }
    EXPECT_GT(reconciled.size(), due.size() / 2);
    for (const LineRow& row : checked.result.lines) {
      if (!row.in_reconciliation || !row.amount.given || !row.booked.given || !row.difference.given) continue;
      EXPECT_EQ(row.difference.value, row.amount.value - row.booked.value) << checked.result.names[row.name] << " of " << checked.data.strings.view(row.worker);
    }
  });
}

/// Lines whose due or limit rests on the booked wage: more pay may raise them.
bool rests_on_booked_wage(const std::string& check) {
  for (const std::string_view head : {"contribution.", "bonus.", "severance", "leave_encashment", "leave_pay.maternity", "deduction_limit", "unlawful_deduction."}) {
    if (check.starts_with(head)) return true;
  }
  return false;
}

TEST(Property, MoreBasicPayBreaksNothingMore) {
  for_every_factory([](const Factory& factory, std::uint64_t seed) {
    Factory raised = factory;
    Dice dice(seed + 4000);
    TextTable& payroll = raised.tables.at("payroll");
    const std::size_t component = payroll.column("component"), amount = payroll.column("amount");
    for (auto& row : payroll.rows) {
      if (row[component] != "basic" || !dice.chance(70)) continue;
      const std::size_t dot = std::min(row[amount].find('.'), row[amount].size());
      const long whole = std::stol(row[amount].substr(0, dot));
      row[amount] = std::to_string(whole + whole * dice.between(1, 20) / 100 + 1) + row[amount].substr(dot);
    }
    const auto breaches = [](const Checked& checked) {
      std::map<std::string, std::int64_t> found;
      for (const Finding& f : checked.result.findings) {
        if (f.severity == Severity::breach && !rests_on_booked_wage(f.check)) found[f.worker + " " + f.check + " " + std::to_string(f.first)] = f.difference.value;
      }
      return found;
    };
    const auto before = breaches(check_files(factory.files())), after = breaches(check_files(raised.files()));
    std::int64_t fell = 0;
    for (const auto& [key, difference] : after) {
      const auto found = before.find(key);
      ASSERT_NE(found, before.end()) << key << " came with more pay";
      EXPECT_LE(difference, found->second) << key;
      fell += difference < found->second ? 1 : 0;
    }
    EXPECT_TRUE(fell > 0 || after.size() < before.size()) << "the rise reached nobody";
  });
}

// Holidays are left out: a law may pay them to a worker who came on no other day.
TEST(Property, AWorkerWithTermsAloneIsShortOfNoPayOnOrdinaryDays) {
  std::size_t seen = 0;
  for_every_factory([&](const Factory& made, std::uint64_t) {
    Factory factory = made;
    const std::string month = factory.tables.at("payroll").rows.front()[1].substr(0, 8);
    TextTable& calendar = factory.tables.at("calendar");
    calendar.rows.clear();
    for (int day = 1; day <= 30; ++day) {
      const std::string date = month + (day < 10 ? "0" : "") + std::to_string(day);
      const auto parsed = quantity::parse_date(date);
      if (static_cast<int>((*parsed).weekday()) != 6) calendar.rows.push_back({date, "working_day", ""});
    }
    std::set<std::string> silent = workers_of(factory);
    for (const auto& [name, table] : factory.tables) {
      const std::size_t column = table.column("worker_id");
      if (name == "workers" || column == table.header.size()) continue;
      for (const auto& row : table.rows) silent.erase(row[column]);
    }
    seen += silent.size();
    const Checked checked = check_files(factory.files());
    for (const Finding& f : checked.result.findings) {
      if (f.severity != Severity::breach || !silent.contains(f.worker)) continue;
      // Insurance is due from the day of hire, records or none.
      EXPECT_TRUE(f.check.starts_with("registration.")) << f.worker << " " << f.check << " " << f.difference.value;
    }
  });
  EXPECT_GT(seen, 10U);
}

}  // namespace
}  // namespace wageproof::reconcile
