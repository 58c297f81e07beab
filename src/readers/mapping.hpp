// What mapping.json says: how a vendor's own files become our tables.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::readers {

struct FormatSpec;

/// A column of theirs: by its name, by its position from 1, or the file and line of the row.
struct ColumnRef {
    enum class Kind { name, position, file_line };
    Kind kind = Kind::name;
    std::string name{};
    std::size_t position = 0;
};

/// Our field and their columns, joined by a blank where they are several.
struct ColumnRule {
    std::string field;
    std::vector<ColumnRef> from;
    bool from_defaults = false;  ///< stands in `defaults`: a table without the field passes it over
};

struct SetRule {
    std::string field;
    std::string value;
    bool from_defaults = false;
};

/// Their values of one field and ours.
struct ValueRule {
    std::string field;
    std::map<std::string, std::string, std::less<>> values;
    std::optional<std::string> any_other;
    bool from_defaults = false;
};

/// What `values` makes of a text. `is_ours` tells that the text is now in the format's own form.
/// @param rule  null: the text stays
[[nodiscard]] WAGEPROOF_API std::string_view translate(const ValueRule* rule, std::string_view text,
                                         bool& is_ours) noexcept;

/// One record of a wide row.
struct RecordRule {
    std::vector<SetRule> set;
    std::vector<ColumnRule> columns;
};

struct SkipRule {
    ColumnRef column;
    std::vector<std::string> is;
    bool empty = false;
};

/// What a number of theirs means in ours: a factor in millionths, or `hh:mm`.
struct UnitRule {
    std::string field;
    std::int64_t factor_micro = 1'000'000;
    bool hours_and_minutes = false;
    bool from_defaults = false;
};

/// A date, time or timestamp format: literal characters, and `%` letters as their letter with the top bit
/// set.
struct TimeFormat {
    std::string text;  ///< as written
};

/// Everything that `defaults` or a source may say.
struct SourceOptions {
    const FormatSpec* format = nullptr;  ///< a payment format; null: CSV or JSON
    std::string encoding;             ///< empty: UTF-8, or by mark
    std::string delimiter;            ///< empty: found in the header
    std::vector<std::size_t> header;  ///< row numbers from 1; empty with `has_header` false: none
    bool has_header = true;
    bool header_is_given = false;
    std::vector<ColumnRule> columns;
    std::vector<SetRule> set;
    std::vector<ValueRule> values;
    std::vector<RecordRule> records;
    std::vector<SkipRule> skip;
    std::vector<ColumnRef> fill_down;
    char decimal = '.';
    char group = '\0';
    bool round = false;
    std::vector<std::string> negate;
    std::vector<UnitRule> units;
    std::vector<TimeFormat> dates;
    std::vector<TimeFormat> times;
    std::vector<TimeFormat> timestamps;
    std::string time_zone;
    std::string split_at;
    std::vector<std::size_t> widths;
};

struct MappedSource {
    std::string file;  ///< name with `*` and `?`
    records::TableKind table{};
    SourceOptions options;
};

struct Mapping {
    std::vector<MappedSource> sources;
};

/// @param text  the bytes of mapping.json
/// @errors  parse_error: not JSON; invalid_argument: an option, field, format or value that the format does
/// not know.
///          The message names the source by its number and file.
[[nodiscard]] WAGEPROOF_API quantity::Result<Mapping> parse_mapping(std::string_view text);

/// A date and a time of day as a format read them.
struct DateAndTime {
    std::int32_t day = 0;
    std::int32_t second = 0;
    bool has_day = false;
};

/// Whether `text` is wholly of this format. Numbers may lack their leading zero, except where digits follow
/// at once.
[[nodiscard]] WAGEPROOF_API bool read_formatted(std::string_view text, const TimeFormat& format, DateAndTime& out) noexcept;

}  // namespace wageproof::readers
