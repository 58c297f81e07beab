#include "law/words.hpp"

#include <algorithm>
#include <array>

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 18> kComponents{
    "basic", "piece", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "holiday_pay",
    "rest_day_pay", "leave", "leave_encashment", "allowance", "bonus", "severance", "deduction", "contribution",
    "in_kind", "gross", "net"};
/// Components that are written with a further part.
constexpr std::array<std::string_view, 6> kComponentFamilies{"leave",        "allowance", "bonus",
                                                             "deduction", "contribution", "in_kind"};

constexpr std::array<std::string_view, 51> kChecks{
    "minimum_wage", "basic_pay", "piece_pay", "overtime_pay", "night_premium", "rest_day_premium", "holiday_premium",
    "holiday_pay", "rest_day_pay", "wage_increment", "leave_pay", "leave_entitlement", "leave_encashment", "allowance",
    "bonus", "severance", "contribution", "registration", "remittance", "late_remittance", "withheld_not_remitted",
    "declared_wage", "deduction_limit", "unlawful_deduction", "net_pay", "payment_missing", "payment_short",
    "payment_over", "payment_late", "payment_duplicate", "payment_returned", "payment_fee", "payment_channel",
    "payment_unmatched", "hours_daily", "hours_weekly", "overtime_daily", "overtime_weekly", "overtime_monthly",
    "overtime_quarterly", "overtime_yearly", "weekly_rest", "daily_rest", "break", "night_work", "minimum_age",
    "young_worker_hours", "young_worker_night", "maternity_protection", "hours_mismatch", "time_pattern"};

constexpr std::array<std::string_view, 16> kLeaveTypes{
    "annual", "sick", "casual", "maternity", "paternity", "marriage", "bereavement", "menstrual", "injury",
    "public_duty", "pilgrimage", "special", "compensatory", "suspension", "unpaid", "absent"};

/// Changes of single letters (and swaps of neighbours) that lead from one word to the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      next[j] = std::min({change, row[j] + 1, next[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

template <class Name>
std::string listed_names(std::span<const Name> names) {
  constexpr std::size_t kMost = 24;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) {
    if (i != 0) out += ", ";
    out += names[i];
  }
  if (names.size() > kMost) out += ", …";
  return out;
}

bool is_part_or_star(std::string_view part) noexcept {
  if (part == "*") return true;
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '*';
  });
}

}  // namespace

bool is_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > 100 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_dotted_name(std::string_view text) noexcept {
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_name(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::string did_you_mean(std::string_view found, std::span<const std::string_view> known) {
  if (found.empty() || found.size() > 64) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, std::min<std::size_t>(3, found.size() / 3)) + 1;
  for (const std::string_view name : known) {
    if (name.empty()) continue;
    const std::size_t longer = std::max(name.size(), found.size()), shorter = std::min(name.size(), found.size());
    if (longer - shorter > best_distance) continue;
    const std::size_t distance = edit_distance(found, name);
    // Of two that are as near, the one that begins alike: the first letter is seldom wrong.
    const bool nearer = distance < best_distance ||
                        (distance == best_distance && !best.empty() && best.front() != found.front() && name.front() == found.front());
    if (!nearer) continue;
    best_distance = distance;
    best = name;
  }
  if (best.empty()) return {};
  return "; did you mean `" + std::string(best) + "`?";
}

std::string listed(std::span<const std::string_view> names) { return listed_names(names); }
std::string listed(std::span<const std::string> names) { return listed_names(names); }

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    std::string_view part = text.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string component_pattern_problem(std::string_view pattern) {
  if (pattern == "*") return {};
  const std::size_t dot = pattern.find('.');
  const std::string_view head = pattern.substr(0, dot);
  if (std::find(kComponents.begin(), kComponents.end(), head) == kComponents.end()) {
    return "`" + std::string(pattern) + "` is no payroll component; known are " + listed(kComponents) +
           did_you_mean(head, kComponents);
  }
  const bool family = std::find(kComponentFamilies.begin(), kComponentFamilies.end(), head) != kComponentFamilies.end();
  if (family && dot == std::string_view::npos) {
    return "`" + std::string(pattern) + "` needs a second part: `" + std::string(head) + ".NAME`, or `" +
           std::string(head) + ".*` for all";
  }
  if (!family && dot != std::string_view::npos) {
    return "component `" + std::string(head) + "` has no second part, found `" + std::string(pattern) + "`";
  }
  if (!family) return {};
  for (std::string_view rest = pattern.substr(dot + 1);;) {
    const std::size_t next = rest.find('.');
    if (!is_part_or_star(rest.substr(0, next))) {
      return "`" + std::string(pattern) + "`: parts of a component have lower-case letters, digits, `_` and `*`";
    }
    if (next == std::string_view::npos) return {};
    rest.remove_prefix(next + 1);
  }
}

std::string check_name_problem(std::string_view name) {
  if (!is_dotted_name(name)) return "`" + std::string(name) + "` is no name of a check: lower-case words joined by `.`";
  const std::string_view head = name.substr(0, name.find('.'));
  if (std::find(kChecks.begin(), kChecks.end(), head) == kChecks.end()) {
    return "`" + std::string(head) + "` is no check of the record format" + did_you_mean(head, kChecks);
  }
  if (head == "contribution" && !name.ends_with(".employee") && !name.ends_with(".employer")) {
    return "`" + std::string(name) + "` must be contribution.SCHEME.employee or contribution.SCHEME.employer";
  }
  return {};
}

std::span<const std::string_view> leave_types() noexcept { return kLeaveTypes; }

}  // namespace wageproof::law
