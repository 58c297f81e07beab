// Reads a folder of published samples where WAGEPROOF_PAYMENT_SAMPLES names one. They are other people's, so
// that they do not lie here.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "payments.hpp"

namespace wageproof::readers::testing {
namespace {

namespace fs = std::filesystem;

std::string format_of_sample(const fs::path& file) {
    const std::string ending = file.extension().string();
    if (ending == ".xml") return "iso20022";
    if (ending == ".ach") return "nacha";
    if (ending == ".sif") return "sif-uae";
    if (ending == ".sta") return "mt940";
    return ending == ".csv" && file.filename().string().starts_with("SIF_") ? "sif-qatar" : "";
}

TEST(PaymentSamples, EveryRowOfEverySampleIsAccountedFor) {
    const char* folder = std::getenv("WAGEPROOF_PAYMENT_SAMPLES");
    if (folder == nullptr) GTEST_SKIP() << "WAGEPROOF_PAYMENT_SAMPLES names no folder";
    std::map<std::string, records::FileAccount> sums;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string format = entry.is_regular_file() ? format_of_sample(entry.path()) : "";
        if (format.empty()) continue;
        const std::string mapping =
            R"({"sources": [{"file": "sample", "table": "payments", "format": ")" + format + "\"}]}";
        const auto data = read_files({{"employer.json", {}, kEmployerJson},
                                      {"workers.csv", {}, kWorkersCsv},
                                      {"mapping.json", {}, mapping},
                                      {"sample", entry.path().string()}});
        ASSERT_TRUE(data.ok()) << entry.path() << data.status().message();
        expect_accounts_add_up(*data);
        const records::FileAccount& account = account_of(*data, "sample");
        EXPECT_GT(account.read, 0U) << entry.path();
        records::FileAccount& sum = sums[format];
        sum.read += account.read;
        sum.accepted += account.accepted;
        sum.rejected += account.rejected;
        sum.skipped += account.skipped;
        for (const auto& reject : data->rejects) {
            // What stands in a published sample is read, but for a place-holder in place of a date.
            EXPECT_EQ(reject.value, "YYYY-MM-DD") << entry.path() << ":" << reject.line << " " << reject.column;
        }
    }
    for (const auto& [format, sum] : sums) {
        RecordProperty(format, std::to_string(sum.read) + " read, " + std::to_string(sum.accepted) + " accepted, " +
                                   std::to_string(sum.rejected) + " rejected, " + std::to_string(sum.skipped) + " skipped");
    }
}

}  // namespace
}  // namespace wageproof::readers::testing
