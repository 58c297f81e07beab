#include "readers/time_format_check.hpp"

#include <algorithm>
#include <array>

#include "wageproof/quantity/date.hpp"

namespace wageproof::readers {
namespace {

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Moment {
    quantity::CivilDate day;
    int hour, minute, second;
};

// How the format writes a moment; with or without the leading zeros that may be left out.
std::string write(const TimeFormat& format, const Moment& moment, bool padded) {
    std::string out;
    const auto number = [&](int value) {
        if (padded && value < 10) out.push_back('0');
        out += std::to_string(value);
    };
    for (std::size_t at = 0; at < format.text.size(); ++at) {
        if (format.text[at] != '%') {
            out.push_back(format.text[at]);
            continue;
        }
        switch (format.text[++at]) {
            case 'Y': out += std::to_string(moment.day.year); break;
            case 'y': out += std::to_string(100 + moment.day.year % 100).substr(1); break;
            case 'm': number(moment.day.month); break;
            case 'b': out += kMonths[moment.day.month - 1]; break;
            case 'd': number(moment.day.day); break;
            case 'H': number(moment.hour); break;
            case 'I': number((moment.hour + 11) % 12 + 1); break;
            case 'M': number(moment.minute); break;
            case 'S': number(moment.second); break;
            case 'p':
                out.push_back(moment.hour < 12 ? 'A' : 'P');
                out.push_back('M');
                break;
            default: break;
        }
    }
    return out;
}

bool differ(const DateAndTime& a, const DateAndTime& b) noexcept {
    return a.day != b.day || a.second != b.second;
}

// Days on which every order of day, month and two-digit year that a text could have comes up.
std::vector<quantity::CivilDate> sample_days(bool has_date) {
    if (!has_date) return {{2026, 1, 1}};
    std::vector<quantity::CivilDate> days;
    for (const int year : {1912, 2001, 2003, 2010, 2011, 2012, 2020, 2024, 2026, 2031}) {
        for (int month = 1; month <= 12; ++month) {
            for (const int day : {1, 2, 3, 5, 9, 10, 11, 12, 13, 20, 24, 26, 28})
                days.push_back({year, month, day});
        }
    }
    return days;
}

}  // namespace

std::string check_time_format(std::string_view format, bool date, bool time) {
    std::string letters;
    for (std::size_t at = 0; at < format.size(); ++at) {
        if (format[at] != '%') continue;
        if (++at == format.size() ||
            std::string_view("YymbdHIMSp").find(format[at]) == std::string_view::npos) {
            return "after % only Y y m b d H I M S p are known";
        }
        if (letters.find(format[at]) != std::string::npos) return "a part is there twice";
        letters.push_back(format[at]);
    }
    const auto count = [&](std::string_view any) {
        return std::count_if(letters.begin(), letters.end(),
                             [&](char c) { return any.find(c) != std::string_view::npos; });
    };
    if (date && (count("Yy") != 1 || count("mb") != 1 || count("d") != 1))
        return "expected a year, a month and a day";
    if (!date && count("Yymbd") != 0) return "a time of day has no date";
    if (time && (count("HI") != 1 || count("M") != 1)) return "expected hours and minutes";
    if (count("HI") > 1) return "expected either %H or %I";
    if ((count("I") == 1) != (count("p") == 1)) return "%I and %p need each other";
    return {};
}

std::string find_ambiguity(const std::vector<TimeFormat>& formats, bool has_date) {
    if (formats.size() < 2) return {};
    constexpr std::array<std::array<int, 3>, 4> kTimes{{{0, 0, 0}, {1, 2, 3}, {13, 4, 5}, {12, 30, 1}}};
    const auto days = sample_days(has_date);
    for (const TimeFormat& one : formats) {
        for (const TimeFormat& other : formats) {
            if (one.text == other.text) continue;
            for (const auto& day : days) {
                for (const auto& time : kTimes) {
                    for (const bool padded : {true, false}) {
                        const std::string text = write(one, {day, time[0], time[1], time[2]}, padded);
                        DateAndTime first;
                        DateAndTime second;
                        if (read_formatted(text, one, first) && read_formatted(text, other, second) &&
                            differ(first, second)) {
                            return "\"" + text + "\" could be read by \"" + one.text + "\" and by \"" +
                                   other.text +
                                   "\", with different results; state the one that the file uses";
                        }
                    }
                }
            }
        }
    }
    return {};
}

}  // namespace wageproof::readers
