#include "time_patterns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

namespace wageproof::reconcile::integrity {

namespace field = records::field;
using records::DataTable;
using records::kNone32;
using records::TableKind;
using worktime::Span;

namespace {

// Thresholds: far from what chance or a punctual crew brings about, so that an honest record gives nothing.
constexpr std::size_t kFewestCopiedDays = 10;      // days on which two people punch alike, in and out, to the minute
constexpr std::size_t kFewestCopiedPairs = 5;      // different pairs among them: a roster has one or two
constexpr std::size_t kFewestSameDays = 10;        // days on which one person repeats one odd pair of minutes
constexpr std::size_t kFewestPunches = 300;        // before the last digits say anything
constexpr std::size_t kFewestPiled = 200;          // days before a pile of equal lengths says anything
constexpr std::size_t kFewestOthers = 50;          // days of other lengths beside the pile
constexpr std::size_t kFewestPiledPairs = 20;      // different pairs of times with the same length
constexpr std::size_t kFewestOneSided = 20;        // workers whose two records differ
constexpr std::size_t kFewestTwoBooks = 20;        // days that two files tell differently
constexpr int kMinutesOfDay = 1440;
constexpr int kSecondsOfDay = 86400;

/// A worker's day at the clock: first in, last out.
struct ClockDay {
    std::int32_t day = 0;
    std::int32_t in = 0, out = 0;  ///< minutes after midnight of the day
    std::int32_t worked = 0;       ///< out less in less the break
    std::uint32_t row = 0;
    [[nodiscard]] std::uint32_t pair() const noexcept { return static_cast<std::uint32_t>(in) << 16 | static_cast<std::uint32_t>(out); }
    [[nodiscard]] bool odd() const noexcept { return in % 5 != 0 && out % 5 != 0; }
};

class Patterns {
public:
    Patterns(const EmployerPlan& plan, Result& out)
        : plan_(plan), s_(*plan.setting), out_(out), punches_((*s_.data)[TableKind::punches].row_count() > 0),
          table_((*s_.data)[punches_ ? TableKind::punches : TableKind::time]) {}

    void run(std::size_t first_finding) {
        for (std::uint32_t p = 0; p < s_.periods.size(); ++p) {
            if (!s_.periods[p].reported) continue;
            period_ = p;
            read_days();
            copied_days();
            same_pair();
            piled_hours();
            if (punches_) last_digits();
            two_books();
            one_sided(first_finding);
        }
    }

private:
    struct WorkerDays {
        std::uint32_t worker = 0, first = 0, count = 0;  ///< into days_
    };
    [[nodiscard]] const Span& span() const { return s_.periods[period_]; }
    void read_days();
    void read_punches(std::uint32_t worker);
    void read_times(std::uint32_t worker);
    void copied_days();
    void same_pair();
    void piled_hours();
    void last_digits();
    void two_books();
    void one_sided(std::size_t first_finding);
    void report(std::string_view rule, std::int64_t worker, std::int64_t expected, std::int64_t found, std::string evidence, std::string subject);
    [[nodiscard]] std::string place(TableKind kind, std::uint32_t row) const {
        const DataTable& t = (*s_.data)[kind];
        return s_.data->files[t.file[row]].name + ":" + std::to_string(t.line[row]);
    }
    [[nodiscard]] std::string places(std::span<const ClockDay> days) const {
        constexpr std::size_t kMostPlaces = 31;
        std::string text;
        for (std::size_t i = 0; i < std::min(days.size(), kMostPlaces); ++i) {
            text += (i > 0 ? ";" : "") + place(punches_ ? TableKind::punches : TableKind::time, days[i].row);
        }
        return text;
    }
    [[nodiscard]] std::span<const ClockDay> days_of(const WorkerDays& w) const { return {days_.data() + w.first, w.count}; }

