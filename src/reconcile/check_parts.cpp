// Part after part under the same laws; only what a summary says of all of them is kept.
#include "wageproof/reconcile/check_parts.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "run.hpp"

namespace wageproof::reconcile {

struct PartsCheck::Sums {
  Result result;
  RoundingTotals rounding;
  std::set<std::pair<std::string, std::string>> not_checked;
};

PartsCheck::PartsCheck(CheckOptions options) : options_(std::move(options)), sums_(std::make_unique<Sums>()) { options_.laws = &laws_; }
PartsCheck::~PartsCheck() = default;

quantity::Result<Result> PartsCheck::check(const records::Dataset& part) {
  Run run(part, options_);
  if (Outcome status = run.start(); !status.ok()) return status;
  Result result;
  if (Outcome status = run.execute(result); !status.ok()) return status;

  Result& sum = sums_->result;
  sum.as_known_on = result.as_known_on;
  sum.employers += result.employers;
  sum.workers += result.workers;
  sum.worker_periods += result.worker_periods;
  sum.worker_days += result.worker_days;
  sum.spans_not_seen += result.spans_not_seen;
  sum.rows_outside_periods += result.rows_outside_periods;
  for (const auto& law : result.laws) {
    if (std::find(sum.laws.begin(), sum.laws.end(), law) == sum.laws.end()) sum.laws.push_back(law);
  }
  for (const NotChecked& each : result.not_checked) sums_->not_checked.emplace(each.check, each.table);
  sums_->rounding.add(run.rounding());
  return result;
}

quantity::Result<Result> PartsCheck::whole() const {
  Result whole = sums_->result;
  whole.rounding = sums_->rounding.rows();
  for (const auto& [check, table] : sums_->not_checked) whole.not_checked.push_back({check, table});
  return whole;
}

}  // namespace wageproof::reconcile
