// Writes a dataset as a folder in the format's own form.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "readers/values.hpp"
#include "records/formula_guard.hpp"
#include "records/output_files.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using quantity::Status;
using records::Dataset;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::TableKind;

constexpr std::size_t kFlushBytes = std::size_t{1} << 20;

// The text of one file on its way out.
class Pen {
public:
    explicit Pen(records::OutputFile& file) : file_(file) {}
    std::string& text() noexcept { return text_; }
    // What fails is told when the file is closed.
    void flush() {
        if (text_.size() < kFlushBytes) return;
        file_.append(text_);
        text_.clear();
    }
    Status finish() {
        file_.append(text_);
        return file_.close();
    }

private:
    records::OutputFile& file_;
    std::string text_;
};

// The files of one folder, which get their own names together.
class Folder {
public:
    explicit Folder(std::string path) : path_(std::move(path)) {}
    Pen add(std::string name) {
        names_.push_back(name);
        return Pen(files_.emplace_back(path_, name));
    }
    // Tables that an earlier run wrote, and this one did not, would be read with its own.
    Status keep() {
        const bool had_a_run = records::holds_a_run(path_);
        WAGEPROOF_RETURN_IF_ERROR(records::keep_all(files_));
        if (!had_a_run) return {};
        std::vector<std::string> others{"employer.json"};
        for (std::size_t kind = 0; kind < records::kTableCount; ++kind) {
            for (const char* ending : {".csv", ".ndjson"})
                others.push_back(std::string(records::spec_of(static_cast<TableKind>(kind)).name) + ending);
        }
        std::erase_if(others, [&](const std::string& name) { return std::find(names_.begin(), names_.end(), name) != names_.end(); });
        records::remove_files(path_, others);
        return {};
    }

private:
    std::string path_;
    std::vector<std::string> names_;
    std::deque<records::OutputFile> files_;
};

void append_two(std::string& out, int value) {
    out.push_back(static_cast<char>('0' + value / 10));
    out.push_back(static_cast<char>('0' + value % 10));
}

void append_clock(std::string& out, int seconds) {
    append_two(out, seconds / 3600);
    out.push_back(':');
    append_two(out, seconds / 60 % 60);
    if (seconds % 60 == 0) return;
    out.push_back(':');
    append_two(out, seconds % 60);
}

void append_timestamp(std::string& out, std::int64_t seconds) {
    std::int64_t day = seconds / kSecondsOfDay;
    std::int64_t rest = seconds % kSecondsOfDay;
    if (rest < 0) {
        rest += kSecondsOfDay;
        --day;
    }
    quantity::append_text(out, quantity::Date::from_serial(static_cast<std::int32_t>(day)));
    out.push_back('T');
    append_clock(out, static_cast<int>(rest));
}

// With its offset a stamp is one moment also in the hour that clocks show twice.
void append_offset(std::string& out, std::int32_t seconds_ahead) {
    out.push_back(seconds_ahead < 0 ? '-' : '+');
    append_clock(out, std::abs(seconds_ahead));
}

// Quotes only where they are needed. A text that a spreadsheet would run as a formula gets a quote in front,
// which spreadsheets take as 'this is text', and which the CSV reader takes off again.
void append_text_cell(std::string& out, std::string_view text) {
    const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos || text != trim(text);
    if (quoted) out.push_back('"');
    if (records::needs_guard(text)) out.push_back('\'');
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    if (quoted) out.push_back('"');
}

void append_value(std::string& out, const Dataset& data, const DataTable& table, std::size_t field,
                  std::size_t row) {
    const records::FieldSpec& spec = table.spec->fields[field];
    const int index = static_cast<int>(field);
    if (spec.type == FieldType::amount || spec.type == FieldType::timestamp) {
        const std::int64_t value = table.wide(index, row);
        if (value == kNone64) return;
        if (spec.type == FieldType::amount) {
            quantity::append_decimal_trimmed(out, value);
        } else {
            append_timestamp(out, value);
            const std::vector<std::int32_t>& ahead = table.columns[field].narrow;
            if (!ahead.empty() && ahead[row] != kNone32) append_offset(out, ahead[row]);
        }
        return;
    }
    const std::int32_t value = table.narrow(index, row);
    if (spec.type == FieldType::text) return append_text_cell(out, data.strings.view(table.text(index, row)));
    if (value == kNone32) return;
    switch (spec.type) {
        case FieldType::date: return quantity::append_text(out, quantity::Date::from_serial(value));
        case FieldType::clock: return append_clock(out, value);
        case FieldType::code: out += spec.values[static_cast<std::size_t>(value)]; return;
        default: out += std::to_string(value); return;
    }
}

bool is_given(const DataTable& table, std::size_t field) {
    const records::FieldSpec& spec = table.spec->fields[field];
    const records::Column& column = table.columns[field];
    if (!column.wide.empty()) {  // an extension that nobody gives has no values at all
        return std::any_of(column.wide.begin(), column.wide.end(), [](std::int64_t value) { return value != kNone64; });
    }
    const std::int32_t none = spec.type == FieldType::text ? 0 : kNone32;
    return std::any_of(column.narrow.begin(), column.narrow.end(), [none](std::int32_t value) { return value != none; });
}

