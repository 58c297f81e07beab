#include "wageproof/quantity/decimal.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

namespace wageproof::quantity {
namespace {

TEST(ParseDecimal, ReadsWhatTheFormatAllows) {
    struct Case {
        const char* text;
        std::int64_t micro;
    };
    constexpr Case kCases[] = {
        {"0", 0},
        {"-0", 0},
        {"+1", 1'000'000},
        {"208.00", 208'000'000},
        {"-1.5", -1'500'000},
        {"0.000001", 1},
        {"-0.000001", -1},
        {".5", 500'000},
        {"5.", 5'000'000},
        {"007", 7'000'000},
        {"00000000000000000000000000000001", 1'000'000},
        {"9223372036854.775807", INT64_MAX},
        {"-9223372036854.775807", -INT64_MAX},
        {"១២៣.៤៥", 123'450'000},
        {"-٢٠٨.٥", -208'500'000},
        {"২০৮", 208'000'000},
    };
    for (const Case& one : kCases) {
        const ParsedDecimal parsed = parse_decimal(one.text);
        EXPECT_EQ(to_text(parsed.error), "none") << one.text;
        EXPECT_EQ(parsed.micro, one.micro) << one.text;
        EXPECT_FALSE(parsed.rounded) << one.text;
    }
}

TEST(ParseDecimal, SaysWhatIsWrong) {
    struct Case {
        const char* text;
        DecimalError error;
    };
    using enum DecimalError;
    constexpr Case kCases[] = {
        {"", not_a_number},
        {"-", not_a_number},
        {".", not_a_number},
        {"-.", not_a_number},
        {"--1", not_a_number},
        {"1.2.3", not_a_number},
        {"1,234", not_a_number},
        {"1 234", not_a_number},
        {" 1", not_a_number},
        {"1 ", not_a_number},
        {"1e3", not_a_number},
        {"0x10", not_a_number},
        {"NaN", not_a_number},
        {"inf", not_a_number},
        {"12a", not_a_number},
        {"1.1234567x", not_a_number},
        {"99999999999999999999x", not_a_number},
        {"١٫٥", not_a_number},
        {"\xE1\x9F", not_a_number},
        {"\xC0\xB1", not_a_number},
        {"\xE0\x80\xB1", not_a_number},
        {"1.0000000", too_many_decimals},
        {"0.1234567", too_many_decimals},
        {"99999999999999999999.1234567", too_many_decimals},
        {"9223372036854.775808", out_of_range},
        {"-9223372036854.775808", out_of_range},
        {"9223372036855", out_of_range},
        {"18446744073709551616", out_of_range},
        {"100000000000000000000000000000000000000000", out_of_range},
    };
    for (const Case& one : kCases) {
        const ParsedDecimal parsed = parse_decimal(one.text);
        EXPECT_EQ(to_text(parsed.error), to_text(one.error)) << one.text;
        EXPECT_EQ(parsed.micro, 0) << one.text;
    }
}

TEST(ParseDecimal, RoundsMoreDecimalsOnlyWhereAsked) {
    const auto parse = [](const char* text) {
        return parse_decimal(text, ExtraDecimals::round_half_away_from_zero);
    };
    EXPECT_EQ(parse("1.0000005").micro, 1'000'001);
    EXPECT_EQ(parse("-1.0000005").micro, -1'000'001);
    EXPECT_EQ(parse("1.00000049999").micro, 1'000'000);
    EXPECT_EQ(parse("1.0000000999").micro, 1'000'000);
    EXPECT_TRUE(parse("1.0000000").rounded);
    EXPECT_FALSE(parse("1.000000").rounded);
    EXPECT_EQ(parse("9223372036854.7758074").micro, INT64_MAX);
    EXPECT_EQ(parse("9223372036854.7758075").error, DecimalError::out_of_range);
}

TEST(AppendDecimal, WritesExactlyTheDecimalsAskedFor) {
    const auto text = [](std::int64_t micro, int decimals, RoundingMode mode) {
        std::string out;
        append_decimal(out, micro, decimals, mode);
        return out;
    };
    EXPECT_EQ(text(1'234'500'000, 2, RoundingMode::half_even), "1234.50");
    EXPECT_EQ(text(1, 6, RoundingMode::half_even), "0.000001");
    EXPECT_EQ(text(1'500'000, 0, RoundingMode::half_even), "2");
    EXPECT_EQ(text(2'500'000, 0, RoundingMode::half_even), "2");
    EXPECT_EQ(text(-1, 2, RoundingMode::towards_zero), "0.00");
    EXPECT_EQ(text(-1, 2, RoundingMode::down), "-0.01");
    EXPECT_EQ(text(INT64_MIN, 6, RoundingMode::down), "-9223372036854.775808");
    EXPECT_TRUE(is_exact_at(1'230'000, 2));
    EXPECT_FALSE(is_exact_at(1'234'000, 2));
}

TEST(AppendDecimal, TrimsZerosButNotDigits) {
    const auto text = [](std::int64_t micro) {
        std::string out;
        append_decimal_trimmed(out, micro);
        return out;
    };
    EXPECT_EQ(text(0), "0");
    EXPECT_EQ(text(7'000'000), "7");
    EXPECT_EQ(text(-1'234'500'000), "-1234.5");
    EXPECT_EQ(text(10), "0.00001");
    EXPECT_EQ(text(70'000'000), "70");
}

TEST(ParseDecimal, ReadsBackWhatWasWritten) {
    std::mt19937_64 random(20240229);
    for (int round = 0; round < 20'000; ++round) {
        const auto micro =
            static_cast<std::int64_t>(random() >> (random() % 63 + 1)) * (random() % 2 == 0 ? 1 : -1);
        std::string fixed;
        append_decimal(fixed, micro, 6, RoundingMode::half_even);
        std::string trimmed;
        append_decimal_trimmed(trimmed, micro);
        ASSERT_EQ(parse_decimal(fixed).micro, micro) << fixed;
        ASSERT_EQ(parse_decimal(trimmed).micro, micro) << trimmed;
    }
}

TEST(WithAsciiDigits, ChangesDigitsAndNothingElse) {
    EXPECT_EQ(with_ascii_digits("កម្មករ-១២៣"), "កម្មករ-123");
    EXPECT_EQ(with_ascii_digits("W-007"), "W-007");
    EXPECT_EQ(with_ascii_digits("０１２３４５６７８９"), "0123456789");
    EXPECT_EQ(with_ascii_digits("𝟗𞥐"), "90");
    EXPECT_EQ(with_ascii_digits("²½Ⅷ"), "²½Ⅷ");
    EXPECT_EQ(with_ascii_digits("\xFF\xE1\x9F"
                                "1"),
              "\xFF\xE1\x9F"
              "1");
    EXPECT_EQ(with_ascii_digits(""), "");
}

}  // namespace
}  // namespace wageproof::quantity
