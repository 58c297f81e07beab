// The short way of rows in the format's own form.
#include "readers/row_builder.hpp"

#include <algorithm>

#include "readers/fast_values.hpp"

namespace wageproof::readers {

using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

// Most files are in the format's own form: one record a row, each field from one column, no rule of a
// mapping. Their rows take a short way that knows only values without fault; all else goes the careful way.
void RowBuilder::plan_fast_steps() {
    const bool has_options = !options_.split_at.empty() || !options_.negate.empty() ||
                             !options_.dates.empty() || !options_.times.empty() ||
                             !options_.timestamps.empty() || !plan_.plain_numbers || !plan_.skip.empty() ||
                             !plan_.fill_down.empty();
    if (has_options || records_.size() != 1 || context_ == nullptr || context_->employers.size() != 1) return;
    const RecordPlan& record = records_.front();
    if (table_ == TableKind::workers || !record.attributes.empty() || !record.own_fields.empty()) return;
    std::vector<FastStep> steps;
    for (const FieldPlan& field : record.fields) {
        if (field.from.kind == CellSource::Kind::absent) {
            // Defaults are filled in the careful way only.
            const bool filled =
                std::find(stored_.begin(), stored_.end(), field.field) != stored_.end() && field.field != 0;
            if (filled || (field.needed && field.field != 0)) return;
            continue;
        }
        if (field.from.kind != CellSource::Kind::column || field.values != nullptr || field.unit != nullptr)
            return;
        if (field.field == 0) {
            employer_column_ = field.from.column;
            continue;
        }
        steps.push_back({field.from.column, field.field, field.type, &field});
    }
    fast_steps_ = std::move(steps);
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

bool RowBuilder::add_plain_row(std::uint32_t line, std::span<const std::string_view> cells) {
    line_ = line;
    if (employer_column_ < cells.size() && !cells[employer_column_].empty() &&
        cells[employer_column_] != employer_->id)
        return false;
    for (const FastStep& step : fast_steps_) {
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
        // A blank at an end, or a byte that is not ASCII, wants a closer look.
        if (static_cast<unsigned char>(text.front()) <= ' ' || static_cast<unsigned char>(text.back()) <= ' ')
            return false;
        if (other_scripts_ && !is_ascii(text)) return false;
        if (!read_plain(step, text)) return false;
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

}  // namespace wageproof::readers
