// What payslips book: each payroll row is added to every set of components that means it.
#include "wageproof/due/bookings.hpp"

#include <algorithm>

namespace wageproof::due {

using records::DataTable;
using records::TableKind;
namespace field = records::field;

namespace {

constexpr std::string_view kFixedSuffix = "[fixed]", kVariableSuffix = "[variable]";

template <class Fn>
void for_each_pattern(std::string_view patterns, Fn fn) {
  while (!patterns.empty()) {
    const std::size_t end = std::min(patterns.find(';'), patterns.size());
    std::string_view one = patterns.substr(0, end);
    patterns.remove_prefix(std::min(end + 1, patterns.size()));
    if (one.empty()) continue;
    const bool minus = one.front() == '-';
    if (minus) one.remove_prefix(1);
    fn(one, minus);
  }
}

bool fits(std::string_view pattern, std::string_view component, int fixed) {
  const auto drop = [&](std::string_view suffix) {
    if (!pattern.ends_with(suffix)) return false;
    pattern.remove_suffix(suffix.size());
    return true;
  };
  constexpr auto kYes = static_cast<int>(records::YesNo::yes);
  if (drop(kFixedSuffix) && fixed != kYes) return false;
  if (drop(kVariableSuffix) && fixed == kYes) return false;
  return matches_component(pattern, component);
}

// Whether a set holds a component: some pattern means it, and none takes it away.
bool is_in(std::string_view patterns, std::string_view component, int fixed) {
  bool in = false, out = false;
  for_each_pattern(patterns, [&](std::string_view pattern, bool minus) {
    if (fits(pattern, component, fixed)) (minus ? out : in) = true;
  });
  return in && !out;
}

constexpr int kKnownUseBits = 8;

constexpr std::uint64_t use_key(records::StringId component, int fixed) noexcept {
  return (static_cast<std::uint64_t>(component) << 2) | static_cast<std::uint64_t>(fixed + 1);
}

}  // namespace

bool matches_component(std::string_view pattern, std::string_view component) noexcept {
  std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == component;
  if (!component.starts_with(pattern.substr(0, star))) return false;
  component.remove_prefix(star);
  // What stands between two stars may begin anywhere, so the first place where it fits is as good as any.
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    if (star == std::string_view::npos) return component.ends_with(pattern);
    const std::string_view middle = pattern.substr(0, star);
    const std::size_t found = component.find(middle);
    if (found == std::string_view::npos) return false;
    component.remove_prefix(found + middle.size());
  }
}

Bookings::Bookings(const worktime::Setting& setting, std::vector<std::string> sets) : setting_(&setting), sets_(std::move(sets)) {
  std::sort(sets_.begin(), sets_.end());
  sets_.erase(std::unique(sets_.begin(), sets_.end()), sets_.end());
  for (std::size_t s = 0; s < sets_.size(); ++s) slot_of_.emplace(sets_[s], static_cast<int>(s));
  known_uses_.resize(std::size_t{1} << kKnownUseBits);
}

int Bookings::slot(const std::string& patterns) const noexcept {
  const auto it = slot_of_.find(patterns);
  return it == slot_of_.end() ? -1 : it->second;
}

const std::vector<Bookings::SlotUse>& Bookings::uses_of(records::StringId component, int fixed) {
  const std::uint64_t key = use_key(component, fixed);
  KnownUse& known = known_uses_[key * 0x9E3779B97F4A7C15ULL >> (64 - kKnownUseBits)];
  if (known.key == key) return *known.uses;
  const auto [it, added] = uses_.try_emplace(key);
  known = {key, &it->second};
  if (!added) return it->second;
  const std::string_view name = setting_->data->strings.view(component);
  for (std::size_t s = 0; s < sets_.size(); ++s) {
    if (is_in(sets_[s], name, fixed)) it->second.push_back(static_cast<SlotUse>(s));
  }
  return it->second;
}

