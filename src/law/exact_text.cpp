#include "law/exact_text.hpp"

#include <limits>

#include "wageproof/quantity/decimal.hpp"

namespace wageproof::law {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

std::optional<quantity::Ratio> parse_plain(std::string_view text) noexcept {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  std::int64_t digits = 0, scale = 1;
  int count = 0, decimals = -1;
  for (const char c : text) {
    if (c == '.') {
      if (decimals >= 0 || count == 0) return std::nullopt;
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9' || ++count > 18) return std::nullopt;
    digits = digits * 10 + (c - '0');
    if (decimals >= 0) {
      ++decimals;
      scale *= 10;
    }
  }
  if (count == 0 || decimals == 0) return std::nullopt;
  const auto made = quantity::Ratio::make(negative ? -digits : digits, scale);
  if (!made) return std::nullopt;
  return made.value;
}

}  // namespace

std::optional<quantity::Ratio> parse_exact(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const auto numerator = parse_plain(text.substr(0, slash));
  if (!numerator || slash == std::string_view::npos) return numerator;
  const auto denominator = parse_plain(text.substr(slash + 1));
  if (!denominator || denominator->numerator() <= 0) return std::nullopt;
  const auto quotient = quantity::Ratio::try_divide(*numerator, *denominator);
  if (!quotient) return std::nullopt;
  return quotient.value;
}

std::optional<std::int64_t> parse_micro(std::string_view text) noexcept {
  const auto exact = parse_exact(text);
  if (!exact || kMillion % exact->denominator() != 0) return std::nullopt;
  const std::int64_t factor = kMillion / exact->denominator();
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  if (exact->numerator() > kLargest / factor || exact->numerator() < -(kLargest / factor)) return std::nullopt;
  return exact->numerator() * factor;
}

std::string exact_text(std::int64_t numerator, std::int64_t denominator) {
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  if (denominator > 0 && kMillion % denominator == 0) {
    const std::int64_t factor = kMillion / denominator;
    if (numerator <= kLargest / factor && numerator >= -(kLargest / factor)) {
      std::string out;
      quantity::append_decimal_trimmed(out, numerator * factor);
      return out;
    }
  }
  return std::to_string(numerator) + "/" + std::to_string(denominator);
}

}  // namespace wageproof::law
