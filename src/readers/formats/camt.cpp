// camt.052, camt.053 and camt.054: what was booked, entry by entry. An entry may name its single payments, or
// only their number and total; then it says that a batch left the account and of nobody that he was paid.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

constexpr std::string_view kStatements[] = {"Rpt", "Stmt", "Ntfctn"};
constexpr std::string_view kStatus[] = {"Sts/Cd", "Sts/Prtry", "Sts"};  // a choice from version .08 on
constexpr std::string_view kReturnReason[] = {"RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd",
                                              "RtrInf/RtrRsn/Prtry"};
constexpr std::string_view kPurpose[] = {"Purp/Cd", "Purp/Prtry", "CtgyPurp/Cd"};
constexpr std::string_view kAmounts[] = {"Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"};
constexpr std::string_view kBooked[] = {"BookgDt/Dt", "BookgDt/DtTm"};
constexpr std::string_view kValue[] = {"ValDt/Dt", "ValDt/DtTm"};

struct BankCode {
    std::string domain, family, sub_family;
};

BankCode bank_code_of(pugi::xml_node node) {
    return {text_at(node, "BkTxCd/Domn/Cd"), text_at(node, "BkTxCd/Domn/Fmly/Cd"),
            text_at(node, "BkTxCd/Domn/Fmly/SubFmlyCd")};
}

BankCode bank_code_of(pugi::xml_node entry, pugi::xml_node detail) {
    BankCode code = bank_code_of(detail);
    return code.domain.empty() ? bank_code_of(entry) : code;
}

std::string either(pugi::xml_node first, pugi::xml_node second, std::string_view path) {
    std::string text = text_at(first, path);
    return text.empty() ? text_at(second, path) : text;
}

// A wage is an issued credit transfer. What is another kind of debit says so in place of a purpose, so that it
// is not taken for a wage of nobody.
std::string purpose_of(pugi::xml_node detail, const BankCode& code) {
    if (std::string purpose = first_text(detail, kPurpose); !purpose.empty()) return purpose;
    if (code.sub_family == "SALA" || code.sub_family == "PAYR") return code.sub_family;
    if (!code.domain.empty() && code.domain != "PMNT") return code.domain;
    const bool is_transfer = code.family.empty() || code.family == "ICDT" || code.family == "IRCT" ||
                             code.family == "ICHQ" || code.family == "NTAV" || code.family == "OTHR";
    return is_transfer ? std::string{} : code.family;
}

// The day on which an entry's money counts.
std::string day_of(pugi::xml_node entry) {
    const std::string value = date_part(first_text(entry, kValue));
    return value.empty() ? date_part(first_text(entry, kBooked)) : value;
}

pugi::xml_node statement_of(XmlRecords& xml) {
    for (const std::string_view name : kStatements) {
        if (const auto statement = xml.head(name)) return statement;
    }
    return {};
}

}  // namespace

// @return false where the money came in, and not back
bool Camt::set_direction(PaymentRow& row, pugi::xml_node entry, pugi::xml_node detail) const {
    const std::string direction = either(detail, entry, "CdtDbtInd");
    const std::string status = first_text(entry, kStatus);
    const std::string reversal = text_at(entry, "RvslInd");
    const BankCode code = bank_code_of(entry, detail);
    row[field::raw_status] = status;
    const bool is_pending = !status.empty() && status != "BOOK";
    if (direction == "CRDT") {
        // Banks disagree on the reversal indicator of a return, so any of the three signs is one.
        const bool is_return = code.sub_family == "RRTN" || child_of(detail, "RtrInf") || reversal == "true";
        if (!is_return) return false;
        set_event(row, "return", "returned", "x");
        return true;
    }
    // The return of money that had come in is no payment to anybody.
    if (reversal == "true" || (direction == "DBIT" && child_of(detail, "RtrInf"))) return false;
    if (is_pending) {
        set_event(row, "acceptance", "pending", "d");
    } else {
        set_event(row, "booking", "settled", detail ? "b" : "c");
    }
    return true;
}

// Money that comes in under the id of a debit is that debit's return, also where the bank gives no other sign of it.
void Camt::see_direction_again(pugi::xml_node entry, pugi::xml_node detail) {
    const std::string id{pending_.row[field::end_to_end_id]};
    if (id.empty()) return;
    const bool came_in = either(detail, entry, "CdtDbtInd") == "CRDT";
    if (!came_in && !pending_.is_skipped) debit_ids_.insert(id);
    if (!came_in || !pending_.is_skipped || !debit_ids_.contains(id)) return;
    pending_.is_skipped = false;
    set_event(pending_.row, "return", "returned", "x");
}

