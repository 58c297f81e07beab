#include "readers/formats/format.hpp"

#include <algorithm>
#include <array>

#include "readers/formats/readers.hpp"
#include "readers/encoding.hpp"
#include "readers/json_tokens.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {

namespace field = records::field::payments;

namespace {

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
    std::string& notes = (*this)[field::notes];
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

void BatchSum::take_currency(std::string_view currency) {
    if (several_ || currency == currency_) return;
    several_ = !currency_.empty();
    currency_ = several_ ? std::string_view() : currency;
}

void BatchSum::add(std::string_view amount, std::string_view currency) {
    ++count_;
    take_currency(currency);
    const auto read = read_decimal(amount);
    if (!read.ok() || __builtin_add_overflow(micro_, read.value, &micro_)) is_whole_ = false;
}

void BatchSum::add(const BatchSum& other) {
    count_ += other.count_;
    is_whole_ = is_whole_ && other.is_whole_ && !__builtin_add_overflow(micro_, other.micro_, &micro_);
    knows_total_ = knows_total_ && other.knows_total_;
    several_ = several_ || other.several_;
    take_currency(other.currency_);
}

bool FormatRows::claim(const BatchTexts& stated, const BatchSum& sum) {
    PieceBatch batch;
    batch.claim.line = stated.line;
    batch.claim.name = stated.name;
    batch.currency = sum.currency();
    if (const auto day = read_date(stated.day); day.ok()) batch.claim.day = day.value;
    const auto count = read_integer(stated.count);
    const auto total = read_decimal(stated.total);
    if (count.ok() && count.value >= 0) batch.claim.claimed_count = count.value;
    if (total.ok()) batch.claim.claimed_micro = total.value;
    batch.claim.counted = sum.count();
    batch.claim.summed_micro = sum.micro();
    if (!count.ok() && !total.ok()) return true;
    const bool agrees = !differs(batch.claim);
    builder_.claim_batch(std::move(batch));
    return agrees;
}

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
    std::vector<std::string> columns;
    for (const records::FieldSpec& spec : records::spec_of(records::TableKind::payments).fields) columns.emplace_back(spec.name);
    // No file tells these: they are the folder's or the mapping's to say.
    for (const int own : {field::employer_id, field::payment_id, field::returned_of}) columns[static_cast<std::size_t>(own)].clear();
    columns.emplace_back("bank_code");
    columns.insert(columns.end(), format.parts.begin(), format.parts.end());
    return columns;
}

}  // namespace wageproof::readers
