#include "capi/payslip_tables.hpp"

#include <utility>

#include "capi/guard.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::capi {

namespace {

/// A table of cells, written row by row and then read as one batch.
class CellTable final : public readers::RowStream {
 public:
  explicit CellTable(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept override { return columns_; }
  [[nodiscard]] quantity::Result<std::shared_ptr<const readers::RowBatch>> next() override {
    if (std::exchange(given_, true)) return std::shared_ptr<const readers::RowBatch>();
    return std::shared_ptr<const readers::RowBatch>(std::make_shared<Batch>(columns_.size(), std::move(cells_)));
  }

  void add_column(std::string_view name, std::string_view value) {
    columns_.emplace_back(name);
    cells_.emplace_back(value);
  }
  void text(const char* value) { cells_.emplace_back(text_of(value)); }
  void day(std::int32_t serial) {
    std::string& cell = cells_.emplace_back();
    if (serial == WAGEPROOF_NO_DATE) return;
    const auto date = quantity::Date::try_from_serial(serial);
    // A number that is no day stays to be seen, so that the row is refused and names it.
    cell = date ? to_text(*date) : std::to_string(serial);
  }
  void clock(std::int32_t second) {
    std::string& cell = cells_.emplace_back();
    if (second == WAGEPROOF_NONE) return;
    if (second < 0 || second >= 86'400) {
      cell = std::to_string(second);
      return;
    }
    const auto two = [&cell](std::int32_t value) {
      cell += static_cast<char>('0' + value / 10);
      cell += static_cast<char>('0' + value % 10);
    };
    two(second / 3600);
    cell += ':';
    two(second / 60 % 60);
    cell += ':';
    two(second % 60);
  }
  void whole(std::int32_t value) { cells_.push_back(value == WAGEPROOF_NONE ? std::string() : std::to_string(value)); }
  void amount(std::int64_t micro) {
    std::string& cell = cells_.emplace_back();
    if (micro != WAGEPROOF_NO_AMOUNT) quantity::append_decimal_trimmed(cell, micro);
  }

 private:
  class Batch final : public readers::RowBatch {
   public:
    Batch(std::size_t columns, std::vector<std::string> cells) : columns_(columns), cells_(std::move(cells)) {}
    [[nodiscard]] std::size_t row_count() const noexcept override { return cells_.size() / columns_; }
    void read(std::size_t row, std::span<std::string_view> cells, std::span<std::string>) const override {
      for (std::size_t i = 0; i < columns_; ++i) cells[i] = cells_[row * columns_ + i];
    }

   private:
    std::size_t columns_;
    std::vector<std::string> cells_;
  };

  std::vector<std::string> columns_;
  std::vector<std::string> cells_;
  bool given_ = false;
};

Status add_attributes(CellTable& table, const wageproof_attribute* attributes, std::size_t count, const char* which) {
  if (count != 0 && attributes == nullptr) return refused(std::string(which) + ": null with a count");
  for (std::size_t i = 0; i < count; ++i) {
    if (text_of(attributes[i].name).empty()) return refused(std::string(which) + ": an attribute without a name");
    table.add_column(text_of(attributes[i].name), text_of(attributes[i].value));
  }
  return {};
}

Status add_employer(const wageproof_payslip& slip, const law::Pack& law, std::vector<readers::InputFile>& files) {
  auto table = std::make_shared<CellTable>(std::vector<std::string>{});
  std::string ids;
  for (const std::string& id : law.pack_ids) ids += (ids.empty() ? "" : ";") + id;
  table->add_column("employer_id", "employer");
  table->add_column("law", ids);
  const std::string_view currency = text_of(slip.currency), period = text_of(slip.period);
  table->add_column("currency", currency.empty() ? to_text(quantity::Currency::from_packed(law.currency)) : std::string(currency));
  table->add_column("period", period.empty() ? "monthly" : period);
  WAGEPROOF_RETURN_IF_ERROR(add_attributes(*table, slip.employer_attributes, slip.employer_attribute_count, "employer_attributes"));
  files.push_back({"employers", {}, std::nullopt, std::move(table)});
  return {};
}

Status add_worker(const wageproof_payslip& slip, const char* worker, std::vector<readers::InputFile>& files) {
  auto table = std::make_shared<CellTable>(std::vector<std::string>{
      "worker_id", "hired_on", "left_on", "birth_date", "insured_since", "week_days", "sex", "contract", "pay_basis", "grade", "region", "rest_weekday",
      "insurance_no", "nationality", "religion", "leaving_reason", "wage", "fixed_allowance", "week_hours", "currency"});
  table->text(worker);
  for (const std::int32_t date : {slip.hired_on, slip.left_on, slip.birth_date, slip.insured_since}) table->day(date);
  table->whole(slip.week_days);
  for (const char* text : {slip.sex, slip.contract, slip.pay_basis, slip.grade, slip.region, slip.rest_weekday, slip.insurance_no, slip.nationality,
                           slip.religion, slip.leaving_reason}) {
    table->text(text);
  }
  for (const std::int64_t amount : {slip.wage_micro, slip.fixed_allowance_micro, slip.week_hours_micro}) table->amount(amount);
  table->text(slip.currency);
  WAGEPROOF_RETURN_IF_ERROR(add_attributes(*table, slip.worker_attributes, slip.worker_attribute_count, "worker_attributes"));
  files.push_back({"workers", {}, std::nullopt, std::move(table)});
  return {};
}

/// A table of a list's elements; none where the list is null, since its table is then not kept at all.
template <class Element, class Add>
Status add_list(const char* name, const Element* elements, std::size_t count, std::vector<std::string> columns, std::vector<readers::InputFile>& files,
                Add&& add) {
  if (elements == nullptr) return count == 0 ? Status() : refused(std::string(name) + ": null with a count");
  auto table = std::make_shared<CellTable>(std::move(columns));
  for (std::size_t i = 0; i < count; ++i) add(*table, elements[i]);
  files.push_back({name, {}, std::nullopt, std::move(table)});
  return {};
}

}  // namespace

quantity::Result<std::vector<readers::InputFile>> tables_of(const wageproof_payslip& slip, const law::Pack& law) {
  std::vector<readers::InputFile> files;
  const char* const worker = text_of(slip.worker_id).empty() ? "w1" : slip.worker_id;
  WAGEPROOF_RETURN_IF_ERROR(add_employer(slip, law, files));
  WAGEPROOF_RETURN_IF_ERROR(add_worker(slip, worker, files));
  WAGEPROOF_RETURN_IF_ERROR(add_list("time", slip.workdays, slip.workday_count, {"worker_id", "date", "start", "end", "break_minutes"}, files,
                                     [worker](CellTable& to, const wageproof_workday& day) {
                                       to.text(worker);
                                       to.day(day.date);
                                       to.clock(day.start_second);
                                       to.clock(day.end_second);
                                       to.whole(day.break_minutes);
                                     }));
  WAGEPROOF_RETURN_IF_ERROR(add_list("leave", slip.leave_days, slip.leave_day_count, {"worker_id", "date", "type", "fraction", "paid"}, files,
                                     [worker](CellTable& to, const wageproof_leave_day& day) {
                                       to.text(worker);
                                       to.day(day.date);
                                       to.text(day.type);
                                       to.amount(day.fraction_micro == 0 || day.fraction_micro == WAGEPROOF_NONE ? WAGEPROOF_NO_AMOUNT : day.fraction_micro);
                                       to.text(day.paid);
                                     }));
  WAGEPROOF_RETURN_IF_ERROR(add_list("payroll", slip.bookings, slip.booking_count,
                                     {"worker_id", "period_start", "period_end", "component", "amount", "quantity"}, files,
                                     [&slip, worker](CellTable& to, const wageproof_booking& booking) {
                                       to.text(worker);
                                       to.day(slip.period_start);
                                       to.day(slip.period_end);
                                       to.text(booking.component);
                                       to.amount(booking.amount_micro);
                                       to.amount(booking.quantity_micro);
                                     }));
  WAGEPROOF_RETURN_IF_ERROR(add_list("pieces", slip.piece_lots, slip.piece_lot_count, {"worker_id", "date", "item", "quantity", "rate"}, files,
                                     [worker](CellTable& to, const wageproof_piece_lot& lot) {
                                       to.text(worker);
                                       to.day(lot.date);
                                       to.text(lot.item);
                                       to.amount(lot.quantity_micro);
                                       to.amount(lot.rate_micro);
                                     }));
  return files;
}

}  // namespace wageproof::capi
