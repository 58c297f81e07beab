#include "wageproof/report/arrow_tables.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "report/cells.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::report {

namespace {

enum class ColumnType : std::uint8_t { text, day, whole, figure };

constexpr std::size_t kRowsPerBatch = std::size_t{1} << 16;
constexpr std::array<std::string_view, 3> kDays{"period_start", "period_end", "as_of"};
constexpr std::array<std::string_view, 4> kWhole{"tested", "met", "broken", "cannot_tell"};
constexpr std::array<std::string_view, 15> kFigures{"quantity", "amount", "due",    "booked", "difference", "paid",   "owed",  "due_against",
                                                    "expected", "found",  "earned", "taken",  "encashed",   "lapsed", "balance"};

ColumnType type_of(Table table, std::string_view field) noexcept {
  const auto in = [field](const auto& names) { return std::find(names.begin(), names.end(), field) != names.end(); };
  if (in(kDays)) return ColumnType::day;
  // The line of a file is a number, the line of a law a name.
  if (in(kWhole) || (field == "line" && (table == Table::matches || table == Table::rejects))) return ColumnType::whole;
  return in(kFigures) ? ColumnType::figure : ColumnType::text;
}

const char* format_of(ColumnType type) noexcept {
  switch (type) {
    case ColumnType::text: return "u";
    case ColumnType::day: return "tdD";
    case ColumnType::whole: return "l";
    case ColumnType::figure: return "d:38,6";
  }
  return "n";
}

/// A column of one batch, laid out as Arrow wants it.
struct ColumnData {
  std::vector<std::uint8_t> valid;
  std::vector<char> values;        ///< of a text: its bytes
  std::vector<std::int32_t> ends;  ///< of a text: offsets
  std::int64_t nulls = 0;
  std::array<const void*, 3> buffers{};

