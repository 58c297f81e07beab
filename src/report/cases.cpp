#include "wageproof/report/cases.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "law/json_tree.hpp"
#include "report/case_files.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/reconcile/coverage.hpp"
#include "wageproof/report/tables.hpp"

namespace wageproof::report {

namespace {

using law::json::Document;
using law::json::Kind;
using law::json::Value;
using Cells = std::vector<std::string>;

/// One row that a case expects: fields with their texts.
using Expected = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::size_t kMostRejects = 5;

/// Whether a cell says what was expected: the same text, or the same number (`5000000` and `5000000.00`).
bool same(std::string_view cell, std::string_view expected) noexcept {
  if (cell == expected) return true;
  const auto a = quantity::parse_decimal(cell), b = quantity::parse_decimal(expected);
  return a.ok() && b.ok() && a.micro == b.micro;
}

/// The rows of one table, compared by field names.
class Rows {
 public:
  Rows(Table table, const reconcile::Result& result, const records::Dataset& data)
      : table_(table), fields_(fields_of(table)), rows_(cells_of(table, result, data)) {}

  [[nodiscard]] const std::vector<Cells>& all() const noexcept { return rows_; }
  [[nodiscard]] std::string_view cell(const Cells& row, std::string_view field) const noexcept {
    const auto at = std::find(fields_.begin(), fields_.end(), field);
    return at == fields_.end() ? std::string_view() : std::string_view(row[static_cast<std::size_t>(at - fields_.begin())]);
  }
  [[nodiscard]] bool has_field(std::string_view field) const noexcept {
    return std::find(fields_.begin(), fields_.end(), field) != fields_.end();
  }
  [[nodiscard]] bool fits(const Cells& row, const Expected& expected) const noexcept {
    return std::all_of(expected.begin(), expected.end(), [&](const auto& each) { return same(cell(row, each.first), each.second); });
  }

  /// The expected row must be found once; what is wrong goes into `problems`.
  void require(const Expected& expected, std::vector<std::string>& problems) const {
    const auto count = std::count_if(rows_.begin(), rows_.end(), [&](const Cells& row) { return fits(row, expected); });
    if (count == 1) return;
    const std::string name(name_of(table_));
    if (count > 1) {
      problems.push_back(name + ": " + std::to_string(count) + " rows in place of one for " + shown(expected));
      return;
    }
    problems.push_back(name + ": no row for " + shown(expected));
    const Cells* const near = nearest(expected);
    if (near == nullptr) {
      problems.push_back("  nearest: none of " + std::to_string(rows_.size()) + " rows");
      return;
    }
    std::string wrong;
    for (const auto& [field, text] : expected) {
      if (!same(cell(*near, field), text)) wrong += " " + std::string(field) + "=" + std::string(cell(*near, field));
    }
    problems.push_back("  nearest: " + shown(*near));
    problems.push_back("  differs:" + wrong);
  }

  /// What of a row tells a reader which one it is and how it came about.
  [[nodiscard]] std::string shown(const Cells& row) const {
    std::string out;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string_view field = fields_[i];
      if (row[i].empty() || field == "employer_id" || field == "source" || field == "pack" || field == "finding_id") continue;
      out += (out.empty() ? "" : " ") + std::string(field) + "=" + row[i];
    }
    return out;
  }

 private:
  static std::string shown(const Expected& expected) {
    std::string out;
    for (const auto& [field, text] : expected) out += (out.empty() ? "" : " ") + std::string(field) + "=" + std::string(text);
    return out;
  }

  /// The row with most of the fields; what names a row counts before its amounts.
  [[nodiscard]] const Cells* nearest(const Expected& expected) const noexcept {
    const Cells* best = nullptr;
    int best_score = 0;
    for (const Cells& row : rows_) {
      int score = 0;
      for (const auto& [field, text] : expected) {
        if (cell(row, field) != text) continue;
        score += field == "line" || field == "check" ? 8 : field == "worker_id" || field == "period_start" ? 3 : 1;
      }
      if (score > best_score) {
        best_score = score;
        best = &row;
      }
    }
    return best;
  }

  Table table_;
  std::span<const std::string_view> fields_;
  std::vector<Cells> rows_;
};

class CaseRun {
 public:
  CaseRun(const law::Case& example, const law::Pack& pack, const law::PackResolver* resolver)
      : document_(example.json), pack_(pack), resolver_(resolver) {}

  /// @return what is wrong; nothing where the case passes
  std::vector<std::string> run(std::set<law::UsedCell>& used) {
    if (!document_.ok() || document_.root().kind != Kind::object) return {"the case is no JSON object"};
    CaseFiles files = files_of_case(document_, pack_);
    if (!files.problems.empty()) return std::move(files.problems);
    readers::ReadOptions reading;
    reading.time_zone = pack_.time_zone;
    const auto data = readers::read_files(std::move(files.files), reading);
    if (!data) return {"the records: " + data.status().message()};
    note_rejects(*data);
    reconcile::CheckOptions options;
    options.threads = 1;
    options.packs = resolver_;
    if (const Value* const day = document_.find(document_.root(), "as_known_on")) {
      const auto date = quantity::parse_date(day->text);
      if (!date) return {"as_known_on: expected a date, found \"" + std::string(day->text) + "\""};
      options.as_known_on = (*date).serial();
    }
    const auto result = reconcile::check(*data, options);
    if (!result) return {"the check: " + result.status().message()};
    compare(*result, *data);
    // A case may stand under other laws too; theirs are not this pack's values.
    if (result->laws.size() == 1 && result->laws.front()->id == pack_.id) {
      if (const auto values = reconcile::values_used(*data, options)) used.insert(values->begin(), values->end());
    }
    return std::move(problems_);
  }

