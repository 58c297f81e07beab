// The working of the sample factory's figures: what is explained is what was checked, and its last step rounds to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "wageproof/due/line_values.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/reconcile/explain.hpp"

namespace wageproof::reconcile {
namespace {

constexpr std::size_t kUsualWorkers = 60;

struct Sample {
  records::Dataset data;
  Result result;
  std::map<std::string, std::vector<LineRow>> lines;  ///< by worker
};

const Sample& sample() {
  static const Sample kSample = [] {
    Sample s;
    auto data = readers::read_folder(std::string(WAGEPROOF_SOURCE_DIR) + "/examples/factory-kh");
    EXPECT_TRUE(data.ok()) << data.status().message();
    if (!data.ok()) return s;
    s.data = std::move(data).value();
    auto result = check(s.data, {});
    EXPECT_TRUE(result.ok()) << result.status().message();
    if (result.ok()) s.result = std::move(result).value();
    return s;
  }();
  return kSample;
}

/// The lines of some sixty workers spread over the factory; of all, where WAGEPROOF_EXPLAIN_ALL is set.
std::map<std::string, std::vector<LineRow>> workers_to_explain() {
  std::map<std::string, std::vector<LineRow>> all;
  for (const LineRow& row : sample().result.lines) {
    if (row.line >= 0) all[std::string(sample().data.strings.view(row.worker))].push_back(row);
  }
  if (std::getenv("WAGEPROOF_EXPLAIN_ALL") != nullptr) return all;
  const std::size_t every = std::max<std::size_t>(1, all.size() / kUsualWorkers);
  std::map<std::string, std::vector<LineRow>> some;
  std::size_t position = 0;
  for (auto& [worker, rows] : all) {
    if (position++ % every == 0) some.emplace(worker, std::move(rows));
  }
  return some;
}

std::string text_of(const Figure& f) { return f.given ? std::to_string(f.value) : "-"; }

std::string text_of(const LineRow& row, const std::vector<std::string>& names) {
  std::string text = names[row.name] + " " + std::to_string(row.first) + ".." + std::to_string(row.last) + " " + names[row.currency_name];
  for (const Figure* f : {&row.quantity, &row.amount, &row.booked, &row.difference, &row.paid, &row.owed}) text += " " + text_of(*f);
  return text + " " + std::to_string(static_cast<int>(row.status)) + (row.in_due ? " due" : "") + (row.in_reconciliation ? " reconciled" : "");
}

/// `at least 11.496153… USD (uncertain)` in millionths; digits beyond the sixth are cut off, which no half can notice.
std::int64_t micro_of(std::string text) {
  if (text.starts_with("at least ")) text.erase(0, 9);
  const bool negative = text.starts_with("-");
  std::int64_t micro = 0;
  int places = -1;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.' && places < 0) {
      places = 0;
    } else if (c >= '0' && c <= '9') {
      micro = micro * 10 + (c - '0');
      if (places >= 0) ++places;
    } else {
      break;
    }
  }
  for (int p = std::max(places, 0); p < 6; ++p) micro *= 10;
  return negative ? -micro : micro;
}

std::int64_t half_away(std::int64_t micro, std::int64_t step) {
  const std::int64_t magnitude = micro < 0 ? -micro : micro;
  const std::int64_t rounded = (magnitude + step / 2) / step * step;
  return micro < 0 ? -rounded : rounded;
}

TEST(Explain, GivesTheChecksOwnRowsAndRoundsTheLastStepToThem) {
  const auto workers = workers_to_explain();
  ASSERT_GE(workers.size(), kUsualWorkers);
  std::size_t compared = 0, rounded = 0;
  std::set<std::string> lines_seen;
  for (const auto& [worker, rows] : workers) {
    const auto working = explain(sample().data, {}, worker, rows.front().last, "");
    ASSERT_TRUE(working.ok()) << worker << ": " << working.status().message();
    std::map<std::string, const WorkingLine*> explained;
    for (const WorkingLine& line : working->lines) EXPECT_TRUE(explained.emplace(line.line, &line).second) << worker << " " << line.line << " twice";
    for (const LineRow& row : rows) {
      const std::string& name = sample().result.names[row.name];
      if (row.amount.given && row.amount.value == 0) continue;
      const auto found = explained.find(name);
      ASSERT_NE(found, explained.end()) << worker << " " << name;
      const WorkingLine& line = *found->second;
      EXPECT_EQ(text_of(row, sample().result.names), text_of(line.row, working->result.names)) << worker;
      ++compared;
      ASSERT_FALSE(line.steps.empty()) << worker << " " << name;
      EXPECT_EQ(line.steps.back().name, name);
      lines_seen.insert(name);
      if (!row.amount.given || line.steps.back().results.empty()) continue;
      // Where the condition does not hold nothing is due, whatever the formula would give.
      const bool applies = std::none_of(line.steps.begin(), line.steps.end(), [](const WorkingStep& s) {
        return s.name == "applies when" && (s.results.empty() || s.results.back().value != "yes");
      });
      ASSERT_EQ(line.exact, line.steps.back().results.back().value);
      const std::int64_t step = due::silent_step_micro(sample().result.names[row.currency_name]);
      EXPECT_NE(line.rounding.find("half away from zero"), std::string::npos) << name;
      EXPECT_EQ(row.amount.value, applies ? half_away(micro_of(line.exact), step) : 0) << worker << " " << name << ": " << line.exact;
      ++rounded;
    }
  }
  EXPECT_GT(compared, workers.size() * 5);
  EXPECT_GT(rounded, compared / 2);
  EXPECT_GT(lines_seen.size(), 10U);
}

