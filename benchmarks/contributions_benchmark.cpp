// Contributions from payslips alone, as an insurer or a ministry computes them: no time record, a pack of four lines.
#include <benchmark/benchmark.h>

#include "faces/packs.hpp"
#include "support/contribution_year.hpp"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::benchmarks {
namespace {

std::string differs_from_planted(const ContributionYear& year, const reconcile::Result& result) {
  std::uint64_t short_health = 0;
  for (const reconcile::Finding& f : result.findings) {
    if (f.severity == reconcile::Severity::notice) continue;
    if (!year.planted.contains(f.check)) return f.check + " found that nobody planted";
    ++short_health;
  }
  const std::uint64_t planted = year.planted.begin()->second;
  if (short_health != planted) return std::to_string(planted) + " planted, " + std::to_string(short_health) + " found";
  // Net and four contributions a month, each equal to what was booked but for the planted ones.
  return result.lines.size() == year.person_months() * 5 ? std::string() : std::to_string(result.lines.size()) + " lines";
}

// The rate is of one core: by processor time.
void BM_Core_Contributions(benchmark::State& state) {
  ContributionOptions of_year;
  of_year.workers = static_cast<std::uint32_t>(state.range(0));
  const ContributionYear year = make_contribution_year(of_year);
  faces::Packs packs;
  const auto law = packs.ids_of({WAGEPROOF_BENCHMARK_PACKS "/kh-contributions.json"});
  if (!law.ok()) return state.SkipWithError(law.status().message().c_str());
  reconcile::CheckOptions options;
  options.law = *law;
  options.packs = &packs.resolver();
  options.threads = 1;
  {
    const auto result = reconcile::check(year.data, options);
    const std::string wrong = result.ok() ? differs_from_planted(year, *result) : result.status().message();
    if (!wrong.empty()) return state.SkipWithError(wrong.c_str());
  }
  for (auto _ : state) {
    const auto result = reconcile::check(year.data, options);
    benchmark::DoNotOptimize(result->lines.size());
  }
  state.counters["person_months_per_second"] =
      benchmark::Counter(static_cast<double>(year.person_months()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(BM_Core_Contributions)
    ->ArgName("workers")->Arg(1000)->Arg(20000)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wageproof::benchmarks
