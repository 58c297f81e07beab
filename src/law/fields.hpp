// Reading an object of a pack file: known keys only, each of its kind, every complaint with its line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "law/diagnostics.hpp"
#include "law/json_tree.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

struct ReadContext {
  const json::Document& document;
  Diagnostics& diagnostics;
  std::string origin;
};

/// Where an element stands, joined only for a message. What it lies under and its names must outlive it.
class Path {
 public:
  Path(const char* name) noexcept : name_(name) {}  // NOLINT(google-explicit-constructor): the name of a section
  explicit Path(std::string_view name) noexcept : name_(name) {}
  /// What lies under this: a member, or an element of it.
  [[nodiscard]] Path operator()(std::string_view name) const noexcept { return {this, name, -1}; }
  [[nodiscard]] Path operator()(std::string_view name, std::size_t at) const noexcept { return {this, name, static_cast<std::int64_t>(at)}; }
  [[nodiscard]] std::string text() const;

 private:
  Path(const Path* under, std::string_view name, std::int64_t at) noexcept : under_(under), name_(name), at_(at) {}
  const Path* under_ = nullptr;
  std::string_view name_;
  std::int64_t at_ = -1;
};

class Fields {
 public:
  /// Refuses what is no object, and keys that are not allowed.
  Fields(ReadContext& context, const json::Value& object, const Path& path, std::span<const std::string_view> allowed);
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  [[nodiscard]] bool is_object() const noexcept { return object_.kind == json::Kind::object; }
  [[nodiscard]] const json::Value* find(std::string_view key) const noexcept;
  [[nodiscard]] bool has(std::string_view key) const noexcept { return find(key) != nullptr; }

  // Each gives nothing where the key is absent or, with an error, where its value is of another kind.
  std::optional<std::string> text(std::string_view key);
  std::optional<std::int32_t> date(std::string_view key);
  std::optional<int> weekday(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  /// @return position of the value in `names`
  std::optional<std::size_t> choice(std::string_view key, std::span<const std::string_view> names);
  Expression formula(std::string_view key);

  /// An error where the key is absent.
  bool needs(std::string_view key, std::string_view why) { return needs_one_of(key, why, {}); }
  /// The same with names behind the reason.
  bool needs_one_of(std::string_view key, std::string_view why, std::span<const std::string_view> names);

  /// Source, confidence and note. @param inherited  what holds where the element states none of its own; null: it needs a source
  Provenance provenance(const Provenance* inherited);

  [[nodiscard]] std::uint32_t line() const noexcept { return object_.key_line != 0 ? object_.key_line : object_.line; }
  [[nodiscard]] Place place() const;
  [[nodiscard]] Place place(std::string_view key) const;
  void error(std::string_view key, std::string message) { context_.diagnostics.error(place(key), std::move(message)); }
  /// An error that the value of a key is of another kind than wanted.
  void wrong_kind(std::string_view key, const json::Value& value, std::string_view wanted);

  [[nodiscard]] ReadContext& context() noexcept { return context_; }
  [[nodiscard]] const Path& path() const noexcept { return path_; }

 private:
  ReadContext& context_;
  const json::Value& object_;
  Path path_;
};

/// The value as it may be shown in a message, shortened.
std::string shown(const ReadContext& context, const json::Value& value);

}  // namespace wageproof::law
