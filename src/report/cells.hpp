// The rows of an output table as the texts of their cells, one after the other.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "wageproof/report/tables.hpp"

namespace wageproof::report {

/// Takes a row; its cells are good for the call only.
using CellTaker = std::function<void(std::span<const std::string> cells)>;

void visit_cells(Table table, const reconcile::Result& result, const records::Dataset& data, const CellTaker& take);

}  // namespace wageproof::report
