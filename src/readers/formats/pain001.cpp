// pain.001 CustomerCreditTransferInitiation: what the employer asked the bank to pay.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

using Column = PaymentColumn;

// The date is an element of its own up to version .08, and a choice from .09 on.
constexpr std::string_view kExecutionDate[] = {"ReqdExctnDt/Dt", "ReqdExctnDt/DtTm", "ReqdExctnDt"};
constexpr std::string_view kPurpose[] = {"PmtTpInf/CtgyPurp/Cd", "PmtTpInf/CtgyPurp/Prtry", "Purp/Cd",
                                         "Purp/Prtry"};

void set_amount(PaymentRow& row, pugi::xml_node amount) {
    if (const auto instructed = child_of(amount, "InstdAmt")) {
        row[Column::amount] = text_of(instructed);
        row[Column::currency] = attribute_of(instructed, "Ccy");
    } else if (const auto equivalent = child_of(amount, "EqvtAmt")) {
        row[Column::amount] = text_at(equivalent, "Amt");
        row[Column::currency] = attribute_of(child_of(equivalent, "Amt"), "Ccy");
    }
}

void set_batch(PaymentRow& row, pugi::xml_node message, pugi::xml_node batch) {
    row[Column::message_id] = text_at(message, "GrpHdr/MsgId");
    row[Column::batch_id] = text_at(batch, "PmtInfId");
    row[Column::batch_count] = text_at(batch, "NbOfTxs");
    row[Column::batch_total] = text_at(batch, "CtrlSum");
    row[Column::instructed_on] = date_part(first_text(batch, kExecutionDate));
    row[Column::channel] = text_at(batch, "PmtMtd") == "CHK" ? "cheque" : "bank";
}

void set_payment(PaymentRow& row, pugi::xml_node payment, pugi::xml_node batch) {
    set_event(row, "instruction", "instructed", "d");
    set_id(row, Column::end_to_end_id, text_at(payment, "PmtId/EndToEndId"));
    set_id(row, Column::instruction_id, text_at(payment, "PmtId/InstrId"));
    set_id(row, Column::transaction_id, text_at(payment, "PmtId/UETR"));
    set_amount(row, child_of(payment, "Amt"));
    set_account(row, account_of(child_of(payment, "CdtrAcct")));
    set_party(row, child_of(payment, "Cdtr"));
    row[Column::purpose] = first_text(payment, kPurpose);
    if (row[Column::purpose].empty()) row[Column::purpose] = first_text(batch, kPurpose);
    row[Column::reference] = remittance_of(child_of(payment, "RmtInf"));
}

}  // namespace

void Pain001::take(XmlRecords& xml, XmlRecords::Event event) {
    if (event != XmlRecords::Event::record) return;
    row_.clear();
    const pugi::xml_node batch = xml.head("PmtInf");
    set_batch(row_, xml.head(kMessage), batch);
    set_payment(row_, xml.node(), batch);
    rows_.add(xml.line(), row_);
}

}  // namespace wageproof::readers
