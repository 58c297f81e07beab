// What the program says, and where: results on the standard output, refusals and progress on the standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wageproof/quantity/status.hpp"

namespace wageproof::cli {

void say(std::string_view text);
/// Says why the call or the data could not be used.
/// @return the exit status for it
int refuse(std::string_view why);

/// Results have names of their own tables, and would take the records' place.
inline constexpr std::string_view kOutIsTheRecords = "-o names the folder of the records; name another one for the tables";
[[nodiscard]] bool is_same_folder(const std::string& one, const std::string& other) noexcept;

/// The day that an option names; nothing where it was not given. @errors invalid_argument: it is no day
[[nodiscard]] quantity::Result<std::optional<std::int32_t>> day_of(const std::string& text, std::string_view option);

/// Columns of the terminal; 100 where the output is none.
[[nodiscard]] std::size_t terminal_width() noexcept;
/// Whether colours may be used: a terminal that wants them.
[[nodiscard]] bool wants_colours() noexcept;

/// A bar on the standard error while work lasts longer than a moment; nothing where that is no terminal.
class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void show(std::string_view what, std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  bool on_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace wageproof::cli
