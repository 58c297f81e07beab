#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "law/read_draft.hpp"
#include "law/words.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 8> kParameterKeys{"unit", "by", "values", "favourable", "title", "source", "confidence", "note"};
constexpr std::array<std::string_view, 2> kFavourable{"higher", "lower"};
constexpr std::array<std::string_view, 9> kValueKeys{"from", "to", "published", "source", "confidence", "note", "value", "rows", "bound"};
constexpr std::array<std::string_view, 4> kRowKeys{"source", "confidence", "note", "bound"};
constexpr std::array<std::string_view, 2> kBounds{"exact", "at_least"};
constexpr std::size_t kMostKeys = 8;

class ParameterReader {
 public:
  ParameterReader(ReadContext& context, const json::Value& member, const Path& path)
      : context_(context), fields_(context, member, path, kParameterKeys) {
    parameter_.name = member.key;
  }

  Parameter read() {
    if (!fields_.is_object()) return std::move(parameter_);
    parameter_.title = fields_.text("title").value_or("");
    parameter_.provenance = own_provenance();
    read_unit();
    if (const auto at = fields_.choice("favourable", kFavourable)) parameter_.favourable = *at == 0 ? Favourable::higher : Favourable::lower;
    read_keys();
    if (fields_.needs("values", "a list of dated values")) read_values(*fields_.find("values"));
    return std::move(parameter_);
  }

 private:
  /// A parameter may name a source for all of its values.
  Provenance own_provenance() {
    Provenance none;
    none.sources.emplace_back();
    Provenance out = fields_.provenance(&none);
    if (!fields_.has("source")) out.sources.clear();
    return out;
  }

  void read_unit() {
    const std::string unit = fields_.text("unit").value_or("number");
    parameter_.unit_text = unit;
    if (unit == "text") {
      parameter_.type = ValueType::text;
    } else if (unit == "date") {
      parameter_.type = ValueType::date;
    } else if (unit == "minutes" || unit == "hours") {
      parameter_.unit.minutes = 1;
      if (unit == "hours") factor_ = quantity::Ratio(60);
    } else if (unit == "percent") {
      factor_ = quantity::Ratio::of(1, 100);
    } else if (const auto currency = quantity::Currency::from_code(unit)) {
      parameter_.unit.money = 1;
      parameter_.unit.currency = currency->packed();
    } else if (unit != "number") {
      fields_.error("unit", "expected number, percent, minutes, hours, text, date or a currency code, found \"" + unit.substr(0, 64) + "\"");
    }
  }

  void read_keys() {
    parameter_.by_names = fields_.texts("by");
    if (parameter_.by_names.size() > kMostKeys) {
      fields_.error("by", "a table has at most 8 keys");
      parameter_.by_names.resize(kMostKeys);
    }
    const Place place = fields_.place("by");
    for (const std::string& name : parameter_.by_names) {
      Expression key;
      key.source_text = name;
      key.file_line = place.line;
      parameter_.by.push_back(std::move(key));
    }
  }

  void read_values(const json::Value& values) {
    if (values.kind != json::Kind::array) {
      fields_.wrong_kind("values", values, "a list of dated values");
      return;
    }
    if (values.count == 0) fields_.error("values", "the list is empty; a parameter without a value is left out");
    std::size_t position = 0;
    for (const json::Value& entry : context_.document.children(values)) {
      read_entry(entry, fields_.path()("values", position++));
    }
    std::stable_sort(parameter_.values.begin(), parameter_.values.end(),
                     [](const DatedTable& a, const DatedTable& b) {
                       return a.from != b.from ? a.from < b.from : a.published.value_or(a.from) < b.published.value_or(b.from);
                     });
  }

  void read_entry(const json::Value& entry, const Path& path) {
    Fields fields(context_, entry, path, kValueKeys);
    if (!fields.is_object()) return;
    DatedTable table;
    Provenance inherited = parameter_.provenance;
    table.provenance = fields.provenance(&inherited);
    fields.needs("from", "the first day on which the value holds");
    table.from = fields.date("from").value_or(0);
    table.to = fields.date("to");
    table.published = fields.date("published");
    if (table.to && *table.to < table.from) fields.error("to", "the last day lies before `from`");
    const json::Value* rows = fields.find("rows");
    const json::Value* value = fields.find("value");
    if ((rows == nullptr) == (value == nullptr)) {
      fields.error("", rows == nullptr ? "`value` or `rows` is missing" : "`value` and `rows` exclude each other");
      return;
    }
    if (value != nullptr) {
      if (!parameter_.by.empty()) fields.error("value", "a table by " + listed(std::span<const std::string>(parameter_.by_names)) + " has `rows`");
      TableRow row;
      row.provenance = table.provenance;
      row.provenance.file_line = value->line;
      row.value = cell(*value, fields, "value");
      table.rows.push_back(std::move(row));
    } else if (rows->kind != json::Kind::array) {
      fields.wrong_kind("rows", *rows, "a list of rows");
    } else {
      table.rows.reserve(rows->count);
      for (const json::Value& row : context_.document.children(*rows)) read_row(row, fields, table);
      if (rows->count == 0) fields.error("rows", "the table is empty; a law that has no value says \"none\"");
    }
    if (fields.has("bound")) {
      for (TableRow& row : table.rows) read_bound(fields, row.value);
    }
    parameter_.values.push_back(std::move(table));
  }

