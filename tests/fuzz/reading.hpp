// Reads a folder in memory, and stops the program where its promises do not hold.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "wageproof/readers/read_folder.hpp"

namespace wageproof::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

inline bool same_rows(const records::Dataset& a, const records::Dataset& b) {
    for (std::size_t kind = 0; kind < records::kTableCount; ++kind) {
        if (a.tables[kind].line != b.tables[kind].line) return false;
    }
    return a.rejects.size() == b.rejects.size();
}

/// Whatever the bytes are: every row is accepted, rejected or skipped, and two threads find what one finds.
inline void read_and_check(const std::vector<readers::InputFile>& files) {
    readers::ReadOptions options;
    options.time_zone = "Asia/Phnom_Penh";
    options.require_needed = false;
    const auto data = readers::read_files(files, options);
    if (!data.ok()) {
        require(!data.status().message().empty());
        return;
    }
    std::uint64_t rejected = 0;
    for (const auto& file : data->files) {
        require(file.read == file.accepted + file.rejected + file.skipped);
        rejected += file.rejected;
    }
    require(rejected == data->rejects.size());
    for (const auto& reject : data->rejects) require(!reject.reason.empty());
    options.threads = 2;
    const auto again = readers::read_files(files, options);
    require(again.ok() && same_rows(*data, *again));
}

inline readers::InputFile employer() {
    return {"employer.json", {}, R"({"employer_id":"F","law":["kh"],"currency":"USD","period":"monthly"})"};
}

}  // namespace wageproof::fuzz
