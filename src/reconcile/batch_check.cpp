// Checking one batch: every worker's spans in order, who was paid without work or worked without pay, the net of each payslip.
#include "batch_check.hpp"
#include "run.hpp"

#include <algorithm>
#include <map>

namespace wageproof::reconcile {

using law::Grain;
using law::kNoRow;
using law::Role;
using records::TableKind;
using worktime::Span;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

BatchChecker::BatchChecker(const EmployerPlan& plan)
    : plan_(&plan), batch_(*plan.setting), bookings_(*plan.setting, plan.sets), facts_(batch_, bookings_, plan.holes),
      evaluator_(*plan.setting->plan), values_(plan.lines.size()), compared_(plan.lines.size()) {}

std::size_t BatchChecker::spans_of(Grain grain) const {
  const worktime::Setting& s = *plan_->setting;
  switch (grain) {
    case Grain::month: return s.months.size();
    case Grain::quarter: return s.quarters.size();
    case Grain::year: return s.years.size();
    default: return s.periods.size();
  }
}

Counter& BatchChecker::counter(std::size_t line, std::size_t span_index, Chunk& out) {
  auto& row = out.counters[line];
  if (row.size() <= span_index) row.resize(span_index + 1);
  return row[span_index];
}

void BatchChecker::count_record(RecordCheck check, std::size_t period, bool broken, std::int64_t amount_micro, Chunk& out) const {
  std::vector<Counter>& counters = out.record_counters[static_cast<std::size_t>(check)];
  if (counters.empty()) counters.resize(plan_->setting->periods.size());
  Counter& c = counters[period];
  ++c.tested;
  ++(broken ? c.broken : c.met);
  c.amount_micro += amount_micro;
}

void BatchChecker::run(std::uint32_t first_worker, std::uint32_t count, Chunk& out) {
  out.counters.resize(plan_->lines.size());
  batch_.load(first_worker, count);
  bookings_.load(batch_);
  facts_.begin();
  evaluator_.begin(batch_.frame(), facts_);
  batch_.classify(evaluator_);
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    if (plan_->lines[i].run) values_[i].load(plan_->lines[i].compiled, evaluator_);
  }
  find_active();
  constexpr std::size_t kUsualRows = 14;
  out.lines.reserve(out.lines.size() + count * kUsualRows * plan_->setting->periods.size());
  for (std::uint32_t w = 0; w < count; ++w) {
    if (plan_->by.empty()) check_worker(w, out);
    else check_by_attribute(w, out);
  }
}

// A worker's own counts are taken apart first, so that they can be added under each of his attributes.
void BatchChecker::check_by_attribute(std::uint32_t worker, Chunk& out) {
  std::vector<std::vector<Counter>> all(plan_->lines.size());
  std::swap(all, out.counters);
  check_worker(worker, out);
  std::swap(all, out.counters);
  for (std::size_t line = 0; line < all.size(); ++line) {
    for (std::size_t span = 0; span < all[line].size(); ++span) {
      const Counter& own = all[line][span];
      if (own.tested == 0) continue;
      counter(line, span, out) += own;
      const law::Line& l = *plan_->lines[line].compiled.line;
      const std::vector<Span>& spans = counted_spans(*plan_->setting, l);
      const std::uint32_t terms = batch_.terms_on(worker, spans[span].last);
      for (std::size_t k = 0; k < plan_->by.size(); ++k) out.grouped[{line, span, k, facts_.term_text(plan_->by[k], terms)}] += own;
    }
  }
}

const std::vector<Span>& counted_spans(const worktime::Setting& s, const law::Line& line) {
  if (line.role == Role::limit) return s.periods;
  switch (line.grain) {
    case Grain::month: return s.months;
    case Grain::quarter: return s.quarters;
    case Grain::year: return s.years;
    default: return s.periods;
  }
}

