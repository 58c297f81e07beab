#include "readers/mapping.hpp"

#include <algorithm>
#include <initializer_list>

#include "readers/encoding.hpp"
#include "readers/formats/format.hpp"
#include "readers/json_value.hpp"
#include "readers/time_format_check.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;
using Kind = JsonValue::Kind;

// One set of options under its place in the file ("source 2 (Salary*.csv)"), which every refusal names.
class OptionsReader {
public:
    OptionsReader(std::string place, const records::TableSpec* table, SourceOptions& out)
        : place_(std::move(place)), table_(table), out_(out) {}

    Status read(const JsonValue& object) {
        for (const auto& [key, value] : object.members) {
            if (table_ != nullptr && (key == "file" || key == "table")) continue;
            WAGEPROOF_RETURN_IF_ERROR(option(key, value));
        }
        return {};
    }

private:
    Status refuse(const std::string& what) const {
        return {StatusCode::invalid_argument, "mapping.json: " + place_ + ": " + what};
    }

    bool in_defaults() const noexcept { return table_ == nullptr; }

    Status option(const std::string& key, const JsonValue& value) {
        if (key == "encoding") return encoding(value);
        if (key == "delimiter") return text(key, value, out_.delimiter, "one or more characters");
        if (key == "header") return header(value);
        if (key == "columns") return column_rules(key, value, out_.columns);
        if (key == "set") return set_rules(key, value, out_.set);
        if (key == "values") return value_rules(value);
        if (key == "records") return record_rules(value);
        if (key == "skip") return skip_rules(value);
        if (key == "fill_down") return fill_down(value);
        if (key == "decimal") return one_character(key, value, ".,", out_.decimal);
        if (key == "group") return one_character(key, value, ",. '", out_.group);
        if (key == "round") return truth(key, value, out_.round);
        if (key == "negate") return texts(key, value, out_.negate);
        if (key == "units") return units(value);
        if (key == "dates") return formats(key, value, out_.dates, true, false);
        if (key == "times") return formats(key, value, out_.times, false, true);
        if (key == "timestamps") return formats(key, value, out_.timestamps, true, true);
        if (key == "time_zone")
            return text(key, value, out_.time_zone, "a zone's name such as \"Asia/Dhaka\"");
        if (key == "split") return split(value);
        if (key == "sheet")
            return {
                StatusCode::unsupported,
                "mapping.json: " + place_ + ": \"sheet\": .xlsx files cannot be read; save the sheet as CSV"};
        if (key == "widths") return positions(key, value, out_.widths);
        if (key == "format") return format(value);
        return refuse("no option is called \"" + key + "\"");
    }

    Status text(const std::string& key, const JsonValue& value, std::string& out, const char* wanted) const {
        if (!value.is(Kind::string) || value.text.empty())
            return refuse("\"" + key + "\": expected " + wanted);
        out = value.text;
        return {};
    }

    Status texts(const std::string& key, const JsonValue& value, std::vector<std::string>& out) const {
        out.clear();
        const auto& items = value.is(Kind::array) ? value.items : std::vector<JsonValue>{value};
        for (const JsonValue& item : items) {
            if (!item.is(Kind::string)) return refuse("\"" + key + "\": expected texts");
            out.push_back(item.text);
        }
        return {};
    }

    Status truth(const std::string& key, const JsonValue& value, bool& out) const {
        if (!value.is(Kind::boolean)) return refuse("\"" + key + "\": expected true or false");
        out = value.text == "true";
        return {};
    }

    Status one_character(const std::string& key, const JsonValue& value, std::string_view allowed,
                         char& out) const {
        if (!value.is(Kind::string) || value.text.size() != 1 ||
            allowed.find(value.text[0]) == std::string_view::npos) {
            return refuse("\"" + key + "\": expected one of \"" + std::string(allowed) + "\", found \"" +
                          value.text + "\"");
        }
        out = value.text[0];
        return {};
    }

    Status encoding(const JsonValue& value) const {
        if (!value.is(Kind::string) || !is_known_encoding(value.text)) {
            return refuse(
                "\"encoding\": expected utf-8, utf-16le, windows-1252, windows-1256, windows-1258 or "
                "gb18030, found \"" +
                value.text + "\"");
        }
        out_.encoding = value.text;
        return {};
    }

    Status format(const JsonValue& value) const {
        if (in_defaults()) return refuse("\"format\" belongs to a source");
        out_.format = value.is(Kind::string) ? find_format(value.text) : nullptr;
        if (out_.format == nullptr)
            return refuse("\"format\": expected " + format_names() + ", found \"" + value.text + "\"");
        return {};
    }