    const EmployerPlan& plan_;
    const worktime::Setting& s_;
    Result& out_;
    bool punches_;
    const DataTable& table_;
    std::uint32_t period_ = 0;
    std::vector<ClockDay> days_;       ///< of the period, worker by worker
    std::vector<WorkerDays> workers_;
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

void Patterns::read_punches(std::uint32_t worker) {
    const std::size_t first = days_.size();
    for (const std::uint32_t r : s_.index->rows(TableKind::punches, worker)) {
        const std::int64_t at = table_.wide(field::punches::at, r);
        const auto day = static_cast<std::int32_t>((at - (at < 0 ? kSecondsOfDay - 1 : 0)) / kSecondsOfDay);
        const auto minute = static_cast<std::int32_t>((at - std::int64_t{day} * kSecondsOfDay) / 60);
        if (day < span().first || day > span().last) continue;
        if (days_.size() > first && days_.back().day == day) days_.back().out = minute;
        else days_.push_back({day, minute, minute, 0, r});
    }
    std::erase_if(days_, [&](const ClockDay& d) { return &d >= days_.data() + first && d.in == d.out; });
    for (std::size_t i = first; i < days_.size(); ++i) days_[i].worked = days_[i].out - days_[i].in;
}

void Patterns::read_times(std::uint32_t worker) {
    const std::size_t first = days_.size();
    for (const std::uint32_t r : s_.index->rows(TableKind::time, worker)) {
        const std::int32_t day = table_.narrow(field::time::date, r), start = table_.narrow(field::time::start, r), end = table_.narrow(field::time::end, r);
        if (day < span().first || day > span().last || start == kNone32 || end == kNone32) continue;
        const std::int32_t pause = std::max(0, table_.narrow(field::time::break_minutes, r));
        const std::int32_t in = start / 60, out = end / 60 + (end <= start ? kMinutesOfDay : 0);
        if (days_.size() > first && days_.back().day == day) {
            days_.back().in = std::min(days_.back().in, in);
            days_.back().out = std::max(days_.back().out, out);
            days_.back().worked += out - in - pause;
        } else {
            days_.push_back({day, in, out, out - in - pause, r});
        }
    }
}

void Patterns::read_days() {
    days_.clear();
    workers_.clear();
    for (std::uint32_t w = s_.employer.first_worker; w < s_.employer.first_worker + s_.employer.worker_count; ++w) {
        const auto first = static_cast<std::uint32_t>(days_.size());
        punches_ ? read_punches(w) : read_times(w);
        if (days_.size() > first) workers_.push_back({w, first, static_cast<std::uint32_t>(days_.size()) - first});
    }
}

// Two people whose clock times are the same to the minute on every one of many days.
void Patterns::copied_days() {
    const auto hash = [&](const WorkerDays& w) {
        std::uint64_t h = 1469598103934665603ULL;
        for (const ClockDay& d : days_of(w)) {
            h = (h ^ static_cast<std::uint64_t>(static_cast<std::uint32_t>(d.day))) * 1099511628211ULL;
            h = (h ^ d.pair()) * 1099511628211ULL;
        }
        return h;
    };
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    std::vector<std::uint32_t> pairs;
    for (std::uint32_t i = 0; i < workers_.size(); ++i) {
        const auto days = days_of(workers_[i]);
        if (days.size() < kFewestCopiedDays) continue;
        pairs.clear();
        std::size_t odd = 0;
        for (const ClockDay& d : days) {
            pairs.push_back(d.pair());
            odd += d.odd() ? 1U : 0U;
        }
        std::sort(pairs.begin(), pairs.end());
        const auto different = static_cast<std::size_t>(std::unique(pairs.begin(), pairs.end()) - pairs.begin());
        if (odd * 2 >= days.size() && different >= kFewestCopiedPairs) order.emplace_back(hash(workers_[i]), i);
    }
    std::sort(order.begin(), order.end());
    const auto same = [&](std::uint32_t a, std::uint32_t b) {
        const auto x = days_of(workers_[a]), y = days_of(workers_[b]);
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const ClockDay& p, const ClockDay& q) { return p.day == q.day && p.pair() == q.pair(); });
    };
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && order[end].first == order[i].first && same(order[i].second, order[end].second)) ++end;
        if (end - i > 1) {
            std::string evidence;
            constexpr std::size_t kMostWorkers = 12;
            for (std::size_t k = i; k < std::min(end, i + kMostWorkers); ++k) {
                evidence += (k > i ? ";" : "") + place(punches_ ? TableKind::punches : TableKind::time, days_of(workers_[order[k].second]).front().row);
            }
            const WorkerDays& first = workers_[order[i].second];
            report("time_pattern.copied_days", first.worker, 1, static_cast<std::int64_t>(end - i), std::move(evidence), "copied_days");
        }
        i = end;
    }
}

