// The facts of a batch as columns: days and money.
#include "wageproof/due/facts.hpp"

#include <algorithm>

#include "law/big_column.hpp"
#include "law/kernels.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::Input;
using law::kNoRow;
using records::DataTable;
using records::kNone32;
using records::kNone64;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

std::string currency_text(std::uint32_t packed) {
  std::string text;
  for (int shift = 16; shift >= 0; shift -= 8) text += static_cast<char>((packed >> shift) & 0xFF);
  return text;
}

Facts::Facts(wt::Batch& batch, const Bookings& bookings, const std::vector<Hole>& holes)
    : batch_(&batch), ledgers_(batch, holes), bookings_(&bookings), holes_(&holes), plan_(batch.setting().plan), data_(batch.setting().data) {
  symbols_.assign(data_->strings.size(), -1);
  pack_currency_ = currency_text(plan_->pack().currency);
  employer_currency_ = data_->strings.view(batch.setting().currency);
}

void Facts::balance(std::uint32_t ledger, law::Evaluator& evaluator, Values& out) { ledgers_.balance(ledger, evaluator, out); }

void Facts::begin() {
  symbols_.resize(data_->strings.size(), -1);  // a dataset of one worker is rewritten between batches, and may know more texts
  ledgers_.begin();
  earliest_terms_known_ = false;
  lumped_reason_ = plan_->reason_of("missing:time.date");
  clock_reason_ = plan_->reason_of("missing:time.start");
  night_reason_ = plan_->reason_of("missing:hours.night_minutes");
  totals_ = (*data_)[TableKind::totals].row_count() > 0 || (*data_)[TableKind::hours].row_count() > 0;
  holes_of_leave_ = has_holes(*holes_, TableKind::leave);
  holes_of_calendar_ = has_holes(*holes_, TableKind::calendar);
  holes_of_time_ = has_holes(*holes_, TableKind::time) || has_holes(*holes_, TableKind::punches) || has_holes(*holes_, TableKind::hours) ||
                   has_holes(*holes_, TableKind::totals);
}

std::int64_t Facts::symbol_of(records::StringId text) {
  std::int64_t& known = symbols_[text];
  if (known < 0) known = plan_->symbol(data_->strings.view(text));
  return known;
}

std::uint32_t Facts::hole_in(TableKind table, std::uint32_t worker, std::int32_t first, std::int32_t last) const {
  const Hole* const hole = find_hole(*holes_, table, worker, first, last);
  return hole == nullptr ? 0 : hole->reason;
}

void Facts::minutes(const std::vector<std::int32_t>& column, Values& out, Told told) {
  out.reset(Grain::day, column.size(), false);
  const Extent extent = widen(column.data(), column.size(), out.numerators.data());
  out.bound = static_cast<UInt128>(std::max(extent.most, -extent.least));
  flag_days(out, false);
  if (at_night(told) && (batch_->any_bits() & wt::kNightNowhere)) flag_nights(out);
  if (!totals_) return;
  flag_hours(out, told);
  flag_totals(out, told);
}

void Facts::bits(std::uint16_t mask, std::uint16_t wanted, Values& out) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  out.reset(Grain::day, bits.size(), false);
  out.type = law::ValueType::boolean;
  out.bound = 1;
  test_bits(bits.data(), mask, wanted, bits.size(), out.numerators.data());
}

void Facts::micro_days(const std::vector<std::int32_t>& column, Values& out) {
  out.reset(Grain::day, column.size(), false);
  const Extent extent = widen(column.data(), column.size(), out.numerators.data());
  // Few days of a batch are leave, and most of them whole.
  bool whole = true;
  for (std::size_t i = 0; extent.most > 0 && whole && i < column.size(); ++i) whole = column[i] == 0 || column[i] % 1000000 == 0;
  if (whole && extent.most > 0) {
    for (std::int64_t& n : out.numerators) n = n == 0 ? 0 : n / 1000000;
  }
  out.denominator = whole ? 1 : 1000000;
  out.bound = static_cast<UInt128>(whole ? extent.most / 1000000 : extent.most);
}

