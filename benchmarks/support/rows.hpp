// Rows put into a table's columns one by one, as a reader would have left them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

/// Appends rows to a table, in a file of its own; a field that is not set is not given.
class Rows {
 public:
  Rows(records::Dataset& data, records::TableKind kind, std::size_t expected) : table_(&data[kind]) {
    table_->present = true;
    file_ = static_cast<std::uint32_t>(data.files.size());
    records::FileAccount account;
    account.name = std::string(table_->spec->name) + ".csv";
    account.table = kind;
    data.files.push_back(std::move(account));
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
      if (is_wide(i)) table_->columns[i].wide.reserve(expected);
      else table_->columns[i].narrow.reserve(expected);
    }
    table_->file.reserve(expected);
    table_->line.reserve(expected);
  }
  Rows& add() {
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
      if (is_wide(i)) table_->columns[i].wide.push_back(records::kNone64);
      else table_->columns[i].narrow.push_back(table_->spec->fields[i].type == records::FieldType::text ? 0 : records::kNone32);
    }
    table_->file.push_back(file_);
    table_->line.push_back(static_cast<std::uint32_t>(table_->line.size()) + 2);
    return *this;
  }
  Rows& text(int field, records::StringId id) { return narrow(field, static_cast<std::int32_t>(id)); }
  Rows& narrow(int field, std::int32_t value) {
    table_->columns[static_cast<std::size_t>(field)].narrow.back() = value;
    return *this;
  }
  Rows& wide(int field, std::int64_t value) {
    table_->columns[static_cast<std::size_t>(field)].wide.back() = value;
    return *this;
  }

 private:
  [[nodiscard]] bool is_wide(std::size_t i) const {
    const records::FieldType type = table_->spec->fields[i].type;
    return type == records::FieldType::amount || type == records::FieldType::timestamp;
  }
  records::DataTable* table_;
  std::uint32_t file_;
};

}  // namespace wageproof::benchmarks
