#include "readers/formats/format.hpp"

#include <algorithm>
#include <array>

#include "readers/formats/readers.hpp"
#include "readers/encoding.hpp"
#include "readers/json_tokens.hpp"

namespace wageproof::readers {
namespace {

constexpr std::array<std::string_view, kPaymentColumns> kColumns{
    "worker_id",     "period_start", "period_end",     "paid_on",        "amount",   "currency",   "channel",
    "account",       "fee",          "status",         "reason",         "reference", "event",     "grade",
    "instructed_on", "booked_on",    "end_to_end_id",  "instruction_id", "transaction_id", "event_id", "message_id",
    "batch_id",      "identity",     "name",           "raw_status",     "reason_text", "purpose", "batch_count",
    "batch_total",   "notes",        "bank_code"};

constexpr std::array kFormats{
    FormatSpec{"iso20022", ".xml", {}, read_iso20022},
    FormatSpec{"bacs-arucs", {}, {}, read_iso20022},
    FormatSpec{"sif-uae", ".sif", kSifUaeParts, read_sif_uae},
    FormatSpec{"sif-qatar", {}, kSifQatarParts, read_sif_qatar},
    FormatSpec{"sif-oman", {}, kSifOmanParts, read_sif_oman},
    FormatSpec{"wps-saudi", {}, kWpsSaudiParts, read_wps_saudi},
    FormatSpec{"nacha", ".ach", {}, read_nacha},
    FormatSpec{"mt940", ".sta", {}, read_mt940},
    FormatSpec{"epf-sri-lanka", {}, kReturnParts, read_epf_sri_lanka},
    FormatSpec{"eobi-pr02a", {}, kReturnParts, read_eobi_pr02a},
};

}  // namespace

void PaymentRow::note(std::string_view finding) {
    std::string& notes = (*this)[PaymentColumn::notes];
    if (!notes.empty()) notes.push_back(';');
    notes += finding;
}

void PaymentRow::clear() noexcept {
    for (std::string& cell : cells_) cell.clear();
}

void FormatRows::add(std::uint32_t line, const PaymentRow& row) {
    cells_.assign(row.cells().begin(), row.cells().end());
    if (!is_utf8_ && !std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return is_utf8(cell); })) {
        return builder_.reject_row_with_cells(line, {}, Reason::bad_encoding, cells_);
    }
    builder_.add_row(line, cells_);
}

void FormatRows::reject(std::uint32_t line, std::string_view column, std::string_view value, Reason reason) {
    builder_.reject_row(line, column, value, reason);
}

void FormatRows::skip() { builder_.skip_row(); }

const FormatSpec* find_format(std::string_view name) noexcept {
    const auto found =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatSpec& format) { return format.name == name; });
    return found == kFormats.end() ? nullptr : &*found;
}

const FormatSpec* format_of_ending(std::string_view ending) noexcept {
    const auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatSpec& format) {
        return !ending.empty() && format.ending == ending;
    });
    return found == kFormats.end() ? nullptr : &*found;
}

std::string format_names() {
    std::string names;
    for (const FormatSpec& format : kFormats) {
        if (!names.empty()) names += &format == &kFormats.back() ? " or " : ", ";
        names += format.name;
    }
    return names;
}

std::vector<std::string> columns_of(const FormatSpec& format) {
    std::vector<std::string> columns(kColumns.begin(), kColumns.end());
    columns.insert(columns.end(), format.parts.begin(), format.parts.end());
    return columns;
}

}  // namespace wageproof::readers
