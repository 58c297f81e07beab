// A file that is written under a temporary name and gets its own one only when it is complete.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "wageproof/quantity/status.hpp"

namespace wageproof::report {

/// Makes the folder with those above it.
/// @errors io_error
[[nodiscard]] quantity::Status make_folder(const std::string& folder);

class OutputFile {
 public:
  /// Opens `folder/name` for writing under a temporary name beside it.
  OutputFile(const std::string& folder, const std::string& name);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// What was not kept is removed.
  ~OutputFile();

  /// @return false after the first failure; `close` tells it
  bool append(std::string_view text) noexcept;
  /// Ends the writing. @errors io_error
  [[nodiscard]] quantity::Status close();
  /// Gives the closed file its own name. @errors io_error
  [[nodiscard]] quantity::Status keep();

 private:
  struct Closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  std::filesystem::path path_, temporary_;
  std::unique_ptr<std::FILE, Closer> file_;
  int error_ = 0;  ///< errno of the first failure
};

}  // namespace wageproof::report
