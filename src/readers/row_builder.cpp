// The row as a whole: its cells, its records, its employer, and what is kept of it when it is refused.
#include "readers/row_builder.hpp"

#include <algorithm>

#include "readers/json_tokens.hpp"
#include "readers/values.hpp"
#include "records/formula_guard.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

constexpr std::size_t kLongestExcerpt = 200;  // bytes of a refused value that a reject shows

// A refused value may be no UTF-8; what is written of it is, and ends between two characters.
std::string excerpt(std::string_view text) {
    std::string out(text.substr(0, kLongestExcerpt));
    while (text.size() > kLongestExcerpt && !out.empty() &&
           (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80)
        out.pop_back();
    if (text.size() > kLongestExcerpt && !out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0)
        out.pop_back();
    const bool readable = is_utf8(out);
    for (char& c : out) {
        if (c == '\0' || (!readable && static_cast<unsigned char>(c) >= 0x80)) c = '?';
    }
    return out;
}

}  // namespace

const EmployerContext* FolderContext::find(std::string_view id) const noexcept {
    const auto found = std::lower_bound(employers.begin(), employers.end(), id,
                                        [](const EmployerContext& employer, std::string_view wanted) { return employer.id < wanted; });
    return found == employers.end() || found->id != id ? nullptr : &*found;
}

RowBuilder::RowBuilder(const SourcePlan& plan, const FolderContext* context, Piece& piece)
    : plan_(plan),
      options_(*plan.options),
      context_(context),
      piece_(piece),
      table_(plan.spec->kind),
      columns_(plan.columns),
      records_(plan.records),
      narrow_(plan.spec->fields.size()),
      wide_(plan.spec->fields.size()),
      last_text_(plan.spec->fields.size()),
      filled_values_(plan.fill_down.size()) {
    const std::size_t count = plan.spec->fields.size();
    piece_.columns.resize(count);
    for (std::uint32_t field = 0; field < count; ++field) {
        // Whether a folder has only one period, so that payslips need not name it, shows when all of it is read.
        const bool is_period =
            table_ == TableKind::payroll && (field == f::payroll::period_start || field == f::payroll::period_end);
        if (plan.spec->fields[field].needed && !is_period) needed_.push_back(field);
        const bool filled = (context_ != nullptr && field == 0) ||
                            (table_ == TableKind::workers && field == f::workers::valid_from) ||
                            (table_ == TableKind::payments && field == f::payments::payment_id) ||
                            is_period;
        const bool given = std::any_of(records_.begin(), records_.end(), [&](const RecordPlan& record) {
            return record.fields[field].from.kind != CellSource::Kind::absent;
        });
        if (given || filled) stored_.push_back(field);
    }
    for (RecordPlan& record : records_) {
        for (AttributePlan& attribute : record.attributes) attribute.slot = attribute_slot(attribute.name);
    }
    plan_fast_steps();
    begin_rows();
}

// No row is at hand. The short way never touches the employer, so it stands there beforehand.
void RowBuilder::begin_rows() {
    clear_values();
    employer_ = nullptr;
    last_employer_ = 0;
    if (!fast_steps_.empty()) static_cast<void>(resolve_employer());
}

void RowBuilder::clear_values() noexcept {
    for (std::size_t i = 0; i < narrow_.size(); ++i) {
        narrow_[i] = plan_.spec->fields[i].type == FieldType::text ? 0 : kNone32;
        wide_[i] = kNone64;
    }
}

std::uint32_t RowBuilder::attribute_slot(const std::string& name) {
    const StringId id = piece_.strings.intern(name);
    for (std::size_t slot = 0; slot < piece_.attributes.size(); ++slot) {
        if (piece_.attributes[slot].name == id) return static_cast<std::uint32_t>(slot);
    }
    piece_.attributes.push_back({id, std::vector<StringId>(capacity_, 0)});
    return static_cast<std::uint32_t>(piece_.attributes.size() - 1);
}

std::uint32_t RowBuilder::add_key(std::string_view key) {
    const auto column = static_cast<std::uint32_t>(columns_.size());
    columns_.emplace_back(key);
    if (!plan_.spec->attributes || !is_text(key)) {
        piece_.ignored_columns.emplace(key);
        return column;
    }
    leave_short_ways();  // which know no attributes
    for (RecordPlan& record : records_) {
        AttributePlan attribute{columns_.back(), {CellSource::Kind::column, column, {}, {}, columns_.back()}};
        attribute.slot = attribute_slot(attribute.name);
        record.attributes.push_back(std::move(attribute));
    }
    return column;
}

// --- texts of the row at hand

std::string& RowBuilder::next_scratch() {
    if (scratch_used_ == scratch_.size()) scratch_.emplace_back();
    std::string& text = scratch_[scratch_used_++];
    text.clear();
    return text;
}

