#include "time_patterns.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "records/threads.hpp"
#include "thresholds.hpp"

namespace wageproof::reconcile::integrity {

using records::DataTable;
using records::TableKind;
using worktime::Span;

namespace {

constexpr std::uint32_t kWorkersATask = 256;

class Patterns {
public:
    Patterns(const EmployerPlan& plan, unsigned threads, Result& out)
        : s_(*plan.setting), threads_(threads), out_(out), reader_(s_) {}

    void run(std::vector<PeriodSigns>& signs, std::size_t first_finding) {
        for (std::uint32_t p = 0; p < signs.size(); ++p) {
            if (!s_.periods[p].reported) continue;
            period_ = p;
            copied_days(signs[p]);
            same_pair(signs[p]);
            piled_hours(signs[p]);
            last_digits(signs[p]);
            two_books(signs[p]);
            one_sided(first_finding);
        }
    }

private:
    [[nodiscard]] const Span& span() const { return s_.periods[period_]; }
    [[nodiscard]] std::uint32_t end_worker() const { return s_.employer.first_worker + s_.employer.worker_count; }
    void copied_days(const PeriodSigns& signs);
    void same_pair(const PeriodSigns& signs);
    [[nodiscard]] std::vector<std::size_t> days_with(const std::vector<ClockPair>& pairs) const;
    void piled_hours(const PeriodSigns& signs);
    void report_pile(std::int32_t worked, std::size_t days, std::size_t odd);
    void last_digits(const PeriodSigns& signs);
    void two_books(const PeriodSigns& signs);
    void one_sided(std::size_t first_finding);
    void report(std::string_view rule, std::int64_t worker, std::int64_t expected, std::int64_t found, std::string evidence, std::string subject);
    void put_place(TableKind kind, std::uint32_t row, std::string& text) const {
        const DataTable& t = (*s_.data)[kind];
        if (!text.empty()) text += ';';
        text += s_.data->files[t.file[row]].name + ":" + std::to_string(t.line[row]);
    }

    const worktime::Setting& s_;
    unsigned threads_;
    Result& out_;
    ClockReader reader_;
    std::uint32_t period_ = 0;
};

void Patterns::report(std::string_view rule, std::int64_t worker, std::int64_t expected, std::int64_t found, std::string evidence, std::string subject) {
    Finding f;
    f.employer = s_.employer.id;
    if (worker >= 0) f.worker = s_.data->strings.view(s_.index->worker_id(static_cast<std::uint32_t>(worker)));
    f.first = span().first;
    f.last = span().last;
    f.check = "time_pattern";
    f.rule = rule;
    f.severity = Severity::warning;
    f.unit = AmountUnit::count;
    f.expected = {expected, true};
    f.found = {found, true};
    f.difference = {found - expected, true};
    f.evidence = std::move(evidence);
    f.subject = std::move(subject);
    out_.findings.push_back(std::move(f));
}

// Workers whose days share their number with those of somebody else, by number. Most share it with nobody: a bit for each
// number seen, in a table of few, leaves those behind that may.
std::vector<DistinctDays> shared_days(const std::vector<DistinctDays>& all) {
    std::size_t bits = 64;
    while (bits < all.size() * 16) bits *= 2;
    std::vector<bool> once(bits), twice(bits);
    for (const DistinctDays& d : all) {
        const std::size_t at = d.days_key & (bits - 1);
        if (once[at]) twice[at] = true;
        else once[at] = true;
    }
    std::vector<DistinctDays> shared;
    for (const DistinctDays& d : all) {
        if (twice[d.days_key & (bits - 1)]) shared.push_back(d);
    }
    std::sort(shared.begin(), shared.end(), [](const DistinctDays& a, const DistinctDays& b) { return std::pair(a.days_key, a.worker) < std::pair(b.days_key, b.worker); });
    return shared;
}

// Two people whose clock times are the same to the minute on every one of many days.
void Patterns::copied_days(const PeriodSigns& signs) {
    if (signs.distinct.size() < 2) return;
    const std::vector<DistinctDays> order = shared_days(signs.distinct);
    ClockReader other(s_);
    const auto same = [&](std::uint32_t a, std::uint32_t b) {
        const ClockDays &x = reader_.days(a, span()), &y = other.days(b, span());
        return std::equal(x.day.begin(), x.day.begin() + static_cast<std::ptrdiff_t>(x.count), y.day.begin(), y.day.begin() + static_cast<std::ptrdiff_t>(y.count)) &&
               std::equal(x.pair.begin(), x.pair.begin() + static_cast<std::ptrdiff_t>(x.count), y.pair.begin());
    };
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && order[end].days_key == order[i].days_key && same(order[i].worker, order[end].worker)) ++end;
        if (end - i > 1) {
            std::string evidence;
            constexpr std::size_t kMostWorkers = 12;
            for (std::size_t k = i; k < std::min(end, i + kMostWorkers); ++k) put_place(reader_.table(), reader_.days(order[k].worker, span()).row[0], evidence);
            report("time_pattern.copied_days", order[i].worker, 1, static_cast<std::int64_t>(end - i), std::move(evidence), "copied_days");
        }
        i = end;
    }
}