void Camt::set_entry(PaymentRow& row, pugi::xml_node entry, pugi::xml_node statement) const {
    row[field::channel] = "bank";
    row[field::booked_on] = date_part(first_text(entry, kBooked));
    row[field::paid_on] = date_part(first_text(entry, kValue));
    if (row[field::paid_on].empty()) row[field::paid_on] = row[field::booked_on];
    if (row[field::paid_on].empty()) row[field::paid_on] = date_part(text_at(statement, "CreDtTm"));
    row[field::event_id] = text_at(entry, "AcctSvcrRef");
}

void Camt::set_counterparty(PaymentRow& row, pugi::xml_node detail, pugi::xml_node statement) const {
    const pugi::xml_node parties = child_of(detail, "RltdPties");
    std::string account = account_of(child_of(parties, "CdtrAcct"));
    pugi::xml_node person = child_of(parties, "Cdtr");
    // In a return some banks let the roles follow the money, so that the creditor is the statement's own
    // account.
    const bool is_own = !account.empty() && account == account_of(child_of(statement, "Acct"));
    if (is_own) {
        account = account_of(child_of(parties, "DbtrAcct"));
        person = child_of(parties, "Dbtr");
    }
    set_account(row, account);
    set_party(row, person);
}

void Camt::take_batch(PaymentRow& row, pugi::xml_node batch) const {
    set_id(row, field::message_id, text_at(batch, "MsgId"));
    set_id(row, field::batch_id, text_at(batch, "PmtInfId"));
    set_batch(row, text_at(batch, "NbOfTxs"), text_at(batch, "TtlAmt"));
}

// A payment's amount in the currency of its entry. Where it is not stated so, what the payments come to is not known.
void Camt::add_to_sums(pugi::xml_node detail, const std::string& currency) {
    for (BatchSum* sum : {&entry_sum_, &group_sum_}) {
        bool stated = false;
        for (const std::string_view path : kAmounts) {
            const pugi::xml_node amount = node_at(detail, path);
            if (stated || attribute_of(amount, "Ccy") != currency) continue;
            stated = true;
            sum->add(text_of(amount), currency);
        }
        if (stated) continue;
        sum->add_line();
        sum->lose_total();
    }
}

// What a `Btch` states of the payments that are listed behind it. Banks that list none leave nothing to compare.
void Camt::claim_batch(XmlRecords& xml) {
    const pugi::xml_node batch = child_of(xml.node(), "Btch");
    const std::string day = day_of(xml.head("Ntry"));
    if (batch && states_payments_ && group_sum_.has_lines()) {
        const std::string currency = attribute_of(child_of(batch, "TtlAmt"), "Ccy");
        const bool same_money = currency.empty() || currency == attribute_of(child_of(xml.head("Ntry"), "Amt"), "Ccy");
        const std::string total = same_money ? text_at(batch, "TtlAmt") : std::string();
        std::string name = text_at(batch, "MsgId") + "/" + text_at(batch, "PmtInfId");
        if (name == "/") name = text_at(xml.head("Ntry"), "AcctSvcrRef");
        rows_.claim({xml.line(), name, day, text_at(batch, "NbOfTxs"), total}, group_sum_);
        has_total_ = has_total_ || !total.empty();
    }
    group_sum_ = {};
}

// The amount of an entry that lists several payments is their sum, unless charges are inside it or a `Btch` has said it.
void Camt::claim_entry(XmlRecords& xml) {
    const pugi::xml_node entry = xml.node();
    if (details_ > 1 && states_payments_ && !has_total_ && !child_of(entry, "Chrgs")) {
        rows_.claim({xml.line(), text_at(entry, "AcctSvcrRef"), day_of(entry), {}, text_at(entry, "Amt")}, entry_sum_);
    }
    entry_sum_ = group_sum_ = {};
    states_payments_ = has_total_ = false;
}

