// What a caller gets wrong is answered with a status, never with a crash.
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "wageproof/wageproof.h"

namespace {

constexpr wageproof_status kWrong = WAGEPROOF_INVALID_ARGUMENT;

TEST(CApiMisuse, NullIsRefusedEverywhere) {
    wageproof_error error;
    wageproof_packs* packs = nullptr;
    wageproof_records* records = nullptr;
    wageproof_tables* tables = nullptr;
    wageproof_result* result = nullptr;
    wageproof_checker* checker = nullptr;
    wageproof_text* text = nullptr;
    ArrowArrayStream stream{};
    EXPECT_EQ(wageproof_packs_create(nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_packs_add_file(nullptr, "x", 1, &error), kWrong);
    EXPECT_EQ(wageproof_packs_add_memory(nullptr, "x", 1, nullptr, 0, &error), kWrong);
    EXPECT_EQ(wageproof_packs_ids(nullptr, &text, &error), kWrong);
    EXPECT_EQ(wageproof_packs_source(nullptr, "x", 1, &text, &error), kWrong);
    EXPECT_EQ(wageproof_packs_show(nullptr, "x", 1, 0, &text, &error), kWrong);
    EXPECT_EQ(wageproof_packs_examine(nullptr, "x", 1, nullptr, 0, &text, &error), kWrong);
    EXPECT_EQ(wageproof_records_read_folder(nullptr, "x", 1, nullptr, &records, &error), kWrong);
    EXPECT_EQ(wageproof_tables_create(nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_tables_add_bytes(nullptr, "x", 1, "x", 1, &error), kWrong);
    EXPECT_EQ(wageproof_tables_add_file(nullptr, "x", 1, "x", 1, &error), kWrong);
    EXPECT_EQ(wageproof_tables_add_arrow(nullptr, "time", 4, &stream, &error), kWrong);
    EXPECT_EQ(wageproof_records_read_tables(nullptr, nullptr, nullptr, &records, &error), kWrong);
    EXPECT_EQ(wageproof_records_count(nullptr, "time", 4, nullptr, nullptr, nullptr, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_check(nullptr, nullptr, nullptr, &result, &error), kWrong);
    EXPECT_EQ(wageproof_result_write(nullptr, "x", 1, WAGEPROOF_CSV, &error), kWrong);
    EXPECT_EQ(wageproof_result_table(nullptr, WAGEPROOF_DUE, WAGEPROOF_CSV, &text, &error), kWrong);
    EXPECT_EQ(wageproof_result_export(nullptr, WAGEPROOF_DUE, &stream, &error), kWrong);
    EXPECT_EQ(wageproof_result_summary(nullptr, &text, &error), kWrong);
    EXPECT_EQ(wageproof_result_page(nullptr, 0, &text, &error), kWrong);
    EXPECT_EQ(wageproof_result_explain(nullptr, "x", 1, 0, nullptr, 0, 0, &text, &error), kWrong);
    EXPECT_EQ(wageproof_result_totals(nullptr, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_line(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_finding(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_check(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_balance(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_match(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_result_reject(nullptr, 0, nullptr, &error), kWrong);
    EXPECT_EQ(wageproof_checker_create(nullptr, "kh", 2, &checker, &error), kWrong);
    EXPECT_EQ(wageproof_checker_check_json(nullptr, "{}", 2, &result, &error), kWrong);
    EXPECT_EQ(wageproof_checker_check(nullptr, nullptr, &result, &error), kWrong);
    EXPECT_GT(std::strlen(error.message), 0U);
    wageproof_packs_destroy(nullptr);
    wageproof_packs_destroy(&packs);
    wageproof_records_destroy(nullptr);
    wageproof_records_destroy(&records);
    wageproof_tables_destroy(nullptr);
    wageproof_tables_destroy(&tables);
    wageproof_result_destroy(nullptr);
    wageproof_result_destroy(&result);
    wageproof_checker_destroy(nullptr);
    wageproof_checker_destroy(&checker);
    wageproof_payslip_init(nullptr, 100);
}

class CApi : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(wageproof_packs_create(&packs, &error), WAGEPROOF_OK); }
    void TearDown() override { wageproof_packs_destroy(&packs); }
    wageproof_packs* packs = nullptr;
    wageproof_error error{};
};

TEST_F(CApi, WrongTextsAndSizesAreRefused) {
    wageproof_text* text = nullptr;
    wageproof_records* records = nullptr;
    EXPECT_EQ(wageproof_packs_add_file(packs, nullptr, 7, &error), kWrong);
    EXPECT_EQ(wageproof_packs_add_memory(packs, nullptr, 7, nullptr, 0, &error), kWrong);
    EXPECT_EQ(wageproof_packs_source(packs, "", 0, &text, &error), kWrong);
    EXPECT_EQ(wageproof_packs_source(packs, "kh", 1, &text, &error), WAGEPROOF_NOT_FOUND);
    EXPECT_EQ(wageproof_packs_show(packs, "kh", 2, INT32_MAX, &text, &error), WAGEPROOF_OUT_OF_RANGE);
    EXPECT_EQ(wageproof_records_read_folder(packs, "/no/such/folder", WAGEPROOF_CSTRING, nullptr, &records, &error), WAGEPROOF_NOT_FOUND);
    EXPECT_EQ(wageproof_packs_source(packs, "../kh", WAGEPROOF_CSTRING, &text, nullptr), WAGEPROOF_NOT_FOUND);
    EXPECT_EQ(text, nullptr);
    EXPECT_EQ(records, nullptr);
    wageproof_read_options options = WAGEPROOF_READ_OPTIONS_INIT;
    options.struct_size = 0;
    EXPECT_EQ(wageproof_records_read_folder(packs, "x", 1, &options, &records, &error), kWrong);
}

TEST_F(CApi, AStructOfALaterVersionIsTakenWhereItsNewMembersAreZero) {
    struct Later {
        wageproof_read_options known;
        void* unknown;
    } later = {WAGEPROOF_READ_OPTIONS_INIT, nullptr};
    later.known.struct_size = sizeof later;
    wageproof_records* records = nullptr;
    EXPECT_EQ(wageproof_records_read_folder(packs, "/no/such/folder", WAGEPROOF_CSTRING, &later.known, &records, &error), WAGEPROOF_NOT_FOUND);
    later.unknown = &later;
    EXPECT_EQ(wageproof_records_read_folder(packs, "/no/such/folder", WAGEPROOF_CSTRING, &later.known, &records, &error), WAGEPROOF_UNSUPPORTED);
}

TEST_F(CApi, ALongMessageIsCutBetweenCharacters) {
    std::string id(2000, 'x');
    for (std::size_t i = 0; i + 1 < id.size(); i += 2) id.replace(i, 2, "é");
    wageproof_text* text = nullptr;
    for (const std::size_t shift : {0, 1}) {
        EXPECT_EQ(wageproof_packs_source(packs, id.data() + shift * 2, id.size() - shift * 2, &text, &error), WAGEPROOF_NOT_FOUND);
        const std::size_t size = std::strlen(error.message);
        ASSERT_LT(size, sizeof error.message);
        EXPECT_NE(static_cast<unsigned char>(error.message[size - 1]), 0xC3);
    }
}

TEST_F(CApi, RefusedTablesLeaveTheirStreamAlone) {
    wageproof_tables* tables = nullptr;
    ASSERT_EQ(wageproof_tables_create(&tables, &error), WAGEPROOF_OK);
    ArrowArrayStream stream{};
    EXPECT_EQ(wageproof_tables_add_arrow(tables, "nonsense", WAGEPROOF_CSTRING, &stream, &error), kWrong);
    EXPECT_EQ(wageproof_tables_add_arrow(tables, "time", WAGEPROOF_CSTRING, &stream, &error), kWrong);
    EXPECT_EQ(wageproof_tables_add_arrow(tables, "time", WAGEPROOF_CSTRING, nullptr, &error), kWrong);
    wageproof_records* records = nullptr;
    EXPECT_EQ(wageproof_records_read_tables(packs, tables, nullptr, &records, &error), WAGEPROOF_NOT_FOUND);
    EXPECT_NE(std::string(error.message).find("employer"), std::string::npos);
    wageproof_tables_destroy(&tables);
}

constexpr const char* kDocument =
    R"({"workers":[{"hired_on":"2025-01-01","contract":"permanent","pay_basis":"monthly","wage":"208"}],)"
    R"("hours":[{"from":"2025-10-01","to":"2025-10-31","weekdays":"mon-sat","minutes":480}],)"
    R"("payroll":[{"period_start":"2025-10-01","period_end":"2025-10-31","component":"basic","amount":"200"}]})";

std::string table_of(const wageproof_result* result) {
    wageproof_text* text = nullptr;
    if (wageproof_result_table(result, WAGEPROOF_FINDINGS, WAGEPROOF_CSV, &text, nullptr) != WAGEPROOF_OK) return "none";
    std::string out(wageproof_text_data(text), wageproof_text_size(text));
    wageproof_text_destroy(&text);
    return out;
}

TEST_F(CApi, ThreadsShareWhatDoesNotChange) {
    wageproof_tables* tables = nullptr;
    wageproof_records* records = nullptr;
    ASSERT_EQ(wageproof_tables_create(&tables, &error), WAGEPROOF_OK);
    const std::string employer = R"({"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly"})";
    const std::string workers = "worker_id,hired_on,contract,pay_basis,wage\nw1,2025-01-01,permanent,monthly,208\nw2,2025-01-01,permanent,monthly,208\n";
    const std::string payroll = "worker_id,period_start,period_end,component,amount\nw1,2025-10-01,2025-10-31,basic,200\nw2,2025-10-01,2025-10-31,basic,208\n";
    wageproof_tables_add_bytes(tables, "employer.json", WAGEPROOF_CSTRING, employer.data(), employer.size(), &error);
    wageproof_tables_add_bytes(tables, "workers.csv", WAGEPROOF_CSTRING, workers.data(), workers.size(), &error);
    wageproof_tables_add_bytes(tables, "payroll.csv", WAGEPROOF_CSTRING, payroll.data(), payroll.size(), &error);
    ASSERT_EQ(wageproof_records_read_tables(packs, tables, nullptr, &records, &error), WAGEPROOF_OK) << error.message;
    wageproof_tables_destroy(&tables);
    wageproof_result* shared = nullptr;
    ASSERT_EQ(wageproof_check(packs, records, nullptr, &shared, &error), WAGEPROOF_OK) << error.message;
    const std::string expected = table_of(shared);
    std::vector<std::string> seen(4);
    std::vector<std::thread> threads;
    for (std::string& own : seen) {
        threads.emplace_back([&] {
            wageproof_result* result = nullptr;
            wageproof_checker* checker = nullptr;
            wageproof_text* text = nullptr;
            if (wageproof_check(packs, records, nullptr, &result, nullptr) == WAGEPROOF_OK) own = table_of(result);
            wageproof_result_destroy(&result);
            if (wageproof_checker_create(packs, "kh", 2, &checker, nullptr) != WAGEPROOF_OK) own = "no checker";
            for (int i = 0; i < 3; ++i) {
                if (wageproof_checker_check_json(checker, kDocument, WAGEPROOF_CSTRING, &result, nullptr) != WAGEPROOF_OK) own = "no check";
                wageproof_result_destroy(&result);
            }
            wageproof_checker_destroy(&checker);
            if (wageproof_result_explain(shared, "w1", 2, 20362, nullptr, 0, 0, &text, nullptr) != WAGEPROOF_OK) own = "no working";
            wageproof_text_destroy(&text);
            own += table_of(shared);
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& own : seen) EXPECT_EQ(own, expected + expected);
    wageproof_result_destroy(&shared);
    wageproof_records_destroy(&records);
}

TEST_F(CApi, RejectedRowsComeOutWithTheirPlace) {
    wageproof_checker* checker = nullptr;
    wageproof_result* result = nullptr;
    ASSERT_EQ(wageproof_checker_create(packs, "kh", 2, &checker, &error), WAGEPROOF_OK);
    wageproof_payslip slip;
    wageproof_payslip_init(&slip, sizeof slip);
    slip.period_start = 20362;
    slip.period_end = 20392;
    slip.pay_basis = "monthly";
    slip.wage_micro = 208'000'000;
    const wageproof_booking bookings[] = {{"basic", 208'000'000, WAGEPROOF_NO_AMOUNT}, {"nonsense", 1, WAGEPROOF_NO_AMOUNT}};
    slip.bookings = bookings;
    slip.booking_count = 2;
    const wageproof_workday day = {20362, 90'000, 60'000, WAGEPROOF_NONE};
    slip.workdays = &day;
    slip.workday_count = 1;
    ASSERT_EQ(wageproof_checker_check(checker, &slip, &result, &error), WAGEPROOF_OK) << error.message;
    wageproof_totals totals{};
    totals.struct_size = sizeof totals;
    ASSERT_EQ(wageproof_result_totals(result, &totals, &error), WAGEPROOF_OK);
    ASSERT_EQ(totals.rejects, 2U);
    wageproof_reject reject{};
    reject.struct_size = sizeof reject;
    ASSERT_EQ(wageproof_result_reject(result, 0, &reject, &error), WAGEPROOF_OK);
    EXPECT_EQ(std::string(reject.column.data, reject.column.size), "component");
    EXPECT_EQ(std::string(reject.value.data, reject.value.size), "nonsense");
    EXPECT_EQ(reject.line, 2U);
    ASSERT_EQ(wageproof_result_reject(result, 1, &reject, &error), WAGEPROOF_OK);
    EXPECT_EQ(std::string(reject.value.data, reject.value.size), "90000");
    wageproof_check_row row{};
    row.struct_size = sizeof row;
    EXPECT_EQ(wageproof_result_check(result, 0, &row, &error), totals.checks > 0 ? WAGEPROOF_OK : WAGEPROOF_OUT_OF_RANGE);
    wageproof_result_destroy(&result);
    wageproof_checker_destroy(&checker);
}

}  // namespace
