// The wages file of Saudi Arabia's Wage Protection System: one line for the file, then one a worker, cells
// between tabs, and a line with `-` behind the last. The bank sends the same file back with what became of each
// payment, so that a line may state two events.
#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;
using Cells = std::vector<std::string_view>;

constexpr std::size_t kFileCells = 10;
constexpr std::size_t kRowCells = 14;
constexpr std::size_t kIdentityDigits = 10;

// Positions in the document's tables 2 and 4.
enum FileCell : std::size_t {
    file_currency = 3,
    value_date = 4,
    file_amount = 5,
    file_reference = 7,
    file_rejection = 8
};
enum RowCell : std::size_t {
    amount,
    account,
    name,
    details = 4,
    return_code,
    first_part,
    identity = 10,
    transaction_reference,
    transaction_status,
    transaction_date
};

// Amounts are of the form `15d`, whose decimal sign is a comma in SWIFT's notation; files have either.
std::string plain_amount(std::string_view text) {
    std::string plain(text);
    const std::size_t comma = plain.find(',');
    if (comma != std::string::npos && plain.find('.') == std::string::npos) plain[comma] = '.';
    return plain;
}

bool is_title(const Cells& cells) noexcept {
    return cells[0].starts_with("[") || cells[0] == "DEST-ID" || cells[0] == "32B-AMT";
}

class WpsSaudi {
public:
    explicit WpsSaudi(FormatRows& rows) : rows_(rows) {}

    void read(std::string_view text) {
        const std::string_view first = text.substr(0, text.find('\n'));
        const char delimiter = first.find('\t') == std::string_view::npos ? ',' : '\t';
        for (TextLines lines(text); lines.next();) {
            if (lines.line().starts_with("-")) break;
            const Cells cells = split_cells(lines.line(), delimiter);
            if (cells.size() == 1 && cells[0].empty()) continue;
            if (is_title(cells)) continue;
            take(cells, lines.line(), lines.number());
        }
        if (!file_.empty()) rows_.claim({file_line_, std::string(file_[file_reference]), dashed_date(file_[value_date]), {}, plain_amount(file_[file_amount])}, sum_);
    }

private:
    void take(const Cells& cells, std::string_view line, std::uint32_t number) {
        const std::size_t wanted = file_.empty() ? kFileCells : kRowCells;
        if (cells.size() != wanted) {
            sum_.lose();
            return rows_.reject(number, {}, line, Reason::column_count);
        }
        if (file_.empty()) {
            file_ = cells;
            file_line_ = number;
            if (!cells[file_rejection].empty()) add_refused_file(number);
            return;
        }
        add_instruction(cells, number);
        if (!cells[return_code].empty() || !cells[transaction_status].empty() || !cells[transaction_date].empty())
            add_outcome(cells, number);
    }

    void set_file() {
        row_.clear();
        row_[field::channel] = "bank";
        row_[field::currency] = file_[file_currency];
        row_[field::message_id] = file_[file_reference];
        set_batch(row_, {}, plain_amount(file_[file_amount]));
    }

    void set_worker(const Cells& cells) {
        set_file();
        row_[field::amount] = plain_amount(cells[amount]);
        set_account(row_, cells[account]);
        row_[field::name] = cells[name];
        row_[field::identity] = cells[identity];
        if (cells[identity].size() != kIdentityDigits || !is_digits(cells[identity])) row_.note("identity_length");
        row_[field::purpose] = "SALA";
        row_[field::reference] = cells[details];
        for (std::size_t i = 0; i < kWpsSaudiParts.size(); ++i) row_.part(i) = plain_amount(cells[first_part + i]);
    }

    void add_instruction(const Cells& cells, std::uint32_t number) {
        set_worker(cells);
        set_event(row_, "instruction", "instructed", "d");
        row_[field::instructed_on] = dashed_date(file_[value_date]);
        sum_.add(row_[field::amount], row_[field::currency]);
        rows_.add(number, row_);
    }

    void add_outcome(const Cells& cells, std::uint32_t number) {
        set_worker(cells);
        const bool is_returned = cells[return_code].find_first_not_of('0') != std::string_view::npos;
        if (is_returned) {
            set_event(row_, "rejection", "rejected", "x");
        } else if (!cells[transaction_date].empty()) {
            set_event(row_, "booking", "settled", "b");
        } else {
            set_event(row_, "acceptance", "pending", "d");
        }
        row_[field::paid_on] = dashed_date(cells[transaction_date]);
        row_[field::transaction_id] = cells[transaction_reference];
        row_[field::event_id] = cells[transaction_reference];
        row_[field::raw_status] = cells[transaction_status];
        row_[field::reason] = cells[return_code];
        rows_.add(number, row_);
    }

    // The bank refused the file whole, so none of its payments was made.
    void add_refused_file(std::uint32_t number) {
        set_file();
        set_event(row_, "rejection", "rejected", "x");
        row_[field::amount] = "0";
        row_[field::reason] = file_[file_rejection];
        rows_.add(number, row_);
    }

    FormatRows& rows_;
    Cells file_;
    std::uint32_t file_line_ = 0;
    BatchSum sum_;
    PaymentRow row_{kWpsSaudiParts.size()};
};

}  // namespace

void read_wps_saudi(std::string_view text, FormatRows& rows) { WpsSaudi(rows).read(text); }

}  // namespace wageproof::readers
