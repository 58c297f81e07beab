#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

// The layout of the guides; ids and accounts are made up.
const std::string kUae =
    "EDR,00000000000017,000000001,AE070331234567890123456, 2026-01-01,2026-01-31,31,1000.50,300,2\r\n"
    "EVP,00000000000017,000000001,100,50,0,0,150,0,0\r\n"
    "EDR,17,000000001,1234567890,2026-01-01,2026-01-31,31,1200,0.00,0\r\n"
    "SCR, 0000000000099,000000002,2026-02-03,1107,012026,02,2500.50,AED,January wages\r\n";

TEST(SifUae, AnEdrIsAnInstructionAndTheScrSpeaksOfAll) {
    const auto data = payments_of("payments-january.sif", kUae);
    ASSERT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "amount", "currency", "account", "identity", "period_start", "period_end"}),
              "instruction | instructed | 1300.5 | AED | AE070331234567890123456 | 00000000000017 | 2026-01-01 | 2026-01-31");
    EXPECT_EQ(payment(data, {"instructed_on", "batch_count", "batch_total", "message_id", "reference", "notes"}),
              "2026-02-03 | 2 | 2500.5 | 0000000000099/2026-02-03/1107 | January wages | ");
    EXPECT_EQ(payment(data, {"amount", "account", "notes"}, 1), "1200 | 1234567890 | identity_length");
    EXPECT_EQ(data[TableKind::payments].line[1], 3U);
}

TEST(SifUae, TheScrMayStandFirstOrBeMissing) {
    const std::string edr = "EDR,00000000000017,1,9,2026-01-01,2026-01-31,31,10,0,0\n";
    const std::string scr = "SCR,99,2,2026-02-03,1107,012026,1,10,AED,A\n";
    EXPECT_EQ(payment(payments_of("payments.sif", scr + edr), {"currency", "reference"}), "AED | A");
    EXPECT_EQ(payment(payments_of("payments.sif", edr), {"amount", "currency"}), "10 | ");
    const auto two = payments_of("payments.sif", edr + scr + edr + "SCR,99,2,2026-03-03,1107,022026,1,10,AED,B\n");
    EXPECT_EQ(payment(two, "reference", 0) + payment(two, "reference", 1), "AB");
}

TEST(SifUae, PartsThatDoNotAddUpAreNotedAndBadRecordsRejected) {
    const auto data = payments_of("payments.sif",
                                  "EDR,00000000000017,1,9,2026-01-01,2026-01-31,31,10,5,0\nEVP,00000000000017,1,1,1,1,1,0,0,0\n"
                                  "EDR,00000000000018,1,9,2026-01-01,2026-01-31,31,ten,5,0\nEDR,1,2\nXYZ,1\n");
    EXPECT_EQ(payment(data, {"amount", "notes"}), "15 | parts_differ");
    EXPECT_EQ(rejects_of(data),
              "payments.sif:3 fixed_income \"ten\" not_a_number\npayments.sif:4  \"EDR,1,2\" column_count\n"
              "payments.sif:5 record type \"XYZ\" unknown_value\n");
    expect_accounts_add_up(data);
}

TEST(SifUae, TheWageInsideTheFileCanBecomePayroll) {
    const auto data = data_of(
        {{"mapping.json",
          R"({"sources": [{"file": "w.sif", "table": "payments", "format": "sif-uae"},
  {"file": "w.sif", "table": "payroll", "format": "sif-uae", "columns": {"worker_id": "identity"}, "records": [
    {"set": {"component": "basic"}, "columns": {"amount": "fixed_income"}},
    {"set": {"component": "allowance.housing"}, "columns": {"amount": "housing"}},
    {"set": {"component": "net"}, "columns": {"amount": "amount"}}]}]})"},
         {"w.sif", kUae}});
    EXPECT_EQ(payment_count(data), 2U);
    ASSERT_EQ(data[TableKind::payroll].row_count(), 5U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::payroll, "component", 1), "allowance.housing");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 2), 1'300'500'000);
}

