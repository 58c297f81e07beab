// Writes JSON for people: two blanks an indent, members in the order in which they are given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/figures.hpp"
#include "report/row_text.hpp"

namespace wageproof::report {

class JsonText {
 public:
  void open_object() { open('{'); }
  void open_list() { open('['); }
  void close_object() { close('}'); }
  void close_list() { close(']'); }

  void key(std::string_view name) {
    next();
    append_json_string(out_, name);
    out_ += ": ";
    after_key_ = true;
  }
  void text(std::string_view value) {
    next();
    append_json_string(out_, value);
  }
  void whole(std::uint64_t value) {
    next();
    append_whole(out_, value);
  }
  void truth(bool value) {
    next();
    out_ += value ? "true" : "false";
  }

  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void member(std::string_view name, std::uint64_t value) {
    key(name);
    whole(value);
  }

  /// The whole text, a line feed at its end.
  [[nodiscard]] std::string take() { return std::move(out_) + "\n"; }

 private:
  void open(char bracket) {
    next();
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void close(char bracket) {
    --depth_;
    if (!first_) new_line();
    out_ += bracket;
    first_ = false;
  }
  void next() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (depth_ == 0) return;
    if (!first_) out_ += ',';
    first_ = false;
    new_line();
  }
  void new_line() {
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool first_ = true, after_key_ = false;
};

}  // namespace wageproof::report
