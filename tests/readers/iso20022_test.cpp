#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

const std::string kPain001 = R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">
 <CstmrCdtTrfInitn>
  <GrpHdr><MsgId>RUN-2026-01</MsgId><CreDtTm>2026-01-28T10:00:00</CreDtTm><NbOfTxs>2</NbOfTxs></GrpHdr>
  <PmtInf>
   <PmtInfId>WAGES-01</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs><CtrlSum>401.50</CtrlSum>
   <PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>
   <ReqdExctnDt>2026-01-30</ReqdExctnDt>
   <CdtTrfTxInf>
    <PmtId><InstrId>I-1</InstrId><EndToEndId>E-1</EndToEndId></PmtId>
    <Amt><InstdAmt Ccy="EUR">200.25</InstdAmt></Amt>
    <Cdtr><Nm>  Ana
       Ruiz </Nm><Id><PrvtId><Othr><Id>P-77</Id></Othr></PrvtId></Id></Cdtr>
    <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>
    <RmtInf><Ustrd>Wage January</Ustrd></RmtInf>
   </CdtTrfTxInf>
   <CdtTrfTxInf>
    <PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId>
    <Amt><InstdAmt Ccy="EUR">201.25</InstdAmt></Amt>
    <CdtrAcct><Id><Othr><Id>12-34</Id></Othr></Id></CdtrAcct>
   </CdtTrfTxInf>
  </PmtInf>
 </CstmrCdtTrfInitn>
</Document>
)";

TEST(Pain001, EachTransferIsAnInstructionOfItsBatch) {
    const auto data = payments_of("payments-bank.xml", kPain001);
    ASSERT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "currency", "channel", "instructed_on", "paid_on"}),
              "instruction | instructed | d | 200.25 | EUR | bank | 2026-01-30 | ");
    EXPECT_EQ(payment(data, {"end_to_end_id", "instruction_id", "message_id", "batch_id", "batch_count", "batch_total"}),
              "E-1 | I-1 | RUN-2026-01 | WAGES-01 | 2 | 401.5");
    EXPECT_EQ(payment(data, {"account", "name", "identity", "reference", "purpose", "notes"}),
              "DE89370400440532013000 | Ana Ruiz | P-77 | Wage January | SALA | ");
    EXPECT_EQ(payment(data, {"end_to_end_id", "account", "amount"}, 1), " | 12-34 | 201.25");
    EXPECT_EQ(data[TableKind::payments].line[0], 9U);
    EXPECT_EQ(data[TableKind::payments].line[1], 17U);
    expect_accounts_add_up(data);
}

TEST(Pain001, VersionNineHasTheDateAsAChoiceAndAUniqueReference) {
    const auto data = payments_of("payments.xml", R"(<p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
<p:CstmrCdtTrfInitn><p:GrpHdr><p:MsgId>M</p:MsgId></p:GrpHdr><p:PmtInf><p:PmtInfId>B</p:PmtInfId><p:PmtMtd>TRF</p:PmtMtd>
<p:ReqdExctnDt><p:DtTm>2026-02-27T08:00:00+01:00</p:DtTm></p:ReqdExctnDt>
<p:CdtTrfTxInf><p:PmtId><p:EndToEndId>E</p:EndToEndId><p:UETR>0b1c9f3e-1111-4222-8333-444455556666</p:UETR></p:PmtId>
<p:Amt><p:EqvtAmt><p:Amt Ccy="KHR">800000</p:Amt><p:CcyOfTrf>USD</p:CcyOfTrf></p:EqvtAmt></p:Amt><p:Unheard><p:Of/></p:Unheard>
</p:CdtTrfTxInf></p:PmtInf></p:CstmrCdtTrfInitn></p:Document>)");
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"instructed_on", "transaction_id", "amount", "currency"}),
              "2026-02-27 | 0b1c9f3e-1111-4222-8333-444455556666 | 800000 | KHR");
}

TEST(Pain001, BadCheckDigitsAreNotedAndABadAmountIsRejected) {
    std::string bytes = kPain001;
    bytes.replace(bytes.find("DE89"), 4, "DE88");
    bytes.replace(bytes.find("201.25"), 6, "201,25");
    const auto data = payments_of("payments.xml", bytes);
    ASSERT_EQ(payment_count(data), 1U);
    EXPECT_EQ(payment(data, {"account", "notes"}), "DE88370400440532013000 | account_check_digits");
    EXPECT_EQ(rejects_of(data), "payments.xml:17 amount \"201,25\" not_a_number\n");
    expect_accounts_add_up(data);
}

