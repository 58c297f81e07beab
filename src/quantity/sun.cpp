#include "wageproof/quantity/sun.hpp"

#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::quantity {

namespace {

using detail::Int128;

/// A number with 40 binary places. Angles are in degrees.
using Fixed = std::int64_t;
constexpr int kPlaces = 40;
constexpr Fixed kOne = Fixed{1} << kPlaces;

/// `digits` as a decimal with that many places behind the point.
constexpr Fixed decimal(std::int64_t digits, int places) noexcept {
  Int128 scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  return static_cast<Fixed>(static_cast<Int128>(digits) * kOne / scale);
}

constexpr Fixed times(Fixed a, Fixed b) noexcept { return static_cast<Fixed>(static_cast<Int128>(a) * b / kOne); }
constexpr Fixed over(Fixed a, Fixed b) noexcept { return static_cast<Fixed>(static_cast<Int128>(a) * kOne / b); }

constexpr Fixed kHalfTurn = 180 * kOne;
constexpr Fixed kRadian = decimal(17453292519943, 15);        // one degree in radians
constexpr Fixed kDegreesOfRadian = decimal(57295779513082, 12);

/// Degrees within half a turn of 0.
constexpr Fixed reduced(Fixed angle) noexcept {
  angle %= 2 * kHalfTurn;
  if (angle > kHalfTurn) angle -= 2 * kHalfTurn;
  if (angle < -kHalfTurn) angle += 2 * kHalfTurn;
  return angle;
}

constexpr Fixed sine(Fixed angle) noexcept {
  angle = reduced(angle);
  if (angle > kHalfTurn / 2) angle = kHalfTurn - angle;
  if (angle < -kHalfTurn / 2) angle = -kHalfTurn - angle;
  const Fixed x = times(angle, kRadian), square = times(x, x);
  // Taylor's series: within a quarter turn the tenth term is below the last place.
  Fixed term = x, sum = x;
  for (int n = 2; n <= 20; n += 2) {
    term = -times(term, square) / (n * (n + 1));
    sum += term;
  }
  return sum;
}

constexpr Fixed cosine(Fixed angle) noexcept { return sine(reduced(angle) + kHalfTurn / 2); }

/// The angle within a quarter turn whose sine is `value`, by halving.
constexpr Fixed arc_sine(Fixed value) noexcept {
  Fixed low = -kHalfTurn / 2, high = kHalfTurn / 2;
  while (high - low > 1) {
    const Fixed middle = low + (high - low) / 2;
    (sine(middle) < value ? low : high) = middle;
  }
  return high;
}

struct Sun {
  Fixed declination = 0;
  Fixed ahead = 0;  ///< equation of time, minutes
};

/// Where the sun is `minutes` after 00:00 UTC of a day, counted from 1970.
constexpr Sun sun_at(std::int32_t serial_day, Fixed minutes) noexcept {
  // 2000-01-01 12:00 is day 10957.5; T counts centuries of 36525 days from it.
  const Fixed days = (Fixed{serial_day} - 10957) * kOne - kOne / 2 + minutes / 1440;
  const Fixed t = days / 36525;
  const Fixed mean_longitude = reduced(decimal(28046646, 5) + times(t, decimal(3600076983, 5)) + times(times(t, t), decimal(3032, 7)));
  const Fixed anomaly = reduced(decimal(35752911, 5) + times(t, decimal(3599905029, 5)) - times(times(t, t), decimal(1537, 7)));
  const Fixed eccentricity = decimal(16708634, 9) - times(t, decimal(42037, 9)) - times(times(t, t), decimal(1267, 10));
  const Fixed centre = times(sine(anomaly), decimal(1914602, 6) - times(t, decimal(4817, 6)) - times(times(t, t), decimal(14, 6))) +
                       times(sine(2 * anomaly), decimal(19993, 6) - times(t, decimal(101, 6))) + times(sine(3 * anomaly), decimal(289, 6));
  const Fixed node = reduced(decimal(12504, 2) - times(t, decimal(1934136, 3)));
  const Fixed longitude = mean_longitude + centre - decimal(569, 5) - times(sine(node), decimal(478, 5));
  const Fixed mean_obliquity = decimal(23439291111, 9) - times(t, decimal(13004167, 9)) - times(times(t, t), decimal(164, 9)) +
                               times(times(times(t, t), t), decimal(504, 9));
  const Fixed obliquity = mean_obliquity + times(cosine(node), decimal(256, 5));
  Sun sun;
  sun.declination = arc_sine(times(sine(obliquity), sine(longitude)));
  const Fixed tangent = over(sine(obliquity / 2), cosine(obliquity / 2));
  const Fixed y = times(tangent, tangent);
  const Fixed sum = times(y, sine(2 * mean_longitude)) - 2 * times(eccentricity, sine(anomaly)) +
                    4 * times(times(eccentricity, y), times(sine(anomaly), cosine(2 * mean_longitude))) -
                    times(times(y, y), sine(4 * mean_longitude)) / 2 - 5 * times(times(eccentricity, eccentricity), sine(2 * anomaly)) / 4;
  sun.ahead = 4 * times(sum, kDegreesOfRadian);
  return sun;
}

}  // namespace

SunMinute sun_minute(Date date, SunEvent event, std::int64_t latitude_micro, std::int64_t longitude_micro) noexcept {
  const Fixed latitude = decimal(latitude_micro, 6), longitude = decimal(longitude_micro, 6);
  Fixed minutes = 720 * kOne - 4 * longitude;
  // The sun moves on between noon and the event: reckoned again at the time found.
  for (int pass = 0; pass < 3; ++pass) {
    const Sun sun = sun_at(date.serial(), minutes);
    const Fixed across = times(cosine(latitude), cosine(sun.declination));
    const Fixed height = cosine(decimal(90833, 3)) - times(sine(latitude), sine(sun.declination));
    if (height >= across) return {SunMinute::Kind::never_up, 0};
    if (height <= -across) return {SunMinute::Kind::never_down, 0};
    const Fixed hour_angle = kHalfTurn / 2 - arc_sine(over(height, across));
    minutes = 720 * kOne - 4 * (longitude + (event == SunEvent::rises ? hour_angle : -hour_angle)) - sun.ahead;
  }
  const Fixed shifted = minutes + kOne / 2;
  const Fixed floor = shifted >= 0 ? shifted / kOne : -((-shifted + kOne - 1) / kOne);
  return {SunMinute::Kind::at, static_cast<std::int32_t>(floor)};
}

}  // namespace wageproof::quantity
