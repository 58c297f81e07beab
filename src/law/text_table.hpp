// Columns under each other, as wide as their widest cell.
#pragma once

#include <string>
#include <vector>

namespace wageproof::law {

class TextTable {
 public:
  explicit TextTable(std::string indent) : indent_(std::move(indent)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// The last column is never padded.
  [[nodiscard]] std::string text() const;

 private:
  std::string indent_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wageproof::law
