#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/commands.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::cli {

namespace {

constexpr std::size_t kWidthOfNoTerminal = 100;
constexpr auto kFirstBar = std::chrono::milliseconds(700);
constexpr auto kNextBar = std::chrono::milliseconds(100);

}  // namespace

void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int refuse(std::string_view why) {
  const std::string line = "wageproof: " + std::string(why) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
  return kExitRefused;
}

bool is_same_folder(const std::string& one, const std::string& other) noexcept {
  std::error_code none;
  return std::filesystem::equivalent(one, other, none) && !none;
}

quantity::Result<std::optional<std::int32_t>> day_of(const std::string& text, std::string_view option) {
  if (text.empty()) return std::optional<std::int32_t>();
  const auto date = quantity::parse_date(text);
  if (date) return std::optional<std::int32_t>(date->serial());
  return quantity::Status(quantity::StatusCode::invalid_argument,
                          std::string(option) + ": expected a day as YYYY-MM-DD, found \"" + text + "\"");
}

std::size_t terminal_width() noexcept {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return kWidthOfNoTerminal;
  }
  return size.ws_col;
}

bool wants_colours() noexcept {
  if (isatty(STDOUT_FILENO) == 0) return false;
  const char* const refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

ProgressBar::ProgressBar(bool wanted)
    : on_(wanted && isatty(STDERR_FILENO) != 0), next_(std::chrono::steady_clock::now() + kFirstBar) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::show(std::string_view what, std::uint64_t done, std::uint64_t all) {
  if (!on_ || all == 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kNextBar;
  constexpr std::uint64_t kCells = 30;
  const std::uint64_t filled = std::min(kCells, done * kCells / all);
  std::string line = "\r" + std::string(what) + " [";
  for (std::uint64_t i = 0; i < kCells; ++i) line += i < filled ? '#' : '.';
  line += "] " + std::to_string(done) + " of " + std::to_string(all) + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  shown_ = true;
}

void ProgressBar::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace wageproof::cli
