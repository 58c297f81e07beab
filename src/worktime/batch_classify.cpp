// Minutes by kind: the day's last minutes beyond its normal day are overtime, then the week's; nights by the law's window.
#include <algorithm>

#include "nights.hpp"
#include "wageproof/law/detail/values.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::worktime {

using law::Grain;
using records::kNone32;

namespace {

constexpr std::int32_t kDay = 24 * 60;

// The whole minutes that a row of a column holds; `fallback` where the law does not tell.
std::int32_t whole(const law::detail::Values& v, std::size_t row, std::int32_t fallback) {
  if (!v.has_value(row)) return fallback;
  const law::detail::SmallRatio r = law::detail::small_ratio(v, row);
  return r.fits ? static_cast<std::int32_t>(std::clamp<std::int64_t>(r.numerator / r.denominator, 0, 7 * kDay)) : fallback;
}

// The same of a column that is asked for every row; mostly its minutes are whole and known, and often the same for all.
class WholeMinutes {
 public:
  WholeMinutes(const law::detail::Values& v, std::int32_t fallback)
      : values_(&v), fallback_(fallback), plain_(!v.big && v.flags.empty() && v.denominators.empty() && v.denominator == 1), same_(v.uniform) {
    if (same_) first_ = whole(v, 0, fallback);
  }
  [[nodiscard]] std::int32_t operator[](std::size_t row) const {
    if (same_) return first_;
    if (plain_) return static_cast<std::int32_t>(std::clamp<std::int64_t>(values_->numerators[row], 0, 7 * kDay));
    return whole(*values_, row, fallback_);
  }
  /// Every row is a whole number of minutes.
  [[nodiscard]] bool all_whole() const { return plain_ || (!values_->big && values_->denominators.empty() && values_->denominator == 1); }

 private:
  const law::detail::Values* values_;
  std::int32_t fallback_, first_ = 0;
  bool plain_, same_;
};

}  // namespace

// The night of a day row, where its worker is.
const Night* Batch::night_of(std::size_t row) const {
  const std::size_t day = row % setting_->days;
  if (!nights_->by_sun()) return nights_->by_clock() + day;
  const std::uint32_t part = frame_.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::part)][row];
  return nights_->of(part_terms_[part]) + day;
}

// Clocks are changed at night, so after the shift's midnight its minutes are those of the changed clock.
std::int32_t Batch::night_minutes(const Night* night, std::size_t row, std::int32_t from, std::int32_t to) const {
  const std::int32_t change = clock_shifts_.empty() ? 0 : clock_shifts_[row].within;
  if (change == 0 || to <= kDay) return minutes_at_night(night, from, to);
  const std::int32_t before = from < kDay ? minutes_at_night(night, from, kDay) : 0;
  return before + minutes_at_night(night, std::max(from, kDay) + change, to + change);
}

