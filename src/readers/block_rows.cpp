// The shortest way: rows in the format's own form, a block at a time and column by column, straight into the columns.
// It knows only values without fault; a row that has another is marked, and read again the careful way.
#include <algorithm>
#include <cstring>

#include "readers/byte_scan.hpp"
#include "readers/json_tokens.hpp"
#include "readers/row_builder.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

struct GridCell {
    const char* at = nullptr;
    std::size_t size = 0;
    bool bare = false;  ///< JSON: no string, so a number, `true` or `false`
};

static_assert(kReadBehind <= kJsonPadding, "what stands behind a piece is looked at with it");

/// The cells of a CSV column: what stands between two marks.
class MarkedCells {
public:
    static constexpr bool kJson = false;
    MarkedCells(const CellGrid& grid, const CellPlace& place)
        : text_(grid.text), marks_(grid.marks + place.mark), stride_(grid.stride), ends_row_(place.ends_row) {}
    bool get(std::size_t row, GridCell& cell) const noexcept {
        const std::uint32_t* const marks = marks_ + row * stride_;
        const std::uint32_t begin = marks[0] + 1;  // 0 behind `kBeforeText`
        cell.at = text_ + begin;
        cell.size = marks[1] - begin;
        if (ends_row_ && cell.size > 0 && cell.at[cell.size - 1] == '\r') --cell.size;
        return true;
    }

private:
    const char* text_;
    const std::uint32_t* marks_;
    std::size_t stride_;
    bool ends_row_;
};

/// The values of a JSON key that stands at the same place of every line, behind the same text.
class KeyedCells {
public:
    static constexpr bool kJson = true;
    KeyedCells(const CellGrid& grid, const CellPlace& place)
        : text_(grid.text), marks_(grid.marks + place.mark), stride_(grid.stride), place_(place) {}
    /// @return false where another text stands before the value, or it is a string that ends with another token
    bool get(std::size_t row, GridCell& cell) const noexcept {
        const std::uint32_t* const marks = marks_ + row * stride_;
        // The text is of three tokens: bracket or comma, key, colon. So the next mark but three ends the value.
        if (!same_bytes(text_ + marks[0], place_.literal, place_.literal_size)) return false;
        cell.at = text_ + marks[0] + place_.literal_size;
        cell.size = marks[4] - marks[0] - place_.literal_size;
        cell.bare = *cell.at != '"';
        if (!cell.bare) {
            if (cell.size < 2 || cell.at[cell.size - 1] != '"') return false;
            ++cell.at;
            cell.size -= 2;
        } else if (cell.size == 4 && std::memcmp(cell.at, "null", 4) == 0) {
            cell.size = 0;
            cell.bare = false;
        }
        return true;
    }

private:
    const char* text_;
    const std::uint32_t* marks_;
    std::size_t stride_;
    const CellPlace& place_;
};

/// Whether a token that is no string, and looks like a number, may begin so: JSON writes no zero before other digits.
bool begins_as_json_number(const GridCell& cell) noexcept {
    return cell.size < 2 || cell.at[0] != '0' || cell.at[1] == '.';
}

/// Whether a value of a key that is read by nobody is JSON.
bool is_json_value(const GridCell& cell) noexcept {
    const std::string_view text(cell.at, cell.size);
    if (!cell.bare) return text.find('\\') == std::string_view::npos;
    return is_json_number(text) || text == "true" || text == "false";
}

}  // namespace

// Texts and codes: a cell that is that of the row above has its value.
template <class Cells, class Read>
void RowBuilder::read_block_texts(const Cells& cells, BlockColumn& column, std::int32_t none, bool needed,
                                  std::int32_t* out, Read read) {
    for (std::size_t row = 0; row < block_rows_; ++row) {
        GridCell cell;
        bool good = cells.get(row, cell);
        if (good && cell.size == column.last_size && cell.bare == column.last_bare && cell.size > 0 &&
            same_bytes(cell.at, column.last, cell.size)) {
            out[row] = column.last_value;
            continue;
        }
        out[row] = none;
        if (good && cell.size == 0) {
            good = !needed;
        } else if (good) {
            const std::string_view text(cell.at, cell.size);
            good = is_plain_text(text);
            if constexpr (Cells::kJson) {
                good = good && (cell.bare ? is_json_number(text) && text.find_first_of("eE") == std::string_view::npos
                                          : text.find('\\') == std::string_view::npos);
            }
            good = good && read(text, out[row]);
            if (good) {
                column.last = cell.at;
                column.last_size = cell.size;
                column.last_bare = cell.bare;
                column.last_value = out[row];
            }
        }
        left_rows_[row] |= good ? 0 : 1;
    }
}

