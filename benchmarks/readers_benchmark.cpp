// From a folder of files to findings, beside what the same bytes cost to look at, to load, and to walk as JSON alone.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <vector>

#include "support/checked.hpp"
#include "support/factory_files.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::benchmarks {
namespace {

struct Folder {
  std::uint32_t workers = 0;
  FileForm form = FileForm::csv;
  std::unique_ptr<TemporaryFolder> place;
  std::uint64_t bytes = 0;
};

// The factory's files, written once and kept until others are asked for.
const Folder& folder_of(std::uint32_t workers, FileForm form) {
  static Folder kept;
  if (kept.place == nullptr || kept.workers != workers || kept.form != form) {
    kept = Folder{workers, form, nullptr, 0};
    kept.place = std::make_unique<TemporaryFolder>("wageproof-benchmark-" + std::to_string(::getpid()));
    kept.bytes = write_factory(factory_of(workers).data, kept.place->path(), form);
  }
  return kept;
}

const Folder& folder_of(const benchmark::State& state, FileForm form) { return folder_of(static_cast<std::uint32_t>(state.range(0)), form); }

std::vector<std::filesystem::path> files_of(const Folder& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder.place->path())) paths.push_back(entry.path());
  return paths;
}

// Reads a file in pieces into the end of a buffer that is large enough.
std::size_t load(const std::filesystem::path& path, char* to, std::size_t room) {
  const int file = ::open(path.c_str(), O_RDONLY);
  std::size_t total = 0;
  for (ssize_t got = 0; file >= 0 && (got = ::read(file, to + total, std::min<std::size_t>(room - total, 1U << 20))) > 0;) total += static_cast<std::size_t>(got);
  if (file >= 0) ::close(file);
  return total;
}

std::vector<char> bytes_of(const Folder& folder) {
  std::vector<char> bytes(folder.bytes + simdjson::SIMDJSON_PADDING);
  std::size_t used = 0;
  for (const auto& path : files_of(folder)) used += load(path, bytes.data() + used, folder.bytes - used);
  return bytes;
}

void read_folder(benchmark::State& state, FileForm form, bool and_check) {
  const Folder& folder = folder_of(state, form);
  const FactoryMonth& factory = factory_of(folder.workers);
  const auto threads = static_cast<unsigned>(state.range(1));
  readers::ReadOptions reading;
  reading.time_zone = "Asia/Phnom_Penh";
  reading.threads = threads;
  reconcile::CheckOptions checking;
  checking.threads = threads;
  const std::string path = folder.place->path().string();
  // What was written must come back and give the same findings before its time counts.
  {
    const auto data = readers::read_folder(path, reading);
    if (!data.ok()) return state.SkipWithError(data.status().message().c_str());
    const auto result = reconcile::check(*data, checking);
    const std::string wrong = !result.ok()             ? result.status().message()
                              : !data->rejects.empty() ? std::string("a row was rejected")
                                                       : differs_from_planted(factory, *result);
    if (!wrong.empty()) return state.SkipWithError(wrong.c_str());
  }
  for (auto _ : state) {
    const auto data = readers::read_folder(path, reading);
    benchmark::DoNotOptimize(data->strings.size());
    if (!and_check) continue;
    const auto result = reconcile::check(*data, checking);
    benchmark::DoNotOptimize(result->lines.size());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(folder.bytes));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(factory.worker_days()));
}

void sizes_and_threads(benchmark::internal::Benchmark* b) {
  b->ArgNames({"workers", "threads"})->ArgsProduct({{1000, 20000}, {1, 2}})->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
}
void sizes(benchmark::internal::Benchmark* b) {
  b->ArgNames({"workers"})->Arg(1000)->Arg(20000)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
}

void BM_Readers_CsvFolder(benchmark::State& state) { read_folder(state, FileForm::csv, false); }
void BM_Readers_CsvFolderAndCheck(benchmark::State& state) { read_folder(state, FileForm::csv, true); }
BENCHMARK(BM_Readers_CsvFolder)->Apply(sizes_and_threads);
BENCHMARK(BM_Readers_CsvFolderAndCheck)->Apply(sizes_and_threads);

// The bounds. Every byte added up in memory; every byte loaded from its file; every value of every line found by simdjson.
void sum_of_bytes(benchmark::State& state, FileForm form) {
  const Folder& folder = folder_of(state, form);
  const std::vector<char> bytes = bytes_of(folder);
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, 8);
      sum += word;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(folder.bytes));
}

void load_files(benchmark::State& state, FileForm form) {
  const Folder& folder = folder_of(state, form);
  std::vector<char> bytes(folder.bytes);
  const auto paths = files_of(folder);
  for (auto _ : state) {
    std::size_t used = 0;
    for (const auto& path : paths) used += load(path, bytes.data() + used, bytes.size() - used);
    if (used != folder.bytes) return state.SkipWithError("a file is shorter than it was written");
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(folder.bytes));
}

void BM_Limit_CsvMemory(benchmark::State& state) { sum_of_bytes(state, FileForm::csv); }
void BM_Limit_CsvFile(benchmark::State& state) { load_files(state, FileForm::csv); }
BENCHMARK(BM_Limit_CsvMemory)->Apply(sizes);
BENCHMARK(BM_Limit_CsvFile)->Apply(sizes);

void BM_Readers_NdjsonFolder(benchmark::State& state) { read_folder(state, FileForm::ndjson, false); }
void BM_Readers_NdjsonFolderAndCheck(benchmark::State& state) { read_folder(state, FileForm::ndjson, true); }
BENCHMARK(BM_Readers_NdjsonFolder)->Apply(sizes_and_threads);
BENCHMARK(BM_Readers_NdjsonFolderAndCheck)->Apply(sizes_and_threads);

void BM_Limit_NdjsonMemory(benchmark::State& state) { sum_of_bytes(state, FileForm::ndjson); }
void BM_Limit_NdjsonFile(benchmark::State& state) { load_files(state, FileForm::ndjson); }
BENCHMARK(BM_Limit_NdjsonMemory)->Apply(sizes);
BENCHMARK(BM_Limit_NdjsonFile)->Apply(sizes);

// One line at a time from memory, every key and value visited, nothing kept: what the JSON itself costs.
void BM_Limit_NdjsonSimdjson(benchmark::State& state) {
  const Folder& folder = folder_of(state, FileForm::ndjson);
  const std::vector<char> bytes = bytes_of(folder);
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    std::uint64_t seen = 0;
    const char* at = bytes.data();
    const char* const end = at + folder.bytes;
    while (at < end) {
      const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      const char* stop = found == nullptr ? end : static_cast<const char*>(found);
      const auto length = static_cast<std::size_t>(stop - at);
      simdjson::ondemand::document line;
      if (parser.iterate(simdjson::padded_string_view(at, length, static_cast<std::size_t>(bytes.data() + bytes.size() - at))).get(line) != simdjson::SUCCESS) {
        return state.SkipWithError("a line is not JSON");
      }
      simdjson::ondemand::object object;
      if (line.get_object().get(object) != simdjson::SUCCESS) return state.SkipWithError("a line is not an object");
      for (auto field : object) {
        std::string_view key;
        simdjson::ondemand::value value;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS) return state.SkipWithError("a field is broken");
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS) text = value.raw_json_token();
        seen += key.size() + text.size();
      }
      at = stop + 1;
    }
    benchmark::DoNotOptimize(seen);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(folder.bytes));
}
BENCHMARK(BM_Limit_NdjsonSimdjson)->Apply(sizes);

}  // namespace
}  // namespace wageproof::benchmarks