// One person at the same odd minutes, in and out, day after day.
void Patterns::same_pair() {
    std::unordered_map<std::uint32_t, std::uint32_t> common;
    for (const ClockDay& d : days_) ++common[d.pair()];
    std::map<std::uint32_t, std::vector<ClockDay>> by_pair;
    for (const WorkerDays& w : workers_) {
        if (w.count < kFewestSameDays) continue;
        by_pair.clear();
        for (const ClockDay& d : days_of(w)) {
            if (d.odd()) by_pair[d.pair()].push_back(d);
        }
        for (const auto& [pair, days] : by_pair) {
            // A pair that many others have too is a shift of odd minutes.
            const bool shift = workers_.size() > 1 && (common[pair] - days.size()) * 20 >= days_.size() - w.count;
            if (days.size() < kFewestSameDays || days.size() * 5 < w.count * 4U || shift) continue;
            report("time_pattern.same_minutes", w.worker, 1, static_cast<std::int64_t>(days.size()), places(days), "same_minutes");
        }
    }
}

// Times that differ from day to day and from one to the other, and give the same number of hours to the minute.
void Patterns::piled_hours() {
    std::map<std::int32_t, std::pair<std::size_t, std::vector<std::uint32_t>>> lengths;
    std::size_t odd = 0, scattered = 0;
    for (const ClockDay& d : days_) {
        if (!d.odd()) continue;
        ++odd;
        scattered += d.worked % 5 != 0 ? 1U : 0U;
        auto& [count, pairs] = lengths[d.worked];
        ++count;
        pairs.push_back(d.pair());
    }
    if (odd < kFewestPiled) return;
    for (auto& [worked, pile] : lengths) {
        auto& [count, pairs] = pile;
        if (count * 5 < odd * 2) continue;
        // Where nearly all lengths are round, the shift or the clock is what makes them so.
        const std::size_t others = odd - count, uneven = scattered - (worked % 5 != 0 ? count : 0);
        if (others < kFewestOthers || uneven * 2 < others) continue;
        std::sort(pairs.begin(), pairs.end());
        if (static_cast<std::size_t>(std::unique(pairs.begin(), pairs.end()) - pairs.begin()) < kFewestPiledPairs) continue;
        std::vector<ClockDay> some;
        constexpr std::size_t kShown = 12;
        for (const ClockDay& d : days_) {
            if (d.odd() && d.worked == worked && some.size() < kShown) some.push_back(d);
        }
        report("time_pattern.piled_hours", -1, static_cast<std::int64_t>(odd * 2 / 5), static_cast<std::int64_t>(count), places(some), "piled_hours." + std::to_string(worked));
    }
}

