#include "readers/arrow_column.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include "readers/arrow_values.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;
using quantity::detail::Int128;
using Kind = ArrowType::Kind;
using records::FieldType;

template <class Number>
std::string_view number_text(Number value, std::string& scratch) {
    scratch.resize(24);
    const auto end = std::to_chars(scratch.data(), scratch.data() + scratch.size(), value).ptr;
    scratch.resize(static_cast<std::size_t>(end - scratch.data()));
    return scratch;
}

// Digits of a little-endian two's complement number of any width, with its point put in and zeros behind it dropped:
// a column's scale says how finely it could be stated, not how finely a cell is.
std::string_view decimal_text(const void* buffer, std::int64_t row, const ArrowType& type, std::string& scratch) {
    std::array<std::uint32_t, 8> words{};
    const auto count = static_cast<std::size_t>(type.bytes / 4);
    std::memcpy(words.data(), static_cast<const char*>(buffer) + row * type.bytes, static_cast<std::size_t>(type.bytes));
    const bool negative = (words[count - 1] >> 31) != 0;
    if (negative) {
        std::uint64_t carry = 1;
        for (std::size_t i = 0; i < count; ++i) {
            carry += static_cast<std::uint32_t>(~words[i]);
            words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    std::string digits;
    for (bool more = true; more;) {
        more = false;
        std::uint64_t rest = 0;
        for (std::size_t i = count; i-- > 0;) {
            rest = rest << 32 | words[i];
            words[i] = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
            more = more || words[i] != 0;
        }
        digits.push_back(static_cast<char>('0' + rest));
    }
    const auto scale = static_cast<std::size_t>(type.scale < 0 ? 0 : type.scale);
    while (digits.size() <= scale) digits.push_back('0');
    scratch.clear();
    if (negative) scratch.push_back('-');
    for (std::size_t i = digits.size(); i-- > 0;) {
        scratch.push_back(digits[i]);
        if (i == scale && scale != 0) scratch.push_back('.');
    }
    if (scale != 0) {
        while (scratch.back() == '0') scratch.pop_back();
        if (scratch.back() == '.') scratch.pop_back();
    }
    if (type.scale < 0) scratch.append(static_cast<std::size_t>(-type.scale), '0');
    return scratch;
}

void append_two(std::string& out, std::int64_t value) {
    out.push_back(static_cast<char>('0' + value / 10));
    out.push_back(static_cast<char>('0' + value % 10));
}

void append_clock(std::string& out, std::int64_t second) {
    append_two(out, second / 3600);
    out.push_back(':');
    append_two(out, second / 60 % 60);
    out.push_back(':');
    append_two(out, second % 60);
}

// A part of a second, which the format's clock times do not have, stays to be seen so that the row is refused.
void append_part(std::string& out, std::int64_t part, std::int64_t per_second) {
    if (part == 0) return;
    std::string digits = std::to_string(per_second + part);
    digits.front() = '.';
    out += digits;
}

bool append_day(std::string& out, std::int64_t day) {
    if (day < INT32_MIN || day > INT32_MAX) return false;
    const auto date = quantity::Date::try_from_serial(static_cast<std::int32_t>(day));
    if (date) quantity::append_text(out, *date);
    return date.ok();
}

std::string_view moment_text(std::int64_t value, const ArrowType& type, std::string& scratch) {
    const std::int64_t second = floor_divide(value, type.per_second);
    const std::int64_t part = value - second * type.per_second;
    const std::int64_t day = floor_divide(second, kSecondsOfDay);
    scratch.clear();
    // A moment that no calendar holds is given as the bare number, which no date is.
    if (!append_day(scratch, day)) return number_text(value, scratch);
    if (type.days_only && !type.is_utc && second == day * kSecondsOfDay && part == 0) return scratch;
    scratch.push_back('T');
    append_clock(scratch, second - day * kSecondsOfDay);
    append_part(scratch, part, type.per_second);
    if (type.is_utc) scratch.push_back('Z');
    return scratch;
}

// Whole numbers that a dataframe keeps in floating point; what is not whole becomes a text that no number is.
template <class Float>
std::string_view whole_text(Float value, std::string& scratch) {
    if (value != value) return {};  // not a number: how such columns write 'missing'
    constexpr Float kMost = Float(std::int64_t{1} << (sizeof(Float) == 8 ? 53 : 24));
    if (value > kMost || value < -kMost || value != static_cast<Float>(static_cast<std::int64_t>(value))) {
        scratch = "not whole";
        return scratch;
    }
    return number_text(static_cast<std::int64_t>(value), scratch);
}

std::string_view plain_text(const ArrowArray& array, const ArrowType& type, std::int64_t row, std::string& scratch) {
    const void* const values = array.n_buffers > 1 ? array.buffers[1] : nullptr;
    switch (type.kind) {
        case Kind::none: return {};
        case Kind::boolean: {
            const bool truth = (static_cast<const std::uint8_t*>(values)[row / 8] >> (row % 8) & 1) != 0;
            if (type.yes_or_no) return truth ? "yes" : "no";
            return truth ? "true" : "false";
        }
        case Kind::integer: return number_text(load_integer(values, row, type.bytes), scratch);
        case Kind::natural: return number_text(load_natural(values, row, type.bytes), scratch);
        case Kind::whole_float:
            if (type.bytes == 8) return whole_text<double>(load<double>(values, row), scratch);  // house: floating-point, whole numbers of dataframes, never money
            return whole_text<float>(load<float>(values, row), scratch);  // house: floating-point, whole numbers of dataframes, never money
        case Kind::text: {
            const auto* const data = static_cast<const char*>(array.buffers[2]);
            const std::int64_t first = load_integer(values, row, type.bytes), last = load_integer(values, row + 1, type.bytes);
            if (last <= first || first < 0 || data == nullptr) return {};
            return {data + first, static_cast<std::size_t>(last - first)};
        }
        case Kind::text_view: {
            const auto size = load<std::int32_t>(values, row * 4);
            if (size <= 0) return {};
            if (size <= 12) return {static_cast<const char*>(values) + row * 16 + 4, static_cast<std::size_t>(size)};
            const auto buffer = load<std::int32_t>(values, row * 4 + 2), at = load<std::int32_t>(values, row * 4 + 3);
            // Behind validity and views come the data buffers, and last their sizes.
            if (buffer < 0 || at < 0 || buffer >= array.n_buffers - 3 || array.buffers[2 + buffer] == nullptr) return {};
            return {static_cast<const char*>(array.buffers[2 + buffer]) + at, static_cast<std::size_t>(size)};
        }
        case Kind::decimal: return decimal_text(values, row, type, scratch);
        case Kind::day: {
            std::int64_t day = load_integer(values, row, type.bytes);
            if (type.bytes == 8) day = floor_divide(day, kSecondsOfDay * 1000);
            scratch.clear();
            return append_day(scratch, day) ? std::string_view(scratch) : number_text(day, scratch);
        }
        case Kind::clock: {
            const std::int64_t value = load_integer(values, row, type.bytes);
            const std::int64_t second = floor_divide(value, type.per_second);
            if (second < 0 || second >= kSecondsOfDay) return number_text(value, scratch);
            scratch.clear();
            append_clock(scratch, second);
            append_part(scratch, value - second * type.per_second, type.per_second);
            return scratch;
        }
        case Kind::moment: return moment_text(load<std::int64_t>(values, row), type, scratch);
    }
    return {};
}

bool set_unit(char unit, ArrowType& type) noexcept {
    switch (unit) {
        case 's': type.per_second = 1; return true;
        case 'm': type.per_second = 1'000; return true;
        case 'u': type.per_second = 1'000'000; return true;
        case 'n': type.per_second = 1'000'000'000; return true;
        default: return false;
    }
}

bool read_number(std::string_view& text, int& out) noexcept {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

// `d:precision,scale` or `d:precision,scale,bits`
bool read_decimal_format(std::string_view text, ArrowType& type) noexcept {
    int precision = 0, bits = 128;
    if (!text.starts_with("d:")) return false;
    text.remove_prefix(2);
    if (!read_number(text, precision) || !text.starts_with(',')) return false;
    text.remove_prefix(1);
    if (!read_number(text, type.scale)) return false;
    if (text.starts_with(',')) {
        text.remove_prefix(1);
        if (!read_number(text, bits)) return false;
    }
    if (!text.empty() || type.scale < -76 || type.scale > 76) return false;
    if (bits != 32 && bits != 64 && bits != 128 && bits != 256) return false;
    type.kind = Kind::decimal;
    type.bytes = bits / 8;
    return true;
}

bool read_format(std::string_view format, ArrowType& type) noexcept {
    if (format.size() == 1) {
        const auto set = [&](Kind kind, int bytes) {
            type.kind = kind;
            type.bytes = bytes;
            return true;
        };
        switch (format[0]) {
            case 'n': return set(Kind::none, 0);
            case 'b': return set(Kind::boolean, 0);
            case 'c': return set(Kind::integer, 1);
            case 's': return set(Kind::integer, 2);
            case 'i': return set(Kind::integer, 4);
            case 'l': return set(Kind::integer, 8);
            case 'C': return set(Kind::natural, 1);
            case 'S': return set(Kind::natural, 2);
            case 'I': return set(Kind::natural, 4);
            case 'L': return set(Kind::natural, 8);
            case 'f': return set(Kind::whole_float, 4);
            case 'g': return set(Kind::whole_float, 8);
            case 'u': return set(Kind::text, 4);
            case 'U': return set(Kind::text, 8);
            default: return false;
        }
    }
    if (format == "vu") {  // house: country, an Arrow format
        type.kind = Kind::text_view;
        return true;
    }
    if (format == "tdD" || format == "tdm") {
        type.kind = Kind::day;
        type.bytes = format == "tdD" ? 4 : 8;
        return true;
    }
    if (format.size() == 3 && format.starts_with("tt")) {  // house: country, an Arrow format
        type.kind = Kind::clock;
        type.bytes = format[2] == 's' || format[2] == 'm' ? 4 : 8;
        return set_unit(format[2], type);
    }
    if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':') {
        type.kind = Kind::moment;
        type.is_utc = format.size() > 4;
        return set_unit(format[2], type);
    }
    return read_decimal_format(format, type);
}

}  // namespace

Result<ArrowType> arrow_type_of(const ArrowSchema& schema, const records::FieldSpec* field, bool is_attribute) {
    ArrowType type;
    const auto refuse = [](const std::string& what) { return Status(StatusCode::unsupported, what); };
    const std::string format = schema.format == nullptr ? "" : schema.format;
    if (schema.dictionary != nullptr) {
        ArrowType index;
        if (!read_format(format, index) || (index.kind != Kind::integer && index.kind != Kind::natural)) {
            return refuse("a dictionary whose index is of Arrow type \"" + format + "\", where an integer is expected");
        }
        if (schema.dictionary->dictionary != nullptr) return refuse("a dictionary of a dictionary");
        const std::string inner = schema.dictionary->format == nullptr ? "" : schema.dictionary->format;
        if (!read_format(inner, type)) return refuse("a dictionary of Arrow type \"" + inner + "\", where text is expected");
        type.is_coded = true;
        type.index_bytes = index.bytes;
        type.index_is_signed = index.kind == Kind::integer;
    } else if (!read_format(format, type)) {
        return refuse("Arrow type \"" + format + "\"; expected text, a decimal, an integer, a date, a time or a timestamp");
    }
    if (type.kind == Kind::whole_float && (field != nullptr || is_attribute)) {
        if (field == nullptr || field->type != FieldType::integer) {
            return refuse(field != nullptr && field->type == FieldType::amount
                              ? "floating point, which holds no amount exactly; expected a decimal, an integer or text"
                              : "floating point; expected text, an integer or a decimal");
        }
    }
    type.yes_or_no = field != nullptr && field->type == FieldType::code;
    type.days_only = field == nullptr || field->type == FieldType::date;
    return type;
}

Status check_array(const ArrowArray& array, const ArrowType& type) {
    const auto refuse = [](const char* what) { return Status(StatusCode::invalid_argument, what); };
    if (array.length < 0 || array.offset < 0 || array.n_buffers < 0) return refuse("an array with a negative length, offset or count");
    const auto has = [](const ArrowArray& each, std::int64_t buffers) {
        if (each.n_buffers < buffers || each.buffers == nullptr) return false;
        return each.length == 0 || buffers < 2 || each.buffers[1] != nullptr;
    };
    const auto values = [&](const ArrowArray& each) {
        if (type.kind == Kind::none) return true;
        return has(each, type.kind == Kind::text || type.kind == Kind::text_view ? 3 : 2);
    };
    if (!type.is_coded) return values(array) ? Status() : refuse("an array without the buffers of its type");
    if (!has(array, 2) || array.dictionary == nullptr) return refuse("a coded array without its dictionary");
    const ArrowArray& dictionary = *array.dictionary;
    if (dictionary.length < 0 || dictionary.offset < 0 || !values(dictionary)) return refuse("a dictionary without the buffers of its type");
    return {};
}

std::string_view cell_text(const ArrowArray& array, const ArrowType& type, std::int64_t row, std::string& scratch) {
    row += array.offset;
    if (type.kind == Kind::none || is_null(array, row)) return {};
    if (!type.is_coded) return plain_text(array, type, row, scratch);
    const std::int64_t code = type.index_is_signed ? load_integer(array.buffers[1], row, type.index_bytes)
                                                   : static_cast<std::int64_t>(load_natural(array.buffers[1], row, type.index_bytes));
    const ArrowArray& dictionary = *array.dictionary;
    if (code < 0 || code >= dictionary.length || is_null(dictionary, code + dictionary.offset)) return {};
    return plain_text(dictionary, type, code + dictionary.offset, scratch);
}

}  // namespace wageproof::readers