// What nobody in the batch stands under is left out of the walk over workers; a limit's rows are compared as columns first,
// so that only rows that are broken or in doubt are looked at one by one.
void BatchChecker::find_active() {
  std::fill(compared_.begin(), compared_.end(), Compared{});
  active_.clear();
  limits_.clear();
  hits_.resize(plan_->lines.size());
  law::detail::Values over;
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const LinePlan& line = plan_->lines[i];
    const law::Line& l = *line.compiled.line;
    if (!line.run) continue;
    if (l.role != Role::limit) {
      // What is booked where nothing is due is stated all the same, whoever else is in the batch.
      if (!values_[i].never_applies() || l.role != Role::test) active_.push_back(i);
      continue;
    }
    if (values_[i].never_applies()) continue;
    limits_.push_back(i);
    const law::detail::Values& measured = values_[i].due();
    const law::detail::Values* allowed = values_[i].limit();
    const std::size_t rows = batch_.frame().row_count(l.grain);
    if (allowed == nullptr) {
      hits_[i].assign(rows, kHit);
      continue;
    }
    over.grain = l.grain;
    law::detail::compare(measured, *allowed, l.compare == law::Comparison::at_least ? law::Operator::less : law::Operator::greater, rows, over);
    hits_[i].resize(rows);
    for (std::size_t r = 0; r < rows; ++r) {
      // Unknown without a reason lies outside what the data can show.
      const bool unseen = (over.flag(r) & law::detail::kNoValue) && over.reason(r) == 0;
      hits_[i][r] = unseen ? kUnseen : (over.numerators[over.index(r)] != 0 || over.flag(r) != 0 ? kHit : kMet);
    }
  }
}

void BatchChecker::check_worker(std::uint32_t worker, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t first_line = out.lines.size(), first_finding = out.findings.size();
  net_.assign(s.periods.size(), {});
  for (std::size_t p = 0; p < s.periods.size(); ++p) {
    if (s.periods[p].reported) check_period(worker, p, out);
  }
  const std::vector<Span>* longer[] = {&s.months, &s.quarters, &s.years};
  const Grain grains[] = {Grain::month, Grain::quarter, Grain::year};
  for (int g = 0; g < 3; ++g) {
    for (std::size_t i = 0; i < longer[g]->size(); ++i) check_span(worker, grains[g], i, (*longer[g])[i], out);
  }
  for (std::size_t p = 0; p < s.periods.size(); ++p) {
    if (!s.periods[p].reported || !s.has_payroll) continue;
    if (net_[p].seen) count_record(RecordCheck::worked_without_pay, p, net_[p].unpaid_work, net_[p].unpaid_work ? net_[p].pay : 0, out);
    if (net_[p].unpaid_work) unpaid_work(worker, p, out);
    else net_row(worker, p, s.periods[p], out);
  }
  count_unseen(worker, out);
  balances(worker, out);
  const auto& rank = plan_->name_rank;
  std::sort(out.lines.begin() + static_cast<std::ptrdiff_t>(first_line), out.lines.end(), [&](const LineRow& a, const LineRow& b) {
    return a.first != b.first ? a.first < b.first : (a.name != b.name ? rank[a.name] < rank[b.name] : a.last < b.last);
  });
  std::stable_sort(out.findings.begin() + static_cast<std::ptrdiff_t>(first_finding), out.findings.end(), [](const Finding& a, const Finding& b) {
    if (a.first != b.first) return a.first < b.first;
    return a.check != b.check ? a.check < b.check : a.subject < b.subject;
  });
}

