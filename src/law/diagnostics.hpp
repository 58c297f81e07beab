// Where the steps of loading put what they find: everything, up to a number that a reader can use.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/diagnostic.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// An element's place: pack, line and path.
struct Place {
  std::string_view origin;  ///< pack id
  std::uint32_t line = 0;
  std::string path;
};

class Diagnostics {
 public:
  static constexpr std::size_t kMostErrors = 100;
  static constexpr std::size_t kMostWarnings = 1000;

  void set_file(std::string origin, std::string file) { files_.insert_or_assign(std::move(origin), std::move(file)); }

  void error(const Place& place, std::string message, std::uint32_t column = 0) {
    if (errors_ < kMostErrors) add(Severity::error, place, std::move(message), column);
    ++errors_;
  }
  void warning(const Place& place, std::string message, std::uint32_t column = 0) {
    if (warnings_ < kMostWarnings) add(Severity::warning, place, std::move(message), column);
    ++warnings_;
  }

  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  /// True once further errors are only counted, so that costly hints can be left out.
  [[nodiscard]] bool full() const noexcept { return errors_ >= kMostErrors; }
  [[nodiscard]] bool full_of_warnings() const noexcept { return warnings_ >= kMostWarnings; }
  [[nodiscard]] std::vector<Diagnostic> take_sorted();

 private:
  void add(Severity severity, const Place& place, std::string message, std::uint32_t column);

  std::map<std::string, std::string, std::less<>> files_;
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0, warnings_ = 0;
};

}  // namespace wageproof::law
