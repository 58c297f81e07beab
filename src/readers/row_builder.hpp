// Turns rows of cells into columns, or into rejects: the inner loop of every reader.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "readers/cell_grid.hpp"
#include "readers/packed_values.hpp"
#include "readers/plan.hpp"
#include "readers/row_rules.hpp"
#include "readers/values.hpp"
#include "readers/zone.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

class RowBatch;

/// An employer as the other tables see it.
struct EmployerContext {
    std::string id;
    std::string zone;  ///< in which its records are local; empty: not known
};

/// What the rows of every table but `employers` are read against.
struct FolderContext {
    std::vector<EmployerContext> employers;  ///< by id
    [[nodiscard]] const EmployerContext* find(std::string_view id) const noexcept;
};

struct RowReject {
    std::uint32_t line = 0;
    std::string column;
    std::string value;
    Reason reason = Reason::none;
    std::string employer;
    std::string worker;
    RowSpan days{};
};

/// What a payment file claims of a batch, with names as texts.
struct PieceBatch {
    records::BatchClaim claim;
    std::string employer;
    std::string currency;
};

/// What one piece of a file gave: rows with strings of their own, which the merge turns into the dataset's.
struct Piece {
    records::StringPool strings;
    std::vector<records::Column> columns;  ///< empty where no row gave the field
    std::vector<std::uint32_t> line;
    std::vector<records::AttributeColumn> attributes;  ///< names and values by this piece's strings
    std::vector<RowReject> rejects;
    std::vector<PieceBatch> batches;
    std::uint64_t read = 0, accepted = 0, rejected = 0, skipped = 0, rounded = 0;
    std::set<std::string> ignored_columns;
    quantity::Status status;  ///< not ok: the run cannot go on
};

class RowBuilder {
public:
    /// @param context  null while the employers themselves are read
    RowBuilder(const SourcePlan& plan, const FolderContext* context, Piece& piece);

    /// The piece holds bytes that are not ASCII: cells may have digits of another script.
    void expect_other_scripts(bool expected) noexcept { other_scripts_ = expected; }

    /// One row of the file; cells by the plan's columns, fewer where the last are not given.
    void add_row(std::uint32_t line, std::span<const std::string_view> cells);
    /// Takes the next block of a batch's rows, with those columns that the batch has as numbers.
    /// @return whether there are any, and rows may be given to `add_row_of_numbers`
    [[nodiscard]] bool take_numbers(const RowBatch& rows, std::size_t first, std::size_t count);
    void drop_numbers() noexcept;
    [[nodiscard]] bool has_numbers(std::uint32_t column) const noexcept { return !numbers_[column].empty(); }
    /// A row without fault, its numbers those of row `at` of the block and its other cells texts.
    /// @return false where it has a fault or a number that only text can tell: nothing was added or counted
    [[nodiscard]] bool add_row_of_numbers(std::uint32_t line, std::span<const std::string_view> cells, std::size_t at);
    /// Whether blocks of rows may be given: they are in the format's own form.
    [[nodiscard]] bool takes_blocks() const noexcept { return takes_blocks_; }
    /// A block of rows, one a line, column by column. A row with a fault, or in a form that only the careful way reads,
    /// is left to `careful(row)`, which is asked for them in order and adds or refuses the row.
    /// @return how many rows were left
    template <class Careful>
    std::size_t add_block(const CellGrid& grid, std::uint32_t first_line, const Careful& careful) {
        const std::size_t first = rows_;
        const std::size_t left = read_block(grid, first_line);
        for (std::size_t row = 0; row < grid.rows;) {
            std::size_t end = row;
            while (end < grid.rows && (left == 0 || left_rows_[end] == 0)) ++end;
            keep_rows(first + row, end - row);
            if (end < grid.rows) careful(end++);
            row = end;
        }
        return left;
    }
    /// A row that cannot be taken apart, or not be trusted.
    void reject_row(std::uint32_t line, std::string_view column, std::string_view value, Reason reason);
    void reject_row_with_cells(std::uint32_t line, std::string_view value, Reason reason,
                               std::span<const std::string_view> cells);
    /// A row that is no data.
    void skip_row() noexcept;
    /// What the file says of a batch of its payments; of no account where its rows feed another table.
    void claim_batch(PieceBatch batch);

