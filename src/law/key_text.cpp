#include "law/key_text.hpp"

#include "law/exact_text.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::law {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

std::optional<std::int64_t> bound(std::string_view text, ValueType type) noexcept {
  if (type == ValueType::date) {
    const auto day = quantity::parse_date(text);
    if (!day) return std::nullopt;
    return std::int64_t{day->serial()} * kMillion;
  }
  if (type == ValueType::boolean) {
    if (text == "true") return kMillion;
    if (text == "false") return 0;
    return std::nullopt;
  }
  return parse_micro(text);
}

std::string bound_text(std::int64_t micro, ValueType type) {
  if (type == ValueType::date) return quantity::to_text(quantity::Date::from_serial(static_cast<std::int32_t>(micro / kMillion)));
  if (type == ValueType::boolean) return micro == 0 ? "false" : "true";
  std::string out;
  quantity::append_decimal_trimmed(out, micro);
  return out;
}

/// Whether every number of `a` lies below every number of `b`.
bool below(const KeyRange& a, const KeyRange& b) noexcept {
  if (!a.has_upper || !b.has_lower) return false;
  if (a.upper_micro != b.lower_micro) return a.upper_micro < b.lower_micro;
  return !a.upper_inside || !b.lower_inside;
}

}  // namespace

std::optional<KeyRange> parse_range(std::string_view text, ValueType type) noexcept {
  KeyRange range;
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto only = bound(text, type);
    if (!only) return std::nullopt;
    return KeyRange{*only, *only, true, true, true, true};
  }
  std::string_view lower = text.substr(0, dots), upper = text.substr(dots + 2);
  if (lower.ends_with('<')) {
    range.lower_inside = false;
    lower.remove_suffix(1);
    if (lower.empty()) return std::nullopt;
  }
  if (upper.starts_with('=')) {
    range.upper_inside = true;
    upper.remove_prefix(1);
    if (upper.empty()) return std::nullopt;
  }
  if (lower.empty() && upper.empty()) return std::nullopt;
  if (!lower.empty()) {
    const auto value = bound(lower, type);
    if (!value) return std::nullopt;
    range.has_lower = true;
    range.lower_micro = *value;
  }
  if (!upper.empty()) {
    const auto value = bound(upper, type);
    if (!value) return std::nullopt;
    range.has_upper = true;
    range.upper_micro = *value;
  }
  if (range.has_lower && range.has_upper) {
    if (range.upper_micro < range.lower_micro) return std::nullopt;
    if (range.upper_micro == range.lower_micro && !(range.lower_inside && range.upper_inside)) return std::nullopt;
  }
  return range;
}

std::string to_text(const Key& key, ValueType type) {
  if (key.kind == Key::Kind::any) return "*";
  if (key.kind == Key::Kind::text) return key.text;
  const KeyRange& range = key.range;
  if (range.has_lower && range.has_upper && range.lower_micro == range.upper_micro) return bound_text(range.lower_micro, type);
  std::string out;
  if (range.has_lower) out += bound_text(range.lower_micro, type) + (range.lower_inside ? "" : "<");
  out += "..";
  if (range.has_upper) out += (range.upper_inside ? "=" : "") + bound_text(range.upper_micro, type);
  return out;
}

bool overlap(const KeyRange& a, const KeyRange& b) noexcept { return !below(a, b) && !below(b, a); }

}  // namespace wageproof::law
