// A page about the law, as plain text for a terminal or as Markdown: the same content, told once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/show.hpp"

namespace wageproof::law {

/// One line of a list of facts: `due  sum(overtime_minutes * hour)`.
struct Fact {
  std::string label, value;
  bool code = false;  ///< a formula or a name, not prose
};

class Page {
 public:
  /// @param width  columns of text, longer lines are wrapped; 0: none are. Markdown is never wrapped.
  explicit Page(PageForm form, std::size_t width = 0) : form_(form), width_(width) {}

  [[nodiscard]] bool markdown() const noexcept { return form_ == PageForm::markdown; }
  void title(std::string_view text);
  void heading(std::string_view text);
  /// An element of the section: its name as formulas write it, and its title.
  void element(std::string_view name, std::string_view title);
  void paragraph(std::string_view text);
  void item(std::string_view text);
  /// Code that stands alone.
  void code(std::string_view text);
  void facts(const std::vector<Fact>& facts);
  /// @param head  may be empty: rows only
  void table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows);
  /// What another page says, as it is.
  void append(const Page& other) { out_ += other.out_; }
  [[nodiscard]] bool empty() const noexcept { return out_.empty(); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  enum class Last : unsigned char { nothing, item, other };
  /// Markdown needs an empty line between blocks.
  void begin(Last kind);
  void wrapped(std::string_view text, std::size_t first_indent, std::size_t indent);

  PageForm form_;
  std::size_t width_;
  std::string out_;
  Last last_ = Last::nothing;
};

/// Prose in which no character has a meaning of its own.
std::string escaped(std::string_view text);

}  // namespace wageproof::law