Status write_table(const Dataset& data, TableKind kind, Folder& folder) {
    const DataTable& table = data[kind];
    Pen file = folder.add(std::string(table.spec->name) + ".csv");
    std::string& out = file.text();
    // The employers' list of periods has no place in a row; `write_employers` sees to it.
    const std::size_t count = table.columns.size() - (kind == TableKind::employers ? 1 : 0);
    std::vector<std::size_t> fields;
    for (std::size_t field = 0; field < count; ++field) {
        if (table.spec->fields[field].extension && !is_given(table, field)) continue;
        if (!fields.empty()) out.push_back(',');
        fields.push_back(field);
        out += table.spec->fields[field].name;
    }
    for (const auto& attribute : table.attributes) {
        out.push_back(',');
        append_text_cell(out, data.strings.view(attribute.name));
    }
    out.push_back('\n');
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        for (const std::size_t field : fields) {
            if (field != fields.front()) out.push_back(',');
            append_value(out, data, table, field, row);
        }
        for (const auto& attribute : table.attributes) {
            out.push_back(',');
            append_text_cell(out, data.strings.view(attribute.values[row]));
        }
        out.push_back('\n');
        file.flush();
    }
    return file.finish();
}

void append_json_text(std::string& out, std::string_view text) {
    out.push_back('"');
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr char kDigits[] = "0123456789abcdef";
            out += "\\u00";
            out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
            out.push_back(kDigits[static_cast<unsigned char>(c) & 0xF]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

void append_employer(std::string& out, const Dataset& data, std::size_t row) {
    const DataTable& table = data[TableKind::employers];
    const auto text = [&](int field) { return data.strings.view(table.text(field, row)); };
    out += "{\"employer_id\":";
    append_json_text(out, text(f::employers::employer_id));
    if (!text(f::employers::name).empty()) {
        out += ",\"name\":";
        append_json_text(out, text(f::employers::name));
    }
    out += ",\"law\":[";
    for (std::size_t i = 0; i < data.laws[row].size(); ++i) {
        if (i > 0) out.push_back(',');
        append_json_text(out, data.laws[row][i]);
    }
    out += "],\"currency\":";
    append_json_text(out, text(f::employers::currency));
    out += ",\"period\":";
    if (data.periods[row].empty()) {
        append_json_text(out, text(f::employers::period));
    } else {
        char mark = '[';
        for (const auto& [first, last] : data.periods[row]) {
            out.push_back(mark);
            out += "{\"start\":\"" + quantity::to_text(quantity::Date::from_serial(first)) + "\",\"end\":\"" +
                   quantity::to_text(quantity::Date::from_serial(last)) + "\"}";
            mark = ',';
        }
        out.push_back(']');
    }
    char mark = '{';
    for (const auto& attribute : table.attributes) {
        if (attribute.values[row] == 0) continue;
        if (mark == '{') out += ",\"attributes\":";
        out.push_back(mark);
        append_json_text(out, data.strings.view(attribute.name));
        out.push_back(':');
        append_json_text(out, data.strings.view(attribute.values[row]));
        mark = ',';
    }
    out += mark == ',' ? "}}\n" : "}\n";
}

// One employer is an object; many are a table, of JSON lines where one of them lists its periods.
Status write_employers(const Dataset& data, Folder& folder) {
    const std::size_t rows = data[TableKind::employers].row_count();
    const bool lists_periods =
        std::any_of(data.periods.begin(), data.periods.end(), [](const auto& list) { return !list.empty(); });
    if (rows != 1 && !lists_periods) return write_table(data, TableKind::employers, folder);
    Pen file = folder.add(rows == 1 ? "employer.json" : "employers.ndjson");
    for (std::size_t row = 0; row < rows; ++row) append_employer(file.text(), data, row);
    return file.finish();
}

Status write_rejects(const Dataset& data, Folder& folder) {
    Pen file = folder.add("rejects.csv");
    std::string& out = file.text();
    out += "employer_id,file,line,column,value,reason\n";
    for (const records::Reject& reject : data.rejects) {
        append_text_cell(out, data.strings.view(reject.employer));
        out.push_back(',');
        append_text_cell(out, data.files[reject.file].name);
        out.push_back(',');
        out += std::to_string(reject.line);
        out.push_back(',');
        append_text_cell(out, reject.column);
        out.push_back(',');
        append_text_cell(out, reject.value);
        out.push_back(',');
        out += reject.reason;
        out.push_back('\n');
        file.flush();
    }
    return file.finish();
}

}  // namespace

Status write_tables(const Dataset& data, const std::string& folder, std::string_view summary) {
    WAGEPROOF_RETURN_IF_ERROR(records::make_folder(folder));
    Folder files(folder);
    for (const DataTable& table : data.tables) {
        if (!table.present) continue;
        if (table.spec->kind == TableKind::employers) {
            WAGEPROOF_RETURN_IF_ERROR(write_employers(data, files));
        } else {
            WAGEPROOF_RETURN_IF_ERROR(write_table(data, table.spec->kind, files));
        }
    }
    WAGEPROOF_RETURN_IF_ERROR(write_rejects(data, files));
    if (!summary.empty()) {
        Pen file = files.add(std::string(records::kSummaryFile));
        file.text() = summary;
        WAGEPROOF_RETURN_IF_ERROR(file.finish());
    }
    return files.keep();
}

}  // namespace wageproof::readers
