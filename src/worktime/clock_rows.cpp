#include "clock_rows.hpp"

#include <algorithm>

#include "quantity/processors.hpp"

namespace wageproof::worktime {

using records::kNone32;
namespace field = records::field;

namespace {

constexpr std::int32_t kDay = 24 * 60;
constexpr auto kStandby = static_cast<std::int32_t>(records::TimeKind::standby);

}  // namespace

namespace detail {

// Without a branch, so that eight rows go at once; a row is read before it is written, so that columns may be the same.
WAGEPROOF_FOR_PROCESSORS void make_shifts(ClockGiven in, std::size_t n, ClockMade out) noexcept {
#pragma GCC ivdep
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t start = in.start[i], end = in.end[i], placed = in.break_start[i];
    const std::int32_t pause = in.pause[i] == kNone32 ? 0 : in.pause[i];
    const std::int32_t from = start / 60, until = end / 60, to = until + (until <= from ? kDay : 0);
    const std::int32_t worked = to - from - pause, own = placed / 60;
    // A break that the row does not place lies in the middle.
    const std::int32_t broken = placed == kNone32 ? from + worked / 2 : own + (own < from ? kDay : 0);
    // Negative where something is not so: both ends given, no standby, a break of no less than nothing and inside.
    static_assert(kNone32 < 0 && (kNone32 & 0xFF) != kStandby);
    const std::int32_t not_standby = ((in.kind[i] & 0xFF) ^ kStandby) - 1;
    const std::int32_t bad = start | end | not_standby | pause | (worked - 2) | (broken - from - 1) | (to - broken - pause - 1);
    out.start[i] = from;
    out.spread[i] = to - from;
    out.worked[i] = worked;
    out.pause[i] = pause;
    out.before_break[i] = broken - from;
    const std::int32_t seconds = (start - from * 60) | (end - until * 60);
    out.plain[i] = bad < 0 ? 0 : seconds == 0 ? 1 : 2;
  }
}

WAGEPROOF_FOR_PROCESSORS bool stand_together(const std::uint32_t* rows, std::size_t n) noexcept {
  std::uint32_t apart = 0;
  for (std::size_t i = 0; i < n; ++i) apart |= rows[i] ^ (rows[0] + static_cast<std::uint32_t>(i));
  return apart == 0;
}

}  // namespace detail

void ClockRows::resize(std::size_t rows) {
  for (Column* column : {&date, &start, &spread, &worked, &pause, &before_break, &plain}) {
    if (column->size() < rows) column->resize(rows);
  }
}

void ClockRows::read(const records::DataTable& time, std::span<const std::uint32_t> rows) {
  count = rows.size();
  if (count == 0) return;
  resize(count);
  const auto column = [&](int f) { return time.columns[static_cast<std::size_t>(f)].narrow.data(); };
  const std::int32_t *const dates = column(field::time::date), *const starts = column(field::time::start), *const ends = column(field::time::end);
  const std::int32_t *const breaks = column(field::time::break_minutes), *const places = column(field::time::break_start), *const kinds = column(field::time::kind);
  const detail::ClockMade made{start.data(), spread.data(), worked.data(), pause.data(), before_break.data(), plain.data()};
  if (detail::stand_together(rows.data(), count)) {
    const std::uint32_t r = rows[0];
    std::copy_n(dates + r, count, date.data());
    detail::make_shifts({starts + r, ends + r, breaks + r, places + r, kinds + r}, count, made);
    return;
  }
  // Gathered into the columns that the loop then writes over: each row is read before it is written.
  if (end_.size() < count) {
    for (Column* gathered : {&end_, &break_start_, &kind_}) gathered->resize(count);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t r = rows[i];
    date[i] = dates[r];
    start[i] = starts[r];
    end_[i] = ends[r];
    pause[i] = breaks[r];
    break_start_[i] = places[r];
    kind_[i] = kinds[r];
  }
  detail::make_shifts({start.data(), end_.data(), pause.data(), break_start_.data(), kind_.data()}, count, made);
}

}  // namespace wageproof::worktime
