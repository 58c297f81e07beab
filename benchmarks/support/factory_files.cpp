// Cells as text, rows as lines, tables as files.
#include "support/factory_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace {

using records::DataTable;
using records::FieldType;
using records::TableKind;

bool is_wide(FieldType type) { return type == FieldType::amount || type == FieldType::timestamp; }

bool is_given(const DataTable& table, std::size_t field, std::size_t row) {
  const records::Column& column = table.columns[field];
  const FieldType type = table.spec->fields[field].type;
  if (is_wide(type)) return column.wide[row] != records::kNone64;
  return type == FieldType::text ? column.narrow[row] != 0 : column.narrow[row] != records::kNone32;
}

std::string amount_text(std::int64_t micro) {
  std::string text = fmt::format("{}{}.{:06}", micro < 0 ? "-" : "", std::abs(micro) / 1000000, std::abs(micro) % 1000000);
  // Two decimals, as money is written, unless there are more.
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  return text;
}

// The cell's text without quotes; empty where it is not given.
std::string cell(const records::Dataset& data, const DataTable& table, std::size_t field, std::size_t row) {
  if (!is_given(table, field, row)) return {};
  const records::FieldSpec& spec = table.spec->fields[field];
  const auto at = static_cast<int>(field);
  switch (spec.type) {
    case FieldType::text: return std::string(data.strings.view(table.text(at, row)));
    case FieldType::date: return quantity::to_text(quantity::Date::from_serial(table.narrow(at, row)));
    case FieldType::clock: return fmt::format("{:02}:{:02}", table.narrow(at, row) / 3600, table.narrow(at, row) / 60 % 60);
    case FieldType::integer: return std::to_string(table.narrow(at, row));
    case FieldType::code: return std::string(spec.values[static_cast<std::size_t>(table.narrow(at, row))]);
    case FieldType::amount: return amount_text(table.wide(at, row));
    case FieldType::timestamp: break;  // the factory has no punches
  }
  return {};
}

void put_csv(const records::Dataset& data, const DataTable& table, const std::vector<std::size_t>& fields, std::size_t row, std::string& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    out += cell(data, table, fields[i], row);
  }
  out += '\n';
}

void put_json(const records::Dataset& data, const DataTable& table, const std::vector<std::size_t>& fields, std::size_t row, std::string& out) {
  char before = '{';
  for (const std::size_t field : fields) {
    if (!is_given(table, field, row)) continue;
    const records::FieldSpec& spec = table.spec->fields[field];
    const bool number = spec.type == FieldType::amount || spec.type == FieldType::integer;
    const std::string_view quote = number ? "" : "\"";
    fmt::format_to(std::back_inserter(out), "{}\"{}\":{}{}{}", before, spec.name, quote, cell(data, table, field, row), quote);
    before = ',';
  }
  out += "}\n";
}

std::string employer_json(const records::Dataset& data) {
  const DataTable& table = data[TableKind::employers];
  const auto text = [&](int field) { return data.strings.view(table.text(field, 0)); };
  namespace e = records::field::employers;
  std::string attributes;
  for (const records::AttributeColumn& a : table.attributes) {
    fmt::format_to(std::back_inserter(attributes), "{}\"{}\":\"{}\"", attributes.empty() ? "" : ",", data.strings.view(a.name), data.strings.view(a.values[0]));
  }
  return fmt::format("{{\"employer_id\":\"{}\",\"law\":\"{}\",\"currency\":\"{}\",\"period\":\"{}\",\"attributes\":{{{}}}}}\n",
                     text(e::employer_id), text(e::law), text(e::currency), text(e::period), attributes);
}

std::uint64_t save(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  return file.flush() ? text.size() : 0;
}

}  // namespace

TemporaryFolder::TemporaryFolder(const std::string& name) : path_(std::filesystem::temp_directory_path() / name) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::uint64_t write_factory(const records::Dataset& data, const std::filesystem::path& folder, FileForm form) {
  std::uint64_t total = save(folder / "employer.json", employer_json(data));
  for (const DataTable& table : data.tables) {
    if (table.spec->kind == TableKind::employers || table.row_count() == 0) continue;
    std::vector<std::size_t> fields;
    // The employer stands in employer.json, so the first field is in no file.
    for (std::size_t f = 1; f < table.spec->fields.size(); ++f) {
      bool any = false;
      for (std::size_t row = 0; row < table.row_count() && !any; ++row) any = is_given(table, f, row);
      if (any) fields.push_back(f);
    }
    std::string text;
    if (form == FileForm::csv) {
      for (const std::size_t f : fields) text += (text.empty() ? "" : ",") + std::string(table.spec->fields[f].name);
      text += '\n';
    }
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      if (form == FileForm::csv) put_csv(data, table, fields, row, text);
      else put_json(data, table, fields, row, text);
    }
    const std::uint64_t written = save(folder / (std::string(table.spec->name) + (form == FileForm::csv ? ".csv" : ".ndjson")), text);
    if (written != text.size()) return 0;
    total += written;
  }
  return total;
}

}  // namespace wageproof::benchmarks
