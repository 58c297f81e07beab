#pragma once

#include <cstddef>
#include <string_view>

namespace wageproof::quantity {

/// A decimal digit at the start of a text: its value and its length in bytes.
struct Digit {
    int value = -1;  ///< 0–9, or −1: no digit stands there
    std::size_t size_bytes = 0;
};

/// The digit of any script at the start of `text`.
[[nodiscard]] Digit leading_digit(std::string_view text) noexcept;

/// Copies `text` to `buffer` with ASCII digits, where it fits.
///
/// @return  the copy, or an empty view: the text is longer than the buffer
[[nodiscard]] std::string_view copy_with_ascii_digits(std::string_view text, char* buffer,
                                                      std::size_t buffer_size) noexcept;

}  // namespace wageproof::quantity
