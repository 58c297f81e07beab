// Checking a dataset: laws loaded once, employers set up, batches handed to threads, results put together in order.
#include "wageproof/reconcile/check.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "batch_check.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {

using Outcome = quantity::Status;
using quantity::StatusCode;
using records::Dataset;
using records::TableKind;

namespace {

constexpr std::uint32_t kWorkersPerBatch = 128;

// Lines among which payslip money is shared, in the order in which it fills them.
constexpr std::string_view kOrdinary[] = {"basic_pay", "rest_day_pay", "holiday_pay"};
constexpr std::string_view kPremium[] = {"overtime_pay", "rest_day_premium", "holiday_premium", "night_premium"};

struct Law {
  std::shared_ptr<const law::Pack> pack;
  std::unique_ptr<law::Plan> plan;
  std::uint32_t position = 0;
};

std::string sources_of(const law::Pack& pack, const law::Provenance& provenance) {
  std::string text;
  for (const std::string& id : provenance.sources) {
    if (!text.empty()) text += "; ";
    const law::Source* source = law::find_source(pack, provenance, id);
    text += id;
    if (source == nullptr) continue;
    if (!source->instrument.empty()) text += ": " + source->instrument;
    if (!source->article.empty()) text += ", " + source->article;
  }
  return text;
}

class Run {
 public:
  Run(const Dataset& data, const CheckOptions& options) : data_(data), options_(options), index_(data) {}
  Outcome start();
  Outcome execute(Result& out);

 private:
  Outcome load_law(const std::vector<std::string>& ids, const Law*& out);
  void plan_employer(const records::EmployerSpan& employer, const Law& law);
  std::vector<due::Hole> holes_of(const records::EmployerSpan& employer, law::Plan& plan) const;
  std::uint32_t name(const std::string& text);
  void add_strays(const EmployerPlan& plan, std::vector<Finding>& findings) const;
  void add_counts(const EmployerPlan& plan, const std::vector<Chunk>& chunks, Result& out) const;

