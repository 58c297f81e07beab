#include "wageproof/quantity/money_sum.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace wageproof::quantity {
namespace {

TEST(MoneySum, IsExactWhateverItsSize) {
    MoneySum sum;
    for (int i = 0; i < 100; ++i) sum += kLargestStatedMicro;
    EXPECT_FALSE(sum.is_stated());
    EXPECT_EQ(sum.micro(), 0);
    EXPECT_EQ(sum.clamped(), kLargestStatedMicro);
    for (int i = 0; i < 100; ++i) sum -= kLargestStatedMicro;
    sum += 7;
    EXPECT_TRUE(sum.is_stated());
    EXPECT_EQ(sum.micro(), 7);
    EXPECT_EQ(sum.clamped(), 7);
}

TEST(MoneySum, TheLargestAmountIsStatedAndTheNextIsNot) {
    EXPECT_TRUE(is_stated(kLargestStatedMicro));
    EXPECT_TRUE(is_stated(-kLargestStatedMicro));
    EXPECT_FALSE(is_stated(kLargestStatedMicro + 1));
    EXPECT_FALSE(is_stated(-kLargestStatedMicro - 1));
}

TEST(MoneySum, DifferencesOfStatedAmountsFit64Bits) {
    EXPECT_TRUE(detail::fits_int64(detail::Int128{kLargestStatedMicro} + kLargestStatedMicro));
}

}  // namespace
}  // namespace wageproof::quantity
