// Limits: what is measured by day, week or longer span against what is allowed; one finding a period, the excesses summed.
#include <algorithm>
#include <cstring>

#include "batch_check.hpp"
#include "law/big_column.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {

using law::Grain;
using law::kNoRow;
using law::Role;
using law::detail::Flags;
using law::detail::Int128;
using law::detail::Values;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

// Figures of limits: money and days in millionths, minutes and counts whole. One that 64 bits do not hold is beyond what is stated.
Int128 figure(const Values& v, std::size_t row, bool micro) {
  const law::detail::SmallRatio r = law::detail::small_ratio(v, row);
  if (!r.fits) return Int128{INT64_MAX} * 1000000;
  return static_cast<Int128>(r.numerator) * (micro ? 1000000 : 1) / r.denominator;
}

}  // namespace

// A limit's rows are compared as columns first, so that only rows that are broken or in doubt are looked at one by one.
void BatchChecker::find_hits(std::size_t line) {
  const law::Line& l = *plan_->lines[line].compiled.line;
  const Values& measured = values_[line].due();
  const Values* allowed = values_[line].limit();
  const std::size_t rows = batch_.frame().row_count(l.grain);
  std::vector<std::uint8_t>& hits = hits_[line];
  plain_limit_[line] = 0;
  hits.resize(rows, kHit);
  if (allowed == nullptr) {
    std::fill(hits.begin(), hits.end(), kHit);
    return;
  }
  over_.grain = l.grain;
  law::detail::compare(measured, *allowed, l.compare == law::Comparison::at_least ? law::Operator::less : law::Operator::greater, rows, over_);
  over_.settle();
  const Values* when = values_[line].when();
  const bool always = values_[line].always_applies();
  if (always && over_.uniform && over_.flags.empty() && over_.numerators[0] == 0) {
    plain_limit_[line] = 1;
    return;
  }
  if (over_.flags.empty() && (always || when->flags.empty())) {
    const std::int64_t *const over = over_.numerators.data(), *const applies = always ? nullptr : when->numerators.data();
    const std::size_t over_stride = over_.uniform ? 0 : 1, applies_stride = always || when->uniform ? 0 : 1;
    std::uint8_t* const hit = hits.data();
    for (std::size_t r = 0; r < rows; ++r) {
      const std::uint8_t seen = over[r * over_stride] != 0 ? kHit : kMet;
      hit[r] = always || applies[r * applies_stride] != 0 ? seen : kUnseen;
    }
    return;
  }
  for (std::size_t r = 0; r < rows; ++r) {
    if (!always && when->flag(r) == 0 && when->numerators[when->index(r)] == 0) {
      hits[r] = kUnseen;
      continue;
    }
    // Unknown without a reason lies outside what the data can show.
    const bool unseen = (over_.flag(r) & law::detail::kNoValue) && over_.reason(r) == 0;
    const bool hit = over_.numerators[over_.index(r)] != 0 || over_.flag(r) != 0 || (!always && when->flag(r) != 0);
    hits[r] = unseen ? kUnseen : (hit ? kHit : kMet);
  }
}

void BatchChecker::limits(std::size_t line, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const law::Frame& frame = batch_.frame();
  const Grain grain = plan_->lines[line].compiled.line->grain;
  const std::vector<Mode>& modes = modes_[at(Grain::period)];
  const std::size_t periods = s.periods.size();
  std::vector<Verdict>& verdict = columns_[line].verdict;
  verdict.assign(modes.size(), Verdict::none);
  const bool finer = grain == Grain::day || grain == Grain::week || grain == Grain::part;
  for (std::size_t row = 0; row < modes.size(); ++row) {
    if (modes[row] == Mode::skip || !(seen_bits_[row] & (worktime::kEmployed | worktime::kPresent))) continue;
    const std::size_t period = row % periods;
    auto first = static_cast<std::uint32_t>(row);
    std::uint32_t end = first + 1;
    if (finer) {
      const law::RowRanges& inside = frame.inside[at(grain)][at(Grain::period)];
      first = inside.begin[row];
      end = inside.end[row];
    } else if (grain != Grain::period) {
      // A longer span is judged in the period that holds its last day, or the last day that the data holds of it.
      const std::vector<std::uint32_t>& up = frame.up[at(Grain::period)][at(grain)];
      first = up[row];
      if (first == kNoRow || (period + 1 != periods && up[row + 1] == first)) continue;
      end = first + 1;
    }
    if (plain_limit_[line] != 0) {
      if (first != end) verdict[row] = Verdict::met;
    } else {
      verdict[row] = limit_of(line, static_cast<std::uint32_t>(row / periods), period, first, end, out);
    }
  }
}