    /// JSON: the column of a key that the plan does not know; it becomes an attribute or is ignored and
    /// counted.
    std::uint32_t add_key(std::string_view key);
    [[nodiscard]] std::size_t column_count() const noexcept { return columns_.size(); }
    [[nodiscard]] const std::string& column_name(std::size_t column) const noexcept {
        return columns_[column];
    }
    /// JSON: the column of the row to come is a number with an exponent, which in an id tells of lost digits.
    void mark_exponent(std::uint32_t column) { exponents_.push_back(column); }

    /// Makes room for about so many rows of the file.
    void reserve(std::size_t rows);
    /// Cuts the columns to their rows.
    void finish();

private:
    struct Fault {
        std::string column;
        std::string value;
        Reason reason = Reason::none;
    };
    struct LastText {
        std::string_view view{};
        records::StringId id = 0;
    };

    /// A field that is read from one column as the format writes it.
    struct FastStep {
        std::uint32_t column = 0;
        std::uint32_t field = 0;
        records::FieldType type{};
        const FieldPlan* plan = nullptr;
    };
    /// What a block's column remembers of the rows before.
    struct BlockColumn {
        const char* last = nullptr;  ///< the last text, as it stands in the chunk
        std::size_t last_size = 0;
        bool last_bare = false;
        std::int32_t last_value = 0;
        std::vector<records::StringId> next;  ///< by id: what followed it
        PackedDates dates;
    };
    struct Target {
        std::uint32_t field = 0;
        std::int32_t* narrow = nullptr;
        std::int64_t* wide = nullptr;
    };

    void plan_fast_steps();
    void leave_short_ways() noexcept;
    void begin_rows();
    void make_room(std::size_t rows);
    template <bool kWithNumbers>
    [[nodiscard]] bool add_plain_row(std::uint32_t line, std::span<const std::string_view> cells);
    [[nodiscard]] std::size_t read_block(const CellGrid& grid, std::uint32_t first_line);
    template <class Cells>
    void read_block_columns(const CellGrid& grid);
    template <class Cells>
    void read_block_column(const Cells& cells, const FastStep& step, BlockColumn& column);
    template <class Cells>
    void read_block_employers(const Cells& cells);
    template <class Cells, class Read>
    void read_block_texts(const Cells& cells, BlockColumn& column, std::int32_t none, bool needed, std::int32_t* out, Read read);
    template <class Cells>
    void read_block_stamps(const Cells& cells, const FastStep& step, BlockColumn& column);
    [[nodiscard]] bool read_block_text(const FieldPlan& field, std::string_view text, BlockColumn& column, std::int32_t& out);
    void check_block();
    void fill_none(std::uint32_t field);
    void keep_rows(std::size_t from, std::size_t count) noexcept;
    [[nodiscard]] bool has_mapping_rules() const noexcept;
    [[nodiscard]] bool store_number(const FieldPlan& field, std::int64_t value) noexcept;
    /// A blank at an end, or a byte that is not ASCII, wants a closer look.
    [[nodiscard]] bool is_plain_text(std::string_view text) const noexcept {
        return static_cast<unsigned char>(text.front()) > ' ' && static_cast<unsigned char>(text.back()) > ' ' &&
               (!other_scripts_ || is_ascii(text));
    }
    [[nodiscard]] bool read_plain(const FastStep& step, std::string_view text);
    [[nodiscard]] std::string_view cell(std::uint32_t column);
    [[nodiscard]] std::string_view text_of(const FieldPlan& field);
    [[nodiscard]] std::string_view text_of(const CellSource& from);
    [[nodiscard]] std::string_view joined(const CellSource& from, std::string_view last);
    [[nodiscard]] std::string_view line_name();
    [[nodiscard]] std::string& next_scratch();
    [[nodiscard]] bool is_skipped();
    [[nodiscard]] bool own_cells_empty(const RecordPlan& record);
    void fill_down();
    [[nodiscard]] bool add_records();
    [[nodiscard]] bool add_split_records(const RecordPlan& record);
    [[nodiscard]] bool add_record(const RecordPlan& record);
    [[nodiscard]] bool read_fields(const RecordPlan& record);
    [[nodiscard]] Reason read_field(const FieldPlan& field, std::string_view text, bool is_ours);
    [[nodiscard]] Reason read_text(const FieldPlan& field, std::string_view text);
    [[nodiscard]] Reason read_number(const FieldPlan& field, std::string_view text, bool is_ours);
    [[nodiscard]] Reason read_moment(std::string_view text, bool is_ours, std::uint32_t field);
    [[nodiscard]] Reason in_zone(std::int64_t local, std::optional<std::int32_t> offset, std::uint32_t field);
    [[nodiscard]] Reason resolve_employer();
    void apply_defaults();
    void negate_amount();
    [[nodiscard]] bool is_missing(std::uint32_t field) const noexcept;
    void store(const RecordPlan& record);
    void store_attributes(const RecordPlan& record);
    [[nodiscard]] bool fail(const FieldPlan& field, std::string_view value, Reason reason);
    void read_hole(RowReject& reject);
    void clear_values() noexcept;
    [[nodiscard]] ZoneClock& clock_of(const std::string& zone);
    [[nodiscard]] std::uint32_t attribute_slot(const std::string& name);

