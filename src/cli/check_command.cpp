// `wageproof check`: records against the law, tables and a summary out.
#include <algorithm>
#include <charconv>
#include <optional>
#include <thread>

#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/against.hpp"
#include "wageproof/reconcile/check_parts.hpp"
#include "wageproof/report/parts.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::cli {

using namespace faces;

namespace {

using quantity::Status;
using quantity::StatusCode;

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

/// The options of the run under the second law; nothing where none was asked for. A law that cannot be used is refused
/// before anything is checked.
quantity::Result<std::optional<reconcile::CheckOptions>> other_law(const CheckArguments& arguments, const reconcile::CheckOptions& options,
                                                                   Packs& packs) {
  if (arguments.against.empty() && arguments.against_as_known_on.empty()) return std::optional<reconcile::CheckOptions>();
  reconcile::CheckOptions other = options;
  if (!arguments.against.empty()) {
    auto law = packs.ids_of(parts_of(arguments.against));
    if (!law) return std::move(law).status();
    if (auto pack = packs.load(*law); !pack) return std::move(pack).status();
    other.law = std::move(*law);
  }
  auto known = day_of(arguments.against_as_known_on, "--against-as-known-on");
  if (!known) return std::move(known).status();
  if (*known) other.as_known_on = *known;
  return std::optional(std::move(other));
}

report::WriteOptions write_options(const CheckArguments& arguments) {
  report::WriteOptions write;
  write.form = arguments.format == "ndjson" ? report::Form::ndjson : report::Form::csv;
  write.threads = arguments.threads != 0 ? arguments.threads : std::max(1U, std::thread::hardware_concurrency());
  return write;
}

/// Says what came out, as far as that is wanted. @return the exit status
int conclude(const CheckArguments& arguments, const reconcile::Result& result, const records::Dataset& data, const report::Totals& totals) {
  if (!arguments.quiet) {
    report::PageOptions page;
    page.width = terminal_width();
    page.colours = wants_colours();
    page.folder = arguments.out;
    if (!arguments.from.empty()) page.window = "--from " + arguments.from;
    if (!arguments.to.empty()) page.window += (page.window.empty() ? "--to " : " --to ") + arguments.to;
    say(report::summary_page(result, data, totals, page));
  }
  return totals.breaches + totals.discrepancies == 0 ? kExitClean : kExitFound;
}

/// Bytes of a size such as `512M`; nothing where it is none.
std::optional<std::uint64_t> bytes_of(std::string_view text) {
  constexpr std::string_view kUnits = "KMGT";
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error != std::errc() || number == 0 || unit.size() > 1) return std::nullopt;
  unsigned shift = 0;
  if (!unit.empty()) {
    const std::size_t at = kUnits.find(static_cast<char>(unit[0] & ~0x20));
    if (at == std::string_view::npos) return std::nullopt;
    shift = 10 * (static_cast<unsigned>(at) + 1);
  }
  return number >> (63 - shift) != 0 ? std::nullopt : std::optional(number << shift);
}

/// A slice's rows, its strings, what the check needs beside them and what comes out take about five times its rows.
constexpr std::uint64_t kMemoryOfSlice = 5;

int check_in_slices(const CheckArguments& arguments, const reconcile::CheckOptions& options, std::uint64_t memory, Packs& packs) {
  auto folder = read_in_slices(arguments.folder, options.law, arguments.threads, memory / kMemoryOfSlice, packs);
  if (!folder) return refuse(folder.status().message());
  reconcile::PartsCheck check(options);
  report::PartsReport written(arguments.out, write_options(arguments));
  ProgressBar bar(!arguments.quiet);
  for (std::size_t i = 0; i < folder->count(); ++i) {
    auto data = folder->slice(i);
    if (!data) return refuse(data.status().message());
    const auto part = check.check(*data);
    if (!part) return refuse(part.status().message());
    if (const Status status = written.add(*part, *data, folder->head()); !status.ok()) return refuse(status.message());
    bar.show("checking", i + 1, folder->count());
  }
  bar.clear();
  const auto whole = check.whole();
  if (!whole) return refuse(whole.status().message());
  if (const Status status = written.finish(*whole, folder->head()); !status.ok()) return refuse(status.message());
  return conclude(arguments, *whole, folder->head(), written.totals());
}

}  // namespace

int run_check(const CheckArguments& arguments) {
  if (is_same_folder(arguments.folder, arguments.out)) return refuse(kOutIsTheRecords);
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
  if (!arguments.memory.empty()) {
    const std::optional<std::uint64_t> memory = bytes_of(arguments.memory);
    if (!memory) return refuse("--memory: expected a size such as 512M or 2G, found \"" + arguments.memory + "\"");
    if (!arguments.against.empty() || !arguments.against_as_known_on.empty()) return refuse("--memory: a second law needs all records at once; leave out --memory or --against");
    return check_in_slices(arguments, options, *memory, packs);
  }
  auto data = read_records(arguments.folder, *law, arguments.threads, packs);
  if (!data) return refuse(data.status().message());

  ProgressBar bar(!arguments.quiet);
  options.progress = [&bar](std::uint64_t done, std::uint64_t workers) { bar.show("checking", done, workers); };
  const auto other = other_law(arguments, options, packs);
  if (!other) return refuse(other.status().message());
  auto result = reconcile::check(*data, options);
  bar.clear();
  if (!result) return refuse(result.status().message());

  if (*other) {
    const Status status = reconcile::check_against(*data, **other, *result);
    bar.clear();
    if (!status.ok()) return refuse(status.message());
  }

  const report::Totals totals = report::totals_of(*result, *data);
  if (const Status status = report::write_report(arguments.out, *result, *data, totals, write_options(arguments)); !status.ok()) {
    return refuse(status.message());
  }
  return conclude(arguments, *result, *data, totals);
}

}  // namespace wageproof::cli
