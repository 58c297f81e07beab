// MT940 and MT942 of SWIFT: entries of an account as fields `:61:`, what is known of each behind it in `:86:`.
#include <array>
#include <optional>
#include <string>
#include <unordered_set>

#include "readers/formats/mt940_details.hpp"
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

/// `:61:` taken apart.
struct Entry {
    std::string value_on{};
    std::string booked_on{};
    bool is_clamped = false;
    std::string_view mark{};  ///< C, D, RC, RD, EC, ED
    std::string amount{};
    std::string_view type{};
    std::string_view customer_reference{};
    std::string_view bank_reference{};
};

// Banks that count every month as 30 days write 30 February.
std::string clamped_date(int year, int month, int day, bool& is_clamped) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return {};
    if (const int last = last_day_of(year, month); day > last) {
        day = last;
        is_clamped = true;
    }
    const auto two = [](int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

int two_digits(std::string_view text, std::size_t at) noexcept { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

std::string value_date(std::string_view text, bool& is_clamped) {
    if (text.size() < 6 || !is_digits(text.substr(0, 6))) return {};
    const int year = two_digits(text, 0);
    return clamped_date(year >= 69 ? 1900 + year : 2000 + year, two_digits(text, 2), two_digits(text, 4), is_clamped);
}

// The entry date has no year; it is the one that brings it next to the value date.
std::string entry_date(std::string_view text, const std::string& value_on, bool& is_clamped) {
    if (!is_digits(text) || value_on.size() != 10) return {};
    int year = std::stoi(value_on.substr(0, 4));
    const int month = two_digits(text, 0);
    const int value_month = std::stoi(value_on.substr(5, 2));
    if (month - value_month > 6) --year;
    if (value_month - month > 6) ++year;
    return clamped_date(year, month, two_digits(text, 2), is_clamped);
}

bool is_blank_or_digits(std::string_view text) noexcept {
    return text.find_first_not_of("0123456789 ") == std::string_view::npos;
}

std::optional<Entry> parse_entry(std::string_view text) {
    Entry entry;
    if (text.size() < 6 || !is_blank_or_digits(text.substr(0, 6))) return std::nullopt;
    entry.value_on = value_date(text, entry.is_clamped);
    text.remove_prefix(6);
    if (text.size() >= 4 && is_blank_or_digits(text.substr(0, 4))) {
        entry.booked_on = entry_date(text.substr(0, 4), entry.value_on, entry.is_clamped);
        text.remove_prefix(4);
    }
    while (text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t mark = text.find_first_of("CD");  // house: country, credit and debit
    if (mark > 1 || (mark == 1 && text[0] != 'R' && text[0] != 'E')) return std::nullopt;
    entry.mark = text.substr(0, mark + 1);
    text.remove_prefix(mark + 1);
    while (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') text.remove_prefix(1);  // funds code
    const std::size_t end = std::min(text.find_first_not_of("0123456789,."), text.size());
    entry.amount = text.substr(0, end);
    if (const std::size_t comma = entry.amount.find(','); comma != std::string::npos) entry.amount[comma] = '.';
    text.remove_prefix(end);
    entry.type = text.substr(0, 4);
    text = text.substr(std::min<std::size_t>(4, text.size()));
    const std::size_t bank = text.find("//");
    entry.customer_reference = trim(text.substr(0, bank));
    if (bank != std::string_view::npos) entry.bank_reference = trim(text.substr(bank + 2));
    return entry;
}

class Mt940 {
public:
    explicit Mt940(FormatRows& rows) : rows_(rows) {}

    void read(std::string_view text) {
        for (TextLines lines(text); lines.next();) take_line(lines.line(), lines.number());
        end_field();
        give_entry();
        if (!has_field_) rows_.reject(1, "field", text.substr(0, text.find('\n')), Reason::missing);
    }

private:
    void take_line(std::string_view line, std::uint32_t number) {
        const std::size_t colon = line.starts_with(':') ? line.find(':', 1) : std::string_view::npos;
        const bool is_field = colon != std::string_view::npos && colon >= 3 && colon <= 4 && is_digits(line.substr(1, 2));
        if (is_field) {
            end_field();
            tag_ = line.substr(1, colon - 1);
            field_ = line.substr(colon + 1);
            field_line_ = number;
            has_field_ = true;
        } else if (line.starts_with("-") && trim(line.substr(1, 1)).empty()) {
            end_field();
        } else if (line.starts_with("-}") || line.starts_with("{")) {
            end_field();
        } else if (!tag_.empty()) {
            // A line is at most 65 characters, and words are cut where it ends.
            if (tag_ == "61") {
                if (supplement_.empty()) supplement_ = line;
            } else {
                field_ += line;
            }
        }
    }

    void end_field() {
        if (tag_ == "61") {
            give_entry();
            entry_text_ = field_;
            entry_supplement_ = supplement_;
            entry_line_ = field_line_;
            has_entry_ = true;
        } else if (tag_ == "86" && has_entry_) {
            details_ = field_;
            give_entry();
        } else if (tag_ == "20") {
            give_entry();
            is_interim_ = false;
        } else if (tag_.starts_with("60") || tag_.starts_with("62")) {
            give_entry();
            take_balance();
        } else if (tag_ == "34F" || tag_ == "13D" || tag_ == "13") {
            is_interim_ = true;
            if (tag_ == "34F") currency_ = field_.substr(0, 3);
        }
        tag_.clear();
        field_.clear();
        supplement_.clear();
    }

    // `C260131EUR1234,56`
    void take_balance() {
        bool is_clamped = false;
        const std::string date = value_date(std::string_view(field_).substr(std::min<std::size_t>(1, field_.size())), is_clamped);
        if (field_.size() < 10 || date.empty()) return;
        balance_on_ = date;
        currency_ = field_.substr(7, 3);
    }

    void give_entry() {
        if (!has_entry_) return;
        has_entry_ = false;
        const std::string details = std::move(details_);
        details_.clear();
        const auto entry = parse_entry(entry_text_);
        if (!entry) return rows_.reject(entry_line_, ":61:", entry_text_, Reason::not_a_number);
        const Mt940Details known = parse_mt940_details(details);
        row_.clear();
        const bool came_back = entry->mark == "C" && debit_ids_.contains(known.end_to_end_id);
        if (came_back) {
            // Money that comes in under the id of a debit is that debit's return, also without another sign of it.
            row_[field::raw_status] = entry->mark;
            set_event(row_, "return", "returned", "x");
        } else if (!set_direction(*entry, known)) {
            return rows_.skip();
        }
        if (entry->mark == "D" && !known.end_to_end_id.empty() && known.end_to_end_id != "NOTPROVIDED") debit_ids_.insert(known.end_to_end_id);
        row_[field::channel] = "bank";
        row_[field::amount] = entry->amount;
        row_[field::currency] = currency_;
        row_[field::booked_on] = entry->booked_on;
        row_[field::paid_on] = entry->value_on.empty() ? balance_on_ : entry->value_on;
        if (entry->is_clamped) row_.note("not_a_day");
        set_id(row_, field::end_to_end_id, known.end_to_end_id);
        set_id(row_, field::instruction_id, known.instruction_id.empty() ? entry->customer_reference : known.instruction_id);
        set_id(row_, field::event_id, entry->bank_reference);
        set_account(row_, known.account);
        row_[field::name] = known.name;
        row_[field::reference] = known.text.empty() ? entry_supplement_ : known.text;
        row_[field::reason] = known.return_reason;
        row_[field::purpose] = known.purpose;
        row_[kBankCode] = known.transaction_code.empty() ? std::string(entry->type) : known.transaction_code;
        if (row_[field::purpose].empty() && known.is_no_transfer()) row_[field::purpose] = row_[kBankCode];
        rows_.add(entry_line_, row_);
    }

    // @return false where the money came in, and not back
    bool set_direction(const Entry& entry, const Mt940Details& known) {
        row_[field::raw_status] = entry.mark;
        if (entry.mark == "RD" || (entry.mark == "C" && (known.is_return() || entry.type == "NRTI"))) {
            set_event(row_, "return", "returned", "x");
            return true;
        }
        if (entry.mark != "D" && entry.mark != "ED") return false;
        const bool is_itemised = !known.is_batch() && (!known.account.empty() || !known.end_to_end_id.empty() || !known.name.empty());
        if (is_interim_ || entry.mark == "ED") {
            set_event(row_, "acceptance", "pending", "d");
        } else {
            set_event(row_, "booking", "settled", is_itemised ? "b" : "c");
        }
        return true;
    }

    FormatRows& rows_;
    PaymentRow row_{0};
    bool has_field_ = false;
    std::string tag_, field_, supplement_;
    std::uint32_t field_line_ = 0;
    bool is_interim_ = false;  ///< MT942: what is under way on the account
    std::string currency_, balance_on_;
    std::unordered_set<std::string> debit_ids_;  ///< end-to-end ids of the file's debits so far
    bool has_entry_ = false;
    std::string entry_text_, entry_supplement_, details_;
    std::uint32_t entry_line_ = 0;
};

}  // namespace

void read_mt940(std::string_view text, FormatRows& rows) { Mt940(rows).read(text); }

}  // namespace wageproof::readers
