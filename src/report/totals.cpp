#include "wageproof/report/totals.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace wageproof::report {

namespace {

using reconcile::AmountUnit;
using reconcile::Finding;
using reconcile::Result;
using reconcile::Severity;

constexpr std::string_view kMissing = "missing:";

/// Money that is the worker's, not a fund's: what the employer owes a scheme is no wage.
bool is_owed_to_worker(std::string_view check) noexcept {
  for (const std::string_view fund : {"remittance.", "late_remittance.", "declared_wage.", "withheld_not_remitted."}) {
    if (check.starts_with(fund)) return false;
  }
  return !(check.starts_with("contribution.") && check.ends_with(".employer"));
}

struct WorkerKey {
  records::StringId employer = 0;
  std::string worker;
  friend bool operator==(const WorkerKey&, const WorkerKey&) = default;
};
struct WorkerHash {
  std::size_t operator()(const WorkerKey& key) const noexcept {
    return std::hash<std::string>()(key.worker) * 31 + key.employer;
  }
};
using WorkerSet = std::unordered_set<WorkerKey, WorkerHash>;

struct Owed {
  Sum by_net = 0;
  Sum by_findings = 0;
  bool has_net = false;
};
struct OwedByWorker {
  std::map<std::string, Owed> by_currency;
  std::uint64_t breaches = 0;
};

class Adder {
 public:
  Adder(const Result& result, const records::Dataset& data) : result_(result), data_(data) {}

  Totals run() {
    add_net_rows();
    for (const Finding& finding : result_.findings) add(finding);
    finish_checks();
    finish_missing();
    finish_owed();
    return std::move(totals_);
  }

 private:
  using CheckKey = std::tuple<Severity, std::string, AmountUnit, std::string>;
  struct CheckSum {
    CheckTotal total;
    WorkerSet workers;
  };
  struct MissingSum {
    std::uint64_t findings = 0;
    WorkerSet workers;
    std::set<std::string> checks;
  };

  void add_net_rows() {
    for (const reconcile::LineRow& row : result_.lines) {
      if (row.line >= 0) continue;
      const reconcile::Figure& figure = row.owed.given ? row.owed : row.difference;
      if (!figure.given) continue;
      Owed& owed = workers_[{row.employer, std::string(data_.strings.view(row.worker))}]
                       .by_currency[result_.names[row.currency_name]];
      owed.has_net = true;
      // Periods are never netted: one that was overpaid takes nothing from another.
      if (figure.value > 0) owed.by_net += figure.value;
    }
  }

  void add(const Finding& finding) {
    count_severity(finding.severity);
    const WorkerKey worker{finding.employer, finding.worker};
    CheckSum& sum = checks_[{finding.severity, finding.check, finding.unit, finding.currency}];
    ++sum.total.findings;
    if (!finding.worker.empty()) sum.workers.insert(worker);
    if (finding.difference.given) {
      const Sum difference = finding.difference.value;
      (difference > 0 ? sum.total.short_of : sum.total.beyond) += quantity::detail::absolute(difference);
    }
    add_missing(finding, worker);
    if (finding.severity != Severity::breach && finding.severity != Severity::discrepancy) return;
    if (finding.worker.empty()) return;
    OwedByWorker& owed = workers_[worker];
    ++owed.breaches;
    const bool counts = finding.severity == Severity::breach || finding.check == "worked_without_pay";
    if (counts && finding.unit == AmountUnit::money && finding.difference.given && finding.difference.value > 0 &&
        is_owed_to_worker(finding.check)) {
      owed.by_currency[finding.currency].by_findings += finding.difference.value;
    }
  }

  void count_severity(Severity severity) {
    switch (severity) {
      case Severity::breach: ++totals_.breaches; break;
      case Severity::discrepancy: ++totals_.discrepancies; break;
      case Severity::warning: ++totals_.warnings; break;
      case Severity::notice: ++totals_.notices; break;
    }
  }

  void add_missing(const Finding& finding, const WorkerKey& worker) {
    std::set<std::string_view> named;  // a finding counts once for each thing that it lacks
    for (std::string_view rest = finding.evidence; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view part = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (part.starts_with(' ')) part.remove_prefix(1);
      if (!part.starts_with(kMissing) || !named.insert(part).second) continue;
      MissingSum& sum = missing_[std::string(part.substr(kMissing.size()))];
      ++sum.findings;
      if (!finding.worker.empty()) sum.workers.insert(worker);
      sum.checks.insert(finding.check);
    }
  }

  void finish_checks() {
    for (auto& [key, sum] : checks_) {
      std::tie(sum.total.severity, sum.total.check, sum.total.unit, sum.total.currency) = key;
      sum.total.workers = sum.workers.size();
      totals_.checks.push_back(std::move(sum.total));
    }
  }

  void finish_missing() {
    for (auto& [name, sum] : missing_) {
      totals_.missing.push_back({name, sum.findings, sum.workers.size(), {sum.checks.begin(), sum.checks.end()}});
    }
    std::stable_sort(totals_.missing.begin(), totals_.missing.end(),
                     [](const MissingTotal& a, const MissingTotal& b) { return a.findings > b.findings; });
  }

  void finish_owed() {
    std::map<std::string, CurrencyTotal> currencies;
    for (const auto& [worker, owed] : workers_) {
      for (const auto& [currency, amounts] : owed.by_currency) {
        const Sum amount = amounts.has_net ? amounts.by_net : amounts.by_findings;
        if (amount == 0) continue;
        totals_.workers.push_back({worker.employer, worker.worker, currency, amount, owed.breaches});
        CurrencyTotal& total = currencies[currency];
        ++total.workers;
        total.owed_micro += amount;
      }
    }
    for (auto& [currency, total] : currencies) {
      total.currency = currency;
      totals_.owed.push_back(std::move(total));
    }
    std::sort(totals_.workers.begin(), totals_.workers.end(), [this](const WorkerTotal& a, const WorkerTotal& b) {
      if (a.currency != b.currency) return a.currency < b.currency;
      if (a.owed_micro != b.owed_micro) return a.owed_micro > b.owed_micro;
      if (a.employer != b.employer) return data_.strings.view(a.employer) < data_.strings.view(b.employer);
      return a.worker < b.worker;
    });
  }

  const Result& result_;
  const records::Dataset& data_;
  std::map<CheckKey, CheckSum> checks_;
  std::map<std::string, MissingSum> missing_;
  std::unordered_map<WorkerKey, OwedByWorker, WorkerHash> workers_;
  Totals totals_;
};

}  // namespace

Totals totals_of(const Result& result, const records::Dataset& data) { return Adder(result, data).run(); }

}  // namespace wageproof::report