const std::string kQatar =
    "Employer EID,File Creation Date,File Creation Time,Payer EID,Payer QID,Payer Bank Short Name,Payer IBAN,Salary Year and "
    "Month,Total Salaries,Total Records\n00000001,20260203,0945,00000001,,ABC,QA00,202601,5400.00,2\n";
const std::string kQatarTitles =
    "Record Sequence,Employee QID,Employee Visa ID,Employee Name,Employee Bank Short Name,Employee Account,Salary Frequency,Number "
    "of Working days,Net Salary,Basic Salary,Extra hours,Extra income,Deductions,Payment Type,Notes / Comments";

TEST(SifQatar, FifteenAndTwentyTwoColumnsAreRead) {
    const auto old = payments_of("SIF_1.csv", kQatar + kQatarTitles +
                                                  "\n000001,20000000017,,\"Doe, J\",ABC,QA58DOHB00001234567890ABCDEFG,M,31,2400,2400,0,0,0,,\n"
                                                  "000002,,V-5,Roe,ABC,17,M,31,3000,3000,0,0,0,,late\n",
                                 "sif-qatar");
    ASSERT_EQ(payment_count(old), 2U) << rejects_of(old);
    EXPECT_EQ(payment(old, {"identity", "name", "amount", "currency", "period_start", "period_end", "instructed_on", "notes"}),
              "20000000017 | Doe, J | 2400 | QAR | 2026-01-01 | 2026-01-31 | 2026-02-03 | ");
    EXPECT_EQ(payment(old, {"identity", "amount", "reference", "batch_count", "batch_total"}, 1), "V-5 | 3000 | late | 2 | 5400");
    const auto wide = payments_of(
        "SIF_1.csv",
        kQatar + kQatarTitles +
            ",Housing Allowance,Food Allowance,Transportation Allowance,Overtime Allowance,Deduction Reason Code,Extra Field 1,Extra "
            "Field 2\n000001,200,,Roe,ABC,17,M,31,2000,2400,0,0,400,,fine,0,0,0,0,03,,\n",
        "sif-qatar");
    EXPECT_EQ(payment(wide, {"amount", "notes"}), "2000 | identity_length") << rejects_of(wide);
}

TEST(SifQatar, AFileWithoutItsTitlesIsOneReject) {
    const auto data = payments_of("SIF_1.csv", kQatar, "sif-qatar");
    EXPECT_EQ(rejects_of(data), "SIF_1.csv:1 header \"\" missing\n");
}

TEST(SifOman, NetIsCheckedAgainstItsPartsInThreeDecimals) {
    const auto data = payments_of(
        "SIF_2.csv",
        "Employer CR-NO,Payer CR-NO,Payer Bank Short Name,Payer Account Number,Salary Year,Salary Month,Total Salaries,Number Of "
        "Records,Payment Type\n1,1,ABCD,\"0001\",2026,2,149.100,2,Salary\n\nEmployee ID Type,Employee ID,Reference Number,Employee "
        "Name,Employee BIC Code,Employee Account,Salary Frequency,Number Of Working days,Net Salary,Basic Salary,Extra Hours,Extra "
        "Income,Deductions,Social Security Deductions,Notes / Comments\nC,70000001,1,ROE,ABCDOMRX,\"0002\",M,28,49.100,49,0.00,0.100,0,0,\n"
        "P,70000002,2,DOE,ABCDOMRX,0003,M,28,100.000,110.000,0.00,0.000,5.000,6.000,\n",
        "sif-oman");
    ASSERT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"amount", "currency", "account", "period_start", "period_end", "batch_total", "notes"}),
              "49.1 | OMR | 0002 | 2026-02-01 | 2026-02-28 | 149.1 | ");
    EXPECT_EQ(payment(data, {"amount", "identity", "notes"}, 1), "100 | 70000002 | parts_differ");
}