bool Bookings::row_matches(std::uint32_t row, const std::string& patterns) const {
  const DataTable& t = (*setting_->data)[TableKind::payroll];
  const std::string_view name = setting_->data->strings.view(t.text(field::payroll::component, row));
  const std::int32_t given = t.narrow(field::payroll::fixed, row);
  const int fixed = given == records::kNone32 ? -1 : given;
  return is_in(patterns, name, fixed);
}

// What `load` found out of a component stands for its rows too.
bool Bookings::row_is_of(std::uint32_t row, int slot) const {
  const DataTable& t = (*setting_->data)[TableKind::payroll];
  const std::int32_t given = t.narrow(field::payroll::fixed, row);
  const auto known = uses_.find(use_key(t.text(field::payroll::component, row), given == records::kNone32 ? -1 : given));
  if (known == uses_.end()) return row_matches(row, sets_[static_cast<std::size_t>(slot)]);
  return std::find(known->second.begin(), known->second.end(), static_cast<SlotUse>(slot)) != known->second.end();
}

const std::vector<std::uint32_t>& Bookings::rows_of(const worktime::Batch& batch, std::uint32_t worker, std::size_t period, const std::string& patterns) const {
  const DataTable& t = (*setting_->data)[TableKind::payroll];
  std::vector<std::uint32_t>& rows = rows_found_;
  rows.clear();
  const int wanted = slot(patterns);
  // Rows stand in the order in which their slips end.
  const auto all = setting_->index->rows(TableKind::payroll, batch.first_worker() + worker);
  const worktime::Span& span = setting_->periods[period];
  const auto end_of = [&](std::uint32_t r) { return t.narrow(field::payroll::period_end, r); };
  auto r = std::partition_point(all.begin(), all.end(), [&](std::uint32_t row) { return end_of(row) < span.first; });
  for (; r != all.end() && end_of(*r) <= span.last; ++r) {
    if (wanted >= 0 ? row_is_of(*r, wanted) : row_matches(*r, patterns)) rows.push_back(*r);
  }
  return rows;
}

void Bookings::load(const worktime::Batch& batch) {
  const DataTable& t = (*setting_->data)[TableKind::payroll];
  const std::size_t periods = setting_->periods.size();
  rows_ = periods * batch.count();
  booked_.assign(sets_.size() * rows_, {});
  payslip_.assign(rows_, 0);
  const auto column = [&](int f) { return t.columns[static_cast<std::size_t>(f)].narrow.data(); };
  const std::int32_t *const ends = column(field::payroll::period_end), *const fixed = column(field::payroll::fixed);
  const std::int32_t *const components = column(field::payroll::component), *const currencies = column(field::payroll::currency);
  const std::int64_t* const amounts = t.columns[field::payroll::amount].wide.data();
  Booked* const booked = booked_.data();
  const std::size_t rows = rows_;
  // The rows of a payslip, and payslips of one month, have their period in common.
  std::int32_t last_end = records::kNone32;
  std::uint32_t period = law::kNoRow;
  for (std::uint32_t w = 0; w < batch.count(); ++w) {
    for (const std::uint32_t r : setting_->index->rows(TableKind::payroll, batch.first_worker() + w)) {
      if (ends[r] != last_end) {
        last_end = ends[r];
        period = setting_->period_at(last_end);
      }
      if (period == law::kNoRow) continue;
      const std::size_t row = w * periods + period;
      payslip_[row] = 1;
      const std::int64_t amount = amounts[r];
      const auto given = static_cast<records::StringId>(currencies[r]);
      const records::StringId currency = given == 0 ? setting_->currency : given;
      for (const SlotUse use : uses_of(static_cast<records::StringId>(components[r]), fixed[r] == records::kNone32 ? -1 : fixed[r])) {
        Booked& b = booked[use * rows + row];
        b.mixed = b.mixed || (b.currency != 0 && b.currency != currency);
        b.currency = currency;
        b.add(amount);
        if (b.rows < UINT16_MAX) ++b.rows;
      }
    }
  }
}

}  // namespace wageproof::due
