#include "digits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "wageproof/quantity/decimal.hpp"

namespace wageproof::quantity {

namespace {

// The zero of each run of ten decimal digits (general category Nd) in Unicode
// 14.0, other than ASCII. Unicode promises that the ten stand in a row.
constexpr std::array<std::uint32_t, 65> kZeros = {
    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,
    0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,
    0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,
    0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0};

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t size_bytes = 0;  // 0: no well-formed character of two to four bytes
};

CodePoint leading_code_point(std::string_view text) noexcept {
    const auto byte = [&](std::size_t index) {
        return std::uint32_t{static_cast<unsigned char>(text[index])};
    };
    if (text.empty()) return {};
    std::size_t size_bytes = 0;
    std::uint32_t value = 0;
    if (byte(0) >= 0xC2 && byte(0) <= 0xDF) {
        size_bytes = 2;
        value = byte(0) & 0x1F;
    } else if (byte(0) >= 0xE0 && byte(0) <= 0xEF) {
        size_bytes = 3;
        value = byte(0) & 0x0F;
    } else if (byte(0) >= 0xF0 && byte(0) <= 0xF4) {
        size_bytes = 4;
        value = byte(0) & 0x07;
    }
    if (size_bytes == 0 || text.size() < size_bytes) return {};
    for (std::size_t index = 1; index < size_bytes; ++index) {
        if ((byte(index) & 0xC0) != 0x80) return {};
        value = value << 6 | (byte(index) & 0x3F);
    }
    // A character written longer than it needs is not UTF-8, and no digit.
    if ((size_bytes == 3 && value < 0x800) || (size_bytes == 4 && value < 0x10000)) return {};
    return {value, size_bytes};
}

}  // namespace

Digit leading_digit(std::string_view text) noexcept {
    if (text.empty()) return {};
    const char first = text.front();
    if (first >= '0' && first <= '9') return {first - '0', 1};
    if (static_cast<unsigned char>(first) < 0x80) return {};
    const CodePoint point = leading_code_point(text);
    if (point.size_bytes == 0) return {};
    const auto after = std::upper_bound(kZeros.begin(), kZeros.end(), point.value);
    if (after == kZeros.begin()) return {};
    const std::uint32_t distance = point.value - *(after - 1);
    if (distance > 9) return {};
    return {static_cast<int>(distance), point.size_bytes};
}

std::string_view copy_with_ascii_digits(std::string_view text, char* buffer,
                                        std::size_t buffer_size) noexcept {
    std::size_t used = 0;
    while (!text.empty()) {
        if (used == buffer_size) return {};
        const Digit digit = leading_digit(text);
        buffer[used++] = digit.value >= 0 ? static_cast<char>('0' + digit.value) : text.front();
        text.remove_prefix(digit.value >= 0 ? digit.size_bytes : 1);
    }
    return {buffer, used};
}

std::string with_ascii_digits(std::string_view text) {
    std::string out(text.size(), '\0');
    out.resize(copy_with_ascii_digits(text, out.data(), out.size()).size());
    return out;
}

}  // namespace wageproof::quantity