  /// Names of lines and checks that the case expects a row of.
  void collect_touched(std::set<std::string, std::less<>>& touched) const {
    if (!document_.ok() || document_.root().kind != Kind::object) return;
    const Value* const expect = document_.find(document_.root(), "expect");
    if (expect == nullptr || expect->kind != Kind::object) return;
    for (const auto& [table, field] : {std::pair("due", "line"), std::pair("findings", "check")}) {
      const Value* const rows = document_.find(*expect, table);
      if (rows == nullptr || rows->kind != Kind::array) continue;
      for (const Value& row : document_.children(*rows)) {
        if (row.kind != Kind::object) continue;
        if (const Value* const name = document_.find(row, field)) touched.emplace(name->text);
      }
    }
  }

 private:
  void note_rejects(const records::Dataset& data) {
    for (std::size_t i = 0; i < std::min(data.rejects.size(), kMostRejects); ++i) {
      const records::Reject& reject = data.rejects[i];
      problems_.push_back("a row of " + data.files[reject.file].name + " was rejected: " + reject.column + " \"" + reject.value + "\" " + reject.reason);
    }
  }

  std::vector<Expected> expected_rows(const Value& expect, std::string_view table, const Rows& rows) {
    std::vector<Expected> list;
    const Value* const value = document_.find(expect, table);
    if (value == nullptr) return list;
    for (const Value& row : document_.children(*value)) {
      Expected fields;
      for (const Value& field : document_.children(row)) {
        if (!rows.has_field(field.key)) problems_.push_back("expect." + std::string(table) + ": there is no field \"" + std::string(field.key) + "\"");
        fields.emplace_back(field.key, field.kind == Kind::null ? std::string_view() : field.text);
      }
      list.push_back(std::move(fields));
    }
    return list;
  }

  void compare(const reconcile::Result& result, const records::Dataset& data) {
    const Value* const expect = document_.find(document_.root(), "expect");
    if (expect == nullptr || expect->kind != Kind::object) {
      problems_.push_back("the case has no \"expect\"");
      return;
    }
    for (const Value& member : document_.children(*expect)) {
      if (member.key != "due" && member.key != "findings" && member.key != "balances" && member.key != "only_findings") {
        problems_.push_back("expect: \"" + std::string(member.key) + "\" is none of due, findings, balances, only_findings");
      }
    }
    const Rows due(Table::due, result, data);
    for (const Expected& row : expected_rows(*expect, "due", due)) due.require(row, problems_);
    const Rows balances(Table::balances, result, data);
    for (const Expected& row : expected_rows(*expect, "balances", balances)) balances.require(row, problems_);
    const Rows findings(Table::findings, result, data);
    const std::vector<Expected> expected = expected_rows(*expect, "findings", findings);
    for (const Expected& row : expected) findings.require(row, problems_);
    const Value* const only = document_.find(*expect, "only_findings");
    if (only == nullptr || !only->truth) return;
    for (const Cells& row : findings.all()) {
      const std::string_view severity = findings.cell(row, "severity");
      if (severity != "breach" && severity != "discrepancy") continue;
      const auto fits = [&](const Expected& each) { return findings.fits(row, each); };
      if (std::none_of(expected.begin(), expected.end(), fits)) problems_.push_back("findings: not expected: " + findings.shown(row));
    }
  }

  Document document_;
  const law::Pack& pack_;
  const law::PackResolver* resolver_;
  std::vector<std::string> problems_;
};

}  // namespace

CasesReport run_cases(const law::Pack& pack, const law::PackResolver* resolver) {
  CasesReport report;
  std::set<std::string, std::less<>> touched;
  std::set<law::UsedCell> used;
  for (const law::Case& example : pack.cases) {
    CaseRun run(example, pack, resolver);
    run.collect_touched(touched);
    std::vector<std::string> problems = run.run(used);
    if (problems.empty()) {
      ++report.passed;
    } else {
      report.failures.push_back({example.name, example.file_line, std::move(problems)});
    }
  }
  for (const law::Line& line : pack.lines) {
    const bool own = line.provenance.origin.empty() || line.provenance.origin == pack.id;
    if (own && !touched.contains(line.name) && !touched.contains(line.check)) report.untouched_lines.push_back(line.name);
  }
  for (std::uint32_t p = 0; p < pack.parameters.size(); ++p) {
    const law::Parameter& parameter = pack.parameters[p];
    if (!parameter.provenance.origin.empty() && parameter.provenance.origin != pack.id) continue;
    for (std::size_t e = 0; e < parameter.values.size(); ++e) {
      const law::DatedTable& table = parameter.values[e];
      UntouchedValue untouched{parameter.name, table.from, 0, table.rows.size(), 0};
      for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (used.contains({p, static_cast<std::int32_t>(e), static_cast<std::int32_t>(r)})) continue;
        if (untouched.rows++ == 0) untouched.file_line = table.rows[r].provenance.file_line;
      }
      if (untouched.rows > 0) report.untouched_values.push_back(std::move(untouched));
    }
  }
  return report;
}

}  // namespace wageproof::report
