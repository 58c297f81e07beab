// Tells the XML payment messages apart by their own elements, so that namespace, version and prefix do not
// matter, and gives each its records.
#include <algorithm>

#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"

namespace wageproof::readers {

namespace field = records::field::payments;

namespace {

using Event = XmlRecords::Event;

constexpr std::string_view kStatement = "BkToCstmrStmt";
constexpr std::string_view kReport = "BkToCstmrAcctRpt";
constexpr std::string_view kNotice = "BkToCstmrDbtCdtNtfctn";

constexpr XmlLevel kLevels[] = {
    {Pain001::kMessage, {}},
    {"PmtInf", Pain001::kMessage},
    {"CdtTrfTxInf", "PmtInf", true},
    {Pain002::kMessage, {}},
    {"OrgnlPmtInfAndSts", Pain002::kMessage},
    {"TxInfAndSts", "OrgnlPmtInfAndSts", true},
    {"TxInfAndSts", Pain002::kMessage, true},
    {kReport, {}},
    {kStatement, {}},
    {kNotice, {}},
    {"Rpt", kReport},
    {"Stmt", kStatement},
    {"Ntfctn", kNotice},
    {"Ntry", "Rpt"},
    {"Ntry", "Stmt"},
    {"Ntry", "Ntfctn"},
    {"NtryDtls", "Ntry"},
    {"TxDtls", "NtryDtls", true},
    {"ARUCS", {}},
    {"ReturnedCreditItem", "OriginatingAccountRecord", true},
};

bool is_a_message(std::string_view name) noexcept {
    return std::any_of(std::begin(kLevels), std::end(kLevels),
                       [&](const XmlLevel& level) { return level.parent.empty() && level.name == name; });
}

class Messages {
public:
    Messages(std::string_view text, FormatRows& rows)
        : xml_(text, kLevels), rows_(rows), pain001_(rows), pain002_(rows), camt_(rows), arucs_(rows) {}

    void read() {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::end) break;
            if (event == Event::broken) {
                take_broken();
            } else {
                take(event);
            }
        }
        if (found_) return;
        // The file is something else, or nothing.
        rows_.reject(1, "file", xml_.root().empty() ? "no XML" : xml_.root(), Reason::unknown_value);
    }

private:
    void take_broken() {
        found_ = true;
        if (xml_.name() == "TxDtls") camt_.drop_detail();
        if (xml_.name() == "Ntry") camt_.drop_entry();
        if (xml_.name() == "CdtTrfTxInf" || xml_.name() == "PmtInf") pain001_.lose(xml_.name());
        rows_.reject(xml_.line(), xml_.name(), xml_.excerpt(), xml_.reason());
    }

    void take(Event event) {
        const std::string_view name = xml_.name();
        found_ = found_ || event == Event::record || is_a_message(name);
        if (name == "CdtTrfTxInf" || name == "PmtInf" || name == Pain001::kMessage) return pain001_.take(xml_, event);
        if (name == "TxInfAndSts" || name == "OrgnlPmtInfAndSts" || name == Pain002::kMessage)
            return pain002_.take(xml_, event);
        if (name == "TxDtls" || name == "NtryDtls" || name == "Ntry") return camt_.take(xml_, event);
        if (name == "ReturnedCreditItem") return arucs_.take(xml_, event);
    }

    XmlRecords xml_;
    FormatRows& rows_;
    Pain001 pain001_;
    Pain002 pain002_;
    Camt camt_;
    Arucs arucs_;
    bool found_ = false;
};

}  // namespace

std::string date_part(std::string_view text) { return std::string(text.substr(0, 10)); }

std::string account_of(pugi::xml_node account) {
    constexpr std::string_view kPaths[] = {"Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id"};
    return first_text(account, kPaths);
}

std::string remittance_of(pugi::xml_node remittance) {
    std::string text = text_at(remittance, "Strd/CdtrRefInf/Ref");
    return text.empty() ? texts_of(remittance, "Ustrd") : text;
}

void set_party(PaymentRow& row, pugi::xml_node party) {
    // From version .08 of the statements on a party is a choice between a person and a bank.
    if (const auto person = child_of(party, "Pty")) party = person;
    row[field::name] = text_at(party, "Nm");
    row[field::identity] = text_at(party, "Id/PrvtId/Othr/Id");
}

void read_iso20022(std::string_view text, FormatRows& rows) { Messages(text, rows).read(); }

}  // namespace wageproof::readers
