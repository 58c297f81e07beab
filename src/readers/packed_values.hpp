// The same values as fast_values.hpp reads, from eight bytes at a time. Each answers false where the text is anything
// else, or is right but rare; the row then goes the careful way, which alone says what is wrong.
// All of them may look at `kReadBehind` bytes behind the text.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "readers/byte_scan.hpp"
#include "readers/fast_values.hpp"

namespace wageproof::readers {

/// Eight bytes as a number whose lowest byte is the first one.
[[nodiscard]] inline std::uint64_t packed_bytes(const char* at) noexcept {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    if constexpr (std::endian::native == std::endian::big) {
        bytes = (bytes & 0x00FF00FF00FF00FFU) << 8 | (bytes >> 8 & 0x00FF00FF00FF00FFU);
        bytes = (bytes & 0x0000FFFF0000FFFFU) << 16 | (bytes >> 16 & 0x0000FFFF0000FFFFU);
        bytes = bytes << 32 | bytes >> 32;
    }
    return bytes;
}

/// One to eight digits as a number.
inline bool packed_digits(const char* at, std::size_t size, std::uint32_t& out) noexcept {
    if (size - 1 > 7) return false;
    // The digits stand at the end of the eight bytes, zeros before them.
    const std::size_t free_bits = 64 - 8 * size;
    std::uint64_t digits = (packed_bytes(at) << free_bits) ^ (0x3030303030303030U << free_bits);
    // A byte above 9 reaches its highest bit, or had it; below, nothing is carried into the next byte.
    if (((digits + 0x7676767676767676U) | digits) & 0x8080808080808080U) return false;
    digits = digits * 10 + (digits >> 8);  // pairs, in every second byte
    digits = ((digits & 0x000000FF000000FFU) * 0x000F424000000064U +
              (digits >> 16 & 0x000000FF000000FFU) * 0x0000271000000001U) >> 32;
    out = static_cast<std::uint32_t>(digits);
    return true;
}

/// `HH:MM` in seconds.
inline bool packed_clock(const char* at, std::size_t size, std::int32_t& out) noexcept {
    if (size != 5) return false;
    const std::uint64_t text = (packed_bytes(at) & 0xFFFFFFFFFFU) ^ 0x30303A3030U;
    // What is added brings a byte above the largest that may stand there to its highest bit.
    if (((text + 0x767A7F767DU) | text) & 0x8080808080U) return false;
    const auto digit = [text](int place) { return static_cast<std::int32_t>(text >> (8 * place) & 0xFF); };
    out = (digit(0) * 10 + digit(1)) * 3600 + (digit(3) * 10 + digit(4)) * 60;
    return out < kSecondsOfDay;
}

/// Dates, most of which are of the same month as the one before.
class PackedDates {
public:
    bool read(const char* at, std::size_t size, std::int32_t& out) noexcept {
        if (size != 10) return false;
        const std::uint64_t year_and_month = packed_bytes(at);
        if (year_and_month != known_ && !learn(at, year_and_month)) return false;
        const unsigned tens = detail::digit(at[8]), ones = detail::digit(at[9]);
        const unsigned day = tens * 10 + ones - 1;
        out = first_day_ + static_cast<std::int32_t>(day);
        return tens <= 3 && ones <= 9 && day < days_;
    }

private:
    // Rare, and out of the way of the loop.
    [[gnu::noinline]] bool learn(const char* at, std::uint64_t year_and_month) noexcept {
        char day[10];
        std::memcpy(day, at, 8);
        std::memcpy(day + 8, "01", 2);
        std::int32_t first = 0;
        if (!fast_date({day, 10}, first)) return false;
        first_day_ = first;
        for (days_ = 28; days_ < 31; ++days_) {
            const char number[2] = {static_cast<char>('0' + (days_ + 1) / 10), static_cast<char>('0' + (days_ + 1) % 10)};
            std::memcpy(day + 8, number, 2);
            if (!fast_date({day, 10}, first)) break;
        }
        known_ = year_and_month;
        return true;
    }
    std::uint64_t known_ = 0;  // no text: NUL is none
    std::int32_t first_day_ = 0;
    unsigned days_ = 0;
};

/// A moment by a clock whose zone is not told: `YYYY-MM-DDTHH:MM` or with `:SS`, in seconds since 1970-01-01T00:00.
inline bool packed_stamp(const char* at, std::size_t size, PackedDates& dates, std::int64_t& out) noexcept {
    if (size != 16 && size != 19) return false;
    std::int32_t day = 0, clock = 0;
    if (!dates.read(at, 10, day) || (at[10] != 'T' && at[10] != ' ') || !packed_clock(at + 11, 5, clock)) return false;
    if (size == 19) {
        const unsigned tens = detail::digit(at[17]), ones = detail::digit(at[18]);
        if (at[16] != ':' || tens > 5 || ones > 9) return false;
        clock += static_cast<std::int32_t>(tens * 10 + ones);
    }
    out = day * kSecondsOfDay + clock;
    return true;
}

/// An amount in millionths. Nearly all are whole or have two decimals.
inline bool packed_amount(const char* at, std::size_t size, std::int64_t& out) noexcept {
    std::uint32_t whole = 0;
    if (size > 3 && at[size - 3] == '.') {
        std::uint32_t cents = 0;
        if (packed_digits(at, size - 3, whole) && packed_digits(at + size - 2, 2, cents)) {
            out = std::int64_t{whole} * 1'000'000 + std::int64_t{cents} * 10'000;
            return true;
        }
    } else if (packed_digits(at, size, whole)) {
        out = std::int64_t{whole} * 1'000'000;
        return true;
    }
    return fast_amount({at, size}, out);
}

}  // namespace wageproof::readers
