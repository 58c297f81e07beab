// Tables appended part by part, headers once; sums of sums, for no worker is in two parts.
#include "wageproof/report/parts.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "report/keep_run.hpp"
#include "wageproof/report/summary.hpp"

namespace wageproof::report {

using quantity::Status;
using records::make_folder;
using records::OutputFile;

namespace {

/// Tables whose rows are those of the parts; rejected rows are told by the head alone, a second law is never in parts.
constexpr Table kOfParts[] = {Table::due, Table::reconciliation, Table::findings, Table::matches, Table::checks, Table::balances};

/// Totals of parts, brought into one.
class TotalsSum {
 public:
  void add(const Totals& part, const records::Dataset& data, const records::Dataset& head) {
    sum_.breaches += part.breaches;
    sum_.discrepancies += part.discrepancies;
    sum_.warnings += part.warnings;
    sum_.notices += part.notices;
    for (const CheckTotal& total : part.checks) {
      const auto [at, is_new] = checks_.try_emplace({total.severity, total.check, total.unit, total.currency}, total);
      if (is_new) continue;
      CheckTotal& to = at->second;
      to.findings += total.findings;
      to.workers += total.workers;
      to.short_of += total.short_of;
      to.beyond += total.beyond;
    }
    for (const CurrencyTotal& total : part.owed) {
      CurrencyTotal& to = owed_[total.currency];
      to.workers += total.workers;
      to.owed_micro += total.owed_micro;
    }
    for (const MissingTotal& total : part.missing) {
      Missing& to = missing_[total.missing];
      to.findings += total.findings;
      to.workers += total.workers;
      to.checks.insert(total.checks.begin(), total.checks.end());
    }
    for (WorkerTotal worker : part.workers) {
      worker.employer = head.strings.find(data.strings.view(worker.employer));
      sum_.workers.push_back(std::move(worker));
    }
  }

  Totals take(const records::Dataset& head) {
    for (auto& [key, total] : checks_) sum_.checks.push_back(std::move(total));
    for (auto& [currency, total] : owed_) {
      total.currency = currency;
      sum_.owed.push_back(std::move(total));
    }
    for (auto& [name, of] : missing_) sum_.missing.push_back({name, of.findings, of.workers, {of.checks.begin(), of.checks.end()}});
    std::stable_sort(sum_.missing.begin(), sum_.missing.end(), [](const MissingTotal& a, const MissingTotal& b) { return a.findings > b.findings; });
    std::sort(sum_.workers.begin(), sum_.workers.end(), [&head](const WorkerTotal& a, const WorkerTotal& b) {
      if (a.currency != b.currency) return a.currency < b.currency;
      if (a.owed_micro != b.owed_micro) return a.owed_micro > b.owed_micro;
      if (a.employer != b.employer) return head.strings.view(a.employer) < head.strings.view(b.employer);
      return a.worker < b.worker;
    });
    return std::move(sum_);
  }

 private:
  using CheckKey = std::tuple<reconcile::Severity, std::string, reconcile::AmountUnit, std::string>;
  struct Missing {
    std::uint64_t findings = 0, workers = 0;
    std::set<std::string> checks;
  };
  Totals sum_;
  std::map<CheckKey, CheckTotal> checks_;
  std::map<std::string, CurrencyTotal> owed_;
  std::map<std::string, Missing> missing_;
};

/// Hands text on without its first line.
class WithoutHeader {
 public:
  WithoutHeader(OutputFile& file, bool drops) : file_(file), drops_(drops) {}
  bool operator()(std::string_view piece) {
    if (drops_) {
      const std::size_t end = piece.find('\n');
      if (end == std::string_view::npos) return true;
      piece.remove_prefix(end + 1);
      drops_ = false;
    }
    return piece.empty() || file_.append(piece);
  }

 private:
  OutputFile& file_;
  bool drops_;
};

}  // namespace

struct PartsReport::Held {
  std::string folder;
  WriteOptions options;
  Status made;
  std::deque<OutputFile> files;  ///< in the order of `kOfParts`
  bool any = false;
  TotalsSum sum;
  Totals totals;
};

PartsReport::PartsReport(std::string folder, WriteOptions options) : held_(std::make_unique<Held>()) {
  held_->folder = std::move(folder);
  held_->options = options;
  held_->made = make_folder(held_->folder);
  if (!held_->made.ok()) return;
  for (const Table table : kOfParts) held_->files.emplace_back(held_->folder, std::string(name_of(table)) + "." + std::string(ending_of(options.form)));
}

PartsReport::~PartsReport() = default;

Status PartsReport::add(const reconcile::Result& part, const records::Dataset& data, const records::Dataset& head) {
  WAGEPROOF_RETURN_IF_ERROR(held_->made);
  for (std::size_t i = 0; i < std::size(kOfParts); ++i) {
    WithoutHeader sink(held_->files[i], held_->any && held_->options.form == Form::csv);
    // A file that fails tells why when it is closed.
    static_cast<void>(write_table(kOfParts[i], part, data, held_->options.form, [&sink](std::string_view piece) { return sink(piece); }));
  }
  held_->any = true;
  held_->sum.add(totals_of(part, data), data, head);
  return {};
}

Status PartsReport::finish(const reconcile::Result& whole, const records::Dataset& head) {
  WAGEPROOF_RETURN_IF_ERROR(held_->made);
  OutputFile& rejects = held_->files.emplace_back(held_->folder, std::string(name_of(Table::rejects)) + "." + std::string(ending_of(held_->options.form)));
  static_cast<void>(write_table(Table::rejects, whole, head, held_->options.form, [&rejects](std::string_view piece) { return rejects.append(piece); }));
  held_->totals = held_->sum.take(head);
  held_->files.emplace_back(held_->folder, std::string(records::kSummaryFile)).append(summary_json(whole, head, held_->totals));
  for (OutputFile& file : held_->files) WAGEPROOF_RETURN_IF_ERROR(file.close());
  return keep_run(held_->folder, held_->files, held_->options.form, kTableCount - 1);
}

const Totals& PartsReport::totals() const noexcept { return held_->totals; }

}  // namespace wageproof::report
