// One employer's records under a law of a few lines, read up to the worked minutes of each day.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/due/bookings.hpp"
#include "wageproof/due/facts.hpp"
#include "wageproof/law/load.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/records/worker_index.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::worktime::testing {

/// Eight hours a day, 48 a week, night from ten to five, Sunday of rest; 1 May 2024 a holiday.
struct SmallLaw {
  std::string normal_day = "8 hours", normal_week = "48 hours";
  std::string night = R"([{"from": "2020-01-01", "start": "22:00", "end": "05:00"}])";
  std::string rules;       ///< further members of `worktime`, each with a comma in front
  std::string attributes;  ///< members of `attributes`
  std::string formulas;    ///< further formulas, each with a comma in front

  [[nodiscard]] std::string json() const {
    return R"json({"pack": "xx", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "UTC",
      "sources": {"S1": {"instrument": "Labour Code", "article": "art. 1"}},
      "calendar": {"rest_weekday": "sun", "holidays": [{"year": 2024, "source": "S1", "days": {"2024-05-01": "Labour Day", "2024-06-02": "a Sunday"}}]},
      "attributes": {)json" + attributes + R"json(},
      "worktime": {"source": "S1", "normal_day": ")json" + normal_day + R"json(", "normal_week": ")json" + normal_week +
           R"json(", "night": )json" + night + rules + R"json(},
      "formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S1"})json" + formulas + R"json(},
      "lines": {
        "overtime_pay": {"role": "pay", "formula": "sum(overtime_minutes * hour * 1.5)", "answers": ["overtime"], "source": "S1"},
        "daily_rest": {"role": "limit", "grain": "day", "unit": "minutes", "formula": "known_or(rest_before_minutes, 11 hours)", "limit": "11 hours", "compare": "at_least", "source": "S1"},
        "weekly_rest": {"role": "limit", "grain": "week", "unit": "minutes", "formula": "longest_rest_minutes", "limit": "24 hours", "compare": "at_least", "source": "S1"}
      }})json";
  }
};

inline std::shared_ptr<const law::Pack> load(const SmallLaw& law) {
  const law::LoadReport report = law::examine_pack(law.json(), "xx.json");
  EXPECT_TRUE(report.ok()) << law::to_text(report.diagnostics);
  return report.pack;
}

inline records::Dataset read(std::map<std::string, std::string> files) {
  files.try_emplace("employer.json", R"({"employer_id": "F1", "law": ["xx"], "currency": "USD", "period": "monthly"})");
  files.try_emplace("workers.csv", "worker_id,hired_on,pay_basis,wage\nW1,2020-01-01,monthly,208\n");
  std::vector<readers::InputFile> inputs;
  for (auto& [name, bytes] : files) inputs.push_back({name, {}, std::move(bytes)});
  auto data = readers::read_files(std::move(inputs));
  EXPECT_TRUE(data.ok()) << data.status().message();
  if (!data.ok()) return {};
  EXPECT_TRUE(data->rejects.empty()) << data->rejects.front().column << " '" << data->rejects.front().value << "' " << data->rejects.front().reason;
  return std::move(data).value();
}

/// All workers in one batch, their days classified, ready to be asked.
class Timeline {
 public:
  explicit Timeline(std::map<std::string, std::string> files, const SmallLaw& law = {}, std::vector<std::string> sets = {})
      : pack(load(law)), plan(pack), data(read(std::move(files))), index(data),
        setting(Setting::make(data, index, plan, index.employers().front(), worktime::days_by_employer(data)[index.employers().front().id], {})), batch(setting), bookings(setting, std::move(sets)),
        facts(batch, bookings, holes), evaluator(plan) {
    batch.load(0, static_cast<std::uint32_t>(index.worker_count()));
    bookings.load(batch);
    facts.begin();
    evaluator.begin(batch.frame(), facts);
    batch.classify(evaluator);
  }
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  [[nodiscard]] std::size_t row(std::string_view date, std::uint32_t worker = 0) const {
    const auto day = quantity::parse_date(date);
    EXPECT_TRUE(day && setting.inside((*day).serial())) << date << " lies outside the records";
    return std::size_t{worker} * setting.days + setting.day_index((*day).serial());
  }
  [[nodiscard]] const DayMinutes& minutes() const { return batch.minutes(); }
  [[nodiscard]] std::int32_t worked(std::string_view date) const { return minutes().worked[row(date)]; }
  [[nodiscard]] std::int32_t night(std::string_view date) const { return minutes().night[row(date)]; }
  [[nodiscard]] std::int32_t normal(std::string_view date) const { return minutes().normal[row(date)]; }
  [[nodiscard]] std::int32_t overtime(std::string_view date) const { return minutes().overtime[row(date)]; }
  [[nodiscard]] std::int32_t overtime_night(std::string_view date) const { return minutes().overtime_night[row(date)]; }
  [[nodiscard]] std::int32_t rest_day(std::string_view date) const { return minutes().rest_day[row(date)]; }
  [[nodiscard]] std::int32_t holiday(std::string_view date) const { return minutes().holiday[row(date)]; }
  [[nodiscard]] bool has(std::string_view date, DayBits bit) const { return (batch.bits()[row(date)] & bit) != 0; }

  std::shared_ptr<const law::Pack> pack;
  law::Plan plan;
  records::Dataset data;
  records::WorkerIndex index;
  Setting setting;
  Batch batch;
  due::Bookings bookings;
  std::vector<due::Hole> holes;
  due::Facts facts;
  law::Evaluator evaluator;
};

/// The rows of `time.csv` for worker W1: `date,start,end,break_minutes,break_start`.
inline std::map<std::string, std::string> time_rows(const std::string& rows) {
  return {{"time.csv", "worker_id,date,start,end,break_minutes,break_start,kind\n" + rows}};
}

}  // namespace wageproof::worktime::testing
