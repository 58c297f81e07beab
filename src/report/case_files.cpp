#include "report/case_files.hpp"

#include <array>
#include <bitset>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "report/row_text.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::report {

namespace {

using law::json::Document;
using law::json::Kind;
using law::json::Value;
using records::TableKind;

constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 4> kSpreadKeys{"from", "to", "weekdays", "except"};
constexpr std::int32_t kMostDays = 3660;

using Weekdays = std::bitset<7>;

std::optional<std::size_t> weekday_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
    if (kWeekdays[i] == name) return i;
  }
  return std::nullopt;
}

/// One day, or a span that may run over the week's end: `sat`, `mon-sat`, `sat-thu`.
bool add_weekdays(std::string_view text, Weekdays& days) noexcept {
  const std::size_t dash = text.find('-');
  const auto first = weekday_of(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : weekday_of(text.substr(dash + 1));
  if (!first || !last) return false;
  for (std::size_t i = *first;; i = (i + 1) % 7) {
    days.set(i);
    if (i == *last) return true;
  }
}

class FilesMaker {
 public:
  FilesMaker(const Document& document, const law::Pack& pack) : document_(document), pack_(pack) {}

  CaseFiles run() {
    const Value& root = document_.root();
    find_only_worker(root);
    add_employer(document_.find(root, "employer"));
    for (const Value& member : document_.children(root)) {
      if (member.key == "name" || member.key == "source" || member.key == "note" || member.key == "employer" || member.key == "expect" || member.key == "as_known_on") continue;
      const records::TableSpec* const spec = records::find_table(member.key);
      if (spec == nullptr || spec->kind == TableKind::employers || member.kind != Kind::array) {
        problem("\"" + std::string(member.key) + "\": expected a table of the record format as a list of rows");
        continue;
      }
      add_table(*spec, member);
    }
    return std::move(files_);
  }

 private:
  void problem(std::string text) { files_.problems.push_back(std::move(text)); }

  void find_only_worker(const Value& root) {
    const Value* const workers = document_.find(root, "workers");
    if (workers == nullptr || workers->kind != Kind::array) return;
    std::set<std::string_view> ids;
    for (const Value& row : document_.children(*workers)) {
      if (row.kind != Kind::object) continue;
      const Value* const id = document_.find(row, "worker_id");
      ids.insert(id == nullptr ? std::string_view("w1") : id->text);
    }
    if (ids.size() == 1) only_worker_ = *ids.begin();
  }

  void add_employer(const Value* employer) {
    std::string json = "{";
    const auto member = [&json](std::string_view key) -> std::string& {
      if (json.size() > 1) json += ',';
      append_json_string(json, key);
      return json += ':';
    };
    std::set<std::string_view> given;
    if (employer != nullptr && employer->kind == Kind::object) {
      for (const Value& each : document_.children(*employer)) {
        given.insert(each.key);
        member(each.key) += document_.raw(each);
      }
    }
    if (!given.contains("employer_id")) append_json_string(member("employer_id"), "employer");
    if (!given.contains("law")) {
      std::string& out = member("law");
      out += '[';
      for (std::size_t i = 0; i < pack_.pack_ids.size(); ++i) {
        if (i != 0) out += ',';
        append_json_string(out, pack_.pack_ids[i]);
      }
      out += ']';
    }
    if (!given.contains("currency")) append_json_string(member("currency"), to_text(quantity::Currency::from_packed(pack_.currency)));
    if (!given.contains("period")) append_json_string(member("period"), "monthly");
    add_file("employer.json", json + "}");
  }

  void add_table(const records::TableSpec& spec, const Value& rows) {
    std::string text;
    for (const Value& row : document_.children(rows)) {
      if (row.kind != Kind::object) {
        problem(std::string(spec.name) + ": expected rows as objects, found " + std::string(to_text(row.kind)));
        continue;
      }
      add_row(spec, row, text);
    }
    add_file(std::string(spec.name) + ".ndjson", std::move(text));
  }

  void add_row(const records::TableSpec& spec, const Value& row, std::string& text) {
    const bool spread = is_spread(spec.kind) && document_.find(row, "from") != nullptr;
    std::string json = "{";
    for (const Value& member : document_.children(row)) {
      if (spread && is_spread_key(member.key)) continue;
      if (json.size() > 1) json += ',';
      append_json_string(json, member.key);
      json += ':';
      json += document_.raw(member);
    }
    // Raw text of a pretty-printed pack may hold line feeds, which would end the row; none stands inside a string.
    for (char& c : json) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    if (wants_worker(spec.kind, row)) {
      json += json.size() > 1 ? ",\"worker_id\":" : "\"worker_id\":";
      append_json_string(json, only_worker_);
    }
    if (!spread) {
      text += json + "}\n";
      return;
    }
    for (const std::int32_t day : days_of(spec, row)) {
      text += json + (json.size() > 1 ? ",\"date\":\"" : "\"date\":\"") + to_text(quantity::Date::from_serial(day)) + "\"}\n";
    }
  }

  static bool is_spread(TableKind kind) noexcept {
    return kind == TableKind::time || kind == TableKind::hours || kind == TableKind::leave || kind == TableKind::pieces;
  }
  static bool is_spread_key(std::string_view key) noexcept {
    for (const std::string_view each : kSpreadKeys) {
      if (each == key) return true;
    }
    return false;
  }

  /// A calendar row without a worker is everybody's; a payment may name its worker in another way.
  bool wants_worker(TableKind kind, const Value& row) const noexcept {
    if (only_worker_.empty() || kind == TableKind::calendar || records::field_index(kind, "worker_id") < 0) return false;
    for (const std::string_view key : {"worker_id", "badge", "account", "insurance_no"}) {
      if ((key == "worker_id" || kind != TableKind::workers) && document_.find(row, key) != nullptr) return false;
    }
    return true;
  }

  std::optional<std::int32_t> day_in(const records::TableSpec& spec, const Value& row, std::string_view key) {
    const Value* const value = document_.find(row, key);
    const auto date = quantity::parse_date(value == nullptr ? std::string_view() : value->text);
    if (date) return date->serial();
    problem(std::string(spec.name) + "." + std::string(key) + ": expected a day as YYYY-MM-DD" +
            (value == nullptr ? std::string() : ", found \"" + std::string(value->text) + "\""));
    return std::nullopt;
  }

  std::vector<std::int32_t> days_of(const records::TableSpec& spec, const Value& row) {
    const auto first = day_in(spec, row, "from");
    const auto last = day_in(spec, row, "to");
    if (!first || !last) return {};
    if (*last < *first || *last - *first > kMostDays) {
      problem(std::string(spec.name) + ": `to` lies before `from`, or more than ten years after it");
      return {};
    }
    const Weekdays weekdays = weekdays_of(spec, document_.find(row, "weekdays"));
    std::set<std::int32_t> left_out;
    if (const Value* const except = document_.find(row, "except"); except != nullptr) {
      for (const Value& each : document_.children(*except)) {
        if (const auto date = quantity::parse_date(each.text)) {
          left_out.insert(date->serial());
        } else {
          problem(std::string(spec.name) + ".except: expected days as YYYY-MM-DD, found \"" + std::string(each.text) + "\"");
        }
      }
    }
    std::vector<std::int32_t> days;
    for (std::int32_t day = *first; day <= *last; ++day) {
      const auto weekday = static_cast<std::size_t>(quantity::Date::from_serial(day).weekday());
      if (weekdays.test(weekday) && !left_out.contains(day)) days.push_back(day);
    }
    return days;
  }

  Weekdays weekdays_of(const records::TableSpec& spec, const Value* value) {
    Weekdays days;
    if (value == nullptr) return days.set();
    const auto take = [&](std::string_view text) {
      if (!add_weekdays(text, days)) {
        problem(std::string(spec.name) + ".weekdays: expected \"mon\", \"mon-sat\" or a list of them, found \"" + std::string(text) + "\"");
      }
    };
    if (value->kind == Kind::string) take(value->text);
    for (const Value& each : document_.children(*value)) take(each.text);
    return days;
  }

  void add_file(std::string name, std::string bytes) { files_.files.push_back({std::move(name), {}, std::move(bytes)}); }

  const Document& document_;
  const law::Pack& pack_;
  std::string_view only_worker_;
  CaseFiles files_;
};

}  // namespace

CaseFiles files_of_case(const Document& document, const law::Pack& pack) { return FilesMaker(document, pack).run(); }

}  // namespace wageproof::report