std::string_view RowBuilder::cell(std::uint32_t column) {
    if (column >= cells_.size()) return {};
    const std::string_view text = cells_[column];
    if (text.empty()) return text;
    if (other_scripts_ && !is_ascii(text)) return normalise(text, next_scratch());
    if (static_cast<unsigned char>(text.front()) > ' ' && static_cast<unsigned char>(text.back()) > ' ')
        return text;
    return trim(text);
}

std::string_view RowBuilder::joined(const CellSource& from, std::string_view last) {
    std::string& text = next_scratch();
    for (std::size_t i = 0; i < from.columns.size(); ++i) {
        const std::string_view part = i + 1 == from.columns.size() ? last : cell(from.columns[i]);
        if (part.empty()) continue;
        if (!text.empty()) text.push_back(' ');
        text += part;
    }
    return text;
}

std::string_view RowBuilder::line_name() {
    std::string& text = next_scratch();
    text += plan_.file;
    text.push_back(':');
    text += std::to_string(line_);
    return text;
}

std::string_view RowBuilder::text_of(const CellSource& from) {
    switch (from.kind) {
        case CellSource::Kind::absent: return {};
        case CellSource::Kind::column: return cell(from.column);
        case CellSource::Kind::joined: return joined(from, cell(from.columns.back()));
        case CellSource::Kind::constant: return from.constant;
        case CellSource::Kind::file_line: return line_name();
    }
    return {};
}

std::string_view RowBuilder::text_of(const FieldPlan& field) {
    if (split_part_ != nullptr && field.type == FieldType::timestamp) {
        return field.from.kind == CellSource::Kind::joined ? joined(field.from, *split_part_) : *split_part_;
    }
    return text_of(field.from);
}

// --- the row as a whole

void RowBuilder::add_row(std::uint32_t line, std::span<const std::string_view> cells) {
    ++piece_.read;
    if (!fast_steps_.empty() && exponents_.empty() && add_plain_row<false>(line, cells)) {
        ++piece_.accepted;
        return;
    }
    line_ = line;
    cells_ = cells;
    scratch_used_ = 0;
    row_rounded_ = 0;
    if (!plan_.fill_down.empty()) fill_down();
    if (!plan_.skip.empty() && is_skipped()) {
        ++piece_.skipped;
        exponents_.clear();
        return;
    }
    const std::size_t rows_before = rows_;
    if (!add_records()) {
        // A row counts whole or not at all: half a payslip must never be compared.
        rows_ = rows_before;
        RowReject reject{line_, std::move(fault_.column), std::move(fault_.value), fault_.reason, {}, {}, {}};
        read_hole(reject);
        piece_.rejects.push_back(std::move(reject));
        ++piece_.rejected;
    } else if (rows_ == rows_before) {
        ++piece_.skipped;
    } else {
        ++piece_.accepted;
        piece_.rounded += row_rounded_;
    }
    exponents_.clear();
}

void RowBuilder::reject_row(std::uint32_t line, std::string_view column, std::string_view value,
                            Reason reason) {
    ++piece_.read;
    ++piece_.rejected;
    piece_.rejects.push_back({line, std::string(column), excerpt(value), reason, {}, {}, {}});
}

void RowBuilder::skip_row() noexcept {
    ++piece_.read;
    ++piece_.skipped;
}

void RowBuilder::claim_batch(PieceBatch batch) {
    if (table_ != TableKind::payments) return;
    if (employer_ != nullptr) {
        batch.employer = employer_->id;
    } else if (context_ != nullptr && context_->employers.size() == 1) {
        batch.employer = context_->employers.front().id;
    }
    piece_.batches.push_back(std::move(batch));
}

void RowBuilder::reject_row_with_cells(std::uint32_t line, std::string_view value, Reason reason,
                                       std::span<const std::string_view> cells) {
    reject_row(line, {}, value, reason);
    line_ = line;
    scratch_used_ = 0;
    const auto fault =
        std::find_if(cells.begin(), cells.end(), [](std::string_view text) { return !is_utf8(text); });
    RowReject& reject = piece_.rejects.back();
    std::vector<std::string_view> readable(cells.begin(), cells.end());
    if (fault != cells.end()) {
        const auto column = static_cast<std::size_t>(fault - cells.begin());
        if (column < columns_.size()) reject.column = columns_[column];
        reject.value = excerpt(*fault);
        for (std::string_view& text : readable) {
            if (!is_utf8(text)) text = {};
        }
    }
    cells_ = readable;
    read_hole(reject);
    cells_ = {};
}