    Status position(const std::string& key, const JsonValue& value, std::size_t& out) const {
        const auto number =
            value.is(Kind::number) ? read_integer(value.text) : Read<std::int32_t>(Reason::not_a_number);
        if (!number.ok() || number.value < 1 || number.value > 100'000) {
            return refuse("\"" + key + "\": expected a number from 1, found \"" + value.text + "\"");
        }
        out = static_cast<std::size_t>(number.value);
        return {};
    }

    Status positions(const std::string& key, const JsonValue& value, std::vector<std::size_t>& out) const {
        out.clear();
        if (!value.is(Kind::array) || value.items.empty())
            return refuse("\"" + key + "\": expected a list of numbers");
        for (const JsonValue& item : value.items) {
            WAGEPROOF_RETURN_IF_ERROR(position(key, item, out.emplace_back()));
        }
        return {};
    }

    Status header(const JsonValue& value) {
        out_.header.clear();
        out_.header_is_given = true;
        out_.has_header = !(value.is(Kind::number) && value.text == "0");
        if (!out_.has_header) return {};
        if (!value.is(Kind::array)) return position("header", value, out_.header.emplace_back());
        WAGEPROOF_RETURN_IF_ERROR(positions("header", value, out_.header));
        if (std::adjacent_find(out_.header.begin(), out_.header.end(), std::greater_equal<>()) !=
            out_.header.end()) {
            return refuse("\"header\": expected rows in ascending order");
        }
        return {};
    }

    // A field of ours: one of the table's, or an attribute where the table keeps them.
    Status our_field(const std::string& key, const std::string& field) const {
        if (in_defaults()) {
            for (std::size_t kind = 0; kind < records::kTableCount; ++kind) {
                if (records::field_index(static_cast<records::TableKind>(kind), field) >= 0) return {};
            }
            return refuse("\"" + key + "\": no table has a field \"" + field + "\"");
        }
        if (records::field_index(table_->kind, field) >= 0 || (table_->attributes && !field.empty()))
            return {};
        return refuse("\"" + key + "\": the table " + std::string(table_->name) + " has no field \"" + field +
                      "\"");
    }

    Status column(const std::string& key, const JsonValue& value, ColumnRef& out) const {
        if (value.is(Kind::number)) {
            out.kind = ColumnRef::Kind::position;
            return position(key, value, out.position);
        }
        if (!value.is(Kind::string) || value.text.empty())
            return refuse("\"" + key + "\": expected a column's name or number");
        out.kind = value.text == "@line" ? ColumnRef::Kind::file_line : ColumnRef::Kind::name;
        out.name = value.text;
        return {};
    }

    // Takes the place of a rule of the same field that `defaults` gave.
    template <class Rule>
    static Rule& rule_of(std::vector<Rule>& rules, const std::string& field) {
        for (Rule& rule : rules) {
            if (rule.field == field) return rule = Rule{};
        }
        return rules.emplace_back();
    }

    Status column_rules(const std::string& key, const JsonValue& value, std::vector<ColumnRule>& out) const {
        if (!value.is(Kind::object))
            return refuse("\"" + key + "\": expected {\"our field\": \"Their Column\"}");
        for (const auto& [field, from] : value.members) {
            WAGEPROOF_RETURN_IF_ERROR(our_field(key, field));
            ColumnRule& rule = rule_of(out, field);
            rule.field = field;
            rule.from_defaults = in_defaults();
            const auto& items = from.is(Kind::array) ? from.items : std::vector<JsonValue>{from};
            if (items.empty()) return refuse("\"" + key + "\": \"" + field + "\" names no column");
            for (const JsonValue& item : items)
                WAGEPROOF_RETURN_IF_ERROR(column(key, item, rule.from.emplace_back()));
        }
        return {};
    }

    Status set_rules(const std::string& key, const JsonValue& value, std::vector<SetRule>& out) const {
        if (!value.is(Kind::object)) return refuse("\"" + key + "\": expected {\"our field\": \"constant\"}");
        for (const auto& [field, constant] : value.members) {
            WAGEPROOF_RETURN_IF_ERROR(our_field(key, field));
            if (!constant.is(Kind::string) && !constant.is(Kind::number)) {
                return refuse("\"" + key + "\": \"" + field + "\": expected a text or a number");
            }
            SetRule& rule = rule_of(out, field);
            rule = {field, constant.text, in_defaults()};
        }
        return {};
    }

