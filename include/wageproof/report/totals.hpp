// What a check comes to: findings by check, money owed by currency and by worker, what could not be told and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/reconcile/result.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::report {

/// A sum over many workers, in millionths: it may be beyond 64 bits.
using Sum = quantity::detail::Int128;

/// The findings of one check, severity and unit. Amounts short and amounts beyond are never set off against each other.
struct CheckTotal {
  std::string check;
  reconcile::Severity severity = reconcile::Severity::breach;
  reconcile::AmountUnit unit = reconcile::AmountUnit::money;
  std::string currency;       ///< where the unit is money
  std::uint64_t findings = 0;
  std::uint64_t workers = 0;  ///< different workers
  Sum short_of = 0;           ///< of positive differences: millionths of money and days, whole minutes and counts
  Sum beyond = 0;             ///< of negative ones, without their sign
};

/// What one worker is owed in one currency.
struct WorkerTotal {
  records::StringId employer = 0;
  std::string worker;
  std::string currency;
  Sum owed_micro = 0;
  std::uint64_t breaches = 0;  ///< findings of severity breach and discrepancy
};

struct CurrencyTotal {
  std::string currency;
  std::uint64_t workers = 0;
  Sum owed_micro = 0;
};

/// What could not be told for want of one record or value.
struct MissingTotal {
  std::string missing;        ///< TABLE.FIELD or PACK.VALUE, as in `evidence`
  std::uint64_t findings = 0;
  std::uint64_t workers = 0;
  std::vector<std::string> checks;  ///< in order of name
};

struct Totals {
  std::vector<CheckTotal> checks;       ///< by severity, then check, then unit
  std::vector<CurrencyTotal> owed;      ///< in order of currency
  std::vector<WorkerTotal> workers;     ///< workers who are owed something: by currency, the largest amount first
  std::vector<MissingTotal> missing;    ///< the most findings first
  std::uint64_t breaches = 0, discrepancies = 0, warnings = 0, notices = 0;
};

/// Adds up a result.
///
/// A worker is owed, for each period, what the `net` row says (`owed`, else the positive difference). Where no `net` of
/// a worker could be told, the breaches found stand in its place, those of the employer's own contributions aside.
/// @cost  linear in the rows, with memory for each worker that has findings
[[nodiscard]] WAGEPROOF_API Totals totals_of(const reconcile::Result& result, const records::Dataset& data);

}  // namespace wageproof::report
