#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "wageproof/quantity/detail/whole.hpp"

namespace wageproof::quantity {

/// A span of time worked, in whole minutes. It may be negative as a difference.
class Minutes : public detail::Whole<Minutes> {
public:
    constexpr Minutes() noexcept = default;
    constexpr explicit Minutes(std::int64_t minutes) noexcept : Whole(minutes) {}
    explicit Minutes(std::floating_point auto) = delete;

    [[nodiscard]] static constexpr Minutes from_hours(std::int64_t hours) noexcept {
        return Minutes(60) * hours;
    }
    [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }
};

static_assert(sizeof(Minutes) == 8);
static_assert(std::is_trivially_copyable_v<Minutes>);

}  // namespace wageproof::quantity
