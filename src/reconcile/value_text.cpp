// A value of a column as a person reads it: with its unit, exact where decimals can say it.
#include "value_text.hpp"

#include "wageproof/due/facts.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {

using namespace law::detail;

namespace {

constexpr std::int64_t kPlaces = 1000000;

std::string unit_text(const law::Unit& unit, const law::Plan& plan) {
  const std::string money = due::currency_text(unit.currency != 0 ? unit.currency : plan.pack().currency);
  if (unit.money == 1 && unit.minutes == 0) return " " + money;
  if (unit.money == 1 && unit.minutes == -1) return " " + money + " an hour";
  if (unit.money == 0 && unit.minutes == 1) return " minutes";
  if (unit.money == 1 && unit.minutes == 1) return " " + money + " x minutes";
  return "";
}

}  // namespace

std::string decimal_text(std::int64_t numerator, std::int64_t denominator) {
  const bool negative = numerator < 0;
  const Int128 magnitude = negative ? -static_cast<Int128>(numerator) : static_cast<Int128>(numerator);
  const Int128 scaled = magnitude * kPlaces / denominator;
  const bool ends = scaled * denominator == magnitude * kPlaces;
  std::string text = std::to_string(static_cast<std::int64_t>(scaled / kPlaces));
  std::string places = std::to_string(static_cast<std::int64_t>(scaled % kPlaces));
  places.insert(0, 6 - places.size(), '0');
  while (ends && !places.empty() && places.back() == '0') places.pop_back();
  if (!places.empty()) text += "." + places;
  if (!ends) text += "…";
  return negative ? "-" + text : text;
}

std::string value_text(const Values& v, std::size_t row, law::ValueType type, const law::Unit& unit, const law::Plan& plan) {
  const Flags f = v.flag(row);
  const std::string& reason = plan.reasons()[v.reason(row)];
  if (f & kNotGiven) return "not given";
  if (f & kUnknown) return reason.empty() ? "unknown" : "unknown (" + reason + ")";
  SmallRatio r = small_ratio(v, row);
  std::string text;
  if (type == law::ValueType::boolean) {
    text = r.numerator != 0 ? "yes" : "no";
  } else if (type == law::ValueType::text) {
    const auto symbol = static_cast<std::size_t>(r.numerator);
    text = symbol < plan.symbols().size() && symbol != 0 ? plan.symbols()[symbol] : "another code";
  } else if (type == law::ValueType::date) {
    text = quantity::to_text(quantity::Date::from_serial(static_cast<std::int32_t>(r.numerator)));
  } else if (!r.fits) {
    text = "a number beyond 64 bits";
  } else {
    if (unit.money == 1 && unit.minutes == -1) {
      if (r.denominator % 60 == 0) r.denominator /= 60;
      else if (__builtin_mul_overflow(r.numerator, std::int64_t{60}, &r.numerator)) return "a number beyond 64 bits";
    }
    text = decimal_text(r.numerator, r.denominator) + unit_text(unit, plan);
  }
  if (f & kAtLeast) text = "at least " + text;
  if (f & kUncertain) text += " (uncertain)";
  return text;
}

}  // namespace wageproof::reconcile
