#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "law/read_draft.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/time_of_day.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 7> kCalendarKeys{"rest_weekday", "second_free_weekday", "holidays", "fixed", "feasts", "feast_years", "note"};
constexpr std::array<std::string_view, 7> kListKeys{"year", "from", "to", "source", "confidence", "note", "days"};
constexpr std::array<std::string_view, 8> kDayKeys{"name", "category", "region", "week_days", "kind", "source", "confidence", "note"};
constexpr std::array<std::string_view, 2> kWeekDays{"5", "6"};
constexpr std::array<std::string_view, 3> kDayKinds{"holiday", "rest_day", "working_day"};
constexpr std::array<std::string_view, 8> kFixedKeys{"day", "name", "category", "from", "to", "source", "confidence", "note"};
constexpr std::array<std::string_view, 4> kFeastKeys{"date", "source", "confidence", "note"};
constexpr std::array<std::string_view, 11> kWorktimeKeys{"source", "confidence", "note", "night", "normal_day", "normal_week",
                                                         "rest_day", "second_free_day", "day_type", "holiday_on_rest_day",
                                                         "rest_within_days"};
constexpr std::array<std::string_view, 7> kNightKeys{"from", "start", "end", "sun", "source", "confidence", "note"};
constexpr std::array<std::string_view, 2> kSunKeys{"latitude", "longitude"};
constexpr std::size_t kMostHolidays = 20'000;

