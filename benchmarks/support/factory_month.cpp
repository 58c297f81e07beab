// A worker at a time: terms, clock times, leave, and the payslip that the law asks for, with the planted breaches.
#include "support/factory_month.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "support/random.hpp"
#include "support/rows.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace {

using quantity::Date;
using records::DataTable;
using records::StringId;
using records::TableKind;
namespace f = records::field;

constexpr std::int64_t kMicro = 1000000;
constexpr std::int64_t kCentMicro = 10000;
constexpr std::int64_t kRielPerDollar = 4050;
constexpr std::int32_t kDays = 31;
constexpr int kHolidayDay = 8, kSundayWorked = 12;
constexpr int kScheduledDays = 27;  // the paid holiday is one of them
constexpr std::int32_t kNightStart = 22 * 60;

std::int32_t march(int day) { return Date::of(2023, 3, day).serial(); }
bool is_sunday(int day) { return day % 7 == 5; }  // 1 March 2023 was a Wednesday

// numerator / denominator dollars or riel, both positive, to a multiple of the step, halves up.
std::int64_t rounded(std::int64_t numerator_micro, std::int64_t denominator, std::int64_t step_micro) {
  const std::int64_t divisor = denominator * step_micro;
  return (2 * numerator_micro + divisor) / (2 * divisor) * step_micro;
}
std::int64_t cents(std::int64_t numerator_micro, std::int64_t denominator) { return rounded(numerator_micro, denominator, kCentMicro); }

enum class Breach : std::uint8_t { none, low_overtime, no_seniority, short_basic, no_weekly_rest, no_pension };

struct Worker {
  StringId id = 0;
  std::int64_t wage = 0;
  int hired_year = 0, hired_month = 0, hired_day = 0;
  bool probation = false, evening = false, maternity = false, works_overtime = false, works_holiday = false;
  int leave_day = 0, leave_days = 0;  // annual or sick days from a day of the month on
  records::LeaveType leave = records::LeaveType::annual;
  Breach breach = Breach::none;
};

// What the clock shows, as the law counts it. Minutes.
struct Work {
  std::int64_t overtime = 0, overtime_night = 0, normal_night = 0, holiday = 0, rest_day = 0, overtime_days = 0;
};

class Factory {
 public:
  explicit Factory(const FactoryOptions& options);
  FactoryMonth make();

 private:
  void describe(std::uint32_t number, Random& random);
  void spread(std::uint32_t kind);
  void employer();
  void terms(std::uint32_t number, Random& random);
  Work clock(Random& random);
  void leave();
  void payslip(const Work& work);
  void book(StringId component, std::int64_t amount, StringId currency);
  [[nodiscard]] std::int64_t seniority_bonus() const;

  FactoryOptions options_;
  FactoryMonth month_;
  records::Dataset& data_ = month_.data;
  Rows workers_, time_, leave_, payroll_;
  StringId employer_ = 0, usd_ = 0, khr_ = 0;
  Worker w_;
  struct Components {
    StringId basic, overtime, night, holiday, rest_day, annual, sick, maternity, attendance, transport, seniority, meal, risk, health,
        pension_employee, pension_employer, gross, net;
  } c_{};
};

Factory::Factory(const FactoryOptions& options)
    : options_(options), workers_(data_, TableKind::workers, options.workers), time_(data_, TableKind::time, std::size_t{options.workers} * 27),
      leave_(data_, TableKind::leave, options.workers), payroll_(data_, TableKind::payroll, std::size_t{options.workers} * 14) {
  records::StringPool& s = data_.strings;
  employer_ = s.intern("kh-benchmark");
  usd_ = s.intern("USD");
  khr_ = s.intern("KHR");
  c_ = {s.intern("basic"), s.intern("overtime"), s.intern("night_premium"), s.intern("holiday_premium"), s.intern("rest_day_premium"),
        s.intern("leave.annual"), s.intern("leave.sick"), s.intern("leave.maternity"), s.intern("allowance.attendance"),
        s.intern("allowance.transport"), s.intern("allowance.seniority"), s.intern("allowance.meal"),
        s.intern("contribution.nssf_risk.employer"), s.intern("contribution.nssf_health.employer"),
        s.intern("contribution.nssf_pension.employee"), s.intern("contribution.nssf_pension.employer"), s.intern("gross"), s.intern("net")};
}

