// The core over columns in memory: everything that `check` computes, beside a kernel written by hand for a part of it.
//
// An item is a worker-day: a row of `time`, of which a worker of this factory has about 26 a month.
#include <benchmark/benchmark.h>

#include <chrono>

#include "support/checked.hpp"
#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/law/load.hpp"
#include "wageproof/law/plan.hpp"
#include "wageproof/records/worker_index.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::benchmarks {
namespace {

reconcile::CheckOptions options_of(unsigned threads) {
  reconcile::CheckOptions options;
  options.threads = threads;
  return options;
}

double seconds_of(const auto& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// What a call does once before its first batch, timed by itself: the index of rows, the pack, the employer's setting.
void count_set_up(benchmark::State& state, const FactoryMonth& factory) {
  std::unique_ptr<law::Plan> plan;
  std::unique_ptr<records::WorkerIndex> index;
  const double of_plan = seconds_of([&] { plan = std::make_unique<law::Plan>(*law::load_embedded("kh", law::Cases::pass_over)); });
  const double of_index = seconds_of([&] { index = std::make_unique<records::WorkerIndex>(factory.data); });
  const double of_setting = seconds_of([&] {
    auto days = worktime::days_by_employer(factory.data);
    const records::EmployerSpan& employer = index->employers()[0];
    benchmark::DoNotOptimize(worktime::Setting::make(factory.data, *index, *plan, employer, days[employer.id], {}));
  });
  state.counters["index_ms"] = of_index * 1e3;
  state.counters["pack_ms"] = of_plan * 1e3;
  state.counters["setting_ms"] = of_setting * 1e3;
}

// The check must find what was planted and agree with the hand's amounts before its time counts.
bool holds(benchmark::State& state, const FactoryMonth& factory, unsigned threads) {
  const auto result = reconcile::check(factory.data, options_of(threads));
  std::string wrong = result.ok() ? differs_from_planted(factory, *result) : result.status().message();
  if (wrong.empty()) wrong = differs_from_hand(factory, *result, hand_kernel(factory.data, threads));
  if (!wrong.empty()) state.SkipWithError(wrong.c_str());
  return wrong.empty();
}

void check_month(benchmark::State& state, RowOrder order) {
  const FactoryMonth& factory = factory_of(static_cast<std::uint32_t>(state.range(0)), order);
  const auto threads = static_cast<unsigned>(state.range(1));
  if (order == RowOrder::by_worker && !holds(state, factory, threads)) return;
  for (auto _ : state) {
    const auto result = reconcile::check(factory.data, options_of(threads));
    benchmark::DoNotOptimize(result->lines.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(factory.worker_days()));
  count_set_up(state, factory);
}

void BM_Core_CheckMonth(benchmark::State& state) { check_month(state, RowOrder::by_worker); }
BENCHMARK(BM_Core_CheckMonth)
    ->ArgNames({"workers", "threads"})
    ->ArgsProduct({{1000, 10000, 100000}, {1, 2}})
    ->MeasureProcessCPUTime()->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The same rows as a clock writes them: all workers of a day, then those of the next.
void BM_Core_CheckMonthByDate(benchmark::State& state) { check_month(state, RowOrder::by_date); }
BENCHMARK(BM_Core_CheckMonthByDate)
    ->ArgNames({"workers", "threads"})
    ->ArgsProduct({{100000}, {1, 2}})
    ->MeasureProcessCPUTime()->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// Basic wage, overtime and contributions only: no other line, no limit, no finding, no unknown.
void BM_Core_HandKernel(benchmark::State& state) {
  const FactoryMonth& factory = factory_of(static_cast<std::uint32_t>(state.range(0)));
  const auto threads = static_cast<unsigned>(state.range(1));
  if (!holds(state, factory, threads)) return;
  for (auto _ : state) {
    const HandFigures figures = hand_kernel(factory.data, threads);
    benchmark::DoNotOptimize(figures.basic.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(factory.worker_days()));
}
BENCHMARK(BM_Core_HandKernel)
    ->ArgNames({"workers", "threads"})
    ->ArgsProduct({{1000, 10000, 100000}, {1, 2}})
    ->MeasureProcessCPUTime()->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// One worker's month from nothing: index, pack read and compiled, setting, one batch of one, result. Nothing is kept from
// call to call, so this is the price of a first call; the pack is most of it.
void BM_Core_CheckOneWorker(benchmark::State& state) {
  const FactoryMonth& factory = factory_of(1);
  for (auto _ : state) {
    const auto result = reconcile::check(factory.data, options_of(1));
    benchmark::DoNotOptimize(result->lines.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(factory.worker_days()));
  count_set_up(state, factory);
}
BENCHMARK(BM_Core_CheckOneWorker)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMicrosecond);

// Every pack that the library carries, from text to plan.
void BM_Law_LoadAllPacks(benchmark::State& state) {
  for (auto _ : state) {
    for (const law::EmbeddedPack& pack : law::embedded_packs()) {
      const law::Plan plan(*law::load_embedded(pack.name, law::Cases::pass_over));
      benchmark::DoNotOptimize(plan.nodes().data());
    }
  }
  state.counters["packs"] = static_cast<double>(law::embedded_packs().size());
}
BENCHMARK(BM_Law_LoadAllPacks)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wageproof::benchmarks
