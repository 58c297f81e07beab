// The facts of a batch as columns: what a plan's inputs, attributes, bookings and rates are in the records.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wageproof/due/bookings.hpp"
#include "wageproof/due/hole.hpp"
#include "wageproof/due/ledgers.hpp"
#include "wageproof/export.h"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::due {

/// A column of dates.
WAGEPROOF_API void days_of(const std::vector<std::int32_t>& days, law::Grain grain, law::detail::Values& out);

/// Implements the plan's facts over a batch. One per thread.
class WAGEPROOF_API Facts final : public law::FactSource {
 public:
  Facts(worktime::Batch& batch, const Bookings& bookings, const std::vector<Hole>& holes);
  /// To be called after the batch was loaded.
  void begin();

  void input(law::Input input, law::detail::Values& out) override;
  bool small_days(law::Input input, const std::int16_t* instead, law::detail::DayColumn& out) override;
  bool small_leave(const std::string& type, bool calendar_days, law::detail::DayColumn& out) override;
  void attribute(std::uint32_t index, law::detail::Values& out) override;
  void booked(const std::string& patterns, law::detail::Values& out) override;
  void leave(const std::string& type, bool calendar_days, law::detail::Values& out) override;
  void balance(std::uint32_t ledger, law::Evaluator& evaluator, law::detail::Values& out) override;
  void rate(std::uint32_t from, std::uint32_t to, law::Grain grain, law::detail::Values& out) override;
  law::TermOnDay term_on(law::Input input, std::uint32_t worker, std::int32_t date) override;
  std::optional<std::int32_t> earliest_terms() override;
  bool is_working_date(std::uint32_t worker, std::int32_t date) override;
  /// `rate` on each of these days, the last ones of the rows of a grain.
  void rate_on_each(std::uint32_t from, std::uint32_t to, const std::vector<std::int32_t>& days, law::Grain grain, law::detail::Values& out);

  /// The leave ledgers of the batch.
  [[nodiscard]] Ledgers& ledgers() noexcept { return ledgers_; }
  /// A worker's attribute or field as text, on a row of the workers table; the employer's where the worker has none, empty
  /// where neither has one.
  [[nodiscard]] std::string term_text(const std::string& name, std::uint32_t terms_row) const;

  /// Rate between two currencies (as ids of the dataset) on a day: numerator / denominator, or nothing.
  struct Rate {
    std::int64_t numerator = 1, denominator = 1;
    std::uint32_t row = law::kNoRow;  ///< row of the rates table; kNoRow: the same currency
  };
  [[nodiscard]] std::optional<Rate> rate_on(std::string_view from, std::string_view to, std::int32_t day) const;
  /// The latest rate in force on a day among rows of the rates table, either way round.
  [[nodiscard]] static std::optional<Rate> rate_in(const records::Dataset& data, std::span<const std::uint32_t> rows,
                                                   std::string_view from, std::string_view to, std::int32_t day);
  /// @return reason of the hole that makes a worker's records of a table unreadable in a span of days; 0: none
  [[nodiscard]] std::uint32_t hole_in(records::TableKind table, std::uint32_t worker, std::int32_t first, std::int32_t last) const;

 private:
  /// The day columns that a record without clock times may leave open; `clock`: one that needs clock times.
  enum class Told : std::uint8_t {
    worked, normal, overtime, rest_day, holiday, night, normal_night, overtime_night, rest_day_night, holiday_night, clock
  };
  static bool at_night(Told told) noexcept { return told >= Told::night && told != Told::clock; }
  struct Open {
    law::detail::Flags flags = 0;
    std::uint32_t reason = 0;
  };
  void minutes(const std::vector<std::int32_t>& column, law::detail::Values& out, Told told);
  void flag_hours(law::detail::Values& out, Told told);
  [[nodiscard]] std::int32_t whole_of(Told told, std::size_t day) const;
  [[nodiscard]] Open open_in_total(std::size_t day_row, Told told) const;
  [[nodiscard]] std::uint32_t totals_reason(const char* field) const;
  bool small_minutes(const std::vector<std::int32_t>& column, std::uint16_t doubts, law::detail::DayColumn& out) const;
  bool small_bits(std::uint16_t mask, std::uint16_t wanted, law::detail::DayColumn& out) const;
  bool small_absence(law::detail::DayColumn& out) const;
  bool small_unpaid_leave(law::detail::DayColumn& out) const;
  template <class Fn>
  void for_leave(const std::string& type, bool calendar_days, Fn fn) const;
  void flag_totals(law::detail::Values& out, Told told);
  void flag_untold(law::detail::Values& out);
  void flag_nights(law::detail::Values& out);
  void flag_days(law::detail::Values& out, bool presence_only);
  void flag_doubtful_holidays(law::detail::Values& out);
  void flag_leave(law::detail::Values& out, bool absence);
  /// On which days it matters what kind of day a day is.
  enum class Days : std::uint8_t { all, employed, worked, on_leave, idle };
  void flag_calendar(law::detail::Values& out, Days days);
  void flag_outside(law::detail::Values& out, bool scheduled);
  void bits(std::uint16_t mask, std::uint16_t wanted, law::detail::Values& out);
  void terms_text(int field, law::detail::Values& out);
  void terms_code(int field, law::detail::Values& out);
  void terms_date(int field, law::detail::Values& out);
  void terms_number(int field, std::int64_t scale, law::detail::Values& out);
  void terms_money(int field, law::detail::Values& out);
  void completed(int from_field, int months, law::detail::Values& out);
  void span_date(law::Grain grain, bool last, law::detail::Values& out);
  void absence(law::detail::Values& out);
  void pieces(bool money, law::detail::Values& out);
  void micro_days(const std::vector<std::int32_t>& column, law::detail::Values& out);
  std::int64_t symbol_of(records::StringId text);
  [[nodiscard]] std::int32_t holds_from(std::uint32_t workers_row, std::size_t of) const;

  worktime::Batch* batch_;
  Ledgers ledgers_;
  const Bookings* bookings_;
  const std::vector<Hole>* holes_;
  const law::Plan* plan_;
  const records::Dataset* data_;
  std::vector<std::int64_t> symbols_;   ///< by string id; -1: not looked up yet
  std::string pack_currency_, employer_currency_;
  struct FoundRate {
    std::string from, to;
    std::int32_t day;
    std::optional<Rate> rate;
  };
  std::vector<law::detail::Int128> piece_sums_;   ///< of the column in hand, by day
  std::vector<std::size_t> leave_rows_;           ///< of the column in hand: days that hold some
  mutable std::vector<FoundRate> found_rates_;  ///< a period asks for the same few rates again and again
  std::optional<std::int32_t> earliest_terms_;
  bool earliest_terms_known_ = false;
  bool holes_of_time_ = false, holes_of_leave_ = false, holes_of_calendar_ = false, totals_ = false;
  std::uint32_t lumped_reason_ = 0, clock_reason_ = 0, night_reason_ = 0;
};

/// Currency code packed as in units and lines, as text.
WAGEPROOF_API std::string currency_text(std::uint32_t packed);

}  // namespace wageproof::due
