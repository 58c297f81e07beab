// What a parameter is on a day: the entry in force, the row that fits best.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// One key of a look-up, as the worker's records give it.
struct KeyValue {
  enum class Kind : std::uint8_t { missing, text, number } kind = Kind::missing;
  std::string_view text;
  std::int64_t micro = 0;  ///< a number in millionths; a date as serial day and a boolean as 0 or 1, in millionths too

  static constexpr KeyValue of(std::string_view text) noexcept { return {Kind::text, text, 0}; }
  static constexpr KeyValue of_micro(std::int64_t micro) noexcept { return {Kind::number, {}, micro}; }
};

/// What was found. `value` is never null; where nothing was, it is a hole.
struct Found {
  const CellValue* value = nullptr;
  const DatedTable* table = nullptr;  ///< null: before the first date, after the last, or not yet known
  const TableRow* row = nullptr;      ///< null: no row fits
  int missing_key = -1;               ///< position of a key that the table needs and that is missing; else -1
};

/// The entry in force on a day.
///
/// @param as_known_on  entries published later are left aside, so that the one before them holds
/// @return             null where the parameter has a hole on that day
[[nodiscard]] WAGEPROOF_API const DatedTable* entry_at(const Parameter& parameter, std::int32_t date,
                                                       std::optional<std::int32_t> as_known_on = std::nullopt) noexcept;

/// The row of an entry that fits the keys best: at the first key that tells two rows apart, a code or range before
/// `*`. A key whose dimension has parents climbs: the row of the code itself holds unless it says `none` or is not
/// there, then its parent's, and so on; a row with `*` only after all of them.
///
/// @param keys  one for each of `parameter.by`
[[nodiscard]] WAGEPROOF_API Found look_up_in(const Pack& pack, const Parameter& parameter, const DatedTable& table,
                                             std::span<const KeyValue> keys) noexcept;

/// Both steps. @cost linear in the entry's rows; never allocates; any thread
[[nodiscard]] WAGEPROOF_API Found look_up(const Pack& pack, const Parameter& parameter, std::int32_t date,
                                          std::span<const KeyValue> keys,
                                          std::optional<std::int32_t> as_known_on = std::nullopt) noexcept;

/// Whether a code is `ancestor` or stands below it in the dimension's tree.
[[nodiscard]] WAGEPROOF_API bool lies_within(const Pack& pack, std::string_view dimension, std::string_view code,
                                             std::string_view ancestor) noexcept;

}  // namespace wageproof::law
