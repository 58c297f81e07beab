#include "nights.hpp"

#include <algorithm>

#include "wageproof/quantity/decimal.hpp"
#include "wageproof/quantity/sun.hpp"
#include "wageproof/quantity/utc_offset.hpp"

namespace wageproof::worktime {

using quantity::SunEvent;
using quantity::SunMinute;
using records::TableKind;

namespace {

constexpr std::int32_t kDay = 24 * 60;
constexpr std::int32_t kBefore = 1, kAfter = 2;  // a shift reaches at most two days past midnight of its own

const law::NightWindow* window_on(const std::vector<law::NightWindow>& windows, std::int32_t date) {
  const law::NightWindow* found = nullptr;
  for (const law::NightWindow& w : windows) {
    if (w.from > date) break;
    found = &w;
  }
  return found;
}

/// The clock's minute of a moment after 00:00 UTC of a day; nothing where the zone is not known.
std::optional<std::int32_t> on_the_clock(const std::string& zone, std::int32_t day, std::int32_t utc_minute) {
  const auto offset = quantity::utc_offset_minutes(zone, std::int64_t{day} * 86400 + std::int64_t{utc_minute} * 60);
  if (!offset) return std::nullopt;
  return utc_minute + *offset;
}

/// From sunset to the next sunrise. Where one of them does not happen, polar night and midnight sun run from noon to noon.
Night sun_night(const std::string& zone, std::int64_t latitude, std::int64_t longitude, std::int32_t day) {
  const SunMinute sets = quantity::sun_minute(quantity::Date::from_serial(day), SunEvent::sets, latitude, longitude);
  const SunMinute rises = quantity::sun_minute(quantity::Date::from_serial(day + 1), SunEvent::rises, latitude, longitude);
  Night night;
  night.by_sun = true;
  if (sets.kind == SunMinute::Kind::never_down || rises.kind == SunMinute::Kind::never_down) return night;
  constexpr std::int32_t kNoon = kDay / 2;
  const auto start = sets.kind == SunMinute::Kind::never_up ? std::optional(kNoon) : on_the_clock(zone, day, sets.utc_minute);
  const auto end = rises.kind == SunMinute::Kind::never_up ? std::optional(kNoon) : on_the_clock(zone, day + 1, rises.utc_minute);
  night.told = start && end;
  if (!night.told) return night;
  night.start = *start;
  night.length = kDay + *end - *start;
  return night;
}

}  // namespace

Nights::Nights(const Setting& setting) : setting_(&setting) {
  const std::vector<law::NightWindow>& windows = setting.plan->pack().worktime.night;
  fixed_.resize(static_cast<std::size_t>(kBefore) + setting.days + kAfter);
  for (std::size_t i = 0; i < fixed_.size(); ++i) {
    const law::NightWindow* w = window_on(windows, setting.first_day - kBefore + static_cast<std::int32_t>(i));
    if (w == nullptr) continue;
    Night& night = fixed_[i];
    night.by_sun = w->by_sun;
    by_sun_ = by_sun_ || w->by_sun;
    if (w->by_sun || w->start_minute == w->end_minute) continue;
    night.start = w->start_minute;
    night.length = w->end_minute - w->start_minute;
    if (night.length <= 0) night.length += kDay;
  }
}

std::optional<std::int64_t> Nights::attribute(std::string_view name, std::uint32_t terms_row, std::int64_t most) const {
  const records::Dataset& data = *setting_->data;
  const records::StringId id = data.strings.find(name);
  if (id == 0) return std::nullopt;
  const auto value = [&](TableKind table, std::uint32_t row) {
    const auto& columns = data[table].attributes;
    const auto found = std::find_if(columns.begin(), columns.end(), [id](const records::AttributeColumn& c) { return c.name == id; });
    return found == columns.end() ? records::StringId{0} : found->values[row];
  };
  records::StringId text = value(TableKind::workers, terms_row);
  if (text == 0) text = value(TableKind::employers, setting_->employer.row);
  if (text == 0) return std::nullopt;
  const auto degrees = quantity::parse_decimal(data.strings.view(text));
  if (!degrees.ok() || degrees.micro > most || degrees.micro < -most) return std::nullopt;
  return degrees.micro;
}

const Night* Nights::of(std::uint32_t terms_row) {
  constexpr std::int64_t kPole = 90'000'000, kOppositeMeridian = 180'000'000;
  const auto latitude = attribute("latitude", terms_row, kPole);
  const auto longitude = attribute("longitude", terms_row, kOppositeMeridian);
  const std::optional<Place> place = latitude && longitude ? std::optional<Place>({*latitude, *longitude}) : std::nullopt;
  const auto [at, fresh] = places_.try_emplace(place);
  if (fresh) at->second = at_place(place);
  return at->second.data() + kBefore;
}

std::vector<Night> Nights::at_place(const std::optional<Place>& place) const {
  const law::Pack& pack = setting_->plan->pack();
  std::vector<Night> nights = fixed_;
  for (std::size_t i = 0; i < nights.size(); ++i) {
    if (!nights[i].by_sun) continue;
    const std::int32_t day = setting_->first_day - kBefore + static_cast<std::int32_t>(i);
    const law::NightWindow* w = window_on(pack.worktime.night, day);
    if (!place && !w->has_place) nights[i].told = false;
    else nights[i] = sun_night(pack.time_zone, place ? place->first : w->latitude_micro, place ? place->second : w->longitude_micro, day);
  }
  return nights;
}

std::int32_t minutes_at_night(const Night* night, std::int32_t from, std::int32_t to) {
  const auto common = [&](std::int32_t start, std::int32_t length) { return std::max(0, std::min(start + length, to) - std::max(start, from)); };
  std::int32_t total = 0;
  if (night->by_sun) {
    // Each morning has its own sunrise.
    for (std::int32_t k = -kBefore; k <= kAfter; ++k) total += common(night[k].start + k * kDay, night[k].length);
    return total;
  }
  if (night->length == 0 || (from >= night->start + night->length - kDay && to <= night->start)) return 0;
  for (std::int32_t shift = -kDay; shift <= 2 * kDay; shift += kDay) {
    if (night->start + shift >= to) break;
    total += common(night->start + shift, night->length);
  }
  return total;
}

}  // namespace wageproof::worktime
