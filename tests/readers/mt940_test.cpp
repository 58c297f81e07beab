#include <gtest/gtest.h>

#include "payments.hpp"
#include "readers/formats/mt940_details.hpp"

namespace wageproof::readers::testing {
namespace {

std::string statement(const std::string& entries) {
    return "{1:F01}{4:\r\n:20:STARTUMS\r\n:25:37040044/0532013000\r\n:28C:1/1\r\n:60F:C260129EUR1000,00\r\n" + entries +
           ":62F:C260130EUR100,\r\n-}\r\n";
}

TEST(Mt940, ADebitWithItsDetailsIsABooking) {
    const auto data = payments_of("payments.sta",
                                  statement(":61:2601310130D200,25NTRFNONREF//BANK7\r\n:86:116?00UEBERWEISUNG?20EREF+E-1?21SVWZ+Wage Jan"
                                            "?22uary?30COBADEFFXXX?31DE89370400440532013000?32ANA?33 RUIZ\r\n"));
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "currency", "paid_on", "booked_on"}),
              "booking | settled | b | 200.25 | EUR | 2026-01-31 | 2026-01-30");
    EXPECT_EQ(payment(data, {"end_to_end_id", "event_id", "account", "name", "reference", "instruction_id"}),
              "E-1 | BANK7 | DE89370400440532013000 | ANA RUIZ | Wage January | ");
}

TEST(Mt940, AReturnIsTheCreditThatSaysSoOrTheReversedDebit) {
    const auto data = payments_of("payments.sta",
                                  statement(":61:260131C10,NTRFX\r\n:86:159?00RETOURE?20EREF+E-1\r\n:61:260131C11,NRTIX\r\n"
                                            ":61:260131RD12,NTRFX\r\n:61:260131C13,NTRFX\r\n:86:/RTRN/AC04//EREF/E-2/\r\n"
                                            ":61:260131C14,NTRFX\r\n:86:166?00GUTSCHRIFT\r\n:61:260131RC15,NTRFX\r\n"));
    ASSERT_EQ(payment_count(data), 4U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "amount", "end_to_end_id"}), "return | 10 | E-1");
    EXPECT_EQ(payment(data, {"event", "amount"}, 1), "return | 11");
    EXPECT_EQ(payment(data, {"event", "amount"}, 2), "return | 12");
    EXPECT_EQ(payment(data, {"event", "reason", "end_to_end_id"}, 3), "return | AC04 | E-2");
    EXPECT_EQ(account_of(data, "payments.sta").skipped, 2U);
}

TEST(Mt940, OddDatesAndAmountsSurvive) {
    const auto data = payments_of("payments.sta",
                                  statement(":61:260230D10,NTRFA\r\n:61:      D,50NTRFB\r\n:61:2512310102D7,NTRFC\r\n:61:26x\r\n"));
    ASSERT_EQ(payment_count(data), 3U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"paid_on", "notes"}), "2026-02-28 | not_a_day");
    EXPECT_EQ(payment(data, {"paid_on", "amount"}, 1), "2026-01-29 | 0.5");
    EXPECT_EQ(payment(data, {"paid_on", "booked_on"}, 2), "2025-12-31 | 2026-01-02");
    EXPECT_EQ(rejects_of(data), "payments.sta:9 :61: \"26x\" not_a_number\n");
}

TEST(Mt940, ACollectiveDebitIsABatchAndAnInterimReportNoPayment) {
    const auto data = payments_of("payments.sta", statement(":61:260131D500,NTRFX\r\n:86:191?00SAMMLER?20EREF+RUN\r\n:61:260131D5,NTRFX\r\n"));
    EXPECT_EQ(payment(data, "grade", 0) + payment(data, "grade", 1), "cc") << rejects_of(data);
    const auto interim = payments_of("payments.sta", ":20:A\n:25:B\n:28C:1\n:34F:EUR0,\n:13D:2601311200+0100\n:61:260131D5,NTRFX\n:86:x\n-\n");
    EXPECT_EQ(payment(interim, {"event", "status", "currency", "amount"}), "acceptance | pending | EUR | 5") << rejects_of(interim);
}

TEST(Mt940, AFileWithoutFieldsIsOneReject) {
    EXPECT_EQ(rejects_of(payments_of("payments.sta", "hello\nworld\n")), "payments.sta:1 field \"hello\" missing\n");
}

TEST(Mt940Details, CodeWordsBetweenSlashes) {
    const auto details = parse_mt940_details("/TRTP/SEPA OVERBOEKING/IBAN/NL44RABO0123456789/BIC/RABONL2U/NAME/A/B CO/REMI/wage/EREF/E-5");
    EXPECT_EQ(details.account, "NL44RABO0123456789");
    EXPECT_EQ(details.name, "A/B CO");
    EXPECT_EQ(details.text, "wage");
    EXPECT_EQ(details.end_to_end_id, "E-5");
}

TEST(Mt940Details, AnotherTextStaysAsItIs) {
    EXPECT_EQ(parse_mt940_details("  paid to Ann ").text, "paid to Ann");
    EXPECT_EQ(parse_mt940_details("").text, "");
}

}  // namespace
}  // namespace wageproof::readers::testing
