// A worker's days at the clock, as columns: what the search for made-up times reads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "wageproof/worktime/batch.hpp"

namespace wageproof::reconcile::integrity {

/// First in and last out of a day, in minutes after its midnight, in one number.
using ClockPair = std::uint32_t;

[[nodiscard]] constexpr ClockPair clock_pair(std::int32_t in, std::int32_t out) noexcept {
    return static_cast<std::uint32_t>(in) << 16 | static_cast<std::uint32_t>(out);
}
/// Whether a day begins and ends on minutes that are no multiples of five: a clock's, not a roster's.
[[nodiscard]] constexpr bool is_odd(ClockPair pair) noexcept { return (pair >> 16) % 5 != 0 && (pair & 0xFFFF) % 5 != 0; }

/// Days of one worker in one span, in order.
struct ClockDays {
    std::vector<std::int32_t> day;
    std::vector<ClockPair> pair;
    std::vector<std::int32_t> worked;  ///< out less in less the breaks
    std::vector<std::uint32_t> row;    ///< the day's first
    std::size_t count = 0;
};

/// Reads days from the punches where there are any, else from the clock times. One per thread.
class ClockReader {
public:
    explicit ClockReader(const worktime::Setting& setting);

    [[nodiscard]] bool punches() const noexcept { return punches_; }
    [[nodiscard]] records::TableKind table() const noexcept { return punches_ ? records::TableKind::punches : records::TableKind::time; }
    /// The rows of a worker in a span of a table that is kept by day.
    [[nodiscard]] std::span<const std::uint32_t> rows(records::TableKind table, std::uint32_t worker, const worktime::Span& span) const;
    /// The days of a worker in a span, good until the next call.
    const ClockDays& days(std::uint32_t worker, const worktime::Span& span);
    /// The same, of a worker (position in the batch) all of whose days are plain, without their rows.
    const ClockDays& days(const worktime::Batch& batch, std::uint32_t worker, const worktime::Span& span);

private:
    void make_room(std::size_t days);
    void read_punches(std::span<const std::uint32_t> rows);
    void read_times(std::span<const std::uint32_t> rows);

    const worktime::Setting* setting_;
    bool punches_;
    ClockDays days_;
};

}  // namespace wageproof::reconcile::integrity