// Payslips repeat the same components in the same order: what followed a text before is looked at before the pool is.
bool RowBuilder::read_block_text(const FieldPlan& field, std::string_view text, BlockColumn& column, std::int32_t& out) {
    const auto before = static_cast<std::size_t>(column.last_value);
    if (before >= column.next.size()) column.next.resize(std::max<std::size_t>({before + 1, column.next.size() * 2, 64}));
    StringId& next = column.next[before];
    // A quote in front may be the guard of a formula, and none of the text.
    if (next == 0 || text.front() == '\'' || piece_.strings.view(next) != text) {
        if (read_text(field, text) != Reason::none) return false;
        next = static_cast<StringId>(narrow_[field.field]);
    }
    out = static_cast<std::int32_t>(next);
    return true;
}

// Stamps go through the time zones one by one.
template <class Cells>
void RowBuilder::read_block_stamps(const Cells& cells, const FastStep& step, BlockColumn& column) {
    std::int64_t* const seconds = piece_.columns[step.field].wide.data() + rows_;
    std::int32_t* const ahead = piece_.columns[step.field].narrow.data() + rows_;
    const std::uint32_t first_line = piece_.line[rows_];
    for (std::size_t row = 0; row < block_rows_; ++row) {
        GridCell cell;
        line_ = first_line + static_cast<std::uint32_t>(row);
        bool good = cells.get(row, cell) && !cell.bare && (cell.size > 0 || !step.plan->needed);
        if (good && cell.size > 0) {
            std::int64_t local = 0;
            good = packed_stamp(cell.at, cell.size, column.dates, local)
                       ? in_zone(local, std::nullopt, step.field) == Reason::none
                       : is_plain_text({cell.at, cell.size}) && read_moment({cell.at, cell.size}, false, step.field) == Reason::none;
            seconds[row] = wide_[step.field];
            ahead[row] = narrow_[step.field];
        } else {
            seconds[row] = kNone64;
            ahead[row] = kNone32;
        }
        left_rows_[row] |= good ? 0 : 1;
    }
}

template <class Cells>
void RowBuilder::read_block_column(const Cells& cells, const FastStep& step, BlockColumn& column) {
    const FieldPlan& field = *step.plan;
    // A payment without an id is called by its place, which the careful way does.
    const bool needed = field.needed || (table_ == TableKind::payments && step.field == f::payments::payment_id);
    std::int32_t* const narrow = is_wide(step.type) ? nullptr : piece_.columns[step.field].narrow.data() + rows_;
    std::int64_t* const wide = is_wide(step.type) ? piece_.columns[step.field].wide.data() + rows_ : nullptr;
    // One loop for all values that are read from their bytes alone.
    const auto read_each = [&](auto* out, auto none, auto read) {
        for (std::size_t row = 0; row < block_rows_; ++row) {
            GridCell cell;
            bool good = cells.get(row, cell);
            out[row] = none;
            if (good) good = cell.size == 0 ? !needed : read(cell, out[row]);
            left_rows_[row] |= good ? 0 : 1;
        }
    };
    switch (step.type) {
        case FieldType::text:
            return read_block_texts(cells, column, 0, needed, narrow, [&](std::string_view text, std::int32_t& out) {
                return read_block_text(field, text, column, out);
            });
        case FieldType::code:
            return read_block_texts(cells, column, kNone32, needed, narrow, [&](std::string_view text, std::int32_t& out) {
                const bool known = read_field(field, text, false) == Reason::none;
                out = narrow_[step.field];
                return known;
            });
        case FieldType::timestamp: return read_block_stamps(cells, step, column);
        case FieldType::date:
            return read_each(narrow, kNone32, [&](const GridCell& cell, std::int32_t& out) {
                return !cell.bare && column.dates.read(cell.at, cell.size, out);
            });
        case FieldType::clock:
            return read_each(narrow, kNone32, [](const GridCell& cell, std::int32_t& out) {
                return !cell.bare && packed_clock(cell.at, cell.size, out);
            });
        case FieldType::integer:
            return read_each(narrow, kNone32, [&](const GridCell& cell, std::int32_t& out) {
                std::uint32_t value = 0;
                const bool good = packed_digits(cell.at, cell.size, value) && value >= field.minimum && value <= field.maximum;
                out = static_cast<std::int32_t>(value);
                return good && (!cell.bare || begins_as_json_number(cell));
            });
        case FieldType::amount:
            return read_each(wide, kNone64, [&](const GridCell& cell, std::int64_t& out) {
                return packed_amount(cell.at, cell.size, out) && out >= field.minimum && out <= field.maximum &&
                       (!cell.bare || begins_as_json_number(cell));
            });
    }
}