std::string status_report(const std::string& group, const std::string& batch, const std::string& lines) {
    return R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-01-31T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>RUN-2026-01</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>)" +
           group + "</OrgnlGrpInfAndSts>\n" +
           (batch.empty() ? "" : "<OrgnlPmtInfAndSts><OrgnlPmtInfId>WAGES-01</OrgnlPmtInfId>" + batch + lines +
                                     "</OrgnlPmtInfAndSts>") +
           "</CstmrPmtStsRpt></Document>";
}

TEST(Pain002, StatusStandsAtThreeLevelsAndLinesAreExceptions) {
    const auto data = payments_of(
        "payments-status.xml",
        status_report("<GrpSts>PART</GrpSts>", "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><PmtInfSts>PART</PmtInfSts>",
                      "\n<TxInfAndSts><OrgnlInstrId>I-1</OrgnlInstrId><OrgnlEndToEndId>E-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
                      "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf><AddtlInf>since 2025</AddtlInf></StsRsnInf>"
                      "<OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">200.25</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"));
    ASSERT_EQ(payment_count(data), 3U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "end_to_end_id", "message_id", "batch_id"}),
              "rejection | rejected | x | 200.25 | E-1 | RUN-2026-01 | WAGES-01");
    EXPECT_EQ(payment(data, {"raw_status", "reason", "reason_text"}), "RJCT | AC04 | closed since 2025");
    EXPECT_EQ(payment(data, {"event", "amount", "batch_id", "batch_count", "end_to_end_id"}, 1),
              "acceptance | 0 | WAGES-01 | 2 | ");
    EXPECT_EQ(payment(data, {"event", "status", "raw_status", "batch_id"}, 2), "acceptance | pending | PART | ");
}

TEST(Pain002, OnlyAcccSaysThatTheWorkersAccountWasCredited) {
    struct Case {
        const char* code;
        const char* wanted;
    };
    for (const Case& c : {Case{"ACCC", "booking | settled | a | 2026-01-31 | "},
                          Case{"ACSC", "acceptance | pending | d |  | "}, Case{"ACSP", "acceptance | pending | d |  | "},
                          Case{"BLCK", "rejection | rejected | x |  | "},
                          Case{"ZZ99", "acceptance | pending | d |  | unknown_status"}}) {
        const auto data = payments_of("payments.xml", status_report("<GrpSts>" + std::string(c.code) + "</GrpSts>", "", ""));
        ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
        EXPECT_EQ(payment(data, {"event", "status", "grade", "paid_on", "notes"}), c.wanted) << c.code;
    }
}

TEST(Pain002, AStatusOfDirectDebitsIsCountedAndSkipped) {
    std::string report = status_report("<GrpSts>RJCT</GrpSts>", "", "");
    report.replace(report.find("pain.001.001"), 12, "pain.008.001");
    const auto data = payments_of("payments.xml", report);
    EXPECT_EQ(account_of(data, "payments.xml").skipped, 1U);
    EXPECT_EQ(payment_count(data), 0U);
}

std::string statement(const std::string& entries, const std::string& version = "053.001.02",
                      const std::string& message = "BkToCstmrStmt", const std::string& part = "Stmt") {
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt." + version + "\"><" + message +
           "><GrpHdr><MsgId>X</MsgId></GrpHdr>\n<" + part +
           "><CreDtTm>2026-02-01T00:00:00</CreDtTm><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>\n" + entries +
           "</" + part + "></" + message + "></Document>";
}

std::string entry(const std::string& amount, const std::string& direction, const std::string& more,
                  const std::string& status = "<Sts>BOOK</Sts>") {
    return "<Ntry><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd>" + status +
           "<BookgDt><Dt>2026-01-30</Dt></BookgDt><ValDt><Dt>2026-01-31</Dt></ValDt><AcctSvcrRef>REF7</AcctSvcrRef>" + more +
           "</Ntry>\n";
}

const std::string kSalaryCode =
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>SALA</SubFmlyCd></Fmly></Domn></BkTxCd>";

