// The messages of ISO 20022 that the reader takes, one class each, and what they share.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "readers/formats/format.hpp"
#include "readers/formats/xml_records.hpp"

namespace wageproof::readers {

/// The day of `2026-01-31`, `2026-01-31+01:00` or `2026-01-31T10:00:00Z`.
[[nodiscard]] std::string date_part(std::string_view text);
/// The IBAN or other number of an account.
[[nodiscard]] std::string account_of(pugi::xml_node account);
/// Structured reference, else the free text.
[[nodiscard]] std::string remittance_of(pugi::xml_node remittance);
/// Name and identity number of a person.
void set_party(PaymentRow& row, pugi::xml_node party);

class Pain001 {
public:
    static constexpr std::string_view kMessage = "CstmrCdtTrfInitn";
    explicit Pain001(FormatRows& rows) : rows_(rows) {}
    void take(XmlRecords& xml, XmlRecords::Event event);
    /// A payment, batch or message that cannot be read.
    void lose(std::string_view element);

private:
    void take_end(XmlRecords& xml);
    FormatRows& rows_;
    PaymentRow row_{0};
    BatchSum batch_sum_, message_sum_;
    bool batches_agree_ = true;
};

class Pain002 {
public:
    static constexpr std::string_view kMessage = "CstmrPmtStsRpt";
    explicit Pain002(FormatRows& rows) : rows_(rows) {}
    void take(XmlRecords& xml, XmlRecords::Event event);

private:
    void take_line(XmlRecords& xml);
    FormatRows& rows_;
    PaymentRow row_{0};
};

/// camt.052, camt.053, camt.054: entries of an account, with or without their single payments.
class Camt {
public:
    explicit Camt(FormatRows& rows) : rows_(rows) {}
    void take(XmlRecords& xml, XmlRecords::Event event);
    /// What is broken has no end of its own.
    void drop_detail();
    void drop_entry();

private:
    struct Detail {
        PaymentRow row{0};
        std::uint32_t line = 0;
        bool has_amount = false;
        bool is_skipped = false;
    };
    void take_detail(XmlRecords& xml);
    void take_entry(XmlRecords& xml);
    void set_entry(PaymentRow& row, pugi::xml_node entry, pugi::xml_node statement) const;
    [[nodiscard]] bool set_direction(PaymentRow& row, pugi::xml_node entry, pugi::xml_node detail) const;
    void see_direction_again(pugi::xml_node entry, pugi::xml_node detail);
    void take_batch(PaymentRow& row, pugi::xml_node batch) const;
    void add_to_sums(pugi::xml_node detail, const std::string& currency);
    void claim_batch(XmlRecords& xml);
    void claim_entry(XmlRecords& xml);
    void set_counterparty(PaymentRow& row, pugi::xml_node detail, pugi::xml_node statement) const;
    void give_pending(bool is_only_one);

    FormatRows& rows_;
    Detail pending_;
    bool has_pending_ = false;
    std::size_t details_ = 0;  ///< of the entry at hand
    std::string entry_amount_;
    std::string batch_count_;
    std::unordered_set<std::string> debit_ids_;  ///< end-to-end ids of the file's debits so far
    PaymentRow batch_{0};  ///< ids, count and total of the entry's `Btch`
    BatchSum entry_sum_, group_sum_;  ///< of the entry's payments, and of those of one `NtryDtls`
    bool states_payments_ = false;    ///< not only money that came in
    bool has_total_ = false;          ///< a `Btch` states what its payments come to
};

/// The Bacs report of credits that were not applied and came back.
class Arucs {
public:
    explicit Arucs(FormatRows& rows) : rows_(rows) {}
    void take(XmlRecords& xml, XmlRecords::Event event);

private:
    FormatRows& rows_;
    PaymentRow row_{0};
};

}  // namespace wageproof::readers
