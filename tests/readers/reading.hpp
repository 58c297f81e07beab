// Small folders in memory for the readers' tests.
#pragma once

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

#include "wageproof/readers/read_folder.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers::testing {

using Files = std::map<std::string, std::string>;

inline const std::string kEmployerJson =
    R"({"employer_id": "F1", "law": ["kh"], "currency": "USD", "period": "monthly", "attributes": {"sector": "garment", "size": 812}})";
inline const std::string kWorkersCsv = "worker_id,wage,pay_basis\nW1,204.5,monthly\nW2,210,monthly\n";

/// The files given, with an employer and two workers where they name none.
inline quantity::Result<records::Dataset> read(Files files, const ReadOptions& options = {}) {
    std::vector<InputFile> inputs;
    files.try_emplace("employer.json", kEmployerJson);
    files.try_emplace("workers.csv", kWorkersCsv);
    for (auto& [name, bytes] : files) inputs.push_back({name, {}, std::move(bytes)});
    return read_files(std::move(inputs), options);
}

/// The same where reading must succeed.
inline records::Dataset data_of(Files files, const ReadOptions& options = {}) {
    auto result = read(std::move(files), options);
    EXPECT_TRUE(result.ok()) << result.status().message();
    return result.ok() ? std::move(result).value() : records::Dataset{};
}

/// `line column value reason` of every reject, one a line.
inline std::string rejects_of(const records::Dataset& data) {
    std::string text;
    for (const auto& reject : data.rejects) {
        text += data.files[reject.file].name + ":" + std::to_string(reject.line) + " " + reject.column +
                " \"" + reject.value + "\" " + reject.reason + "\n";
    }
    return text;
}

inline const records::FileAccount& account_of(const records::Dataset& data, const std::string& name) {
    for (const auto& file : data.files) {
        if (file.name == name) return file;
    }
    ADD_FAILURE() << "no file " << name;
    return data.files.front();
}

/// accepted + rejected + skipped = read, in every file, and as many rejects as were counted.
inline void expect_accounts_add_up(const records::Dataset& data) {
    std::uint64_t rejected = 0;
    for (const auto& file : data.files) {
        EXPECT_EQ(file.accepted + file.rejected + file.skipped, file.read) << file.name;
        rejected += file.rejected;
    }
    EXPECT_EQ(rejected, data.rejects.size());
}

/// A text field of a row.
inline std::string text_of(const records::Dataset& data, records::TableKind kind, const std::string& field,
                           std::size_t row) {
    const auto& table = data[kind];
    return std::string(data.strings.view(table.text(records::field_index(kind, field), row)));
}

inline std::int32_t narrow_of(const records::Dataset& data, records::TableKind kind, const std::string& field,
                              std::size_t row) {
    return data[kind].narrow(records::field_index(kind, field), row);
}

inline std::int64_t wide_of(const records::Dataset& data, records::TableKind kind, const std::string& field,
                            std::size_t row) {
    return data[kind].wide(records::field_index(kind, field), row);
}

}  // namespace wageproof::readers::testing
