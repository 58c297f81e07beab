// Checking one batch: columns first, then the rows that are not plain, then counts and rows of the result.
#include "batch_check.hpp"

#include <algorithm>

namespace wageproof::reconcile {

using law::Grain;
using law::kNoRow;
using law::Role;
using records::TableKind;
using worktime::Span;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

constexpr Grain kSpanGrains[] = {Grain::period, Grain::month, Grain::quarter, Grain::year};

}  // namespace

std::uint32_t closing_period(const worktime::Setting& s, Grain grain, const Span& span) noexcept {
  if (grain < Grain::month) return s.period_at(span.last);
  const auto ends_before = [](const Span& p, std::int32_t day) { return p.last < day; };
  const auto first = std::lower_bound(s.periods.begin(), s.periods.end(), span.first, ends_before);
  const auto after = std::lower_bound(first, s.periods.end(), span.last + 1, ends_before);
  if (first == after) return kNoRow;
  const auto days_of = [](const Span& p) { return p.last - p.first + 1; };
  constexpr std::int32_t kShort = 16;  // days of the longer half of a month
  const Span& last = *std::prev(after);
  if (after == s.periods.end() && last.last + days_of(last) <= span.last) return kNoRow;
  if (grain == Grain::month && first == s.periods.begin() && days_of(*first) <= kShort && first->first > span.first) return kNoRow;
  return static_cast<std::uint32_t>(after - s.periods.begin()) - 1;
}

const std::vector<Span>& spans_of(const worktime::Setting& s, Grain grain) {
  switch (grain) {
    case Grain::month: return s.months;
    case Grain::quarter: return s.quarters;
    case Grain::year: return s.years;
    default: return s.periods;
  }
}

const std::vector<Span>& counted_spans(const worktime::Setting& s, const law::Line& line) {
  return spans_of(s, line.role == Role::limit ? Grain::period : line.grain);
}

BatchChecker::BatchChecker(const EmployerPlan& plan)
    : plan_(&plan), batch_(*plan.setting), bookings_(*plan.setting, plan.sets), facts_(batch_, bookings_, plan.holes),
      evaluator_(*plan.setting->plan), values_(plan.lines.size()), columns_(plan.lines.size()), compared_(plan.lines.size()),
      hits_(plan.lines.size()), plain_limit_(plan.lines.size()) {
  if (!plan.setting->wage_months.empty()) wage_months_ = std::make_unique<due::WageMonths>(batch_, facts_, evaluator_);
}

void BatchChecker::used_cells(std::vector<law::UsedCell>& out) {
  for (law::NodeId id = 0; id < evaluator_.plan().nodes().size(); ++id) {
    evaluator_.used_cells(id, out);
    if (wage_months_) wage_months_->evaluator().used_cells(id, out);
  }
}

void BatchChecker::run(std::uint32_t first_worker, std::uint32_t count, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  batch_.load(first_worker, count);
  bookings_.load(batch_);
  facts_.begin();
  evaluator_.begin(batch_.frame(), facts_);
  batch_.classify(evaluator_);
  if (wage_months_) wage_months_->begin();
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const LinePlan& line = plan_->lines[i];
    if (line.run) values_[i].load(line.compiled, evaluator_of(line), line.by_wage_months ? &batch_.frame() : nullptr);
  }
  find_active();
  see_periods(out);
  fill_modes();
  for (const std::size_t i : active_) fill(i);
  for (const Grain grain : kSpanGrains) look_closer(grain, out);
  const std::size_t periods = count * s.periods.size();
  for (auto* sums : {&net_.pay, &net_.contributions, &net_.unlawful}) sums->assign(periods, {});
  net_.shortfall.assign(periods, 0);
  net_.unknown.assign(periods, 0);
  net_.at_least.assign(periods, 0);
  for (const std::size_t i : active_) add_to_net(i);
  for (const std::size_t i : limits_) limits(i, out);
  records_of(out);
  count_lines(out);
  if (!plan_->by.empty()) count_groups(out);
  count_unseen(out);
  write_lines(out);
  tally_rounding(out);
  if (plan_->keeps_money) write_money(out);
  balances(out);
  sort_findings(out.findings);
  for (Finding& f : out.findings) name_finding(f, *s.data);
}

