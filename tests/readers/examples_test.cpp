// The ready mappings under examples/mappings are read as a user reads them.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

records::Dataset example(const std::string& name) {
    auto result = read_folder(std::string(WAGEPROOF_SOURCE_DIR) + "/examples/mappings/" + name);
    EXPECT_TRUE(result.ok()) << result.status().message();
    if (!result.ok()) return {};
    EXPECT_EQ(rejects_of(*result), "") << name;
    expect_accounts_add_up(*result);
    return std::move(result).value();
}

// The sum of a component over all payslips, in millionths.
std::int64_t sum_of(const records::Dataset& data, const std::string& component) {
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < data[TableKind::payroll].row_count(); ++row) {
        if (text_of(data, TableKind::payroll, "component", row) == component)
            sum += wide_of(data, TableKind::payroll, "amount", row);
    }
    return sum;
}

TEST(ExampleMappings, ClockPunches) {
    const auto data = example("clock_punches");
    ASSERT_EQ(data[TableKind::punches].row_count(), 6U + 8U);
    EXPECT_EQ(text_of(data, TableKind::punches, "badge", 0), "00101");
    EXPECT_EQ(narrow_of(data, TableKind::punches, "direction", 5), 1);
    EXPECT_EQ(account_of(data, "PunchCards-gate2.csv").skipped, 1U);
}

TEST(ExampleMappings, DayExport) {
    const auto data = example("day_export");
    ASSERT_EQ(data[TableKind::hours].row_count(), 3U);
    EXPECT_EQ(text_of(data, TableKind::hours, "worker_id", 0), "1001");
    EXPECT_EQ(narrow_of(data, TableKind::hours, "minutes", 2), 690);
    EXPECT_EQ(narrow_of(data, TableKind::hours, "night_minutes", 2), 75);
    ASSERT_EQ(data[TableKind::leave].row_count(), 1U);
    EXPECT_EQ(narrow_of(data, TableKind::leave, "type", 0), static_cast<int>(records::LeaveType::sick));
}

// The sheets' own total rows are the expected sums.
TEST(ExampleMappings, CambodiaSalarySheet) {
    const auto data = example("cambodia_salary_sheet");
    EXPECT_EQ(sum_of(data, "basic"), 418'000'000);
    EXPECT_EQ(sum_of(data, "overtime"), 51'350'000);
    EXPECT_EQ(sum_of(data, "rest_day_premium"), 16'150'000);
    EXPECT_EQ(sum_of(data, "contribution.nssf_pension.employee"), 8'360'000);
    EXPECT_EQ(sum_of(data, "net"), 461'140'000);
}

TEST(ExampleMappings, BangladeshSalarySheet) {
    const auto data = example("bangladesh_salary_sheet");
    ASSERT_EQ(data[TableKind::workers].row_count(), 2U);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "10045");
    EXPECT_EQ(text_of(data, TableKind::workers, "grade", 1), "3");
    EXPECT_EQ(sum_of(data, "basic"), 14'100'000'000);
    EXPECT_EQ(sum_of(data, "overtime"), 5'097'820'000);
    EXPECT_EQ(sum_of(data, "net"), 31'154'490'000);
}

TEST(ExampleMappings, IndonesiaSalarySheet) {
    const auto data = example("indonesia_salary_sheet");
    EXPECT_EQ(sum_of(data, "basic"), 10'323'538'000'000);
    EXPECT_EQ(sum_of(data, "overtime"), 690'700'500'000);
    EXPECT_EQ(sum_of(data, "deduction.tax"), 12'500'000'000);
    EXPECT_EQ(sum_of(data, "net"), 11'592'796'500'000);
    EXPECT_EQ(text_of(data, TableKind::payroll, "worker_id", 0), "0211045");
}

TEST(ExampleMappings, MobileMoney) {
    const auto data = example("mobile_money");
    ASSERT_EQ(data[TableKind::payments].row_count(), 7U);
    const auto status = [&](std::size_t row) { return narrow_of(data, TableKind::payments, "status", row); };
    EXPECT_EQ(status(0), static_cast<int>(records::PaymentStatus::settled));
    EXPECT_EQ(status(1), static_cast<int>(records::PaymentStatus::rejected));
    EXPECT_EQ(status(2), static_cast<int>(records::PaymentStatus::pending));
    EXPECT_EQ(text_of(data, TableKind::payments, "transaction_id", 5), "TAX0000001");
    EXPECT_EQ(narrow_of(data, TableKind::payments, "grade", 5), static_cast<int>(records::EvidenceGrade::a));
}

TEST(ExampleMappings, WageFiles) {
    const auto data = example("wage_files");
    EXPECT_EQ(data[TableKind::payments].row_count(), 3U);
    EXPECT_EQ(account_of(data, "bank-returns-2026-02.xml").skipped, 1U);
    EXPECT_EQ(sum_of(data, "net"), 2'500'500'000);
    EXPECT_EQ(sum_of(data, "overtime"), 150'000'000);
}

TEST(ExampleMappings, ContributionReturns) {
    const auto data = example("contribution_returns");
    ASSERT_EQ(data[TableKind::remittances].row_count(), 4U);
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < 4; ++row) {
        sum += wide_of(data, TableKind::remittances, "employee_amount", row) +
               wide_of(data, TableKind::remittances, "employer_amount", row);
    }
    EXPECT_EQ(sum, (6'000 + 26'640 + 3'600) * std::int64_t{1'000'000});
}

}  // namespace
}  // namespace wageproof::readers::testing