// On how many days of all workers each of some pairs stands.
std::vector<std::size_t> Patterns::days_with(const std::vector<ClockPair>& pairs) const {
    std::vector<std::size_t> counts(pairs.size());
    std::atomic<std::uint32_t> next{0};
    std::mutex mutex;
    records::run_on_threads(std::min(threads_, s_.employer.worker_count / kWorkersATask + 1), [&] {
        ClockReader reader(s_);
        std::vector<std::size_t> own(pairs.size());
        for (;;) {
            const std::uint32_t from = next.fetch_add(kWorkersATask);
            if (from >= s_.employer.worker_count) break;
            for (std::uint32_t w = from; w < std::min(from + kWorkersATask, s_.employer.worker_count); ++w) {
                const ClockDays& d = reader.days(s_.employer.first_worker + w, span());
                for (std::size_t i = 0; i < d.count; ++i) {
                    const auto at = std::lower_bound(pairs.begin(), pairs.end(), d.pair[i]);
                    if (at != pairs.end() && *at == d.pair[i]) ++own[static_cast<std::size_t>(at - pairs.begin())];
                }
            }
        }
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
    });
    return counts;
}

// One person at the same odd minutes, in and out, day after day.
void Patterns::same_pair(const PeriodSigns& signs) {
    if (signs.same.empty()) return;
    std::vector<ClockPair> pairs;
    for (const SameDays& s : signs.same) pairs.push_back(s.pair);
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    const std::vector<std::size_t> common = days_with(pairs);
    for (const SameDays& s : signs.same) {
        const std::size_t all = common[static_cast<std::size_t>(std::lower_bound(pairs.begin(), pairs.end(), s.pair) - pairs.begin())];
        // A pair that many others have too is a shift of odd minutes.
        if (signs.workers > 1 && (all - s.days) * 20 >= signs.days - s.of) continue;
        const ClockDays& d = reader_.days(s.worker, span());
        constexpr std::size_t kMostPlaces = 31;
        std::string evidence;
        for (std::size_t i = 0, shown = 0; i < d.count && shown < kMostPlaces; ++i) {
            if (d.pair[i] != s.pair) continue;
            put_place(reader_.table(), d.row[i], evidence);
            ++shown;
        }
        report("time_pattern.same_minutes", s.worker, 1, std::int64_t{s.days}, std::move(evidence), "same_minutes");
    }
}

// Times that differ from day to day and from one to the other, and give the same number of hours to the minute.
void Patterns::piled_hours(const PeriodSigns& signs) {
    std::size_t odd = 0, scattered = 0;
    signs.lengths.each([&](std::int32_t worked, std::size_t days) {
        odd += days;
        scattered += worked % 5 != 0 ? days : 0;
    });
    if (odd < kFewestPiled) return;
    signs.lengths.each([&](std::int32_t worked, std::size_t days) {
        if (days * 5 < odd * 2) return;
        // Where nearly all lengths are round, the shift or the clock is what makes them so.
        const std::size_t others = odd - days, uneven = scattered - (worked % 5 != 0 ? days : 0);
        if (others < kFewestOthers || uneven * 2 < others) return;
        report_pile(worked, days, odd);
    });
}