TEST(Explain, GivesTheFindingsOfTheWorkerAlone) {
  std::size_t compared = 0;
  for (const auto& [worker, rows] : workers_to_explain()) {
    const auto working = explain(sample().data, {}, worker, rows.front().last, "");
    ASSERT_TRUE(working.ok()) << working.status().message();
    std::vector<std::string> whole, alone;
    for (const Finding& f : sample().result.findings) {
      if (f.worker == worker) whole.push_back(f.check + " " + text_of(f.expected) + " " + text_of(f.found) + " " + text_of(f.difference) + " " + f.evidence);
    }
    for (const Finding& f : working->result.findings) alone.push_back(f.check + " " + text_of(f.expected) + " " + text_of(f.found) + " " + text_of(f.difference) + " " + f.evidence);
    std::sort(whole.begin(), whole.end());
    std::sort(alone.begin(), alone.end());
    EXPECT_EQ(whole, alone) << worker;
    compared += whole.size();
  }
  EXPECT_GT(compared, 0U);
}

TEST(Explain, OneLineIsTheSameAsAmongAll) {
  const auto workers = workers_to_explain();
  ASSERT_FALSE(workers.empty());
  const auto& [worker, rows] = *workers.begin();
  for (const LineRow& row : rows) {
    const std::string& name = sample().result.names[row.name];
    const auto one = explain(sample().data, {}, worker, row.last, name);
    ASSERT_TRUE(one.ok()) << one.status().message();
    ASSERT_EQ(one->lines.size(), 1U) << name;
    EXPECT_EQ(text_of(row, sample().result.names), text_of(one->lines[0].row, one->result.names));
  }
}

TEST(Explain, TheNetIsMadeOfItsParts) {
  std::size_t compared = 0;
  for (const LineRow& row : sample().result.lines) {
    if (row.line >= 0 || !row.amount.given) continue;
    const std::string worker(sample().data.strings.view(row.worker));
    const auto working = explain(sample().data, {}, worker, row.last, "net");
    ASSERT_TRUE(working.ok()) << working.status().message();
    ASSERT_EQ(working->lines.size(), 1U) << worker;
    const WorkingLine& net = working->lines[0];
    EXPECT_EQ(text_of(row, sample().result.names), text_of(net.row, working->result.names)) << worker;
    std::map<std::string, std::int64_t> parts;
    for (const WorkingStep& s : net.steps) {
      ASSERT_EQ(s.results.size(), 1U) << s.name;
      parts[s.name] = micro_of(s.results[0].value);
    }
    EXPECT_EQ(parts["net"], parts["pay lines"] + parts["shortfall of floors"] + parts["booked beside them"] - parts["contributions"] -
                                (parts["deductions booked"] - parts["unlawful deductions"])) << worker;
    EXPECT_EQ(row.amount.value, half_away(parts["net"], due::silent_step_micro(sample().result.names[row.currency_name]))) << worker;
    if (++compared == kUsualWorkers) break;
  }
  EXPECT_EQ(compared, kUsualWorkers);
}

TEST(Explain, PointsAtThePayslipRowsThatAnswerALine) {
  const auto workers = workers_to_explain();
  std::size_t found = 0;
  for (const auto& [worker, rows] : workers) {
    const auto working = explain(sample().data, {}, worker, rows.front().last, "basic_pay");
    ASSERT_TRUE(working.ok()) << working.status().message();
    for (const WorkingLine& line : working->lines) {
      if (!line.row.booked.given || line.row.booked.value == 0) continue;
      ASSERT_FALSE(line.booked_at.empty()) << worker;
      for (const std::string& place : line.booked_at) EXPECT_EQ(place.rfind("payroll.csv:", 0), 0U) << place;
      ++found;
    }
    if (found > 5) break;
  }
  EXPECT_GT(found, 5U);
}

TEST(Explain, SaysWhatItDoesNotKnow) {
  const auto day = sample().result.lines.front().last;
  const auto nobody = explain(sample().data, {}, "no-such-worker", day, "");
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.status().code(), quantity::StatusCode::not_found);
  const std::string worker(sample().data.strings.view(sample().result.lines.front().worker));
  const auto no_line = explain(sample().data, {}, worker, day, "no_such_line");
  ASSERT_FALSE(no_line.ok());
  EXPECT_NE(no_line.status().message().find("no_such_line"), std::string::npos);
  const auto no_period = explain(sample().data, {}, worker, day + 400, "");
  ASSERT_FALSE(no_period.ok());
  EXPECT_EQ(no_period.status().code(), quantity::StatusCode::not_found);
}

}  // namespace
}  // namespace wageproof::reconcile
