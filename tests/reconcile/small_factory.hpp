// Small factories made from a seed, as tables of text that a test may shuffle, split and change before they are read.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile::testing {

/// One CSV table: every row has as many cells as the header.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;

  [[nodiscard]] std::size_t column(std::string_view name) const {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  }
  [[nodiscard]] std::string csv() const {
    std::string text = line(header);
    for (const auto& row : rows) text += line(row);
    return text;
  }

 private:
  static std::string line(const std::vector<std::string>& cells) {
    std::string text;
    for (const std::string& cell : cells) text += (&cell == cells.data() ? "" : ",") + cell;
    return text + "\n";
  }
};

struct Factory {
  std::string employer_json;
  std::map<std::string, TextTable> tables;

  [[nodiscard]] std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> files{{"employer.json", employer_json}};
    for (const auto& [name, table] : tables) files[name + ".csv"] = table.csv();
    return files;
  }
};

/// Numbers that are the same on every machine; the distributions of the standard library are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0 … sides - 1
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(engine_() % sides); }
  int between(int least, int most) { return least + static_cast<int>(roll(static_cast<std::size_t>(most - least + 1))); }
  /// True in `percent` of a hundred throws.
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <class Range>
  const auto& pick(const Range& range) {
    return *(std::begin(range) + static_cast<std::ptrdiff_t>(roll(std::size(range))));
  }
  template <class Rows>
  void shuffle(Rows& rows) {
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[roll(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

/// What differs from country to country.
struct Country {
  std::string law, currency, attributes;
  int year = 0, month = 0;
  int lowest_wage = 0, highest_wage = 0, cents = 0;  ///< money in whole units, with so many decimals in amounts
  std::vector<std::string> grades;
  std::vector<std::string> holidays;                 ///< days of the month on which some are at work
  std::vector<std::string> allowances, contributions;
};

inline const std::vector<Country>& countries() {
  static const std::vector<Country> kCountries{
      {"kh", "USD", R"("sector": "garment", "size": 500)", 2025, 10, 190, 320, 2, {"", "operator"}, {"2025-10-15", "2025-10-29"},
       {"attendance", "transport", "seniority", "meal"}, {"nssf_risk.employer", "nssf_health.employer", "nssf_pension.employee", "nssf_pension.employer"}},
      {"bd", "BDT", R"("sector": "rmg")", 2026, 6, 6000, 9500, 2, {"1", "2", "3", "4", ""}, {},
       {"housing", "medical", "transport", "food"}, {"provident_fund.employee", "provident_fund.employer"}},
      {"id", "IDR", R"("region": "kab_demak", "sector": "garment", "risk_class": "i", "size": 400)", 2026, 5, 2500000, 6000000, 0, {""},
       {"2026-05-01", "2026-05-14", "2026-05-27"}, {"fixed", "transport", "meal"},
       {"jht.employee", "jht.employer", "jkk.employer", "jkm.employer", "jp.employee", "jp.employer", "bpjs_health.employee", "bpjs_health.employer"}},
  };
  return kCountries;
}

/// Makes one factory: 20 to 60 workers and a month of their records, with the untidiness of real ones.
class FactoryMaker {
 public:
  FactoryMaker(const Country& country, std::uint64_t seed) : country_(country), dice_(seed) {}

  Factory make() {
    factory_.employer_json = R"({"employer_id": "F1", "law": ")" + country_.law + R"(", "currency": ")" + country_.currency +
                             R"(", "period": "monthly", "attributes": {)" + country_.attributes + "}}";
    begin("workers", {"worker_id", "valid_from", "hired_on", "left_on", "sex", "birth_date", "contract", "pay_basis", "wage", "grade",
                      "rest_weekday", "week_days", "insurance_no"});
    begin("time", {"worker_id", "date", "start", "end", "break_minutes", "break_start", "kind"});
    begin("hours", {"worker_id", "date", "minutes", "overtime_minutes", "night_minutes"});
    begin("totals", {"worker_id", "start", "end", "days", "minutes", "overtime_minutes", "night_minutes"});
    begin("punches", {"worker_id", "at", "direction"});
    begin("leave", {"worker_id", "date", "type", "fraction", "paid"});
    begin("balances", {"worker_id", "as_of", "leave_type", "days"});
    begin("pieces", {"worker_id", "date", "item", "quantity", "rate"});
    begin("payroll", {"worker_id", "period_start", "period_end", "component", "amount", "currency", "fixed"});
    begin("calendar", {"date", "kind", "worker_id"});
    begin("rates", {"valid_from", "from", "to", "rate"});
    first_ = day(1);
    last_ = quantity::last_day_of_month(first_);
    for (const std::string& date : country_.holidays) add("calendar", {date, "public_holiday", ""});
    if (country_.law == "kh") {
      add("rates", {text(first_), "USD", "KHR", "4012"});
      add("rates", {text(day(16)), "USD", "KHR", "4000"});
    }
    const int count = dice_.between(20, 60);
    for (int w = 0; w < count; ++w) add_worker("W" + std::to_string(1000 + w));
    return std::move(factory_);
  }

 private:
  void begin(const std::string& table, std::vector<std::string> header) { factory_.tables[table].header = std::move(header); }
  void add(const std::string& table, std::vector<std::string> row) { factory_.tables[table].rows.push_back(std::move(row)); }
  [[nodiscard]] quantity::Date day(int number) const { return quantity::Date::of(country_.year, country_.month, number); }
  static std::string text(quantity::Date date) { return quantity::to_text(date); }
  static std::string padded(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }
  static std::string clock(int minutes) { return padded(minutes / 60 % 24) + ":" + padded(minutes % 60); }
  std::string money(int whole) { return std::to_string(whole) + (country_.cents == 0 ? "" : "." + padded(dice_.between(0, 99))); }
  std::string date_near(int year, int years) {
    return text(quantity::Date::of(year - static_cast<int>(dice_.roll(static_cast<std::size_t>(years))), dice_.between(1, 12), dice_.between(1, 28)));
  }

  void add_worker(const std::string& id) {
    const int wage = dice_.between(country_.lowest_wage, country_.highest_wage);
    const bool daily = dice_.chance(15), five_days = dice_.chance(20);
    rest_weekday_ = dice_.chance(80) ? 6 : dice_.between(0, 6);
    static constexpr std::array<const char*, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::vector<std::string> row{id, "", date_near(country_.year - 1, 6), "", dice_.chance(80) ? "f" : "m", date_near(country_.year - 19, 30),
                                 dice_.chance(80) ? "permanent" : "fixed_term", daily ? "daily" : "monthly",
                                 std::to_string(daily ? wage / 26 : wage), dice_.pick(country_.grades),
                                 kWeekdays[static_cast<std::size_t>(rest_weekday_)], five_days ? "5" : "6",
                                 dice_.chance(90) ? "10" + id.substr(1) : ""};
    if (dice_.chance(5)) row[2] = text(day(dice_.between(2, 20)));
    if (dice_.chance(5)) row[3] = text(day(dice_.between(21, 28)));
    const bool rise = dice_.chance(15) && row[3].empty();
    if (rise) row[1] = row[2];
    add("workers", row);
    if (rise) {
      row[1] = text(day(dice_.between(21, 25)));
      row[8] = std::to_string((daily ? wage / 26 : wage) + 5);
      add("workers", row);
    }
    // A worker of whom nothing but the terms is known.
    if (dice_.chance(5)) return;
    add_record(id, five_days);
    if (dice_.chance(10)) add_pieces(id);
    if (dice_.chance(50)) add("balances", {id, text(first_), "annual", std::to_string(dice_.between(0, 18))});
    if (dice_.chance(93)) add_payslip(id, wage, daily);
  }

  void add_record(const std::string& id, bool five_days) {
    const int kind = dice_.between(0, 9);
    if (kind == 0) {
      add("totals", {id, text(first_), text(last_), "26", std::to_string(26 * 480 + 600), "600", dice_.chance(50) ? "120" : ""});
      return;
    }
    for (quantity::Date date = first_; date <= last_; date = quantity::Date::from_serial(date.serial() + 1)) {
      const int weekday = static_cast<int>(date.weekday());
      const bool free = weekday == rest_weekday_ || (five_days && weekday == (rest_weekday_ + 6) % 7);
      if (free && !dice_.chance(6)) continue;
      if (!free && dice_.chance(6)) {
        add_leave(id, text(date));
        continue;
      }
      if (dice_.chance(2)) continue;
      if (kind == 1) add_hours(id, text(date));
      else if (kind == 2) add_punches(id, date);
      else add_shift(id, text(date));
    }
  }

  void add_leave(const std::string& id, const std::string& date) {
    static constexpr std::array<const char*, 6> kTypes{"annual", "annual", "sick", "unpaid", "special", "absent"};
    const bool half = dice_.chance(15);
    add("leave", {id, date, dice_.pick(kTypes), half ? "0.5" : "", dice_.chance(10) ? "no" : ""});
  }

  void add_hours(const std::string& id, const std::string& date) {
    const int minutes = 480 + (dice_.chance(30) ? dice_.between(1, 200) : 0);
    add("hours", {id, date, std::to_string(minutes), dice_.chance(30) ? std::to_string(minutes - 480) : "", dice_.chance(70) ? "0" : ""});
  }

  void add_punches(const std::string& id, quantity::Date date) {
    const bool told = dice_.chance(50);
    const auto punch = [&](int minutes, const char* direction) {
      const quantity::Date on = quantity::Date::from_serial(date.serial() + minutes / 1440);
      add("punches", {id, text(on) + "T" + clock(minutes) + ":" + padded(dice_.between(0, 59)), told ? direction : ""});
    };
    const int start = 415 + dice_.between(0, 10);
    punch(start, "in");
    punch(690, "out");
    punch(750, "in");
    if (dice_.chance(96)) punch(960 + (dice_.chance(25) ? dice_.between(10, 150) : 0), "out");
  }

  void add_shift(const std::string& id, const std::string& date) {
    if (dice_.chance(1)) {
      add("time", {id, date, "07:00", "", "", "", ""});
      return;
    }
    if (dice_.chance(5)) {
      add("time", {id, date, "06:00", "10:30", "", "", ""});
      add("time", {id, date, "14:00", dice_.chance(20) ? "19:45" : "18:00", "", "", dice_.chance(20) ? "training" : ""});
      return;
    }
    const int start = dice_.chance(10) ? 1320 : 420 + dice_.between(-10, 10);
    const int length = 540 + (dice_.chance(25) ? dice_.between(15, 240) : 0);
    add("time", {id, date, clock(start), clock(start + length), "60", dice_.chance(40) && start < 600 ? "11:00" : "", ""});
  }

  void add_pieces(const std::string& id) {
    for (int lot = 0; lot < 5; ++lot) {
      add("pieces", {id, text(day(dice_.between(1, 28))), "collar", std::to_string(dice_.between(10, 200)), country_.cents == 0 ? "850" : "0.085"});
    }
  }

  void add_payslip(const std::string& id, int wage, bool daily) {
    const auto line = [&](const std::string& component, const std::string& amount) {
      add("payroll", {id, text(first_), text(last_), component, amount, "", component.starts_with("allowance.") && dice_.chance(30) ? "yes" : ""});
    };
    const int basic = daily ? wage / 26 * dice_.between(22, 27) : wage * dice_.between(85, 105) / 100;
    line("basic", money(basic));
    if (dice_.chance(60)) line("overtime", money(wage * dice_.between(1, 30) / 100));
    if (dice_.chance(15)) line("rest_day_premium", money(wage * dice_.between(3, 8) / 100));
    if (dice_.chance(15)) line("holiday_premium", money(wage * dice_.between(3, 8) / 100));
    if (dice_.chance(15)) line("night_premium", money(wage * dice_.between(1, 8) / 100));
    if (dice_.chance(25)) line("leave.annual", money(wage * dice_.between(1, 10) / 100));
    if (dice_.chance(5)) line("overtime", "-" + money(wage / 100));
    for (const std::string& name : country_.allowances) {
      if (dice_.chance(70)) line("allowance." + name, money(wage * dice_.between(2, 30) / 100));
    }
    for (const std::string& scheme : country_.contributions) {
      if (dice_.chance(85)) line("contribution." + scheme, money(wage * dice_.between(0, 5) / 100));
    }
    if (dice_.chance(20)) line("deduction.absence", money(wage * dice_.between(1, 12) / 100));
    if (dice_.chance(8)) line("deduction.fine", money(wage * dice_.between(1, 12) / 100));
    if (dice_.chance(30)) line("deduction.tax", money(wage * dice_.between(1, 5) / 100));
    if (dice_.chance(50)) line("net", money(basic));
  }

  const Country& country_;
  Dice dice_;
  Factory factory_;
  quantity::Date first_, last_;
  int rest_weekday_ = 6;
};

}  // namespace wageproof::reconcile::testing
