// The payment formats: files that state payments in a layout of their own, each described by one document.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "readers/row_builder.hpp"

namespace wageproof::readers {

/// A payment format's columns are the fields of the table `payments`, by their numbers, and behind them the bank's own kind
/// of transaction, which no field takes but `skip` in a mapping may look at.
inline constexpr int kBankCode = records::field::payments::notes + 1;
inline constexpr std::size_t kPaymentColumns = kBankCode + 1;

/// One row in the making. Texts are in the record format's own form; empty is 'not given'.
class PaymentRow {
public:
    explicit PaymentRow(std::size_t part_count) : cells_(kPaymentColumns + part_count) {}

    [[nodiscard]] std::string& operator[](int column) noexcept {
        return cells_[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] const std::string& operator[](int column) const noexcept {
        return cells_[static_cast<std::size_t>(column)];
    }
    /// The format's further columns, in the order in which `FormatSpec::parts` names them.
    [[nodiscard]] std::string& part(std::size_t index) noexcept { return cells_[kPaymentColumns + index]; }

    /// Adds a finding on the record: it is told, and the row stays.
    void note(std::string_view finding);
    void clear() noexcept;
    [[nodiscard]] std::span<const std::string> cells() const noexcept { return cells_; }

private:
    std::vector<std::string> cells_;
};

/// The payments of a batch, added up while its lines go by.
class BatchSum {
public:
    void add(std::string_view amount, std::string_view currency);
    /// What the lines come to is not known any more; how many they are still is.
    void lose_total() noexcept { knows_total_ = false; }
    [[nodiscard]] bool has_lines() const noexcept { return count_ > 0; }
    /// A line of the batch without an amount that counts.
    void add_line() noexcept { ++count_; }
    /// A line that cannot be read: what the batch comes to is not known any more.
    void lose() noexcept { is_whole_ = false; }
    void add(const BatchSum& other);

    [[nodiscard]] std::int64_t count() const noexcept { return is_whole_ ? count_ : -1; }
    [[nodiscard]] std::int64_t micro() const noexcept { return is_whole_ && knows_total_ ? micro_ : records::kNone64; }
    /// Empty where there are several.
    [[nodiscard]] const std::string& currency() const noexcept { return currency_; }

private:
    void take_currency(std::string_view currency);
    std::int64_t count_ = 0;
    std::int64_t micro_ = 0;
    bool is_whole_ = true, knows_total_ = true;
    std::string currency_;
    bool several_ = false;
};

/// What a file states of a batch, as texts; empty is not stated.
struct BatchTexts {
    std::uint32_t line = 0;
    std::string name;
    std::string day{};
    std::string count{};
    std::string total{};
};

/// Where a format's reader puts its rows.
class FormatRows {
public:
    /// @param is_utf8  false: each row is looked at, and refused where it is no text
    FormatRows(RowBuilder& builder, bool is_utf8) : builder_(builder), is_utf8_(is_utf8) {}

    void add(std::uint32_t line, const PaymentRow& row);
    void reject(std::uint32_t line, std::string_view column, std::string_view value, Reason reason);
    /// A row that states no payment to anybody, such as money that came in. It is counted.
    void skip();
    /// Sets a file's own count and total beside what its lines came to; they are compared later.
    /// @return whether the two agree, as far as they can be told
    bool claim(const BatchTexts& stated, const BatchSum& sum);

private:
    RowBuilder& builder_;
    bool is_utf8_;
    std::vector<std::string_view> cells_;
};

/// A format: its name in `mapping.json`, its further columns, its reader.
struct FormatSpec {
    std::string_view name;
    std::string_view ending;  ///< of `payments*.ENDING`, which is read so without a mapping; empty: none
    std::span<const std::string_view> parts;  ///< what the row says of the wage: columns a mapping may take
    void (*read)(std::string_view text, FormatRows& rows) = nullptr;
};

/// @return the format of that name, or null
[[nodiscard]] const FormatSpec* find_format(std::string_view name) noexcept;
/// @return the format that a file of payments with this ending (`.xml`) has, or null
[[nodiscard]] const FormatSpec* format_of_ending(std::string_view ending) noexcept;
/// The names of all formats, for messages.
[[nodiscard]] std::string format_names();

/// The columns of a format's rows, by position.
[[nodiscard]] std::vector<std::string> columns_of(const FormatSpec& format);

}  // namespace wageproof::readers
