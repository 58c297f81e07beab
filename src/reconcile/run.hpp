// Setting up a run: laws loaded once, each employer's periods, lines, holes and component sets.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch_check.hpp"
#include "formula_rounding.hpp"
#include "rounding.hpp"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::reconcile {

using Outcome = quantity::Status;

/// A law as loaded and compiled, shared by the employers that stand under it.
struct Law {
  std::shared_ptr<const law::Pack> pack;
  std::unique_ptr<law::Plan> plan;
  std::unique_ptr<const FormulaRoundings> formula_roundings;  ///< null: no formula rounds
};

struct Laws::Held {
  std::map<std::string, Law> laws;
};

/// Threads to use: those asked for, else as many as the machine has.
inline unsigned threads_of(const CheckOptions& options) {
  return options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
}

class Run {
 public:
  Run(const records::Dataset& data, const CheckOptions& options) : data_(data), options_(options), index_(data, threads_of(options)), laws_(options.laws != nullptr ? options.laws : &own_laws_) {}
  /// Loads the laws and sets up every employer.
  Outcome start();
  /// Checks everything.
  Outcome execute(Result& out);
  [[nodiscard]] const std::vector<std::unique_ptr<EmployerPlan>>& employers() const noexcept { return employers_; }
  [[nodiscard]] const records::WorkerIndex& index() const noexcept { return index_; }
  [[nodiscard]] records::WorkerIndex& index() noexcept { return index_; }
  /// What is said of tables that were not given.
  [[nodiscard]] const std::set<std::pair<std::string, std::string>>& not_checked() const noexcept { return not_checked_; }
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] std::vector<std::shared_ptr<const law::Pack>> laws() const;
  /// What `execute` found to have been moved by rounding.
  [[nodiscard]] const RoundingTotals& rounding() const noexcept { return rounding_; }

 private:
  /// A law that this run uses, and its position in Result::laws.
  struct UsedLaw {
    const Law* law = nullptr;
    std::uint32_t position = 0;
  };
  Outcome load_law(const std::vector<std::string>& ids, UsedLaw& out);
  void list_unpaid_checks(const law::Pack& pack);
  [[nodiscard]] Outcome check_groups() const;
  void plan_employer(const records::EmployerSpan& employer, const worktime::EmployerDays& days, const UsedLaw& used);
  std::vector<due::Hole> holes_of(const records::EmployerSpan& employer, const worktime::Setting& setting, law::Plan& plan) const;
  static void order_slots(EmployerPlan& plan, const std::vector<std::uint32_t>& name_rank);
  std::uint32_t name(const std::string& text);
  void add_strays(const EmployerPlan& plan, std::vector<Finding>& findings) const;
  void add_outside(const EmployerPlan& plan, Result& out) const;
  void add_counts(const EmployerPlan& plan, const std::vector<Chunk>& chunks, Result& out) const;

  const records::Dataset& data_;
  const CheckOptions& options_;
  records::WorkerIndex index_;
  Laws own_laws_;
  Laws* laws_ = nullptr;
  std::map<std::string, UsedLaw> used_laws_;
  std::vector<std::unique_ptr<worktime::Setting>> settings_;
  std::vector<std::unique_ptr<EmployerPlan>> employers_;
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t> name_ids_;
  std::set<std::pair<std::string, std::string>> not_checked_;
  RoundingTotals rounding_;
};

/// The sources that an element names, as text: `K9: Prakas 214/25, art. 1; …`.
std::string sources_of(const law::Pack& pack, const law::Provenance& provenance);

/// The row of `checks` of a line in one of the spans by which it is counted, without its numbers.
CheckRow count_row(const EmployerPlan& plan, std::size_t line, const worktime::Span& span);
/// That of a check of the records in a period.
CheckRow count_row(const EmployerPlan& plan, RecordCheck check, const worktime::Span& period);
void set_counts(CheckRow& row, const Counter& sum);

/// What the rows of each slot have in common.
std::vector<LinePlace> places_of(const EmployerPlan& plan);

}  // namespace wageproof::reconcile
