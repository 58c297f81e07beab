#include "wageproof/quantity/money.hpp"

#include <gtest/gtest.h>

#include <compare>
#include <string>

#include "wageproof/quantity/days.hpp"
#include "wageproof/quantity/minutes.hpp"

namespace wageproof::quantity {
namespace {

constexpr Currency kUsd = Currency::of("USD");
constexpr Currency kKhr = Currency::of("KHR");
constexpr Rounding kCent{RoundingMode::half_away_from_zero, 10'000};

static_assert(Money::from_units(3, kUsd) - Money::from_units(1, kUsd) == Money::from_units(2, kUsd));

TEST(Money, AddsWithinOneCurrencyOnly) {
    EXPECT_EQ(Money::from_units(1, kUsd) + Money::from_micro(500'000, kUsd),
              Money::from_micro(1'500'000, kUsd));
    EXPECT_EQ(Money::try_add(Money::from_units(1, kUsd), Money::from_units(1, kKhr)).code,
              StatusCode::unit_mismatch);
    EXPECT_EQ(Money::try_subtract(Money::from_units(1, kUsd), Money::from_units(1, kKhr)).code,
              StatusCode::unit_mismatch);
    EXPECT_EQ(Money::try_divide(Money::from_units(1, kUsd), Money::from_units(1, kKhr)).code,
              StatusCode::unit_mismatch);
}

TEST(Money, RefusesToOverflow) {
    const Money largest = Money::largest(kUsd);
    const Money least = Money::from_micro(1, kUsd);
    EXPECT_EQ(Money::try_add(largest, least).code, StatusCode::overflow);
    EXPECT_EQ(Money::try_subtract(-largest, least).code, StatusCode::overflow);
    EXPECT_EQ(Money::try_multiply(largest, 2).code, StatusCode::overflow);
    EXPECT_EQ(*Money::try_add(largest - least, least), largest);
    EXPECT_EQ(*Money::try_multiply(largest, -1), -largest);
    EXPECT_EQ(*Money::try_multiply(largest, Ratio::of(INT64_MAX, INT64_MAX), Rounding(RoundingMode::down, 1)),
              largest);
}

TEST(Money, MultipliesByARatioAndRoundsOnce) {
    // 208 dollars a month over 26 days of 8 hours is one dollar an hour; an hour and
    // a half at one and a half times is 2.25.
    const Money month = Money::from_units(208, kUsd);
    const Ratio worked = Ratio::of(90, 60) * Ratio::of(3, 2) / Ratio(208);
    EXPECT_EQ(*Money::try_multiply(month, worked, kCent), Money::from_micro(2'250'000, kUsd));
    // A third of a dollar, thrice, is a dollar only before rounding.
    const Money dollar = Money::from_units(1, kUsd);
    EXPECT_EQ(*Money::try_multiply(dollar, Ratio::of(1, 3), kCent), Money::from_micro(330'000, kUsd));
    EXPECT_EQ(*Money::try_multiply(dollar, Ratio::of(1, 3) * Ratio(3), kCent), dollar);
    EXPECT_EQ(*Money::from_micro(1'005'000, kUsd).rounded(kCent), Money::from_micro(1'010'000, kUsd));
    EXPECT_EQ(*Money::from_micro(-1'005'000, kUsd).rounded(kCent), Money::from_micro(-1'010'000, kUsd));
    EXPECT_EQ(*Money::try_divide(month, Money::from_units(52, kUsd)), Ratio(4));
    EXPECT_EQ(Money::try_divide(month, Money::zero(kUsd)).code, StatusCode::invalid_argument);
}

TEST(Money, OrdersOnlyWithinOneCurrency) {
    EXPECT_LT(Money::from_units(1, kUsd), Money::from_units(2, kUsd));
    EXPECT_EQ(Money::from_units(1, kUsd) <=> Money::from_units(2, kKhr), std::partial_ordering::unordered);
    EXPECT_FALSE(Money::zero(kUsd) == Money::zero(kKhr));
}

TEST(Money, IsWrittenWithItsCurrencysDecimals) {
    const auto text = [](std::int64_t micro, Currency currency) {
        return to_text(Money::from_micro(micro, currency), RoundingMode::half_away_from_zero);
    };
    EXPECT_EQ(text(1'234'500'000, kUsd), "1234.50");
    EXPECT_EQ(text(-5'000, kUsd), "-0.01");
    EXPECT_EQ(text(-4'999, kUsd), "0.00");
    EXPECT_EQ(text(5'000'000'000'000, Currency::of("VND")), "5000000");
    EXPECT_EQ(text(1'234'500, Currency::of("JOD")), "1.235");
    EXPECT_EQ(text(INT64_MAX, kUsd), "9223372036854.78");
    EXPECT_EQ(text(-INT64_MAX, Currency::of("JPY")), "-9223372036855");
    EXPECT_EQ(text(0, kKhr), "0.00");
}

// Decimals by ISO 4217 list one (amendment 170 and before).
TEST(Currency, KnowsItsMinorUnit) {
    struct MinorUnit {
        const char* code;
        int digits;
    };
    constexpr MinorUnit kExpected[] = {
        {"USD", 2}, {"KHR", 2}, {"BDT", 2}, {"IDR", 2}, {"VND", 0}, {"JOD", 3}, {"EGP", 2},
        {"ETB", 2}, {"PKR", 2}, {"LKR", 2}, {"HTG", 2}, {"NIO", 2}, {"MGA", 2}, {"UZS", 2},
        {"LSL", 2}, {"EUR", 2}, {"GBP", 2}, {"PHP", 2}, {"THB", 2}, {"JPY", 0}, {"INR", 2},
        {"CNY", 2}, {"AED", 2}, {"QAR", 2}, {"OMR", 3}, {"SAR", 2}, {"KWD", 3}, {"BHD", 3},
        {"TND", 3}, {"XOF", 0}, {"UGX", 0}, {"CLF", 4}, {"MRU", 2}, {"ISK", 0}, {"RWF", 0},
    };
    for (const MinorUnit& one : kExpected) {
        const auto currency = Currency::from_code(one.code);
        ASSERT_TRUE(currency.ok()) << one.code;
        EXPECT_EQ(currency->minor_digits(), one.digits) << one.code;
        EXPECT_EQ(to_text(*currency), one.code);
    }
    EXPECT_EQ(kUsd.minor_unit_micro(), 10'000);
    EXPECT_EQ(Currency::of("JPY").minor_unit_micro(), 1'000'000);
    EXPECT_EQ(Currency::of("JOD").minor_unit_micro(), 1'000);
    EXPECT_EQ(*Currency::from_code("USD"), kUsd);
}

TEST(Currency, RefusesWhatIsNoCode) {
    for (const char* code : {"", "US", "USDD", "usd", "XAU", "XXX", "ABC", "U D"}) {
        EXPECT_EQ(Currency::from_code(code).code, StatusCode::not_found) << code;
    }
    EXPECT_TRUE(Currency().is_none());
    EXPECT_EQ(to_text(Currency()), "");
    EXPECT_LT(Currency::of("BDT"), Currency::of("USD"));
}

TEST(Minutes, CountTheirOwnKind) {
    EXPECT_EQ(Minutes::from_hours(8) + Minutes(30), Minutes(510));
    EXPECT_EQ(Minutes(30) - Minutes(45), -Minutes(15));
    EXPECT_EQ(Minutes(90) * 2, Minutes(180));
    EXPECT_EQ(*Minutes::try_divide(Minutes(90), Minutes(60)), Ratio::of(3, 2));
    EXPECT_EQ(*Minutes::try_multiply(Minutes(50), Ratio::of(1, 2), Rounding(RoundingMode::down, 15)),
              Minutes(15));
    EXPECT_EQ(Minutes::try_add(Minutes(INT64_MAX), Minutes(1)).code, StatusCode::overflow);
    EXPECT_EQ(Minutes::try_multiply(Minutes(INT64_MAX), 2).code, StatusCode::overflow);
    EXPECT_LT(Minutes(1), Minutes(2));
}

TEST(Days, KeepFourDecimals) {
    const Days half = Days::from_ten_thousandths(5'000);
    EXPECT_EQ(half + half, Days::from_whole(1));
    EXPECT_TRUE((half * 2).is_whole());
    EXPECT_EQ(to_text(half), "0.5");
    EXPECT_EQ(to_text(Days::from_whole(18)), "18");
    EXPECT_EQ(to_text(-Days::from_ten_thousandths(123'333)), "-12.3333");
    EXPECT_EQ(to_text(Days()), "0");
    EXPECT_EQ(to_text(Days::from_ten_thousandths(1)), "0.0001");
    EXPECT_EQ(*Days::try_multiply(Days::from_whole(1), Ratio::of(1, 3), Rounding(RoundingMode::half_up, 1)),
              Days::from_ten_thousandths(3'333));
}

}  // namespace
}  // namespace wageproof::quantity