    Status value_rules(const JsonValue& value) const {
        if (!value.is(Kind::object))
            return refuse("\"values\": expected {\"our field\": {\"theirs\": \"ours\"}}");
        for (const auto& [field, pairs] : value.members) {
            WAGEPROOF_RETURN_IF_ERROR(our_field("values", field));
            if (!pairs.is(Kind::object))
                return refuse("\"values\": \"" + field + "\": expected {\"theirs\": \"ours\"}");
            ValueRule& rule = rule_of(out_.values, field);
            rule.field = field;
            rule.from_defaults = in_defaults();
            for (const auto& [theirs, ours] : pairs.members) {
                if (!ours.is(Kind::string) && !ours.is(Kind::number)) {
                    return refuse("\"values\": \"" + field + "\": \"" + theirs +
                                  "\": expected a text or a number");
                }
                if (theirs == "*") {
                    rule.any_other = ours.text;
                } else {
                    rule.values[theirs] = ours.text;
                }
            }
        }
        return {};
    }

    Status record_rules(const JsonValue& value) const {
        if (!value.is(Kind::array) || value.items.empty())
            return refuse("\"records\": expected a list of {\"set\", \"columns\"}");
        out_.records.clear();
        for (const JsonValue& item : value.items) {
            RecordRule& rule = out_.records.emplace_back();
            if (!item.is(Kind::object)) return refuse("\"records\": expected {\"set\", \"columns\"}");
            for (const auto& [key, part] : item.members) {
                if (key == "set") {
                    WAGEPROOF_RETURN_IF_ERROR(set_rules("records", part, rule.set));
                } else if (key == "columns") {
                    WAGEPROOF_RETURN_IF_ERROR(column_rules("records", part, rule.columns));
                } else {
                    return refuse("\"records\": expected \"set\" and \"columns\", found \"" + key + "\"");
                }
            }
            if (rule.columns.empty()) return refuse("\"records\": an entry names no column of its own");
        }
        return {};
    }

    Status skip_rules(const JsonValue& value) const {
        if (!value.is(Kind::array))
            return refuse(
                "\"skip\": expected a list of {\"column\", \"is\"} or {\"column\", \"empty\": true}");
        out_.skip.clear();
        for (const JsonValue& item : value.items) {
            SkipRule& rule = out_.skip.emplace_back();
            const JsonValue* name = item.find("column");
            const JsonValue* is = item.find("is");
            const JsonValue* empty = item.find("empty");
            if (name == nullptr || (is == nullptr) == (empty == nullptr) || item.members.size() != 2) {
                return refuse("\"skip\": expected {\"column\", \"is\"} or {\"column\", \"empty\": true}");
            }
            WAGEPROOF_RETURN_IF_ERROR(column("skip", *name, rule.column));
            if (is != nullptr) WAGEPROOF_RETURN_IF_ERROR(texts("skip", *is, rule.is));
            if (empty != nullptr) WAGEPROOF_RETURN_IF_ERROR(truth("skip", *empty, rule.empty));
            if (empty != nullptr && !rule.empty) return refuse("\"skip\": \"empty\" can only be true");
        }
        return {};
    }

    Status fill_down(const JsonValue& value) const {
        out_.fill_down.clear();
        const auto& items = value.is(Kind::array) ? value.items : std::vector<JsonValue>{value};
        for (const JsonValue& item : items) {
            WAGEPROOF_RETURN_IF_ERROR(column("fill_down", item, out_.fill_down.emplace_back()));
        }
        return {};
    }

    Status units(const JsonValue& value) const {
        if (!value.is(Kind::object))
            return refuse("\"units\": expected {\"our field\": \"hours\" | \"hh:mm\" | factor}");
        for (const auto& [field, unit] : value.members) {
            WAGEPROOF_RETURN_IF_ERROR(our_field("units", field));
            UnitRule& rule = rule_of(out_.units, field);
            rule.field = field;
            rule.from_defaults = in_defaults();
            const bool is_minutes = field.ends_with("minutes");
            if (unit.text == "hours" && is_minutes) {
                rule.factor_micro = 60 * kMicro;
                continue;
            }
            if (unit.text == "hh:mm" && is_minutes) {
                rule.hours_and_minutes = true;
                continue;
            }
            const auto factor =
                unit.is(Kind::string) ? read_decimal(unit.text) : Read<std::int64_t>(Reason::not_a_number);
            if (!factor.ok() || factor.value == 0) {
                return refuse("\"units\": \"" + field + "\": expected a factor as text" +
                              (is_minutes ? ", \"hours\" or \"hh:mm\"" : "") + ", found \"" + unit.text +
                              "\"");
            }
            rule.factor_micro = factor.value;
        }
        return {};
    }

