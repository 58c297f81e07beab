#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

records::Dataset returns_of(const std::string& format, const std::string& bytes, const std::string& options = {}) {
    return data_of({{"mapping.json", R"({"sources": [{"file": "return.txt", "table": "remittances", "format": ")" + format +
                                         "\"" + options + "}]}"},
                    {"return.txt", bytes}});
}

std::string padded(std::string text, std::size_t size) {
    text.resize(size, ' ');
    return text;
}

std::string member(const std::string& days, const std::string& month = "202601") {
    return padded("900000001V", 20) + padded("PERERA", 40) + padded("A B", 20) + padded("17", 6) + "    6000.00" + "  3600.00" +
           "  2400.00" + "   30000.00" + "E" + "B" + " 12345" + month + " 1" + days + "011\r\n";
}

TEST(EpfSriLanka, AMembersLineIsARemittanceOfItsMonth) {
    const auto data = returns_of("epf-sri-lanka", member("  26") + member("26.0"));
    ASSERT_EQ(data[TableKind::remittances].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::remittances, "insurance_no", 0), "17");
    EXPECT_EQ(text_of(data, TableKind::remittances, "scheme", 0), "epf");
    EXPECT_EQ(wide_of(data, TableKind::remittances, "employee_amount", 0), 2'400'000'000);
    EXPECT_EQ(wide_of(data, TableKind::remittances, "employer_amount", 0), 3'600'000'000);
    EXPECT_EQ(wide_of(data, TableKind::remittances, "declared_wage", 0), 30'000'000'000);
    EXPECT_EQ(narrow_of(data, TableKind::remittances, "period_start", 0), 20454);
    EXPECT_EQ(narrow_of(data, TableKind::remittances, "period_end", 0), 20454 + 30);
    EXPECT_EQ(narrow_of(data, TableKind::remittances, "days", 0), 26);
    EXPECT_EQ(narrow_of(data, TableKind::remittances, "days", 1), 26);
}

TEST(EpfSriLanka, AnotherMonthThanOneIsRejected) {
    const auto data = returns_of("epf-sri-lanka", member("  26", "202613") + "short line\n");
    EXPECT_EQ(account_of(data, "return.txt").rejected, 2U);
    expect_accounts_add_up(data);
}

TEST(EobiPr02a, AYearRunsFromJulyToJune) {
    const auto data = returns_of("eobi-pr02a",
                                 "YEAR\tMAIN CD\tSUB CD\tEOBI NO\tNIC\tCNIC\tNAME\tDOB\tDOJ\tDOE\tEMP SHARE\tIP SHARE\n"
                                 "202526\tABC00001\tAB001\t1234A567890\t\t00000-0000000-0\tAYESHA\t21/07/1989\t21/07/2012\t\t22200\t4440\n"
                                 "202627\tABC00001\n202530\ta\tb\tc\td\te\tf\tg\th\ti\t1\t2\n",
                                 R"(, "set": {"scheme": "old_age"})");
    ASSERT_EQ(data[TableKind::remittances].row_count(), 1U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::remittances, "insurance_no", 0), "1234A567890");
    EXPECT_EQ(text_of(data, TableKind::remittances, "scheme", 0), "old_age");
    EXPECT_EQ(wide_of(data, TableKind::remittances, "employee_amount", 0), 4'440'000'000);
    EXPECT_EQ(narrow_of(data, TableKind::remittances, "period_start", 0), 20454 - 184);
    EXPECT_EQ(wide_of(data, TableKind::remittances, "declared_wage", 0), records::kNone64);
    EXPECT_EQ(account_of(data, "return.txt").rejected, 2U) << rejects_of(data);
    expect_accounts_add_up(data);
}

}  // namespace
}  // namespace wageproof::readers::testing
