#include "capi/slip_rows.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "capi/guard.hpp"
#include "readers/row_rules.hpp"
#include "readers/values.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::capi {

namespace f = records::field;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

namespace {

constexpr std::int64_t kLargestMicro = 999'999'999'999'999'999;

bool is_wide(FieldType type) noexcept { return type == FieldType::amount || type == FieldType::timestamp; }

/// Letters, digits and marks of ASCII, no blank at an end: what no reader changes or refuses.
bool is_plain(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void add(std::string& out, std::string_view part) {
  out += part;
  out += '\n';
}
void add(std::string& out, std::int32_t part) { out.append(reinterpret_cast<const char*>(&part), sizeof part); }

struct Extent {
  std::int32_t first = INT32_MAX, last = INT32_MIN;
  void take(std::int32_t day) noexcept {
    first = std::min(first, day);
    last = std::max(last, day);
  }
};

std::int32_t month_of(std::int32_t day) { return quantity::first_day_of_month(quantity::Date::from_serial(day)).serial(); }

/// The span of days that must hold every day of work, so that it alone says which periods there are: the half of a month
/// that is paid, or the month.
std::optional<Extent> span_around(std::int32_t first, std::int32_t last, bool halves) {
  if (!quantity::Date::try_from_serial(first) || !quantity::Date::try_from_serial(last)) return std::nullopt;
  const std::int32_t month = month_of(first);
  if (last < first || month_of(last) != month) return std::nullopt;
  const std::int32_t end = quantity::last_day_of_month(quantity::Date::from_serial(first)).serial();
  if (!halves) return Extent{month, end};
  if (last <= month + 14) return Extent{month, month + 14};
  if (first >= month + 15) return Extent{month + 15, end};
  return std::nullopt;
}

}  // namespace

bool shape_of(const wageproof_payslip& slip, std::string& out) {
  out.clear();
  const std::string_view period = text_of(slip.period);
  add(out, period);
  add(out, text_of(slip.currency));
  for (const void* list : {static_cast<const void*>(slip.workdays), static_cast<const void*>(slip.leave_days), static_cast<const void*>(slip.bookings),
                           static_cast<const void*>(slip.piece_lots)}) {
    out += list == nullptr ? '-' : '+';
  }
  if ((slip.employer_attribute_count != 0 && slip.employer_attributes == nullptr) || (slip.worker_attribute_count != 0 && slip.worker_attributes == nullptr)) return false;
  if ((slip.workdays == nullptr && slip.workday_count != 0) || (slip.leave_days == nullptr && slip.leave_day_count != 0) ||
      (slip.bookings == nullptr && slip.booking_count != 0) || (slip.piece_lots == nullptr && slip.piece_lot_count != 0)) {
    return false;
  }
  for (std::size_t i = 0; i < slip.employer_attribute_count; ++i) {
    const std::string_view name = text_of(slip.employer_attributes[i].name), value = text_of(slip.employer_attributes[i].value);
    if (name.find('\n') != std::string_view::npos || value.find('\n') != std::string_view::npos) return false;
    add(out, name);
    add(out, value);
  }
  out += '|';
  for (std::size_t i = 0; i < slip.worker_attribute_count; ++i) {
    const std::string_view name = text_of(slip.worker_attributes[i].name);
    // A name that is a field of the format is read as that field.
    if (name.empty() || name.find('\n') != std::string_view::npos || records::field_index(TableKind::workers, name) >= 0) return false;
    add(out, name);
  }
  // The days: those of the payslip, or the month of the work where nothing is booked.
  Extent work;
  for (std::size_t i = 0; i < slip.workday_count; ++i) work.take(slip.workdays[i].date);
  for (std::size_t i = 0; i < slip.piece_lot_count; ++i) work.take(slip.piece_lots[i].date);
  const bool paid = slip.booking_count != 0;
  if (!paid && work.first > work.last) return false;
  const auto around = paid ? span_around(slip.period_start, slip.period_end, period == "half_monthly") : span_around(work.first, work.last, false);
  if (!around || (work.first <= work.last && (work.first < around->first || work.last > around->last))) return false;
  out += paid ? 'p' : 'w';
  add(out, paid ? slip.period_start : around->first);
  add(out, paid ? slip.period_end : around->last);
  return true;
}

/// Gives a table so many rows that state nothing, and fills them one after the other. A value that is not plainly good turns
/// `plain` off.
class SlipRows::Writer {
 public:
  Writer(DataTable& table, const std::vector<Limits>& limits, std::uint32_t file, std::size_t rows, bool& plain) : table_(table), limits_(limits), plain_(plain) {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const records::FieldSpec& spec = table_.spec->fields[i];
      if (spec.extension) continue;
      if (is_wide(spec.type)) table_.columns[i].wide.assign(rows, kNone64);
      else table_.columns[i].narrow.assign(rows, nothing(spec));
    }
    table_.file.assign(rows, file);
    const std::size_t numbered = table_.line.size();
    table_.line.resize(rows);
    for (std::size_t row = numbered; row < rows; ++row) table_.line[row] = static_cast<std::uint32_t>(row + 1);
  }