Verdict BatchChecker::limit_of(std::size_t i, std::uint32_t worker, std::size_t period, std::uint32_t first, std::uint32_t end, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const worktime::Span& span = s.periods[period];
  const law::Frame& frame = batch_.frame();
  const std::vector<std::uint16_t>& bits = batch_.bits();
  const LinePlan& plan = plan_->lines[i];
  const law::Line& line = *plan.compiled.line;
  const std::vector<std::uint8_t>& hits = hits_[i];
  const auto any = [&](std::uint8_t what) { return first < end && std::memchr(hits.data() + first, what, end - first) != nullptr; };
  if (!any(kHit)) return any(kMet) ? Verdict::met : Verdict::none;
  const Values& measured = values_[i].due();
  const Values* allowed = values_[i].limit();
  const bool floor = line.compare == law::Comparison::at_least;
  const bool micro = line.unit == "money" || line.unit == "days";
  bool tested = false, uncertain = false;
  std::uint32_t doubt = 0, broken = 0;
  Int128 excess = 0, expected = 0, found = 0;
  std::string& evidence = evidence_;
  evidence.clear();
  for (std::uint32_t row = first; row < end; ++row) {
    const due::DueRow d = values_[i].row(row);
    if (!d.applies) continue;
    if (!d.known) {
      if (!d.silent) doubt = d.reason;
      continue;
    }
    if (allowed == nullptr || !allowed->has_value(row)) {
      if (allowed != nullptr && allowed->reason(row) != 0) doubt = allowed->reason(row);
      continue;
    }
    tested = true;
    const int order = law::detail::compare_rows(measured, row, *allowed, row);
    const bool over = floor ? order < 0 : order > 0;
    if (d.at_least && (!over || floor)) {
      doubt = d.reason;
      continue;
    }
    if (!over) continue;
    ++broken;
    uncertain = uncertain || d.uncertain || (allowed->flag(row) & law::detail::kUncertain);
    const Int128 m = figure(measured, row, micro), a = figure(*allowed, row, micro);
    excess += floor ? a - m : m - a;
    expected += a;
    found += m;
    const law::RowRanges& row_days = frame.inside[at(Grain::day)][at(line.grain)];
    const std::uint32_t day_first = line.grain == Grain::day ? row : row_days.begin[row];
    const std::uint32_t day_end = line.grain == Grain::day ? row + 1 : row_days.end[row];
    for (std::uint32_t day = day_first; day < day_end && line.unit != "money" && line.unit != "count"; ++day) {
      if (!(bits[day] & worktime::kPresent)) continue;
      add_time_places(worker, frame.first_date[at(Grain::day)][day], evidence);
    }
  }
  if (!tested && doubt == 0) return Verdict::none;
  if (broken == 0 && doubt == 0) return Verdict::met;
  const bool told = broken > 0;
  Finding& f = finding(worker, span, line.check, !told || uncertain ? Severity::warning : severity_of(line.check, &line, true), "", out);
  f.unit = line.unit == "money" ? AmountUnit::money : (line.unit == "days" ? AmountUnit::days : (line.unit == "count" ? AmountUnit::count : AmountUnit::minutes));
  if (f.unit == AmountUnit::money) f.currency = plan.compiled.currency;
  f.rule = line.name;
  f.pack = plan.pack;
  f.source = plan.source;
  if (told) {
    if (f.unit == AmountUnit::money) {
      // Money is stated in the currency's step also where a limit is crossed.
      const std::int64_t step = plan.compiled.step_micro;
      for (Int128* v : {&excess, &expected, &found}) *v = (*v + (*v < 0 ? -step / 2 : step / 2)) / step * step;
    }
    const auto stated = [](Int128 v) { return Figure{quantity::is_stated(v) ? static_cast<std::int64_t>(v) : 0, quantity::is_stated(v)}; };
    f.expected = stated(expected);
    f.found = stated(found);
    f.difference = stated(excess);
    if (f.unit == AmountUnit::money && f.difference.value != 0) columns_[i].gaps.emplace_back(worker * s.periods.size() + period, f.difference.value);
    f.evidence = evidence;
    if (line.check.starts_with("registration.")) f.evidence = place(records::TableKind::workers, batch_.terms_on(worker, span.last));
    if (line.unit == "money") put_evidence(worker, period, "deduction.*", f.evidence);
  } else {
    f.evidence = reason_text(doubt);
  }
  return told ? Verdict::broken : Verdict::cannot_tell;
}