bool RowBuilder::is_skipped() {
    return std::any_of(plan_.skip.begin(), plan_.skip.end(), [&](const SkipPlan& skip) {
        const std::string_view text = cell(skip.column);
        if (skip.rule->empty) return text.empty();
        return std::find(skip.rule->is.begin(), skip.rule->is.end(), text) != skip.rule->is.end();
    });
}

void RowBuilder::fill_down() {
    filled_cells_.assign(cells_.begin(), cells_.end());
    for (std::size_t i = 0; i < plan_.fill_down.size(); ++i) {
        const std::uint32_t column = plan_.fill_down[i];
        const std::string_view text = cell(column);
        if (!text.empty()) {
            filled_values_[i] = text;
        } else {
            if (column >= filled_cells_.size()) filled_cells_.resize(column + 1);
            filled_cells_[column] = filled_values_[i];
        }
    }
    cells_ = filled_cells_;
}

bool RowBuilder::own_cells_empty(const RecordPlan& record) {
    if (record.own_fields.empty()) return false;
    return std::all_of(record.own_fields.begin(), record.own_fields.end(), [&](std::uint32_t index) {
        const FieldPlan& field = record.fields[index];
        bool is_ours = false;
        return translate(field.values, text_of(field), is_ours).empty();
    });
}

bool RowBuilder::add_records() {
    if (records_.size() == 1 && records_.front().own_fields.empty() && options_.split_at.empty()) {
        return add_record(records_.front());
    }
    for (const RecordPlan& record : records_) {
        if (own_cells_empty(record)) continue;
        if (!(options_.split_at.empty() ? add_record(record) : add_split_records(record))) return false;
    }
    return true;
}

bool RowBuilder::add_split_records(const RecordPlan& record) {
    const CellSource& from = record.fields[f::punches::at].from;
    const bool is_joined = from.kind == CellSource::Kind::joined;
    std::string_view rest = is_joined ? cell(from.columns.back()) : text_of(from);
    while (!rest.empty()) {
        const std::size_t end = rest.find(options_.split_at);
        const std::string_view part = trim(rest.substr(0, end));
        rest =
            end == std::string_view::npos ? std::string_view{} : rest.substr(end + options_.split_at.size());
        if (part.empty()) continue;
        split_part_ = &part;
        const bool added = add_record(record);
        split_part_ = nullptr;
        if (!added) return false;
    }
    return true;
}

// --- one record

bool RowBuilder::fail(const FieldPlan& field, std::string_view value, Reason reason) {
    fault_ = {field.from.label, excerpt(value), reason};
    return false;
}

bool RowBuilder::is_missing(std::uint32_t field) const noexcept {
    const FieldType type = plan_.spec->fields[field].type;
    if (type == FieldType::text) return narrow_[field] == 0;
    return is_wide(type) ? wide_[field] == kNone64 : narrow_[field] == kNone32;
}

bool RowBuilder::read_fields(const RecordPlan& record) {
    for (const FieldPlan& field : record.fields) {
        if (with_numbers_ && field.from.kind == CellSource::Kind::column && has_numbers(field.from.column)) {
            if (!store_number(field, numbers_[field.from.column][number_row_])) return false;
        } else if (field.from.kind != CellSource::Kind::absent) {
            const std::string_view text = text_of(field);
            bool is_ours = field.from.kind == CellSource::Kind::constant;
            const std::string_view value = translate(field.values, text, is_ours);
            if (const Reason reason = read_field(field, value, is_ours); reason != Reason::none)
                return fail(field, text, reason);
        } else {
            static_cast<void>(read_field(field, {}, true));  // what the last row's defaults left there
        }
        if (field.field == 0 && context_ != nullptr) {
            if (const Reason reason = resolve_employer(); reason != Reason::none) {
                return fail(field, piece_.strings.view(static_cast<StringId>(narrow_[0])), reason);
            }
        }
    }
    for (const AttributePlan& attribute : record.attributes) {
        if (const std::string_view text = text_of(attribute.from); !is_text(text)) {
            fault_ = {attribute.name, excerpt(text), Reason::bad_encoding};
            return false;
        }
    }
    return true;
}

bool RowBuilder::add_record(const RecordPlan& record) {
    if (!read_fields(record)) return false;
    apply_defaults();
    for (const std::uint32_t field : needed_) {
        if (is_missing(field)) return fail(record.fields[field], {}, Reason::missing);
    }
    const RowFault fault = check_row(table_, {narrow_, wide_});
    if (fault.field >= 0) {
        const FieldPlan& field = record.fields[static_cast<std::size_t>(fault.field)];
        return fail(field, text_of(field), fault.reason);
    }
    if (!options_.negate.empty()) negate_amount();
    store(record);
    return true;
}

