// The balances of leave as rows, and leave beyond what could be taken as findings.
#include <algorithm>
#include <span>

#include "batch_check.hpp"
#include "run.hpp"

namespace wageproof::reconcile {

using records::TableKind;
namespace field = records::field;

namespace {

Figure figure(const due::LeaveDays& days) { return days.told ? Figure{days.micro, true} : Figure{}; }

}  // namespace

// The rows of leave that a ledger takes off in a span.
std::string BatchChecker::leave_places(std::uint32_t worker, const law::Ledger& rule, const worktime::Span& span) const {
  const records::DataTable& leave = (*plan_->setting->data)[TableKind::leave];
  const auto types = records::spec_of(TableKind::leave).fields[field::leave::type].values;
  std::string out;
  for (const std::uint32_t r : plan_->setting->index->rows(TableKind::leave, batch_.first_worker() + worker)) {
    const std::int32_t day = leave.narrow(field::leave::date, r);
    const std::string_view type = types[static_cast<std::size_t>(leave.narrow(field::leave::type, r))];
    if (day < span.first || day > span.last || std::find(rule.takes.begin(), rule.takes.end(), type) == rule.takes.end()) continue;
    out += (out.empty() ? "" : ";") + place(TableKind::leave, r);
  }
  return out;
}

void BatchChecker::balances(Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::vector<law::Ledger>& rules = plan_->pack->ledgers;
  std::vector<std::span<const due::LeaveAccount>>& books = books_;
  books.clear();
  std::size_t kept = 0;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const std::span<const due::LeaveAccount> book = books.emplace_back(facts_.ledgers().accounts(i, evaluator_));
    kept += static_cast<std::size_t>(std::count_if(book.begin(), book.end(), [](const due::LeaveAccount& a) { return a.kept; }));
  }
  if (kept == 0) return;
  out.balances.reserve(kept);
  for (std::uint32_t w = 0; w < batch_.count(); ++w) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (books[i].empty() || !books[i][w].kept) continue;
      const due::LeaveAccount& account = books[i][w];
      BalanceRow& b = out.balances.emplace_back();
      b.employer = s.employer.id;
      b.worker = s.index->worker_id(batch_.first_worker() + w);
      b.as_of = account.as_of;
      b.leave_type = rules[i].leave_type;
      b.earned = figure(account.earned);
      b.taken = figure(account.taken);
      b.encashed = figure(account.encashed);
      b.lapsed = figure(account.lapsed);
      b.balance = figure(account.balance);
    }
  }
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (!books[i].empty()) overdrawn(i, out);
  }
}

// More days were given than could be taken: nobody is short, but the account is overdrawn. A pack's own line on it goes
// first.
void BatchChecker::overdrawn(std::uint32_t ledger, Chunk& out) {
  const std::vector<due::Overdraft>& overdrafts = facts_.ledgers().overdrafts(ledger, evaluator_);
  if (overdrafts.empty()) return;
  const worktime::Setting& s = *plan_->setting;
  const law::Ledger& rule = plan_->pack->ledgers[ledger];
  const std::vector<due::LeaveAccount>& accounts = facts_.ledgers().accounts(ledger, evaluator_);
  const std::string check = "leave_entitlement." + rule.leave_type;
  const bool own_line = std::any_of(plan_->lines.begin(), plan_->lines.end(), [&](const LinePlan& l) { return l.compiled.line->check == check; });
  if (own_line) return;
  for (const due::Overdraft& o : overdrafts) {
    if (!accounts[o.worker].kept) continue;
    Finding& f = finding(o.worker, s.periods[o.period], check, Severity::notice, "", out);
    f.unit = AmountUnit::days;
    f.expected = {o.taken_micro - o.beyond_micro, true};
    f.found = {o.taken_micro, true};
    f.difference = {o.beyond_micro, true};
    f.rule = f.check;
    f.pack = rule.provenance.origin.empty() ? plan_->pack->id : rule.provenance.origin;
    f.source = sources_of(*plan_->pack, rule.provenance);
    f.evidence = leave_places(o.worker, rule, s.periods[o.period]);
  }
}

}  // namespace wageproof::reconcile
