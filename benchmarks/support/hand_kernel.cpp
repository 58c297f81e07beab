// One pass over each worker's rows: minutes by kind from the clock, days from the leave, gross from the payslip.
#include "support/hand_kernel.hpp"

#include <algorithm>
#include <string_view>
#include <thread>

#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace {

using records::DataTable;
using records::StringId;
using records::TableKind;
namespace f = records::field;

constexpr std::int64_t kMicro = 1000000;
constexpr std::int32_t kDay = 24 * 60, kNormalDay = 8 * 60, kNightStart = 22 * 60, kNightEnd = 29 * 60;

std::int64_t round_half_up(std::int64_t numerator, std::int64_t denominator, std::int64_t step) {
  const std::int64_t divisor = denominator * step;
  return (2 * numerator + divisor) / (2 * divisor) * step;
}

// First row of each worker: rows stand in the order of `workers`, so one pass finds them.
std::vector<std::uint32_t> first_rows(const DataTable& table, int field, const std::int32_t* ids, std::size_t workers) {
  const std::int32_t* of = table.columns[static_cast<std::size_t>(field)].narrow.data();
  std::vector<std::uint32_t> begin(workers + 1, 0);
  std::uint32_t row = 0;
  const auto rows = static_cast<std::uint32_t>(table.row_count());
  for (std::size_t w = 0; w < workers; ++w) {
    begin[w] = row;
    while (row < rows && of[row] == ids[w]) ++row;
  }
  begin[workers] = row;
  return begin;
}

// Minutes of [from, to) in the two nights that a shift can meet.
std::int32_t at_night(std::int32_t from, std::int32_t to) {
  return std::max(0, std::min(to, kNightEnd) - std::max(from, kNightStart)) + std::max(0, std::min(to, kNightEnd - kDay) - from);
}

struct Columns {
  const std::int32_t *date, *start, *end, *break_minutes, *break_start;
  const std::int32_t *leave_date, *leave_type;
  const std::int32_t *component;
  const std::int64_t* amount;
  const std::int64_t* wage;
  const std::int32_t* contract;
  std::vector<std::uint32_t> time_begin, leave_begin, payroll_begin;
  std::vector<std::uint8_t> in_gross;  ///< by string id
  std::int32_t first_day = 0;
  std::uint32_t scheduled = 0, holidays = 0;  ///< a bit a day of the month
  std::int64_t riel_per_dollar_micro = 0;
};

bool is_gross(std::string_view c) {
  for (const std::string_view exact : {"basic", "piece", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "holiday_pay", "rest_day_pay", "leave_encashment"}) {
    if (c == exact) return true;
  }
  if (c == "bonus.seniority_indemnity" || c == "bonus.seniority_back_pay") return false;
  return c.starts_with("leave.") || c.starts_with("allowance.") || c.starts_with("bonus.");
}

Columns columns_of(const records::Dataset& data) {
  const DataTable &time = data[TableKind::time], &leave = data[TableKind::leave], &payroll = data[TableKind::payroll], &workers = data[TableKind::workers];
  const auto narrow = [](const DataTable& t, int field) { return t.columns[static_cast<std::size_t>(field)].narrow.data(); };
  Columns c{};
  c.date = narrow(time, f::time::date);
  c.start = narrow(time, f::time::start);
  c.end = narrow(time, f::time::end);
  c.break_minutes = narrow(time, f::time::break_minutes);
  c.break_start = narrow(time, f::time::break_start);
  c.leave_date = narrow(leave, f::leave::date);
  c.leave_type = narrow(leave, f::leave::type);
  c.component = narrow(payroll, f::payroll::component);
  c.amount = payroll.columns[f::payroll::amount].wide.data();
  c.wage = workers.columns[f::workers::wage].wide.data();
  c.contract = narrow(workers, f::workers::contract);
  const std::int32_t* ids = narrow(workers, f::workers::worker_id);
  c.time_begin = first_rows(time, f::time::worker_id, ids, workers.row_count());
  c.leave_begin = first_rows(leave, f::leave::worker_id, ids, workers.row_count());
  c.payroll_begin = first_rows(payroll, f::payroll::worker_id, ids, workers.row_count());
  c.in_gross.resize(data.strings.size());
  // Components are few; only those that some payslip has are looked at.
  std::vector<std::uint8_t> seen(data.strings.size());
  for (std::size_t r = 0; r < payroll.row_count(); ++r) seen[static_cast<StringId>(c.component[r])] = 1;
  for (StringId id = 0; id < seen.size(); ++id) c.in_gross[id] = seen[id] != 0 && is_gross(data.strings.view(id)) ? 1 : 0;
  c.first_day = quantity::Date::of(2023, 3, 1).serial();
  for (int day = 0; day < 31; ++day) {
    if (day % 7 != 4) c.scheduled |= 1U << day;
  }
  c.holidays = 1U << 7;
  const DataTable& rates = data[TableKind::rates];
  c.riel_per_dollar_micro = rates.wide(f::rates::rate, rates.row_count() - 1);
  return c;
}