// Splits one day's work into kinds, which stand at 0 before; `normal` of its ordinary minutes being within the normal day.
void Batch::split_day(std::size_t row, std::int32_t normal) {
  DayMinutes& m = minutes_;
  const law::Worktime& rules = setting_->plan->pack().worktime;
  const auto kind_of = [&](std::uint16_t bits) {
    if (!(bits & (kRestDay | kSecondFreeDay | kHoliday))) return kWorkingDay;
    const bool rest = (bits & kRestDay) || ((bits & kSecondFreeDay) && rules.second_free_day == law::SecondFreeDayRule::rest_day);
    const bool special_rest = rest && rules.rest_day == law::RestDayRule::special;
    if ((bits & kHoliday) && (rules.holiday_wins_over_rest_day || !special_rest)) return kHoliday;
    return special_rest ? kRestDay : kWorkingDay;
  };
  const std::uint16_t bits = bits_[row];
  if ((bits & kSecondFreeDay) && !(bits & kHoliday) && rules.second_free_day == law::SecondFreeDayRule::overtime) normal = 0;

  if (from_hours_[row]) {
    const std::int32_t worked = m.worked[row], nights = m.night[row];
    switch (kind_of(bits)) {
      case kHoliday: m.holiday[row] = worked; m.holiday_night[row] = nights; break;
      case kRestDay: m.rest_day[row] = worked; m.rest_day_night[row] = nights; break;
      default: {
        const std::int32_t given = given_overtime_[row];
        const std::int32_t over = given != kNone32 && normal > 0 ? std::min(given, worked) : std::max(0, worked - normal);
        m.overtime[row] = over;
        m.normal[row] = worked - over;
        // Which of the day's minutes were at night is not told: only what must overlap is claimed (see `Facts`).
        m.overtime_night[row] = std::max(0, nights - m.normal[row]);
        m.normal_night[row] = std::max(0, nights - over);
      }
    }
    return;
  }

  const bool midnight = rules.day_type == law::DayTypeRule::midnight;
  const std::size_t begin = interval_begin_[row], end = begin + interval_count_[row];
  if (m.night[row] == 0 && (!midnight || intervals_[end - 1].end <= kDay)) {
    // A day without night work and of one kind, as most are: only the day's length counts.
    const std::int32_t worked = m.worked[row];
    switch (kind_of(bits)) {
      case kHoliday: m.holiday[row] = worked; break;
      case kRestDay: m.rest_day[row] = worked; break;
      default:
        m.normal[row] = std::min(worked, std::max(0, normal));
        m.overtime[row] = worked - m.normal[row];
    }
    return;
  }
  const Night* night = night_of(row);
  const bool has_next = (row + 1) % setting_->days != 0;
  const auto next_kind = has_next ? kind_of(bits_[row + 1]) : kind_of(bits);
  const auto own_kind = kind_of(bits);
  std::int32_t ordinary = 0;  // ordinary minutes so far
  m.night[row] = 0;
  const auto take = [&](std::int32_t from, std::int32_t to, DayBits kind) {
    const std::int32_t nights = night_minutes(night, row, from, to);
    m.night[row] += nights;
    if (kind == kHoliday) {
      m.holiday[row] += to - from;
      m.holiday_night[row] += nights;
      return;
    }
    if (kind == kRestDay) {
      m.rest_day[row] += to - from;
      m.rest_day_night[row] += nights;
      return;
    }
    const std::int32_t within = std::clamp(normal - ordinary, 0, to - from);
    ordinary += to - from;
    const std::int32_t within_nights = night_minutes(night, row, from, from + within);
    m.normal[row] += within;
    m.normal_night[row] += within_nights;
    m.overtime[row] += to - from - within;
    m.overtime_night[row] += nights - within_nights;
  };
  for (std::size_t i = begin; i < end; ++i) {
    const Interval& x = intervals_[i];
    if (midnight && x.end > kDay && next_kind != own_kind) {
      if (x.start < kDay) take(x.start, kDay, own_kind);
      take(std::max(x.start, kDay), x.end, next_kind);
    } else {
      take(x.start, x.end, own_kind);
    }
  }
}

// Minutes at night of every day worked; where a shift lies between two nights there are none.
void Batch::find_nights() {
  if (nights_ == nullptr) nights_ = std::make_shared<Nights>(*setting_);
  const Night* const by_clock = nights_->by_sun() ? nullptr : nights_->by_clock();
  const std::int32_t* const dates = frame_.first_date[static_cast<std::size_t>(Grain::day)].data();
  const std::int32_t *const start_of = minutes_.shift_start.data(), *const spread_of = minutes_.spread.data();
  for (const std::uint32_t row : worked_days_) {
    if (from_hours_[row]) continue;
    const Night* night = nullptr;
    if (by_clock != nullptr) {
      night = by_clock + (dates[row] - setting_->first_day);
      const std::int32_t from = start_of[row], to = from + spread_of[row];
      if (night->length == 0 || (from >= night->start + night->length - kDay && to <= night->start)) continue;
    } else {
      night = night_of(row);
    }
    std::int32_t nights = 0;
    for (std::size_t i = interval_begin_[row]; i < interval_begin_[row] + interval_count_[row]; ++i) {
      nights += night_minutes(night, row, intervals_[i].start, intervals_[i].end);
    }
    minutes_.night[row] = nights;
    if (night->told) continue;
    bits_[row] |= kNightNowhere;
    any_bits_ |= kNightNowhere;
  }
}