void Facts::absence(Values& out) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  out.reset(Grain::day, bits.size(), false);
  out.bound = 1;
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kCovered | wt::kHoliday | wt::kPresent;
  constexpr std::uint16_t kWanted = wt::kWorkingDay | wt::kEmployed | wt::kCovered;
  const auto &leave = batch_->leave_micro(), &unpaid = batch_->unpaid_micro();
  for (std::size_t i = 0; i < bits.size(); ++i) out.numerators[i] = (bits[i] & kMask) == kWanted && leave[i] == 0 && unpaid[i] == 0 ? 1 : 0;
  if (totals_) {
    // Inside a total of several days the days away stand together, on its last day.
    const std::vector<std::int64_t>& away = batch_->total_absence_micro();
    const bool whole = std::all_of(away.begin(), away.end(), [](std::int64_t d) { return d % 1000000 == 0; });
    out.denominator = whole ? 1 : 1000000;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (!whole) out.numerators[i] *= 1000000;
      if (!(bits[i] & wt::kFromTotals)) continue;
      const bool here = (bits[i] & wt::kTotalsHere) != 0;
      out.numerators[i] = here ? std::max<std::int64_t>(away[i], 0) / (whole ? 1000000 : 1) : 0;
      if (!here || away[i] == 0) continue;
      out.make_flags();
      out.flags[i] = away[i] < 0 || (bits[i] & wt::kSpansParts) ? kUnknown : kLumped;
      out.reasons[i] = away[i] < 0 ? totals_reason("absent_days") : lumped_reason_;
    }
    out.set_bound_from_rows();
  }
  flag_days(out, true);
  flag_leave(out, true);
  flag_calendar(out, Days::idle);
}

void Facts::pieces(bool money, Values& out) {
  const DataTable& t = (*data_)[TableKind::pieces];
  const wt::Setting& s = batch_->setting();
  out.reset(Grain::day, batch_->bits().size(), false);
  std::fill(out.numerators.begin(), out.numerators.end(), 0);
  // quantity and rate both stand in millionths
  constexpr std::int64_t kMicro = 1000000;
  const Reason too_many = plan_->reason_of("missing:pieces.rate");
  std::vector<Int128>& sums = piece_sums_;
  sums.assign(out.numerators.size(), 0);
  for (std::uint32_t w = 0; w < batch_->count(); ++w) {
    for (const std::uint32_t r : s.index->rows(TableKind::pieces, batch_->first_worker() + w)) {
      const std::int32_t day = t.narrow(field::pieces::date, r);
      if (!s.inside(day)) continue;
      const std::size_t row = static_cast<std::size_t>(w) * s.days + s.day_index(day);
      const std::int64_t quantity = t.wide(field::pieces::quantity, r);
      if (!__builtin_add_overflow(sums[row], money ? static_cast<Int128>(quantity) * t.wide(field::pieces::rate, r) : Int128{quantity}, &sums[row])) continue;
      out.make_flags();
      out.flags[row] = kUnknown;
      out.reasons[row] = too_many;
    }
  }
  const auto holds = [&](std::int64_t divisor) {
    return std::all_of(sums.begin(), sums.end(), [divisor](Int128 sum) { return sum % divisor == 0 && quantity::detail::fits_int64(sum / divisor); });
  };
  const std::int64_t divisor = money && holds(kMicro) ? kMicro : 1;
  out.denominator = money && divisor == 1 ? kMicro * kMicro : kMicro;
  if (divisor != 1 || holds(1)) {
    for (std::size_t i = 0; i < sums.size(); ++i) out.numerators[i] = static_cast<std::int64_t>(sums[i] / divisor);
    out.set_bound_from_rows();
  } else {
    std::vector<Rational> exact;
    exact.reserve(sums.size());
    for (const Int128 sum : sums) exact.emplace_back(to_integer(sum), out.denominator);
    std::vector<Flags> flags = std::move(out.flags);
    std::vector<Reason> reasons = std::move(out.reasons);
    store(std::move(exact), Grain::day, false, out);
    out.flags = std::move(flags);
    out.reasons = std::move(reasons);
  }
  const auto& dates = batch_->frame().first_date[at(Grain::day)];
  const auto& workers = batch_->frame().worker_of[at(Grain::day)];
  const bool holes = has_holes(*holes_, TableKind::pieces);
  for (std::size_t i = 0; holes && i < dates.size(); ++i) {
    if (const Reason reason = hole_in(TableKind::pieces, batch_->first_worker() + workers[i], dates[i], dates[i])) {
      out.make_flags();
      out.flags[i] = kUnknown;
      out.reasons[i] = reason;
    }
  }
}

