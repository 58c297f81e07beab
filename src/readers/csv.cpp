#include "readers/csv.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "quantity/processors.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wageproof::readers {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::size_t line_size(std::string_view text) noexcept {
    const std::size_t feed = text.find('\n');
    return feed == std::string_view::npos ? text.size() : feed + 1;
}

// Whether a quote at `at` opens a cell: nothing but blanks stands between it and the delimiter before.
bool opens_cell(std::string_view text, std::size_t at, std::string_view delimiter) noexcept {
    std::size_t before = at;
    // A blank that delimits is none around a cell.
    const auto delimits = [&](char c) { return delimiter.size() == 1 && c == delimiter[0]; };
    while (before > 0 && is_blank(text[before - 1]) && !delimits(text[before - 1])) --before;
    return before == 0 || text.substr(0, before).ends_with(delimiter);
}

// Position after the quote that closes the one before `at`, or npos.
std::size_t after_closing_quote(std::string_view text, std::size_t at) noexcept {
    for (;;) {
        const std::size_t quote = text.find('"', at);
        if (quote == std::string_view::npos) return quote;
        if (quote + 1 < text.size() && text[quote + 1] == '"') {
            at = quote + 2;
            continue;
        }
        return quote + 1;
    }
}

void split_widths(std::string_view record, const CsvDialect& dialect, CsvCells& out) {
    std::size_t at = 0;
    for (const std::size_t width : dialect.widths) {
        const std::size_t first = at;
        for (std::size_t count = 0; count < width && at < record.size(); ++count) {
            ++at;
            while (at < record.size() && (static_cast<unsigned char>(record[at]) & 0xC0) == 0x80) ++at;
        }
        out.cells.push_back(record.substr(first, at - first));
    }
}

}  // namespace

RecordEnd find_record_end(std::string_view text, const CsvDialect& dialect, bool is_last) noexcept {
    const bool more = text.size() <= kLongestRecord && !is_last;
    const std::string_view reach = text.substr(0, kLongestRecord + 1);
    std::size_t at = 0;
    std::size_t feed = reach.find('\n');
    for (;;) {
        if (feed < at) feed = reach.find('\n', at);
        const std::string_view segment = reach.substr(0, feed);
        std::size_t quote = dialect.widths.empty() ? segment.find('"', at) : std::string_view::npos;
        while (quote != std::string_view::npos && !opens_cell(segment, quote, dialect.delimiter)) {
            quote = segment.find('"', quote + 1);
        }
        if (quote != std::string_view::npos) {
            at = after_closing_quote(reach, quote + 1);
            // A quote as the last byte that is here may be the first of two.
            if (at != std::string_view::npos && !(more && at == reach.size())) continue;
            if (more) return {0, Reason::none, false};
            const bool is_long = text.size() > kLongestRecord;
            return {line_size(text), is_long ? Reason::too_long : Reason::column_count, true};
        }
        if (feed != std::string_view::npos) return {feed + 1, Reason::none, true};
        if (text.size() > kLongestRecord) {
            const std::size_t end = text.find('\n');
            return {end == std::string_view::npos ? text.size() : end + 1, Reason::too_long,
                    is_last || end != std::string_view::npos};
        }
        return {text.size(), Reason::none, is_last};
    }
}

std::size_t find_last_record_end(std::string_view text, const CsvDialect& dialect, std::vector<std::uint32_t>& marks) {
    std::size_t begin = 0;  // of the record at hand
    const auto pass_carefully = [&] {
        const RecordEnd end = find_record_end(text.substr(begin), dialect, false);
        if (end.complete) begin += end.size;
        return end.complete;
    };
    if (dialect.delimiter.size() != 1 || !dialect.widths.empty()) {
        while (begin < text.size() && pass_carefully()) {
        }
        return begin;
    }
    const std::size_t count = index_marks(text, dialect.delimiter[0], marks);
    std::uint32_t before = kBeforeText;  // the mark before the cell at hand
    for (std::size_t i = 1; i < count;) {
        if (text[marks[i]] != '"' && marks[i] - begin <= kLongestRecord) {
            before = marks[i];
            if (text[marks[i++]] == '\n') begin = before + std::size_t{1};
            continue;
        }
        // A quote that opens a cell, and the one that closes it; two together are one of the text.
        std::size_t close = i + 1;
        if (text[marks[i]] == '"' && marks[i] == before + 1) {
            while (close < count && (text[marks[close]] != '"' ||
                                     (close + 1 < count && text[marks[close + 1]] == '"' && marks[close + 1] == marks[close] + 1))) {
                close += text[marks[close]] == '"' ? 2 : 1;
            }
            if (close < count && marks[close] + std::size_t{1} < text.size()) {
                i = close + 1;
                continue;
            }
        }
        // Anything else in this record is for the careful way.
        if (!pass_carefully()) return begin;
        while (i < count && marks[i] < begin) ++i;
        before = static_cast<std::uint32_t>(begin - 1);
    }
    return begin;
}

