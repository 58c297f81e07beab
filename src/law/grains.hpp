// How values of different time spans and units meet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wageproof/export.h"
#include "wageproof/law/expression.hpp"

namespace wageproof::law {

WAGEPROOF_API std::string_view to_text(Grain grain) noexcept;
WAGEPROOF_API std::string_view to_text(ValueType type) noexcept;
/// `constant` for no grain's name.
WAGEPROOF_API std::optional<Grain> find_grain(std::string_view name) noexcept;

/// Whether a value of one grain stands for every row of another by itself: a month's for its days.
WAGEPROOF_API bool spreads(Grain from, Grain to) noexcept;

/// Whether an aggregate leads from one grain to another: days to a week, weeks to the month that holds their last day.
WAGEPROOF_API bool gathers(Grain from, Grain to) noexcept;

/// The grain of an operation on both: the finer one; nothing for a week and a part, which cut across each other.
WAGEPROOF_API std::optional<Grain> finer(Grain a, Grain b) noexcept;

/// `USD per minute`, `minutes`, `a plain number`.
WAGEPROOF_API std::string unit_text(const Unit& unit, std::uint32_t pack_currency);

}  // namespace wageproof::law
