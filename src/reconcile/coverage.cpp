// Which values of the law a check rests on: the check runs once more, and each parameter that it asked for is looked into.
#include "wageproof/reconcile/coverage.hpp"

#include "run.hpp"

namespace wageproof::reconcile {

quantity::Result<std::set<law::UsedCell>> values_used(const records::Dataset& data, const CheckOptions& options) {
  Run run(data, options);
  if (Outcome status = run.start(); !status.ok()) return status;
  std::set<law::UsedCell> used;
  std::vector<law::UsedCell> cells;
  for (const auto& employer : run.employers()) {
    const worktime::Setting& setting = *employer->setting;
    if (setting.periods.empty() || setting.employer.worker_count == 0) continue;
    BatchChecker checker(*employer);
    Chunk chunk;
    checker.run(setting.employer.first_worker, setting.employer.worker_count, chunk);
    cells.clear();
    checker.used_cells(cells);
    used.insert(cells.begin(), cells.end());
  }
  return used;
}

}  // namespace wageproof::reconcile