  void next() noexcept { ++row_; }
  void text(int field, StringId id) { narrow(field) = static_cast<std::int32_t>(id); }
  void day(int field, std::int32_t serial) {
    if (serial == WAGEPROOF_NO_DATE) return;
    constexpr std::int32_t kFirst = -25567, kLast = 84370;  // 1900-01-01 and 2200-12-31, as the format has it
    plain_ = plain_ && serial >= kFirst && serial <= kLast;
    narrow(field) = serial;
  }
  void clock(int field, std::int32_t second) {
    if (second == WAGEPROOF_NONE) return;
    plain_ = plain_ && second >= 0 && second < 86'400;
    narrow(field) = second;
  }
  void whole(int field, std::int32_t value) {
    if (value == WAGEPROOF_NONE) return;
    const Limits& limit = limits_[static_cast<std::size_t>(field)];
    plain_ = plain_ && value >= limit.least && value <= limit.most;
    narrow(field) = value;
  }
  void amount(int field, std::int64_t micro) {
    if (micro == WAGEPROOF_NO_AMOUNT) return;
    const Limits& limit = limits_[static_cast<std::size_t>(field)];
    plain_ = plain_ && micro >= limit.least && micro <= limit.most;
    table_.columns[static_cast<std::size_t>(field)].wide[row_] = micro;
  }
  void code(int field, std::string_view word) {
    if (word.empty()) return;
    const auto words = table_.spec->fields[static_cast<std::size_t>(field)].values;
    const auto at = std::find(words.begin(), words.end(), word);
    if (at == words.end()) plain_ = false;
    else narrow(field) = static_cast<std::int32_t>(at - words.begin());
  }
  /// What no record of the table may lack.
  void finish() {
    for (std::size_t i = 0; i < table_.columns.size() && plain_; ++i) {
      const records::FieldSpec& spec = table_.spec->fields[i];
      if (!spec.needed) continue;
      const records::Column& column = table_.columns[i];
      plain_ = is_wide(spec.type) ? std::find(column.wide.begin(), column.wide.end(), kNone64) == column.wide.end()
                                  : std::find(column.narrow.begin(), column.narrow.end(), nothing(spec)) == column.narrow.end();
    }
  }

 private:
  static std::int32_t nothing(const records::FieldSpec& spec) noexcept { return spec.type == FieldType::text ? 0 : kNone32; }
  [[nodiscard]] std::int32_t& narrow(int field) { return table_.columns[static_cast<std::size_t>(field)].narrow[row_]; }

  DataTable& table_;
  const std::vector<Limits>& limits_;
  std::size_t row_ = 0;
  bool& plain_;
};

SlipRows::SlipRows(records::Dataset& data) : data_(data) {
  limits_.resize(records::kTableCount);
  for (const DataTable& table : data.tables) {
    auto& limits = limits_[static_cast<std::size_t>(table.spec->kind)];
    for (const records::FieldSpec& spec : table.spec->fields) {
      const std::int64_t unit = spec.type == FieldType::integer ? readers::kMicro : 1;
      const auto limit = [unit](std::string_view stated, std::int64_t otherwise) { return (stated.empty() ? otherwise : readers::read_decimal(stated).value) / unit; };
      limits.push_back(is_wide(spec.type) && spec.type != FieldType::amount ? Limits{} : Limits{limit(spec.minimum, -kLargestMicro), limit(spec.maximum, kLargestMicro)});
    }
  }
  usable_ = data.rejects.empty() && data[TableKind::employers].row_count() == 1 && data[TableKind::workers].row_count() == 1;
  if (usable_) employer_ = data[TableKind::employers].text(f::employers::employer_id, 0);
}

StringId SlipRows::text(const char* given, bool is_id) {
  const std::string_view text = text_of(given);
  if (!is_plain(text) || (is_id && readers::has_lost_digits(text))) plain_ = false;
  return plain_ ? data_.strings.intern(text) : 0;
}

bool SlipRows::is_component(StringId id) {
  if (components_.size() <= id) components_.resize(std::max<std::size_t>(id + 1, 2 * components_.size()), 0);
  if (components_[id] == 0) components_[id] = readers::is_known_text(readers::TextCheck::component, data_.strings.view(id)) ? 1 : 2;
  return components_[id] == 1;
}

