// Small payment files for the tests of their readers.
#pragma once

#include <string>

#include "reading.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers::testing {

/// The folder of one payment file: by its own name, or under a mapping that names its format.
inline records::Dataset payments_of(const std::string& name, const std::string& bytes,
                                    const std::string& format = {}, const std::string& options = {}) {
    if (format.empty()) return data_of({{name, bytes}});
    return data_of({{"mapping.json", R"({"sources": [{"file": ")" + name + R"(", "table": "payments", "format": ")" +
                                         format + "\"" + options + "}]}"},
                    {name, bytes}});
}

/// A field of a payment as text; empty where it is not given.
inline std::string payment(const records::Dataset& data, const std::string& field, std::size_t row = 0) {
    const auto& table = data[records::TableKind::payments];
    const int index = records::field_index(records::TableKind::payments, field);
    if (index < 0 || row >= table.row_count()) return "no such field or row";
    const auto& spec = table.spec->fields[static_cast<std::size_t>(index)];
    std::string text;
    if (spec.type == records::FieldType::amount) {
        const std::int64_t micro = table.wide_or_none(index, row);
        if (micro != records::kNone64) quantity::append_decimal_trimmed(text, micro);
        return text;
    }
    if (spec.type == records::FieldType::text)
        return std::string(data.strings.view(table.text_or_none(index, row)));
    const std::int32_t value = table.narrow_or_none(index, row);
    if (value == records::kNone32) return text;
    if (spec.type == records::FieldType::date) {
        quantity::append_text(text, quantity::Date::from_serial(value));
        return text;
    }
    if (spec.type == records::FieldType::code) return std::string(spec.values[static_cast<std::size_t>(value)]);
    return std::to_string(value);
}

/// Several fields joined by ` | `.
inline std::string payment(const records::Dataset& data, std::initializer_list<std::string> fields,
                           std::size_t row = 0) {
    std::string text;
    for (const std::string& field : fields) text += (&field == fields.begin() ? "" : " | ") + payment(data, field, row);
    return text;
}

inline std::size_t payment_count(const records::Dataset& data) {
    return data[records::TableKind::payments].row_count();
}

}  // namespace wageproof::readers::testing
