// Comparing findings with the plan, and amounts of two programs worker by worker.
#include "support/checked.hpp"

#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wageproof::benchmarks {

const FactoryMonth& factory_of(std::uint32_t workers, RowOrder order) {
  static std::unique_ptr<FactoryMonth> kept;
  static std::pair<std::uint32_t, RowOrder> kept_as;
  if (kept == nullptr || kept_as != std::pair{workers, order}) {
    kept.reset();
    FactoryOptions options;
    options.workers = workers;
    options.order = order;
    kept = std::make_unique<FactoryMonth>(make_factory_month(options));
    kept_as = {workers, order};
  }
  return *kept;
}

std::string differs_from_planted(const FactoryMonth& factory, const reconcile::Result& result) {
  std::map<std::string, std::uint64_t> found;
  for (const reconcile::Finding& f : result.findings) {
    if (f.severity != reconcile::Severity::notice) ++found[f.check];
  }
  for (const auto& [check, count] : factory.planted) {
    if (found[check] != count) return check + ": " + std::to_string(count) + " planted, " + std::to_string(found[check]) + " found";
  }
  for (const auto& [check, count] : found) {
    if (count != 0 && !factory.planted.contains(check)) return check + ": " + std::to_string(count) + " found that nobody planted";
  }
  if (result.worker_days != factory.worker_days()) return "days worked: " + std::to_string(result.worker_days);
  return {};
}

std::string differs_from_hand(const FactoryMonth& factory, const reconcile::Result& result, const HandFigures& hand) {
  const std::map<std::string_view, const std::vector<std::int64_t>*> columns = {
      {"basic_pay", &hand.basic},
      {"overtime_pay", &hand.overtime},
      {"contribution.nssf_risk.employer", &hand.risk},
      {"contribution.nssf_health.employer", &hand.health},
      {"contribution.nssf_pension.employee", &hand.pension},
      {"contribution.nssf_pension.employer", &hand.pension}};
  const records::DataTable& workers = factory.data[records::TableKind::workers];
  std::unordered_map<records::StringId, std::size_t> row_of;
  for (std::size_t w = 0; w < workers.row_count(); ++w) row_of[workers.text(records::field::workers::worker_id, w)] = w;
  std::map<std::string_view, std::size_t> seen;
  for (const reconcile::LineRow& line : result.lines) {
    const auto column = columns.find(result.names[line.name]);
    if (column == columns.end()) continue;
    const std::int64_t theirs = (*column->second)[row_of.at(line.worker)];
    if (theirs != 0) ++seen[column->first];
    if (line.amount.given && line.amount.value == theirs) continue;
    return std::string(factory.data.strings.view(line.worker)) + " " + std::string(column->first) + ": library " +
           (line.amount.given ? std::to_string(line.amount.value) : "none") + ", by hand " + std::to_string(theirs);
  }
  // A line that is zero is not written, so the hand's zeros have no row.
  for (const auto& [name, column] : columns) {
    std::size_t wanted = 0;
    for (const std::int64_t amount : *column) wanted += amount != 0 ? 1 : 0;
    if (seen[name] != wanted) return std::string(name) + ": " + std::to_string(wanted) + " by hand, " + std::to_string(seen[name]) + " in the library";
  }
  return {};
}

}  // namespace wageproof::benchmarks