// A pile of many different pairs of times is reported, with its first days.
void Patterns::report_pile(std::int32_t worked, std::size_t days, std::size_t odd) {
    constexpr std::size_t kShown = 12;
    std::vector<ClockPair> pairs;
    std::string evidence;
    std::size_t shown = 0;
    for (std::uint32_t w = s_.employer.first_worker; w < end_worker() && (shown < kShown || pairs.size() < kFewestPiledPairs); ++w) {
        const ClockDays& d = reader_.days(w, span());
        for (std::size_t i = 0; i < d.count; ++i) {
            if (d.worked[i] != worked || !is_odd(d.pair[i])) continue;
            if (shown++ < kShown) put_place(reader_.table(), d.row[i], evidence);
            if (pairs.size() < kFewestPiledPairs && std::find(pairs.begin(), pairs.end(), d.pair[i]) == pairs.end()) pairs.push_back(d.pair[i]);
        }
    }
    if (pairs.size() < kFewestPiledPairs) return;
    report("time_pattern.piled_hours", -1, static_cast<std::int64_t>(odd * 2 / 5), static_cast<std::int64_t>(days), std::move(evidence), "piled_hours." + std::to_string(worked));
}

// The last digit of a clock's minute is any of ten. Fives and zeros say nothing: shifts begin on them and clocks round to them.
void Patterns::last_digits(const PeriodSigns& signs) {
    for (const auto& [device, counts] : signs.digits) {
        std::array<std::size_t, 10> digits = counts;
        digits[0] = digits[5] = 0;
        std::size_t all = 0, most = 0;
        for (const std::size_t count : digits) {
            all += count;
            most = std::max(most, count);
        }
        if (all < kFewestPunches || most * 5 < all * 2) continue;
        report("time_pattern.last_digit", -1, static_cast<std::int64_t>(all / 8), static_cast<std::int64_t>(most), {},
               "last_digit." + std::string(s_.data->strings.view(device)));
    }
}

// The same worker's day in two files, with other times.
void Patterns::two_books(const PeriodSigns& signs) {
    if (signs.apart.size() < kFewestTwoBooks || signs.apart.size() * 10 < signs.in_two_files) return;
    constexpr std::size_t kMostText = 800;
    std::string evidence;
    for (const ApartDay& day : signs.apart) {
        if (evidence.size() >= kMostText) break;
        const auto rows = s_.index->rows(TableKind::time, day.worker).subspan(day.first, day.count);
        for (std::size_t i = 0; i < rows.size() && evidence.size() < kMostText; ++i) put_place(TableKind::time, rows[i], evidence);
    }
    report("time_pattern.two_books", -1, 0, static_cast<std::int64_t>(signs.apart.size()), std::move(evidence), "two_books");
}

// Where clock and daily totals differ for many, by chance as many gain as lose.
void Patterns::one_sided(std::size_t first_finding) {
    if ((*s_.data)[TableKind::hours].row_count() == 0) return;
    std::size_t less = 0, more = 0;
    for (std::size_t i = first_finding; i < out_.findings.size(); ++i) {
        const Finding& f = out_.findings[i];
        if (f.check != "hours_mismatch" || f.first != span().first || !f.difference.given) continue;
        (f.difference.value > 0 ? less : more) += 1;
    }
    const std::size_t all = less + more, most = std::max(less, more);
    if (all < kFewestOneSided || most * 20 < all * 19) return;
    report(less > more ? "time_pattern.always_less" : "time_pattern.always_more", -1, static_cast<std::int64_t>(all / 2), static_cast<std::int64_t>(most), {}, "one_sided");
}

}  // namespace

void check_time_patterns(const EmployerPlan& plan, ClockSigns& signs, std::size_t first_finding, unsigned threads, Result& out) {
    if (plan.setting->periods.empty() || !plan.setting->has_attendance) return;
    Patterns(plan, threads, out).run(signs.periods(), first_finding);
}

}  // namespace wageproof::reconcile::integrity
