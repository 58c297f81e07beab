#include "wageproof/quantity/rounding.hpp"

#include <gtest/gtest.h>

#include "wageproof/quantity/ratio.hpp"

namespace wageproof::quantity {
namespace {

using enum RoundingMode;

struct RoundingCase {
    std::int64_t value;
    std::int64_t half_away, half_even_, half_up_, up_, down_, to_zero, from_zero;
};

// In units of a half with step 2: 5 is two and a half steps. The columns of
// IEEE 754-2019, 4.3, with half_up as ISO 80000-1 rule B (towards plus infinity).
constexpr RoundingCase kHalves[] = {
    {5, 6, 4, 6, 6, 4, 4, 6},     {7, 8, 8, 8, 8, 6, 6, 8},         {1, 2, 0, 2, 2, 0, 0, 2},
    {-1, -2, 0, 0, 0, -2, 0, -2}, {-5, -6, -4, -4, -4, -6, -4, -6}, {-7, -8, -8, -6, -6, -8, -6, -8},
    {4, 4, 4, 4, 4, 4, 4, 4},     {0, 0, 0, 0, 0, 0, 0, 0},         {-4, -4, -4, -4, -4, -4, -4, -4},
};

TEST(Rounding, SendsTiesWhereItsModeSays) {
    for (const RoundingCase& one : kHalves) {
        const auto rounded = [&](RoundingMode mode) { return *round_to_step(one.value, Rounding(mode, 2)); };
        EXPECT_EQ(rounded(half_away_from_zero), one.half_away) << one.value;
        EXPECT_EQ(rounded(half_even), one.half_even_) << one.value;
        EXPECT_EQ(rounded(half_up), one.half_up_) << one.value;
        EXPECT_EQ(rounded(up), one.up_) << one.value;
        EXPECT_EQ(rounded(down), one.down_) << one.value;
        EXPECT_EQ(rounded(towards_zero), one.to_zero) << one.value;
        EXPECT_EQ(rounded(away_from_zero), one.from_zero) << one.value;
    }
}

TEST(Rounding, GoesToTheNearerStepOnBothSidesOfATie) {
    for (const RoundingMode mode : {half_away_from_zero, half_even, half_up}) {
        EXPECT_EQ(*round_to_step(149, Rounding(mode, 100)), 100);
        EXPECT_EQ(*round_to_step(151, Rounding(mode, 100)), 200);
        EXPECT_EQ(*round_to_step(-149, Rounding(mode, 100)), -100);
        EXPECT_EQ(*round_to_step(-151, Rounding(mode, 100)), -200);
    }
}

TEST(Rounding, RoundsAProductOnceAndNotItsQuotientFirst) {
    // 1 × 2 / 3 to step 1 is 1; rounding 1/3 first would give 0.
    EXPECT_EQ(*round_product(1, 2, 3, Rounding(half_even, 1)), 1);
    // An odd divisor has no tie at all.
    EXPECT_EQ(*round_product(5, 1, 3, Rounding(half_even, 1)), 2);
    EXPECT_EQ(*round_product(4, 1, 3, Rounding(half_even, 1)), 1);
}

TEST(Rounding, HoldsTheLargestAndRefusesWhatIsLarger) {
    EXPECT_EQ(*round_product(INT64_MAX, INT64_MAX, INT64_MAX, Rounding(half_even, 1)), INT64_MAX);
    EXPECT_EQ(*round_product(-INT64_MAX, INT64_MAX, INT64_MAX, Rounding(half_even, 1)), -INT64_MAX);
    EXPECT_EQ(round_product(INT64_MAX, 2, 1, Rounding(down, 1)).code, StatusCode::overflow);
    EXPECT_EQ(round_product(INT64_MAX, INT64_MAX, 1, Rounding(down, 1)).code, StatusCode::overflow);
    // 2^63 − 1 ends in 7: the next multiple of ten is too large.
    EXPECT_EQ(round_to_step(INT64_MAX, Rounding(up, 10)).code, StatusCode::overflow);
    EXPECT_EQ(*round_to_step(INT64_MAX, Rounding(down, 10)), INT64_MAX - 7);
    EXPECT_EQ(*round_product(1, 1, INT64_MAX, Rounding(up, INT64_MAX)), INT64_MAX);
    EXPECT_EQ(*round_product(1, 1, INT64_MAX, Rounding(half_up, INT64_MAX)), 0);
}

TEST(Rounding, AgreesWithItsDefinitionOnSmallNumbers) {
    for (std::int64_t value = -60; value <= 60; ++value) {
        for (std::int64_t denominator = 1; denominator <= 7; ++denominator) {
            const std::int64_t low = *round_product(value, 1, denominator, Rounding(down, 1));
            const std::int64_t high = *round_product(value, 1, denominator, Rounding(up, 1));
            ASSERT_LE(low * denominator, value);
            ASSERT_GT((low + 1) * denominator, value);
            ASSERT_EQ(high, value % denominator == 0 ? low : low + 1);
            const std::int64_t nearest = *round_product(value, 1, denominator, Rounding(half_even, 1));
            const std::int64_t distance = nearest * denominator - value;
            ASSERT_LE(2 * (distance < 0 ? -distance : distance), denominator);
            if (2 * distance == denominator || 2 * distance == -denominator) {
                ASSERT_EQ(nearest % 2, 0);
            }
        }
    }
}

static_assert(Ratio::of(2, 4) == Ratio::of(1, 2));
static_assert(Ratio::of(1, -2).numerator() == -1);

TEST(Ratio, StaysExactInLowestTerms) {
    EXPECT_EQ(Ratio::of(1, 3) + Ratio::of(1, 6), Ratio::of(1, 2));
    EXPECT_EQ(Ratio::of(1, 3) - Ratio::of(1, 3), Ratio());
    EXPECT_EQ(Ratio::of(3, 2) * Ratio::of(2, 3), Ratio(1));
    EXPECT_EQ(Ratio::of(3, 2) / Ratio::of(-3, 4), Ratio(-2));
    EXPECT_EQ(Ratio::of(0, 7).denominator(), 1);
    EXPECT_LT(Ratio::of(1, 3), Ratio::of(334, 1000));
    EXPECT_GT(Ratio::of(-1, 3), Ratio::of(-334, 1000));
}

TEST(Ratio, RefusesWhatItCannotHold) {
    EXPECT_EQ(Ratio::make(1, 0).code, StatusCode::invalid_argument);
    EXPECT_EQ(Ratio::try_divide(Ratio(1), Ratio(0)).code, StatusCode::invalid_argument);
    EXPECT_EQ(Ratio::try_add(Ratio(INT64_MAX), Ratio(1)).code, StatusCode::overflow);
    EXPECT_EQ(Ratio::try_multiply(Ratio::of(1, INT64_MAX), Ratio::of(1, 2)).code, StatusCode::overflow);
    EXPECT_EQ(Ratio::make(INT64_MIN, 1).code, StatusCode::overflow);
    EXPECT_EQ(*Ratio::make(INT64_MIN, 2), Ratio(INT64_MIN / 2));
    EXPECT_EQ(*Ratio::try_multiply(Ratio(INT64_MAX), Ratio::of(1, INT64_MAX)), Ratio(1));
    EXPECT_EQ(Ratio::try_add(Ratio::of(INT64_MAX, INT64_MAX - 1), Ratio::of(INT64_MAX - 1, INT64_MAX)).code,
              StatusCode::overflow);
}

TEST(Ratio, BecomesAnIntegerOnlyByANamedRounding) {
    EXPECT_EQ(*Ratio::of(5, 2).rounded(Rounding(half_even, 1)), 2);
    EXPECT_EQ(*Ratio::of(5, 2).rounded(Rounding(half_away_from_zero, 1)), 3);
}

}  // namespace
}  // namespace wageproof::quantity
