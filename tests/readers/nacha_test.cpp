#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

const std::string kFile = "101 111111118 2222222222601290830A094101Their Bank             Our Bank               \n";

std::string batch(const std::string& kind = "PPD") {
    return "5200Factory                             2222222222" + kind + "PAYROLL         260130   1222222220000001\n";
}

// A credit of 812.40 to an account, with or without a record behind it.
std::string entry(const std::string& code = "22", const std::string& cents = "0000081240") {
    return "6" + code + "111111118" + "12345678         " + cents + "W-17           " + "ANN WORKER            " + "  1222222220000017\n";
}

std::string addendum(const std::string& type, const std::string& code, const std::string& text = "") {
    std::string line = "7" + type + code + "222222220000017" + "      " + "11111111";
    line += text;
    line.resize(79, ' ');
    return line + "111111110000009\n";
}

TEST(Nacha, ACreditIsAnInstructionAndADebitNoPayment) {
    const auto data = payments_of("payments.ach", kFile + batch() + entry() + entry("27") + entry("23", "0000000000"));
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "amount", "currency", "account", "identity", "name", "instructed_on", "purpose"}),
              "instruction | 812.4 | USD | 12345678 | W-17 | ANN WORKER | 2026-01-30 | PAYROLL");
    EXPECT_EQ(payment(data, {"transaction_id", "batch_id", "message_id"}), "222222220000017 | 0000001 | 222222222/2601290830/A");
    EXPECT_EQ(account_of(data, "payments.ach").skipped, 2U);
}

TEST(Nacha, AReturnKeepsACodeThatNobodyKnows) {
    const auto data = payments_of("payments.ach", kFile + batch() + entry("21") + addendum("99", "R97", "own reason"));
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "amount", "reason", "reason_text", "transaction_id", "event_id"}),
              "return | returned | 812.4 | R97 | own reason | 222222220000017 | 111111110000009/R97");
}

TEST(Nacha, ADisputeIsAChainOfEvents) {
    const auto data = payments_of("payments.ach", kFile + batch() + entry("21") + addendum("99", "R03") + addendum("99", "R68") +
                                                      addendum("99", "R71") + entry());
    ASSERT_EQ(payment_count(data), 4U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "reason"}, 0), "return | R03");
    EXPECT_EQ(payment(data, {"event", "reason", "notes"}, 1), "acceptance | R68 | return_dishonoured");
    EXPECT_EQ(payment(data, {"event", "reason", "notes"}, 2), "return | R71 | return_contested");
    EXPECT_EQ(payment(data, "event", 3), "instruction");
}

TEST(Nacha, ANoticeOfChangeMovesNoMoney) {
    const auto data = payments_of("payments.ach", kFile + batch("COR") + entry("21") + addendum("98", "C01", "87654321"));
    EXPECT_EQ(payment(data, {"event", "amount", "reason", "reason_text"}), "correction | 0 | C01 | 87654321") << rejects_of(data);
}

TEST(Nacha, WhatIsNotReadIsRejectedAndCounted) {
    const auto data = payments_of("payments.ach", kFile + batch("IAT") + entry() + batch() + addendum("99", "R03") + "X\n");
    EXPECT_EQ(payment_count(data), 0U);
    EXPECT_EQ(account_of(data, "payments.ach").rejected, 3U) << rejects_of(data);
    expect_accounts_add_up(data);
    EXPECT_EQ(account_of(payments_of("payments.ach", "nothing"), "payments.ach").rejected, 2U);
}

TEST(Nacha, LinesWithoutLineEndsAreReadByTheirLength) {
    std::string bytes = kFile + batch() + entry();
    std::string joined;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = bytes.find('\n', at);
        std::string line = bytes.substr(at, end - at);
        line.resize(94, ' ');
        joined += line;
        at = end + 1;
    }
    EXPECT_EQ(payment(payments_of("payments.ach", joined), "amount"), "812.4");
}

}  // namespace
}  // namespace wageproof::readers::testing
