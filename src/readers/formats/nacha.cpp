// NACHA files: lines of 94 characters. Entries are credits that were sent, or entries that came back with an
// addendum behind them: 99 is a return, or the dispute about one, and 98 a notice of change.
#include <algorithm>
#include <optional>

#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

constexpr std::size_t kLine = 94;

std::string dollars(std::string_view cents) {
    if (!is_digits(cents) || cents.size() < 3) return std::string(cents);
    std::string text(cents.substr(0, cents.size() - 2));
    return text + "." + std::string(cents.substr(cents.size() - 2));
}

// The last digit of a transaction code tells credits (0 to 4) from debits.
bool is_credit(std::string_view code) noexcept { return code.size() == 2 && code[1] >= '0' && code[1] <= '4'; }

// R61 to R70 say that the sender's bank did not accept a return, R71 to R77 that the receiver's bank insists.
enum class ReturnKind { returned, dishonoured, contested };
ReturnKind kind_of(std::string_view code) noexcept {
    if (code >= "R61" && code <= "R70") return ReturnKind::dishonoured;
    if (code >= "R71" && code <= "R77") return ReturnKind::contested;
    return ReturnKind::returned;
}

class Nacha {
public:
    explicit Nacha(FormatRows& rows) : rows_(rows) {}

    void read(std::string_view text) {
        // Some systems write no line ends at all.
        const bool has_lines = text.find('\n') != std::string_view::npos || text.size() <= kLine;
        if (has_lines) {
            for (TextLines lines(text); lines.next();) take(lines.line(), lines.number());
        } else {
            for (std::uint32_t number = 1; !text.empty(); ++number) {
                take(text.substr(0, kLine), number);
                text.remove_prefix(std::min(kLine, text.size()));
            }
        }
        give_entry();
        if (!has_file_) rows_.reject(1, "record type", text.substr(0, 40), Reason::missing);
    }

private:
    void take(std::string_view line, std::uint32_t number) {
        if (trim(line).empty() || line.find_first_not_of("9 ") == std::string_view::npos) return;
        switch (line.front()) {
            case '1':
                file_sum_ = {};
                batches_agree_ = true;
                created_on_ = short_date(cut(line, 23, 6));
                file_id_ = std::string(cut(line, 13, 10)) + "/" + std::string(cut(line, 23, 10)) + "/" +
                           std::string(cut(line, 33, 1));
                break;
            case '5':
                give_entry();
                take_batch(line);
                break;
            case '6':
                give_entry();
                entry_ = line;
                entry_line_ = number;
                for (BatchSum* sum : {&credits_, &file_sum_}) {
                    if (is_credit(cut(line, 1, 2))) {
                        sum->add(dollars(cut(line, 29, 10)), "USD");
                    } else {
                        sum->add_line();
                    }
                }
                break;
            case '7':
                credits_.add_line();
                file_sum_.add_line();
                take_addendum(line, number);
                break;
            case '8':
                give_entry();
                end_batch(line, number);
                break;
            case '9':
                give_entry();
                end_file(line, number);
                break;
            default:
                give_entry();
                credits_.lose();
                file_sum_.lose();
                return rows_.reject(number, "record type", line.substr(0, 40), Reason::unknown_value);
        }
        has_file_ = true;
    }

    void take_batch(std::string_view line) {
        kind_ = cut(line, 50, 3);
        purpose_ = cut(line, 53, 10);
        effective_on_ = short_date(cut(line, 69, 6));
        if (!read_date(effective_on_).ok()) effective_on_.clear();
        batch_id_ = cut(line, 87, 7);
        credits_ = {};
    }

    // The control counts entries and addenda together, and adds up credits apart from debits.
    void end_batch(std::string_view line, std::uint32_t number) {
        const bool agrees = rows_.claim({number, file_id_ + "/" + std::string(batch_id_), effective_on_, std::string(cut(line, 4, 6)), dollars(cut(line, 32, 12))},
                                        credits_);
        batches_agree_ = batches_agree_ && agrees;
    }

