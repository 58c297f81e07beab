#include "clock_days.hpp"

#include <algorithm>

namespace wageproof::reconcile::integrity {

namespace field = records::field;
using records::DataTable;
using records::kNone32;
using records::TableKind;

namespace {

constexpr std::int32_t kMinutesOfDay = 1440;
constexpr std::int64_t kSecondsOfDay = 86400;

std::int32_t day_of(std::int64_t at) { return static_cast<std::int32_t>((at - (at < 0 ? kSecondsOfDay - 1 : 0)) / kSecondsOfDay); }

// Rows stand in the order of their days: those of a span are one stretch of them.
template <class Day>
std::span<const std::uint32_t> stretch(std::span<const std::uint32_t> rows, const worktime::Span& span, Day day) {
    if (rows.empty() || (day(rows.front()) >= span.first && day(rows.back()) <= span.last)) return rows;
    const auto first = std::partition_point(rows.begin(), rows.end(), [&](std::uint32_t r) { return day(r) < span.first; });
    const auto end = std::partition_point(first, rows.end(), [&](std::uint32_t r) { return day(r) <= span.last; });
    return {first, end};
}

}  // namespace

ClockReader::ClockReader(const worktime::Setting& setting)
    : setting_(&setting), punches_((*setting.data)[TableKind::punches].row_count() > 0) {}

std::span<const std::uint32_t> ClockReader::rows(TableKind table, std::uint32_t worker, const worktime::Span& span) const {
    const DataTable& t = (*setting_->data)[table];
    const std::span<const std::uint32_t> all = setting_->index->rows(table, worker);
    if (table == TableKind::punches) return stretch(all, span, [&](std::uint32_t r) { return day_of(t.wide(field::punches::at, r)); });
    return stretch(all, span, [&](std::uint32_t r) { return t.narrow(field::time::date, r); });
}

const ClockDays& ClockReader::days(std::uint32_t worker, const worktime::Span& span) {
    const std::span<const std::uint32_t> own = rows(table(), worker, span);
    make_room(own.size());
    days_.count = 0;
    punches_ ? read_punches(own) : read_times(own);
    return days_;
}

void ClockReader::make_room(std::size_t days) {
    if (days_.day.size() >= days) return;
    days_.day.resize(days);
    days_.pair.resize(days);
    days_.worked.resize(days);
    days_.row.resize(days);
}

const ClockDays& ClockReader::days(const worktime::Batch& batch, std::uint32_t worker, const worktime::Span& span) {
    const std::int32_t from = std::max(span.first, setting_->first_day), to = std::min(span.last, setting_->last_day());
    days_.count = 0;
    if (from > to) return days_;
    make_room(static_cast<std::size_t>(to - from) + 1);
    const std::size_t first = std::size_t{worker} * setting_->days + setting_->day_index(from);
    const worktime::DayMinutes& m = batch.minutes();
    const std::uint16_t* const bits = batch.bits().data() + first;
    const std::int32_t *const start = m.shift_start.data() + first, *const spread = m.spread.data() + first, *const worked = m.worked.data() + first;
    std::size_t n = 0;
    for (std::int32_t d = 0; d <= to - from; ++d) {
        // Written for a free day too, and then written over: cheaper than to ask.
        days_.day[n] = from + d;
        days_.pair[n] = clock_pair(start[d], start[d] + spread[d]);
        days_.worked[n] = worked[d];
        n += (bits[d] & worktime::kPresent) != 0 ? 1U : 0U;
    }
    days_.count = n;
    return days_;
}

void ClockReader::read_punches(std::span<const std::uint32_t> rows) {
    const std::int64_t* const at = (*setting_->data)[TableKind::punches].columns[field::punches::at].wide.data();
    std::size_t n = 0;
    for (std::size_t i = 0; i < rows.size();) {
        const std::int32_t day = day_of(at[rows[i]]);
        const std::int64_t midnight = day * kSecondsOfDay;
        const std::size_t first = i;
        while (i < rows.size() && at[rows[i]] < midnight + kSecondsOfDay) ++i;
        const auto in = static_cast<std::int32_t>((at[rows[first]] - midnight) / 60), out = static_cast<std::int32_t>((at[rows[i - 1]] - midnight) / 60);
        if (in == out) continue;
        days_.day[n] = day;
        days_.pair[n] = clock_pair(in, out);
        days_.worked[n] = out - in;
        days_.row[n] = rows[first];
        ++n;
    }
    days_.count = n;
}

void ClockReader::read_times(std::span<const std::uint32_t> rows) {
    if (rows.empty()) return;
    const DataTable& table = (*setting_->data)[TableKind::time];
    const std::int32_t* const dates = table.columns[field::time::date].narrow.data();
    const std::int32_t* const starts = table.columns[field::time::start].narrow.data();
    const std::int32_t* const ends = table.columns[field::time::end].narrow.data();
    const std::int32_t* const breaks = table.columns[field::time::break_minutes].narrow.data();
    std::int32_t* const day = days_.day.data();
    ClockPair* const pair = days_.pair.data();
    std::int32_t* const worked = days_.worked.data();
    std::uint32_t* const row = days_.row.data();
    std::size_t n = 0;
    std::int32_t last = kNone32;
    for (const std::uint32_t r : rows) {
        const std::int32_t date = dates[r], start = starts[r], end = ends[r];
        if (start == kNone32 || end == kNone32) continue;
        const std::int32_t in = start / 60, out = end / 60 + (end <= start ? kMinutesOfDay : 0);
        const std::int32_t minutes = out - in - std::max(0, breaks[r]);
        if (date == last) {
            const auto known_in = static_cast<std::int32_t>(pair[n - 1] >> 16), known_out = static_cast<std::int32_t>(pair[n - 1] & 0xFFFF);
            pair[n - 1] = clock_pair(std::min(known_in, in), std::max(known_out, out));
            worked[n - 1] += minutes;
            continue;
        }
        last = date;
        day[n] = date;
        pair[n] = clock_pair(in, out);
        worked[n] = minutes;
        row[n] = r;
        ++n;
    }
    days_.count = n;
}

}  // namespace wageproof::reconcile::integrity
