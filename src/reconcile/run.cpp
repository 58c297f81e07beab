// Setting up a run: laws loaded once, each employer's periods, lines, holes and component sets.
#include "run.hpp"

#include "payments/money_trail.hpp"

#include <algorithm>
#include <tuple>

namespace wageproof::reconcile {

using records::TableKind;

namespace {

// Lines among which payslip money is shared, in the order in which it fills them.
constexpr std::string_view kOrdinary[] = {"basic_pay", "rest_day_pay", "holiday_pay"};
constexpr std::string_view kPremium[] = {"overtime_pay", "rest_day_premium", "holiday_premium", "night_premium"};

}  // namespace

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


std::uint32_t Run::name(const std::string& text) {
  const auto [it, added] = name_ids_.emplace(text, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back(text);
  return it->second;
}

Laws::Laws() : held_(std::make_unique<Held>()) {}
Laws::Laws(Laws&&) noexcept = default;
Laws& Laws::operator=(Laws&&) noexcept = default;
Laws::~Laws() = default;

namespace {

std::string key_of(const std::vector<std::string>& ids) {
  std::string key;
  for (const std::string& id : ids) key += (key.empty() ? "" : ",") + id;
  return key;
}

}  // namespace

void Laws::keep(std::shared_ptr<const law::Pack> pack) {
  Law& law = held_->laws[key_of(pack->pack_ids)];
  if (law.plan == nullptr) law.pack = std::move(pack);
}

Outcome Run::load_law(const std::vector<std::string>& ids, UsedLaw& out) {
  std::string key = key_of(ids);
  if (options_.as_known_on) key += "@" + std::to_string(*options_.as_known_on);
  Law& law = laws_->held_->laws[key];
  if (law.plan == nullptr) {
    if (law.pack == nullptr) {
      auto pack = law::load_packs(ids, options_.packs, law::Cases::pass_over);
      if (!pack.ok()) return pack.status();
      law.pack = *pack;
    }
    law.plan = std::make_unique<law::Plan>(law.pack, options_.as_known_on);
    law.formula_roundings = FormulaRoundings::of(*law.plan);
  }
  out = used_laws_.try_emplace(key, UsedLaw{&law, static_cast<std::uint32_t>(used_laws_.size())}).first->second;
  return Outcome();
}

// What rejected rows leave open, and the days on which a worker is employed on terms that no row states. Sorted by worker,
// those of all workers last; the same hole once, however many rows made it.
std::vector<due::Hole> Run::holes_of(const records::EmployerSpan& employer, const worktime::Setting& setting, law::Plan& plan) const {
  std::vector<due::Hole> holes;
  const records::DataTable& workers = data_[TableKind::workers];
  namespace field = records::field::workers;
  for (std::uint32_t w = employer.first_worker; w < employer.first_worker + employer.worker_count; ++w) {
    const auto rows = index_.rows(TableKind::workers, w);
    if (rows.empty()) continue;
    const std::int32_t valid = workers.narrow(field::valid_from, rows[0]), hired = workers.narrow(field::hired_on, rows[0]);
    if (valid == records::kNone32 || hired == records::kNone32 || hired >= valid || valid <= setting.first_day) continue;
    holes.push_back({TableKind::payroll, w, hired, valid - 1, plan.reason("missing:workers.wage")});
  }
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
  // By the text of the reason, not by its number, so that the one which a finding names does not hang on the rows' order.
  const std::vector<std::string>& reasons = plan.reasons();
  const auto key = [&](const due::Hole& h) { return std::tuple(h.worker, h.table, std::string_view(reasons[h.reason]), h.first, h.last); };
  std::sort(holes.begin(), holes.end(), [&](const due::Hole& a, const due::Hole& b) { return key(a) < key(b); });
  holes.erase(std::unique(holes.begin(), holes.end(), [&](const due::Hole& a, const due::Hole& b) { return key(a) == key(b); }), holes.end());
  return holes;
}

// What is not said of money where its table is not in the folder.
void Run::list_unpaid_checks(const law::Pack& pack) {
  if (!data_[TableKind::payments].present) {
    for (const char* check : {"payment_missing", "payment_short", "payment_over", "payment_late", "payment_duplicate", "payment_returned",
                              "payment_fee", "payment_channel", "payment_unmatched", "shared_account"}) {
      not_checked_.emplace(check, "payments");
    }
  }
  if (data_[TableKind::remittances].present) return;
  for (const law::Line& line : pack.lines) {
    if (line.role != law::Role::employee_contribution && line.role != law::Role::employer_contribution) continue;
    const std::string scheme = payments::scheme_of(line.name);
    for (const char* check : {"remittance.", "late_remittance.", "withheld_not_remitted.", "declared_wage."}) {
      not_checked_.emplace(check + scheme, "remittances");
    }
  }
}

void Run::plan_employer(const records::EmployerSpan& employer, const worktime::EmployerDays& days, const UsedLaw& used) {
  const Law& law = *used.law;
  worktime::ReportWindow window;
  if (options_.from) window.from = *options_.from;
  if (options_.to) window.to = *options_.to;
  settings_.push_back(std::make_unique<worktime::Setting>(worktime::Setting::make(data_, index_, *law.plan, employer, days, window)));
  const worktime::Setting& setting = *settings_.back();
  employers_.push_back(std::make_unique<EmployerPlan>());
  EmployerPlan& e = *employers_.back();
  e.setting = &setting;
  e.pack = law.pack;
  e.formula_roundings = law.formula_roundings.get();
  e.law = used.position;
  e.by = options_.by;
  e.holes = holes_of(employer, setting, *law.plan);
  e.net_name = name("net");
  e.currency_name = name(std::string(data_.strings.view(setting.currency)));
  e.step_micro = due::silent_step_micro(data_.strings.view(setting.currency));
  e.pack_currency_name = name(due::currency_text(law.pack->currency));
  e.keeps_money = data_[TableKind::payments].present || data_[TableKind::remittances].present;
  list_unpaid_checks(*law.pack);
  const bool has_pieces = data_[TableKind::pieces].present;
  std::string claimed;
  for (due::CompiledLine& compiled : due::compile_lines(*law.plan)) {
    LinePlan l;
    const law::Line& line = *compiled.line;
    l.name = name(line.name);
    l.currency_name = name(compiled.currency);
    l.currency = data_.strings.find(compiled.currency);
    l.pack = line.provenance.origin.empty() ? law.pack->id : line.provenance.origin;
    l.source = sources_of(*law.pack, line.provenance);
    const auto in = [&](const auto& list) { return std::find(std::begin(list), std::end(list), line.name) != std::end(list); };
    if (in(kOrdinary) || line.name.starts_with("leave_pay.")) l.group = FillGroup::ordinary;
    else if (in(kPremium)) l.group = FillGroup::premium;
    if (line.role != law::Role::pay) l.group = FillGroup::none;
    l.by_wage_months = !setting.wage_months.empty() && due::WageMonths::hold_for(*law.plan, compiled);
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
    // A line that is not run claims nothing: what is booked for it counts as it stands.
    if (line.role == law::Role::pay && l.run) {
      for (const std::string& answer : line.answers) claimed += ";-" + answer;
    }
    for (const std::string& answer : line.answers) {
      if (answer.starts_with("contribution.")) e.strange_set += ";-" + answer;
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
  // Where the law prices absence, the pay lines due leave it out already, and net takes it off no second time.
  const bool absence_is_priced = std::any_of(e.lines.begin(), e.lines.end(), [](const LinePlan& l) { return l.run && prices_absence(l); });
  e.deductions_set = absence_is_priced ? "deduction.*;-deduction.absence" : "deduction.*";
  e.pay_set = "basic;piece;overtime;night_premium;rest_day_premium;holiday_premium;rest_day_pay";
  e.unclaimed_set = "*;-deduction.*;-contribution.*;-in_kind.*;-gross;-net" + claimed;
  e.gross_set = "gross";
  e.taken_set = "deduction.*;contribution.*.employee";
  e.in_kind_set = "in_kind.*";
  e.strange_set.insert(0, "contribution.*");
  e.earned_set = "*;-deduction.*;-contribution.*;-in_kind.*;-gross;-net";
  const std::pair<const std::string*, int*> own_sets[] = {{&e.net_set, &e.net_slot}, {&e.deductions_set, &e.deductions_slot}, {&e.pay_set, &e.pay_slot},
                                                          {&e.unclaimed_set, &e.unclaimed_slot}, {&e.gross_set, &e.gross_slot}, {&e.taken_set, &e.taken_slot},
                                                          {&e.in_kind_set, &e.in_kind_slot}, {&e.earned_set, &e.earned_slot}, {&e.strange_set, &e.strange_slot}};
  for (const auto& [set, number] : own_sets) e.sets.push_back(*set);
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
  for (const auto& [set, number] : own_sets) *number = slot(*set);
  for (LinePlan& l : e.lines) {
    l.answers_slot = slot(l.compiled.answers);
    if (l.compiled.line->role != law::Role::test) continue;
    l.counts_slot = slot(l.compiled.counts);
    l.unclaimed_slot = slot(l.compiled.counts + claimed);
  }
}

// A group by what nobody has would be one empty group, and its sender would take it for the answer.
Outcome Run::check_groups() const {
  for (const std::string& name : options_.by) {
    const int field = records::field_index(TableKind::workers, name);
    bool known = false;
    if (field >= 0) {
      using records::FieldType;
      const FieldType type = records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field)].type;
      known = type == FieldType::text || type == FieldType::code || type == FieldType::integer;
    }
    const records::StringId id = data_.strings.find(name);
    for (const TableKind table : {TableKind::workers, TableKind::employers}) {
      const auto& attributes = data_[table].attributes;
      known = known || (id != 0 && std::any_of(attributes.begin(), attributes.end(), [id](const auto& a) { return a.name == id; }));
    }
    for (const auto& employer : employers_) {
      const auto& attributes = employer->pack->attributes;
      known = known || std::any_of(attributes.begin(), attributes.end(), [&](const law::Attribute& a) { return a.name == name; });
    }
    if (!known) {
      return Outcome(quantity::StatusCode::invalid_argument, "nothing is called \"" + name + "\" to count groups by: expected an attribute of the records or of the "
                                                             "law, or a field of workers with a text, a code or a whole number");
    }
  }
  return Outcome();
}

// The rows that a worker of the employer may have: every line in each of its spans, in output order.
void Run::order_slots(EmployerPlan& plan, const std::vector<std::uint32_t>& name_rank) {
  const worktime::Setting& s = *plan.setting;
  const auto reported = [&](law::Grain grain, const worktime::Span& span) {
    const std::uint32_t period = closing_period(s, grain, span);
    return period != law::kNoRow && s.periods[period].reported;
  };
  const auto add = [&](law::Grain grain, std::int32_t line) {
    const std::vector<worktime::Span>& spans = spans_of(s, grain);
    for (std::uint32_t i = 0; i < spans.size(); ++i) {
      if (reported(grain, spans[i])) plan.slots.push_back({grain, i, line});
    }
  };
  for (std::size_t i = 0; i < plan.lines.size(); ++i) {
    const law::Line& line = *plan.lines[i].compiled.line;
    if (line.role != law::Role::limit && plan.lines[i].run) add(line.grain, static_cast<std::int32_t>(i));
  }
  if (s.has_payroll) add(law::Grain::period, -1);
  const auto name = [&](const LineSlot& x) { return name_rank[x.line < 0 ? plan.net_name : plan.lines[static_cast<std::size_t>(x.line)].name]; };
  const auto span = [&](const LineSlot& x) -> const worktime::Span& { return spans_of(s, x.grain)[x.span]; };
  std::stable_sort(plan.slots.begin(), plan.slots.end(), [&](const LineSlot& a, const LineSlot& b) {
    if (span(a).first != span(b).first) return span(a).first < span(b).first;
    return name(a) != name(b) ? name(a) < name(b) : span(a).last < span(b).last;
  });
}

std::vector<LinePlace> places_of(const EmployerPlan& plan) {
  const worktime::Setting& s = *plan.setting;
  std::vector<LinePlace> places;
  places.reserve(plan.slots.size());
  for (const LineSlot& slot : plan.slots) {
    const worktime::Span& span = spans_of(s, slot.grain)[slot.span];
    LinePlace p;
    p.employer = s.employer.id;
    p.first = span.first;
    p.last = span.last;
    p.law = plan.law;
    p.line = slot.line;
    p.name = plan.net_name;
    p.currency_name = plan.currency_name;
    p.in_reconciliation = s.has_payroll;
    if (slot.line >= 0) {
      const LinePlan& line = plan.lines[static_cast<std::size_t>(slot.line)];
      p.name = line.name;
      p.currency_name = line.currency_name;
      const std::string& unit = line.compiled.line->quantity_unit;
      p.quantity_unit = unit == "days" ? AmountUnit::days : (unit == "count" ? AmountUnit::count : AmountUnit::minutes);
      p.in_due = true;
    }
    places.push_back(p);
  }
  return places;
}

Outcome Run::start() {
  auto days = worktime::days_by_employer(data_);
  for (const records::EmployerSpan& employer : index_.employers()) {
    const std::vector<std::string>& own = data_.laws[employer.row];
    const std::vector<std::string>& ids = options_.law.empty() ? own : options_.law;
    UsedLaw law;
    if (Outcome status = load_law(ids, law); !status.ok()) return status;
    plan_employer(employer, days[employer.id], law);
  }
  std::vector<std::uint32_t> order(names_.size()), rank(names_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return names_[a] < names_[b]; });
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  for (const auto& employer : employers_) order_slots(*employer, rank);
  // A part of larger records need not hold the attribute that groups the whole.
  return options_.is_part ? Outcome() : check_groups();
}

std::vector<std::shared_ptr<const law::Pack>> Run::laws() const {
  std::vector<std::shared_ptr<const law::Pack>> packs(used_laws_.size());
  for (const auto& [key, used] : used_laws_) packs[used.position] = used.law->pack;
  return packs;
}

}  // namespace wageproof::reconcile
