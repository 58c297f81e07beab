// `wageproof law list`, `validate` and `test`.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "report/columns.hpp"
#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/report/cases.hpp"

namespace wageproof::cli {

using namespace faces;

int run_law_list() {
  report::Columns columns({report::Side::left, report::Side::left, report::Side::left, report::Side::right,
                           report::Side::right, report::Side::left});
  columns.add({"pack", "version", "currency", "lines", "cases", "title"});
  Packs packs;
  for (const law::EmbeddedPack& embedded : law::embedded_packs()) {
    const std::string id(embedded.name);
    const auto pack = packs.load({id});
    if (!pack) return refuse(pack.status().message());
    const law::Pack& p = **pack;
    columns.add({id, p.version, to_text(quantity::Currency::from_packed(p.currency)), std::to_string(p.lines.size()),
                 std::to_string(p.cases.size()), p.title});
  }
  std::string out;
  columns.append_to(out, terminal_width());
  say(out);
  return kExitClean;
}

int run_law_validate(const std::vector<std::string>& files) {
  bool broken = false;
  for (const std::string& file : files) {
    const auto text = read_text(file);
    if (!text) return refuse(text.status().message());
    // Packs underneath may stand in the same folder.
    Packs packs;
    packs.add_folder_of(file);
    const law::LoadReport report = law::examine_pack(*text, file, &packs.resolver());
    say(law::to_text(report.diagnostics));
    const auto is_error = [](const law::Diagnostic& each) { return each.severity == law::Severity::error; };
    const auto errors = std::count_if(report.diagnostics.begin(), report.diagnostics.end(), is_error);
    const auto warnings = static_cast<std::ptrdiff_t>(report.diagnostics.size()) - errors;
    broken = broken || !report.ok();
    say(fmt::format("{}: {}; {} error{}, {} warning{}\n", file, report.ok() ? "valid" : "not valid", errors,
                    errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s"));
  }
  return broken ? kExitFound : kExitClean;
}

namespace {

/// A line for the entries of which no case reads some row, by parameter.
std::string untouched_values(const report::CasesReport& report) {
  std::string values, last;
  std::size_t rows = 0;
  for (const report::UntouchedValue& each : report.untouched_values) {
    rows += each.rows;
    values += each.parameter == last ? ", " : (values.empty() ? "" : "; ") + each.parameter + " ";
    last = each.parameter;
    values += quantity::to_text(quantity::Date::from_serial(each.from));
    if (each.of > 1) values += fmt::format(" ({} of {} rows, first in line {})", each.rows, each.of, each.file_line);
  }
  if (rows == 0) return {};
  return "  " + report::wrapped(fmt::format("no case reads {} value{}: {}", rows, rows == 1 ? "" : "s", values), terminal_width() - 2, 4) + "\n";
}

}  // namespace

int run_law_test(const std::vector<std::string>& named) {
  std::vector<std::string> names = named;
  if (names.empty()) {
    for (const law::EmbeddedPack& pack : law::embedded_packs()) names.emplace_back(pack.name);
  }
  bool failed = false;
  for (const std::string& name : names) {
    Packs packs;
    const auto ids = packs.ids_of({name});
    if (!ids) return refuse(ids.status().message());
    const auto pack = packs.load(*ids);
    if (!pack) return refuse(pack.status().message());
    const report::CasesReport report = report::run_cases(**pack, &packs.resolver());
    std::string out;
    for (const report::CaseFailure& failure : report.failures) {
      out += fmt::format("{}:{}: {}\n", name, failure.file_line, failure.name);
      for (const std::string& problem : failure.problems) out += fmt::format("    {}\n", problem);
    }
    if (!report.untouched_lines.empty()) {
      std::string lines;
      for (const std::string& line : report.untouched_lines) lines += (lines.empty() ? "" : ", ") + line;
      out += "  " + report::wrapped("no case touches " + lines, terminal_width() - 2, 4) + "\n";
    }
    out += untouched_values(report);
    if ((*pack)->cases.empty()) out += "  the pack has no cases\n";
    out += fmt::format("{}: {} passed, {} failed\n", name, report.passed, report.failures.size());
    say(out);
    failed = failed || !report.ok() || (*pack)->cases.empty();
  }
  return failed ? kExitFound : kExitClean;
}

}  // namespace wageproof::cli
