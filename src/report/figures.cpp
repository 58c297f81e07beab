#include "report/figures.hpp"

#include <array>

#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/days.hpp"
#include "wageproof/quantity/rounding.hpp"

namespace wageproof::report {

namespace {

using quantity::detail::Int128;

constexpr std::array<std::int64_t, 7> kPowersOfTen{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};

/// Digits of a number, at least so many.
void append_small(std::string& out, std::uint64_t value, int at_least) {
  std::array<char, 20> buffer{};
  std::size_t first = buffer.size();
  do {
    buffer[--first] = static_cast<char>('0' + value % 10);
    value /= 10;
    --at_least;
  } while (value != 0 || at_least > 0);
  out.append(buffer.data() + first, buffer.size() - first);
}

/// The same of a number that is not negative and may be beyond 64 bits.
void append_digits(std::string& out, Int128 value, int at_least) {
  std::array<char, 40> buffer{};
  std::size_t first = buffer.size();
  while (!quantity::detail::fits_int64(value)) {
    buffer[--first] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
    --at_least;
  }
  append_small(out, static_cast<std::uint64_t>(value), at_least);
  out.append(buffer.data() + first, buffer.size() - first);
}

}  // namespace

int minor_digits(std::string_view currency) noexcept {
  const auto found = quantity::Currency::from_code(currency);
  return found ? found->minor_digits() : quantity::Currency().minor_digits();
}

void append_money(std::string& out, Int128 micro, int digits) {
  const std::int64_t step = kPowersOfTen[static_cast<std::size_t>(6 - digits)];
  const std::int64_t unit = kPowersOfTen[static_cast<std::size_t>(digits)];
  if (micro >= 0 && micro <= quantity::detail::kInt64Max) {
    // Nearly every figure: division of 64 bits is several times faster.
    const auto value = static_cast<std::int64_t>(micro);
    const std::int64_t steps = value / step + (value % step >= step - value % step ? 1 : 0);
    append_small(out, static_cast<std::uint64_t>(steps / unit), 1);
    if (digits == 0) return;
    out += '.';
    append_small(out, static_cast<std::uint64_t>(steps % unit), digits);
    return;
  }
  Int128 steps = quantity::detail::round_quotient(micro, step, quantity::RoundingMode::half_away_from_zero);
  if (steps < 0) out += '-';
  steps = quantity::detail::absolute(steps);
  append_digits(out, steps / unit, 1);
  if (digits == 0) return;
  out += '.';
  append_digits(out, steps % unit, digits);
}

void append_days(std::string& out, std::int64_t micro) {
  constexpr std::int64_t kStep = 1'000'000 / quantity::Days::kPerDay;
  const Int128 count = quantity::detail::round_quotient(micro, kStep, quantity::RoundingMode::half_away_from_zero);
  append_text(out, quantity::Days::from_ten_thousandths(static_cast<std::int64_t>(count)));
}

void append_whole(std::string& out, std::int64_t value) {
  if (value < 0) out += '-';
  append_digits(out, quantity::detail::absolute(Int128{value}), 1);
}

void append_whole(std::string& out, std::uint64_t value) { append_small(out, value, 1); }

void append_date(std::string& out, std::int32_t serial) {
  if (const auto date = quantity::Date::try_from_serial(serial)) append_text(out, *date);
}

std::string_view to_text(reconcile::Status status) noexcept {
  switch (status) {
    case reconcile::Status::known: return "known";
    case reconcile::Status::at_least: return "at_least";
    case reconcile::Status::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view to_text(reconcile::Severity severity) noexcept {
  switch (severity) {
    case reconcile::Severity::breach: return "breach";
    case reconcile::Severity::discrepancy: return "discrepancy";
    case reconcile::Severity::warning: return "warning";
    case reconcile::Severity::notice: return "notice";
  }
  return "notice";
}

std::string_view to_text(records::PaymentStatus status) noexcept {
  return records::spec_of(records::TableKind::payments).fields[records::field::payments::status].values[static_cast<std::size_t>(status)];
}

std::string_view to_text(records::EvidenceGrade grade) noexcept {
  static constexpr std::array<std::string_view, 6> kGrades{"A", "B", "C", "D", "E", "X"};
  return kGrades[static_cast<std::size_t>(grade)];
}

std::string_view to_text(reconcile::AmountUnit unit) noexcept {
  switch (unit) {
    case reconcile::AmountUnit::money: return {};
    case reconcile::AmountUnit::minutes: return "minutes";
    case reconcile::AmountUnit::days: return "days";
    case reconcile::AmountUnit::count: return "count";
  }
  return {};
}

CurrencyDigits::CurrencyDigits(const std::vector<std::string>& names) {
  digits_.reserve(names.size());
  for (const std::string& name : names) digits_.push_back(static_cast<std::int8_t>(minor_digits(name)));
}

std::string source_text(const law::Pack& pack, const law::Provenance& provenance) {
  std::string out;
  for (const std::string& id : provenance.sources) {
    if (!out.empty()) out += "; ";
    out += id;
    const law::Source* source = law::find_source(pack, provenance, id);
    if (source == nullptr) continue;
    if (!source->instrument.empty()) out += ": " + source->instrument;
    if (!source->article.empty()) out += ", " + source->article;
  }
  return out;
}

}  // namespace wageproof::report