void days_of(const std::vector<std::int32_t>& days, Grain grain, Values& out) {
  out.reset(grain, days.size(), false);
  out.type = law::ValueType::date;
  for (std::size_t i = 0; i < days.size(); ++i) out.numerators[i] = days[i];
  out.bound = UInt128{1} << 31;
}

void Facts::span_date(Grain grain, bool last, Values& out) {
  days_of(last ? batch_->frame().last_date[at(grain)] : batch_->frame().first_date[at(grain)], grain, out);
}

void Facts::input(Input input, Values& out) {
  const wt::DayMinutes& m = batch_->minutes();
  namespace worker = field::workers;
  switch (input) {
    case Input::date: return span_date(Grain::day, false, out);
    case Input::worked_minutes: return minutes(m.worked, out, Told::worked);
    case Input::night_minutes: return minutes(m.night, out, Told::night);
    case Input::normal_minutes: minutes(m.normal, out, Told::normal); flag_untold(out); return flag_calendar(out, Days::worked);
    case Input::normal_night_minutes: minutes(m.normal_night, out, Told::normal_night); flag_untold(out); return flag_calendar(out, Days::worked);
    case Input::overtime_minutes: minutes(m.overtime, out, Told::overtime); flag_untold(out); return flag_calendar(out, Days::worked);
    case Input::overtime_night_minutes: minutes(m.overtime_night, out, Told::overtime_night); flag_untold(out); return flag_calendar(out, Days::worked);
    case Input::rest_day_minutes: minutes(m.rest_day, out, Told::rest_day); return flag_calendar(out, Days::worked);
    case Input::rest_day_night_minutes: minutes(m.rest_day_night, out, Told::rest_day_night); return flag_calendar(out, Days::worked);
    case Input::holiday_minutes: minutes(m.holiday, out, Told::holiday); flag_doubtful_holidays(out); return flag_calendar(out, Days::worked);
    case Input::holiday_night_minutes: minutes(m.holiday_night, out, Told::holiday_night); flag_doubtful_holidays(out); return flag_calendar(out, Days::worked);
    case Input::is_employed: bits(wt::kEmployed, wt::kEmployed, out); return flag_outside(out, false);
    case Input::is_working_day: bits(wt::kWorkingDay, wt::kWorkingDay, out); return flag_calendar(out, Days::all);
    case Input::is_scheduled: bits(wt::kWorkingDay | wt::kEmployed, wt::kWorkingDay | wt::kEmployed, out); flag_calendar(out, Days::employed); return flag_outside(out, true);
    case Input::is_present:
      bits(wt::kPresent, wt::kPresent, out);
      if (totals_) {
        // On which of a total's days the worker was there is not told.
        for (std::size_t i = 0; i < batch_->bits().size(); ++i) {
          if (!(batch_->bits()[i] & wt::kFromTotals)) continue;
          out.make_flags();
          out.flags[i] = kUnknown;
          out.reasons[i] = lumped_reason_;
        }
      }
      return flag_days(out, true);
    case Input::is_rest_day: bits(wt::kRestDay, wt::kRestDay, out); return flag_calendar(out, Days::all);
    case Input::is_second_free_day: bits(wt::kSecondFreeDay, wt::kSecondFreeDay, out); return flag_calendar(out, Days::all);
    case Input::is_holiday: bits(wt::kHoliday, wt::kHoliday, out); return flag_calendar(out, Days::all);
    case Input::absence: return absence(out);
    case Input::longest_stretch_minutes: return minutes(m.longest_stretch, out, Told::clock);
    case Input::break_minutes: return minutes(m.breaks, out, Told::clock);
    case Input::spread_minutes: return minutes(m.spread, out, Told::clock);
    case Input::shift_start_minute: return minutes(m.shift_start, out, Told::clock);
    case Input::piece_earnings: return pieces(true, out);
    case Input::piece_quantity: return pieces(false, out);
    case Input::part_start: return span_date(Grain::part, false, out);
    case Input::part_end: return span_date(Grain::part, true, out);
    case Input::week_start: return span_date(Grain::week, false, out);
    case Input::week_end: return span_date(Grain::week, true, out);
    case Input::period_start: return span_date(Grain::period, false, out);
    case Input::period_end: return span_date(Grain::period, true, out);
    case Input::month_start: return span_date(Grain::month, false, out);
    case Input::month_end: return span_date(Grain::month, true, out);
    case Input::wage: return terms_money(worker::wage, out);
    case Input::fixed_allowance: return terms_money(worker::fixed_allowance, out);
    case Input::pay_basis: return terms_code(worker::pay_basis, out);
    case Input::contract: return terms_code(worker::contract, out);
    case Input::sex: return terms_code(worker::sex, out);
    case Input::leaving_reason: return terms_code(worker::leaving_reason, out);
    case Input::grade: return terms_text(worker::grade, out);
    case Input::region: return terms_text(worker::region, out);
    case Input::sector: return terms_text(-1, out);
    case Input::insurance_no: return terms_text(worker::insurance_no, out);
    case Input::nationality: return terms_text(worker::nationality, out);
    case Input::religion: return terms_text(worker::religion, out);
    case Input::week_days: return terms_number(worker::week_days, 1, out);
    case Input::week_hours: return terms_number(worker::week_hours, 60, out);
    case Input::job_points: return terms_number(worker::job_points, 1, out);
    case Input::insured_since: return terms_date(worker::insured_since, out);
    case Input::probation_until: return terms_date(worker::probation_until, out);
    case Input::hired_on: return terms_date(worker::hired_on, out);
    case Input::left_on: return terms_date(worker::left_on, out);
    case Input::birth_date: return terms_date(worker::birth_date, out);
    case Input::age: return completed(worker::birth_date, 12, out);
    case Input::service_months: return completed(worker::hired_on, 1, out);
    case Input::service_years: return completed(worker::hired_on, 12, out);
    case Input::unpaid_leave: {
      // On scheduled days that are no holiday; on others nothing was to be earned.
      micro_days(batch_->unpaid_micro(), out);
      const auto& day_bits = batch_->bits();
      constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kHoliday;
      for (std::size_t i = 0; out.bound > 0 && i < day_bits.size(); ++i) {
        if ((day_bits[i] & kMask) != (wt::kWorkingDay | wt::kEmployed)) out.numerators[i] = 0;
        // A whole day without pay, and clock times on it: the two records cannot both be right.
        if (out.numerators[i] < out.denominator || m.worked[i] == 0 || (day_bits[i] & wt::kFromTotals)) continue;
        out.make_flags();
        out.flags[i] |= kUnknown;
        out.reasons[i] = plan_->reason_of("missing:leave.fraction");
      }
      flag_calendar(out, Days::on_leave);
      return flag_leave(out, false);
    }
    case Input::leave_type: {
      const auto& types = batch_->leave_type();
      out.reset(Grain::day, types.size(), false);
      out.type = law::ValueType::text;
      const auto names = records::spec_of(TableKind::leave).fields[field::leave::type].values;
      for (std::size_t i = 0; i < types.size(); ++i) {
        out.numerators[i] = 0;
        if (types[i] >= 0) {
          out.numerators[i] = plan_->symbol(names[static_cast<std::size_t>(types[i])]);
        } else {
          out.make_flags();
          out.flags[i] = kNotGiven;
        }
      }
      flag_leave(out, false);
      return out.set_bound_from_rows();
    }
    case Input::holiday_category: {
      const auto& category = batch_->category();
      out.reset(Grain::day, category.size(), false);
      out.type = law::ValueType::text;
      for (std::size_t i = 0; i < category.size(); ++i) {
        out.numerators[i] = category[i] < 0 ? 0 : plan_->symbol(batch_->patterns().categories()[static_cast<std::size_t>(category[i])]);
        if (category[i] >= 0) continue;
        out.make_flags();
        out.flags[i] = kNotGiven;
      }
      flag_calendar(out, Days::all);
      return out.set_bound_from_rows();
    }
    case Input::rest_before_minutes: {
      minutes(m.rest_before, out, Told::clock);
      for (std::size_t i = 0; i < m.rest_before.size(); ++i) {
        if (m.rest_before[i] != wt::kNoRestKnown) continue;
        out.make_flags();
        out.numerators[i] = 0;
        out.flags[i] = kNotGiven;
      }
      return;
    }
    case Input::longest_rest_minutes: {
      const auto& rest = batch_->longest_rest();
      out.reset(Grain::week, rest.size(), false);
      for (std::size_t i = 0; i < rest.size(); ++i) {
        out.numerators[i] = std::max(rest[i], 0);
        if (rest[i] >= 0) continue;
        out.make_flags();
        out.flags[i] = kNotGiven;
      }
      return out.set_bound_from_rows();
    }
  }
}

