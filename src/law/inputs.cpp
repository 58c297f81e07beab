#include "wageproof/law/inputs.hpp"

#include <array>

namespace wageproof::law {

namespace {

constexpr Unit kMoney{.money = 1, .minutes = 0, .currency = 0, .any = false};
constexpr Unit kMinutes{.money = 0, .minutes = 1, .currency = 0, .any = false};
constexpr Unit kPlain{};

constexpr InputSpec number(Input input, std::string_view name, Grain grain, Unit unit, std::string_view missing,
                           std::string_view meaning) {
  return {input, name, ValueType::number, grain, unit, missing, meaning, {}};
}
constexpr InputSpec minutes(Input input, std::string_view name, std::string_view missing, std::string_view meaning) {
  return number(input, name, Grain::day, kMinutes, missing, meaning);
}
constexpr InputSpec boolean(Input input, std::string_view name, std::string_view missing, std::string_view meaning) {
  return {input, name, ValueType::boolean, Grain::day, kPlain, missing, meaning, {}};
}
constexpr InputSpec text(Input input, std::string_view name, Grain grain, std::string_view missing,
                         std::string_view meaning, std::string_view codes = {}) {
  return {input, name, ValueType::text, grain, kPlain, missing, meaning, codes};
}
constexpr InputSpec date(Input input, std::string_view name, Grain grain, std::string_view missing,
                         std::string_view meaning) {
  return {input, name, ValueType::date, grain, kPlain, missing, meaning, {}};
}

constexpr std::string_view kContracts = "permanent fixed_term probation apprentice casual";
constexpr std::string_view kPayBases = "monthly half_monthly weekly daily hourly piece";
constexpr std::string_view kLeaveTypes =
    "annual sick casual maternity paternity marriage bereavement menstrual injury public_duty pilgrimage special "
    "compensatory suspension unpaid absent";
constexpr std::string_view kLeavingReasons = "resignation dismissal redundancy end_of_term retirement death other";

constexpr std::array kInputs{
    date(Input::date, "date", Grain::day, "", "the day itself"),
    minutes(Input::worked_minutes, "worked_minutes", "time", "all minutes worked, training and travel included"),
    minutes(Input::night_minutes, "night_minutes", "time.start", "worked minutes that lie in the night window"),
    minutes(Input::normal_minutes, "normal_minutes", "time", "ordinary day: minutes within the normal hours"),
    minutes(Input::normal_night_minutes, "normal_night_minutes", "time.start", "of the normal minutes, those at night"),
    minutes(Input::overtime_minutes, "overtime_minutes", "time", "ordinary day: minutes beyond the normal hours"),
    minutes(Input::overtime_night_minutes, "overtime_night_minutes", "time.start",
            "of the overtime minutes, those at night"),
    minutes(Input::rest_day_minutes, "rest_day_minutes", "time", "all minutes of a weekly rest day"),
    minutes(Input::rest_day_night_minutes, "rest_day_night_minutes", "time.start",
            "of the rest day's minutes, those at night"),
    minutes(Input::holiday_minutes, "holiday_minutes", "time", "all minutes of a public holiday"),
    minutes(Input::holiday_night_minutes, "holiday_night_minutes", "time.start",
            "of the holiday's minutes, those at night"),
    boolean(Input::is_employed, "is_employed", "workers.hired_on", "from the day of hire to the day of leaving"),
    boolean(Input::is_working_day, "is_working_day", "workers.week_days",
            "a working day of the weekly pattern, employed or not, holidays included"),
    boolean(Input::is_scheduled, "is_scheduled", "workers.hired_on", "a working day on which the worker is employed"),
    boolean(Input::is_present, "is_present", "time", "worked or in training"),
    boolean(Input::is_rest_day, "is_rest_day", "workers.rest_weekday", "the weekly rest day"),
    boolean(Input::is_second_free_day, "is_second_free_day", "workers.week_days",
            "the second free day of a five-day week"),
    boolean(Input::is_holiday, "is_holiday", "workers.region", "a public holiday"),
    text(Input::holiday_category, "holiday_category", Grain::day, "calendar.category",
         "the kind of holiday that the law tells apart; not given on other days"),
    number(Input::absence, "absence", Grain::day, kPlain, "time",
           "1 on a scheduled day with neither time, leave nor holiday"),
    number(Input::unpaid_leave, "unpaid_leave", Grain::day, kPlain, "leave",
           "days of leave without pay, on scheduled days that are no holiday"),
    text(Input::leave_type, "leave_type", Grain::day, "leave.type", "type of the day's leave; not given without leave",
         kLeaveTypes),
    minutes(Input::longest_stretch_minutes, "longest_stretch_minutes", "time.start", "longest work without a break"),
    minutes(Input::break_minutes, "break_minutes", "time.break_minutes", "breaks between the first start and last end"),
    minutes(Input::rest_before_minutes, "rest_before_minutes", "time.start", "rest since the end of the shift before"),
    minutes(Input::spread_minutes, "spread_minutes", "time.start", "from the day's first start to its last end"),
    minutes(Input::shift_start_minute, "shift_start_minute", "time.start", "minutes after midnight of the first start"),
    number(Input::piece_earnings, "piece_earnings", Grain::day, kMoney, "pieces.rate", "pieces times their rates"),
    number(Input::piece_quantity, "piece_quantity", Grain::day, kPlain, "pieces.quantity", "pieces made"),

    number(Input::wage, "wage", Grain::part, kMoney, "workers.wage",
           "the contract's basic rate per unit of pay_basis, in the pack's currency"),
    number(Input::fixed_allowance, "fixed_allowance", Grain::part, kMoney, "workers.fixed_allowance",
           "contractual allowances that do not vary, a wage month, in the pack's currency"),
    text(Input::pay_basis, "pay_basis", Grain::part, "workers.pay_basis", "what one unit of the wage is for",
         kPayBases),
    text(Input::contract, "contract", Grain::part, "workers.contract", "kind of contract", kContracts),
    text(Input::sex, "sex", Grain::part, "workers.sex", "sex as recorded", "f m x"),
    text(Input::grade, "grade", Grain::part, "workers.grade", "the grade or category of the gazette"),
    text(Input::region, "region", Grain::part, "workers.region", "the region whose values hold"),
    number(Input::week_days, "week_days", Grain::part, kPlain, "workers.week_days", "working days a week: 5 or 6"),
    number(Input::week_hours, "week_hours", Grain::part, kMinutes, "workers.week_hours",
           "contractual working time a week, where agreed otherwise than the law's"),
    text(Input::insurance_no, "insurance_no", Grain::part, "workers.insurance_no", "number with social security"),
    date(Input::insured_since, "insured_since", Grain::part, "workers.insured_since", "first coverage"),
    text(Input::nationality, "nationality", Grain::part, "workers.nationality", "country code, ISO 3166-1 alpha-2"),
    text(Input::religion, "religion", Grain::part, "workers.religion", "religion, where a feast depends on it"),
    date(Input::probation_until, "probation_until", Grain::part, "workers.probation_until", "last day of probation"),
    date(Input::hired_on, "hired_on", Grain::part, "workers.hired_on", "first day of employment"),
    date(Input::left_on, "left_on", Grain::part, "workers.left_on", "last day of employment"),
    text(Input::leaving_reason, "leaving_reason", Grain::part, "workers.leaving_reason", "why the employment ended",
         kLeavingReasons),
    date(Input::birth_date, "birth_date", Grain::part, "workers.birth_date", "date of birth"),
    number(Input::job_points, "job_points", Grain::part, kPlain, "workers.job_points", "points of the job evaluation"),
    text(Input::sector, "sector", Grain::part, "employer.sector", "sector whose values hold"),
    number(Input::age, "age", Grain::part, kPlain, "workers.birth_date", "completed years of age"),
    number(Input::service_months, "service_months", Grain::part, kPlain, "workers.hired_on",
           "completed months of service at the part's first day"),
    number(Input::service_years, "service_years", Grain::part, kPlain, "workers.hired_on",
           "completed years of service at the part's first day"),
    date(Input::part_start, "part_start", Grain::part, "", "first day of the part"),
    date(Input::part_end, "part_end", Grain::part, "", "last day of the part"),

    date(Input::week_start, "week_start", Grain::week, "", "first day of the week"),
    date(Input::week_end, "week_end", Grain::week, "", "last day of the week"),
    number(Input::longest_rest_minutes, "longest_rest_minutes", Grain::week, kMinutes, "time.start",
           "longest unbroken rest that touches the week"),

    date(Input::period_start, "period_start", Grain::period, "", "first day of the period"),
    date(Input::period_end, "period_end", Grain::period, "", "last day of the period"),

    date(Input::month_start, "month_start", Grain::month, "", "first day of the month"),
    date(Input::month_end, "month_end", Grain::month, "", "last day of the month"),
};

constexpr bool in_order_of_enumeration() {
  for (std::size_t i = 0; i < kInputs.size(); ++i) {
    if (static_cast<std::size_t>(kInputs[i].input) != i) return false;
  }
  return true;
}
static_assert(in_order_of_enumeration());
static_assert(kInputs.size() == static_cast<std::size_t>(Input::month_end) + 1);

}  // namespace

std::span<const InputSpec> inputs() noexcept { return kInputs; }

const InputSpec* find_input(std::string_view name) noexcept {
  for (const InputSpec& spec : kInputs) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

}  // namespace wageproof::law