std::optional<int> year_of(std::string_view text) noexcept {
  if (text.size() != 4 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int year = 0;
  for (const char c : text) year = year * 10 + (c - '0');
  if (year < 1900 || year > 2200) return std::nullopt;
  return year;
}

std::optional<int> year_field(Fields& fields, std::string_view key, const json::Value& value) {
  if (const auto year = year_of(value.text)) return year;
  fields.wrong_kind(key, value, "a year from 1900 to 2200");
  return std::nullopt;
}

/// A name, an object, or a list of objects for workers who have the day differently.
void read_holidays(ReadContext& context, const json::Value& member, const Path& path, const Provenance& list, std::vector<Holiday>& out) {
  Holiday holiday;
  holiday.provenance = list;
  holiday.provenance.file_line = member.key_line;
  if (const auto day = quantity::parse_date(member.key)) {
    holiday.date = day->serial();
  } else {
    context.diagnostics.error({context.origin, member.key_line, path.text()}, "a holiday's key is a date \"YYYY-MM-DD\" that exists, found \"" +
                                                                         std::string(member.key.substr(0, 40)) + "\"");
  }
  if (member.kind == json::Kind::string) {
    holiday.name = member.text;
    out.push_back(std::move(holiday));
    return;
  }
  const auto read_one = [&](const json::Value& value) {
    Holiday one = holiday;
    Fields fields(context, value, path, kDayKeys);
    one.name = fields.text("name").value_or("");
    one.category = fields.text("category").value_or("");
    one.region = fields.text("region").value_or("");
    if (const auto at = fields.choice("week_days", kWeekDays)) one.week_days = 5 + static_cast<int>(*at);
    if (const auto at = fields.choice("kind", kDayKinds)) one.kind = static_cast<CalendarDay>(*at);
    one.provenance = fields.provenance(&list);
    out.push_back(std::move(one));
  };
  if (member.kind != json::Kind::array) return read_one(member);
  for (const json::Value& element : context.document.children(member)) read_one(element);
}

void read_list(ReadContext& context, const json::Value& list, const Path& path, Calendar& calendar) {
  Fields fields(context, list, path, kListKeys);
  if (!fields.is_object()) return;
  std::optional<std::int32_t> first, last;
  if (const json::Value* value = fields.find("year")) {
    if (fields.has("from") || fields.has("to")) fields.error("year", "`year` and `from`/`to` exclude each other");
    if (const auto year = year_field(fields, "year", *value)) {
      first = quantity::Date::of(*year, 1, 1).serial();
      last = quantity::Date::of(*year, 12, 31).serial();
    }
  } else if (fields.needs("from", "give `year`, or `from` and `to`") && fields.needs("to", "the last day that the list covers")) {
    first = fields.date("from");
    last = fields.date("to");
  }
  const Provenance provenance = fields.provenance(nullptr);
  if (first && last) {
    if (*last < *first) fields.error("to", "the last day lies before `from`");
    calendar.listed.emplace_back(*first, *last);
  }
  if (!fields.needs("days", "the holidays by date")) return;
  const json::Value& days = *fields.find("days");
  if (days.kind != json::Kind::object) {
    fields.wrong_kind("days", days, "an object of dates and names");
    return;
  }
  if (calendar.holidays.size() + days.count > kMostHolidays) {
    fields.error("days", "more than 20000 holidays in all");
    return;
  }
  for (const json::Value& member : context.document.children(days)) {
    const std::size_t before = calendar.holidays.size();
    read_holidays(context, member, fields.path()("days"), provenance, calendar.holidays);
    if (calendar.holidays.size() == before) continue;
    const Holiday& holiday = calendar.holidays.back();
    if (first && last && quantity::parse_date(member.key).ok() && (holiday.date < *first || holiday.date > *last)) {
      context.diagnostics.error({context.origin, member.key_line, fields.path()("days").text()},
                                std::string(member.key) + " lies outside the span of its list");
    }
  }
}

void read_fixed(ReadContext& context, const json::Value& entry, const Path& path, Calendar& calendar) {
  Fields fields(context, entry, path, kFixedKeys);
  if (!fields.is_object()) return;
  FixedHoliday holiday;
  holiday.provenance = fields.provenance(nullptr);
  fields.needs("day", "month and day, such as \"05-01\"");
  if (const auto day = fields.text("day")) {
    // 2000 was a leap year: 29 February may be a fixed holiday.
    const auto date = day->size() == 5 ? quantity::parse_date("2000-" + *day) : quantity::Tried<quantity::Date>(quantity::StatusCode::parse_error);
    if (date) {
      holiday.month = date->civil().month;
      holiday.day = date->civil().day;
    } else {
      fields.error("day", "expected month and day \"MM-DD\", found \"" + day->substr(0, 40) + "\"");
    }
  }
  holiday.name = fields.text("name").value_or("");
  holiday.category = fields.text("category").value_or("");
  fields.needs("from", "the first day on which it holds");
  holiday.from = fields.date("from").value_or(0);
  holiday.to = fields.date("to");
  calendar.fixed.push_back(std::move(holiday));
}

/// Elements of a list under a key; an error where the value is no list.
template <class Read>
void each_element(ReadContext& context, Fields& fields, std::string_view key, Read read) {
  const json::Value* list = fields.find(key);
  if (list == nullptr) return;
  if (list->kind != json::Kind::array) {
    fields.wrong_kind(key, *list, "a list");
    return;
  }
  std::size_t position = 0;
  for (const json::Value& element : context.document.children(*list)) {
    read(element, fields.path()(key, position++));
  }
}

void read_feasts(ReadContext& context, const json::Value* feasts, Draft& draft) {
  const Section section(context, draft, feasts, "calendar.feasts", 200);
  for (const json::Value* member : section.members()) {
    if (member->kind != json::Kind::array) {
      context.diagnostics.error({context.origin, member->key_line, section.path(*member).text()}, "expected a list of dates, found " + shown(context, *member));
      continue;
    }
    std::vector<Holiday>& dates = draft.pack.calendar.feasts[std::string(member->key)];
    for (const json::Value& element : context.document.children(*member)) {
      Fields fields(context, element, section.path(*member), kFeastKeys);
      Holiday feast;
      feast.name = member->key;
      feast.provenance = fields.provenance(nullptr);
      fields.needs("date", "the day of the feast");
      feast.date = fields.date("date").value_or(0);
      dates.push_back(std::move(feast));
    }
  }
}

void read_feast_years(ReadContext& context, Fields& fields, Calendar& calendar) {
  const json::Value* years = fields.find("feast_years");
  if (years == nullptr) return;
  std::vector<std::int32_t> read;
  if (years->kind == json::Kind::array) {
    for (const json::Value& year : context.document.children(*years)) {
      if (const auto value = year_of(year.text)) read.push_back(*value);
    }
  }
  if (read.size() != 2 || years->count != 2 || read[0] > read[1]) {
    fields.error("feast_years", "expected the first and the last year for which all feasts are listed: [2024, 2026]");
    return;
  }
  calendar.feast_years.emplace_back(read[0], read[1]);
}

std::optional<int> minute_of_day(Fields& fields, std::string_view key) {
  fields.needs(key, "a clock time \"HH:MM\"");
  const auto text = fields.text(key);
  if (!text) return std::nullopt;
  const auto time = quantity::parse_time_of_day(*text);
  if (time && time->second() == 0) return time->seconds() / 60;
  fields.error(key, "expected a clock time \"HH:MM\" (midnight is \"00:00\"), found \"" + text->substr(0, 40) + "\"");
  return std::nullopt;
}

/// The place whose sun counts where neither worker nor employer states one; `{}`: there is none.
void read_sun(ReadContext& context, const json::Value& value, const Path& path, NightWindow& night) {
  Fields fields(context, value, path, kSunKeys);
  night.by_sun = true;
  if (!fields.is_object()) return;
  const auto degrees = [&](std::string_view key, std::int64_t most) {
    const auto text = fields.text(key);
    if (!text) return std::int64_t{0};
    const auto micro = parse_micro(*text);
    if (micro && *micro <= most * 1'000'000 && *micro >= -most * 1'000'000) return *micro;
    fields.error(key, "expected degrees from -" + std::to_string(most) + " to " + std::to_string(most) + " with at most 6 decimals, found \"" + text->substr(0, 40) + "\"");
    return std::int64_t{0};
  };
  night.has_place = fields.has("latitude") || fields.has("longitude");
  if (night.has_place) fields.needs("latitude", "degrees, north positive"), fields.needs("longitude", "degrees, east positive");
  night.latitude_micro = degrees("latitude", 90);
  night.longitude_micro = degrees("longitude", 180);
}

}  // namespace