    Status formats(const std::string& key, const JsonValue& value, std::vector<TimeFormat>& out, bool date,
                   bool time) const {
        std::vector<std::string> list;
        WAGEPROOF_RETURN_IF_ERROR(texts(key, value, list));
        out.clear();
        for (const std::string& format : list) {
            const std::string why = check_time_format(format, date, time);
            if (!why.empty()) return refuse("\"" + key + "\": \"" + format + "\": " + why);
            out.push_back({format});
        }
        const std::string doubt = find_ambiguity(out, date);
        return doubt.empty() ? Status{} : refuse("\"" + key + "\": " + doubt);
    }

    Status split(const JsonValue& value) const {
        const JsonValue* at = value.is(Kind::object) ? value.find("at") : nullptr;
        if (at == nullptr || value.members.size() != 1) return refuse("\"split\": expected {\"at\": \" \"}");
        if (table_ != nullptr && table_->kind != records::TableKind::punches) {
            return refuse("\"split\": only punches can be split");
        }
        return text("split", *at, out_.split_at, "the characters between two punches");
    }

    std::string place_;
    const records::TableSpec* table_;
    SourceOptions& out_;
};

// A payment format lays its files out itself, whatever `defaults` says of the other sources.
constexpr std::string_view kLayoutOptions[] = {"delimiter", "header", "widths", "decimal",    "group",
                                               "dates",     "times",  "round",  "timestamps", "split"};

void take_format_layout(SourceOptions& options) {
    const SourceOptions plain;
    options.delimiter = plain.delimiter;
    options.header = plain.header;
    options.has_header = plain.has_header;
    options.header_is_given = plain.header_is_given;
    options.widths = plain.widths;
    options.decimal = plain.decimal;
    options.group = plain.group;
    options.round = plain.round;
    options.dates = plain.dates;
    options.times = plain.times;
    options.timestamps = plain.timestamps;
    options.split_at = plain.split_at;
}

}  // namespace

std::string_view translate(const ValueRule* rule, std::string_view text, bool& is_ours) noexcept {
    if (rule == nullptr) return text;
    const auto found = rule->values.find(text);
    if (found != rule->values.end()) {
        is_ours = true;
        return found->second;
    }
    if (rule->any_other && !text.empty()) {
        is_ours = true;
        return *rule->any_other;
    }
    return text;
}

Result<Mapping> parse_mapping(std::string_view text) {
    const auto refuse = [](const std::string& what) {
        return Status(StatusCode::invalid_argument, "mapping.json: " + what);
    };
    auto document = parse_json(text, "mapping.json");
    if (!document.ok()) return document.status();
    SourceOptions defaults;
    Mapping mapping;
    for (const auto& [key, value] : document->members) {
        if (key != "defaults" && key != "sources" && key != "$schema")
            return refuse("expected \"defaults\" and \"sources\", found \"" + key + "\"");
    }
    if (const JsonValue* value = document->find("defaults")) {
        if (!value->is(Kind::object)) return refuse("\"defaults\": expected an object");
        WAGEPROOF_RETURN_IF_ERROR(OptionsReader("defaults", nullptr, defaults).read(*value));
    }
    const JsonValue* sources = document->find("sources");
    if (sources == nullptr || !sources->is(Kind::array)) return refuse("expected a list \"sources\"");
    for (std::size_t i = 0; i < sources->items.size(); ++i) {
        const JsonValue& item = sources->items[i];
        const JsonValue* file = item.find("file");
        const JsonValue* table = item.find("table");
        const std::string place = "source " + std::to_string(i + 1);
        if (file == nullptr || !file->is(Kind::string) || file->text.empty())
            return refuse(place + ": expected \"file\", a name with * and ?");
        const records::TableSpec* spec = table == nullptr ? nullptr : records::find_table(table->text);
        if (spec == nullptr) {
            return refuse(place + " (" + file->text + "): expected \"table\", the name of a table, found \"" +
                          (table == nullptr ? "" : table->text) + "\"");
        }
        MappedSource source{file->text, spec->kind, defaults};
        WAGEPROOF_RETURN_IF_ERROR(
            OptionsReader(place + " (" + file->text + ")", spec, source.options).read(item));
        if (source.options.group != '\0' && source.options.group == source.options.decimal) {
            return refuse(place + " (" + file->text + "): \"group\" and \"decimal\" are the same sign");
        }
        if (spec->kind != records::TableKind::punches) source.options.split_at.clear();
        if (source.options.format != nullptr) {
            for (const std::string_view option : kLayoutOptions) {
                if (item.find(option) == nullptr) continue;
                return refuse(place + " (" + file->text + "): \"" + std::string(option) +
                              "\" does not go with \"format\", which says how the file is laid out");
            }
            take_format_layout(source.options);
        }
        mapping.sources.push_back(std::move(source));
    }
    return mapping;
}

}  // namespace wageproof::readers
