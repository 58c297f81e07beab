#include "law/grains.hpp"

#include <array>

#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 8> kGrains{"constant", "day", "part", "week", "period", "month", "quarter", "year"};

std::string power(std::string_view base, int exponent) {
  std::string out(base);
  if (exponent > 1) out += '^' + std::to_string(exponent);
  return out;
}

}  // namespace

std::string_view to_text(Grain grain) noexcept { return kGrains[static_cast<std::size_t>(grain)]; }

std::string_view to_text(ValueType type) noexcept {
  switch (type) {
    case ValueType::number: return "a number";
    case ValueType::text: return "text";
    case ValueType::boolean: return "true or false";
    case ValueType::date: return "a date";
  }
  return "";
}

std::optional<Grain> find_grain(std::string_view name) noexcept {
  for (std::size_t i = 1; i < kGrains.size(); ++i) {
    if (kGrains[i] == name) return static_cast<Grain>(i);
  }
  return std::nullopt;
}

bool spreads(Grain from, Grain to) noexcept {
  if (from == Grain::constant || from == to || to == Grain::day) return true;
  // Parts cut across weeks; a week takes a coarser value from its last day.
  return from > to && from != Grain::week && to != Grain::constant;
}

bool gathers(Grain from, Grain to) noexcept {
  if (from == Grain::constant || from >= to) return false;
  return true;
}

std::optional<Grain> finer(Grain a, Grain b) noexcept {
  if (spreads(b, a) && a != Grain::constant) return a;
  if (spreads(a, b)) return b;
  return std::nullopt;
}

std::string unit_text(const Unit& unit, std::uint32_t pack_currency) {
  if (unit.any || (unit.money == 0 && unit.minutes == 0)) return "a plain number";
  const std::uint32_t code = unit.currency == 0 ? pack_currency : unit.currency;
  const std::string currency =
      code == 0 ? std::string("money") : quantity::to_text(quantity::Currency::from_packed(code));
  std::string over, under;
  const auto place = [&](std::string_view base, int exponent) {
    if (exponent == 0) return;
    std::string& side = exponent > 0 ? over : under;
    if (!side.empty()) side += ' ';
    side += power(base, exponent > 0 ? exponent : -exponent);
  };
  place(currency, unit.money);
  place(unit.money == 0 && unit.minutes == 1 ? "minutes" : "minute", unit.minutes);
  if (under.empty()) return over;
  return (over.empty() ? "1" : over) + " per " + under;
}

}  // namespace wageproof::law
