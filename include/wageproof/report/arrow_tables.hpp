// The tables that a check gives as Arrow C streams.
#pragma once

#include "wageproof/arrow_abi.h"
#include "wageproof/export.h"
#include "wageproof/report/tables.hpp"

namespace wageproof::report {

/// Puts one table into a stream: the rows and figures of its CSV form, typed. Dates are date32, counts and line numbers
/// int64, every figure decimal128(38, 6), all else text; what does not apply is null.
///
/// @param out   must hold no live stream
/// @cost        linear; the whole table is laid out before the first batch leaves
/// @lifetime    the stream owns its memory
WAGEPROOF_API void export_arrow(Table table, const reconcile::Result& result, const records::Dataset& data, ArrowArrayStream* out);

}  // namespace wageproof::report
