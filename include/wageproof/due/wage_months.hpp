// Pay by months that are not the calendar's: the same facts seen with pay periods from the 26th to the 25th as months.
#pragma once

#include <string>

#include "wageproof/due/facts.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/export.h"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/law/frame.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::due {

/// Where an employer's pay periods are months of their own (`Setting::wage_months`), what is due for a period is reckoned with
/// them as months: a month's wage is shared over the days of its own period. Contributions, limits on time and leave accounts
/// keep the calendar's. One per thread.
class WAGEPROOF_API WageMonths final : public law::FactSource {
 public:
  /// @param calendar  runs over the same batch with the calendar's months; kept, as the others are
  WageMonths(const worktime::Batch& batch, Facts& facts, law::Evaluator& calendar);
  /// To be called where the batch was loaded and the calendar's evaluator begun and classified.
  void begin();
  [[nodiscard]] law::Evaluator& evaluator() noexcept { return evaluator_; }
  /// Whether a line is reckoned with wage months: what is due for a period, and pay and floors by the month that do not ask for
  /// the month's own dates. These are stated for the calendar month in which the wage month ends.
  [[nodiscard]] static bool hold_for(const law::Plan& plan, const CompiledLine& line);

  void input(law::Input input, law::detail::Values& out) override;
  bool small_days(law::Input input, const std::int16_t* instead, law::detail::DayColumn& out) override { return facts_->small_days(input, instead, out); }
  bool small_leave(const std::string& type, bool calendar_days, law::detail::DayColumn& out) override { return facts_->small_leave(type, calendar_days, out); }
  void attribute(std::uint32_t index, law::detail::Values& out) override { facts_->attribute(index, out); }
  void booked(const std::string& patterns, law::detail::Values& out) override { facts_->booked(patterns, out); }
  void leave(const std::string& type, bool calendar_days, law::detail::Values& out) override { facts_->leave(type, calendar_days, out); }
  /// Leave is kept by the calendar's months.
  void balance(std::uint32_t ledger, law::Evaluator&, law::detail::Values& out) override { facts_->balance(ledger, *calendar_, out); }
  void rate(std::uint32_t from, std::uint32_t to, law::Grain grain, law::detail::Values& out) override;
  law::TermOnDay term_on(law::Input input, std::uint32_t worker, std::int32_t date) override { return facts_->term_on(input, worker, date); }
  bool is_working_date(std::uint32_t worker, std::int32_t date) override { return facts_->is_working_date(worker, date); }

 private:
  const worktime::Batch* batch_;
  Facts* facts_;
  law::Evaluator* calendar_;
  law::Frame frame_;
  law::Evaluator evaluator_;
};

}  // namespace wageproof::due
