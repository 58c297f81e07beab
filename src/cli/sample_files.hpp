// The sample folder that the program carries.
#pragma once

#include <span>
#include <string_view>

namespace wageproof::cli {

struct SampleFile {
  std::string_view name, bytes;
};

/// In order of name.
[[nodiscard]] std::span<const SampleFile> sample_files();

}  // namespace wageproof::cli
