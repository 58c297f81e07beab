// The short way of rows in the format's own form.
#include "readers/row_builder.hpp"

#include <algorithm>

#include "readers/fast_values.hpp"
#include "wageproof/readers/row_stream.hpp"

namespace wageproof::readers {

using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

// Most files are in the format's own form: one record a row, each field from one column, no rule of a
// mapping. Their rows take a short way that knows only values without fault; all else goes the careful way.
bool RowBuilder::has_mapping_rules() const noexcept {
    return !options_.split_at.empty() || !options_.negate.empty() || !options_.dates.empty() ||
           !options_.times.empty() || !options_.timestamps.empty() || !plan_.plain_numbers ||
           !plan_.skip.empty() || !plan_.fill_down.empty();
}

void RowBuilder::plan_fast_steps() {
    if (has_mapping_rules() || records_.size() != 1 || context_ == nullptr || context_->employers.empty()) return;
    const bool several = context_->employers.size() > 1;
    const RecordPlan& record = records_.front();
    if (!record.attributes.empty() || !record.own_fields.empty()) return;
    std::vector<FastStep> steps;
    bool stamps = false;
    for (const FieldPlan& field : record.fields) {
        if (field.from.kind == CellSource::Kind::absent) {
            if (field.field == 0 && several) return;
            if (field.field == 0) continue;
            const bool stored = std::find(stored_.begin(), stored_.end(), field.field) != stored_.end();
            // What no row gives is none in all of them; a payment's id is filled in the careful way only.
            if (table_ == TableKind::payments && stored) return;
            if (std::find(needed_.begin(), needed_.end(), field.field) != needed_.end()) return;
            if (stored) absent_.push_back(field.field);
            continue;
        }
        if (field.from.kind != CellSource::Kind::column || field.values != nullptr || field.unit != nullptr)
            return;
        if (field.field == 0) {
            employer_column_ = field.from.column;
            if (several) employer_plan_ = &field;
            continue;
        }
        stamps = stamps || field.type == FieldType::timestamp;
        steps.push_back({field.from.column, field.field, field.type, &field});
    }
    fast_steps_ = std::move(steps);
    // A stamp wants its own row's employer, whose zone may be another.
    takes_blocks_ = !fast_steps_.empty() && !(several && stamps);
    if (takes_blocks_) block_columns_.resize(fast_steps_.size() + 1);
}

void RowBuilder::leave_short_ways() noexcept {
    fast_steps_.clear();
    takes_blocks_ = false;
}

inline bool RowBuilder::read_plain(const FastStep& step, std::string_view text) {
    const FieldPlan& field = *step.plan;
    switch (step.type) {
        case FieldType::text:
            if (text == last_text_[step.field].view) {
                narrow_[step.field] = static_cast<std::int32_t>(last_text_[step.field].id);
                return true;
            }
            return read_text(field, text) == Reason::none;
        case FieldType::date: return fast_date(text, narrow_[step.field]);
        case FieldType::clock: return fast_clock(text, narrow_[step.field]);
        case FieldType::integer: {
            std::int64_t value = 0;
            const bool ok = fast_integer(text, value) && value >= field.minimum && value <= field.maximum;
            narrow_[step.field] = static_cast<std::int32_t>(value);
            return ok;
        }
        case FieldType::amount: {
            std::int64_t value = 0;
            const bool ok = fast_amount(text, value) && value >= field.minimum && value <= field.maximum;
            wide_[step.field] = value;
            return ok;
        }
        default: return read_field(field, text, false) == Reason::none;
    }
}

template <bool kWithNumbers>
bool RowBuilder::add_plain_row(std::uint32_t line, std::span<const std::string_view> cells) {
    line_ = line;
    const std::string_view employer = employer_column_ < cells.size() ? cells[employer_column_] : std::string_view{};
    if (employer_plan_ != nullptr) {
        if (employer.empty() || !is_plain_text(employer) || read_text(*employer_plan_, employer) != Reason::none ||
            resolve_employer() != Reason::none)
            return false;
    } else if (!employer.empty() && employer != employer_->id) {
        return false;
    }
    for (const FastStep& step : fast_steps_) {
        if constexpr (kWithNumbers) {
            if (has_numbers(step.column)) {
                const std::int64_t value = numbers_[step.column][number_row_];
                if ((value == kNoNumber && step.plan->needed) || !store_number(*step.plan, value)) return false;
                continue;
            }
        }
        const std::string_view text = step.column < cells.size() ? cells[step.column] : std::string_view{};
        if (text.empty()) {
            if (step.plan->needed) return false;
            if (is_wide(step.type)) {
                wide_[step.field] = kNone64;
            } else {
                narrow_[step.field] = step.type == FieldType::text ? 0 : kNone32;
            }
            continue;
        }
        if (!is_plain_text(text) || !read_plain(step, text)) return false;
    }
    if (table_ == TableKind::payments || table_ == TableKind::payroll) {
        apply_defaults();
        for (const std::uint32_t field : needed_) {
            if (is_missing(field)) return false;
        }
    }
    if (check_row(table_, {narrow_, wide_}).field >= 0) return false;
    store(records_.front());
    return true;
}

template bool RowBuilder::add_plain_row<false>(std::uint32_t, std::span<const std::string_view>);

// --- rows whose numbers come as numbers

bool RowBuilder::take_numbers(const RowBatch& rows, std::size_t first, std::size_t count) {
    // Under a mapping's rules the texts are wanted.
    if (context_ == nullptr || has_mapping_rules() || records_.size() != 1 || !records_.front().own_fields.empty()) return false;
    numbers_.resize(columns_.size());
    bool any = false;
    for (const FieldPlan& field : records_.front().fields) {
        if (field.from.kind != CellSource::Kind::column || field.values != nullptr || field.unit != nullptr) continue;
        std::vector<std::int64_t>& column = numbers_[field.from.column];
        column.resize(count);
        if (rows.numbers(field.from.column, field.type, first, column)) {
            any = true;
        } else {
            column.clear();
        }
    }
    return any;
}

void RowBuilder::drop_numbers() noexcept { numbers_.clear(); }

bool RowBuilder::store_number(const FieldPlan& field, std::int64_t value) noexcept {
    if (value == kTextNumber) return false;
    if (value != kNoNumber && (field.type == FieldType::amount || field.type == FieldType::integer) &&
        (value < field.minimum || value > field.maximum)) {
        return false;
    }
    if (field.type == FieldType::integer && value != kNoNumber && value != static_cast<std::int32_t>(value)) return false;
    if (is_wide(field.type)) {
        wide_[field.field] = value == kNoNumber ? kNone64 : value;
    } else {
        narrow_[field.field] = value == kNoNumber ? kNone32 : static_cast<std::int32_t>(value);
    }
    return true;
}

bool RowBuilder::add_row_of_numbers(std::uint32_t line, std::span<const std::string_view> cells, std::size_t at) {
    number_row_ = at;
    bool added = false;
    if (!fast_steps_.empty()) {
        added = add_plain_row<true>(line, cells);
    } else {
        line_ = line;
        cells_ = cells;
        scratch_used_ = 0;
        with_numbers_ = true;
        added = add_record(records_.front());
        with_numbers_ = false;
    }
    if (!added) return false;
    ++piece_.read;
    ++piece_.accepted;
    return true;
}

}  // namespace wageproof::readers
