// Aligned columns for a terminal: widths counted in characters as they are seen, cut to the width that there is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/export.h"

namespace wageproof::report {

/// Columns that a text takes on a terminal: combining marks take none, wide East Asian characters two.
[[nodiscard]] WAGEPROOF_API std::size_t shown_width(std::string_view text) noexcept;

/// The text cut to so many columns, its last one then `…`; characters that would steer a terminal become `?`.
[[nodiscard]] WAGEPROOF_API std::string cut_to(std::string_view text, std::size_t width);

/// Words laid into lines of at most `width` columns; every line after the first begins with `indent` blanks.
[[nodiscard]] WAGEPROOF_API std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

enum class Side : bool { left, right };

/// A small table. Numbers stand on the right.
class WAGEPROOF_API Columns {
 public:
  explicit Columns(std::vector<Side> sides) : sides_(std::move(sides)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }

  /// Rows indented by two blanks. Where they are too long, the widest left-hand column is cut.
  void append_to(std::string& out, std::size_t width) const;

 private:
  std::vector<Side> sides_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wageproof::report