TEST(WpsSaudi, TheFileTellsTheInstructionAndAsItComesBackTheOutcome) {
    const std::string head = "ABCD\t0000000001\tSA0000000000000000000000\tSAR\t20260130\t7000.00\t\tREF-1\t\t1-1\n";
    const std::string rows =
        "4000.00\tSA4420000001234567891234\tROE\tABCD\tWage\t\t3000\t1000\t0\t0\t2000000001\tT-1\tDONE\t20260131\n"
        "3000,00\tSA4420000001234567891235\tDOE\tABCD\t\t904\t3000\t0\t0\t0\t21\tT-2\tFAILED\t20260131\n-\nbehind the end\n";
    const auto data = payments_of("wages.txt", head + rows, "wps-saudi");
    ASSERT_EQ(payment_count(data), 4U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "amount", "currency", "identity", "instructed_on", "message_id", "batch_total"}),
              "instruction | 4000 | SAR | 2000000001 | 2026-01-30 | REF-1 | 7000");
    EXPECT_EQ(payment(data, {"event", "status", "paid_on", "transaction_id", "raw_status"}, 1),
              "booking | settled | 2026-01-31 | T-1 | DONE");
    EXPECT_EQ(payment(data, {"event", "amount", "reason", "raw_status", "notes"}, 3),
              "rejection | 3000 | 904 | FAILED | account_check_digits;identity_length");
    const auto refused = payments_of("wages.txt", "ABCD\t1\tSA\tSAR\t20260130\t7000.00\t\tREF-1\tE12\t1-1\n-\n", "wps-saudi");
    EXPECT_EQ(payment(refused, {"event", "amount", "reason", "message_id"}), "rejection | 0 | E12 | REF-1");
}

TEST(PaymentFormats, AMappingNamesTheFormatAndItsOtherOptionsHold) {
    const auto data = payments_of("payments.sif", kUae, "sif-uae",
                                  R"(, "columns": {"worker_id": "identity"}, "set": {"channel": "mobile_money"},
      "skip": [{"column": "identity", "is": ["17"]}])");
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"worker_id", "channel"}), "00000000000017 | mobile_money");
    EXPECT_EQ(account_of(data, "payments.sif").skipped, 1U);
}

TEST(PaymentFormats, AnUnknownFormatOrALayoutBesideOneStopsTheRun) {
    const auto unknown = read({{"mapping.json", R"({"sources": [{"file": "a", "table": "payments", "format": "mt9"}]})"}, {"a", ""}});
    EXPECT_NE(unknown.status().message().find("\"format\": expected iso20022, "), std::string::npos) << unknown.status().message();
    const auto layout = read(
        {{"mapping.json", R"({"sources": [{"file": "a", "table": "payments", "format": "mt940", "delimiter": ";"}]})"}, {"a", ""}});
    EXPECT_NE(layout.status().message().find("\"delimiter\" does not go with \"format\""), std::string::npos)
        << layout.status().message();
}

TEST(PaymentFormats, NumbersOfOtherSourcesDoNotReachAFormat) {
    const auto data = data_of({{"mapping.json", R"({"defaults": {"decimal": ",", "group": "."},
  "sources": [{"file": "w.sif", "table": "payments", "format": "sif-uae"}]})"},
                               {"w.sif", kUae}});
    EXPECT_EQ(payment(data, "amount"), "1300.5") << rejects_of(data);
}

TEST(PaymentFormats, AnIdThatLooksLikeAnExponentIsAnId) {
    const auto data = payments_of("payments.sif", "EDR,00000000000017,1,12E4,2026-01-01,2026-01-31,31,10,0,0\n");
    EXPECT_EQ(payment(data, "account"), "12E4") << rejects_of(data);
}

}  // namespace
}  // namespace wageproof::readers::testing
