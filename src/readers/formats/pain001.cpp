// pain.001 CustomerCreditTransferInitiation: what the employer asked the bank to pay.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

// The date is an element of its own up to version .08, and a choice from .09 on.
constexpr std::string_view kExecutionDate[] = {"ReqdExctnDt/Dt", "ReqdExctnDt/DtTm", "ReqdExctnDt"};
constexpr std::string_view kPurpose[] = {"PmtTpInf/CtgyPurp/Cd", "PmtTpInf/CtgyPurp/Prtry", "Purp/Cd",
                                         "Purp/Prtry"};

void set_amount(PaymentRow& row, pugi::xml_node amount) {
    if (const auto instructed = child_of(amount, "InstdAmt")) {
        row[field::amount] = text_of(instructed);
        row[field::currency] = attribute_of(instructed, "Ccy");
    } else if (const auto equivalent = child_of(amount, "EqvtAmt")) {
        row[field::amount] = text_at(equivalent, "Amt");
        row[field::currency] = attribute_of(child_of(equivalent, "Amt"), "Ccy");
    }
}

void set_batch(PaymentRow& row, pugi::xml_node message, pugi::xml_node batch) {
    row[field::message_id] = text_at(message, "GrpHdr/MsgId");
    row[field::batch_id] = text_at(batch, "PmtInfId");
    set_batch(row, text_at(batch, "NbOfTxs"), text_at(batch, "CtrlSum"));
    row[field::instructed_on] = date_part(first_text(batch, kExecutionDate));
    row[field::channel] = text_at(batch, "PmtMtd") == "CHK" ? "cheque" : "bank";
}

void set_payment(PaymentRow& row, pugi::xml_node payment, pugi::xml_node batch) {
    set_event(row, "instruction", "instructed", "d");
    set_id(row, field::end_to_end_id, text_at(payment, "PmtId/EndToEndId"));
    set_id(row, field::instruction_id, text_at(payment, "PmtId/InstrId"));
    set_id(row, field::transaction_id, text_at(payment, "PmtId/UETR"));
    set_amount(row, child_of(payment, "Amt"));
    set_account(row, account_of(child_of(payment, "CdtrAcct")));
    set_party(row, child_of(payment, "Cdtr"));
    row[field::purpose] = first_text(payment, kPurpose);
    if (row[field::purpose].empty()) row[field::purpose] = first_text(batch, kPurpose);
    row[field::reference] = remittance_of(child_of(payment, "RmtInf"));
}

}  // namespace

// Count and control sum stand for a batch, and again for the whole message. Where a batch's own are wrong, the message's
// say nothing new.
void Pain001::take_end(XmlRecords& xml) {
    const pugi::xml_node node = xml.node();
    if (xml.name() == kMessage) {
        if (batches_agree_) {
            rows_.claim({xml.line(), text_at(node, "GrpHdr/MsgId"), {}, text_at(node, "GrpHdr/NbOfTxs"), text_at(node, "GrpHdr/CtrlSum")},
                        message_sum_);
        }
        message_sum_ = {};
        batches_agree_ = true;
        return;
    }
    const std::string message = text_at(xml.head(kMessage), "GrpHdr/MsgId");
    const bool agrees = rows_.claim({xml.line(), message + "/" + text_at(node, "PmtInfId"), date_part(first_text(node, kExecutionDate)),
                                     text_at(node, "NbOfTxs"), text_at(node, "CtrlSum")}, batch_sum_);
    batches_agree_ = batches_agree_ && agrees;
    message_sum_.add(batch_sum_);
    batch_sum_ = {};
}

void Pain001::lose(std::string_view element) {
    if (element == "CdtTrfTxInf") {
        batch_sum_.lose();
    } else {
        batch_sum_ = {};
        message_sum_.lose();
    }
}

void Pain001::take(XmlRecords& xml, XmlRecords::Event event) {
    if (event != XmlRecords::Event::record) return take_end(xml);
    row_.clear();
    const pugi::xml_node batch = xml.head("PmtInf");
    set_batch(row_, xml.head(kMessage), batch);
    set_payment(row_, xml.node(), batch);
    batch_sum_.add(row_[field::amount], row_[field::currency]);
    rows_.add(xml.line(), row_);
}

}  // namespace wageproof::readers
