// `wageproof_factory`: writes the benchmarks' data as folders for other programs, and measures the library on the same data.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "faces/packs.hpp"
#include "support/contribution_year.hpp"
#include "support/factory_files.hpp"
#include "support/factory_month.hpp"
#include "support/hand_kernel.hpp"
#include "tools/one_by_one.hpp"
#include "tools/other_law.hpp"
#include "wageproof/reconcile/check.hpp"

// A name of its own, so that a profiler may count what happens inside a check and nothing else.
extern "C" __attribute__((noinline)) void wageproof_measured_check(const wageproof::records::Dataset& data,
                                                                   const wageproof::reconcile::CheckOptions& options,
                                                                   std::unique_ptr<wageproof::quantity::Result<wageproof::reconcile::Result>>& out) {
  out = std::make_unique<wageproof::quantity::Result<wageproof::reconcile::Result>>(wageproof::reconcile::check(data, options));
}

namespace wageproof::benchmarks {
namespace {

#ifdef __clang__
constexpr const char* kCompiler = "Clang " __clang_version__;
#else
constexpr const char* kCompiler = "GCC " __VERSION__;
#endif

struct Arguments {
  std::string kind = "factory", folder, form = "csv", law, answers;
  std::uint32_t workers = 1000;
  unsigned threads = 1, repeat = 3;
  int breaches = -1;
  bool by_hand = false, one_by_one = false, adapt = false;
};

records::Dataset make(const Arguments& arguments) {
  if (arguments.kind == "contributions") {
    ContributionOptions options;
    options.workers = arguments.workers;
    return make_contribution_year(options).data;
  }
  FactoryOptions options;
  options.workers = arguments.workers;
  if (arguments.breaches >= 0) options.breach_percent = static_cast<std::uint32_t>(arguments.breaches);
  return make_factory_month(options).data;
}

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Usage {
  double processor = 0;
  long peak_kb = 0;
};
Usage usage() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return {of(used.ru_utime) + of(used.ru_stime), used.ru_maxrss};
}

// Times of runs of the same work.
struct Times {
  std::vector<double> wall, processor;
  void run(const auto& work) {
    const double begun = seconds(), used = usage().processor;
    work();
    wall.push_back(seconds() - begun);
    processor.push_back(usage().processor - used);
  }
  [[nodiscard]] std::string json() const { return fmt::format("{{\"wall\": [{:.6f}], \"processor\": [{:.6f}]}}", fmt::join(wall, ", "), fmt::join(processor, ", ")); }
};

std::uint64_t bytes_of(const records::Dataset& data) {
  std::uint64_t bytes = 0;
  for (const records::DataTable& table : data.tables) {
    for (const records::Column& column : table.columns) bytes += column.narrow.size() * 4 + column.wide.size() * 8;
    bytes += table.row_count() * 8;
  }
  return bytes;
}

// Each line of each worker and period, and each breach: worker, first day, name, due or difference, booked; in millionths.
bool write_answers(const std::string& path, const records::Dataset& data, const reconcile::Result& result) {
  std::ofstream out(path, std::ios::binary);
  out << "worker_id,first,kind,name,amount,booked\n";
  for (const reconcile::LineRow& line : result.lines) {
    out << fmt::format("{},{},due,{},{},{}\n", data.strings.view(line.worker), line.first, result.names[line.name],
                       line.amount.given ? std::to_string(line.amount.value) : "", line.booked.given ? std::to_string(line.booked.value) : "");
  }
  for (const reconcile::Finding& f : result.findings) {
    if (f.severity != reconcile::Severity::breach) continue;
    out << fmt::format("{},{},breach,{},{},\n", f.worker, f.first, f.check, f.difference.given ? std::to_string(f.difference.value) : "");
  }
  return static_cast<bool>(out.flush());
}

int refuse(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 2;
}

int write(const Arguments& arguments) {
  std::filesystem::create_directories(arguments.folder);
  const std::uint64_t bytes = write_factory(make(arguments), arguments.folder, arguments.form == "ndjson" ? FileForm::ndjson : FileForm::csv);
  if (bytes == 0) return refuse("the folder cannot be written: " + arguments.folder);
  fmt::print("{{\"bytes\": {}}}\n", bytes);
  return 0;
}

// Payslips of the year of contributions, each by itself, through the C API.
int measure_one_by_one(const Arguments& arguments) {
  const std::vector<Payslip> payslips = payslips_of(make(arguments));
  OneByOne one(arguments.law);
  if (!one.error().empty()) return refuse(one.error());
  Times times;
  std::vector<std::vector<Amount>> amounts(payslips.size());
  for (unsigned i = 0; i < arguments.repeat; ++i) {
    for (auto& of_one : amounts) of_one.clear();
    times.run([&] {
      for (std::size_t p = 0; p < payslips.size() && one.error().empty(); ++p) one.check(payslips[p], amounts[p]);
    });
    if (!one.error().empty()) return refuse(one.error());
  }
  if (!arguments.answers.empty()) {
    std::ofstream out(arguments.answers, std::ios::binary);
    out << "worker_id,first,kind,name,amount,booked\n";
    for (std::size_t p = 0; p < payslips.size(); ++p) {
      for (const Amount& a : amounts[p]) out << fmt::format("{},{},due,{},{},\n", payslips[p].worker, payslips[p].first, a.line, a.micro);
    }
    if (!out.flush()) return refuse("cannot write " + arguments.answers);
  }
  fmt::print("{{\"person_months\": {}, \"check\": {}}}\n", payslips.size(), times.json());
  return 0;
}

int measure(const Arguments& arguments) {
  if (arguments.one_by_one) return measure_one_by_one(arguments);
  faces::Packs packs;
  reconcile::CheckOptions options;
  options.threads = arguments.threads;
  options.packs = &packs.resolver();
  auto law = packs.ids_of(faces::parts_of(arguments.law));
  if (!law) return refuse(law.status().message());
  options.law = *law;

  Times reading, checking;
  std::unique_ptr<records::Dataset> data;
  const auto read = [&]() -> std::string {
    data.reset();
    if (arguments.folder.empty()) {
      data = std::make_unique<records::Dataset>(make(arguments));
      return {};
    }
    std::string wrong;
    reading.run([&] {
      auto got = faces::read_records(arguments.folder, *law, arguments.threads, packs);
      if (got.ok()) data = std::make_unique<records::Dataset>(std::move(*got));
      else wrong = got.status().message();
    });
    return wrong;
  };
  std::unique_ptr<quantity::Result<reconcile::Result>> result;
  long before_kb = 0;
  for (unsigned i = 0; i < arguments.repeat; ++i) {
    if (i == 0 || !arguments.folder.empty()) {
      if (const std::string wrong = read(); !wrong.empty()) return refuse(wrong);
    }
    if (i == 0 && arguments.adapt) {
      if (const std::string wrong = pay_under(*data, options); !wrong.empty()) return refuse(wrong);
    }
    if (i == 0) before_kb = usage().peak_kb;
    result.reset();
    if (arguments.by_hand) checking.run([&] { hand_kernel(*data, arguments.threads); });
    else checking.run([&] { wageproof_measured_check(*data, options, result); });
    if (!arguments.by_hand && !result->ok()) return refuse(result->status().message());
  }
  const long peak_kb = usage().peak_kb;
  std::string found, counts;
  if (!arguments.by_hand) {
    std::map<std::string, std::uint64_t> by_severity;
    constexpr const char* kSeverities[] = {"breach", "discrepancy", "warning", "notice"};
    for (const reconcile::Finding& f : (*result)->findings) ++by_severity[kSeverities[static_cast<int>(f.severity)]];
    for (const auto& [name, count] : by_severity) found += fmt::format("{}\"{}\": {}", found.empty() ? "" : ", ", name, count);
    counts = fmt::format(", \"lines\": {}, \"worker_periods\": {}", (*result)->lines.size(), (*result)->worker_periods);
    if (!arguments.answers.empty() && !write_answers(arguments.answers, *data, **result)) return refuse("cannot write " + arguments.answers);
  }
  fmt::print("{{\"compiler\": \"{}\", \"workers\": {}, \"worker_days\": {}, \"threads\": {}, \"column_bytes\": {}, \"before_kb\": {}, \"peak_kb\": {}, \"read\": {}, \"check\": {}, \"findings\": {{{}}}{}}}\n",
             kCompiler, (*data)[records::TableKind::workers].row_count(), (*data)[records::TableKind::time].row_count(), arguments.threads, bytes_of(*data), before_kb,
             peak_kb, reading.json(), checking.json(), found, counts);
  return 0;
}

}  // namespace
}  // namespace wageproof::benchmarks

