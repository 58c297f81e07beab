// Which values of the law a batch was worked out with: for reports on what worked examples reach.
#include <algorithm>

#include "law/key_position.hpp"
#include "wageproof/law/evaluator.hpp"

namespace wageproof::law {

using namespace detail;

void Evaluator::used_cells(NodeId id, std::vector<UsedCell>& out) {
  const PlanNode* n = &plan_->nodes()[id];
  if (!evaluated(id)) return;
  const Values* dates = nullptr;
  if (n->node.kind == NodeKind::call && n->node.function == Function::at && !n->spread) {
    // A value without keys may be asked for on another day than a row's own.
    dates = &value(n->children[1]);
    n = &plan_->nodes()[n->children[0]];
    if (n->node.kind != NodeKind::parameter || !n->children.empty()) return;
  }
  if (n->node.kind != NodeKind::parameter) return;
  const std::vector<PlanTable>& tables = plan_->parameters()[n->node.index].tables;
  const std::vector<std::int32_t>& row_dates = frame_->first_date[static_cast<std::size_t>(n->node.grain)];
  const std::size_t rows = dates == nullptr ? row_dates.size() : dates->size();
  for (std::size_t i = 0; i < rows; ++i) {
    if (dates != nullptr && (dates->flag(i) & kNoValue)) continue;
    const std::int64_t date = dates == nullptr ? row_dates[i] : dates->numerators[dates->index(i)];
    const auto after = std::upper_bound(tables.begin(), tables.end(), date, [](std::int64_t d, const PlanTable& t) { return d < t.from; });
    const PlanTable& table = *std::prev(after);
    if (table.hole || date > table.until) continue;
    std::size_t cell = 0;
    bool told = true;
    for (std::size_t d = 0; d < n->children.size(); ++d) {
      const Values& key = value(n->children[d]);
      const bool matters = table.dimensions[d].positions > 1;
      told = told && !(matters && (key.flag(i) & (kNoValue | kAtLeast | kLumped)));
      cell = cell * table.dimensions[d].positions + (matters && told ? key_position(table.dimensions[d], key, i) : 0);
    }
    if (told && table.cells[cell].row >= 0) out.push_back({n->node.index, table.entry, table.cells[cell].row});
  }
}

}  // namespace wageproof::law
