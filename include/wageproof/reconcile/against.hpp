// Two laws on the same records: what the one makes due beyond the other, per worker and line, and in all.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::reconcile {

/// A sum over many workers, in millionths: it may be beyond 64 bits.
using AgainstSum = quantity::detail::Int128;

/// One due line of one worker and period under the two laws.
struct AgainstRow {
  records::StringId employer = 0, worker = 0;
  std::int32_t first = 0, last = 0;
  std::uint32_t name = 0, currency_name = 0;  ///< positions in Against::names
  std::string_view role;                      ///< `pay`, `test`, …; `net` for what the worker is due in all
  Figure due;                                 ///< under the law that is checked; absent where it is not exactly known
  Figure against;                             ///< under the other
  Figure difference;                          ///< due − against; absent where one of the two is
};

/// One line over all workers and periods. Sums are of the rows that are known under both laws.
struct AgainstTotal {
  std::string line, currency;
  std::string_view role;
  std::uint64_t compared = 0;                 ///< rows known under both laws
  std::uint64_t higher = 0, lower = 0;        ///< rows where the law checked makes more, less due
  std::uint64_t workers = 0;                  ///< workers for whom it differs
  std::uint64_t cannot_tell = 0;              ///< rows not exactly known under one of them
  AgainstSum due = 0, against = 0;
};

/// What the difference comes to in one currency.
struct AgainstSums {
  std::string currency;
  AgainstSum workers = 0;                     ///< to the workers: the difference of the `net` rows
  AgainstSum funds = 0;                       ///< to schemes: of the contributions of workers and employers
  [[nodiscard]] AgainstSum employer() const noexcept { return workers + funds; }
};

/// The second law of a run, and what differs under it.
struct Against {
  std::vector<std::string> names;             ///< line names and currency codes
  std::vector<std::shared_ptr<const law::Pack>> laws;
  std::optional<std::int32_t> as_known_on;
  std::vector<AgainstRow> rows;               ///< where the laws differ, or one cannot be told; in output order
  std::vector<AgainstTotal> totals;           ///< of every line that is due under one of them: by line, then currency
  std::vector<AgainstSums> sums;              ///< by currency
  std::vector<NotChecked> not_checked;        ///< under the other law
};

/// Holds a result against the same records' result under another law. A line that a result has no row for is 0 there.
[[nodiscard]] WAGEPROOF_API Against compare_laws(const Result& result, const Result& other, const records::Dataset& data);

/// Checks the records under another law as well, and puts what differs into `result.against`.
///
/// @param result  of `check` on the same records
/// @param other   the other law; `from` and `to` must be those of the result's run
/// @errors as `check`
[[nodiscard]] WAGEPROOF_API quantity::Status check_against(const records::Dataset& data, const CheckOptions& other, Result& result);

}  // namespace wageproof::reconcile