// What is wrong with the record of time itself, day by day.
void BatchChecker::time_record(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  const std::size_t period_row = worker * s.periods.size() + period;
  const auto& dates = batch_.frame().first_date[at(Grain::day)];
  const std::uint16_t seen = seen_bits_[period_row];
  count_record(RecordCheck::punch_unpaired, period, (seen & worktime::kUnpaired) != 0, 0, out);
  count_record(RecordCheck::punch_overlap, period, (seen & worktime::kOverlap) != 0, 0, out);
  const bool flawed = (seen & (worktime::kUnpaired | worktime::kOverlap)) != 0;
  for (std::uint32_t d = days.begin[period_row]; flawed && d < days.end[period_row]; ++d) {
    const std::uint16_t bits = batch_.bits()[d];
    if (!(bits & (worktime::kUnpaired | worktime::kOverlap))) continue;
    for (const auto& [bit, check] : {std::pair{worktime::kUnpaired, "punch_unpaired"}, std::pair{worktime::kOverlap, "punch_overlap"}}) {
      if (!(bits & bit)) continue;
      Finding& f = finding(worker, span, check, Severity::warning, quantity::to_text(quantity::Date::from_serial(dates[d])), out);
      f.unit = AmountUnit::count;
      f.rule = check;
      f.evidence = time_places(worker, dates[d]);
    }
  }
  if ((*s.data)[records::TableKind::hours].present) hours_against_clock(worker, period, span, out);
}

// The same day in clock times and as a total: two records that must agree.
void BatchChecker::hours_against_clock(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const records::DataTable& hours = (*s.data)[records::TableKind::hours];
  std::int64_t clocked = 0, stated = 0;
  std::string evidence;
  for (const std::uint32_t r : s.index->rows(records::TableKind::hours, batch_.first_worker() + worker)) {
    const std::int32_t day = hours.narrow(records::field::hours::date, r);
    if (!s.inside(day) || s.period_of[s.day_index(day)] != period) continue;
    const std::size_t row = static_cast<std::size_t>(worker) * s.days + s.day_index(day);
    const std::int32_t minutes = hours.narrow(records::field::hours::minutes, r);
    if (!(batch_.bits()[row] & worktime::kPresent) || batch_.from_hours(row) || batch_.minutes().worked[row] == minutes) continue;
    clocked += batch_.minutes().worked[row];
    stated += minutes;
    if (!evidence.empty()) evidence += ';';
    evidence += place(records::TableKind::hours, r) + ";" + time_places(worker, day);
  }
  if (evidence.empty()) return;
  Finding& f = finding(worker, span, "hours_mismatch", Severity::discrepancy, "", out);
  f.unit = AmountUnit::minutes;
  f.expected = {clocked, true};
  f.found = {stated, true};
  f.difference = {clocked - stated, true};
  f.rule = "hours_mismatch";
  f.evidence = evidence;
}

}  // namespace wageproof::reconcile