void Factory::employer() {
  records::StringPool& s = data_.strings;
  Rows(data_, TableKind::employers, 1)
      .add()
      .text(f::employers::employer_id, employer_)
      .text(f::employers::law, s.intern("kh"))
      .text(f::employers::currency, usd_)
      .text(f::employers::period, s.intern("monthly"));
  data_[TableKind::employers].attributes = {{s.intern("sector"), {s.intern("garment")}},
                                            {s.intern("size"), {s.intern(std::to_string(options_.workers))}}};
  data_.laws = {{"kh"}};
  data_.periods = {{}};
  Rows rates(data_, TableKind::rates, 2);
  for (const auto& [day, riel] : {std::pair{1, kRielPerDollar + 20}, std::pair{16, kRielPerDollar}}) {
    rates.add()
        .text(f::rates::employer_id, employer_)
        .narrow(f::rates::valid_from, march(day))
        .text(f::rates::from, usd_)
        .text(f::rates::to, khr_)
        .wide(f::rates::rate, riel * kMicro);
  }
}

void Factory::describe(std::uint32_t number, Random& random) {
  w_ = {};
  std::string digits = std::to_string(number + 1);
  w_.id = data_.strings.intern("W" + std::string(7 - std::min<std::size_t>(7, digits.size()), '0') + digits);
  const std::uint32_t kind = number % 100;
  w_.probation = kind % 20 == 6;
  w_.evening = kind % 12 == 5;
  w_.maternity = kind == 57;
  w_.works_overtime = random.below(10) < 6;
  w_.works_holiday = random.below(100) < 35;
  w_.wage = (w_.probation ? 198 : 200) * kMicro + random.below(w_.probation ? 20 : 121) * (kMicro / 2);
  w_.hired_year = 2012 + random.below(11);
  w_.hired_month = 1 + random.below(12);
  w_.hired_day = 1 + random.below(28);
  if (w_.probation) {
    w_.hired_year = 2023;
    w_.hired_month = 1 + random.below(2);
  }
  if (w_.maternity) {
    w_.hired_year = 2012 + random.below(8);
    w_.hired_month = 6;
  }
  const std::int32_t chance = random.below(100);
  if (chance < 11 && !w_.maternity) {
    w_.leave = chance < 9 ? records::LeaveType::annual : (chance < 10 ? records::LeaveType::sick : records::LeaveType::unpaid);
    w_.leave_days = chance < 9 ? 1 + random.below(2) : 1;
    w_.leave_day = 13 + random.below(5);  // Monday the 13th to Friday the 17th: a second day is a working day too
  }
  if (options_.breach_percent) return spread(kind);
  switch (kind) {
    case 11: w_.breach = Breach::low_overtime; w_.works_overtime = true; break;
    case 31: w_.breach = Breach::no_seniority; w_.hired_year = std::min(w_.hired_year, 2020); break;
    case 52: w_.breach = Breach::short_basic; w_.wage += 20 * kMicro; break;  // still above the minimum
    case 73: w_.breach = Breach::no_weekly_rest; w_.leave_days = 0; w_.works_holiday = true; break;
    case 94: w_.breach = Breach::no_pension; break;
    default: break;
  }
}

// So many of each hundred workers get one of the breaches that any worker may have, in turn.
void Factory::spread(std::uint32_t kind) {
  if (kind >= *options_.breach_percent) return;
  constexpr Breach kTurns[] = {Breach::no_pension, Breach::low_overtime, Breach::short_basic, Breach::no_seniority};
  w_.breach = w_.maternity || w_.probation ? Breach::no_pension : kTurns[kind % 4];
  if (w_.breach == Breach::low_overtime) w_.works_overtime = true;
  if (w_.breach == Breach::short_basic) w_.wage += 20 * kMicro;
  if (w_.breach == Breach::no_seniority) w_.hired_year = std::min(w_.hired_year, 2020);
}

