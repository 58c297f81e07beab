// Many threads on one set of packs: each makes checkers of its own, all share records and results. The thread sanitizer
// watches it in the build of that name; elsewhere it holds the answers against those of one thread.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "wageproof/wageproof.h"

namespace {

constexpr int kThreads = 8;
constexpr const char* kLaws[] = {"kh", "bd", "id"};
constexpr const char* kSlip =
    R"({"workers":[{"hired_on":"2025-01-01","contract":"permanent","pay_basis":"monthly","wage":"208"}],)"
    R"("time":[{"from":"2025-10-01","to":"2025-10-31","weekdays":"mon-sat","start":"07:00","end":"18:00","break_minutes":60}],)"
    R"("payroll":[{"period_start":"2025-10-01","period_end":"2025-10-31","component":"basic","amount":"200"}]})";

std::atomic<int> failures{0};

bool ok(wageproof_status status, const char* what, const wageproof_error& error) {
    if (status == WAGEPROOF_OK) return true;
    std::fprintf(stderr, "%s: %s\n", what, error.message);
    ++failures;
    return false;
}

std::string table_of(const wageproof_result* result, wageproof_table table) {
    wageproof_error error;
    wageproof_text* text = nullptr;
    if (!ok(wageproof_result_table(result, table, WAGEPROOF_CSV, &text, &error), "table", error)) return {};
    std::string out(wageproof_text_data(text), wageproof_text_size(text));
    wageproof_text_destroy(&text);
    return out;
}

std::string check_slip(wageproof_packs* packs, const char* law) {
    wageproof_error error;
    wageproof_checker* checker = nullptr;
    std::string out;
    if (!ok(wageproof_checker_create(packs, law, WAGEPROOF_CSTRING, &checker, &error), law, error)) return out;
    for (int again = 0; again < 3; ++again) {
        wageproof_result* result = nullptr;
        if (!ok(wageproof_checker_check_json(checker, kSlip, WAGEPROOF_CSTRING, &result, &error), law, error)) break;
        out = table_of(result, WAGEPROOF_DUE) + table_of(result, WAGEPROOF_FINDINGS);
        wageproof_result_destroy(&result);
    }
    wageproof_checker_destroy(&checker);
    return out;
}

std::string check_records(wageproof_packs* packs, const wageproof_records* records, uint32_t threads) {
    wageproof_error error;
    wageproof_result* result = nullptr;
    wageproof_check_options options = WAGEPROOF_CHECK_OPTIONS_INIT;
    options.threads = threads;
    if (!ok(wageproof_check(packs, records, &options, &result, &error), "check", error)) return {};
    std::string out = table_of(result, WAGEPROOF_FINDINGS);
    wageproof_result_destroy(&result);
    return out;
}

std::string explain(const wageproof_result* result) {
    wageproof_error error;
    wageproof_text* text = nullptr;
    if (!ok(wageproof_result_explain(result, "K0118", WAGEPROOF_CSTRING, 20362, "overtime_pay", WAGEPROOF_CSTRING, 0, &text, &error), "explain", error)) return {};
    std::string out = wageproof_text_data(text);
    wageproof_text_destroy(&text);
    return out;
}

void expect_same(const std::string& wanted, const std::string& found, const char* what) {
    if (!found.empty() && wanted == found) return;
    std::fprintf(stderr, "%s: another answer than that of one thread\n", what);
    ++failures;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    wageproof_error error;
    wageproof_packs* packs = nullptr;
    wageproof_records* records = nullptr;
    wageproof_result* shared = nullptr;
    if (!ok(wageproof_packs_create(&packs, &error), "packs", error) ||
        !ok(wageproof_records_read_folder(packs, arguments[1], WAGEPROOF_CSTRING, nullptr, &records, &error), "read", error) ||
        !ok(wageproof_check(packs, records, nullptr, &shared, &error), "check", error)) {
        return 1;
    }
    std::vector<std::string> slips;
    for (const char* law : kLaws) slips.push_back(check_slip(packs, law));
    const std::string findings = check_records(packs, records, 1), working = explain(shared);

    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            const auto law = static_cast<std::size_t>(i) % std::size(kLaws);
            expect_same(slips[law], check_slip(packs, kLaws[law]), kLaws[law]);
            if (i % 2 == 0) expect_same(findings, check_records(packs, records, 2), "findings");
            if (i % 2 == 1) expect_same(working, explain(shared), "working");
            expect_same(findings, table_of(shared, WAGEPROOF_FINDINGS), "shared result");
        });
    }
    for (std::thread& thread : threads) thread.join();
    wageproof_result_destroy(&shared);
    wageproof_records_destroy(&records);
    wageproof_packs_destroy(&packs);
    return failures == 0 ? 0 : 1;
}
