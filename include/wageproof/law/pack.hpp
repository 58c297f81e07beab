// A rule pack as loaded: dated parameters, calendar, worktime, formulas, lines, cases. Plain data, no evaluation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/expression.hpp"

namespace wageproof::law {

enum class Confidence : std::uint8_t { verified, known, uncertain };

/// Where a value comes from. `id` is what values name.
struct Source {
  std::string id, instrument, article, address, note;
  std::string origin;  ///< id of the pack that lists it: two packs may each have an `S1`
  std::uint32_t file_line = 0;
};

/// Provenance of any element: source ids, confidence, a note (for instance the other reading), and the pack and line
/// that it stands in. A row of a table has its entry's provenance where it states none of its own.
struct Provenance {
  std::vector<std::string> sources;  ///< ids; `find_source` knows which pack's `S1` is meant
  std::string origin;                ///< id of the pack that the element came from
  Confidence confidence = Confidence::verified;
  std::string note;
  std::uint32_t file_line = 0;
};

/// A key range of a numeric dimension: lower <(=) x <(=) upper, as exact millionths.
struct KeyRange {
  std::int64_t lower_micro = 0, upper_micro = 0;
  bool has_lower = false, has_upper = false;
  bool lower_inside = true, upper_inside = false;
};

/// One key of a table row: any (`*`), a code, or a range of numbers.
struct Key {
  enum class Kind : std::uint8_t { any, text, range } kind = Kind::any;
  std::string text;
  KeyRange range;
};

/// What a look-up gives: a number as a ratio, text, `none` (the law says there is none) or a hole (not known).
struct CellValue {
  enum class Kind : std::uint8_t { number, text, date, none, hole } kind = Kind::hole;
  std::int64_t numerator = 0, denominator = 1;
  bool at_least = false;               ///< a number: the law allows for more, so much is sure
  std::string text;
};

struct TableRow {
  std::vector<Key> keys;
  CellValue value;
  Provenance provenance;
  bool own_provenance = false;  ///< the row itself states a source, a confidence or a note
};

/// The values in force from a day: a scalar is a table with one row without keys.
struct DatedTable {
  std::int32_t from = 0;                 ///< first day in force
  std::optional<std::int32_t> to;        ///< last day, if it ends without a successor
  std::optional<std::int32_t> published; ///< when it became known; absent = on `from`
  std::vector<TableRow> rows;            ///< most specific match wins: text before range before any, first dimension first
  Provenance provenance;
};

/// Which of several terms for the same thing is better for the worker; `none`: an overlay's replaces what is underneath.
enum class Favourable : std::uint8_t { none, higher, lower };

struct Parameter {
  std::string name, title;
  ValueType type = ValueType::number;
  Grain grain = Grain::part;             ///< part, or day where a key has grain day
  Unit unit;
  std::string unit_text;
  std::vector<std::string> by_names;
  std::vector<Expression> by;            ///< one key expression per dimension (an input, attribute or formula name)
  std::vector<DatedTable> values;        ///< sorted by `from`; of the same day, by when they were published
  Favourable favourable = Favourable::none;  ///< of an overlay: the better of it and the value underneath holds
  Provenance provenance;
};

/// An attribute of worker or employer that formulas may read, beyond the format's own fields.
struct Attribute {
  std::string name;
  ValueType type = ValueType::text;
  Unit unit;
  Provenance provenance;
};

/// Codes that a dimension may take, with names; `parent` builds the tree that a look-up climbs on `none`.
struct Code {
  std::string code, name, parent;
};

/// What a day of the law's calendar is.
enum class CalendarDay : std::uint8_t { holiday, rest_day, working_day };

struct Holiday {
  std::int32_t date = 0;
  CalendarDay kind = CalendarDay::holiday;
  int week_days = 0;                ///< only for workers with a week of so many days; 0: for all
  std::string name, category, region;
  Provenance provenance;
};

/// A holiday on the same day every year, used for months for which there is no list.
struct FixedHoliday {
  int month = 1, day = 1;
  std::int32_t from = 0;
  std::optional<std::int32_t> to;
  std::string name, category;
  Provenance provenance;
};

struct NightWindow {
  std::int32_t from = 0;            ///< first day in force
  bool by_sun = false;              ///< from sunset to sunrise, where the worker is
  bool has_place = false;           ///< a place is stated for employers who give none
  std::int64_t latitude_micro = 0, longitude_micro = 0;
  int start_minute = 0, end_minute = 0;  ///< minutes after midnight; end <= start: the next morning
  Provenance provenance;
};

struct Calendar {
  int rest_weekday = 6;              ///< 0 = Monday
  int second_free_weekday = 5;       ///< of a five-day week whose rest day is the default one; else the day before the rest day
  std::vector<Holiday> holidays;     ///< sorted by date
  std::vector<std::pair<std::int32_t, std::int32_t>> listed;  ///< spans for which `holidays` is the whole list
  std::vector<FixedHoliday> fixed;
  std::map<std::string, std::vector<Holiday>> feasts;  ///< by name, for feast(name, from, to)
  std::vector<std::pair<std::int32_t, std::int32_t>> feast_years;
};

enum class RestDayRule : std::uint8_t { special, ordinary };
enum class SecondFreeDayRule : std::uint8_t { overtime, rest_day, ordinary };
enum class DayTypeRule : std::uint8_t { shift, midnight };

struct Worktime {
  std::vector<NightWindow> night;
  Expression normal_day;             ///< minutes of a normal working day, grain day or coarser
  Expression normal_week;            ///< minutes of a normal week; empty = no weekly limit
  RestDayRule rest_day = RestDayRule::special;
  SecondFreeDayRule second_free_day = SecondFreeDayRule::overtime;
  DayTypeRule day_type = DayTypeRule::shift;
  bool holiday_wins_over_rest_day = true;
  int rest_within_days = 7;          ///< from a week's first day, in which its rest must be; 7: in the week itself
  Provenance provenance;
};

struct WageBase {
  std::string name;
  std::vector<std::string> components;  ///< patterns with `*`; a leading `-` takes away again
  Provenance provenance;
};

struct Formula {
  std::string name, title;
  Grain grain = Grain::period;
  Expression expression;
  Provenance provenance;
};

enum class RoundingMode : std::uint8_t { half_away_from_zero, half_even, half_up, up, down };

struct LineRounding {
  RoundingMode mode = RoundingMode::half_away_from_zero;
  std::int64_t step_micro = 0;
  Provenance provenance;
};

enum class Role : std::uint8_t { pay, test, employee_contribution, employer_contribution, deduction, limit };
enum class Comparison : std::uint8_t { at_least, exactly, at_most };

struct Line {
  std::string name, title, check;
  Role role = Role::pay;
  Grain grain = Grain::period;
  Expression when;                    ///< empty = always applies
  Expression formula;                 ///< amount due; for a limit: the quantity that is measured
  Expression limit;                   ///< for a limit: what is allowed
  Expression quantity;                ///< optional, shown in the due table
  std::string quantity_unit;          ///< minutes, days or count
  std::uint32_t currency = 0;         ///< packed ISO code; 0 = the pack's
  std::optional<LineRounding> rounding;   ///< absent: the law is silent
  std::vector<std::string> answers;   ///< payroll component patterns that answer it
  std::vector<std::string> tests;     ///< for a test: the pay lines that it tests
  std::vector<std::string> counts;    ///< for a test: component patterns of booked pay that count (a base stands as its patterns)
  std::string unit;                   ///< of a limit: minutes, days, count or money
  Comparison compare = Comparison::at_least;
  bool favourable = false;            ///< of an overlay: the better of it and the line underneath holds
  std::string severity;               ///< empty = by the format's rule
  Expression payable;                 ///< date when it falls due; empty = with the period's wage
  Expression base;                    ///< of a contribution: the wage that returns declare for it; empty = not said
  Provenance provenance;
};

/// A leave balance: days earned per month, calendar year or years of service; cap, carry-over, lapse, pay-out.
struct Ledger {
  std::string leave_type;
  Grain grain = Grain::month;         ///< month or year: what `earn` is evaluated for; day where it goes by years of service
  bool by_service = false;            ///< earned by spans of `every` years from the hire
  int every = 1;
  bool earn_at_start = false;         ///< credited on the row's first day (else on its last)
  Expression earn;                    ///< days
  Expression unfinished;              ///< days for a span of service that ends with the employment
  Expression available_from;          ///< date from which leave may be taken; empty = at once
  Expression cap;                     ///< highest balance; empty = none
  Expression carry;                   ///< highest balance carried over a leave year's end; empty = all
  Expression lapse_after;             ///< months after which what is left of a credit is gone; empty = never
  bool surplus_is_paid = false;       ///< what is above `carry` is paid out, else it lapses
  bool year_is_service = false;       ///< the leave year begins with the years of service
  int year_month = 1, year_day = 1;   ///< else on this day of the calendar
  bool calendar_days = false;         ///< leave counts on rest days and holidays too
  std::vector<std::string> takes;     ///< types of leave that are taken out of it
  Expression taken;                   ///< days that each day takes, in place of `takes` and `days`; empty = by them
  std::string paid_by;                ///< payroll component whose quantity is days paid out; empty = none
  Provenance provenance;
};

struct Deductions {
  std::vector<std::string> lawful;    ///< patterns of deduction names without the prefix; `*` = no list
  Provenance provenance;
  bool listed = false;
};

/// A worked example: input tables and expected rows, kept as JSON text and read by the case runner.
struct Case {
  std::string name, source, json;
  std::string origin;
  std::uint32_t file_line = 0;
};

/// One file that a pack was made from.
struct PackFile {
  std::string id, version, title, file_name;
  std::string sha256;  ///< of its bytes
};

/// A rule pack: one file, or several laid over each other. Every element's provenance names the pack that it came from.
struct Pack {
  std::string id;        ///< of the last pack laid on; `pack_ids` has them all
  std::string version, title, extends_id;
  std::vector<std::string> pack_ids;   ///< from the national law to the last overlay
  std::vector<PackFile> files;         ///< in the same order
  std::uint32_t currency = 0;
  std::int64_t money_step_micro = 0;   ///< 0 = the ISO minor unit
  std::string time_zone;
  std::string calling_code;          ///< of the country's telephones, digits; empty = not said. Wallets compare without it
  std::string sha256;                  ///< of the pack file; of several: of their hashes, each followed by a line feed
  std::vector<Source> sources;
  std::map<std::string, std::vector<Code>> dimensions;
  std::vector<Attribute> attributes;
  Calendar calendar;
  Worktime worktime;
  std::vector<Parameter> parameters;
  std::vector<WageBase> bases;
  std::vector<Formula> formulas;       ///< ordered so that each uses only earlier ones
  std::vector<Line> lines;             ///< in the pack file's order
  std::vector<Ledger> ledgers;
  Deductions deductions;
  std::vector<Case> cases;             ///< of the last pack only: an overlay changes the figures of its base
  std::vector<std::string> proposals;  ///< notes on what is announced but not in force
};

/// The source that an element names: its own pack's, else that of a pack under it.
///
/// @return null where no pack lists it (a loaded pack has no such id)
[[nodiscard]] WAGEPROOF_API const Source* find_source(const Pack& pack, const Provenance& provenance,
                                                      std::string_view id) noexcept;

}  // namespace wageproof::law
