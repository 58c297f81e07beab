// Checking records that come in parts, each of whole employers: what is larger than memory all at once.
#pragma once

#include <memory>

#include "wageproof/export.h"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::reconcile {

/// Rows of the parts' results, one behind the other, are those of a check of the whole where the parts come in bytewise
/// order of their employers. Laws are compiled once.
class WAGEPROOF_API PartsCheck {
 public:
  explicit PartsCheck(CheckOptions options);
  PartsCheck(const PartsCheck&) = delete;
  PartsCheck& operator=(const PartsCheck&) = delete;
  ~PartsCheck();

  /// Checks the next part. @errors as `check`, but that a part may name no pay period
  [[nodiscard]] quantity::Result<Result> check(const records::Dataset& part);
  /// What the parts come to, without any row: counts, laws, what was not checked, what rounding moved.
  /// @errors invalid_argument: no part names a pay period
  [[nodiscard]] quantity::Result<Result> whole() const;

 private:
  struct Sums;
  CheckOptions options_;
  Laws laws_;
  std::unique_ptr<Sums> sums_;
};

}  // namespace wageproof::reconcile