void SlipRows::write_worker(const wageproof_payslip& slip, StringId worker) {
  DataTable& table = data_[TableKind::workers];
  Writer to(table, limits_[static_cast<std::size_t>(TableKind::workers)], table.file[0], 1, plain_);
  to.text(f::workers::employer_id, employer_);
  to.text(f::workers::worker_id, worker);
  to.day(f::workers::hired_on, slip.hired_on);
  to.day(f::workers::left_on, slip.left_on);
  to.day(f::workers::birth_date, slip.birth_date);
  to.day(f::workers::insured_since, slip.insured_since);
  to.whole(f::workers::week_days, slip.week_days);
  to.code(f::workers::sex, text_of(slip.sex));
  to.code(f::workers::contract, text_of(slip.contract));
  to.code(f::workers::pay_basis, text_of(slip.pay_basis));
  to.text(f::workers::grade, text(slip.grade, false));
  to.text(f::workers::region, text(slip.region, false));
  to.code(f::workers::rest_weekday, text_of(slip.rest_weekday));
  to.text(f::workers::insurance_no, text(slip.insurance_no, true));
  const std::string_view nationality = text_of(slip.nationality);
  plain_ = plain_ && (nationality.empty() || readers::is_known_text(readers::TextCheck::country, nationality));
  to.text(f::workers::nationality, text(slip.nationality, false));
  to.text(f::workers::religion, text(slip.religion, false));
  to.code(f::workers::leaving_reason, text_of(slip.leaving_reason));
  to.amount(f::workers::wage, slip.wage_micro);
  to.amount(f::workers::fixed_allowance, slip.fixed_allowance_micro);
  to.amount(f::workers::week_hours, slip.week_hours_micro);
  to.text(f::workers::currency, text(slip.currency, false));
  to.finish();
  for (std::size_t i = 0; i < slip.worker_attribute_count; ++i) {
    const StringId name = text(slip.worker_attributes[i].name, false);
    const auto column = std::find_if(table.attributes.begin(), table.attributes.end(), [name](const auto& each) { return each.name == name; });
    if (column == table.attributes.end() || table.attributes.size() != slip.worker_attribute_count) plain_ = false;
    else column->values[0] = text(slip.worker_attributes[i].value, false);
  }
}

bool SlipRows::rewrite(const wageproof_payslip& slip) {
  plain_ = true;
  const StringId worker = text_of(slip.worker_id).empty() ? text("w1", true) : text(slip.worker_id, true);
  write_worker(slip, worker);
  const auto file_of = [this](TableKind kind) {
    const auto at = std::find_if(data_.files.begin(), data_.files.end(), [kind](const auto& file) { return file.table == kind; });
    return static_cast<std::uint32_t>(at - data_.files.begin());
  };
  const auto write = [&](TableKind kind, const auto* elements, std::size_t count, auto&& fill) {
    DataTable& table = data_[kind];
    if (!table.present || !plain_) return;
    const std::uint32_t file = file_of(kind);
    Writer to(table, limits_[static_cast<std::size_t>(kind)], file, count, plain_);
    for (std::size_t i = 0; i < count && plain_; ++i, to.next()) {
      to.text(0, employer_);
      to.text(1, worker);
      fill(to, elements[i]);
    }
    to.finish();
    data_.files[file].read = data_.files[file].accepted = count;
  };
  write(TableKind::time, slip.workdays, slip.workday_count, [this](Writer& to, const wageproof_workday& day) {
    to.day(f::time::date, day.date);
    to.clock(f::time::start, day.start_second);
    to.clock(f::time::end, day.end_second);
    to.whole(f::time::break_minutes, day.break_minutes);
    const bool started = day.start_second != WAGEPROOF_NONE, ended = day.end_second != WAGEPROOF_NONE;
    if (!started && !ended) plain_ = false;
    if (!started || !ended || day.break_minutes == WAGEPROOF_NONE) return;
    const std::int32_t stretch = day.end_second - day.start_second + (day.end_second > day.start_second ? 0 : 86'400);
    plain_ = plain_ && day.break_minutes * 60 <= stretch;
  });
  write(TableKind::leave, slip.leave_days, slip.leave_day_count, [](Writer& to, const wageproof_leave_day& day) {
    to.day(f::leave::date, day.date);
    to.code(f::leave::type, text_of(day.type));
    to.amount(f::leave::fraction, day.fraction_micro == 0 || day.fraction_micro == WAGEPROOF_NONE ? WAGEPROOF_NO_AMOUNT : day.fraction_micro);
    to.code(f::leave::paid, text_of(day.paid));
  });
  write(TableKind::payroll, slip.bookings, slip.booking_count, [&](Writer& to, const wageproof_booking& booking) {
    const StringId component = text(booking.component, false);
    plain_ = plain_ && is_component(component) && slip.period_end >= slip.period_start;
    to.day(f::payroll::period_start, slip.period_start);
    to.day(f::payroll::period_end, slip.period_end);
    to.text(f::payroll::component, component);
    to.amount(f::payroll::amount, booking.amount_micro);
    to.amount(f::payroll::quantity, booking.quantity_micro);
  });
  write(TableKind::pieces, slip.piece_lots, slip.piece_lot_count, [this](Writer& to, const wageproof_piece_lot& lot) {
    to.day(f::pieces::date, lot.date);
    to.text(f::pieces::item, text(lot.item, false));
    to.amount(f::pieces::quantity, lot.quantity_micro);
    to.amount(f::pieces::rate, lot.rate_micro);
  });
  return plain_;
}

}  // namespace wageproof::capi