void read_calendar(ReadContext& context, Fields& root, Draft& draft) {
  const json::Value* value = root.find("calendar");
  if (value == nullptr) return;
  Fields fields(context, *value, "calendar", kCalendarKeys);
  Calendar& calendar = draft.pack.calendar;
  if (const auto day = fields.weekday("rest_weekday")) {
    calendar.rest_weekday = *day;
    calendar.second_free_weekday = (*day + 6) % 7;
    draft.given.insert("calendar.rest_weekday");
  }
  if (const auto day = fields.weekday("second_free_weekday")) {
    if (*day == calendar.rest_weekday) fields.error("second_free_weekday", "is the rest day itself");
    calendar.second_free_weekday = *day;
    draft.given.insert("calendar.second_free_weekday");
  }
  each_element(context, fields, "holidays", [&](const json::Value& element, const Path& path) {
    read_list(context, element, path, calendar);
  });
  each_element(context, fields, "fixed", [&](const json::Value& element, const Path& path) {
    read_fixed(context, element, path, calendar);
  });
  read_feasts(context, fields.find("feasts"), draft);
  read_feast_years(context, fields, calendar);
}

void read_worktime(ReadContext& context, Fields& root, Draft& draft) {
  const json::Value* value = root.find("worktime");
  if (value == nullptr) return;
  Fields fields(context, *value, "worktime", kWorktimeKeys);
  if (!fields.is_object()) return;
  Worktime& worktime = draft.pack.worktime;
  for (const std::string_view key : kWorktimeKeys) {
    if (fields.has(key)) draft.given.insert("worktime." + std::string(key));
  }
  worktime.provenance = fields.provenance(nullptr);
  each_element(context, fields, "night", [&](const json::Value& element, const Path& path) {
    Fields window(context, element, path, kNightKeys);
    if (!window.is_object()) return;
    NightWindow night;
    night.provenance = window.provenance(&worktime.provenance);
    window.needs("from", "the first day on which the window holds");
    night.from = window.date("from").value_or(0);
    if (const json::Value* sun = window.find("sun")) {
      if (window.has("start") || window.has("end")) window.error("sun", "`sun` and `start`/`end` exclude each other");
      read_sun(context, *sun, window.path()("sun"), night);
    } else {
      night.start_minute = minute_of_day(window, "start").value_or(0);
      night.end_minute = minute_of_day(window, "end").value_or(0);
    }
    worktime.night.push_back(std::move(night));
  });
  std::stable_sort(worktime.night.begin(), worktime.night.end(), [](const NightWindow& a, const NightWindow& b) { return a.from < b.from; });
  worktime.normal_day = fields.formula("normal_day");
  worktime.normal_week = fields.formula("normal_week");
  constexpr std::array<std::string_view, 2> kRestDay{"special", "ordinary"};
  constexpr std::array<std::string_view, 3> kSecondFreeDay{"overtime", "rest_day", "ordinary"};
  constexpr std::array<std::string_view, 2> kDayType{"shift", "midnight"};
  constexpr std::array<std::string_view, 8> kRestWithinDays{"7", "8", "9", "10", "11", "12", "13", "14"};
  constexpr std::array<std::string_view, 2> kHolidayOnRestDay{"holiday", "rest_day"};
  if (const auto at = fields.choice("rest_day", kRestDay)) worktime.rest_day = static_cast<RestDayRule>(*at);
  if (const auto at = fields.choice("second_free_day", kSecondFreeDay)) worktime.second_free_day = static_cast<SecondFreeDayRule>(*at);
  if (const auto at = fields.choice("day_type", kDayType)) worktime.day_type = static_cast<DayTypeRule>(*at);
  if (const auto at = fields.choice("holiday_on_rest_day", kHolidayOnRestDay)) worktime.holiday_wins_over_rest_day = *at == 0;
  if (const auto at = fields.choice("rest_within_days", kRestWithinDays)) worktime.rest_within_days = 7 + static_cast<int>(*at);
}

}  // namespace wageproof::law
