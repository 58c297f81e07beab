#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/detail/whole.hpp"

namespace wageproof::quantity {

/// A number of days to four decimals, as leave balances are kept.
class Days : public detail::Whole<Days> {
public:
    static constexpr std::int64_t kPerDay = 10'000;

    constexpr Days() noexcept = default;
    explicit Days(std::floating_point auto) = delete;

    [[nodiscard]] static constexpr Days from_whole(std::int64_t days) noexcept {
        return Days(kPerDay) * days;
    }
    [[nodiscard]] static constexpr Days from_ten_thousandths(std::int64_t count) noexcept {
        return Days(count);
    }
    [[nodiscard]] constexpr std::int64_t ten_thousandths() const noexcept { return count_; }
    [[nodiscard]] constexpr bool is_whole() const noexcept { return count_ % kPerDay == 0; }

private:
    constexpr explicit Days(std::same_as<std::int64_t> auto count) noexcept : Whole(count) {}
};

static_assert(sizeof(Days) == 8);
static_assert(std::is_trivially_copyable_v<Days>);

/// Up to four decimals, without trailing zeros: `1`, `0.5`, `-12.3333`.
WAGEPROOF_API void append_text(std::string& out, Days days);
[[nodiscard]] WAGEPROOF_API std::string to_text(Days days);

}  // namespace wageproof::quantity