void one_worker(const Columns& c, std::size_t w, HandFigures& out) {
  std::int64_t overtime = 0, overtime_night = 0;
  std::uint32_t present = 0;
  for (std::uint32_t r = c.time_begin[w]; r < c.time_begin[w + 1]; ++r) {
    const int day = c.date[r] - c.first_day;
    const std::uint32_t bit = 1U << day;
    present |= bit;
    const std::int32_t from = c.start[r] / 60;
    std::int32_t to = c.end[r] / 60;
    if (to <= from) to += kDay;
    const std::int32_t pause = c.break_minutes[r];
    const std::int32_t pause_from = std::clamp(c.break_start[r] / 60 + (c.break_start[r] / 60 < from ? kDay : 0), from, to - pause);
    const std::int32_t worked = to - from - pause;
    if (worked <= kNormalDay || (bit & c.scheduled) == 0 || (bit & c.holidays) != 0) continue;
    // Overtime is the day's last minutes: from the end of the eighth hour on, the break left out.
    const std::int32_t morning = pause_from - from;
    const std::int32_t begins = morning >= kNormalDay ? from + kNormalDay : from + kNormalDay + pause;
    overtime += worked - kNormalDay;
    overtime_night += at_night(begins, to);
    if (begins < pause_from) overtime_night -= at_night(pause_from, pause_from + pause);
  }
  std::int64_t unpaid = 0, on_leave = 0, maternity = 0;
  std::uint32_t away = 0;
  for (std::uint32_t r = c.leave_begin[w]; r < c.leave_begin[w + 1]; ++r) {
    const std::uint32_t bit = 1U << (c.leave_date[r] - c.first_day);
    away |= bit;
    if ((bit & c.scheduled) == 0) continue;
    switch (static_cast<records::LeaveType>(c.leave_type[r])) {
      case records::LeaveType::unpaid: case records::LeaveType::absent: ++unpaid; break;
      case records::LeaveType::maternity: ++maternity; break;
      default: ++on_leave;
    }
  }
  unpaid += __builtin_popcount(c.scheduled & ~c.holidays & ~present & ~away);
  const std::int64_t wage = c.wage[w];
  const int scheduled = __builtin_popcount(c.scheduled);
  const std::int64_t minimum = (c.contract[w] == static_cast<std::int32_t>(records::Contract::probation) ? 198 : 200) * kMicro;
  const std::int64_t basic = wage * scheduled * 26 - wage * (unpaid + on_leave) * scheduled - wage * maternity * 26;
  out.basic[w] = unpaid >= scheduled ? 0 : std::max<std::int64_t>(0, round_half_up(basic, std::int64_t{26} * scheduled, kMicro / 100));
  out.overtime[w] = round_half_up(std::max(wage, minimum) * (3 * overtime + overtime_night), 2 * 208 * 60, kMicro / 100);

  std::int64_t gross = 0;
  for (std::uint32_t r = c.payroll_begin[w]; r < c.payroll_begin[w + 1]; ++r) {
    gross += c.in_gross[static_cast<StringId>(c.component[r])] != 0 ? c.amount[r] : 0;
  }
  const std::int64_t riel = gross * (c.riel_per_dollar_micro / kMicro);
  constexpr std::int64_t kLow = 200000 * kMicro, kHigh = 1200000 * kMicro, kStep = 50000 * kMicro;
  const std::int64_t insured = riel <= kLow ? kLow : (riel > kHigh ? kHigh : (riel - 1) / kStep * kStep + kStep / 2);
  out.risk[w] = round_half_up(insured * 8, 1000, kMicro);
  out.health[w] = round_half_up(insured * 26, 1000, kMicro);
  out.pension[w] = round_half_up(std::clamp(riel, 400000 * kMicro, kHigh) * 2, 100, kMicro);
}

}  // namespace

HandFigures hand_kernel(const records::Dataset& data, unsigned threads) {
  const Columns c = columns_of(data);
  const std::size_t workers = data[TableKind::workers].row_count();
  HandFigures out;
  for (auto* column : {&out.basic, &out.overtime, &out.risk, &out.health, &out.pension}) column->resize(workers);
  const auto share = [&](unsigned t) {
    for (std::size_t w = workers * t / threads; w < workers * (t + 1) / threads; ++w) one_worker(c, w, out);
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(share, t);
  share(0);
  for (std::thread& t : others) t.join();
  return out;
}

}  // namespace wageproof::benchmarks