    const SourcePlan& plan_;
    const SourceOptions& options_;
    const FolderContext* context_;
    Piece& piece_;
    const records::TableKind table_;
    std::vector<std::string> columns_;
    std::vector<RecordPlan> records_;    ///< of the plan, with the attributes that JSON keys added
    std::vector<std::uint32_t> needed_;  ///< fields that no record may lack
    std::vector<std::uint32_t> stored_;  ///< fields that get a column
    std::vector<Target> targets_;        ///< where the columns of these fields are

    // The row at hand.
    std::uint32_t line_ = 0;
    std::span<const std::string_view> cells_;
    std::deque<std::string> scratch_;  ///< texts that are not as they stand in the file
    std::size_t scratch_used_ = 0;
    std::vector<std::int32_t> narrow_;
    std::vector<std::int64_t> wide_;
    const EmployerContext* employer_ = nullptr;
    const std::string_view* split_part_ = nullptr;
    Fault fault_;
    std::uint64_t row_rounded_ = 0;
    std::vector<std::uint32_t> exponents_;
    bool other_scripts_ = false;

    std::vector<FastStep> fast_steps_;  ///< empty where rows need the careful way
    std::vector<std::uint32_t> absent_;  ///< fields that get a column and are never given, beside the steps
    std::size_t employer_column_ = std::numeric_limits<std::size_t>::max();
    const FieldPlan* employer_plan_ = nullptr;  ///< where rows are of several employers, and each names its own
    bool takes_blocks_ = false;
    std::vector<BlockColumn> block_columns_;    ///< by step, then the employers'
    std::size_t block_rows_ = 0;
    std::array<std::uint8_t, kBlockRows> left_rows_{};  ///< of the block at hand: not 0 where the careful way must read it

    /// By column, of the block of rows at hand; empty where the column is text.
    std::vector<std::vector<std::int64_t>> numbers_;
    std::size_t number_row_ = 0;
    bool with_numbers_ = false;  ///< the row at hand has them

    // What is remembered from row to row.
    std::size_t rows_ = 0;
    std::size_t capacity_ = 0;
    std::vector<LastText> last_text_;
    std::array<std::vector<std::uint8_t>, 6>
        known_text_;  ///< by check and string id: 0 not judged, 1 known, 2 not
    records::StringId last_employer_ = 0;
    std::vector<std::string> filled_values_;
    std::vector<std::string_view> filled_cells_;
    std::map<std::string, ZoneClock> clocks_;
};

}  // namespace wageproof::readers