// The employer of each row: the folder's one, or one that the folder names.
template <class Cells>
void RowBuilder::read_block_employers(const Cells& cells) {
    std::int32_t* const out = piece_.columns[0].narrow.data() + rows_;
    const auto only = static_cast<std::int32_t>(last_employer_);
    BlockColumn& column = block_columns_.back();
    const bool several = employer_plan_ != nullptr;
    read_block_texts(cells, column, only, several, out, [&](std::string_view text, std::int32_t& id) {
        id = only;
        if (!several) return text == employer_->id;
        return read_block_text(*employer_plan_, text, column, id) && context_->find(text) != nullptr;
    });
}

void RowBuilder::fill_none(std::uint32_t field) {
    const FieldType type = plan_.spec->fields[field].type;
    const auto first = static_cast<std::ptrdiff_t>(rows_);
    records::Column& column = piece_.columns[field];
    if (is_wide(type)) std::fill_n(column.wide.begin() + first, block_rows_, kNone64);
    if (is_narrow(type)) std::fill_n(column.narrow.begin() + first, block_rows_, type == FieldType::text ? 0 : kNone32);
}

template <class Cells>
void RowBuilder::read_block_columns(const CellGrid& grid) {
    for (std::size_t step = 0; step < fast_steps_.size(); ++step) {
        const FastStep& plan = fast_steps_[step];
        const CellPlace* const place = plan.column < grid.places.size() ? &grid.places[plan.column] : nullptr;
        if (place != nullptr && place->given) {
            read_block_column(Cells(grid, *place), plan, block_columns_[step]);
            continue;
        }
        fill_none(plan.field);
        if (plan.plan->needed) left_rows_.fill(1);
    }
    for (const std::uint32_t field : absent_) fill_none(field);
    if (employer_column_ < grid.places.size() && grid.places[employer_column_].given) {
        read_block_employers(Cells(grid, grid.places[employer_column_]));
    } else {
        std::fill_n(piece_.columns[0].narrow.begin() + static_cast<std::ptrdiff_t>(rows_), block_rows_, static_cast<std::int32_t>(last_employer_));
        if (employer_plan_ != nullptr) left_rows_.fill(1);
    }
    if constexpr (Cells::kJson) {
        // What nobody reads must be JSON all the same.
        for (std::uint32_t column = 0; column < grid.places.size(); ++column) {
            const bool read = column == employer_column_ || std::any_of(fast_steps_.begin(), fast_steps_.end(), [&](const FastStep& step) { return step.column == column; });
            if (read || !grid.places[column].given) continue;
            const Cells cells(grid, grid.places[column]);
            for (std::size_t row = 0; row < block_rows_; ++row) {
                GridCell cell;
                if (!cells.get(row, cell) || (cell.size > 0 && !is_json_value(cell))) left_rows_[row] = 1;
            }
        }
    }
}