int main(int argc, char** argv) {
  wageproof::benchmarks::Arguments arguments;
  CLI::App app("The benchmarks' data, and the library on it.");
  app.require_subcommand(1);
  const auto shared = [&](CLI::App* command) {
    command->add_option("--kind", arguments.kind, "factory: a month with clock times; contributions: a year of payslips")
        ->check(CLI::IsMember({"factory", "contributions"}));
    command->add_option("--workers", arguments.workers);
    command->add_option("--breaches", arguments.breaches, "workers in breach of every hundred, 0 to 100")->check(CLI::Range(0, 100));
  };
  CLI::App* write = app.add_subcommand("write", "writes a folder");
  shared(write);
  write->add_option("folder", arguments.folder)->required();
  write->add_option("--form", arguments.form)->check(CLI::IsMember({"csv", "ndjson"}));
  CLI::App* measure = app.add_subcommand("measure", "checks the same data in memory, or a folder, and prints the times as JSON");
  shared(measure);
  measure->add_option("--folder", arguments.folder);
  measure->add_option("--law", arguments.law);
  measure->add_option("--threads", arguments.threads);
  measure->add_option("--repeat", arguments.repeat)->check(CLI::Range(1, 1000));
  measure->add_option("--answers", arguments.answers, "a CSV file of what came out");
  measure->add_flag("--by-hand", arguments.by_hand, "the kernel written by hand in place of the library");
  measure->add_flag("--one-by-one", arguments.one_by_one, "of contributions: each payslip by itself through the C API, as JSON");
  measure->add_flag("--adapt", arguments.adapt, "of a factory in memory: payslips that pay what --law asks");
  CLI11_PARSE(app, argc, argv);
  return write->parsed() ? wageproof::benchmarks::write(arguments) : wageproof::benchmarks::measure(arguments);
}
