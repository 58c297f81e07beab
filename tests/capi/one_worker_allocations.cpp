// A checker that has seen payslips of a kind asks for no more memory: not for records, columns, rows of the result or the
// texts of findings, and not for giving the result back.
//
// The program's own malloc stands before the C library's, so that allocations of every library in it are counted.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "wageproof/wageproof.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {
thread_local bool counting = false;
thread_local long allocations = 0;

void count() noexcept {
    if (counting) ++allocations;
}
}  // namespace

extern "C" {
void* malloc(std::size_t size) { return count(), __libc_malloc(size); }
void* calloc(std::size_t number, std::size_t size) { return count(), __libc_calloc(number, size); }
void* realloc(void* old, std::size_t size) { return count(), __libc_realloc(old, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) { return count(), __libc_memalign(alignment, size); }
void* memalign(std::size_t alignment, std::size_t size) { return count(), __libc_memalign(alignment, size); }
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
    count();
    *out = __libc_memalign(alignment, size);
    return *out == nullptr ? 12 : 0;
}
}

namespace {

constexpr std::int32_t kFirst = 18659, kLast = 18686;  // February 2021, which begins on a Monday

constexpr wageproof_attribute kSector{"sector", "textile"};

struct Slip {
    std::string worker;
    std::vector<wageproof_workday> workdays;
    std::vector<wageproof_booking> bookings;
    wageproof_payslip c{};
};

/// Worker `number` on a wage of its own, with hours that vary from day to day and worker to worker.
void fill(Slip& slip, int number, std::int64_t basic, const char* currency) {
    slip.worker = "worker-" + std::to_string(number);
    slip.workdays.clear();
    for (std::int32_t day = kFirst; day <= kLast; ++day) {
        if ((day - kFirst) % 7 == 6) continue;
        const int late = (number + day) % 7;
        slip.workdays.push_back({day, 8 * 3600 + late * 60, 16 * 3600 + late * 60, 60});
    }
    slip.bookings = {{"basic", basic, WAGEPROOF_NO_AMOUNT}};
    wageproof_payslip_init(&slip.c, sizeof slip.c);
    slip.c.worker_id = slip.worker.c_str();
    slip.c.currency = currency;
    slip.c.period_start = kFirst;
    slip.c.period_end = kLast;
    slip.c.hired_on = 17000 + number;
    slip.c.birth_date = 9000;
    slip.c.grade = "tmo";
    slip.c.employer_attributes = &kSector;
    slip.c.employer_attribute_count = 1;
    slip.c.contract = "permanent";
    slip.c.pay_basis = "monthly";
    slip.c.wage_micro = 6000'000'000;
    slip.c.week_days = 6;
    slip.c.workdays = slip.workdays.data();
    slip.c.workday_count = slip.workdays.size();
    slip.c.bookings = slip.bookings.data();
    slip.c.booking_count = slip.bookings.size();
}

/// Checks a payslip and reads every row of its lines. @return findings that are no warning; -1: refused
long check(wageproof_checker* checker, const wageproof_payslip& slip) {
    wageproof_error error{};
    wageproof_result* result = nullptr;
    if (wageproof_checker_check(checker, &slip, &result, &error) != WAGEPROOF_OK) {
        counting = false;
        std::printf("refused: %s\n", error.message);
        return -1;
    }
    wageproof_totals totals{};
    totals.struct_size = sizeof totals;
    wageproof_line line{};
    line.struct_size = sizeof line;
    wageproof_check_row row{};
    row.struct_size = sizeof row;
    wageproof_finding finding{};
    finding.struct_size = sizeof finding;
    if (wageproof_result_totals(result, &totals, &error) != WAGEPROOF_OK || totals.lines == 0) return -1;
    for (std::uint64_t i = 0; i < totals.lines; ++i) {
        if (wageproof_result_line(result, i, &line, &error) != WAGEPROOF_OK) return -1;
    }
    for (std::uint64_t i = 0; i < totals.checks; ++i) {
        if (wageproof_result_check(result, i, &row, &error) != WAGEPROOF_OK) return -1;
    }
    for (std::uint64_t i = 0; i < totals.findings; ++i) {
        if (wageproof_result_finding(result, i, &finding, &error) != WAGEPROOF_OK) return -1;
    }
    wageproof_result_destroy(&result);
    return static_cast<long>(totals.findings);
}

struct Told {
    long plain = 0, findings = 0;               ///< payslips without any; findings of the others
    long for_plain = 0, for_findings = 0;       ///< allocations at most for one payslip
};

/// Many payslips in turn. Only the last turn is counted, when every buffer has been as large as it will be.
bool check_all(wageproof_packs* packs, const std::string& law, const char* currency, Told& told) {
    wageproof_error error{};
    wageproof_checker* checker = nullptr;
    if (wageproof_checker_create(packs, law.data(), law.size(), &checker, &error) != WAGEPROOF_OK) {
        std::printf("%s\n", error.message);
        return false;
    }
    Slip slip;
    bool good = true;
    constexpr int kWorkers = 40, kRounds = 3;
    for (int round = 0; round < kRounds; ++round) {
        for (int number = 0; number < kWorkers; ++number) {
            fill(slip, number, number % 8 == 7 ? 5000'000'000 : 6000'000'000, currency);
            allocations = 0;
            counting = round == kRounds - 1;
            const long found = check(checker, slip.c);
            counting = false;
            good = good && found >= 0;
            if (round != kRounds - 1) continue;
            if (found > 0) {
                told.for_findings = std::max(told.for_findings, allocations);
                told.findings += found;
            } else {
                ++told.plain;
                told.for_plain = std::max(told.for_plain, allocations);
            }
        }
    }
    wageproof_checker_destroy(&checker);
    std::printf("%s: allocations at most %ld for one of %ld payslips without a finding, %ld for one with findings, of %ld in all\n", law.c_str(),
                told.for_plain, told.plain, told.for_findings, told.findings);
    return good && told.for_plain == 0 && told.for_findings == 0;
}

}  // namespace

int main() {
    wageproof_error error{};
    wageproof_packs* packs = nullptr;
    if (wageproof_packs_create(&packs, &error) != WAGEPROOF_OK) {
        std::printf("%s\n", error.message);
        return 1;
    }
    Told lesotho, other;
    bool good = check_all(packs, "ls", "LSL", lesotho);
    good = check_all(packs, "kh", "USD", other) && good;
    good = good && lesotho.plain > 0 && lesotho.findings > 0 && other.findings > 0;
    wageproof_packs_destroy(&packs);
    return good ? 0 : 1;
}
