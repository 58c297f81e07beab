// A payslip given as C structs, as the tables of the record format.
#pragma once

#include <vector>

#include "wageproof/law/pack.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/wageproof.h"

namespace wageproof::capi {

/// @param law  for the employer's law, currency and time zone where the payslip names none
/// @errors invalid_argument: a list without its elements
[[nodiscard]] quantity::Result<std::vector<readers::InputFile>> tables_of(const wageproof_payslip& payslip, const law::Pack& law);

}  // namespace wageproof::capi