// The last digit of a clock's minute is any of ten. Fives and zeros say nothing: shifts begin on them and clocks round to them.
void Patterns::last_digits() {
    std::map<records::StringId, std::array<std::size_t, 10>> devices;
    for (std::uint32_t w = s_.employer.first_worker; w < s_.employer.first_worker + s_.employer.worker_count; ++w) {
        for (const std::uint32_t r : s_.index->rows(TableKind::punches, w)) {
            const std::int64_t at = table_.wide(field::punches::at, r);
            if (at < std::int64_t{span().first} * kSecondsOfDay || at >= (std::int64_t{span().last} + 1) * kSecondsOfDay) continue;
            ++devices[table_.text(field::punches::device, r)][static_cast<std::size_t>((at / 60) % 10)];
        }
    }
    for (auto& [device, digits] : devices) {
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
void Patterns::two_books() {
    const DataTable& time = (*s_.data)[TableKind::time];
    std::size_t both = 0, differ = 0;
    std::string evidence;
    for (std::uint32_t w = s_.employer.first_worker; w < s_.employer.first_worker + s_.employer.worker_count; ++w) {
        const auto rows = s_.index->rows(TableKind::time, w);
        for (std::size_t i = 0; i < rows.size();) {
            const std::int32_t day = time.narrow(field::time::date, rows[i]);
            std::size_t end = i;
            std::map<std::uint32_t, std::vector<std::pair<std::int32_t, std::int32_t>>> files;
            for (; end < rows.size() && time.narrow(field::time::date, rows[end]) == day; ++end) {
                files[time.file[rows[end]]].emplace_back(time.narrow(field::time::start, rows[end]), time.narrow(field::time::end, rows[end]));
            }
            if (files.size() > 1 && day >= span().first && day <= span().last) {
                for (auto& [file, stretches] : files) std::sort(stretches.begin(), stretches.end());
                // Parts of a day in several files are no two books; the same hours told differently are.
                bool apart = true;
                for (auto a = files.begin(); a != files.end(); ++a) {
                    for (auto b = std::next(a); b != files.end(); ++b) {
                        for (const auto& x : a->second) {
                            for (const auto& y : b->second) apart = apart && (x.second <= y.first || y.second <= x.first);
                        }
                    }
                }
                const bool equal = std::all_of(files.begin(), files.end(), [&](const auto& f) { return f.second == files.begin()->second; });
                if (!apart) ++both;
                if (!apart && !equal) {
                    ++differ;
                    constexpr std::size_t kMostText = 800;
                    for (std::size_t k = i; k < end && evidence.size() < kMostText; ++k) evidence += (evidence.empty() ? "" : ";") + place(TableKind::time, rows[k]);
                }
            }
            i = end;
        }
    }
    if (differ >= kFewestTwoBooks && differ * 10 >= both) {
        report("time_pattern.two_books", -1, 0, static_cast<std::int64_t>(differ), std::move(evidence), "two_books");
    }
}

// Where clock and daily totals differ for many, by chance as many gain as lose.
void Patterns::one_sided(std::size_t first_finding) {
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

void check_time_patterns(const EmployerPlan& plan, std::size_t first_finding, Result& out) {
    if (plan.setting->periods.empty() || !plan.setting->has_attendance) return;
    Patterns(plan, out).run(first_finding);
}

bool may_tell_of_one_worker(const EmployerPlan& plan) {
    const worktime::Setting& s = *plan.setting;
    const auto rows = s.index->rows(TableKind::time, s.employer.first_worker);
    if (rows.size() < kFewestSameDays) return false;
    if (rows.size() >= kFewestPiled || (*s.data)[TableKind::punches].row_count() > 0 || (*s.data)[TableKind::hours].row_count() > 0) return true;
    const DataTable& time = (*s.data)[TableKind::time];
    // Four days in five with the same minutes outvote all others, in each period that has them.
    for (const Span& period : s.periods) {
        std::uint32_t candidate = 0;
        std::size_t votes = 0, odd_days = 0;
        for (std::size_t i = 0; i < rows.size();) {
            ClockDay clock{time.narrow(field::time::date, rows[i]), INT32_MAX, INT32_MIN, 0, 0};
            const std::int32_t day = clock.day;
            for (; i < rows.size() && time.narrow(field::time::date, rows[i]) == day; ++i) {
                const std::int32_t start = time.narrow(field::time::start, rows[i]), end = time.narrow(field::time::end, rows[i]);
                if (start == kNone32 || end == kNone32) continue;
                clock.in = std::min(clock.in, start / 60);
                clock.out = std::max(clock.out, end / 60 + (end <= start ? kMinutesOfDay : 0));
            }
            if (day < period.first || day > period.last || clock.in > clock.out) continue;
            const bool odd = clock.odd();
            odd_days += odd ? 1U : 0U;
            if (votes == 0 && odd) candidate = clock.pair();
            if (odd && candidate == clock.pair()) ++votes;
            else if (votes > 0) --votes;
        }
        if (votes > 0 && odd_days >= kFewestSameDays) return true;
    }
    return false;
}

}  // namespace wageproof::reconcile::integrity
