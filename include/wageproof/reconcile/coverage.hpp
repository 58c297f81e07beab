// Which values of the law a check rests on.
#pragma once

#include <set>

#include "wageproof/export.h"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::reconcile {

/// The rows of the pack's parameters that a check of the dataset reads. All employers stand under one law.
///
/// @errors as `check`
/// @cost   a whole check, on one thread
[[nodiscard]] WAGEPROOF_API quantity::Result<std::set<law::UsedCell>> values_used(const records::Dataset& data, const CheckOptions& options);

}  // namespace wageproof::reconcile
