#include "cli/law_text.hpp"

#include <fmt/format.h>

#include <array>
#include <numeric>

#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::cli {

namespace {

std::string micro_text(std::int64_t micro, law::ValueType type) {
  if (type == law::ValueType::date) return day_text(static_cast<std::int32_t>(micro / 1'000'000));
  std::string out;
  quantity::append_decimal_trimmed(out, micro);
  return out;
}

std::string range_text(const law::KeyRange& range, law::ValueType type) {
  if (range.has_lower && range.has_upper && range.lower_micro == range.upper_micro) return micro_text(range.lower_micro, type);
  std::string out;
  if (range.has_lower) out += micro_text(range.lower_micro, type) + (range.lower_inside ? "" : "<");
  out += "..";
  if (range.has_upper) out += (range.upper_inside ? "=" : "") + micro_text(range.upper_micro, type);
  return out;
}

/// An exact fraction: as a decimal where it ends, else as it is.
std::string fraction_text(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t divisor = std::gcd(numerator, denominator);
  if (divisor > 1) {
    numerator /= divisor;
    denominator /= divisor;
  }
  constexpr std::int64_t kMillion = 1'000'000;
  const auto micro = quantity::detail::Int128{numerator} * kMillion;
  if (micro % denominator != 0 || !quantity::detail::fits_int64(micro / denominator)) {
    return fmt::format("{}/{}", numerator, denominator);
  }
  return micro_text(static_cast<std::int64_t>(micro / denominator), law::ValueType::number);
}

}  // namespace

std::string day_text(std::int32_t serial) {
  const auto date = quantity::Date::try_from_serial(serial);
  return date ? to_text(*date) : std::string("the beginning");
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string value_text(const law::CellValue& value, std::string_view unit_text) {
  switch (value.kind) {
    case law::CellValue::Kind::number:
      // The pack holds percentages as parts of one and hours as minutes.
      if (unit_text == "percent" && value.numerator < INT64_MAX / 100 && value.numerator > INT64_MIN / 100) {
        return fraction_text(value.numerator * 100, value.denominator);
      }
      if (unit_text == "hours" && value.denominator < INT64_MAX / 60) return fraction_text(value.numerator, value.denominator * 60);
      return fraction_text(value.numerator, value.denominator);
    case law::CellValue::Kind::text: return value.text;
    case law::CellValue::Kind::date: return day_text(static_cast<std::int32_t>(value.numerator));
    case law::CellValue::Kind::none: return "none";
    case law::CellValue::Kind::hole: return "not known";
  }
  return {};
}

std::string keys_text(const law::Parameter& parameter, const law::TableRow& row) {
  std::string out;
  for (std::size_t i = 0; i < row.keys.size(); ++i) {
    const law::Key& key = row.keys[i];
    const bool typed = i < parameter.by.size() && !parameter.by[i].empty();
    if (i != 0) out += ", ";
    switch (key.kind) {
      case law::Key::Kind::any: out += "*"; break;
      case law::Key::Kind::text: out += key.text; break;
      case law::Key::Kind::range:
        out += range_text(key.range, typed ? parameter.by[i].root().type : law::ValueType::number);
        break;
    }
  }
  return out;
}

std::string provenance_text(const law::Provenance& provenance) {
  std::string inside = joined(provenance.sources);
  const auto add = [&inside](std::string_view text) {
    if (!inside.empty()) inside += "; ";
    inside += text;
  };
  if (provenance.confidence == law::Confidence::known) add("known");
  if (provenance.confidence == law::Confidence::uncertain) add("uncertain");
  if (!provenance.note.empty()) add(provenance.note);
  return inside.empty() ? inside : "[" + inside + "]";
}

std::string_view grain_text(law::Grain grain) noexcept {
  constexpr std::array<std::string_view, 8> kNames{"constant", "day", "part", "week", "period", "month", "quarter", "year"};
  return kNames[static_cast<std::size_t>(grain)];
}

std::string_view role_text(law::Role role) noexcept {
  constexpr std::array<std::string_view, 6> kNames{"pay",       "test", "employee_contribution", "employer_contribution",
                                                   "deduction", "limit"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string_view weekday_text(int weekday) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  return kNames[static_cast<std::size_t>(weekday % 7)];
}

}  // namespace wageproof::cli
