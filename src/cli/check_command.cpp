// `wageproof check`: records against the law, tables and a summary out.
#include <algorithm>
#include <optional>
#include <thread>

#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::cli {

using namespace faces;

namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;

Result<std::optional<std::int32_t>> day_of(const std::string& text, std::string_view option) {
  if (text.empty()) return std::optional<std::int32_t>();
  const auto date = quantity::parse_date(text);
  if (!date) {
    return Status(StatusCode::invalid_argument, std::string(option) + ": expected a day as YYYY-MM-DD, found \"" + text + "\"");
  }
  return std::optional<std::int32_t>(date->serial());
}

Status fill_days(const CheckArguments& arguments, reconcile::CheckOptions& options) {
  auto from = day_of(arguments.from, "--from");
  if (!from) return std::move(from).status();
  auto to = day_of(arguments.to, "--to");
  if (!to) return std::move(to).status();
  auto known = day_of(arguments.as_known_on, "--as-known-on");
  if (!known) return std::move(known).status();
  options.from = *from;
  options.to = *to;
  options.as_known_on = *known;
  if (options.from && options.to && *options.to < *options.from) {
    return Status(StatusCode::invalid_argument, "--to " + arguments.to + " lies before --from " + arguments.from);
  }
  return {};
}

}  // namespace

int run_check(const CheckArguments& arguments) {
  if (!arguments.against.empty()) return refuse("--against is not yet possible: check twice, with --law, and compare the tables");
  reconcile::CheckOptions options;
  if (const Status status = fill_days(arguments, options); !status.ok()) return refuse(status.message());
  options.by = parts_of(arguments.by);
  if (!arguments.evidence.empty()) {
    constexpr std::string_view kGrades = "ABCDE";
    const std::size_t at = arguments.evidence.size() == 1 ? kGrades.find(static_cast<char>(arguments.evidence[0] & ~0x20)) : std::string_view::npos;
    if (at == std::string_view::npos) return refuse("--evidence: expected a grade A, B, C, D or E, found \"" + arguments.evidence + "\"");
    options.evidence = static_cast<records::EvidenceGrade>(at);
  }
  options.threads = arguments.threads;

  Packs packs;
  options.packs = &packs.resolver();
  auto law = packs.ids_of(parts_of(arguments.law));
  if (!law) return refuse(law.status().message());
  options.law = *law;
  auto data = read_records(arguments.folder, *law, arguments.threads, packs);
  if (!data) return refuse(data.status().message());

  ProgressBar bar(!arguments.quiet);
  options.progress = [&bar](std::uint64_t done, std::uint64_t workers) { bar.show("checking", done, workers); };
  auto result = reconcile::check(*data, options);
  bar.clear();
  if (!result) return refuse(result.status().message());

  const report::Totals totals = report::totals_of(*result, *data);
  report::WriteOptions write;
  write.form = arguments.format == "ndjson" ? report::Form::ndjson : report::Form::csv;
  write.threads = arguments.threads != 0 ? arguments.threads : std::max(1U, std::thread::hardware_concurrency());
  if (const Status status = report::write_report(arguments.out, *result, *data, totals, write); !status.ok()) {
    return refuse(status.message());
  }
  if (!arguments.quiet) {
    report::PageOptions page;
    page.width = terminal_width();
    page.colours = wants_colours();
    page.folder = arguments.out;
    say(report::summary_page(*result, *data, totals, page));
  }
  return totals.breaches + totals.discrepancies == 0 ? kExitClean : kExitFound;
}

}  // namespace wageproof::cli