  void mark(std::size_t row, bool given) {
    if (row % 8 == 0) valid.push_back(0);
    if (given) {
      valid.back() = static_cast<std::uint8_t>(valid.back() | 1U << (row % 8));
    } else {
      ++nulls;
    }
  }
  template <class T>
  void add(T value) {
    const std::size_t at = values.size();
    values.resize(at + sizeof value);
    std::memcpy(values.data() + at, &value, sizeof value);
  }
};

struct BatchData {
  std::vector<ColumnData> columns;
  std::size_t rows = 0;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  std::array<const void*, 1> buffers{};
};

struct StreamData {
  Table table{};
  std::vector<std::unique_ptr<BatchData>> batches;
  std::size_t next = 0;
};

/// A figure of our own tables in millionths: a sum over many workers may be beyond 64 bits.
quantity::detail::Int128 micro_of(std::string_view cell) {
  if (const auto parsed = quantity::parse_decimal(cell); parsed.ok()) return parsed.micro;
  quantity::detail::Int128 micro = 0;
  int decimals = -1;
  for (const char c : cell) {
    if (c == '.') decimals = 0;
    if (c < '0' || c > '9') continue;
    micro = micro * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (decimals = std::max(decimals, 0); decimals < 6; ++decimals) micro *= 10;
  return cell.starts_with('-') ? -micro : micro;
}

void add_cell(ColumnData& column, ColumnType type, std::size_t row, const std::string& cell) {
  column.mark(row, !cell.empty());
  switch (type) {
    case ColumnType::text:
      if (column.ends.empty()) column.ends.push_back(0);
      column.values.insert(column.values.end(), cell.begin(), cell.end());
      column.ends.push_back(static_cast<std::int32_t>(column.values.size()));
      return;
    case ColumnType::day: {
      const auto date = quantity::parse_date(cell);
      column.add(date ? date->serial() : std::int32_t{0});
      return;
    }
    case ColumnType::whole: column.add(cell.empty() ? std::int64_t{0} : quantity::parse_decimal(cell).micro / 1'000'000); return;
    case ColumnType::figure: {
      column.add(micro_of(cell));
      return;
    }
  }
}

// The parts of a batch or schema belong to it: they go with it, and alone have nothing to give back.
void release_part(ArrowArray* array) { array->release = nullptr; }
void release_part(ArrowSchema* schema) { schema->release = nullptr; }

void release_batch(ArrowArray* array) {
  delete static_cast<BatchData*>(array->private_data);
  array->release = nullptr;
}

struct SchemaData {
  std::vector<std::string> names;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> child_pointers;
};

void release_schema(ArrowSchema* schema) {
  delete static_cast<SchemaData*>(schema->private_data);
  schema->release = nullptr;
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept try {
  const Table table = static_cast<const StreamData*>(stream->private_data)->table;
  auto data = std::make_unique<SchemaData>();
  const auto fields = fields_of(table);
  data->names.assign(fields.begin(), fields.end());
  data->children.resize(fields.size());
  data->child_pointers.resize(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    ArrowSchema& child = data->children[i];
    child.format = format_of(type_of(table, fields[i]));
    child.name = data->names[i].c_str();
    child.flags = ARROW_FLAG_NULLABLE;
    child.release = release_part;
    data->child_pointers[i] = &child;
  }
  *out = ArrowSchema{};
  out->format = "+s";
  out->name = "";
  out->n_children = static_cast<std::int64_t>(fields.size());
  out->children = data->child_pointers.data();
  out->release = release_schema;
  out->private_data = data.release();
  return 0;
} catch (...) {
  return ENOMEM;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept try {
  auto& data = *static_cast<StreamData*>(stream->private_data);
  *out = ArrowArray{};
  if (data.next == data.batches.size()) return 0;
  BatchData& batch = *data.batches[data.next];
  const auto rows = static_cast<std::int64_t>(batch.rows);
  batch.children.assign(batch.columns.size(), ArrowArray{});
  batch.child_pointers.resize(batch.columns.size());
  for (std::size_t i = 0; i < batch.columns.size(); ++i) {
    ColumnData& column = batch.columns[i];
    const bool is_text = !column.ends.empty();
    column.buffers = {column.nulls == 0 ? nullptr : column.valid.data(), is_text ? static_cast<const void*>(column.ends.data()) : column.values.data(),
                      is_text ? column.values.data() : nullptr};
    ArrowArray& child = batch.children[i];
    child.length = rows;
    child.null_count = column.nulls;
    child.n_buffers = is_text ? 3 : 2;
    child.buffers = column.buffers.data();
    child.release = release_part;
    batch.child_pointers[i] = &child;
  }
  out->length = rows;
  out->n_buffers = 1;
  out->n_children = static_cast<std::int64_t>(batch.columns.size());
  out->buffers = batch.buffers.data();
  out->children = batch.child_pointers.data();
  out->release = release_batch;
  out->private_data = data.batches[data.next++].release();
  return 0;
} catch (...) {
  return ENOMEM;
}

const char* no_error(ArrowArrayStream*) noexcept { return nullptr; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamData*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void export_arrow(Table table, const reconcile::Result& result, const records::Dataset& data, ArrowArrayStream* out) {
  auto stream = std::make_unique<StreamData>();
  stream->table = table;
  const auto fields = fields_of(table);
  std::vector<ColumnType> types;
  for (const std::string_view field : fields) types.push_back(type_of(table, field));
  const CellTaker take = [&](std::span<const std::string> cells) {
    if (stream->batches.empty() || stream->batches.back()->rows == kRowsPerBatch) {
      stream->batches.push_back(std::make_unique<BatchData>());
      stream->batches.back()->columns.resize(fields.size());
    }
    BatchData& batch = *stream->batches.back();
    for (std::size_t i = 0; i < cells.size(); ++i) add_cell(batch.columns[i], types[i], batch.rows, cells[i]);
    ++batch.rows;
  };
  visit_cells(table, result, data, take);
  out->get_schema = get_schema;
  out->get_next = get_next;
  out->get_last_error = no_error;
  out->release = release_stream;
  out->private_data = stream.release();
}

}  // namespace wageproof::report