Reason RowBuilder::resolve_employer() {
    const auto id = static_cast<StringId>(narrow_[0]);
    if (id == 0) {
        if (context_->employers.size() != 1) return Reason::missing;
        employer_ = &context_->employers.front();
        if (last_employer_ == 0) last_employer_ = piece_.strings.intern(employer_->id);
        narrow_[0] = static_cast<std::int32_t>(last_employer_);
    } else if (employer_ == nullptr || id != last_employer_) {
        employer_ = context_->find(piece_.strings.view(id));
        if (employer_ == nullptr) return Reason::unknown_value;
        last_employer_ = id;
    }
    return Reason::none;
}

void RowBuilder::apply_defaults() {
    if (table_ == TableKind::payments && narrow_[f::payments::payment_id] == 0) {
        narrow_[f::payments::payment_id] = static_cast<std::int32_t>(piece_.strings.intern(line_name()));
    }
}

void RowBuilder::negate_amount() {
    if (table_ != TableKind::payroll) return;
    const std::string_view component =
        piece_.strings.view(static_cast<StringId>(narrow_[f::payroll::component]));
    if (std::any_of(options_.negate.begin(), options_.negate.end(),
                    [&](const auto& pattern) { return matches(pattern, component); })) {
        wide_[f::payroll::amount] = -wide_[f::payroll::amount];
    }
}

void RowBuilder::reserve(std::size_t rows) { make_room(rows * records_.size()); }

void RowBuilder::make_room(std::size_t rows) {
    capacity_ = std::max(capacity_, rows);
    targets_.clear();
    for (const std::uint32_t field : stored_) {
        records::Column& column = piece_.columns[field];
        const FieldType type = plan_.spec->fields[field].type;
        if (is_wide(type)) column.wide.resize(capacity_);
        if (is_narrow(type)) column.narrow.resize(capacity_);
        targets_.push_back({field, is_narrow(type) ? column.narrow.data() : nullptr, is_wide(type) ? column.wide.data() : nullptr});
    }
    piece_.line.resize(capacity_);
    for (auto& attribute : piece_.attributes) attribute.values.resize(capacity_);
}

void RowBuilder::store(const RecordPlan& record) {
    if (rows_ == capacity_) make_room(std::max<std::size_t>(1024, capacity_ * 2));
    for (const Target& target : targets_) {
        if (target.narrow != nullptr) target.narrow[rows_] = narrow_[target.field];
        if (target.wide != nullptr) target.wide[rows_] = wide_[target.field];
    }
    piece_.line[rows_] = line_;
    if (!piece_.attributes.empty()) store_attributes(record);
    ++rows_;
}

void RowBuilder::store_attributes(const RecordPlan& record) {
    for (auto& attribute : piece_.attributes) attribute.values[rows_] = 0;
    for (const AttributePlan& attribute : record.attributes) {
        bool is_ours = false;
        std::string_view text = translate(attribute.values, text_of(attribute.from), is_ours);
        if (plan_.guarded_texts) text = records::without_guard(text);
        piece_.attributes[attribute.slot].values[rows_] = piece_.strings.intern(text);
    }
}

void RowBuilder::finish() {
    for (const std::uint32_t field : stored_) {
        records::Column& column = piece_.columns[field];
        if (is_wide(plan_.spec->fields[field].type)) column.wide.resize(rows_);
        if (is_narrow(plan_.spec->fields[field].type)) column.narrow.resize(rows_);
    }
    piece_.line.resize(rows_);
    for (auto& attribute : piece_.attributes) attribute.values.resize(rows_);
}

// What a refused row still says of its worker and days, so that only their hole opens.
void RowBuilder::read_hole(RowReject& reject) {
    clear_values();
    const RecordPlan& record = records_.front();
    employer_ = nullptr;
    const auto read = [&](int index) {
        const FieldPlan& field = record.fields[static_cast<std::size_t>(index)];
        bool is_ours = field.from.kind == CellSource::Kind::constant;
        const std::string_view text = translate(field.values, text_of(field), is_ours);
        return read_field(field, text, is_ours) == Reason::none;
    };
    if (read(0) && context_ != nullptr && resolve_employer() == Reason::none) reject.employer = employer_->id;
    const int worker = records::field_index(table_, "worker_id");
    if (worker >= 0 && read(worker))
        reject.worker = piece_.strings.view(static_cast<StringId>(narrow_[static_cast<std::size_t>(worker)]));
    bool has_days = true;
    // A stamp that no clock showed, or showed twice, is no moment, but its day is told.
    for (const int field : span_fields(table_)) has_days = (read(field) || table_ == TableKind::punches) && has_days;
    if (has_days) {
        apply_defaults();
        reject.days = span_of(table_, {narrow_, wide_});
    }
    begin_rows();
}

}  // namespace wageproof::readers