TEST(Camt, AnItemisedDebitNamesEachPaymentAndItsOwnAmount) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("401.50", "DBIT",
                        kSalaryCode +
                            "<NtryDtls><Btch><PmtInfId>WAGES-01</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"EUR\">401.50</TtlAmt></Btch>"
                            "<TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">200.25</Amt></TxAmt></AmtDtls>"
                            "<RltdPties><Cdtr><Nm>Ana</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties></TxDtls>"
                            "<TxDtls><Refs><EndToEndId>E-2</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">201.25</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>")));
    ASSERT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "paid_on", "booked_on", "purpose"}),
              "booking | settled | b | 200.25 | 2026-01-31 | 2026-01-30 | SALA");
    EXPECT_EQ(payment(data, {"end_to_end_id", "event_id", "batch_id", "batch_count", "batch_total", "account", "name"}),
              "E-1 | REF7/1 | WAGES-01 | 2 | 401.5 | DE89370400440532013000 | Ana");
    EXPECT_EQ(payment(data, {"end_to_end_id", "event_id", "amount"}, 1), "E-2 | REF7/2 | 201.25");
}

// ABN AMRO's published salary entry is like this: number and total, and nobody's name.
TEST(Camt, ABatchDebitWithoutItemsProvesNobodysPayment) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("401.50", "DBIT",
                        kSalaryCode + "<NtryDtls><Btch><MsgId>RUN-2026-01</MsgId><NbOfTxs>2</NbOfTxs><TtlAmt>401.50</TtlAmt></Btch></NtryDtls>")));
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "message_id", "batch_count", "event_id", "account"}),
              "booking | settled | c | 401.5 | RUN-2026-01 | 2 | REF7 | ");
}

TEST(Camt, ASinglePaymentHasItsEntrysAmount) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("99.10", "DBIT", "<NtryDtls><TxDtls><Refs><EndToEndId>E-9</EndToEndId></Refs></TxDtls></NtryDtls>")));
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"amount", "currency", "end_to_end_id", "grade"}), "99.1 | EUR | E-9 | b");
}

TEST(Camt, SeveralPaymentsWithoutAmountsAreRejectedAndNeverGetTheTotal) {
    const auto data = payments_of(
        "payments.xml", statement(entry("99.10", "DBIT",
                                        "<NtryDtls><TxDtls><Refs><EndToEndId>A</EndToEndId></Refs></TxDtls>"
                                        "<TxDtls><Refs><EndToEndId>B</EndToEndId></Refs></TxDtls></NtryDtls>")));
    EXPECT_EQ(payment_count(data), 0U);
    EXPECT_EQ(rejects_of(data), "payments.xml:3 amount \"\" missing\npayments.xml:3 amount \"\" missing\n");
    expect_accounts_add_up(data);
}

TEST(Camt, OneDetailThatStandsForABatchIsNotItemised) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("99.10", "DBIT",
                        "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch><TxDtls><Refs><PmtInfId>W</PmtInfId></Refs></TxDtls></NtryDtls>")));
    EXPECT_EQ(payment(data, {"grade", "amount", "batch_id", "batch_count"}), "c | 99.1 | W | 3") << rejects_of(data);
}

TEST(Camt, ADamagedEntryCostsItselfOnly) {
    const auto data = payments_of("payments.xml", statement("<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>DBIT\n" + entry("2", "DBIT", "") +
                                                            entry("3", "DBIT", "<NtryDtls><TxDtls><Refs></TxDtls></NtryDtls>")));
    EXPECT_EQ(rejects_of(data), "payments.xml:3 Ntry \"<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>DBIT\" missing\n"
                                "payments.xml:5 TxDtls \"<TxDtls><Refs></TxDtls></NtryDtls></Ntry>\" missing\n");
    EXPECT_EQ(payment(data, "amount"), "2");
    expect_accounts_add_up(data);
}

TEST(Camt, AnyOfThreeSignsMarksAReturn) {
    const std::string reference = "<NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs>";
    const std::string reason = "<RtrInf><Rsn><Prtry>R02</Prtry></Rsn><AddtlInf>account closed</AddtlInf></RtrInf>";
    std::string code = kSalaryCode;
    code.replace(code.find("SALA"), 4, "RRTN");
    struct Case {
        std::string entry;
        const char* reason;
    };
    for (const Case& c : {Case{entry("200.25", "CRDT", reference + reason + "</TxDtls></NtryDtls>"), "R02"},
                          Case{entry("200.25", "CRDT", code + reference + "</TxDtls></NtryDtls>"), ""},
                          Case{entry("200.25", "CRDT", reference + "</TxDtls></NtryDtls>",
                                     "<RvslInd>true</RvslInd><Sts>BOOK</Sts>"),
                               ""}}) {
        const auto data = payments_of("payments.xml", statement(c.entry, "054.001.04", "BkToCstmrDbtCdtNtfctn", "Ntfctn"));
        ASSERT_EQ(payment_count(data), 1U) << c.entry << rejects_of(data);
        EXPECT_EQ(payment(data, {"event", "status", "grade", "amount", "end_to_end_id"}), "return | returned | x | 200.25 | E-1");
        EXPECT_EQ(payment(data, "reason"), c.reason);
    }
}