void Camt::take_detail(XmlRecords& xml) {
    give_pending(false);
    ++details_;
    const pugi::xml_node detail = xml.node();
    const pugi::xml_node entry = xml.head("Ntry");
    const pugi::xml_node statement = statement_of(xml);
    pending_ = Detail{};
    has_pending_ = true;
    pending_.line = xml.line();
    PaymentRow& row = pending_.row;
    take_batch(row, child_of(xml.head("NtryDtls"), "Btch"));
    batch_count_ = row[field::batch_count];
    set_entry(row, entry, statement);
    pending_.is_skipped = !set_direction(row, entry, detail);
    states_payments_ = states_payments_ || !pending_.is_skipped;
    add_to_sums(detail, attribute_of(child_of(entry, "Amt"), "Ccy"));

    const pugi::xml_node ids = child_of(detail, "Refs");
    set_id(row, field::end_to_end_id, text_at(ids, "EndToEndId"));
    see_direction_again(entry, detail);
    set_id(row, field::instruction_id, text_at(ids, "InstrId"));
    for (const std::string_view id : {"UETR", "TxId", "AcctSvcrRef"}) {
        if (row[field::transaction_id].empty()) set_id(row, field::transaction_id, text_at(ids, id));
    }
    if (const std::string id = text_at(ids, "MsgId"); !id.empty()) set_id(row, field::message_id, id);
    if (const std::string id = text_at(ids, "PmtInfId"); !id.empty()) set_id(row, field::batch_id, id);
    if (row[field::event_id].empty()) {
        row[field::event_id] = text_at(ids, "AcctSvcrRef");
    } else {
        row[field::event_id] += "/" + std::to_string(details_);
    }

    set_counterparty(row, detail, statement);
    row[field::reason] = first_text(detail, kReturnReason);
    row[field::reason_text] = texts_of(child_of(detail, "RtrInf"), "AddtlInf");
    row[field::reference] = remittance_of(child_of(detail, "RmtInf"));
    const BankCode code = bank_code_of(entry, detail);
    row[kBankCode] = code.domain + "/" + code.family + "/" + code.sub_family;
    row[field::purpose] = purpose_of(detail, code);

    const pugi::xml_node booked = node_at(entry, "Amt");
    entry_amount_ = text_of(booked);
    row[field::currency] = attribute_of(booked, "Ccy");
    for (const std::string_view path : kAmounts) {
        const pugi::xml_node amount = node_at(detail, path);
        if (pending_.has_amount || text_of(amount).empty()) continue;
        row[field::amount] = text_of(amount);
        row[field::currency] = attribute_of(amount, "Ccy");
        pending_.has_amount = true;
    }
    // Where the payment was in another currency than the account, the worker got the instructed amount.
    const pugi::xml_node instructed = node_at(detail, "AmtDtls/InstdAmt/Amt");
    if (!text_of(instructed).empty() && attribute_of(instructed, "Ccy") != row[field::currency]) {
        row[field::amount] = text_of(instructed);
        row[field::currency] = attribute_of(instructed, "Ccy");
    }
}

// An entry's only payment has the entry's amount where it states none. Where it stands for several, it is a
// batch that is not itemised.
void Camt::give_pending(bool is_only_one) {
    if (!has_pending_) return;
    has_pending_ = false;
    if (pending_.is_skipped) return rows_.skip();
    PaymentRow& row = pending_.row;
    if (is_only_one) {
        if (!pending_.has_amount) row[field::amount] = entry_amount_;
        const bool is_batch = !batch_count_.empty() && batch_count_ != "1" && batch_count_ != "0";
        if (is_batch && row[field::grade] == "b" && row[field::account].empty()) row[field::grade] = "c";
    }
    rows_.add(pending_.line, row);
}

// The end of an entry: its last payment is given, or the entry itself where it named none.
void Camt::take_entry(XmlRecords& xml) {
    claim_entry(xml);
    if (details_ > 0) {
        give_pending(details_ == 1);
    } else {
        const pugi::xml_node entry = xml.node();
        PaymentRow& row = pending_.row;
        row = batch_;
        set_entry(row, entry, statement_of(xml));
        const BankCode code = bank_code_of(entry);
        row[kBankCode] = code.domain + "/" + code.family + "/" + code.sub_family;
        row[field::purpose] = purpose_of({}, code);
        row[field::amount] = text_at(entry, "Amt");
        row[field::currency] = attribute_of(child_of(entry, "Amt"), "Ccy");
        row[field::reference] = text_at(entry, "AddtlNtryInf");
        if (set_direction(row, entry, {})) {
            rows_.add(xml.line(), row);
        } else {
            rows_.skip();
        }
    }
    details_ = 0;
    batch_.clear();
}

// A payment that cannot be read is one of its entry's all the same.
void Camt::drop_detail() {
    give_pending(false);
    ++details_;
    entry_sum_.lose();
    group_sum_.lose();
}

void Camt::drop_entry() {
    give_pending(details_ == 1);
    details_ = 0;
    entry_sum_ = group_sum_ = {};
    states_payments_ = has_total_ = false;
    batch_.clear();
}

void Camt::take(XmlRecords& xml, XmlRecords::Event event) {
    if (event == XmlRecords::Event::record) return take_detail(xml);
    if (xml.name() == "Ntry") return take_entry(xml);
    if (xml.name() != "NtryDtls") return;
    if (child_of(xml.node(), "Btch")) take_batch(batch_, child_of(xml.node(), "Btch"));
    claim_batch(xml);
}

}  // namespace wageproof::readers