// What holds between the fields of a row, as `check_row` says; the largest tables' rules once more, as loops.
void RowBuilder::check_block() {
    const auto given = [&](int field) {
        const auto& column = piece_.columns[static_cast<std::size_t>(field)].narrow;
        return column.empty() ? nullptr : column.data() + rows_;
    };
    switch (table_) {
        case TableKind::leave:
        case TableKind::balances:
        case TableKind::pieces:
        case TableKind::calendar:
        case TableKind::rates: return;
        case TableKind::punches: {
            const std::int32_t* const worker = given(f::punches::worker_id);
            const std::int32_t* const badge = given(f::punches::badge);
            for (std::size_t row = 0; row < block_rows_; ++row) {
                const bool nobody = (worker == nullptr || worker[row] == 0) && (badge == nullptr || badge[row] == 0);
                left_rows_[row] |= static_cast<std::uint8_t>(nobody);
            }
            return;
        }
        case TableKind::payroll:
        case TableKind::workers: {
            const bool workers = table_ == TableKind::workers;
            const std::int32_t* const first = given(workers ? int{f::workers::hired_on} : int{f::payroll::period_start});
            const std::int32_t* const last = given(workers ? int{f::workers::left_on} : int{f::payroll::period_end});
            if (first == nullptr || last == nullptr) return;
            for (std::size_t row = 0; row < block_rows_; ++row) left_rows_[row] |= static_cast<std::uint8_t>(last[row] < first[row] && last[row] != kNone32);
            return;
        }
        case TableKind::time: {
            const std::int32_t* const start = given(f::time::start);
            const std::int32_t* const end = given(f::time::end);
            const std::int32_t* const pause = given(f::time::break_minutes);
            const std::int32_t* const worker = given(f::time::worker_id);
            const std::int32_t* const badge = given(f::time::badge);
            if (start == nullptr || end == nullptr) break;
            for (std::size_t row = 0; row < block_rows_; ++row) {
                const bool both = start[row] != kNone32 && end[row] != kNone32;
                const std::int32_t apart = both ? end[row] - start[row] : 0;
                const std::int32_t stretch = apart > 0 ? apart : apart + static_cast<std::int32_t>(kSecondsOfDay);
                const bool too_long = pause != nullptr && both && pause[row] != kNone32 && std::int64_t{pause[row]} * 60 > stretch;
                const bool nobody = (worker == nullptr || worker[row] == 0) && (badge == nullptr || badge[row] == 0);
                const bool no_time = start[row] == kNone32 && end[row] == kNone32;
                left_rows_[row] |= static_cast<std::uint8_t>(too_long || nobody || no_time);
            }
            return;
        }
        default: break;
    }
    for (std::size_t row = 0; row < block_rows_; ++row) {
        if (left_rows_[row] != 0) continue;
        for (const FastStep& step : fast_steps_) {
            const records::Column& column = piece_.columns[step.field];
            if (is_wide(step.type)) wide_[step.field] = column.wide[rows_ + row];
            if (is_narrow(step.type)) narrow_[step.field] = column.narrow[rows_ + row];
        }
        if (check_row(table_, {narrow_, wide_}).field >= 0) left_rows_[row] = 1;
    }
}

std::size_t RowBuilder::read_block(const CellGrid& grid, std::uint32_t first_line) {
    block_rows_ = grid.rows;
    if (rows_ + block_rows_ > capacity_) make_room(std::max(rows_ + block_rows_, capacity_ * 2));
    std::fill_n(left_rows_.begin(), block_rows_, std::uint8_t{0});
    for (std::size_t row = 0; row < block_rows_; ++row) piece_.line[rows_ + row] = first_line + static_cast<std::uint32_t>(row);
    if (grid.json) {
        read_block_columns<KeyedCells>(grid);
    } else {
        read_block_columns<MarkedCells>(grid);
    }
    check_block();
    return static_cast<std::size_t>(std::count_if(left_rows_.begin(), left_rows_.begin() + static_cast<std::ptrdiff_t>(block_rows_),
                                                  [](std::uint8_t left) { return left != 0; }));
}

// Makes rows that were read behind the last row its successors.
void RowBuilder::keep_rows(std::size_t from, std::size_t count) noexcept {
    if (from != rows_ && count > 0) {
        const auto move = [&](auto* column) { std::memmove(column + rows_, column + from, count * sizeof *column); };
        for (const Target& target : targets_) {
            if (target.narrow != nullptr) move(target.narrow);
            if (target.wide != nullptr) move(target.wide);
        }
        move(piece_.line.data());
    }
    for (auto& attribute : piece_.attributes) std::fill_n(attribute.values.begin() + static_cast<std::ptrdiff_t>(rows_), count, StringId{0});
    rows_ += count;
    piece_.read += count;
    piece_.accepted += count;
}

}  // namespace wageproof::readers
