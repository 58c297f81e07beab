// Rows that are read in blocks must be what the careful way makes of them: values, rejects, lines, counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::FieldType;
using records::TableKind;

// A rule that no row meets, but under which every row goes the careful way.
std::string careful_mapping(const std::string& file, const std::string& table) {
    return R"({"sources": [{"file": ")" + file + R"(", "table": ")" + table + R"(", "skip": [{"column": "worker_id", "is": ["no such worker"]}]}]})";
}

// All that was read, a line a row, strings as texts.
std::vector<std::string> lines_of(const records::Dataset& data) {
    std::vector<std::string> lines;
    for (const auto& table : data.tables) {
        for (std::size_t row = 0; row < table.row_count(); ++row) {
            std::string line(table.spec->name);
            line += ' ' + data.files[table.file[row]].name + ':' + std::to_string(table.line[row]);
            for (std::size_t field = 0; field < table.columns.size(); ++field) {
                const auto& column = table.columns[field];
                line += '|';
                if (!column.wide.empty()) line += std::to_string(column.wide[row]) + '/';
                if (column.narrow.empty()) continue;
                line += table.spec->fields[field].type == FieldType::text ? std::string(data.strings.view(table.text(static_cast<int>(field), row)))
                                                                         : std::to_string(column.narrow[row]);
            }
            for (const auto& attribute : table.attributes) {
                line += '|' + std::string(data.strings.view(attribute.name)) + '=' + std::string(data.strings.view(attribute.values[row]));
            }
            lines.push_back(line);
        }
    }
    for (const auto& reject : data.rejects) {
        lines.push_back(data.files[reject.file].name + ':' + std::to_string(reject.line) + ' ' + reject.column + " \"" + reject.value + "\" " +
                        reject.reason + ' ' + std::string(data.strings.view(reject.employer)) + ' ' + std::string(data.strings.view(reject.worker)) +
                        ' ' + std::to_string(reject.first) + ' ' + std::to_string(reject.last));
    }
    for (const auto& file : data.files) {
        if (file.name == "mapping.json") continue;
        lines.push_back(file.name + ' ' + std::to_string(file.read) + '=' + std::to_string(file.accepted) + '+' + std::to_string(file.rejected) + '+' +
                        std::to_string(file.skipped));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

void expect_same(const std::vector<std::string>& a, const std::vector<std::string>& b, const std::string& what) {
    const std::size_t count = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(a[i], b[i]) << what;
    ASSERT_EQ(a.size(), b.size()) << what;
}

// The file in blocks on one thread and on three, and the careful way.
void expect_read_alike(const std::string& name, const std::string& table, const std::string& bytes, Files others = {}) {
    if (table == "workers") others["workers.csv"] = "worker_id\nsomebody else\n";
    others[name] = bytes;
    ReadOptions options;
    options.time_zone = "Asia/Phnom_Penh";
    const auto blocks = lines_of(data_of(others, options));
    options.threads = 3;
    expect_same(blocks, lines_of(data_of(others, options)), name + " on three threads");
    options.threads = 1;
    others["mapping.json"] = careful_mapping(name, table);
    expect_same(lines_of(data_of(others, options)), blocks, name);
}

class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    unsigned up_to(unsigned count) { return static_cast<unsigned>(engine_() % count); }
    bool once_in(unsigned count) { return up_to(count) == 0; }
    std::string one_of(const std::vector<std::string>& values) { return values[up_to(static_cast<unsigned>(values.size()))]; }

private:
    std::mt19937 engine_;
};

struct Field {
    std::string name;
    std::vector<std::string> usual, odd;
    bool rare = false;  ///< JSON: few lines have the key
};

const std::vector<std::string> kOddTexts{"", " W1", "W1 ", "W 1", "'=W1", "'W1", "''=1", "1E+5", "12E4", "\xE1\x9F\xA1", "W\xC2\xA0", "W1\t", "-", "0", std::string(40, 'x'), "W\x01"};
const std::vector<std::string> kOddDates{"", "2026-02-29", "2024-02-29", "2026-1-05", "02026-01-05", "202600000-01-05", "2026-01-32", "2026-13-01", "2026-01-00",
                                         "1899-12-31", "2200-12-31", "2201-01-01", "2026/01/05", " 2026-01-05", "2026-01-3x", "2026-01-05 ", "20260105", "2026-01-0:",
                                         "\xE1\x9F\xA2\xE1\x9F\xA0\xE1\x9F\xA2\xE1\x9F\xA6-01-05"};
const std::vector<std::string> kOddClocks{"", "24:00", "23:59", "00:00", "7:00", "07:60", "07:0", "07:00:30", "07:00:60", "07.00", "0700", " 07:00", "07:00x", "1/:00", "29:00", "0::00", "\xD9\xA0\xD9\xA7:00"};
const std::vector<std::string> kOddWholes{"", "-1", "+5", "1440", "1441", "60.0", "60.5", "007", "123456789", "12345678901", "6O", " 60", "1e2", "\xE0\xA5\xAC", "60.", ".5", "0"};
const std::vector<std::string> kOddAmounts{"", "-12.50", "+1", "1.5", ".5", "5.", "0.1234567", "0.123456", "123456789.12", "999999999999.999999", "1000000000000", "1,5", "1.2.3",
                                           "12.3x", "1.-5", "00012.00", "1e3", " 4", "4 ", "0", "-0", "\xE1\x9F\xA5.00"};

struct Table {
    std::string name;
    std::vector<Field> fields;
    /// Beside the files that every folder has.
    [[nodiscard]] std::string file(const std::string& ending) const { return name + "-more" + ending; }
};

std::vector<Table> tables() {
    const Field worker{"worker_id", {"W1", "W2", "W000000000000000000017"}, kOddTexts, false};
    std::vector<std::string> many;  // workers of whom most stand once
    for (int i = 0; i < 5000; ++i) many.push_back("W" + std::to_string(i));
    const Field date{"date", {"2026-01-05", "2026-01-06", "2026-02-28"}, kOddDates};
    const Field amount{"amount", {"217.00", "10", "4070000.5"}, kOddAmounts};
    const Field currency{"currency", {"USD", "KHR"}, {"", "usd", "XX", "USDX", " USD"}};
    const Field first{"period_start", {"2026-01-01"}, kOddDates}, last{"period_end", {"2026-01-31"}, kOddDates};
    const Field unknown{"remark", {"a", "17", "true"}, {"", "b\\c", "x y", "null"}};
    return {
        {"time", {worker, date, {"start", {"07:00", "22:00"}, kOddClocks}, {"end", {"16:00", "06:00"}, kOddClocks}, {"break_minutes", {"60", "30"}, kOddWholes},
                  {"break_start", {"11:00"}, kOddClocks}, {"kind", {"work", "training"}, {"", "Work", "play", " work"}}, unknown}},
        {"payroll", {worker, first, last, {"component", {"basic", "allowance.meal", "gross", "net"}, {"", "Basic", "allowance.", "bonus.x1", " net"}}, amount, currency,
                     {"fixed", {"yes", "no"}, {"", "Yes", "true"}}}},
        {"workers", {{"worker_id", many, kOddTexts}, {"hired_on", {"2020-01-05", "2021-06-30"}, kOddDates}, {"left_on", {"", "", "2026-01-31"}, kOddDates}, {"wage", {"217.00"}, kOddAmounts},
                     {"sex", {"f", "m"}, {"", "F"}}, {"week_days", {"6"}, {"", "7", "x"}}, {"badge", {"17"}, kOddTexts}}},
        {"workers", {{"worker_id", many, kOddTexts}, {"wage", {"217.00"}, kOddAmounts}, {"line_no", {"A7", "B8"}, kOddTexts, true}}},
        {"payroll", {worker, {"component", {"basic", "net"}, {""}}, amount}},
        {"payroll", {worker, last, {"component", {"basic", "net"}, {""}}, amount}},
        {"hours", {worker, date, {"minutes", {"480", "600"}, kOddWholes}, {"overtime_minutes", {"0", "120"}, kOddWholes}}},
        {"leave", {worker, date, {"type", {"annual", "sick"}, {"", "other"}}, {"fraction", {"1", "0.5"}, kOddAmounts}}},
        {"punches", {worker, {"at", {"2026-01-05T07:00", "2026-01-05 16:00:10", "2026-01-05T07:00+07:00"}, {"", "2026-01-05", "2026-01-05T24:00", "2026-01-05T07:00Zx"}},
                     {"device", {"gate"}, kOddTexts}}},
        {"pieces", {worker, date, {"item", {"collar"}, kOddTexts}, {"quantity", {"12", "7.5"}, kOddAmounts}, {"rate", {"0.05"}, kOddAmounts}}},
        {"payments", {{"payment_id", {"P1", "P2"}, kOddTexts}, worker, first, last, {"paid_on", {"2026-02-05"}, kOddDates}, amount, currency,
                      {"status", {"settled", "returned"}, {"", "lost"}}}},
        {"remittances", {worker, {"scheme", {"nssf"}, kOddTexts}, first, last, {"employee_amount", {"1.00"}, kOddAmounts}, {"employer_amount", {"2.00"}, kOddAmounts}}},
        {"totals", {worker, {"start", {"2026-01-01"}, kOddDates}, {"end", {"2026-01-31"}, kOddDates}, {"minutes", {"9000"}, kOddWholes}}},
        {"balances", {worker, {"as_of", {"2026-01-01"}, kOddDates}, {"leave_type", {"annual"}, {"", "x"}}, {"days", {"3.5"}, kOddAmounts}}},
    };
}

/// @param odd  one value in so many is odd
std::string csv_of(const Table& table, unsigned rows, unsigned odd, Dice& dice) {
    const std::string feed = dice.once_in(3) ? "\r\n" : "\n";
    std::string text = dice.once_in(3) ? "\xEF\xBB\xBF" : "";
    const char delimiter = dice.once_in(4) ? ';' : ',';
    std::vector<bool> quoted;  // by column: some programs put all texts in quotes
    const unsigned quotes = dice.up_to(3);
    for (std::size_t i = 0; i < table.fields.size(); ++i) quoted.push_back(quotes == 2 || (quotes == 1 && dice.once_in(2)));
    for (const Field& field : table.fields) text += (&field == &table.fields.front() ? "" : std::string(1, delimiter)) + field.name;
    text += feed;
    for (unsigned row = 0; row < rows; ++row) {
        if (dice.once_in(odd * 4)) text += dice.one_of({"", " ", std::string(table.fields.size() - 1, delimiter), "x", std::string(table.fields.size(), delimiter), "\"", "a\"b"}) + feed;
        for (const Field& field : table.fields) {
            if (&field != &table.fields.front()) text += delimiter;
            std::string value = dice.once_in(odd) ? dice.one_of(field.odd) : dice.one_of(field.usual);
            const bool in_quotes = quoted[static_cast<std::size_t>(&field - table.fields.data())] != dice.once_in(odd * 2);
            if (in_quotes) value = '"' + value + (dice.once_in(odd * 2) ? dice.one_of({"\" ", "\"x", "", "\"\"", "\"\"\""}) : "\"");
            if (dice.once_in(odd * 8)) value = "\"two" + feed + "lines" + std::string(1, delimiter) + "\"\"\"";
            text += value;
        }
        if (row + 1 < rows || dice.once_in(2)) text += feed;
    }
    return text;
}

std::string json_of(const Table& table, unsigned rows, unsigned odd, Dice& dice) {
    const std::string feed = dice.once_in(3) ? "\r\n" : "\n";
    const bool blanks = dice.once_in(3);
    std::string text;
    for (unsigned row = 0; row < rows; ++row) {
        if (dice.once_in(odd * 4)) text += dice.one_of({"", " ", "{}", "{", "}", "[1]", "{\"worker_id\":\"W1\"}", "null", "{\"worker_id\":\"W1\",\"worker_id\":\"W2\"}", "{\"a\":[1,2]}"}) + feed;
        std::string line;
        for (const Field& field : table.fields) {
            if (field.rare ? !dice.once_in(150) : dice.once_in(odd * 4)) continue;
            line += line.empty() ? "{" : blanks ? ", " : ",";
            if (dice.once_in(odd * 8)) line += ' ';
            line += '"' + field.name + (blanks ? "\": " : "\":");
            std::string value = dice.once_in(odd) ? dice.one_of(field.odd) : dice.one_of(field.usual);
            const bool is_number = !value.empty() && value.find_first_not_of("0123456789.-+eE") == std::string::npos;
            if (dice.once_in(odd * 2)) {
                line += dice.one_of({"null", "true", "1.5e3", "007", "0.5", "-", "[]", "\"\\u0057\\u0031\"", "\"a\\\\\"", " null", "\"W1\" ", "2026-01-05", "07:00"});
            } else if (is_number && !dice.once_in(3)) {
                line += value;
            } else {
                std::string quoted;
                for (const char c : value) quoted += c == '\\' ? "\\\\" : c == '\t' ? "\\t" : std::string(1, c);
                line += '"' + quoted + '"';
            }
        }
        text += (line.empty() ? "{" : line) + "}";
        if (row + 1 < rows || dice.once_in(2)) text += feed;
    }
    return text;
}

TEST(BlockRows, CsvOfAnyFormIsReadAsTheCarefulWayReadsIt) {
    Dice dice(20261122);
    for (const Table& table : tables()) {
        for (const unsigned odd : {3U, 20U, 400U, 100000U}) {
            for (int turn = 0; turn < 4; ++turn) {
                SCOPED_TRACE(table.name + " one in " + std::to_string(odd));
                expect_read_alike(table.file(".csv"), table.name, csv_of(table, dice.up_to(900) + 1, odd, dice));
                if (HasFatalFailure()) return;
            }
        }
    }
}

TEST(BlockRows, JsonOfAnyFormIsReadAsTheCarefulWayReadsIt) {
    Dice dice(30);
    for (const Table& table : tables()) {
        for (const unsigned odd : {3U, 20U, 400U, 100000U}) {
            for (int turn = 0; turn < 4; ++turn) {
                SCOPED_TRACE(table.name + " one in " + std::to_string(odd));
                expect_read_alike(table.file(".ndjson"), table.name, json_of(table, dice.up_to(900) + 1, odd, dice));
                if (HasFatalFailure()) return;
            }
        }
    }
}

TEST(BlockRows, RowsOfSeveralEmployers) {
    Dice dice(7);
    Files folder{{"employers.csv", "employer_id,law,currency,period\nF1,kh,USD,monthly\nF2,kh,USD,monthly\nF 3,kh,USD,monthly\n"},
                 {"workers.csv", "employer_id,worker_id\nF1,somebody\nF2,somebody\n"}};
    for (Table table : tables()) {
        table.fields.insert(table.fields.begin() + dice.up_to(2), {"employer_id", {"F1", "F1", "F2"}, {"", "F4", "F 3", " F1", "f1"}});
        for (const unsigned odd : {5U, 300U}) {
            for (const bool json : {false, true}) {
                const std::string name = table.file(json ? ".ndjson" : ".csv");
                const std::string bytes = json ? json_of(table, 700, odd, dice) : csv_of(table, 700, odd, dice);
                std::vector<std::vector<std::string>> read;
                for (const bool careful : {false, true}) {
                    std::vector<InputFile> inputs;
                    for (const auto& [file, text] : folder) inputs.push_back({file, {}, text});
                    inputs.push_back({name, {}, bytes});
                    if (careful) inputs.push_back({"mapping.json", {}, careful_mapping(name, table.name)});
                    ReadOptions options;
                    options.time_zone = "Asia/Phnom_Penh";
                    const auto data = read_files(std::move(inputs), options);
                    ASSERT_TRUE(data.ok()) << data.status().message();
                    read.push_back(lines_of(*data));
                }
                expect_same(read[0], read[1], name);
                if (HasFatalFailure()) return;
            }
        }
    }
}

// Pieces of files end anywhere; so do vectors of 16 and 64 bytes.
TEST(BlockRows, FilesOfManyPiecesAndRowsOfAnyLength) {
    Dice dice(64);
    std::string text = "worker_id,date,start,end,remark\n";
    const std::string filling(200, 'r');
    for (int row = 0; text.size() < (std::size_t{3} << 20); ++row) {
        text += "W" + std::to_string(row / 26) + ",2026-01-" + (row % 26 < 9 ? "0" : "") + std::to_string(row % 26 + 1) + ",07:00,16:00,";
        text += filling.substr(0, dice.up_to(130));
        if (dice.once_in(50'000)) text += "\"";
        if (dice.once_in(20'000)) text += "\xE1\x9F\xA1";
        text += '\n';
    }
    expect_read_alike("time.csv", "time", text);
    // In quotes, with delimiters, quotes and line ends within.
    text = "worker_id,date,start,end,remark\n";
    for (int row = 0; text.size() < (std::size_t{3} << 20); ++row) {
        text += "\"W" + std::to_string(row / 26) + "\",\"2026-01-" + (row % 26 < 9 ? "0" : "") + std::to_string(row % 26 + 1) + "\",\"07:00\",\"16:00\",\"";
        text += filling.substr(0, dice.up_to(130));
        if (dice.once_in(10)) text += dice.one_of({"\n", ",", "\"\"", "\"\"\"\"", "\n\"\"\n", "\",\"\n"});
        if (!dice.once_in(10'000)) text += '"';
        text += dice.once_in(1000) ? dice.one_of({" \n", "x\n", "\r\n", "\n\n", " ,\n"}) : "\n";
    }
    expect_read_alike("time.csv", "time", text);
    text.clear();
    for (int row = 0; text.size() < (std::size_t{3} << 20); ++row) {
        text += "{\"worker_id\":\"W" + std::to_string(row / 26) + "\",\"date\":\"2026-01-" + (row % 26 < 9 ? "0" : "") + std::to_string(row % 26 + 1) +
                "\",\"start\":\"07:00\",\"end\":\"16:00\",\"remark\":\"" + filling.substr(0, dice.up_to(130)) + (dice.once_in(20'000) ? "\\\"" : "") + "\"}\n";
    }
    expect_read_alike("time.ndjson", "time", text);
}

}  // namespace
}  // namespace wageproof::readers::testing
