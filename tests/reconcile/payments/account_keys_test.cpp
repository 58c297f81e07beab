#include "reconcile/payments/account_keys.hpp"

#include <gtest/gtest.h>

namespace wageproof::reconcile::payments {
namespace {

std::string wallet(std::string_view text, std::string_view code) {
    std::string out;
    append_wallet(out, text, code);
    return out;
}

TEST(AccountKeys, LeaveOutBlanksSignsAndCase) {
    std::string out;
    append_account(out, "KH12 abCD-00.1");
    EXPECT_EQ(out, "kh12abcd001");
}

TEST(AccountKeys, TakeTheCallingCodeAndLeadingZerosOffAWallet) {
    for (const char* same : {"012 345 678", "12345678", "+855 12 345 678", "85512345678", "0085512345678", "+855 012 345 678"}) {
        EXPECT_EQ(wallet(same, "855"), "12345678") << same;
    }
    EXPECT_EQ(wallet("8551234", "855"), "8551234") << "too short to be a number of another country's form";
    EXPECT_EQ(wallet("0855 123 456", "855"), "855123456") << "a trunk zero says that it is a national number";
    EXPECT_EQ(wallet("+88 1", ""), "881");
    EXPECT_EQ(wallet("000", "855"), "");
}

TEST(AccountKeys, AreEqualForEqualAccountsOnly) {
    records::StringPool strings;
    AccountKeys keys(strings, "855");
    const auto a = strings.intern("001-2"), b = strings.intern("0012"), c = strings.intern("12");
    EXPECT_EQ(keys.plain(a), keys.plain(b));
    EXPECT_NE(keys.plain(b), keys.plain(c));
    EXPECT_EQ(keys.wallet(b), keys.wallet(c));
    EXPECT_EQ(keys.plain(0), 0U);
}

}  // namespace
}  // namespace wageproof::reconcile::payments