TEST(Camt, MoneyThatCameInIsCountedAndSkipped) {
    const auto data = payments_of("payments.xml", statement(entry("5", "CRDT", "") + entry("7", "DBIT", "")));
    EXPECT_EQ(account_of(data, "payments.xml").skipped, 1U);
    ASSERT_EQ(payment_count(data), 1U);
    EXPECT_EQ(payment(data, "amount"), "7");
}

TEST(Camt, StatusIsTextOrAChoiceAndPendingIsNoPayment) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("1", "DBIT", "", "<Sts><Cd>PDNG</Cd></Sts>") + entry("2", "DBIT", "", "<Sts><Cd>BOOK</Cd></Sts>"),
                  "052.001.08", "BkToCstmrAcctRpt", "Rpt"));
    ASSERT_EQ(payment_count(data), 2U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "status"}, 0), "acceptance | pending");
    EXPECT_EQ(payment(data, {"event", "status"}, 1), "booking | settled");
}

TEST(Camt, WhatIsNoTransferSaysSoInPlaceOfItsPurpose) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("9", "DBIT", "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>")));
    EXPECT_EQ(payment(data, "purpose"), "RDDT");
}

TEST(Camt, ForeignCurrencyCountsAsInstructed) {
    const auto data = payments_of(
        "payments.xml",
        statement(entry("92.10", "DBIT",
                        "<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy=\"USD\">100</Amt></InstdAmt><TxAmt><Amt Ccy=\"EUR\">92.10</Amt></TxAmt>"
                        "</AmtDtls></TxDtls></NtryDtls>")));
    EXPECT_EQ(payment(data, {"amount", "currency"}), "100 | USD");
}

TEST(Arucs, EachReturnedCreditIsAReturn) {
    const auto data = payments_of("payments-arucs.xml", R"(<BACSDocument><Data><ARUCS><Header currentProcessingDate="2026-02-04"/>
<Advice><OriginatingAccountRecords><OriginatingAccountRecord><OriginatingAccount number="11112222" sortCode="10-20-30"/>
<ReturnedCreditItem ref="W-1" transCode="99" returnCode="5" returnDescription="NO ACCOUNT" originalProcessingDate="2026-01-30" valueOf="812.40" currency="GBP">
<ReceiverAccount number="12345678" sortCode="40-50-60" name="A WORKER"/></ReturnedCreditItem>
</OriginatingAccountRecord></OriginatingAccountRecords></Advice></ARUCS></Data></BACSDocument>)");
    ASSERT_EQ(payment_count(data), 1U) << rejects_of(data);
    EXPECT_EQ(payment(data, {"event", "amount", "currency", "paid_on", "reason", "reason_text", "account", "name", "reference"}),
              "return | 812.4 | GBP | 2026-02-04 | 5 | NO ACCOUNT | 40-50-60 12345678 | A WORKER | W-1");
}

TEST(Iso20022, AnotherMessageIsOneRejectAndTheRestIsRead) {
    const auto data = data_of({{"payments-a.xml", "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'><FIToFICstmrCdtTrf/></Document>"},
                               {"payments-b.xml", "no XML at all"},
                               {"payments-c.xml", ""},
                               {"payments-d.xml", kPain001}});
    EXPECT_EQ(payment_count(data), 2U);
    EXPECT_EQ(account_of(data, "payments-a.xml").rejected, 1U);
    EXPECT_EQ(account_of(data, "payments-b.xml").rejected, 1U);
    expect_accounts_add_up(data);
}

TEST(Iso20022, TheSameBytesTwiceAreReadOnce) {
    const auto data = data_of({{"payments-a.xml", kPain001}, {"payments-b.xml", kPain001}});
    EXPECT_EQ(payment_count(data), 2U);
    EXPECT_TRUE(account_of(data, "payments-b.xml").repeated);
}

}  // namespace
}  // namespace wageproof::readers::testing