// What nobody in the batch stands under is left out of the comparison.
void BatchChecker::find_active() {
  active_.clear();
  limits_.clear();
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const LinePlan& line = plan_->lines[i];
    columns_[i].gaps.clear();
    columns_[i].verdict.clear();
    columns_[i].state.clear();
    compared_[i].compared = false;
    if (!line.run) continue;
    if (line.compiled.line->role != Role::limit) {
      // What is booked where nothing is due is stated all the same, whoever else is in the batch.
      if (!values_[i].never_applies() || line.compiled.line->role != Role::test) active_.push_back(i);
    } else if (!values_[i].never_applies()) {
      limits_.push_back(i);
      find_hits(i);
    }
  }
}

// Which days of which periods are there, and so which periods are looked at.
void BatchChecker::see_periods(Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t periods = s.periods.size(), rows = periods * batch_.count();
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  const std::vector<std::uint16_t>& bits = batch_.bits();
  seen_bits_.resize(rows);
  payroll_hole_.assign(rows, 0);
  std::vector<Mode>& modes = modes_[at(Grain::period)];
  modes.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t p = row % periods;
    const auto worker = static_cast<std::uint32_t>(row / periods);
    std::uint16_t any = 0;
    std::uint32_t present = 0;
    for (std::uint32_t d = days.begin[row]; d < days.end[row]; ++d) {
      any |= bits[d];
      present += (bits[d] & worktime::kPresent) != 0 ? 1U : 0U;
    }
    seen_bits_[row] = any;
    const bool payslip = bookings_.has_payslip(row);
    modes[row] = Mode::skip;
    if (!s.periods[p].reported) continue;
    out.worker_days += present;
    if (!(any & (worktime::kPresent | worktime::kEmployed)) && !payslip) continue;
    ++out.worker_periods;
    const Span& span = s.periods[p];
    if (!plan_->holes.empty()) payroll_hole_[row] = facts_.hole_in(TableKind::payroll, batch_.first_worker() + worker, span.first, span.last) != 0;
    const bool unpaid_work = s.has_payroll && !payslip && (any & worktime::kPresent) && payroll_hole_[row] == 0;
    modes[row] = unpaid_work ? Mode::state : Mode::judge;
  }
}

// A longer span is looked at as the period is in which it ends.
void BatchChecker::fill_modes() {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t periods = s.periods.size();
  for (const Grain grain : kSpanGrains) {
    const std::vector<Span>& spans = spans_of(s, grain);
    std::vector<Mode>& modes = modes_[at(grain)];
    std::vector<std::uint8_t>& closer = closer_[at(grain)];
    closer.assign(spans.size() * batch_.count(), 0);
    if (grain != Grain::period) modes.assign(closer.size(), Mode::skip);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const std::uint32_t period = grain == Grain::period ? static_cast<std::uint32_t>(i) : closing_period(s, grain, spans[i]);
      if (period == kNoRow) continue;
      for (std::uint32_t w = 0; w < batch_.count(); ++w) {
        const std::size_t row = w * spans.size() + i;
        if (grain != Grain::period) {
          // Who left within a month was there for its earlier slips.
          const Mode* const of = modes_[at(Grain::period)].data() + w * periods;
          std::uint32_t p = period;
          while (grain == Grain::month && of[p] == Mode::skip && s.periods[p].reported && p > 0 && s.periods[p - 1].last >= spans[i].first) --p;
          modes[row] = of[p];
        }
        if (plan_->holes.empty() || modes[row] == Mode::skip) continue;
        if (facts_.hole_in(TableKind::payroll, batch_.first_worker() + w, spans[i].first, spans[i].last) != 0) closer[row] = kRowWhole;
      }
    }
  }
}

