// Columns of an Arrow batch as numbers of the format, without text between.
#include <limits>

#include "readers/arrow_column.hpp"
#include "readers/arrow_values.hpp"
#include "readers/fast_values.hpp"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/readers/row_stream.hpp"

namespace wageproof::readers {
namespace {

using quantity::detail::Int128;
using Kind = ArrowType::Kind;
using records::FieldType;

constexpr int kDecimals = 6;  // of an amount
constexpr std::int64_t kPowers[] = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
// What stands for 'none' is no amount; a number there is left to its text, which says why.
constexpr std::int64_t kLeast = kTextNumber + 1;

template <class Number>
void fill(const ArrowArray& array, std::int64_t first, std::span<std::int64_t> out, Number number) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t row = first + static_cast<std::int64_t>(i);
        out[i] = is_null(array, row) ? kNoNumber : number(row);
    }
}

std::int64_t scaled(std::int64_t value, std::int64_t factor) noexcept {
    std::int64_t product = 0;
    return __builtin_mul_overflow(value, factor, &product) || product < kLeast ? kTextNumber : product;
}

// The least part of a 128-bit number, if the rest of it is only the sign.
std::int64_t narrowed(const void* buffer, std::int64_t row) noexcept {
    const auto low = load<std::int64_t>(buffer, row * 2), high = load<std::int64_t>(buffer, row * 2 + 1);
    return high == (low < 0 ? -1 : 0) ? low : kTextNumber;
}

bool decimals(const ArrowArray& array, const ArrowType& type, std::int64_t first, std::span<std::int64_t> out) {
    if (type.scale < 0 || type.scale > 2 * kDecimals || type.bytes > 16) return false;
    const void* const values = array.buffers[1];
    const auto value_of = [&](std::int64_t row) noexcept {
        return type.bytes == 16 ? narrowed(values, row) : load_integer(values, row, type.bytes);
    };
    if (type.scale == kDecimals) {
        fill(array, first, out, [&](std::int64_t row) {
            const std::int64_t value = value_of(row);
            return value < kLeast ? kTextNumber : value;
        });
    } else if (type.scale < kDecimals) {
        const std::int64_t factor = kPowers[kDecimals - type.scale];
        fill(array, first, out, [&](std::int64_t row) {
            const std::int64_t value = value_of(row);
            return value < kLeast ? kTextNumber : scaled(value, factor);
        });
    } else {
        const std::int64_t divisor = kPowers[type.scale - kDecimals];
        fill(array, first, out, [&](std::int64_t row) {
            const std::int64_t value = value_of(row);
            return value < kLeast || value % divisor != 0 ? kTextNumber : value / divisor;
        });
    }
    return true;
}

bool whole(const ArrowArray& array, const ArrowType& type, std::int64_t factor, std::int64_t first, std::span<std::int64_t> out) {
    const void* const values = array.buffers[1];
    if (type.kind == Kind::integer) {
        fill(array, first, out, [&](std::int64_t row) { return scaled(load_integer(values, row, type.bytes), factor); });
    } else {
        fill(array, first, out, [&](std::int64_t row) {
            const std::uint64_t value = load_natural(values, row, type.bytes);
            if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return kTextNumber;
            return scaled(static_cast<std::int64_t>(value), factor);
        });
    }
    return true;
}

bool days(const ArrowArray& array, const ArrowType& type, std::int64_t first, std::span<std::int64_t> out) {
    const void* const values = array.buffers[1];
    constexpr std::int64_t kFirst = detail::kMonthTable.first[0], kEnd = detail::kMonthTable.first[detail::kYears * 12];
    fill(array, first, out, [&](std::int64_t row) {
        std::int64_t day = load_integer(values, row, type.bytes);
        if (type.bytes == 8) day = floor_divide(day, kSecondsOfDay * 1000);
        return day < kFirst || day >= kEnd ? kTextNumber : day;
    });
    return true;
}

bool clocks(const ArrowArray& array, const ArrowType& type, std::int64_t first, std::span<std::int64_t> out) {
    const void* const values = array.buffers[1];
    fill(array, first, out, [&](std::int64_t row) {
        const std::int64_t value = load_integer(values, row, type.bytes);
        const std::int64_t second = floor_divide(value, type.per_second);
        return value % type.per_second != 0 || second < 0 || second >= kSecondsOfDay ? kTextNumber : second;
    });
    return true;
}

}  // namespace

bool cell_numbers(const ArrowArray& array, const ArrowType& type, FieldType field, std::int64_t first, std::span<std::int64_t> out) {
    if (type.is_coded) return false;
    first += array.offset;
    const bool is_whole = type.kind == Kind::integer || type.kind == Kind::natural;
    switch (field) {
        case FieldType::amount:
            if (type.kind == Kind::decimal) return decimals(array, type, first, out);
            return is_whole && whole(array, type, kPowers[kDecimals], first, out);
        case FieldType::integer: return is_whole && whole(array, type, 1, first, out);
        case FieldType::date: return type.kind == Kind::day && days(array, type, first, out);
        case FieldType::clock: return type.kind == Kind::clock && clocks(array, type, first, out);
        default: return false;
    }
}

}  // namespace wageproof::readers
