// What a payment file states of its batches, beside what its lines come to.
#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

/// `line name stated count/total, found count/total` of each batch.
std::string batches_of(const records::Dataset& data) {
    std::string text;
    const auto number = [](std::int64_t value, bool known) { return known ? std::to_string(value) : std::string("-"); };
    for (const auto& batch : data.batches) {
        text += std::to_string(batch.line) + " " + batch.name + " " + number(batch.claimed_count, batch.claimed_count >= 0) + "/" +
                number(batch.claimed_micro / 10'000, batch.claimed_micro != records::kNone64) + ", " + number(batch.counted, batch.counted >= 0) + "/" +
                number(batch.summed_micro / 10'000, batch.summed_micro != records::kNone64) + (differs(batch) ? " differs" : "") + "\n";
    }
    return text;
}

std::string pain(const std::string& group, const std::string& batch, const std::string& second = "") {
    const auto payment = [](const char* amount) {
        return std::string("<CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"USD\">") + amount + "</InstdAmt></Amt></CdtTrfTxInf>\n";
    };
    return "<Document><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId>" + group + "</GrpHdr>\n<PmtInf><PmtInfId>B</PmtInfId>" + batch +
           "<ReqdExctnDt>2026-01-31</ReqdExctnDt>\n" + payment("200") + payment("79.50") + second + "</PmtInf></CstmrCdtTrfInitn></Document>\n";
}

TEST(BatchTotals, OfAPain001BatchAndMessage) {
    EXPECT_EQ(batches_of(payments_of("payments.xml", pain("<NbOfTxs>2</NbOfTxs><CtrlSum>279.5</CtrlSum>", "<NbOfTxs>2</NbOfTxs><CtrlSum>279.50</CtrlSum>"))),
              "2 M/B 2/27950, 2/27950\n1 M 2/27950, 2/27950\n");
    EXPECT_EQ(batches_of(payments_of("payments.xml", pain("<NbOfTxs>3</NbOfTxs>", ""))), "1 M 3/-, 2/27950 differs\n");
    EXPECT_EQ(batches_of(payments_of("payments.xml", pain("<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>2</NbOfTxs><CtrlSum>279.49</CtrlSum>"))),
              "2 M/B 2/27949, 2/27950 differs\n") << "the message says nothing new where a batch is wrong";
    EXPECT_EQ(batches_of(payments_of("payments.xml", pain("", ""))), "");
}

TEST(BatchTotals, AreNotKnownWhereALineCannotBeRead) {
    const auto broken = payments_of("payments.xml", pain("<NbOfTxs>3</NbOfTxs>", "", "<CdtTrfTxInf><Amt></CdtTrfTxInf>\n"));
    EXPECT_EQ(broken.rejects.size(), 1U);
    EXPECT_EQ(batches_of(broken), "1 M 3/-, -/-\n");
    const auto no_amount = payments_of("payments.xml", pain("<NbOfTxs>3</NbOfTxs>", "", "<CdtTrfTxInf><Amt><InstdAmt Ccy=\"USD\">1,5</InstdAmt></Amt></CdtTrfTxInf>\n"));
    EXPECT_EQ(no_amount.rejects.size(), 1U);
    EXPECT_EQ(batches_of(no_amount), "1 M 3/-, -/-\n");
    std::string cut = pain("<NbOfTxs>2</NbOfTxs><CtrlSum>279.5</CtrlSum>", "");
    cut.resize(cut.find("</PmtInf>"));
    EXPECT_EQ(batches_of(payments_of("payments.xml", cut)), "") << "the reject tells of the file that was cut off";
}

// A header that cannot be read says nothing against the payments behind it.
TEST(BatchTotals, ThatAreNoNumbersRejectNothing) {
    const auto data = payments_of("payments.xml", pain("", "<NbOfTxs>two</NbOfTxs><CtrlSum>-5</CtrlSum>"));
    EXPECT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"batch_count", "batch_total", "notes"}), " |  | batch_not_readable");
    EXPECT_EQ(batches_of(data), "2 M/B -/-500, 2/27950 differs\n");
}

std::string uae(const std::string& count, const std::string& total) {
    return "EDR,00000000000017,1,9,2026-01-01,2026-01-31,31,1000.50,300,2\nEDR,00000000000018,1,9,2026-01-01,2026-01-31,31,1200,0,0\n"
           "SCR,99,2,2026-02-03,1107,012026," + count + "," + total + ",AED,A\n";
}

