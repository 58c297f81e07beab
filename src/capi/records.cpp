// Reading records: folders, files in memory, Arrow streams.
#include <utility>

#include "capi/guard.hpp"
#include "capi/handles.hpp"
#include "wageproof/readers/read_folder.hpp"

using namespace wageproof;
using namespace wageproof::capi;

namespace {

constexpr std::string_view kNeedsTables = "tables: expected a handle of wageproof_tables_create, found null";

/// Reads, with the caller's options; a callback that asks for the end is told apart from other refusals.
Status read(wageproof_packs* packs, const std::string& folder, std::vector<readers::InputFile>* files,
            const wageproof_read_options* given, wageproof_records** out) {
  if (packs == nullptr) return refused("packs: expected a handle of wageproof_packs_create, found null");
  if (out == nullptr) return refused("out: expected where to put the records, found null");
  wageproof_read_options options = WAGEPROOF_READ_OPTIONS_INIT;
  WAGEPROOF_RETURN_IF_ERROR(take_sized(given, options));
  readers::ReadOptions reading;
  reading.time_zone = text_of(options.time_zone);
  reading.threads = options.threads;
  reading.require_needed = options.is_part == 0;
  bool stopped = false;
  if (options.cancelled != nullptr) {
    reading.cancelled = [&] {
      stopped = stopped || options.cancelled(options.context) != 0;
      return stopped;
    };
  }
  auto law = packs->packs->ids_of(faces::parts_of(text_of(options.law)));
  if (!law) return std::move(law).status();
  auto data = faces::read_records(folder, files, *law, std::move(reading), *packs->packs);
  if (stopped) return {kCancelled, "cancelled"};
  if (!data) return std::move(data).status();
  *out = new wageproof_records{std::make_shared<const records::Dataset>(std::move(*data)), options.is_part != 0};
  return {};
}

}  // namespace

extern "C" {

wageproof_status wageproof_records_read_folder(wageproof_packs* packs, const char* folder, size_t folder_size,
                                               const wageproof_read_options* options, wageproof_records** out,
                                               wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    const auto path = text_of(folder, folder_size);
    if (!path || path->empty()) return refused("folder: expected a path, found none");
    return read(packs, std::string(*path), nullptr, options, out);
  });
}

void wageproof_records_destroy(wageproof_records** records) {
  if (records == nullptr) return;
  delete std::exchange(*records, nullptr);
}

wageproof_status wageproof_tables_create(wageproof_tables** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (out == nullptr) return refused("out: expected where to put the tables, found null");
    *out = new wageproof_tables;
    return {};
  });
}

void wageproof_tables_destroy(wageproof_tables** tables) {
  if (tables == nullptr) return;
  delete std::exchange(*tables, nullptr);
}

wageproof_status wageproof_tables_add_bytes(wageproof_tables* tables, const char* name, size_t name_size,
                                            const void* bytes, size_t bytes_size, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (tables == nullptr) return refused(kNeedsTables);
    const auto file = text_of(name, name_size), text = text_of(static_cast<const char*>(bytes), bytes_size);
    if (!file || file->empty()) return refused("name: expected a file name such as \"time.csv\", found none");
    if (!text) return refused("bytes: null with a size");
    tables->files.push_back({std::string(*file), {}, std::string(*text)});
    return {};
  });
}

wageproof_status wageproof_tables_add_file(wageproof_tables* tables, const char* name, size_t name_size,
                                           const char* path, size_t path_size, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (tables == nullptr) return refused(kNeedsTables);
    const auto file = text_of(name, name_size), place = text_of(path, path_size);
    if (!file || file->empty()) return refused("name: expected a file name such as \"time.csv\", found none");
    if (!place || place->empty()) return refused("path: expected the path of a file, found none");
    tables->files.push_back({std::string(*file), std::string(*place)});
    return {};
  });
}

wageproof_status wageproof_tables_add_arrow(wageproof_tables* tables, const char* name, size_t name_size,
                                            struct ArrowArrayStream* stream, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (tables == nullptr) return refused(kNeedsTables);
    const auto table = text_of(name, name_size);
    if (!table) return refused("name: null with a size");
    const records::TableSpec* const spec = records::find_table(table->substr(0, table->find('-')));
    if (spec == nullptr) return refused("\"" + std::string(*table) + "\" is no table; expected a name such as \"workers\" or \"time-gate2\"");
    // The place comes first: once the stream is the library's nothing may fail.
    tables->files.push_back({std::string(*table), {}});
    auto rows = readers::open_arrow(stream, *spec, std::string(*table));
    if (!rows) {
      tables->files.pop_back();
      return std::move(rows).status();
    }
    tables->files.back().rows = std::move(*rows);
    return {};
  });
}

wageproof_status wageproof_records_read_tables(wageproof_packs* packs, wageproof_tables* tables,
                                               const wageproof_read_options* options, wageproof_records** out,
                                               wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (tables == nullptr) return refused(kNeedsTables);
    auto files = std::move(tables->files);
    tables->files.clear();
    return read(packs, {}, &files, options, out);
  });
}

wageproof_status wageproof_records_count(const wageproof_records* records, const char* table, size_t table_size,
                                         uint64_t* read, uint64_t* accepted, uint64_t* rejected, uint64_t* skipped,
                                         wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (records == nullptr) return refused("records: expected a handle, found null");
    const auto name = text_of(table, table_size);
    const auto* const spec = name ? wageproof::records::find_table(*name) : nullptr;
    if (spec == nullptr) return refused("table: expected a name such as \"workers\", found \"" + std::string(name.value_or("")) + "\"");
    const readers::RowCounts counts = readers::count_rows(*records->data, spec->kind);
    const std::pair<uint64_t*, std::uint64_t> pairs[] = {
        {read, counts.read}, {accepted, counts.accepted}, {rejected, counts.rejected}, {skipped, counts.skipped}};
    for (const auto& [to, count] : pairs) {
      if (to != nullptr) *to = count;
    }
    return {};
  });
}

}  // extern "C"
