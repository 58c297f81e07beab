// How the columns of one file become the fields of one table: the format or a mapping, bound to the file's
// header.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "readers/mapping.hpp"
#include "wageproof/quantity/status.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::readers {

/// Whether a column of this type is 64 bits wide.
[[nodiscard]] constexpr bool is_wide(records::FieldType type) noexcept {
    return type == records::FieldType::amount || type == records::FieldType::timestamp;
}

/// Whether one has 32 bits: all others, and beside a timestamp the seconds by which its clock is ahead of UTC.
[[nodiscard]] constexpr bool is_narrow(records::FieldType type) noexcept { return type != records::FieldType::amount; }

/// The key under which the reader passes on an employer's list of pay periods: `first/last` days joined by
/// `;`.
inline constexpr std::string_view kPeriodsKey = "@periods";

/// Where the text of a field comes from.
struct CellSource {
    enum class Kind : std::uint8_t { absent, column, joined, constant, file_line };
    Kind kind = Kind::absent;
    std::uint32_t column = 0;
    std::vector<std::uint32_t> columns{};  ///< of `joined`
    std::string constant{};
    std::string label{};  ///< what a reject calls it: their column, or our field
};

/// What the text of a text field must be.
enum class TextCheck : std::uint8_t { any, id, currency, country, component, pay_period };

struct FieldPlan {
    CellSource from;
    const records::FieldSpec* spec = nullptr;
    std::uint32_t field = 0;
    records::FieldType type{};
    TextCheck check = TextCheck::any;
    bool needed = false;
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();  ///< amounts in millionths
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    const ValueRule* values = nullptr;
    const UnitRule* unit = nullptr;
};

struct AttributePlan {
    std::string name;
    CellSource from;
    const ValueRule* values = nullptr;
    std::uint32_t slot = 0;  ///< where a piece keeps it
};

struct RecordPlan {
    std::vector<FieldPlan> fields;  ///< in the order of the table; also those that are absent
    std::vector<AttributePlan> attributes;
    std::vector<std::uint32_t>
        own_fields;  ///< of an entry of `records`: where all are empty it makes no record
};

struct SkipPlan {
    std::uint32_t column = 0;
    const SkipRule* rule = nullptr;
};

struct SourcePlan {
    const records::TableSpec* spec = nullptr;
    const SourceOptions* options = nullptr;  ///< outlives the plan
    std::string file;
    std::vector<std::string> columns;  ///< their names, by position
    std::vector<RecordPlan> records;
    std::vector<SkipPlan> skip;
    std::vector<std::uint32_t> fill_down;
    std::vector<std::string> ignored_columns;
    bool plain_numbers = true;
    bool guarded_texts = false;  ///< CSV: a quote in front of what would be a formula is none of the text
};

/// @param columns  the file's header; for JSON, nothing: columns are added as rules name them
/// @errors  not_found: a column that a rule names is missing; conflict: it, or a field of ours, is there
/// twice
[[nodiscard]] quantity::Result<SourcePlan> bind_plan(const records::TableSpec& spec,
                                                     const SourceOptions& options, std::string file,
                                                     std::vector<std::string> columns, bool is_json);

}  // namespace wageproof::readers
