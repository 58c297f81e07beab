// One row after the other as CSV, as NDJSON, or as bare cells. The three take the same calls, so a table is described once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/cells.hpp"

namespace wageproof::report {

/// Appends a text as a CSV field: harmless to a spreadsheet, quoted where it must be.
void append_csv_field(std::string& out, std::string_view text);
/// Appends a text as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);
/// The text with each byte that is no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

// Each of the three has
//   text(view)          free text; empty = does not apply
//   quoted(append)      a form without special characters that NDJSON carries as a string: money, days, dates, codes
//   bare(append)        a whole number
//   none()              does not apply
//   end()               ends the row
// and, so that cells which many rows share are written out once,
//   mark()              where the next cell begins
//   since(mark)         the cells from there on
//   repeat(cells, n)    n cells that `since` gave at the same place of another row

class CsvRows {
 public:
  explicit CsvRows(std::span<const std::string_view> fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i != 0) out += ',';
      out += fields[i];
    }
    out += '\n';
  }
  void text(std::string_view value) {
    separate();
    append_csv_field(out, value);
  }
  template <class Append>
  void quoted(Append&& append) {
    separate();
    append(out);
  }
  template <class Append>
  void bare(Append&& append) {
    separate();
    append(out);
  }
  void none() { separate(); }
  void end() {
    out += '\n';
    first_ = true;
  }
  [[nodiscard]] std::size_t mark() const noexcept { return out.size(); }
  [[nodiscard]] std::string since(std::size_t mark) const { return out.substr(mark); }
  void repeat(const std::string& cells, std::size_t) {
    out += cells;
    first_ = false;
  }
  std::string out;

 private:
  void separate() {
    if (!first_) out += ',';
    first_ = false;
  }
  bool first_ = true;
};

class NdjsonRows {
 public:
  explicit NdjsonRows(std::span<const std::string_view> fields) {
    for (const std::string_view field : fields) {
      keys_.push_back((keys_.empty() ? "{\"" : ",\"") + std::string(field) + "\":");
    }
  }
  void text(std::string_view value) {
    key();
    if (value.empty()) {
      out += "null";
    } else {
      append_json_string(out, value);
    }
  }
  template <class Append>
  void quoted(Append&& append) {
    key();
    out += '"';
    append(out);
    out += '"';
  }
  template <class Append>
  void bare(Append&& append) {
    key();
    append(out);
  }
  void none() {
    key();
    out += "null";
  }
  void end() {
    out += "}\n";
    at_ = 0;
  }
  [[nodiscard]] std::size_t mark() const noexcept { return out.size(); }
  [[nodiscard]] std::string since(std::size_t mark) const { return out.substr(mark); }
  void repeat(const std::string& cells, std::size_t count) {
    out += cells;
    at_ += count;
  }
  std::string out;

 private:
  void key() { out += keys_[at_++]; }
  std::vector<std::string> keys_;
  std::size_t at_ = 0;
};

class CellRows {
 public:
  explicit CellRows(std::span<const std::string_view>) {}
  void text(std::string_view value) { row_.emplace_back(value); }
  template <class Append>
  void quoted(Append&& append) {
    append(row_.emplace_back());
  }
  template <class Append>
  void bare(Append&& append) {
    append(row_.emplace_back());
  }
  void none() { row_.emplace_back(); }
  void end() {
    if (take != nullptr) {
      (*take)(row_);
      row_.clear();
    } else {
      rows.push_back(std::exchange(row_, {}));
    }
  }
  [[nodiscard]] std::size_t mark() const noexcept { return row_.size(); }
  [[nodiscard]] std::vector<std::string> since(std::size_t mark) const {
    return {row_.begin() + static_cast<std::ptrdiff_t>(mark), row_.end()};
  }
  void repeat(const std::vector<std::string>& cells, std::size_t) { row_.insert(row_.end(), cells.begin(), cells.end()); }
  std::vector<std::vector<std::string>> rows;
  const CellTaker* take = nullptr;  ///< gets each row in place of `rows`
  std::string out;  ///< always empty: nothing leaves in pieces

 private:
  std::vector<std::string> row_;
};

}  // namespace wageproof::report
