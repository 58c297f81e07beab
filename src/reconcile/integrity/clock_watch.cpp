#include "clock_watch.hpp"

#include <algorithm>
#include <utility>

#include "thresholds.hpp"

namespace wageproof::reconcile::integrity {

namespace field = records::field;
using records::DataTable;
using records::TableKind;
using worktime::Span;

namespace {

// At least `least` different values among some, of which there are few or many.
template <std::size_t least>
bool has_different(const ClockPair* pairs, std::size_t count) {
    std::array<ClockPair, least> known{};
    std::size_t found = 0;
    for (std::size_t i = 0; i < count; ++i) {
        bool seen = false;
        for (std::size_t k = 0; k < found; ++k) seen |= known[k] == pairs[i];
        if (seen) continue;
        known[found++] = pairs[i];
        if (found == least) return true;
    }
    return false;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
    if (to.empty()) to = std::move(from);
    else to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

void LengthCounts::add(const LengthCounts& other) {
    if (usual_.size() < other.usual_.size()) usual_.resize(other.usual_.size());
    for (std::size_t i = 0; i < other.usual_.size(); ++i) usual_[i] += other.usual_[i];
    for (const auto& [worked, days] : other.others_) others_[worked] += days;
}

void PeriodSigns::add(PeriodSigns&& other) {
    days += other.days;
    workers += other.workers;
    append(distinct, std::move(other.distinct));
    append(same, std::move(other.same));
    lengths.add(other.lengths);
    for (const auto& [device, counts] : other.digits) {
        auto& own = digits[device];
        for (std::size_t d = 0; d < counts.size(); ++d) own[d] += counts[d];
    }
    in_two_files += other.in_two_files;
    append(apart, std::move(other.apart));
}

void ClockSigns::add(std::vector<PeriodSigns>&& seen) {
    const std::lock_guard lock(mutex_);
    if (periods_.empty()) {
        periods_ = std::move(seen);
        return;
    }
    for (std::size_t p = 0; p < seen.size(); ++p) periods_[p].add(std::move(seen[p]));
}

std::vector<PeriodSigns>& ClockSigns::periods() {
    for (PeriodSigns& p : periods_) {
        std::sort(p.same.begin(), p.same.end(), [](const SameDays& a, const SameDays& b) { return a.worker < b.worker; });
        std::sort(p.apart.begin(), p.apart.end(), [](const ApartDay& a, const ApartDay& b) { return std::pair(a.worker, a.first) < std::pair(b.worker, b.first); });
    }
    return periods_;
}

ClockWatch::ClockWatch(const worktime::Setting& setting, ClockSigns& signs)
    : setting_(&setting), signs_(&signs), reader_(setting), seen_(setting.has_attendance ? setting.periods.size() : 0) {}

ClockWatch::~ClockWatch() { signs_->add(std::move(seen_)); }

void ClockWatch::see(const worktime::Batch& batch) {
    const std::uint32_t first_worker = batch.first_worker(), count = batch.count();
    for (std::size_t p = 0; p < seen_.size(); ++p) {
        const Span& span = setting_->periods[p];
        if (!span.reported) continue;
        for (std::uint32_t w = first_worker; w < first_worker + count; ++w) {
            // The batch has made shifts of most workers' rows already.
            const bool plain = !reader_.punches() && batch.all_plain(w - first_worker);
            see_days(w, plain ? reader_.days(batch, w - first_worker, span) : reader_.days(w, span), seen_[p]);
            if (reader_.punches()) see_digits(w, span, seen_[p]);
            see_files(w, span, seen_[p]);
        }
    }
}

void ClockWatch::see_days(std::uint32_t worker, const ClockDays& d, PeriodSigns& out) {
    if (d.count == 0) return;
    out.days += d.count;
    ++out.workers;
    // The pair that could stand on more than half of the days is found by letting different pairs cancel out.
    std::uint64_t key = 1469598103934665603ULL;
    std::size_t odd = 0, lead = 0;
    ClockPair most = 0;
    for (std::size_t i = 0; i < d.count; ++i) {
        const ClockPair pair = d.pair[i];
        key = (key ^ (static_cast<std::uint64_t>(static_cast<std::uint32_t>(d.day[i])) << 32 | pair)) * 0x9E3779B97F4A7C15ULL;
        key ^= key >> 32;
        if (lead == 0) most = pair;
        lead = most == pair ? lead + 1 : lead - 1;
        if (!is_odd(pair)) continue;
        ++odd;
        out.lengths.add(d.worked[i]);
    }
    if (d.count >= kFewestCopiedDays && odd * 2 >= d.count && has_different<kFewestCopiedPairs>(d.pair.data(), d.count)) out.distinct.push_back({key, worker});
    if (d.count < kFewestSameDays || lead == 0 || !is_odd(most)) return;
    const auto same = static_cast<std::size_t>(std::count(d.pair.begin(), d.pair.begin() + static_cast<std::ptrdiff_t>(d.count), most));
    if (same < kFewestSameDays || same * 5 < d.count * 4) return;
    out.same.push_back({worker, most, static_cast<std::uint32_t>(same), static_cast<std::uint32_t>(d.count)});
}

void ClockWatch::see_digits(std::uint32_t worker, const Span& span, PeriodSigns& out) {
    const DataTable& t = (*setting_->data)[TableKind::punches];
    std::array<std::size_t, 10>* digits = nullptr;
    records::StringId of = 0;
    for (const std::uint32_t r : reader_.rows(TableKind::punches, worker, span)) {
        const records::StringId device = t.text(field::punches::device, r);
        if (digits == nullptr || device != of) digits = &out.digits[of = device];
        const std::int64_t digit = (t.wide(field::punches::at, r) / 60) % 10;
        ++(*digits)[static_cast<std::size_t>(digit < 0 ? digit + 10 : digit)];
    }
}

// Days of which several files have a row. Parts of a day in several files are no two books; the same hours told differently are.
void ClockWatch::see_files(std::uint32_t worker, const Span& span, PeriodSigns& out) {
    const DataTable& t = (*setting_->data)[TableKind::time];
    const std::span<const std::uint32_t> rows = reader_.rows(TableKind::time, worker, span);
    if (rows.empty()) return;
    const std::int32_t* const dates = t.columns[field::time::date].narrow.data();
    const std::uint32_t* const files = t.file.data();
    bool several = false;
    for (std::size_t i = 1; i < rows.size(); ++i) several |= files[rows[i]] != files[rows[0]];
    if (!several) return;
    const std::uint32_t* const all = setting_->index->rows(TableKind::time, worker).data();
    for (std::size_t i = 0; i < rows.size();) {
        const std::int32_t day = dates[rows[i]];
        const std::size_t first = i;
        std::map<std::uint32_t, std::vector<std::pair<std::int32_t, std::int32_t>>> by_file;
        for (; i < rows.size() && dates[rows[i]] == day; ++i) {
            by_file[files[rows[i]]].emplace_back(t.narrow(field::time::start, rows[i]), t.narrow(field::time::end, rows[i]));
        }
        if (by_file.size() < 2) continue;
        bool apart = true;
        for (auto a = by_file.begin(); a != by_file.end(); ++a) {
            std::sort(a->second.begin(), a->second.end());
            for (auto b = std::next(a); b != by_file.end(); ++b) {
                for (const auto& x : a->second) {
                    for (const auto& y : b->second) apart = apart && (x.second <= y.first || y.second <= x.first);
                }
            }
        }
        if (apart) continue;
        ++out.in_two_files;
        if (std::all_of(by_file.begin(), by_file.end(), [&](const auto& f) { return f.second == by_file.begin()->second; })) continue;
        out.apart.push_back({worker, static_cast<std::uint32_t>(rows.data() + first - all), static_cast<std::uint32_t>(i - first)});
    }
}

}  // namespace wageproof::reconcile::integrity
