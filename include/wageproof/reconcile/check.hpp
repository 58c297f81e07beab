// Checking a dataset against the law: every employer, every worker, every period; the same result on any number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/load.hpp"
#include "wageproof/quantity/status.hpp"
#include "wageproof/reconcile/result.hpp"

namespace wageproof::reconcile {

/// Laws that stay compiled from one check to the next, for a caller who checks worker after worker. One check at a time
/// may use them, and always with packs that do not change.
class WAGEPROOF_API Laws {
 public:
  Laws();
  Laws(Laws&&) noexcept;
  Laws& operator=(Laws&&) noexcept;
  ~Laws();
  /// Takes a pack that is loaded already, for records under the law of its ids.
  void keep(std::shared_ptr<const law::Pack> pack);

 private:
  friend class Run;
  struct Held;
  std::unique_ptr<Held> held_;
};

struct CheckOptions {
  std::vector<std::string> law;                ///< pack ids in place of the employers' own; empty: the employers' own
  std::optional<std::int32_t> from, to;        ///< periods reported; earlier rows are still read as history
  std::optional<std::int32_t> as_known_on;     ///< values published later are left out
  std::vector<std::string> by;                 ///< attributes for further rows of `checks`
  records::EvidenceGrade evidence = records::EvidenceGrade::b;  ///< least grade of evidence with which a payment counts as paid
  unsigned threads = 0;                        ///< 0: as many as the machine has
  const law::PackResolver* packs = nullptr;    ///< where packs come from; null: the embedded ones
  Laws* laws = nullptr;                        ///< laws that are compiled already, or will be; null: they live as long as the check
  bool is_part = false;                        ///< the records are a part of larger ones, which may lack what the whole has, as an attribute of `by`
  std::function<void(std::uint64_t done, std::uint64_t workers)> progress;  ///< called from one thread at a time
  std::function<bool()> cancelled;             ///< asked between batches
};

/// Checks a dataset.
///
/// @errors not_found: a law that no pack has; parse_error: a pack with errors; invalid_argument: the data names no period;
///         cancelled runs end with `invalid_argument`
/// @cost   linear in the records; about as much memory as the result
[[nodiscard]] WAGEPROOF_API quantity::Result<Result> check(const records::Dataset& data, const CheckOptions& options);

}  // namespace wageproof::reconcile