void Facts::booked(const std::string& patterns, Values& out) {
  const wt::Setting& s = batch_->setting();
  const std::size_t periods = s.periods.size(), rows = periods * batch_->count();
  out.reset(Grain::period, rows, false);
  out.denominator = 1000000;
  const int slot = bookings_->slot(patterns);
  const auto& ends = batch_->frame().last_date[at(Grain::period)];
  const auto& starts = batch_->frame().first_date[at(Grain::period)];
  const auto& workers = batch_->frame().worker_of[at(Grain::period)];
  const bool holes = has_holes(*holes_, TableKind::payroll);
  bool cents = true;
  for (std::size_t i = 0; i < rows; ++i) {
    const Booked& b = bookings_->at(slot, i);
    out.numerators[i] = b.amount_micro;
    cents = cents && b.amount_micro % 10000 == 0;
    if (!b.is_stated() && !b.mixed) {
      out.make_flags();
      out.flags[i] = kUnknown;
      out.reasons[i] = plan_->history_reason();
      continue;
    }
    const std::string_view currency = b.currency == 0 ? std::string_view(pack_currency_) : data_->strings.view(b.currency);
    if (b.currency != 0 && (b.mixed || currency != pack_currency_)) {
      cents = false;
      std::int64_t sum_n = 0, sum_d = 1;
      bool told = true;
      for (const std::uint32_t r : bookings_->rows_of(*batch_, workers[i], i % periods, patterns)) {
        const DataTable& t = (*data_)[TableKind::payroll];
        const records::StringId c = t.text(field::payroll::currency, r);
        const auto rate = rate_on(c == 0 ? std::string_view(employer_currency_) : data_->strings.view(c), pack_currency_, ends[i]);
        if (!rate) {
          told = false;
          break;
        }
        // amount x rate, added to the sum so far, in lowest terms
        Int128 n = static_cast<Int128>(t.wide(field::payroll::amount, r)) * rate->numerator, d = static_cast<Int128>(1000000) * rate->denominator;
        const auto reduce = [](Int128& x, Int128& y) {
          Int128 a = x < 0 ? -x : x, b2 = y;
          while (b2 != 0) {
            const Int128 rest = a % b2;
            a = b2;
            b2 = rest;
          }
          if (a > 1) {
            x /= a;
            y /= a;
          }
        };
        reduce(n, d);
        const bool wide = __builtin_mul_overflow(n, Int128{sum_d}, &n) || __builtin_add_overflow(n, static_cast<Int128>(sum_n) * d, &n) ||
                          __builtin_mul_overflow(d, Int128{sum_d}, &d);
        if (!wide) reduce(n, d);
        if (wide || !quantity::detail::fits_int64(n) || d > INT64_MAX) {
          told = false;
          break;
        }
        sum_n = static_cast<std::int64_t>(n);
        sum_d = static_cast<std::int64_t>(d);
      }
      if (out.denominators.empty()) out.denominators.assign(rows, 1000000);
      out.numerators[i] = sum_n;
      out.denominators[i] = sum_d;
      if (!told) {
        out.make_flags();
        out.flags[i] = kUnknown;
        out.reasons[i] = plan_->rate_reason();
      }
    }
    if (holes) {
      if (const Reason reason = hole_in(TableKind::payroll, batch_->first_worker() + workers[i], starts[i], ends[i])) {
        out.make_flags();
        out.flags[i] = kUnknown;
        out.reasons[i] = reason;
      }
    }
  }
  if (cents && out.denominators.empty()) {
    for (std::int64_t& n : out.numerators) n /= 10000;
    out.denominator = 100;
  }
  out.set_bound_from_rows();
}

bool Facts::is_working_date(std::uint32_t worker, std::int32_t date) {
  const wt::Setting& s = batch_->setting();
  std::uint16_t bits = 0;
  if (s.inside(date)) {
    bits = batch_->bits()[static_cast<std::size_t>(worker) * s.days + s.day_index(date)];
  } else {
    bits = batch_->patterns().bits_on(batch_->week_pattern(batch_->terms_on(worker, date)), date, s.index->worker_id(batch_->first_worker() + worker));
  }
  return (bits & wt::kWorkingDay) && !(bits & wt::kHoliday);
}

}  // namespace wageproof::due
