// One row after the other as CSV, as NDJSON, or as bare cells. The three take the same calls, so a table is described once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/cells.hpp"
#include "report/put_figures.hpp"

namespace wageproof::report {

/// Text that grows, with room made once for several pieces.
class TextBuffer {
 public:
  /// Where the next byte goes; at least so many can be written there.
  [[nodiscard]] char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return bytes_.get() + size_;
  }
  /// What was written into the room ends here.
  void end_at(const char* end) noexcept { size_ = static_cast<std::size_t>(end - bytes_.get()); }
  void append(std::string_view text) {
    char* const to = room(text.size());
    std::copy(text.begin(), text.end(), to);
    size_ += text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++size_;
  }
  void clear() noexcept { size_ = 0; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }

 private:
  void grow(std::size_t bytes);
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

/// Appends a text as a CSV field: harmless to a spreadsheet, quoted where it must be.
void append_csv_field(std::string& out, std::string_view text);
/// Appends a text as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);
/// The text with each byte that is no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Whether the text is the same in every form: ASCII letters, digits and blanks, `_` `.` `:`, and no formula; an id, a
/// name, a code. It is not asked of long texts.
[[nodiscard]] bool is_short_and_plain(std::string_view text) noexcept;

// Each of the three has
//   text(view)          free text; empty = does not apply
//   quoted(put)         a form without special characters that NDJSON carries as a string: money, days, dates
//   bare(put)           a whole number
//                       `put` writes at a place with room for `kLongestFigure` bytes, and returns the end
//   code(view)          the same as `quoted` of a short text, never empty
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
      if (i != 0) out.append(',');
      out.append(fields[i]);
    }
    out.append('\n');
  }
  void text(std::string_view value) {
    separate();
    if (is_short_and_plain(value)) return out.append(value);
    scratch_.clear();
    append_csv_field(scratch_, value);
    out.append(scratch_);
  }
  void code(std::string_view value) {
    separate();
    out.append(value);
  }
  template <class Put>
  void quoted(Put&& put) {
    char* to = out.room(1 + kLongestFigure);
    if (!first_) *to++ = ',';
    first_ = false;
    out.end_at(put(to));
  }
  template <class Put>
  void bare(Put&& put) {
    quoted(put);
  }
  void none() { separate(); }
  void end() {
    out.append('\n');
    first_ = true;
  }
  [[nodiscard]] std::size_t mark() const noexcept { return out.size(); }
  [[nodiscard]] std::string since(std::size_t mark) const { return std::string(out.view().substr(mark)); }
  void repeat(const std::string& cells, std::size_t) {
    out.append(cells);
    first_ = false;
  }
  TextBuffer out;

 private:
  void separate() {
    if (!first_) out.append(',');
    first_ = false;
  }
  std::string scratch_;
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
    if (value.empty()) return none();
    if (is_short_and_plain(value)) return code(value);
    key();
    scratch_.clear();
    append_json_string(scratch_, value);
    out.append(scratch_);
  }
  void code(std::string_view value) {
    key();
    char* to = out.room(value.size() + 2);
    *to++ = '"';
    to = std::copy(value.begin(), value.end(), to);
    *to++ = '"';
    out.end_at(to);
  }
  template <class Put>
  void quoted(Put&& put) {
    key();
    char* to = out.room(2 + kLongestFigure);
    *to++ = '"';
    to = put(to);
    *to++ = '"';
    out.end_at(to);
  }
  template <class Put>
  void bare(Put&& put) {
    key();
    out.end_at(put(out.room(kLongestFigure)));
  }
  void none() {
    key();
    out.append("null");
  }
  void end() {
    out.append("}\n");
    at_ = 0;
  }
  [[nodiscard]] std::size_t mark() const noexcept { return out.size(); }
  [[nodiscard]] std::string since(std::size_t mark) const { return std::string(out.view().substr(mark)); }
  void repeat(const std::string& cells, std::size_t count) {
    out.append(cells);
    at_ += count;
  }
  TextBuffer out;

 private:
  void key() { out.append(keys_[at_++]); }
  std::vector<std::string> keys_;
  std::string scratch_;
  std::size_t at_ = 0;
};

class CellRows {
 public:
  explicit CellRows(std::span<const std::string_view>) {}
  void text(std::string_view value) { row_.emplace_back(value); }
  void code(std::string_view value) { row_.emplace_back(value); }
  template <class Put>
  void quoted(Put&& put) {
    char figure[kLongestFigure];
    const char* const end = put(figure);
    row_.emplace_back(figure, static_cast<std::size_t>(end - figure));
  }
  template <class Put>
  void bare(Put&& put) {
    quoted(put);
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
  TextBuffer out;  ///< always empty: nothing leaves in pieces

 private:
  std::vector<std::string> row_;
};

}  // namespace wageproof::report
