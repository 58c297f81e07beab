#include "law/page.hpp"

#include <algorithm>
#include <cctype>

#include "law/text_table.hpp"

namespace wageproof::law {

namespace {

constexpr std::size_t kIndent = 2, kFactIndent = 6;

/// Characters, not bytes.
std::size_t width_of(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string ruled(std::string_view text, char rule) { return std::string(text) + "\n" + std::string(width_of(text), rule) + "\n"; }

/// A formula in Markdown: as many backquotes as it needs; it has none itself.
std::string in_backquotes(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string cell_text(std::string_view text) {
  std::string out = escaped(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  const auto in_word = [text](std::size_t at) { return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // An underscore inside a word means nothing.
    if (c == '_' && !(i > 0 && in_word(i - 1) && in_word(i + 1))) out += '\\';
    if (c == '*' || c == '|' || c == '[' || c == ']' || c == '`' || c == '\\') out += '\\';
    if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

void Page::begin(Last kind) {
  if (markdown() && last_ != Last::nothing && !(kind == Last::item && last_ == Last::item)) out_ += '\n';
  last_ = kind;
}

void Page::wrapped(std::string_view text, std::size_t first_indent, std::size_t indent) {
  std::size_t at = first_indent;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t needed = width_of(word);
    if (!first && width_ != 0 && at + 1 + needed > width_) {
      out_ += '\n' + std::string(indent, ' ');
      at = indent;
    } else if (!first) {
      out_ += ' ';
      ++at;
    }
    out_ += word;
    at += needed;
    first = false;
  }
  out_ += '\n';
}

void Page::title(std::string_view text) {
  begin(Last::other);
  out_ += markdown() ? "# " + escaped(text) + "\n" : ruled(text, '=');
}

void Page::heading(std::string_view text) {
  begin(Last::other);
  out_ += markdown() ? "## " + escaped(text) + "\n" : "\n" + ruled(text, '-');
}

void Page::element(std::string_view name, std::string_view title) {
  begin(Last::other);
  if (markdown()) {
    out_ += "### " + (title.empty() ? in_backquotes(name) : escaped(title) + " (" + in_backquotes(name) + ")") + "\n";
    return;
  }
  out_ += std::string(kIndent, ' ');
  wrapped(title.empty() ? std::string(name) : std::string(name) + ": " + std::string(title), kIndent, kFactIndent);
}

void Page::paragraph(std::string_view text) {
  begin(Last::other);
  if (markdown()) {
    out_ += escaped(text) + "\n";
    return;
  }
  out_ += std::string(kIndent, ' ');
  wrapped(text, kIndent, kIndent);
}

void Page::item(std::string_view text) {
  begin(Last::item);
  if (markdown()) {
    out_ += "- " + escaped(text) + "\n";
    return;
  }
  out_ += "    ";
  wrapped(text, 4, kFactIndent);
}

void Page::code(std::string_view text) {
  begin(Last::item);
  if (markdown()) {
    out_ += "- " + in_backquotes(text) + "\n";
    return;
  }
  out_ += std::string(kFactIndent, ' ');
  wrapped(text, kFactIndent, kFactIndent + 2);
}

void Page::facts(const std::vector<Fact>& facts) {
  if (facts.empty()) return;
  begin(Last::other);
  std::size_t widest = 0;
  for (const Fact& fact : facts) widest = std::max(widest, width_of(fact.label));
  for (const Fact& fact : facts) {
    if (markdown()) {
      out_ += "- " + escaped(fact.label) + ": " + (fact.code ? in_backquotes(fact.value) : escaped(fact.value)) + "\n";
      continue;
    }
    out_ += std::string(kFactIndent, ' ') + fact.label + std::string(widest - width_of(fact.label) + 2, ' ');
    wrapped(fact.value, kFactIndent + widest + 2, kFactIndent + widest + 2);
  }
}

void Page::table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return;
  begin(Last::other);
  if (!markdown()) {
    TextTable table(std::string(kFactIndent, ' '));
    if (!head.empty()) table.row(head);
    for (const std::vector<std::string>& row : rows) table.row(row);
    out_ += table.text();
    return;
  }
  std::size_t columns = head.size();
  for (const std::vector<std::string>& row : rows) columns = std::max(columns, row.size());
  const auto line = [&](const std::vector<std::string>& cells) {
    out_ += '|';
    for (std::size_t i = 0; i < columns; ++i) out_ += " " + (i < cells.size() ? cell_text(cells[i]) : std::string()) + " |";
    out_ += '\n';
  };
  line(head);
  out_ += '|';
  for (std::size_t i = 0; i < columns; ++i) out_ += " --- |";
  out_ += '\n';
  for (const std::vector<std::string>& row : rows) line(row);
}

}  // namespace wageproof::law
