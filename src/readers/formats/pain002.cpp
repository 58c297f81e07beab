// pain.002 CustomerPaymentStatusReport: what the bank did with the instruction. Its status stands at three
// levels, and lines are often only the exceptions: those that are not listed have their batch's status.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

constexpr std::string_view kReason[] = {"StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry"};
// When the creditor's account was credited, or the money moved.
constexpr std::string_view kEffective[] = {"FctvIntrBkSttlmDt/Dt", "FctvIntrBkSttlmDt/DtTm", "AccptncDtTm",
                                           "OrgnlTxRef/IntrBkSttlmDt"};

void set_status(PaymentRow& row, pugi::xml_node node, std::string_view status, pugi::xml_node message) {
    set_payment_status(row, status);
    row[field::channel] = "bank";
    row[field::reason] = first_text(node, kReason);
    row[field::reason_text] = texts_of(child_of(node, "StsRsnInf"), "AddtlInf");
    row[field::message_id] = text_at(message, "OrgnlGrpInfAndSts/OrgnlMsgId");
    if (row[field::status] == "settled") {
        row[field::paid_on] = date_part(first_text(node, kEffective));
        if (row[field::paid_on].empty()) row[field::paid_on] = date_part(text_at(message, "GrpHdr/CreDtTm"));
    }
    row[field::amount] = "0";
}

void set_batch(PaymentRow& row, pugi::xml_node batch) {
    row[field::batch_id] = text_at(batch, "OrgnlPmtInfId");
    row[field::batch_count] = text_at(batch, "OrgnlNbOfTxs");
    row[field::batch_total] = text_at(batch, "OrgnlCtrlSum");
}

// Statuses of direct debits and of other requests speak of no payment to a worker.
bool is_of_credit_transfers(pugi::xml_node message) {
    const std::string name = text_at(message, "OrgnlGrpInfAndSts/OrgnlMsgNmId");
    return name.empty() || name.find("pain.001") != std::string::npos || name.find('.') == std::string::npos;
}

}  // namespace

void Pain002::take_line(XmlRecords& xml) {
    const pugi::xml_node line = xml.node();
    const pugi::xml_node batch = xml.head("OrgnlPmtInfAndSts");
    const pugi::xml_node message = xml.head(kMessage);
    std::string status = text_at(line, "TxSts");
    if (status.empty()) status = text_at(batch, "PmtInfSts");
    if (status.empty()) status = text_at(message, "OrgnlGrpInfAndSts/GrpSts");
    set_status(row_, line, status, message);
    row_[field::batch_id] = text_at(batch, "OrgnlPmtInfId");
    if (row_[field::batch_id].empty()) row_[field::batch_id] = text_at(line, "OrgnlPmtInfId");
    set_id(row_, field::end_to_end_id, text_at(line, "OrgnlEndToEndId"));
    set_id(row_, field::instruction_id, text_at(line, "OrgnlInstrId"));
    set_id(row_, field::transaction_id, text_at(line, "OrgnlUETR"));
    if (row_[field::transaction_id].empty())
        set_id(row_, field::transaction_id, text_at(line, "AcctSvcrRef"));
    const pugi::xml_node original = child_of(line, "OrgnlTxRef");
    if (const auto amount = node_at(original, "Amt/InstdAmt")) {
        row_[field::amount] = text_of(amount);
        row_[field::currency] = attribute_of(amount, "Ccy");
    }
    set_account(row_, account_of(child_of(original, "CdtrAcct")));
    set_party(row_, child_of(original, "Cdtr"));
    rows_.add(xml.line(), row_);
}

void Pain002::take(XmlRecords& xml, XmlRecords::Event event) {
    row_.clear();
    if (event == XmlRecords::Event::record) {
        if (is_of_credit_transfers(xml.head(kMessage))) return take_line(xml);
        return rows_.skip();
    }
    if (xml.name() == "OrgnlPmtInfAndSts") {
        const std::string status = text_at(xml.node(), "PmtInfSts");
        if (status.empty()) return;
        if (!is_of_credit_transfers(xml.head(kMessage))) return rows_.skip();
        set_status(row_, xml.node(), status, xml.head(kMessage));
        set_batch(row_, xml.node());
    } else {
        const pugi::xml_node group = child_of(xml.node(), "OrgnlGrpInfAndSts");
        const std::string status = text_at(group, "GrpSts");
        if (status.empty()) return;
        if (!is_of_credit_transfers(xml.node())) return rows_.skip();
        set_status(row_, group, status, xml.node());
        row_[field::batch_count] = text_at(group, "OrgnlNbOfTxs");
        row_[field::batch_total] = text_at(group, "OrgnlCtrlSum");
        row_[field::event_id] = text_at(xml.node(), "GrpHdr/MsgId");
    }
    rows_.add(xml.line(), row_);
}

}  // namespace wageproof::readers