  const Dataset& data_;
  const CheckOptions& options_;
  records::WorkerIndex index_;
  std::map<std::string, Law> laws_;
  std::vector<std::unique_ptr<worktime::Setting>> settings_;
  std::vector<std::unique_ptr<EmployerPlan>> employers_;
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t> name_ids_;
  std::set<std::pair<std::string, std::string>> not_checked_;
};

std::uint32_t Run::name(const std::string& text) {
  const auto [it, added] = name_ids_.emplace(text, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back(text);
  return it->second;
}

Outcome Run::load_law(const std::vector<std::string>& ids, const Law*& out) {
  std::string key;
  for (const std::string& id : ids) key += (key.empty() ? "" : ",") + id;
  Law& law = laws_[key];
  if (law.plan == nullptr) {
    auto pack = law::load_packs(ids, options_.packs);
    if (!pack.ok()) return pack.status();
    law.pack = *pack;
    law.plan = std::make_unique<law::Plan>(law.pack, options_.as_known_on);
    law.position = static_cast<std::uint32_t>(laws_.size() - 1);
  }
  out = &law;
  return Outcome();
}

std::vector<due::Hole> Run::holes_of(const records::EmployerSpan& employer, law::Plan& plan) const {
  std::vector<due::Hole> holes;
  for (const records::Reject& r : data_.rejects) {
    if (r.employer != 0 && r.employer != employer.id) continue;
    due::Hole h;
    h.table = r.table;
    h.worker = law::kNoRow;
    if (r.worker != 0) {
      const std::int64_t at = index_.find(employer.id, r.worker);
      if (at < 0) continue;
      h.worker = static_cast<std::uint32_t>(at);
    }
    if (r.first != records::kNone32) h.first = r.first;
    if (r.last != records::kNone32) h.last = r.last;
    else if (r.first != records::kNone32) h.last = r.first;
    h.reason = plan.reason("missing:" + std::string(records::spec_of(r.table).name) + "." + r.column);
    holes.push_back(h);
  }
  return holes;
}

void Run::plan_employer(const records::EmployerSpan& employer, const Law& law) {
  worktime::ReportWindow window;
  if (options_.from) window.from = *options_.from;
  if (options_.to) window.to = *options_.to;
  settings_.push_back(std::make_unique<worktime::Setting>(worktime::Setting::make(data_, index_, *law.plan, employer, window)));
  const worktime::Setting& setting = *settings_.back();
  employers_.push_back(std::make_unique<EmployerPlan>());
  EmployerPlan& e = *employers_.back();
  e.setting = &setting;
  e.pack = law.pack;
  e.law = law.position;
  e.names = &names_;
  e.by = options_.by;
  e.holes = holes_of(employer, *law.plan);
  e.net_name = name("net");
  e.currency_name = name(std::string(data_.strings.view(setting.currency)));
  e.pack_currency_name = name(due::currency_text(law.pack->currency));
  const bool has_pieces = data_[TableKind::pieces].present;
  std::string claimed;
  for (due::CompiledLine& compiled : due::compile_lines(*law.plan)) {
    LinePlan l;
    const law::Line& line = *compiled.line;
    l.name = name(line.name);
    l.currency_name = name(compiled.currency);
    l.pack = line.provenance.origin.empty() ? law.pack->id : line.provenance.origin;
    l.source = sources_of(*law.pack, line.provenance);
    const auto in = [&](const auto& list) { return std::find(std::begin(list), std::end(list), line.name) != std::end(list); };
    if (in(kOrdinary) || line.name.starts_with("leave_pay.")) l.group = FillGroup::ordinary;
    else if (in(kPremium)) l.group = FillGroup::premium;
    if (line.role != law::Role::pay) l.group = FillGroup::none;
    if ((compiled.needs & law::kNeedsTime) && !setting.has_attendance) {
      l.run = false;
      not_checked_.emplace(line.check, "time");
    }
    if (compiled.needs == law::kNeedsPieces && !has_pieces) {
      l.run = false;
      not_checked_.emplace(line.check, "pieces");
    }
    if (!setting.has_payroll && (line.role != law::Role::limit || (compiled.needs & law::kNeedsPayroll))) {
      not_checked_.emplace(line.check, "payroll");
      if (compiled.needs & law::kNeedsPayroll) l.run = false;
    }
    if (line.role == law::Role::pay) {
      for (const std::string& answer : line.answers) claimed += ";-" + answer;
    }
    l.compiled = std::move(compiled);
    e.lines.push_back(std::move(l));
  }
  const auto line_at = [&](std::string_view wanted) {
    return static_cast<std::size_t>(std::find_if(e.lines.begin(), e.lines.end(), [&](const LinePlan& l) { return l.compiled.line->name == wanted; }) - e.lines.begin());
  };
  for (const std::string_view wanted : kOrdinary) {
    if (line_at(wanted) < e.lines.size()) e.fill_order.push_back(line_at(wanted));
  }
  for (std::size_t i = 0; i < e.lines.size(); ++i) {
    if (e.lines[i].compiled.line->name.starts_with("leave_pay.") && e.lines[i].group == FillGroup::ordinary) e.fill_order.push_back(i);
  }
  for (const std::string_view wanted : kPremium) {
    if (line_at(wanted) < e.lines.size()) e.fill_order.push_back(line_at(wanted));
  }
  e.net_set = "net";
  e.deductions_set = "deduction.*";
  e.pay_set = "basic;piece;overtime;night_premium;rest_day_premium;holiday_premium;rest_day_pay";
  e.unclaimed_set = "*;-deduction.*;-contribution.*;-in_kind.*;-gross;-net" + claimed;
  for (const std::string* set : {&e.net_set, &e.deductions_set, &e.pay_set, &e.unclaimed_set}) e.sets.push_back(*set);
  for (LinePlan& l : e.lines) {
    e.sets.push_back(l.compiled.answers);
    if (l.compiled.line->role == law::Role::test) {
      e.sets.push_back(l.compiled.counts);
      e.sets.push_back(l.compiled.counts + claimed);
      for (const std::string& tested : l.compiled.line->tests) {
        if (line_at(tested) < e.lines.size()) l.tested.push_back(line_at(tested));
      }
    }
  }
  for (const law::PlanNode& n : law.plan->nodes()) {
    if (n.node.kind == law::NodeKind::call && n.node.function == law::Function::booked && !n.spread) e.sets.push_back(n.node.text);
  }
  // Slots are positions in the sorted list, as Bookings numbers them.
  std::sort(e.sets.begin(), e.sets.end());
  e.sets.erase(std::unique(e.sets.begin(), e.sets.end()), e.sets.end());
  const auto slot = [&](const std::string& set) { return static_cast<int>(std::lower_bound(e.sets.begin(), e.sets.end(), set) - e.sets.begin()); };
  for (LinePlan& l : e.lines) {
    l.answers_slot = slot(l.compiled.answers);
    if (l.compiled.line->role != law::Role::test) continue;
    l.counts_slot = slot(l.compiled.counts);
    l.unclaimed_slot = slot(l.compiled.counts + claimed);
  }
}

Outcome Run::start() {
  bool any = false;
  for (const records::EmployerSpan& employer : index_.employers()) {
    const std::vector<std::string>& own = data_.laws[employer.row];
    const std::vector<std::string>& ids = options_.law.empty() ? own : options_.law;
    const Law* law = nullptr;
    if (Outcome status = load_law(ids, law); !status.ok()) return status;
    plan_employer(employer, *law);
    any = any || !employers_.back()->setting->periods.empty();
  }
  if (!any) return Outcome(StatusCode::invalid_argument, "the folder names no pay period: no payroll, time, punches, hours, totals or leave row gives a day");
  return Outcome();
}

// Rows that name a worker whom the workers table does not have: one finding a worker and period.
void Run::add_strays(const EmployerPlan& plan, std::vector<Finding>& findings) const {
  const worktime::Setting& s = *plan.setting;
  std::map<std::pair<std::string, std::uint32_t>, std::string> evidence;
  std::map<std::pair<std::string, std::uint32_t>, bool> rejected;
  for (const records::StrayRow& stray : index_.strays()) {
    if (stray.employer != s.employer.id || stray.table == TableKind::workers) continue;
    const records::DataTable& t = data_[stray.table];
    std::int32_t day = s.first_day;
    namespace f = records::field;
    switch (stray.table) {
      case TableKind::payroll: day = t.narrow(f::payroll::period_end, stray.row); break;
      case TableKind::time: day = t.narrow(f::time::date, stray.row); break;
      case TableKind::hours: day = t.narrow(f::hours::date, stray.row); break;
      case TableKind::punches: day = static_cast<std::int32_t>(t.wide(f::punches::at, stray.row) / 86400); break;
      case TableKind::totals: day = t.narrow(f::totals::end, stray.row); break;
      case TableKind::leave: day = t.narrow(f::leave::date, stray.row); break;
      case TableKind::pieces: day = t.narrow(f::pieces::date, stray.row); break;
      default: break;
    }
    const std::uint32_t period = s.period_at(day);
    if (period == law::kNoRow || !s.periods[period].reported) continue;
    const std::pair key{std::string(data_.strings.view(stray.worker)), period};
    std::string& text = evidence[key];
    if (text.size() < 400) text += (text.empty() ? "" : ";") + data_.files[t.file[stray.row]].name + ":" + std::to_string(t.line[stray.row]);
    rejected[key] = std::any_of(data_.rejects.begin(), data_.rejects.end(), [&](const records::Reject& r) {
      return r.table == TableKind::workers && r.worker == stray.worker && stray.worker != 0;
    });
  }
  for (const auto& [key, text] : evidence) {
    Finding f;
    f.employer = s.employer.id;
    f.worker = key.first;
    f.first = s.periods[key.second].first;
    f.last = s.periods[key.second].last;
    f.check = "unknown_worker";
    f.rule = f.check;
    f.unit = AmountUnit::count;
    // Terms that were there and could not be read are a hole, not a stranger.
    f.severity = rejected[key] ? Severity::warning : Severity::discrepancy;
    f.evidence = rejected[key] ? text + ";missing:workers.worker_id" : text;
    findings.push_back(std::move(f));
  }
}

void Run::add_counts(const EmployerPlan& plan, const std::vector<Chunk>& chunks, Result& out) const {
  const worktime::Setting& s = *plan.setting;
  for (std::size_t i = 0; i < plan.lines.size(); ++i) {
    const law::Line& line = *plan.lines[i].compiled.line;
    const std::vector<worktime::Span>& spans = line.role == law::Role::limit  ? s.periods
                                               : line.grain == law::Grain::month   ? s.months
                                               : line.grain == law::Grain::quarter ? s.quarters
                                               : line.grain == law::Grain::year    ? s.years
                                                                                   : s.periods;
    for (std::size_t k = 0; k < spans.size(); ++k) {
      CheckRow row;
      for (const Chunk& c : chunks) {
        if (i >= c.counters.size() || k >= c.counters[i].size()) continue;
        const Counter& n = c.counters[i][k];
        row.tested += n.tested;
        row.met += n.met;
        row.broken += n.broken;
        row.cannot_tell += n.cannot_tell;
        row.amount_micro += n.amount_micro;
      }
      if (row.tested == 0) continue;
      row.employer = s.employer.id;
      row.check = line.check;
      row.rule = line.name;
      row.pack = plan.lines[i].pack;
      row.first = spans[k].first;
      row.last = spans[k].last;
      if (line.role != law::Role::limit || line.unit == "money") row.currency = plan.lines[i].compiled.currency;
      out.checks.push_back(std::move(row));
    }
  }
}

Outcome Run::execute(Result& out) {
  struct Task {
    std::size_t employer;
    std::uint32_t first, count;
  };
  std::vector<Task> tasks;
  std::uint64_t workers = 0;
  for (std::size_t e = 0; e < employers_.size(); ++e) {
    const worktime::Setting& s = *employers_[e]->setting;
    if (s.periods.empty()) continue;
    for (std::uint32_t w = 0; w < s.employer.worker_count; w += kWorkersPerBatch) {
      tasks.push_back({e, s.employer.first_worker + w, std::min(kWorkersPerBatch, s.employer.worker_count - w)});
    }
    workers += s.employer.worker_count;
  }
  std::vector<Chunk> chunks(tasks.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::uint64_t done = 0;
  std::mutex progress;
  const auto work = [&] {
    std::unique_ptr<BatchChecker> checker;
    std::size_t of = employers_.size();
    while (!stop) {
      const std::size_t t = next.fetch_add(1);
      if (t >= tasks.size()) return;
      if (of != tasks[t].employer) {
        of = tasks[t].employer;
        checker = std::make_unique<BatchChecker>(*employers_[of]);
      }
      checker->run(tasks[t].first, tasks[t].count, chunks[t]);
      if (!options_.progress && !options_.cancelled) continue;
      const std::lock_guard lock(progress);
      done += tasks[t].count;
      if (options_.progress) options_.progress(done, workers);
      if (options_.cancelled && options_.cancelled()) stop = true;
    }
  };
  unsigned threads = options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  threads = static_cast<unsigned>(std::min<std::size_t>(threads, std::max<std::size_t>(tasks.size(), 1)));
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& t : others) t.join();
  if (stop) return Outcome(StatusCode::invalid_argument, "cancelled");

  out.names = names_;
  out.laws.resize(laws_.size());
  for (const auto& [key, law] : laws_) out.laws[law.position] = law.pack;
  out.employers = index_.employers().size();
  out.workers = index_.worker_count();
  std::size_t t = 0;
  for (std::size_t e = 0; e < employers_.size(); ++e) {
    const std::size_t first_finding = out.findings.size();
    std::vector<Chunk> own;
    for (; t < tasks.size() && tasks[t].employer == e; ++t) own.push_back(std::move(chunks[t]));
    for (Chunk& c : own) {
      out.lines.insert(out.lines.end(), c.lines.begin(), c.lines.end());
      std::move(c.findings.begin(), c.findings.end(), std::back_inserter(out.findings));
      std::move(c.balances.begin(), c.balances.end(), std::back_inserter(out.balances));
      out.worker_periods += c.worker_periods;
      out.worker_days += c.worker_days;
      out.spans_not_seen += c.spans_not_seen;
    }
    if (!employers_[e]->setting->periods.empty()) add_strays(*employers_[e], out.findings);
    add_counts(*employers_[e], own, out);
    std::stable_sort(out.findings.begin() + static_cast<std::ptrdiff_t>(first_finding), out.findings.end(), [](const Finding& a, const Finding& b) {
      if (a.worker != b.worker) return a.worker < b.worker;
      if (a.first != b.first) return a.first < b.first;
      return a.check != b.check ? a.check < b.check : a.subject < b.subject;
    });
  }
  for (Finding& f : out.findings) f.id = finding_id(data_.strings.view(f.employer), f.worker, f.first, f.has_period, f.check, f.rule, f.subject);
  std::stable_sort(out.checks.begin(), out.checks.end(), [&](const CheckRow& a, const CheckRow& b) {
    const std::string_view ea = data_.strings.view(a.employer), eb = data_.strings.view(b.employer);
    if (ea != eb) return ea < eb;
    if (a.check != b.check) return a.check < b.check;
    if (a.first != b.first) return a.first < b.first;
    if (a.rule != b.rule) return a.rule < b.rule;
    return a.by != b.by ? a.by < b.by : a.group < b.group;
  });
  for (const auto& [check, table] : not_checked_) out.not_checked.push_back({check, table});
  return Outcome();
}

}  // namespace

quantity::Result<Result> check(const Dataset& data, const CheckOptions& options) {
  Run run(data, options);
  if (Outcome status = run.start(); !status.ok()) return status;
  Result result;
  if (Outcome status = run.execute(result); !status.ok()) return status;
  return result;
}

}  // namespace wageproof::reconcile