Reason split_record(std::string_view record, const CsvDialect& dialect, CsvCells& out) {
    out.cells.clear();
    out.unquoted.clear();
    if (!record.empty() && record.back() == '\n') record.remove_suffix(1);
    if (!record.empty() && record.back() == '\r') record.remove_suffix(1);
    if (!dialect.widths.empty()) {
        split_widths(record, dialect, out);
        return Reason::none;
    }
    const std::string_view delimiter = dialect.delimiter;
    std::size_t at = 0;
    for (;;) {
        std::size_t start = at;
        while (start < record.size() && is_blank(record[start]) &&
               !record.substr(start).starts_with(delimiter))
            ++start;
        if (start < record.size() && record[start] == '"') {
            const std::size_t after = after_closing_quote(record, start + 1);
            if (after == std::string_view::npos) return Reason::column_count;
            const std::string_view inside = record.substr(start + 1, after - start - 2);
            if (inside.find('"') == std::string_view::npos) {
                out.cells.push_back(inside);
            } else {
                std::string& text = out.unquoted.emplace_back();
                for (std::size_t i = 0; i < inside.size(); ++i) {
                    text.push_back(inside[i]);
                    if (inside[i] == '"') ++i;
                }
                out.cells.push_back(text);
            }
            at = after;
            while (at < record.size() && is_blank(record[at]) && !record.substr(at).starts_with(delimiter))
                ++at;
            if (at == record.size()) return Reason::none;
            if (!record.substr(at).starts_with(delimiter)) return Reason::column_count;
            at += delimiter.size();
            continue;
        }
        const std::size_t end = record.find(delimiter, at);
        out.cells.push_back(record.substr(at, end == std::string_view::npos ? end : end - at));
        if (end == std::string_view::npos) return Reason::none;
        at = end + delimiter.size();
    }
}

char detect_delimiter(std::string_view header) noexcept {
    std::size_t counts[3] = {};
    constexpr char kCandidates[] = {',', ';', '\t'};
    bool quoted = false;
    for (const char c : header) {
        if (c == '"') quoted = !quoted;
        for (std::size_t i = 0; i < 3 && !quoted; ++i) counts[i] += c == kCandidates[i] ? 1U : 0U;
    }
    return kCandidates[std::max_element(counts, counts + 3) - counts];
}

WAGEPROOF_FOR_PROCESSORS std::size_t index_marks(std::string_view text, char delimiter,
                                                 std::vector<std::uint32_t>& positions) {
    constexpr std::size_t kBlock = 64;
    std::size_t used = 0;
    const auto make_room = [&] {
        if (positions.size() < used + kBlock) positions.resize(std::max(positions.size() * 2, 4 * kBlock));
    };
    make_room();
    positions[used++] = kBeforeText;
    std::size_t at = 0;
#if defined(__SSE2__)
    const __m128i delimiters = _mm_set1_epi8(delimiter);
    const __m128i feeds = _mm_set1_epi8('\n');
    const __m128i quotes = _mm_set1_epi8('"');
    for (; at + kBlock <= text.size(); at += kBlock) {
        std::uint64_t marks = 0;
        for (int part = 0; part < 4; ++part) {
            const __m128i bytes =
                _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at + 16 * part));
            const __m128i is_mark =
                _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters), _mm_cmpeq_epi8(bytes, feeds)),
                             _mm_cmpeq_epi8(bytes, quotes));
            marks |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(is_mark))} << (16 * part);
        }
        // How many there are differs from block to block, which no processor foresees: so many are always written, and
        // what is too much is written over.
        constexpr int kUsual = 12;
        make_room();
        std::uint32_t* const out = positions.data() + used;
        const int count = std::popcount(marks);
        for (int i = 0; i < kUsual; ++i, marks &= marks - 1)
            out[i] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(marks)));
        for (int i = kUsual; i < count; ++i, marks &= marks - 1)
            out[i] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(marks)));
        used += static_cast<std::size_t>(count);
    }
#endif
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c != delimiter && c != '\n' && c != '"') continue;
        make_room();
        positions[used++] = static_cast<std::uint32_t>(at);
    }
    return used;
}

}  // namespace wageproof::readers
