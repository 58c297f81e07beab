// A folder larger than memory: read once, its rows kept in a temporary file, and given out in slices of whole employers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "wageproof/export.h"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::readers {

/// Nothing that a check computes goes beyond an employer, so the results of the slices, one behind the other, are those of
/// the whole folder. One employer is never divided.
class WAGEPROOF_API SlicedFolder {
public:
    SlicedFolder(SlicedFolder&&) noexcept;
    SlicedFolder& operator=(SlicedFolder&&) noexcept;
    ~SlicedFolder();

    /// Reads the folder.
    /// @param slice_bytes  rows of about so many bytes make a slice, or those of one employer if they are more
    /// @errors as read_folder; io_error: the temporary file
    [[nodiscard]] static quantity::Result<SlicedFolder> read(const std::string& folder, const ReadOptions& options,
                                                             std::uint64_t slice_bytes);

    [[nodiscard]] std::size_t count() const noexcept;
    /// The dataset of some employers, in bytewise order of their ids: their rows with the files and lines from which they
    /// came, and all that was rejected anywhere.
    /// @errors io_error
    [[nodiscard]] quantity::Result<records::Dataset> slice(std::size_t number);
    /// Every employer, the accounting of each file and the rejected rows; no row of another table. Rows that stand twice
    /// are found in their slice, so it is complete when each slice was asked for once.
    [[nodiscard]] records::Dataset& head() noexcept;

private:
    struct Held;
    explicit SlicedFolder(std::unique_ptr<Held> held) noexcept;
    std::unique_ptr<Held> held_;
};

}  // namespace wageproof::readers