void BatchChecker::count_record(RecordCheck check, std::size_t period, bool broken, law::detail::Int128 amount_micro, Chunk& out) const {
  std::vector<Counter>& counters = out.record_counters[static_cast<std::size_t>(check)];
  if (counters.empty()) counters.resize(plan_->setting->periods.size());
  Counter& c = counters[period];
  ++c.tested;
  ++(broken ? c.broken : c.met);
  c.amount_micro += amount_micro;
}

void BatchChecker::count_lines(Chunk& out) {
  out.counters.resize(plan_->lines.size());
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const LineColumns& c = columns_[i];
    if (c.verdict.empty()) continue;
    const std::size_t spans = counted_spans(*plan_->setting, *plan_->lines[i].compiled.line).size();
    std::vector<Counter>& counters = out.counters[i];
    counters.resize(spans);
    for (std::size_t span = 0; span < spans; ++span) {
      std::uint32_t met = 0, broken = 0, cannot_tell = 0;
      for (std::size_t row = span; row < c.verdict.size(); row += spans) {
        met += c.verdict[row] == Verdict::met ? 1U : 0U;
        broken += c.verdict[row] == Verdict::broken ? 1U : 0U;
        cannot_tell += c.verdict[row] == Verdict::cannot_tell ? 1U : 0U;
      }
      counters[span].met = met;
      counters[span].broken = broken;
      counters[span].cannot_tell = cannot_tell;
      counters[span].tested = std::uint64_t{met} + broken + cannot_tell;
    }
    for (const auto& [row, amount] : c.gaps) counters[row % spans].amount_micro += amount;
  }
}

// The same counts under each worker's value of each attribute asked for.
void BatchChecker::count_groups(Chunk& out) {
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const LineColumns& c = columns_[i];
    const std::vector<Span>& spans = counted_spans(*plan_->setting, *plan_->lines[i].compiled.line);
    for (std::size_t row = 0; row < c.verdict.size(); ++row) {
      if (c.verdict[row] == Verdict::none) continue;
      Counter own;
      own.tested = 1;
      (c.verdict[row] == Verdict::met ? own.met : (c.verdict[row] == Verdict::broken ? own.broken : own.cannot_tell)) = 1;
      for (const auto& [broken, amount] : c.gaps) own.amount_micro += broken == row ? amount : 0;
      const std::size_t span = row % spans.size();
      const std::uint32_t terms = batch_.terms_on(static_cast<std::uint32_t>(row / spans.size()), spans[span].last);
      for (std::size_t k = 0; k < plan_->by.size(); ++k) out.grouped[{i, span, k, facts_.term_text(plan_->by[k], terms)}] += own;
    }
  }
}

// Weeks and longer spans on which a limit stands and that lie only partly inside the data.
void BatchChecker::count_unseen(Chunk& out) const {
  const worktime::Setting& s = *plan_->setting;
  const law::Frame& f = batch_.frame();
  const std::int32_t from = s.periods.front().first, to = s.periods.back().last;
  for (const Grain grain : {Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    const bool limited = std::any_of(plan_->lines.begin(), plan_->lines.end(), [&](const LinePlan& l) {
      return l.run && l.compiled.line->role == Role::limit && l.compiled.line->grain == grain;
    });
    if (!limited) continue;
    const std::vector<std::int32_t>& first = f.first_date[at(grain)];
    const std::vector<std::int32_t>& last = f.last_date[at(grain)];
    for (std::size_t row = 0; row < first.size(); ++row) {
      const bool touches = first[row] <= to && last[row] >= from;
      out.spans_not_seen += touches && (first[row] < s.first_day || last[row] > s.last_day()) ? 1U : 0U;
    }
  }
}

}  // namespace wageproof::reconcile
