// What payslips book, by component and period: summed once per batch for every set of components that a pack asks for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/plan.hpp"
#include "wageproof/quantity/money_sum.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::due {

/// Whether a payroll component is meant by a pattern: equal, or with any letters in place of each `*`.
/// A pattern may end in `[fixed]` or `[variable]`: only rows whose allowance is so.
WAGEPROOF_API bool matches_component(std::string_view pattern, std::string_view component) noexcept;

/// One sum: money in one currency, or a note that several currencies met.
struct Booked {
  std::int64_t amount_micro = 0;
  records::StringId currency = 0;  ///< 0: nothing booked
  std::uint16_t rows = 0;          ///< payroll rows that made it; stays at the highest number that it holds
  bool mixed = false;              ///< rows in several currencies
  std::int8_t carried = 0;         ///< times that the sum left 64 bits upwards, less downwards

  /// Adds exactly: what leaves 64 bits in between may come back.
  void add(std::int64_t micro) noexcept {
    if (__builtin_add_overflow(amount_micro, micro, &amount_micro)) carry(micro > 0 ? 1 : -1);
  }
  void add(const Booked& other) noexcept {
    add(other.amount_micro);
    if (other.carried != 0) carry(other.carried);
  }
  /// Whether the sum can be told.
  [[nodiscard]] bool is_stated() const noexcept { return carried == 0 && quantity::is_stated(amount_micro); }

 private:
  // Once so far away it stays away.
  void carry(int times) noexcept {
    if (carried > -INT8_MAX && carried < INT8_MAX) carried = static_cast<std::int8_t>(std::clamp(carried + times, -INT8_MAX, INT8_MAX));
  }
};

/// Bookings of a batch. Slots are component sets; one row a period.
class WAGEPROOF_API Bookings {
 public:
  Bookings(const worktime::Setting& setting, std::vector<std::string> sets);
  Bookings(const Bookings&) = delete;
  Bookings& operator=(const Bookings&) = delete;
  void load(const worktime::Batch& batch);

  [[nodiscard]] int slot(const std::string& patterns) const noexcept;
  [[nodiscard]] const Booked& at(int slot, std::size_t period_row) const noexcept { return booked_[static_cast<std::size_t>(slot) * rows_ + period_row]; }
  /// Whether the worker has any payslip row in the period.
  [[nodiscard]] bool has_payslip(std::size_t period_row) const noexcept { return payslip_[period_row] != 0; }
  /// Payroll rows of a period whose component matches a pattern list; they stand until the next call.
  [[nodiscard]] const std::vector<std::uint32_t>& rows_of(const worktime::Batch& batch, std::uint32_t worker, std::size_t period, const std::string& patterns) const;
  [[nodiscard]] bool row_matches(std::uint32_t payroll_row, const std::string& patterns) const;

 private:
  using SlotUse = std::uint16_t;
  const std::vector<SlotUse>& uses_of(records::StringId component, int fixed);
  [[nodiscard]] bool row_is_of(std::uint32_t payroll_row, int slot) const;

  const worktime::Setting* setting_;
  mutable std::vector<std::uint32_t> rows_found_;
  std::vector<std::string> sets_;
  std::unordered_map<std::string, int> slot_of_;
  std::unordered_map<std::uint64_t, std::vector<SlotUse>> uses_;
  struct KnownUse {
    std::uint64_t key = ~std::uint64_t{0};
    const std::vector<SlotUse>* uses = nullptr;
  };
  std::vector<KnownUse> known_uses_;  ///< in front of `uses_`: a payslip has a few dozen components, asked for row by row
  std::size_t rows_ = 0;
  std::vector<Booked> booked_;
  std::vector<std::uint8_t> payslip_;
};

}  // namespace wageproof::due