  void read_row(const json::Value& from, Fields& fields, DatedTable& table) {
    const std::size_t keys = parameter_.by.size();
    if (from.kind != json::Kind::array || (from.count != keys + 1 && from.count != keys + 2)) {
      Place place = fields.place("rows");
      place.line = from.line;
      context_.diagnostics.error(place, "a row is " + std::to_string(keys) + " keys" +
                                            (keys == 0 ? "" : " (" + listed(std::span<const std::string>(parameter_.by_names)) + ")") +
                                            ", the value, and perhaps an object with its source; found " +
                                            (from.kind == json::Kind::array ? std::to_string(from.count) + " elements" : shown(context_, from)));
      return;
    }
    TableRow row;
    row.provenance = table.provenance;
    row.provenance.file_line = from.line;
    row.keys.reserve(keys);
    std::size_t position = 0;
    for (const json::Value& element : context_.document.children(from)) {
      if (position < keys) {
        row.keys.push_back(key(element, fields));
      } else if (position == keys) {
        row.value = cell(element, fields, "rows");
      } else {
        Fields own(context_, element, fields.path()("rows"), kRowKeys);
        row.provenance = own.provenance(&table.provenance);
        if (own.has("bound")) read_bound(own, row.value);
        row.own_provenance = true;
      }
      ++position;
    }
    table.rows.push_back(std::move(row));
  }

  /// A value of which only the lower bound is known.
  static void read_bound(Fields& fields, CellValue& value) {
    const auto at = fields.choice("bound", kBounds);
    value.at_least = at && *at == 1;
    if (value.at_least && value.kind != CellValue::Kind::number) fields.error("bound", "belongs to a number");
  }

  Key key(const json::Value& from, Fields& fields) {
    Key out;
    if (from.kind != json::Kind::string && from.kind != json::Kind::number) {
      Place place = fields.place("rows");
      place.line = from.line;
      context_.diagnostics.error(place, "a key is a code, a range or \"*\", found " + shown(context_, from));
      return out;
    }
    if (from.text == "*") return out;
    out.kind = Key::Kind::text;
    out.text = from.text;
    return out;
  }

  CellValue cell(const json::Value& from, Fields& fields, std::string_view key) {
    CellValue out;
    if (from.kind == json::Kind::null) return out;
    if (from.kind == json::Kind::string && from.text == "none") {
      out.kind = CellValue::Kind::none;
      return out;
    }
    const auto refuse = [&](std::string_view wanted) {
      Place place = fields.place(key);
      place.line = from.line;
      context_.diagnostics.error(place, "expected " + std::string(wanted) + ", \"none\" or null, found " + shown(context_, from));
      return out;
    };
    if (from.kind != json::Kind::string && from.kind != json::Kind::number) return refuse("a value as text");
    if (parameter_.type == ValueType::text) {
      if (from.kind != json::Kind::string) return refuse("a text");
      out.kind = CellValue::Kind::text;
      out.text = from.text;
      return out;
    }
    if (parameter_.type == ValueType::date) {
      const auto day = quantity::parse_date(from.text);
      if (!day) return refuse("a date \"YYYY-MM-DD\"");
      out.kind = CellValue::Kind::date;
      out.numerator = day->serial();
      return out;
    }
    const auto exact = parse_exact(from.text);
    const auto value = exact ? quantity::Ratio::try_multiply(*exact, factor_) : quantity::Tried<quantity::Ratio>(quantity::StatusCode::parse_error);
    if (!value) return refuse("a decimal number or a fraction, at most 18 digits");
    out.kind = CellValue::Kind::number;
    out.numerator = value->numerator();
    out.denominator = value->denominator();
    return out;
  }

  ReadContext& context_;
  Fields fields_;
  Parameter parameter_;
  quantity::Ratio factor_{1};
};

}  // namespace

void read_parameters(ReadContext& context, Fields& root, Draft& draft) {
  const Section section(context, draft, root.find("parameters"), "parameters", 2000);
  for (const json::Value* member : section.members()) {
    draft.pack.parameters.push_back(ParameterReader(context, *member, section.path(*member)).read());
  }
}

}  // namespace wageproof::law