void Factory::terms(std::uint32_t number, Random& random) {
  const std::int32_t hired = Date::of(w_.hired_year, w_.hired_month, w_.hired_day).serial();
  const bool fixed_term = number % 100 % 3 == 1;
  workers_.add()
      .text(f::workers::employer_id, employer_)
      .text(f::workers::worker_id, w_.id)
      .narrow(f::workers::hired_on, hired)
      .narrow(f::workers::sex, static_cast<std::int32_t>(w_.maternity || !random.one_in(5) ? records::Sex::f : records::Sex::m))
      .narrow(f::workers::birth_date, Date::of(1970 + random.below(33), 1 + random.below(12), 1 + random.below(28)).serial())
      .narrow(f::workers::contract, static_cast<std::int32_t>(w_.probation ? records::Contract::probation
                                                              : fixed_term ? records::Contract::fixed_term
                                                                           : records::Contract::permanent))
      .narrow(f::workers::pay_basis, static_cast<std::int32_t>(records::PayBasis::monthly))
      .wide(f::workers::wage, w_.wage)
      .narrow(f::workers::rest_weekday, static_cast<std::int32_t>(records::Weekday::sun))
      .narrow(f::workers::week_days, 6)
      .text(f::workers::insurance_no, data_.strings.intern(std::to_string(10000000 + number)));
  if (w_.probation) workers_.narrow(f::workers::probation_until, hired + 89);
}

Work Factory::clock(Random& random) {
  Work work;
  if (w_.maternity) return work;
  for (int day = 1; day <= kDays; ++day) {
    const bool rest_day = is_sunday(day), holiday = day == kHolidayDay;
    if (rest_day && (w_.breach != Breach::no_weekly_rest || day != kSundayWorked)) continue;
    if (holiday && !w_.works_holiday) continue;
    if (day >= w_.leave_day && day < w_.leave_day + w_.leave_days) continue;
    const std::int32_t start = (w_.evening ? 14 : 7) * 60 - 10 + random.below(16);
    std::int32_t overtime = 0;
    // An evening's overtime on a Saturday would run into the one day of rest.
    const bool before_rest = w_.evening && is_sunday(day + 1);
    if (w_.works_overtime && !rest_day && !holiday && !before_rest && random.one_in(2)) overtime = 30 * (1 + random.below(4));
    // Eight hours and the hour between: overtime is what lies behind them.
    const std::int32_t normal_end = start + 9 * 60, end = normal_end + overtime;
    time_.add()
        .text(f::time::employer_id, employer_)
        .text(f::time::worker_id, w_.id)
        .narrow(f::time::date, march(day))
        .narrow(f::time::start, start * 60)
        .narrow(f::time::end, end % (24 * 60) * 60)
        .narrow(f::time::break_minutes, 60)
        .narrow(f::time::break_start, (start + 4 * 60) * 60);
    if (rest_day) {
      work.rest_day += 8 * 60;
    } else if (holiday) {
      work.holiday += 8 * 60;
    } else {
      work.overtime += overtime;
      work.overtime_night += std::max(0, end - std::max(normal_end, kNightStart));
      work.normal_night += std::max(0, normal_end - kNightStart);
      work.overtime_days += overtime > 0 ? 1 : 0;
    }
  }
  return work;
}

void Factory::leave() {
  const auto row = [&](int day, records::LeaveType type) {
    leave_.add()
        .text(f::leave::employer_id, employer_)
        .text(f::leave::worker_id, w_.id)
        .narrow(f::leave::date, march(day))
        .narrow(f::leave::type, static_cast<std::int32_t>(type));
  };
  for (int day = w_.leave_day; day < w_.leave_day + w_.leave_days; ++day) row(day, w_.leave);
  for (int day = 1; w_.maternity && day <= kDays; ++day) row(day, records::LeaveType::maternity);
}

// The bonus of each year of service for its share of the month's scheduled days.
std::int64_t Factory::seniority_bonus() const {
  const auto rate = [](int years) { return years < 1 ? 0 : std::min(11, years + 1); };
  const int before = 2022 - w_.hired_year, after = 2023 - w_.hired_year;
  if (w_.hired_month != 3) return rate(w_.hired_month < 3 ? after : before) * kMicro;
  int days_before = 0;
  for (int day = 1; day < w_.hired_day; ++day) days_before += is_sunday(day) ? 0 : 1;
  return cents((rate(before) * days_before + rate(after) * (kScheduledDays - days_before)) * kMicro, kScheduledDays);
}

void Factory::book(StringId component, std::int64_t amount, StringId currency) {
  if (amount == 0) return;
  payroll_.add()
      .text(f::payroll::employer_id, employer_)
      .text(f::payroll::worker_id, w_.id)
      .narrow(f::payroll::period_start, march(1))
      .narrow(f::payroll::period_end, march(kDays))
      .text(f::payroll::component, component)
      .wide(f::payroll::amount, amount)
      .text(f::payroll::currency, currency);
}

