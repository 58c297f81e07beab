// The Salary Information File of the United Arab Emirates' Wages Protection System: an EDR a worker, an EVP
// beside it where variable pay is broken down, one SCR for the file.
#include <map>
#include <optional>

#include "readers/formats/payment_codes.hpp"
#include "readers/formats/readers.hpp"
#include "readers/formats/text_lines.hpp"
#include "readers/values.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;
using Cells = std::vector<std::string_view>;

constexpr std::size_t kRecordCells = 10;
constexpr std::size_t kIdentityDigits = 14;
enum Part : std::size_t { fixed_income, variable_income, working_days, unpaid_leave_days, first_component };
constexpr std::size_t kComponents = 7;

struct Line {
    std::string_view text;
    std::uint32_t number = 0;
};

std::string_view cell(const Cells& cells, std::size_t index) noexcept {
    return index < cells.size() ? cells[index] : std::string_view{};
}

class SifUae {
public:
    explicit SifUae(FormatRows& rows) : rows_(rows) {}

    // A guide puts the SCR last, some agents put it first, and files are put one behind the other.
    void read(std::string_view text) {
        std::vector<Line> payments;
        std::optional<Cells> scr;
        std::optional<bool> scr_leads;
        std::uint32_t scr_line = 0;
        const auto give = [&] {
            for (const Line& line : payments) add(line, scr);
            if (scr) claim(*scr, scr_line);
            sum_ = {};
            payments.clear();
            components_.clear();
        };
        for (TextLines lines(text); lines.next();) {
            const Line line{lines.line(), lines.number()};
            if (line.text.find_first_not_of(", \t") == std::string_view::npos) continue;
            const std::string_view kind = trim(line.text.substr(0, line.text.find(',')));
            if (kind == "EDR") {
                payments.push_back(line);
            } else if (kind == "EVP") {
                components_[cell(split_cells(line.text, ','), 1)] = line.text;
            } else if (kind == "SCR") {
                if (!scr_leads) scr_leads = payments.empty();
                if (*scr_leads) give();
                scr = split_cells(line.text, ',');
                scr_line = line.number;
                if (!*scr_leads) {
                    give();
                    scr.reset();
                }
            } else {
                rows_.reject(line.number, "record type", kind, Reason::unknown_value);
            }
        }
        give();
    }

private:
    void add(const Line& line, const std::optional<Cells>& scr) {
        const Cells cells = split_cells(line.text, ',');
        if (cells.size() != kRecordCells) {
            sum_.lose();
            return rows_.reject(line.number, {}, line.text, Reason::column_count);
        }
        row_.clear();
        set_event(row_, "instruction", "instructed", "d");
        row_[field::channel] = "bank";
        row_[field::identity] = cell(cells, 1);
        if (row_[field::identity].size() != kIdentityDigits || !is_digits(row_[field::identity]))
            row_.note("identity_length");
        set_account(row_, cell(cells, 3));
        row_[field::period_start] = cell(cells, 4);
        row_[field::period_end] = cell(cells, 5);
        row_.part(working_days) = cell(cells, 6);
        row_.part(fixed_income) = cell(cells, 7);
        row_.part(variable_income) = cell(cells, 8);
        row_.part(unpaid_leave_days) = cell(cells, 9);
        row_[field::purpose] = "SALA";
        if (scr) set_file(*scr);
        if (!set_amount(line.number)) return sum_.lose();
        sum_.add(row_[field::amount], row_[field::currency]);
        period_end_ = row_[field::period_end];
        set_components(cells);
        rows_.add(line.number, row_);
    }

    bool set_amount(std::uint32_t line) {
        const auto fixed = quantity::parse_decimal(row_.part(fixed_income));
        const std::string& more = row_.part(variable_income);
        const auto variable = quantity::parse_decimal(more.empty() ? "0" : more);
        if (!fixed.ok() || !variable.ok()) {
            const bool is_fixed = !fixed.ok();
            rows_.reject(line, is_fixed ? "fixed_income" : "variable_income",
                         row_.part(is_fixed ? fixed_income : variable_income),
                         row_.part(fixed_income).empty() ? Reason::missing : Reason::not_a_number);
            return false;
        }
        quantity::append_decimal_trimmed(row_[field::amount], fixed.micro + variable.micro);
        variable_micro_ = variable.micro;
        return true;
    }

    void set_components(const Cells& record) {
        const auto found = components_.find(cell(record, 1));
        if (found == components_.end()) return;
        const Cells parts = split_cells(found->second, ',');
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < kComponents; ++i) {
            const std::string_view text = cell(parts, 3 + i);
            row_.part(first_component + i) = text;
            sum += quantity::parse_decimal(text.empty() ? "0" : text).micro;
        }
        if (sum != variable_micro_) row_.note("parts_differ");
    }

    void set_file(const Cells& cells) {
        row_[field::message_id] = std::string(cell(cells, 1)) + "/" + std::string(cell(cells, 3)) + "/" +
                                   std::string(cell(cells, 4));
        row_[field::instructed_on] = cell(cells, 3);
        set_batch(row_, cell(cells, 6), cell(cells, 7));
        row_[field::currency] = cell(cells, 8);
        row_[field::reference] = cell(cells, 9);
    }

    void claim(const Cells& scr, std::uint32_t line) {
        row_.clear();
        set_file(scr);
        const std::string& day = period_end_.empty() ? row_[field::instructed_on] : period_end_;
        rows_.claim({line, row_[field::message_id], day, std::string(cell(scr, 6)), std::string(cell(scr, 7))}, sum_);
    }

    FormatRows& rows_;
    std::map<std::string_view, std::string_view> components_;  ///< the EVP of each employee id
    PaymentRow row_{kSifUaeParts.size()};
    std::int64_t variable_micro_ = 0;
    BatchSum sum_;
    std::string period_end_;  ///< of the last payment
};

}  // namespace

void read_sif_uae(std::string_view text, FormatRows& rows) { SifUae(rows).read(text); }

}  // namespace wageproof::readers
