// What a thread sees of an employer's clock times while it goes through batches, worker by worker.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <vector>

#include "clock_days.hpp"

namespace wageproof::reconcile::integrity {

/// A worker whose days are of a kind that no two people have by chance, under a number that equal days share.
struct DistinctDays {
    std::uint64_t days_key = 0;
    std::uint32_t worker = 0;
};

/// A worker with the same odd pair of minutes on nearly every day.
struct SameDays {
    std::uint32_t worker = 0;
    ClockPair pair = 0;
    std::uint32_t days = 0, of = 0;
};

/// A day that two files tell differently: rows of the worker in the index.
struct ApartDay {
    std::uint32_t worker = 0;
    std::uint32_t first = 0, count = 0;
};

/// Days by the minutes worked on them.
class LengthCounts {
public:
    void add(std::int32_t worked) {
        if (usual_.empty()) usual_.resize(kUsual);
        if (static_cast<std::uint32_t>(worked) < kUsual) ++usual_[static_cast<std::size_t>(worked)];
        else ++others_[worked];
    }
    void add(const LengthCounts& other);
    /// Calls `fn(worked, days)` in the order of lengths.
    template <class Fn>
    void each(Fn fn) const {
        auto other = others_.begin();
        for (; other != others_.end() && other->first < 0; ++other) fn(other->first, other->second);
        for (std::size_t i = 0; i < usual_.size(); ++i) {
            if (usual_[i] != 0) fn(static_cast<std::int32_t>(i), std::size_t{usual_[i]});
        }
        for (; other != others_.end(); ++other) fn(other->first, other->second);
    }

private:
    static constexpr std::uint32_t kUsual = 2048;
    std::vector<std::uint32_t> usual_;
    std::map<std::int32_t, std::size_t> others_;
};

/// What one period's clock times come to.
struct PeriodSigns {
    std::uint64_t days = 0, workers = 0;
    std::vector<DistinctDays> distinct;
    std::vector<SameDays> same;
    LengthCounts lengths;              ///< of days on odd minutes
    std::map<records::StringId, std::array<std::size_t, 10>> digits;  ///< of punches, by device
    std::uint64_t in_two_files = 0;
    std::vector<ApartDay> apart;
    void add(PeriodSigns&& other);
};

/// An employer's, put together of what its threads saw.
class ClockSigns {
public:
    void add(std::vector<PeriodSigns>&& seen);
    /// To be asked when all threads are done. Workers stand in order.
    std::vector<PeriodSigns>& periods();

private:
    std::mutex mutex_;
    std::vector<PeriodSigns> periods_;
};

/// One thread's eyes on one employer; gives what it saw to the employer's signs when it ends.
class ClockWatch {
public:
    ClockWatch(const worktime::Setting& setting, ClockSigns& signs);
    ~ClockWatch();
    ClockWatch(const ClockWatch&) = delete;
    ClockWatch& operator=(const ClockWatch&) = delete;
    /// Looks at the workers of a batch, whose records are read.
    void see(const worktime::Batch& batch);

private:
    static void see_days(std::uint32_t worker, const ClockDays& days, PeriodSigns& out);
    void see_digits(std::uint32_t worker, const worktime::Span& span, PeriodSigns& out);
    void see_files(std::uint32_t worker, const worktime::Span& span, PeriodSigns& out);

    const worktime::Setting* setting_;
    ClockSigns* signs_;
    ClockReader reader_;
    std::vector<PeriodSigns> seen_;    ///< by period
};

}  // namespace wageproof::reconcile::integrity
