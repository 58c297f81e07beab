// A dataset as a folder of files, written plainly: only the columns that hold something, one file a table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

enum class FileForm : std::uint8_t { csv, ndjson };

/// A folder of its own among the system's temporary files, gone again with the object.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name);
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes `employer.json` and every other table that has rows.
/// @return bytes written, 0 where a file could not be
std::uint64_t write_factory(const records::Dataset& data, const std::filesystem::path& folder, FileForm form);

}  // namespace wageproof::benchmarks
