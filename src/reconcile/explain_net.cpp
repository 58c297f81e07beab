#include "explain_net.hpp"

#include "value_text.hpp"

namespace wageproof::reconcile {

using law::Role;
using records::TableKind;
namespace field = records::field;

namespace {

std::string money_text(std::int64_t micro, const std::string& currency) { return decimal_text(micro, 1000000) + " " + currency; }

class NetWorking {
 public:
  NetWorking(const BatchChecker& checker, const EmployerPlan& plan, const LineRow& row, std::uint32_t period, const Result& alone)
      : checker_(checker), plan_(plan), data_(*plan.setting->data), alone_(alone), row_(row), period_(period),
        currency_(data_.strings.view(plan.setting->currency)) {}

  WorkingLine line(const Result* whole) {
    WorkingLine w;
    w.row = row_;
    w.line = "net";
    w.role = "net";
    const NetParts parts = checker_.net_parts(0, period_);
    const auto lines = [&](Role role) { return due_lines(role); };
    const auto add = [&](const char* name, const char* formula, std::vector<WorkingInput> inputs, std::optional<std::int64_t> value) {
      w.steps.push_back(step(name, formula, std::move(inputs), value));
    };
    const auto told = [&](const quantity::MoneySum& sum) { return sum.is_stated() ? std::optional(sum.micro()) : std::nullopt; };
    add("pay lines", "the sum of the pay lines due", lines(Role::pay), told(parts.pay));
    add("shortfall of floors", "the largest shortfall of a floor over the pay lines that it tests", lines(Role::test), parts.shortfall);
    add("booked beside them", "the sum of the booked components that no line claims", booked(plan_.unclaimed_set), parts.unclaimed);
    add("contributions", "the sum of the worker's contributions due", lines(Role::employee_contribution), told(parts.contributions));
    add("deductions booked", "the sum of the deductions booked, but for absence that the pay lines leave out already", booked(plan_.deductions_set), parts.deductions);
    add("unlawful deductions", "what of them is beyond the law", lines(Role::deduction), told(parts.unlawful));
    add("net", "pay lines + shortfall of floors + booked beside them - contributions - (deductions booked - unlawful deductions)", {},
        parts.known ? told(parts.due) : std::nullopt);
    if (whole != nullptr) w.steps.insert(w.steps.end() - 1, step("paid", "the sum of the payments settled for the period", payments(*whole), paid()));
    if (parts.known) w.exact = w.steps.back().results.back().value;
    w.rounding = "half away from zero to " + money_text(plan_.step_micro, currency_);
    for (const WorkingInput& i : booked(plan_.net_set)) {
      for (const WorkingValue& v : i.values) w.booked_at.push_back(v.place);
    }
    return w;
  }

 private:
  [[nodiscard]] WorkingValue value(std::string text, std::string place = {}) const {
    const worktime::Span& span = plan_.setting->periods[period_];
    return {span.first, span.last, std::move(text), std::move(place)};
  }

  [[nodiscard]] WorkingStep step(const char* name, const char* formula, std::vector<WorkingInput> inputs, std::optional<std::int64_t> micro) const {
    WorkingStep s;
    s.name = name;
    s.grain = "period";
    s.formula = formula;
    s.inputs = std::move(inputs);
    s.results.push_back(value(micro ? money_text(*micro, currency_) : "cannot be told"));
    return s;
  }

  [[nodiscard]] std::optional<std::int64_t> paid() const { return row_.paid.given ? std::optional(row_.paid.value) : std::nullopt; }

  // Lines of a longer span stand in the period with which its money is told.
  [[nodiscard]] std::vector<WorkingInput> due_lines(Role role) const {
    std::vector<WorkingInput> out;
    for (const LineRow& row : alone_.lines) {
      if (row.line < 0) continue;
      const law::Line& l = *plan_.lines[static_cast<std::size_t>(row.line)].compiled.line;
      if (l.role != role || closing_period(*plan_.setting, l.grain, {row.first, row.last, true}) != period_) continue;
      WorkingInput i;
      i.kind = WorkingInput::Kind::step;
      i.name = l.name;
      i.title = l.title;
      std::string text = row.amount.given ? money_text(row.amount.value, names()[row.currency_name]) : "cannot be told";
      if (row.status == Status::at_least) text = "at least " + text;
      i.values.push_back({row.first, row.last, std::move(text), ""});
      out.push_back(std::move(i));
    }
    return out;
  }

  [[nodiscard]] std::vector<WorkingInput> booked(const std::string& set) const {
    const records::DataTable& payroll = data_[TableKind::payroll];
    std::vector<WorkingInput> out;
    for (const std::uint32_t r : checker_.bookings().rows_of(checker_.batch(), 0, period_, set)) {
      WorkingInput i;
      i.name = data_.strings.view(payroll.text(field::payroll::component, r));
      const records::StringId own = payroll.text(field::payroll::currency, r);
      i.values.push_back(value(money_text(payroll.wide(field::payroll::amount, r), own == 0 ? currency_ : std::string(data_.strings.view(own))),
                               checker_.place(TableKind::payroll, r)));
      out.push_back(std::move(i));
    }
    return out;
  }

  [[nodiscard]] std::vector<WorkingInput> payments(const Result& whole) const {
    const auto statuses = records::spec_of(TableKind::payments).fields[field::payments::status].values;
    std::vector<WorkingInput> out;
    for (const MatchRow& m : whole.matches) {
      if (m.employer != row_.employer || m.worker != row_.worker || m.first != row_.first || m.last != row_.last) continue;
      WorkingInput i;
      i.name = m.payment == 0 ? "payment" : data_.strings.view(m.payment);
      i.values.push_back(value(money_text(m.amount_micro, std::string(data_.strings.view(m.currency))) + ", " + std::string(statuses[static_cast<std::size_t>(m.status)]),
                               data_.files[m.file].name + ":" + std::to_string(m.line)));
      out.push_back(std::move(i));
    }
    return out;
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return alone_.names; }

  const BatchChecker& checker_;
  const EmployerPlan& plan_;
  const records::Dataset& data_;
  const Result& alone_;
  const LineRow& row_;
  std::uint32_t period_;
  std::string currency_;
};

}  // namespace

WorkingLine explain_net(const BatchChecker& checker, const EmployerPlan& plan, const LineRow& row, std::uint32_t period, const Result& alone,
                        const Result* whole) {
  return NetWorking(checker, plan, row, period, alone).line(whole);
}

}  // namespace wageproof::reconcile
