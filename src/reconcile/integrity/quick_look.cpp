// Whether it is worth while to search one worker's clock times.
#include <algorithm>
#include <cstdint>

#include "thresholds.hpp"
#include "time_patterns.hpp"

namespace wageproof::reconcile::integrity {

namespace field = records::field;
using records::DataTable;
using records::kNone32;
using records::TableKind;
using worktime::Span;

namespace {

constexpr std::int32_t kMinutesOfDay = 1440;

}  // namespace

bool may_tell_of_one_worker(const EmployerPlan& plan) {
    const worktime::Setting& s = *plan.setting;
    const auto rows = s.index->rows(TableKind::time, s.employer.first_worker);
    if (rows.size() < kFewestSameDays) return false;
    if (rows.size() >= kFewestPiled || (*s.data)[TableKind::punches].row_count() > 0 || (*s.data)[TableKind::hours].row_count() > 0) return true;
    const DataTable& time = (*s.data)[TableKind::time];
    // Each day votes for its minutes or against those that lead: four days in five alike end at least three fifths ahead.
    for (const Span& period : s.periods) {
        ClockPair candidate = 0;
        std::size_t votes = 0, odd_days = 0, days = 0;
        for (std::size_t i = 0; i < rows.size();) {
            const std::int32_t day = time.narrow(field::time::date, rows[i]);
            std::int32_t in = INT32_MAX, out = INT32_MIN;
            for (; i < rows.size() && time.narrow(field::time::date, rows[i]) == day; ++i) {
                const std::int32_t start = time.narrow(field::time::start, rows[i]), end = time.narrow(field::time::end, rows[i]);
                if (start == kNone32 || end == kNone32) continue;
                in = std::min(in, start / 60);
                out = std::max(out, end / 60 + (end <= start ? kMinutesOfDay : 0));
            }
            if (day < period.first || day > period.last || in > out) continue;
            const ClockPair pair = clock_pair(in, out);
            const bool odd = is_odd(pair);
            ++days;
            odd_days += odd ? 1U : 0U;
            if (votes == 0 && odd) candidate = pair;
            if (odd && candidate == pair) ++votes;
            else if (votes > 0) --votes;
        }
        if (odd_days >= kFewestSameDays && votes * 5 >= days * 3) return true;
    }
    return false;
}

}  // namespace wageproof::reconcile::integrity
