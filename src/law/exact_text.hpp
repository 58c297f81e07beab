// Exact numbers from text: decimals and fractions in lowest terms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

/// `12`, `-1.5`, `1/3`: at most 18 digits. Nothing where the text has another form or does not fit.
std::optional<quantity::Ratio> parse_exact(std::string_view text) noexcept;

/// Millionths, exactly; nothing where there are more than six decimals or it does not fit.
std::optional<std::int64_t> parse_micro(std::string_view text) noexcept;

/// `1.5` where six decimals hold it, else `1/3`.
std::string exact_text(std::int64_t numerator, std::int64_t denominator);

}  // namespace wageproof::law