TEST(BatchTotals, OfAUaeFile) {
    EXPECT_EQ(batches_of(payments_of("payments.sif", uae("2", "2500.50"))), "3 99/2026-02-03/1107 2/250050, 2/250050\n");
    EXPECT_EQ(batches_of(payments_of("payments.sif", uae("3", "2500.50"))), "3 99/2026-02-03/1107 3/250050, 2/250050 differs\n");
    EXPECT_EQ(batches_of(payments_of("payments.sif", uae("2", "2500"))), "3 99/2026-02-03/1107 2/250000, 2/250050 differs\n");
    EXPECT_EQ(batches_of(payments_of("payments.sif", "SCR,99,2,2026-02-03,1107,012026,4,10,AED,A\n")), "1 99/2026-02-03/1107 4/1000, 0/0 differs\n")
        << "an SCR whose lines were cut away";
    const auto data = payments_of("payments.sif", uae("2", "2500") + uae("2", "2500.50"));
    EXPECT_EQ(batches_of(data), "3 99/2026-02-03/1107 2/250000, 2/250050 differs\n6 99/2026-02-03/1107 2/250050, 2/250050\n");
    EXPECT_EQ(data.strings.view(data.batches[0].currency), "AED");
    EXPECT_EQ(data.strings.view(data.batches[0].employer), "F1");
}

const std::string kQatarHead = "Employer EID,File Creation Date,File Creation Time,Salary Year and Month,Total Salaries,Total Records\n";
const std::string kQatarRows = "Record Sequence,Employee QID,Employee Name,Employee Account,Net Salary\n1,12345678901,A,9,1000\n2,12345678902,B,8,500.5\n";

TEST(BatchTotals, OfQatarsAndOmansFiles) {
    const auto qatar = [](const std::string& values, const std::string& more = "") {
        return batches_of(payments_of("SIF.csv", kQatarHead + values + kQatarRows + more, "sif-qatar"));
    };
    EXPECT_EQ(qatar("77,20260203,1107,202601,1500.50,2\n"), "2 77/20260203/1107 2/150050, 2/150050\n");
    EXPECT_EQ(qatar("77,20260203,1107,202601,1500.50,3\n"), "2 77/20260203/1107 3/150050, 2/150050 differs\n");
    EXPECT_EQ(qatar("77,20260203,1107,202601,1500.50,2\n", "3,1,C,\"7\n"), "2 77/20260203/1107 2/150050, -/-\n");
    EXPECT_EQ(batches_of(payments_of("SIF.csv",
                                     "Employer CR-NO,Salary Year,Salary Month,Total Salaries,Number Of Records\n77,2026,1,300.500,2\n"
                                     "Employee ID,Employee Name,Employee Account,Net Salary\n1,A,9,100.250\n2,B,8,200.200\n",
                                     "sif-oman")),
              "2 77/202601 2/30050, 2/30045 differs\n");
}

TEST(BatchTotals, OfASaudiFile) {
    const std::string file = "BANK\t1\t2\tSAR\t20260131\t3000.00\t20260130\tREF\t\t99\n";
    const std::string rows = "1000.00\tA1\tSok\tB\twage\t\t1\t1\t1\t1\t1234567890\t\t\t\n2000,00\tA2\tSan\tB\twage\t\t1\t1\t1\t1\t1234567891\t\t\t\n";
    EXPECT_EQ(batches_of(payments_of("wps.txt", file + rows + "-\n", "wps-saudi")), "1 REF -/300000, 2/300000\n");
    EXPECT_EQ(batches_of(payments_of("wps.txt", file + rows.substr(0, rows.find('\n') + 1) + "-\n", "wps-saudi")),
              "1 REF -/300000, 1/100000 differs\n");
}

std::string nacha(const std::string& entry_count, const std::string& credits) {
    const auto line = [](std::string text) { return text + std::string(94 - text.size(), ' ') + "\n"; };
    const auto padded = [](std::string text, std::size_t size) { return std::string(size - text.size(), '0') + text; };
    std::string batch = "5200COMPANY                             1234567890PPDPAYROLL   260130260131   1076401250000001";
    std::string entry = "622076401251" + std::string("12345678         ") + "0000020000" + "W1             " + "SOK                   " + "  0076401250000001";
    std::string other = "622076401251" + std::string("87654321         ") + "0000007950" + "W2             " + "SAN                   " + "  0076401250000002";
    std::string control = "8200" + padded(entry_count, 6) + "0015280250" + padded("0", 12) + padded(credits, 12) + "1234567890";
    return line("101 076401251 0764012512601301107A094101BANK                   COMPANY") + line(batch) + line(entry) + line(other) + line(control) +
           line("9000001000001000000020015280250000000000000000000027950");
}

TEST(BatchTotals, OfANachaBatch) {
    EXPECT_EQ(payment_count(payments_of("payments.ach", nacha("2", "27950"))), 2U);
    EXPECT_FALSE(differs(payments_of("payments.ach", nacha("2", "27950")).batches.at(0)));
    const auto total = payments_of("payments.ach", nacha("2", "27951"));
    ASSERT_EQ(total.batches.size(), 1U);
    EXPECT_EQ(total.batches[0].claimed_micro, 279'510'000);
    EXPECT_EQ(total.batches[0].summed_micro, 279'500'000);
    const auto count = payments_of("payments.ach", nacha("3", "27950"));
    EXPECT_TRUE(differs(count.batches.back()));
    EXPECT_EQ(count.batches.back().claimed_count, 3);
    EXPECT_EQ(count.batches.back().counted, 2);
}

