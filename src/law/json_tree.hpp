// A JSON text as a tree in which every value knows its line: packs are small, and their authors need the place.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace wageproof::law::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// `null`, `true or false`, `a number`, `text`, `a list` or `an object`.
std::string_view to_text(Kind kind) noexcept;

struct Value {
  Kind kind = Kind::null;
  bool truth = false;          ///< of a boolean
  std::uint32_t line = 1;      ///< from 1
  std::uint32_t begin = 0;     ///< bytes in the text
  std::uint32_t end = 0;
  std::uint32_t first = 0;     ///< first child, 0 = none
  std::uint32_t next = 0;      ///< next sibling, 0 = none
  std::uint32_t count = 0;     ///< children
  std::uint32_t key_line = 0;
  std::string_view key;        ///< of a member, without escapes
  std::string_view text;       ///< a string without escapes; a number as written
};

struct Problem {
  std::uint32_t line = 0, column = 0;
  std::string message;
};

/// A whole text. It keeps views into `text`, which must outlive it.
class Document {
 public:
  /// Reads RFC 8259 JSON, a byte order mark allowed; a key that stands twice in one object is a problem.
  ///
  /// @param as_text  a list at the root whose elements' members are checked, but kept without their children: what
  ///                 others read from `raw` need not stand in the tree
  /// @param passed_over  that list is not looked into at all, only its end is found
  explicit Document(std::string_view text, std::string_view as_text = {}, bool passed_over = false);

  [[nodiscard]] bool ok() const noexcept { return problems_.empty(); }
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

  [[nodiscard]] const Value& root() const noexcept { return values_.front(); }
  /// @return the value's text as it stands in the file
  [[nodiscard]] std::string_view raw(const Value& value) const noexcept {
    return text_.substr(value.begin, value.end - value.begin);
  }

  class Children {
   public:
    class Iterator {
     public:
      Iterator(const std::vector<Value>* values, std::uint32_t at) noexcept : values_(values), at_(at) {}
      const Value& operator*() const noexcept { return (*values_)[at_]; }
      Iterator& operator++() noexcept {
        at_ = (*values_)[at_].next;
        return *this;
      }
      friend bool operator==(const Iterator&, const Iterator&) = default;

     private:
      const std::vector<Value>* values_;
      std::uint32_t at_;
    };
    Children(const std::vector<Value>* values, std::uint32_t first) noexcept : values_(values), first_(first) {}
    [[nodiscard]] Iterator begin() const noexcept { return {values_, first_}; }
    [[nodiscard]] Iterator end() const noexcept { return {values_, 0}; }

   private:
    const std::vector<Value>* values_;
    std::uint32_t first_;
  };
  /// Elements of a list or members of an object, in their order.
  [[nodiscard]] Children children(const Value& parent) const noexcept { return {&values_, parent.first}; }
  /// @return the member with that key, or null
  [[nodiscard]] const Value* find(const Value& object, std::string_view key) const noexcept;

 private:
  class Reader;
  std::string_view text_;
  std::vector<Value> values_;
  std::deque<std::string> unescaped_;
  std::vector<Problem> problems_;
};

}  // namespace wageproof::law::json