// Weeks and longer spans on which a limit stands and that lie only partly inside the data.
void BatchChecker::count_unseen(std::uint32_t worker, Chunk& out) const {
  const worktime::Setting& s = *plan_->setting;
  const law::Frame& f = batch_.frame();
  for (const Grain grain : {Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    const bool limited = std::any_of(plan_->lines.begin(), plan_->lines.end(), [&](const LinePlan& l) {
      return l.run && l.compiled.line->role == Role::limit && l.compiled.line->grain == grain;
    });
    if (!limited) continue;
    const std::int32_t from = s.periods.front().first, to = s.periods.back().last;
    const auto& workers = f.worker_of[at(grain)];
    const auto first = std::lower_bound(workers.begin(), workers.end(), worker), end = std::upper_bound(first, workers.end(), worker);
    for (auto row = first; row != end; ++row) {
      const auto i = static_cast<std::size_t>(row - workers.begin());
      const bool touches = f.first_date[at(grain)][i] <= to && f.last_date[at(grain)][i] >= from;
      if (touches && (f.first_date[at(grain)][i] < s.first_day || f.last_date[at(grain)][i] > s.last_day())) ++out.spans_not_seen;
    }
  }
}

void BatchChecker::check_period(std::uint32_t worker, std::size_t period, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const Span& span = s.periods[period];
  const std::size_t row = worker * s.periods.size() + period;
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  bool worked = false, employed = false, left_alone = true;
  for (std::uint32_t d = days.begin[row]; d < days.end[row]; ++d) {
    const std::uint16_t bits = batch_.bits()[d];
    worked = worked || (bits & worktime::kPresent);
    out.worker_days += (bits & worktime::kPresent) ? 1 : 0;
    employed = employed || (bits & worktime::kEmployed);
    left_alone = left_alone && batch_.leave_micro()[d] == 0 && batch_.unpaid_micro()[d] == 0;
  }
  const bool payslip = bookings_.has_payslip(row);
  if (!worked && !employed && !payslip) return;
  ++out.worker_periods;
  net_[period].seen = true;
  const bool hole = facts_.hole_in(TableKind::payroll, batch_.first_worker() + worker, span.first, span.last) != 0;
  net_[period].unpaid_work = s.has_payroll && !payslip && worked && !hole;
  compare(worker, Grain::period, row, span, !net_[period].unpaid_work, out);
  limits(worker, period, span, out);
  if (s.has_attendance) time_record(worker, period, span, out);
  if (!s.has_payroll || !payslip) return;
  own_sums(worker, period, span, out);
  unlisted_deductions(worker, period, span, out);
  const int pay = bookings_.slot(plan_->pay_set);
  const due::Booked& booked = bookings_.at(pay, row);
  bool holes = hole;
  for (const TableKind table : {TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals, TableKind::leave}) {
    holes = holes || facts_.hole_in(table, batch_.first_worker() + worker, span.first, span.last) != 0;
  }
  const bool idle = s.has_attendance && !worked && left_alone && !holes && booked.amount_micro > 0;
  if (s.has_attendance) count_record(RecordCheck::paid_without_work, period, idle, 0, out);
  if (idle) {
    Finding& f = finding(worker, span, "paid_without_work", Severity::discrepancy, "", out);
    f.currency = s.data->strings.view(booked.currency);
    f.expected = {0, true};
    f.found = {booked.amount_micro, true};
    f.difference = {-booked.amount_micro, true};
    f.rule = f.check;
    f.evidence = evidence_of(worker, period, plan_->pay_set);
  }
}

void BatchChecker::check_span(std::uint32_t worker, Grain grain, std::size_t index, const Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::uint32_t period = s.period_at(span.last);
  if (period == kNoRow || !s.periods[period].reported || !net_[period].seen) return;
  compare(worker, grain, worker * spans_of(grain) + index, span, !net_[period].unpaid_work, out);
}

// A line's part in the net of the period in which its span ends.
void BatchChecker::add_to_net(std::size_t i, const Span& span) {
  const worktime::Setting& s = *plan_->setting;
  const std::uint32_t period = s.period_at(span.last);
  const Compared& c = compared_[i];
  const LinePlan& plan = plan_->lines[i];
  if (period == kNoRow || (!c.due.applies && c.due.known)) return;
  Net& net = net_[period];
  const Role role = plan.compiled.line->role;
  if (role == Role::employer_contribution || role == Role::limit) return;
  if (!c.due.known) {
    // A floor that cannot be told adds nothing or something: what is due is then at least the rest.
    if (role == Role::test) net.at_least = true;
    else if (!c.due.silent && role != Role::deduction) net.known = false;
    return;
  }
  std::int64_t amount = 0;
  if (!in_currency(c.due.rounded_micro, plan.compiled.currency, s.data->strings.view(s.currency), s.periods[period].last, amount)) {
    net.known = false;
    return;
  }
  net.at_least = net.at_least || c.due.at_least;
  if (role == Role::pay) net.pay += amount;
  if (role == Role::employee_contribution) net.contributions += amount;
  if (role == Role::deduction) {
    std::int64_t booked = 0;
    if (in_currency(c.booked_micro, plan.compiled.currency, s.data->strings.view(s.currency), s.periods[period].last, booked)) {
      net.unlawful += std::max<std::int64_t>(0, booked - amount);
    }
  }
  if (role == Role::test) {
    // The floor less what its pay lines make due, and less what is booked beside them and counts.
    std::int64_t covered = 0;
    for (const std::size_t t : plan.tested) {
      if (compared_[t].compared && compared_[t].due.known && compared_[t].due.applies) covered += compared_[t].due.rounded_micro;
    }
    const std::size_t row = span_row_;
    if (plan.unclaimed_slot >= 0 && plan.compiled.line->grain == Grain::period) covered += bookings_.at(plan.unclaimed_slot, row).amount_micro;
    net.shortfall = std::max(net.shortfall, c.due.rounded_micro - covered);
  }
}

void BatchChecker::unpaid_work(std::uint32_t worker, std::size_t period, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  Finding& f = finding(worker, s.periods[period], "worked_without_pay", Severity::discrepancy, "", out);
  f.currency = s.data->strings.view(s.currency);
  f.expected = {net_[period].pay, true};
  f.found = {0, true};
  f.difference = {net_[period].pay, true};
  f.rule = f.check;
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  const std::size_t row = worker * s.periods.size() + period;
  for (std::uint32_t d = days.begin[row]; d < days.end[row] && f.evidence.empty(); ++d) {
    if (batch_.bits()[d] & worktime::kPresent) f.evidence = time_places(worker, batch_.frame().first_date[at(Grain::day)][d]);
  }
}

void BatchChecker::net_row(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  if (!net_[period].seen || !bookings_.has_payslip(worker * s.periods.size() + period)) return;
  const std::size_t row = worker * s.periods.size() + period;
  const std::string_view currency = s.data->strings.view(s.currency);
  Net& net = net_[period];
  const auto booked = [&](const std::string& set) {
    const due::Booked& b = bookings_.at(bookings_.slot(set), row);
    if (b.rows == 0) return std::int64_t{0};
    if (!b.mixed && b.currency == s.currency) return b.amount_micro;
    std::int64_t total = 0;
    const records::DataTable& payroll = (*s.data)[TableKind::payroll];
    for (const std::uint32_t r : bookings_.rows_of(batch_, worker, period, set)) {
      const records::StringId own = payroll.text(records::field::payroll::currency, r);
      std::int64_t moved = 0;
      if (!in_currency(payroll.wide(records::field::payroll::amount, r), s.data->strings.view(own == 0 ? s.currency : own), currency, span.last, moved)) net.known = false;
      total += moved;
    }
    return total;
  };
  const std::int64_t due = net.pay + net.shortfall + booked(plan_->unclaimed_set) - net.contributions - (booked(plan_->deductions_set) - net.unlawful);
  const std::int64_t slip = booked(plan_->net_set);
  LineRow l;
  l.employer = s.employer.id;
  l.worker = s.index->worker_id(batch_.first_worker() + worker);
  l.first = span.first;
  l.last = span.last;
  l.name = plan_->net_name;
  l.law = plan_->law;
  l.currency_name = plan_->currency_name;
  l.status = !net.known ? Status::unknown : (net.at_least ? Status::at_least : Status::known);
  const std::int64_t step = due::silent_step_micro(currency);
  const std::int64_t half = due >= 0 ? step / 2 : -(step / 2);
  const std::int64_t rounded = (due + half) / step * step;
  if (net.known) l.amount = {rounded, true};
  if (bookings_.at(bookings_.slot(plan_->net_set), row).rows > 0) l.booked = {slip, true};
  if (net.known && l.booked.given) l.difference = {rounded - slip, true};
  l.in_reconciliation = true;
  out.lines.push_back(l);
}

// Deductions that the law's list does not name are unlawful whole, unless a line of their own says how much of one is lawful.
void BatchChecker::unlisted_deductions(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const law::Deductions& rule = plan_->pack->deductions;
  if (!rule.listed) return;
  const worktime::Setting& s = *plan_->setting;
  const records::DataTable& payroll = (*s.data)[TableKind::payroll];
  std::map<std::string, std::pair<std::int64_t, records::StringId>> taken;
  for (const std::uint32_t r : s.index->rows(TableKind::payroll, batch_.first_worker() + worker)) {
    const std::string_view component = s.data->strings.view(payroll.text(records::field::payroll::component, r));
    if (!component.starts_with("deduction.") || s.period_at(payroll.narrow(records::field::payroll::period_end, r)) != period) continue;
    const std::string name(component.substr(10));
    const bool lawful = std::any_of(rule.lawful.begin(), rule.lawful.end(), [&](const std::string& p) { return due::matches_component(p, name); });
    const bool own_line = std::any_of(plan_->lines.begin(), plan_->lines.end(), [&](const LinePlan& l) { return l.compiled.line->name == "unlawful_deduction." + name; });
    if (lawful || own_line) continue;
    auto& [amount, currency] = taken[name];
    amount += payroll.wide(records::field::payroll::amount, r);
    currency = payroll.text(records::field::payroll::currency, r);
  }
  for (const auto& [name, sum] : taken) {
    const auto& [amount, currency] = sum;
    if (amount <= 0) continue;
    const bool uncertain = rule.provenance.confidence == law::Confidence::uncertain;
    Finding& f = finding(worker, span, "unlawful_deduction." + name, uncertain ? Severity::warning : Severity::breach, "", out);
    f.currency = s.data->strings.view(currency == 0 ? s.currency : currency);
    f.expected = {0, true};
    f.found = {amount, true};
    f.difference = {amount, true};
    f.rule = "deductions";
    f.pack = rule.provenance.origin.empty() ? plan_->pack->id : rule.provenance.origin;
    f.source = sources_of(*plan_->pack, rule.provenance);
    f.evidence = evidence_of(worker, period, "deduction." + name);
    std::int64_t moved = 0;
    if (in_currency(amount, f.currency, s.data->strings.view(s.currency), span.last, moved)) net_[period].unlawful += moved;
  }
}

// The payslip's net and gross are its own sums.
void BatchChecker::own_sums(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const records::DataTable& payroll = (*s.data)[TableKind::payroll];
  std::int64_t earned = 0, in_kind = 0, taken = 0, net = 0, gross = 0;
  bool has_net = false, has_gross = false, told = true;
  for (const std::uint32_t r : s.index->rows(TableKind::payroll, batch_.first_worker() + worker)) {
    if (s.period_at(payroll.narrow(records::field::payroll::period_end, r)) != period) continue;
    const std::string_view component = s.data->strings.view(payroll.text(records::field::payroll::component, r));
    const records::StringId own = payroll.text(records::field::payroll::currency, r);
    const std::int64_t amount = payroll.wide(records::field::payroll::amount, r);
    has_net = has_net || component == "net";
    std::int64_t moved = 0;
    told = in_currency(amount, s.data->strings.view(own == 0 ? s.currency : own), s.data->strings.view(s.currency), span.last, moved) && told;
    if (component == "net") net += moved;
    else if (component == "gross") { gross += moved; has_gross = true; }
    else if (component.starts_with("deduction.") || (component.starts_with("contribution.") && component.ends_with(".employee"))) taken += moved;
    else if (component.starts_with("in_kind.")) in_kind += moved;
    else if (!component.starts_with("contribution.")) earned += moved;
  }
  const std::int64_t step = due::silent_step_micro(s.data->strings.view(s.currency));
  const auto differs = [&](std::int64_t a, std::int64_t b) { return a - b >= step || b - a >= step; };
  if (!has_net && !has_gross) return;
  if (facts_.hole_in(TableKind::payroll, batch_.first_worker() + worker, span.first, span.last) != 0) return;
  const bool net_wrong = has_net && told && differs(earned - taken, net);
  const bool gross_wrong = has_gross && told && differs(earned, gross) && differs(earned + in_kind, gross);
  count_record(RecordCheck::net_pay, period, net_wrong || gross_wrong, net_wrong ? earned - taken - net : (gross_wrong ? earned - gross : 0), out);
  if (!net_wrong && !gross_wrong) return;
  Finding& f = finding(worker, span, "net_pay", Severity::discrepancy, "", out);
  f.currency = s.data->strings.view(s.currency);
  f.expected = {net_wrong ? earned - taken : earned, true};
  f.found = {net_wrong ? net : gross, true};
  f.difference = {f.expected.value - f.found.value, true};
  f.rule = f.check;
  f.evidence = evidence_of(worker, period, net_wrong ? "net" : "gross");
}

}  // namespace wageproof::reconcile
