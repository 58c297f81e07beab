// Keys of tables: codes, and ranges of numbers as packs write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// `..18`, `18..`, `1..3`, `..=200`, `200<..=250`, `200<..`, or one number; of dates and booleans likewise.
/// Nothing where the text has another form, or no number can lie in the range.
WAGEPROOF_API std::optional<KeyRange> parse_range(std::string_view text, ValueType type) noexcept;

/// The key as a reader wants to see it: a code, `*`, a range.
WAGEPROOF_API std::string to_text(const Key& key, ValueType type);

WAGEPROOF_API bool overlap(const KeyRange& a, const KeyRange& b) noexcept;

}  // namespace wageproof::law