void Batch::classify(law::Evaluator& evaluator) {
  const law::Plan& plan = *setting_->plan;
  // The normal day may depend on the night minutes of the day, so those come first.
  find_nights();
  const law::NodeId node = plan.root_of(plan.pack().worktime.normal_day);
  law::detail::Values no_limit;
  if (node == law::kNoNode) no_limit.numerators.assign(1, kDay * 2);
  const law::detail::Values& normal = node == law::kNoNode ? no_limit : evaluator.value_at_grain(node, Grain::day);
  const WholeMinutes minutes_of(normal, kDay * 2);
  const bool told = normal.flags.empty(), midnight = plan.pack().worktime.day_type == law::DayTypeRule::midnight;
  constexpr std::uint16_t kSpecial = kRestDay | kSecondFreeDay | kHoliday;
  DayMinutes& m = minutes_;
  cut_days_.clear();
  cut_weeks_.clear();
  const bool some_cut = !minutes_of.all_whole();
  for (const std::uint32_t row : worked_days_) {
    const std::int32_t within = minutes_of[row];
    const bool special = (bits_[row] & kSpecial) != 0 || from_hours_[row] != 0 || m.night[row] != 0;
    if (special || (midnight && m.shift_start[row] + m.spread[row] > kDay)) {
      split_day(row, within);
    } else {
      // An ordinary day without night work, as most are: only its length counts.
      const std::int32_t worked = m.worked[row], ordinary = std::min(worked, within);
      m.normal[row] = ordinary;
      m.overtime[row] = worked - ordinary;
    }
    // Where overtime is stated, the normal day makes none.
    if (some_cut && m.overtime[row] > 0 && m.normal[row] == within && !(from_hours_[row] && given_overtime_[row] != kNone32)) cut_days_.push_back(row);
    if (told) continue;
    // A daily total that states its overtime needs no normal day.
    const bool stated = from_hours_[row] && given_overtime_[row] != kNone32;
    if (!normal.has_value(row) && m.normal[row] > 0 && !stated) mark_untold(row, normal.reason(row));
  }
  apply_normal_week(evaluator);
}

// How a day's minutes divide is not known, as far as they are of an ordinary day.
void Batch::mark_untold(std::size_t row, std::uint32_t reason) {
  // Without a reason the span lies outside what the data can show.
  if (reason == 0) return;
  bits_[row] |= kNormalUntold;
  any_bits_ |= kNormalUntold;
  normal_reasons_.resize(bits_.size(), 0);
  normal_reasons_[row] = reason;
}

void Batch::apply_normal_week(law::Evaluator& evaluator) {
  const law::Plan& plan = *setting_->plan;
  const law::NodeId node = plan.root_of(plan.pack().worktime.normal_week);
  if (node == law::kNoNode) return;
  const law::detail::Values& limit = evaluator.value_at_grain(node, Grain::week);
  const law::RowRanges& weeks = frame_.inside[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::week)];
  const bool some_cut = !WholeMinutes(limit, 7 * kDay).all_whole();
  DayMinutes& m = minutes_;
  for (std::uint32_t w = 0; w < weeks.begin.size(); ++w) {
    std::int32_t total = 0;
    for (std::uint32_t d = weeks.begin[w]; d < weeks.end[w]; ++d) total += bits_[d] & kTotalsHere ? 0 : m.normal[d];
    if (!limit.has_value(w)) {
      for (std::uint32_t d = weeks.begin[w]; total > 0 && d < weeks.end[w]; ++d) {
        if (m.normal[d] > 0) mark_untold(d, limit.reason(w));
      }
    }
    std::int32_t excess = total - whole(limit, w, 7 * kDay);
    if (some_cut && excess > 0) cut_weeks_.push_back(w);
    for (std::uint32_t d = weeks.end[w]; excess > 0 && d-- > weeks.begin[w];) {
      // A total of several days has its overtime stated; which week it lies in is not told.
      const std::int32_t moved = bits_[d] & kTotalsHere ? 0 : std::min(excess, m.normal[d]);
      if (moved == 0) continue;
      excess -= moved;
      if (from_hours_[d]) {
        m.normal[d] -= moved;
        m.overtime[d] += moved;
      } else {
        const std::int32_t normal = m.normal[d] - moved;
        for (auto* minutes : {&m.normal, &m.normal_night, &m.overtime, &m.overtime_night, &m.rest_day, &m.rest_day_night, &m.holiday, &m.holiday_night}) {
          (*minutes)[d] = 0;
        }
        split_day(d, normal);
      }
    }
  }
}

}  // namespace wageproof::worktime