void Factory::payslip(const Work& work) {
  constexpr std::int64_t kDaysOfMonth = 26, kMinutesOfMonth = 208 * 60;
  std::int64_t gross = 0;
  const auto earn = [&](StringId component, std::int64_t amount) {
    book(component, amount, usd_);
    gross += amount;
  };
  const auto plant = [&](const char* check) { ++month_.planted[check]; };
  const std::int64_t off = w_.leave_days;
  if (w_.maternity) {
    earn(c_.maternity, cents(w_.wage, 2));
  } else {
    std::int64_t basic = cents(w_.wage * (kDaysOfMonth - off), kDaysOfMonth);
    if (w_.breach == Breach::short_basic) {
      basic -= 10 * kMicro;
      plant("basic_pay");
    }
    earn(c_.basic, basic);
    if (w_.leave == records::LeaveType::annual) earn(c_.annual, cents(w_.wage * off, kDaysOfMonth));
    if (w_.leave == records::LeaveType::sick) earn(c_.sick, cents(w_.wage * off, kDaysOfMonth));
    const bool low = w_.breach == Breach::low_overtime;
    if (low && work.overtime > 0) plant("overtime_pay");
    earn(c_.overtime, low ? cents(w_.wage * 5 * work.overtime, kMinutesOfMonth * 4)
                          : cents(w_.wage * (3 * work.overtime + work.overtime_night), kMinutesOfMonth * 2));
    earn(c_.night, cents(w_.wage * 3 * work.normal_night, kMinutesOfMonth * 10));
    earn(c_.holiday, cents(w_.wage * work.holiday, kMinutesOfMonth));
    earn(c_.rest_day, cents(w_.wage * 2 * work.rest_day, kMinutesOfMonth));
    if (off == 0 || w_.leave != records::LeaveType::unpaid) earn(c_.attendance, 10 * kMicro);
    earn(c_.transport, 7 * kMicro);
    if (w_.breach == Breach::no_seniority) plant("allowance.seniority");
    else earn(c_.seniority, seniority_bonus());
    earn(c_.meal, work.overtime_days * kMicro / 2);
  }
  if (w_.breach == Breach::no_weekly_rest) plant("weekly_rest");
  const std::int64_t riel = gross * kRielPerDollar;
  const std::int64_t bracket = 50000 * kMicro;
  const std::int64_t insured = riel <= 200000 * kMicro    ? 200000 * kMicro
                               : riel > 1200000 * kMicro ? 1200000 * kMicro
                                                         : (riel - 1) / bracket * bracket + bracket / 2;
  const std::int64_t pension = rounded(std::clamp(riel, 400000 * kMicro, 1200000 * kMicro) / 50, 1, kMicro);
  book(c_.risk, rounded(insured / 125, 1, kMicro), khr_);
  book(c_.health, rounded(insured / 500 * 13, 1, kMicro), khr_);
  book(c_.pension_employee, pension, khr_);
  if (w_.breach == Breach::no_pension) plant("contribution.nssf_pension.employer");
  else book(c_.pension_employer, pension, khr_);
  book(c_.gross, gross, usd_);
  book(c_.net, cents(gross * kRielPerDollar - pension, kRielPerDollar), usd_);
}

// Puts the rows of a table into another order: row i of the new is row `from[i]` of the old.
void reorder(DataTable& table, const std::vector<std::uint32_t>& from) {
  const auto move = [&](auto& column) {
    if (column.empty()) return;
    auto old = column;
    for (std::size_t i = 0; i < from.size(); ++i) column[i] = old[from[i]];
  };
  for (records::Column& column : table.columns) {
    move(column.narrow);
    move(column.wide);
  }
}

FactoryMonth Factory::make() {
  employer();
  for (std::uint32_t number = 0; number < options_.workers; ++number) {
    Random random(options_.seed, number);
    describe(number, random);
    terms(number, random);
    const Work work = clock(random);
    leave();
    payslip(work);
  }
  if (options_.order == RowOrder::by_date) {
    DataTable& time = data_[TableKind::time];
    std::vector<std::uint32_t> from(time.row_count());
    std::iota(from.begin(), from.end(), 0U);
    std::stable_sort(from.begin(), from.end(), [&](std::uint32_t a, std::uint32_t b) { return time.narrow(f::time::date, a) < time.narrow(f::time::date, b); });
    reorder(time, from);
  }
  return std::move(month_);
}

}  // namespace

FactoryMonth make_factory_month(const FactoryOptions& options) { return Factory(options).make(); }

}  // namespace wageproof::benchmarks