    // The file's control, likewise over all batches. Where a batch's own is wrong, the file's says nothing new; where a whole
    // batch was taken out or put in, only the file's can.
    void end_file(std::string_view line, std::uint32_t number) {
        if (batches_agree_) rows_.claim({number, file_id_, effective_on_, std::string(cut(line, 13, 8)), dollars(cut(line, 43, 12))}, file_sum_);
        file_sum_ = {};
        batches_agree_ = true;
    }

    // An entry is given once it is known that no addendum turns it into something else.
    void give_entry() {
        last_entry_ = {};
        if (!entry_) return;
        const std::string_view line = *entry_;
        entry_.reset();
        if (kind_ == "IAT") return rows_.reject(entry_line_, "standard entry class", kind_, Reason::unknown_value);
        const bool is_payment = is_credit(cut(line, 1, 2)) && cut(line, 29, 10).find_first_not_of('0') != std::string_view::npos;
        if (!is_payment) return rows_.skip();  // debits, and tests of accounts without money
        set_entry(line);
        set_event(row_, "instruction", "instructed", "d");
        row_[field::instructed_on] = effective_on_;
        row_[field::message_id] = file_id_;
        row_[field::batch_id] = batch_id_;
        row_[field::transaction_id] = cut(line, 79, 15);
        rows_.add(entry_line_, row_);
    }

    void set_entry(std::string_view line) {
        row_.clear();
        row_[field::channel] = "bank";
        row_[field::currency] = "USD";
        row_[field::account] = cut(line, 12, 17);
        row_[field::amount] = dollars(cut(line, 29, 10));
        row_[field::identity] = cut(line, 39, 15);
        row_[field::name] = cut(line, 54, 22);
        row_[field::purpose] = purpose_;
        row_[kBankCode] = std::string(kind_) + "/" + std::string(cut(line, 1, 2));
    }

    void take_addendum(std::string_view line, std::uint32_t number) {
        const std::string_view type = cut(line, 1, 2);
        if (type != "98" && type != "99") return;  // free text beside a payment
        if (entry_) {
            last_entry_ = *entry_;
            entry_.reset();
        }
        if (last_entry_.empty()) return rows_.reject(number, "entry", line.substr(0, 40), Reason::missing);
        if (!is_credit(cut(last_entry_, 1, 2))) return rows_.skip();
        set_entry(last_entry_);
        row_[field::reason] = cut(line, 3, 3);
        row_[field::transaction_id] = cut(line, 6, 15);
        row_[field::event_id] = std::string(cut(line, 79, 15)) + "/" + row_[field::reason];
        row_[field::reason_text] = cut(line, 35, type == "98" ? 29 : 44);
        row_[field::paid_on] = effective_on_.empty() ? created_on_ : effective_on_;
        if (type == "98") {
            set_event(row_, "correction", "pending", "d");
            row_[field::amount] = "0";
        } else if (kind_of(row_[field::reason]) == ReturnKind::dishonoured) {
            set_event(row_, "acceptance", "pending", "d");
            row_.note("return_dishonoured");
        } else {
            set_event(row_, "return", "returned", "x");
            if (kind_of(row_[field::reason]) == ReturnKind::contested) row_.note("return_contested");
        }
        rows_.add(number, row_);
    }

    FormatRows& rows_;
    PaymentRow row_{0};
    bool has_file_ = false;
    std::string created_on_, effective_on_, file_id_;
    std::string_view kind_, purpose_, batch_id_;
    std::optional<std::string_view> entry_;  ///< not yet given
    std::uint32_t entry_line_ = 0;
    std::string_view last_entry_;
    BatchSum credits_;  ///< of the batch; counts its debits and addenda too, as its control does
    BatchSum file_sum_; ///< the same of all batches
    bool batches_agree_ = true;
};

}  // namespace

void read_nacha(std::string_view text, FormatRows& rows) { Nacha(rows).read(text); }

}  // namespace wageproof::readers
