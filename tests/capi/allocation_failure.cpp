// Memory that runs out: the N-th allocation fails, for one N after the other, and each time the call must either be
// refused for want of memory or give what it gives otherwise; nothing may leak into the next call.
//
// The program's own malloc stands before the C library's, so that allocations of every library in it are counted.
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "wageproof/wageproof.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

thread_local bool armed = false;
thread_local long left = 0;
thread_local bool failed = false;
thread_local bool once = true;

bool fails() noexcept {
    if (!armed) return false;
    if (left > 0 && --left > 0) return false;
    if (once && failed) return false;
    failed = true;
    errno = ENOMEM;
    return true;
}

}  // namespace

extern "C" {
void* malloc(std::size_t size) { return fails() ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) { return fails() ? nullptr : __libc_calloc(count, size); }
void* realloc(void* old, std::size_t size) { return fails() ? nullptr : __libc_realloc(old, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) { return fails() ? nullptr : __libc_memalign(alignment, size); }
void* memalign(std::size_t alignment, std::size_t size) { return fails() ? nullptr : __libc_memalign(alignment, size); }
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
    if (fails()) return ENOMEM;
    *out = __libc_memalign(alignment, size);
    return *out == nullptr ? ENOMEM : 0;
}
}

namespace {

constexpr const char* kDocument =
    R"({"workers":[{"worker_id":"w1","hired_on":"2026-01-05","contract":"permanent","pay_basis":"monthly","wage":"208"}],)"
    R"("time":[{"from":"2026-02-02","to":"2026-02-28","weekdays":"mon-sat","start":"08:00","end":"18:00","break_minutes":60}],)"
    R"("payroll":[{"period_start":"2026-02-01","period_end":"2026-02-28","component":"basic","amount":"190"}]})";

std::string text_of(wageproof_text*& text) {
    std::string out(wageproof_text_data(text), wageproof_text_size(text));
    wageproof_text_destroy(&text);
    return out;
}

/// All that the C API does for one worker. @return the worst status
wageproof_status run(wageproof_packs* packs, const std::string& pack, std::string& findings) {
    wageproof_checker* checker = nullptr;
    wageproof_result* result = nullptr;
    wageproof_text *csv = nullptr, *working = nullptr, *summary = nullptr;
    ArrowArrayStream stream{};
    wageproof_error error;
    wageproof_status status = wageproof_packs_add_memory(packs, pack.data(), pack.size(), "pack.json", WAGEPROOF_CSTRING, &error);
    if (status == WAGEPROOF_OK) status = wageproof_checker_create(packs, "exampleland", WAGEPROOF_CSTRING, &checker, &error);
    if (status == WAGEPROOF_OK) status = wageproof_checker_check_json(checker, kDocument, WAGEPROOF_CSTRING, &result, &error);
    if (status == WAGEPROOF_OK) status = wageproof_result_table(result, WAGEPROOF_FINDINGS, WAGEPROOF_CSV, &csv, &error);
    if (status == WAGEPROOF_OK) status = wageproof_result_explain(result, "w1", 2, 20485, nullptr, 0, 1, &working, &error);
    if (status == WAGEPROOF_OK) status = wageproof_result_summary(result, &summary, &error);
    if (status == WAGEPROOF_OK) status = wageproof_result_export(result, WAGEPROOF_DUE, &stream, &error);
    armed = false;
    if (status == WAGEPROOF_OK) findings = text_of(csv) + text_of(working) + text_of(summary);
    if (status != WAGEPROOF_OK && status != WAGEPROOF_OUT_OF_MEMORY) std::fprintf(stderr, "status %d: %s\n", status, error.message);
    if (stream.release != nullptr) stream.release(&stream);
    wageproof_text_destroy(&csv);
    wageproof_text_destroy(&working);
    wageproof_text_destroy(&summary);
    wageproof_result_destroy(&result);
    wageproof_checker_destroy(&checker);
    return status;
}

std::string read_file(const char* path) {
    std::string text;
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) return text;
    char piece[4096];
    for (std::size_t count = 0; (count = std::fread(piece, 1, sizeof piece, file)) != 0;) text.append(piece, count);
    std::fclose(file);
    return text;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    const std::string pack = read_file(arguments[1]);
    wageproof_packs* packs = nullptr;
    if (pack.empty() || wageproof_packs_create(&packs, nullptr) != WAGEPROOF_OK) return 2;
    std::string expected;
    if (run(packs, pack, expected) != WAGEPROOF_OK) return 2;

    // How many allocations there are at all.
    constexpr long kMany = 1L << 40;
    armed = true;
    left = kMany;
    std::string again;
    if (run(packs, pack, again) != WAGEPROOF_OK || again != expected) return 2;
    const long allocations = kMany - left;

    long tried = 0, refused = 0, wrong = 0;
    for (const bool only_one : {true, false}) {
        // The first ones each, then ever fewer: a step that shares no factor with loops of the code.
        for (long at = 1; at <= allocations; at += at < 100 ? 1 : 1 + allocations / 389) {
            std::string findings;
            armed = true;
            once = only_one;
            failed = false;
            left = at;
            const wageproof_status status = run(packs, pack, findings);
            armed = false;
            ++tried;
            if (status == WAGEPROOF_OUT_OF_MEMORY) {
                ++refused;
            } else if (status != WAGEPROOF_OK || findings != expected) {
                std::fprintf(stderr, "allocation %ld of %ld (%s): status %d, %s result\n", at, allocations, only_one ? "that one" : "it and all later",
                             status, findings == expected ? "the same" : "another");
                ++wrong;
            }
        }
    }
    wageproof_packs_destroy(&packs);
    std::printf("%ld allocations, %ld of them failed in turn: %ld calls refused, %ld wrong\n", allocations, tried, refused, wrong);
    return wrong == 0 && refused > tried / 2 ? 0 : 1;
}
