// The reader of each payment format. Each takes a whole file as UTF-8 and gives its rows; none of them fails:
// what cannot be read is a rejected row.
#pragma once

#include <string_view>

#include "readers/formats/format.hpp"

namespace wageproof::readers {

/// ISO 20022 messages in XML, told apart by their own elements: pain.001, pain.002, camt.052, camt.053 and
/// camt.054. Also the ARUCS report of Bacs, which is XML too.
void read_iso20022(std::string_view text, FormatRows& rows);

}  // namespace wageproof::readers
