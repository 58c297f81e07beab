// Single values of an Arrow array, as they lie in its buffers.
#pragma once

#include <cstdint>
#include <cstring>

#include "readers/values.hpp"
#include "wageproof/arrow_abi.h"

namespace wageproof::readers {

inline bool is_null(const ArrowArray& array, std::int64_t row) noexcept {
    if (array.null_count == 0 || array.n_buffers == 0 || array.buffers[0] == nullptr) return false;
    const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
    return (bits[row / 8] >> (row % 8) & 1) == 0;
}

template <class T>
T load(const void* buffer, std::int64_t row) noexcept {
    T value;
    std::memcpy(&value, static_cast<const char*>(buffer) + row * static_cast<std::int64_t>(sizeof(T)), sizeof value);
    return value;
}

inline std::int64_t load_integer(const void* buffer, std::int64_t row, int bytes) noexcept {
    switch (bytes) {
        case 1: return load<std::int8_t>(buffer, row);
        case 2: return load<std::int16_t>(buffer, row);
        case 4: return load<std::int32_t>(buffer, row);
        default: return load<std::int64_t>(buffer, row);
    }
}

inline std::uint64_t load_natural(const void* buffer, std::int64_t row, int bytes) noexcept {
    switch (bytes) {
        case 1: return load<std::uint8_t>(buffer, row);
        case 2: return load<std::uint16_t>(buffer, row);
        case 4: return load<std::uint32_t>(buffer, row);
        default: return load<std::uint64_t>(buffer, row);
    }
}

inline std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace wageproof::readers