TEST(BatchTotals, OfANachaFile) {
    EXPECT_EQ(batches_of(payments_of("payments.ach", nacha("2", "27950"))),
              "5 076401251/2601301107/A/0000001 2/27950, 2/27950\n6 076401251/2601301107/A 2/27950, 2/27950\n");
    // A whole batch was taken out: each batch is whole by itself, and the file's control tells.
    std::string cut_out = nacha("2", "27950");
    cut_out.replace(cut_out.find("\n9000001") + 14, 8, "00000005");
    const auto data = payments_of("payments.ach", cut_out);
    ASSERT_EQ(data.batches.size(), 2U);
    EXPECT_FALSE(differs(data.batches[0]));
    EXPECT_TRUE(count_differs(data.batches[1]));
    EXPECT_EQ(data.batches[1].claimed_count, 5);
    EXPECT_EQ(data.batches[1].counted, 2);
    EXPECT_EQ(payments_of("payments.ach", nacha("3", "27950")).batches.size(), 1U) << "where a batch is wrong the file says nothing new";
}

std::string camt(const std::string& amount, const std::string& batch, const std::string& more = "", const std::string& direction = "DBIT") {
    const auto detail = [](const char* id, const char* paid) {
        return std::string("<TxDtls><Refs><EndToEndId>") + id + "</EndToEndId></Refs><Amt Ccy=\"USD\">" + paid + "</Amt></TxDtls>\n";
    };
    return "<Document><BkToCstmrStmt><Stmt><CreDtTm>2026-02-02T10:00:00</CreDtTm>\n<Ntry><Amt Ccy=\"USD\">" + amount + "</Amt><CdtDbtInd>" + direction +
           "</CdtDbtInd><Sts>BOOK</Sts><ValDt><Dt>2026-01-31</Dt></ValDt><AcctSvcrRef>N1</AcctSvcrRef>\n<NtryDtls>" + batch + detail("A", "200") + detail("B", "79.50") + more +
           "</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>\n";
}

TEST(BatchTotals, OfACamtEntryAndItsBatch) {
    const std::string batch = "<Btch><MsgId>M</MsgId><PmtInfId>P</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"USD\">279.50</TtlAmt></Btch>";
    EXPECT_EQ(batches_of(payments_of("payments.xml", camt("279.50", batch))), "3 M/P 2/27950, 2/27950\n");
    EXPECT_EQ(batches_of(payments_of("payments.xml", camt("279.50", ""))), "2 N1 -/27950, 2/27950\n");
    EXPECT_EQ(batches_of(payments_of("payments.xml", camt("429.56", ""))), "2 N1 -/42956, 2/27950 differs\n");
    const auto listed_in_part = payments_of("payments.xml", camt("379.50", "<Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy=\"USD\">379.50</TtlAmt></Btch>"));
    EXPECT_EQ(batches_of(listed_in_part), "3 N1 3/37950, 2/27950 differs\n");
    EXPECT_EQ(payment_count(listed_in_part), 2U) << "no row is lost over it";
    EXPECT_EQ(listed_in_part.batches[0].day, 20'484);
}

TEST(BatchTotals, OfACamtEntryAreNotKnownOrNotAsked) {
    EXPECT_EQ(batches_of(payments_of("payments.xml", camt("279.50", "", "<TxDtls><Refs><EndToEndId>C</EndToEndId></Refs></TxDtls>"))), "2 N1 -/27950, 3/-\n")
        << "one payment states no amount";
    EXPECT_EQ(batches_of(payments_of("payments.xml", camt("279.50", "", "", "CRDT"))), "") << "money that came in";
    std::string with_charges = camt("281.50", "");
    with_charges.replace(with_charges.find("<AcctSvcrRef>"), 0, "<Chrgs><TtlChrgsAndTaxAmt>2</TtlChrgsAndTaxAmt></Chrgs>");
    EXPECT_EQ(batches_of(payments_of("payments.xml", with_charges)), "") << "charges are inside the entry";
    const auto unreadable = payments_of("payments.xml", camt("279.50", "<Btch><NbOfTxs>two</NbOfTxs></Btch>"));
    EXPECT_EQ(payment_count(unreadable), 2U) << rejects_of(unreadable);
}

// Totals speak of the file, whatever a mapping leaves out of it.
TEST(BatchTotals, HoldAlsoWhereAMappingSkipsLines) {
    const auto data = payments_of("file.sif", uae("2", "2500.50"), "sif-uae", R"(, "skip": [{"column": "identity", "is": ["00000000000018"]}])");
    EXPECT_EQ(payment_count(data), 1U);
    EXPECT_EQ(batches_of(data), "3 99/2026-02-03/1107 2/250050, 2/250050\n");
}

}  // namespace
}  // namespace wageproof::readers::testing
