#include "readers/formats/xml_records.hpp"

#include <gtest/gtest.h>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

constexpr XmlLevel kLevels[] = {{"Box", {}}, {"Item", "Box", true}};

// `record:Item:text@line`, one a line.
std::string walk(std::string_view text) {
    XmlRecords xml(text, kLevels);
    std::string out;
    for (;;) {
        const auto event = xml.next();
        if (event == XmlRecords::Event::end) return out;
        const bool broken = event == XmlRecords::Event::broken;
        out += broken ? "broken:" : event == XmlRecords::Event::record ? "record:" : "close:";
        out += std::string(xml.name()) + ":" + (broken ? std::string(to_text(xml.reason())) : text_at(xml.node(), "Name")) +
               "@" + std::to_string(xml.line()) + "\n";
    }
}

TEST(XmlRecords, GivesRecordsAndTheirBoxWithLines) {
    EXPECT_EQ(walk("<r>\n<Box><Name>b</Name>\n<Item><Name>1</Name></Item>\n\n<Item><Name>2</Name></Item></Box></r>"),
              "record:Item:1@3\nrecord:Item:2@5\nclose:Box:b@2\n");
}

TEST(XmlRecords, PassesOverPrefixesCommentsDeclarationsAndCharacterData) {
    EXPECT_EQ(walk("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a \"<Box>\"> ]><!-- <Box> --><x:Box a='>'>"
                   "<x:Item><x:Name> a <![CDATA[<b>]]>\n&amp;&#65; </x:Name></x:Item></x:Box>"),
              "record:Item:a <b> &A@1\nclose:Box:@1\n");
}

TEST(XmlRecords, ARecordWithoutItsEndCostsItselfOnly) {
    EXPECT_EQ(walk("<Box>\n<Item><Name>1</Name>\n<Item><Name>2</Name></Item>\n</Box>"),
              "broken:Item:missing@2\nrecord:Item:2@3\nclose:Box:@1\n");
    EXPECT_EQ(walk("<Box><Item><Name>1</Nome></Item><Item><Name>2</Name></Item></Box>"),
              "broken:Item:missing@1\nrecord:Item:2@1\nclose:Box:@1\n");
    EXPECT_EQ(walk("<Box><Item><Name>1</Name></Box>"), "broken:Item:missing@1\nclose:Box:@1\n");
}

TEST(XmlRecords, AFileThatIsCutOffSaysWhere) {
    EXPECT_EQ(walk("<Box>\n<Item><Name>1</Name></Item>\n<Item><Na"), "record:Item:1@2\nbroken:Item:missing@3\n");
    EXPECT_EQ(walk("<Box><Item><Name>1</Name></Item>"), "record:Item:1@1\nbroken:Box:missing@1\n");
}

TEST(XmlRecords, EntitiesAreNeverExpanded) {
    std::string bomb = "<!DOCTYPE z [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 40; ++i) {
        const std::string inner = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + inner + inner + inner + "\">";
    }
    EXPECT_EQ(walk(bomb + "]><Box><Item><Name>&a39;</Name></Item></Box>"), "record:Item:&a39;@1\nclose:Box:@1\n");
}

TEST(XmlRecords, DepthEndsTheReading) {
    std::string deep = "<Box>";
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    EXPECT_EQ(walk(deep), "broken:a:too_long@1\n");
}

TEST(XmlRecords, AnEndlessRecordIsRefusedAndTheNextIsRead) {
    const std::string long_name(2'000'000, 'x');
    EXPECT_EQ(walk("<Box><Item><Name>" + long_name + "</Name></Item><Item><Name>2</Name></Item></Box>"),
              "broken:Item:too_long@1\nrecord:Item:2@1\nclose:Box:@1\n");
}

TEST(XmlRecords, HundredMegabytesOfNothingGiveOneReject) {
    std::string bytes = "<Document><CstmrCdtTrfInitn><PmtInf>";
    bytes.resize(100'000'000, ' ');
    const auto data = payments_of("payments.xml", bytes);
    EXPECT_EQ(account_of(data, "payments.xml").rejected, 1U);
    expect_accounts_add_up(data);
}

TEST(XmlEncoding, IsTheDeclarationsOrTheMarks) {
    const auto message = [](const std::string& declaration, const std::string& name) {
        return declaration + "<Document><CstmrCdtTrfInitn><PmtInf><CdtTrfTxInf><Amt><InstdAmt Ccy=\"EUR\">1</InstdAmt></Amt><Cdtr><Nm>" +
               name + "</Nm></Cdtr></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>";
    };
    EXPECT_EQ(payment(payments_of("payments.xml", message("<?xml version='1.0' encoding='ISO-8859-1'?>", "J\xF6rg")), "name"), "J\u00F6rg");
    const auto wrong = payments_of("payments.xml", message("<?xml version='1.0' encoding='UTF-8'?>", "J\xF6rg"));
    EXPECT_EQ(payment_count(wrong), 0U);
    EXPECT_EQ(wrong.rejects.at(0).reason, "bad_encoding");
    std::string wide("\xFF\xFE", 2);
    for (const char c : message("<?xml version='1.0' encoding='UTF-16'?>", "Ann")) wide += {c, '\0'};
    EXPECT_EQ(payment(payments_of("payments.xml", wide), "name"), "Ann");
}

}  // namespace
}  // namespace wageproof::readers::testing
