// Figures as text, in the form of the output tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/reconcile/result.hpp"

namespace wageproof::report {

/// The decimals of a currency's minor unit; 2 for a code that is none.
[[nodiscard]] int minor_digits(std::string_view currency) noexcept;

/// Money with exactly so many decimals (0–6), half away from zero. Sums may be beyond 64 bits.
void append_money(std::string& out, quantity::detail::Int128 micro, int digits);
/// Days from millionths: up to four decimals, half away from zero, no trailing zeros.
void append_days(std::string& out, std::int64_t micro);
void append_whole(std::string& out, std::int64_t value);
void append_whole(std::string& out, std::uint64_t value);
/// `YYYY-MM-DD`; nothing for a day outside the calendar.
void append_date(std::string& out, std::int32_t serial);

[[nodiscard]] std::string_view to_text(reconcile::Status status) noexcept;
[[nodiscard]] std::string_view to_text(reconcile::Severity severity) noexcept;
[[nodiscard]] std::string_view to_text(records::PaymentStatus status) noexcept;
/// `A` … `E`, `X`.
[[nodiscard]] std::string_view to_text(records::EvidenceGrade grade) noexcept;
/// `minutes`, `days` or `count`; empty for money, whose unit is a currency.
[[nodiscard]] std::string_view to_text(reconcile::AmountUnit unit) noexcept;

/// Decimals of the currencies in a result's list of names, found once.
class CurrencyDigits {
 public:
  explicit CurrencyDigits(const std::vector<std::string>& names);
  [[nodiscard]] int of(std::uint32_t name) const noexcept { return digits_[name]; }

 private:
  std::vector<std::int8_t> digits_;
};

/// `id: instrument, article` of the sources that an element names, joined by `; `.
[[nodiscard]] std::string source_text(const law::Pack& pack, const law::Provenance& provenance);

}  // namespace wageproof::report
