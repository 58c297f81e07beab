// Files that are written together: under temporary names first, and under their own when all are complete.
#pragma once

#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/quantity/status.hpp"

namespace wageproof::records {

/// The file that says what a run came to; where it stands, the tables around it are a run's.
inline constexpr std::string_view kSummaryFile = "summary.json";

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

private:
    friend quantity::Status keep_all(std::deque<OutputFile>& files);
    struct Closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    [[nodiscard]] quantity::Status take_place();
    void give_back() noexcept;

    std::filesystem::path path_, temporary_, before_;  ///< `before_`: where the file that was there waits
    bool placed_ = false;
    std::unique_ptr<std::FILE, Closer> file_;
    int error_ = 0;  ///< errno of the first failure
};

/// Gives the closed files their own names. After an error all files that were there before are there again, and none of
/// the new ones is.
/// @errors io_error
[[nodiscard]] quantity::Status keep_all(std::deque<OutputFile>& files);

/// Whether an earlier run wrote into the folder.
[[nodiscard]] bool holds_a_run(const std::string& folder);

/// Takes files of an earlier run away, so that its tables do not stand beside those of this one.
void remove_files(const std::string& folder, const std::vector<std::string>& names) noexcept;

}  // namespace wageproof::records
