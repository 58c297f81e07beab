#include "oracle/random_records.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "wageproof/due/facts.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::oracle {

namespace {

using law::NodeKind;

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string day_text(std::int32_t serial) {
    const date::year_month_day day{date::sys_days{date::days{serial}}};
    return std::to_string(int{day.year()}) + '-' + two(unsigned{day.month()}) + '-' + two(unsigned{day.day()});
}

std::string clock(std::int64_t minute) {
    return two(static_cast<unsigned>(minute / 60 % 24)) + ':' + two(static_cast<unsigned>(minute % 60));
}

std::string hundredths(std::int64_t value) {
    return std::to_string(value / 100) + '.' + two(static_cast<unsigned>(value % 100));
}

std::int32_t first_of_month(int months_since_0) {
    const date::year_month_day day{date::year{months_since_0 / 12}, date::month{static_cast<unsigned>(months_since_0 % 12) + 1},
                                   date::day{1}};
    return date::sys_days{day}.time_since_epoch().count();
}

/// Words of a list with blanks between them.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// The codes and figures that the pack tells apart, by the name of the input or attribute.
class Vocabulary {
public:
    explicit Vocabulary(const law::Pack& pack) : pack_(pack) {
        for (const auto& [name, codes] : pack.dimensions) {
            for (const law::Code& code : codes) texts_[name].insert(code.code);
        }
        for (const law::Formula& formula : pack.formulas) read(formula.expression);
        for (const law::Line& line : pack.lines) {
            for (const law::Expression* each : {&line.when, &line.formula, &line.limit, &line.quantity}) read(*each);
        }
        for (const law::Parameter& parameter : pack.parameters) {
            for (const law::DatedTable& table : parameter.values) {
                for (const law::TableRow& row : table.rows) read(parameter, row);
            }
        }
    }

    /// A value of a field or attribute: mostly one that the pack names.
    std::string text(Random& random, const std::string& name, const std::string& otherwise) const {
        const auto found = texts_.find(name);
        if (found == texts_.end() || chance(random, 6)) return otherwise;
        return pick_one(random, std::vector<std::string>(found->second.begin(), found->second.end()));
    }

    std::string number(Random& random, const std::string& name) const {
        const auto found = edges_.find(name);
        if (found == edges_.end()) return std::to_string(draw(random, 0, 60));
        const auto edge = pick_one(random, std::vector<std::int64_t>(found->second.begin(), found->second.end()));
        return std::to_string(std::max<std::int64_t>(0, edge + draw(random, -1, 1)));
    }

private:
    std::string name_of(const law::Node& node) const {
        if (node.kind == NodeKind::attribute) return pack_.attributes[node.index].name;
        return node.kind == NodeKind::input ? std::string(law::inputs()[node.index].name) : std::string();
    }

    void read(const law::Expression& expression) {
        for (const law::Node& node : expression.nodes) {
            if (node.kind != NodeKind::binary && node.kind != NodeKind::member) continue;
            const std::string name = name_of(expression.nodes[node.children.front()]);
            if (name.empty()) continue;
            for (const std::uint32_t child : node.children) {
                const law::Node& literal = expression.nodes[child];
                if (literal.kind == NodeKind::text) texts_[name].insert(literal.text);
                if (literal.kind == NodeKind::number) edges_[name].insert(literal.numerator / literal.denominator);
            }
        }
    }

    void read(const law::Parameter& parameter, const law::TableRow& row) {
        for (std::size_t i = 0; i < row.keys.size(); ++i) {
            const law::Key& key = row.keys[i];
            if (key.kind == law::Key::Kind::text) texts_[parameter.by_names[i]].insert(key.text);
            if (key.kind == law::Key::Kind::range && key.range.has_lower) edges_[parameter.by_names[i]].insert(key.range.lower_micro / 1'000'000);
            if (key.kind == law::Key::Kind::range && key.range.has_upper) edges_[parameter.by_names[i]].insert(key.range.upper_micro / 1'000'000);
        }
    }

    const law::Pack& pack_;
    std::map<std::string, std::set<std::string>> texts_;
    std::map<std::string, std::set<std::int64_t>> edges_;
};

class Folder {
public:
    Folder(std::uint64_t seed, const law::Pack& pack, FolderSize size)
        : random_(seed), pack_(pack), words_(pack), size_(size) {
        const int first = 12 * 2023 + static_cast<int>(draw(random_, 0, 40));
        first_ = first_of_month(first);
        last_ = first_of_month(first + size.months) - 1;
        currency_ = due::currency_text(pack.currency);
        // Wages of the size that the country pays, in hundredths.
        scale_ = currency_ == "IDR" ? 300'000'000 : currency_ == "BDT" ? 1'250'000 : 22'000;
        period_ = pick_one(random_, std::vector<std::string>{"monthly", "monthly", "monthly", "half_monthly", "weekly"});
        if (size.period_from > 0) {
            period_.clear();
            first_ += size.period_from - 1;
            last_ = first_of_month(first + size.months) + size.period_from - 2;
        }
        spans(first);
    }

    std::vector<readers::InputFile> files() {
        const bool clocks = chance(random_, 90);
        employer();
        table("workers", "worker_id,valid_from,hired_on,left_on,sex,birth_date,contract,pay_basis,wage,fixed_allowance,"
                         "currency,grade,region,rest_weekday,week_days,week_hours,insurance_no,insured_since,nationality,"
                         "religion,probation_until,leaving_reason,job_points" + attribute_columns());
        if (clocks) table("time", "worker_id,date,start,end,break_minutes,kind");
        if (chance(random_, 50)) table("hours", "worker_id,date,minutes,overtime_minutes,night_minutes");
        if (size_.totals && chance(random_, 40)) {
            table("totals", "worker_id,start,end,days,minutes,overtime_minutes,night_minutes,rest_day_minutes,"
                            "holiday_minutes,absent_days");
        }
        if (chance(random_, 85)) table("leave", "worker_id,date,type,fraction,paid");
        if (chance(random_, 60)) table("pieces", "worker_id,date,quantity,rate");
        if (chance(random_, 90) || period_ == "weekly") table("payroll", "worker_id,period_start,period_end,component,amount,currency,quantity");
        if (size_.balances) table("balances", "worker_id,as_of,leave_type,days");
        if (chance(random_, 40)) calendar();
        if (chance(random_, 80)) rates();
        for (int i = 0; i < size_.workers; ++i) worker(i);

        std::vector<readers::InputFile> out;
        out.push_back({"employer.json", {}, employer_});
        for (const auto& [name, text] : tables_) out.push_back({name + ".csv", {}, text});
        return out;
    }

private:
    void table(const std::string& name, const std::string& header) { tables_[name] = header + '\n'; }

    void row(const std::string& name, const std::vector<std::string>& cells) {
        const auto found = tables_.find(name);
        if (found == tables_.end()) return;
        for (std::size_t i = 0; i < cells.size(); ++i) found->second += (i == 0 ? "" : ",") + cells[i];
        found->second += '\n';
    }

    /// A value, or now and then nothing.
    std::string maybe(int percent, std::string value) { return chance(random_, percent) ? std::move(value) : std::string(); }

    std::string date_between(std::int32_t low, std::int32_t high) {
        return day_text(static_cast<std::int32_t>(draw(random_, low, high)));
    }

    void spans(int first) {
        if (period_ == "weekly") {
            for (std::int32_t day = first_; day <= last_; day += 7) spans_.emplace_back(day, day + 6);
            return;
        }
        for (int month = first; month < first + size_.months; ++month) {
            const int later = std::max(size_.period_from - 1, 0);
            const std::int32_t begin = first_of_month(month) + later, end = first_of_month(month + 1) + later - 1;
            if (period_ == "half_monthly") {
                spans_.emplace_back(begin, begin + 14);
                spans_.emplace_back(begin + 15, end);
            } else {
                spans_.emplace_back(begin, end);
            }
        }
    }

    std::string attribute(const law::Attribute& each) {
        if (each.type == law::ValueType::number) return words_.number(random_, each.name);
        if (each.type == law::ValueType::date) return date_between(first_ - 900, last_ + 30);
        return words_.text(random_, each.name, "something_else");
    }

    std::string attribute_columns() {
        std::string out;
        for (const law::Attribute& each : pack_.attributes) out += ',' + each.name;
        return out;
    }

    void employer() {
        std::string attributes;
        const auto add = [&](const std::string& name, const std::string& value) {
            attributes += (attributes.empty() ? "\"" : ",\"") + name + "\":\"" + value + '"';
        };
        for (const law::Attribute& each : pack_.attributes) {
            if (chance(random_, 70)) add(each.name, attribute(each));
        }
        for (const std::string name : {"sector", "region"}) {
            if (chance(random_, 85)) add(name, words_.text(random_, name, "elsewhere"));
        }
        std::string period = '"' + period_ + '"';
        if (size_.period_from > 0) {
            period.clear();
            for (const auto& [begin, end] : spans_) {
                period += (period.empty() ? "[{\"start\":\"" : ",{\"start\":\"") + day_text(begin) + "\",\"end\":\"" + day_text(end) + "\"}";
            }
            period += ']';
        }
        employer_ = "{\"employer_id\":\"e\",\"law\":\"" + pack_.id + "\",\"currency\":\"" + currency_ + "\",\"period\":" + period +
                    ",\"attributes\":{" + attributes + "}}";
    }

    void calendar() {
        table("calendar", "date,kind,category,region,worker_id");
        for (std::int64_t i = draw(random_, 1, 6); i > 0; --i) {
            static const std::vector<std::string> kKinds{"public_holiday", "public_holiday", "rest_day", "working_day"};
            row("calendar", {date_between(first_, last_), pick_one(random_, kKinds), "",
                             maybe(10, words_.text(random_, "region", "elsewhere")), maybe(15, "w1")});
        }
    }

    void rates() {
        table("rates", "valid_from,from,to,rate");
        const std::string other = currency_ == "USD" ? "KHR" : "USD";
        for (std::int32_t day = first_ - (chance(random_, 80) ? 10 : -20); day <= last_; day += 17) {
            const std::int64_t rate = currency_ == "USD" ? draw(random_, 395'000, 412'000) : draw(random_, 1, 90);
            row("rates", {day_text(day), currency_, other, currency_ == "USD" ? hundredths(rate) : "0.00" + std::to_string(100 + rate)});
        }
    }

    void worker(int number) {
        id_ = "w" + std::to_string(number);
        hired_ = static_cast<std::int32_t>(chance(random_, 30) ? draw(random_, first_ - 5, last_) : draw(random_, first_ - 3000, first_));
        left_ = chance(random_, 15) ? static_cast<std::int32_t>(draw(random_, std::max(hired_, first_), last_)) : last_ + 100;
        basis_ = pick_one(random_, codes_of(law::Input::pay_basis));
        if (chance(random_, 50)) basis_ = "monthly";
        const std::int64_t share = basis_ == "hourly" ? 208 : basis_ == "daily" ? 26 : basis_ == "weekly" ? 4 : basis_ == "half_monthly" ? 2 : 1;
        wage_ = scale_ / share * draw(random_, 70, 180) / 100;
        if (basis_ == "piece" && chance(random_, 70)) wage_ = 0;
        terms();
        const std::int64_t kept = draw(random_, 0, 99);
        std::int32_t day = std::max(hired_, first_);
        for (; day <= std::min(left_, last_); ++day) a_day(day, kept);
        if (kept >= 85) totals();
        if (size_.balances) accounts();
        if (chance(random_, 88)) {
            for (const auto& [begin, end] : spans_) {
                if (end >= hired_ && begin <= left_ && chance(random_, 95)) payslip(begin, end);
            }
        }
    }

    static std::vector<std::string> codes_of(law::Input input) { return words(law::inputs()[static_cast<std::size_t>(input)].codes); }

    void terms() {
        const std::string hired = maybe(92, day_text(hired_)), left = left_ <= last_ ? day_text(left_) : "";
        const std::string sex = maybe(85, pick_one(random_, std::vector<std::string>{"f", "f", "m", "x"}));
        const std::string birth = maybe(85, chance(random_, 10) ? "2000-02-29" : date_between(first_ - 25'000, first_ - 4'500));
        std::string from = maybe(60, hired);
        for (std::int64_t changes = draw(random_, 0, 2);; --changes) {
            std::vector<std::string> cells{id_, from, hired, left, sex, birth,
                maybe(88, pick_one(random_, codes_of(law::Input::contract))), maybe(94, basis_), maybe(94, hundredths(wage_)),
                maybe(25, hundredths(scale_ / 20)), maybe(5, chance(random_, 50) ? "USD" : "KHR"),
                maybe(80, words_.text(random_, "grade", "unnamed")), maybe(40, words_.text(random_, "region", "elsewhere")),
                maybe(25, pick_one(random_, std::vector<std::string>{"sun", "fri", "wed"})),
                maybe(35, chance(random_, 50) ? "5" : "6"), maybe(8, std::to_string(draw(random_, 10, 48))),
                maybe(70, "12345"), maybe(60, date_between(hired_, hired_ + 200)), maybe(15, words_.text(random_, "nationality", "KH")),
                maybe(50, pick_one(random_, std::vector<std::string>{"islam", "buddhism", "hinduism", "christianity"})),
                maybe(30, date_between(hired_, hired_ + 120)),
                left.empty() ? "" : maybe(70, pick_one(random_, codes_of(law::Input::leaving_reason))),
                maybe(20, std::to_string(draw(random_, 1, 30)))};
            for (const law::Attribute& each : pack_.attributes) cells.push_back(maybe(25, attribute(each)));
            row("workers", cells);
            if (changes <= 0) return;
            // A rise in mid-month, or new terms altogether.
            from = date_between(std::max(hired_, first_) + 1, last_);
            wage_ = wage_ * draw(random_, 95, 115) / 100;
        }
    }

    void a_day(std::int32_t day, std::int64_t kept) {
        const bool sunday = (day + 4) % 7 == 0;
        const std::string date = day_text(day);
        if (chance(random_, 4)) {
            static const std::vector<std::string> kTypes{"annual", "sick", "casual", "maternity", "paternity", "marriage", "bereavement", "menstrual",
                                                         "injury", "public_duty", "pilgrimage", "special", "compensatory", "suspension", "unpaid", "absent"};
            row("leave", {id_, date, pick_one(random_, kTypes), maybe(15, "0.5"), maybe(20, chance(random_, 50) ? "yes" : "no")});
            if (chance(random_, 80)) return;
        }
        if (!chance(random_, sunday ? 15 : 93)) return;
        if (chance(random_, 12)) row("pieces", {id_, date, std::to_string(draw(random_, 1, 300)), hundredths(scale_ / 30'000 + draw(random_, 0, 9))});
        if (kept >= 85) return;
        if (kept >= 70 && kept < 85) {
            const std::string minutes = chance(random_, 1) ? "many" : std::to_string(draw(random_, 200, 700));
            row("hours", {id_, date, minutes, maybe(50, std::to_string(draw(random_, 0, 150))), maybe(50, std::to_string(draw(random_, 0, 90)))});
            return;
        }
        const std::int64_t start = chance(random_, 8) ? draw(random_, 17 * 60, 22 * 60) : draw(random_, 6 * 60 + 30, 8 * 60);
        const std::int64_t end = start + 60 + draw(random_, 300, 660);
        const std::string broken = chance(random_, 1) ? "99:99" : clock(end);
        row("time", {id_, date, clock(start), chance(random_, 2) ? "" : broken, maybe(90, chance(random_, 80) ? "60" : "30"),
                     maybe(5, pick_one(random_, std::vector<std::string>{"training", "travel", "standby"}))});
        // A second stretch, which may lie over the first.
        if (chance(random_, 4)) row("time", {id_, date, clock(end - 30), clock(end + draw(random_, 40, 150)), "", ""});
    }

    /// What only ledgers ask for: balances, days paid out, stretches of leave; a row in fifty cannot be read.
    void accounts() {
        static const std::vector<std::string> kTypes{"annual", "annual", "casual", "sick", "special"};
        const auto days = [&] { return chance(random_, 2) ? std::string("many") : std::to_string(draw(random_, -1, 30)) + (chance(random_, 30) ? ".25" : ""); };
        for (std::int64_t i = draw(random_, 0, 3); i > 0; --i) {
            const std::int32_t as_of = chance(random_, 40) ? first_ - 1 : chance(random_, 15) ? std::min(left_, last_) : static_cast<std::int32_t>(draw(random_, first_ - 3, last_ + 3));
            row("balances", {id_, day_text(as_of), pick_one(random_, kTypes), days()});
        }
        for (std::int64_t i = draw(random_, 0, 5); i > 0; --i) {
            std::int32_t day = static_cast<std::int32_t>(draw(random_, first_, last_));
            const std::string type = pick_one(random_, kTypes);
            for (std::int64_t k = draw(random_, 1, 12); k > 0; --k, ++day) {
                row("leave", {id_, day_text(day), type, maybe(10, "0.5"), maybe(5, chance(random_, 50) ? "yes" : "no")});
            }
            if (chance(random_, 4)) row("leave", {id_, chance(random_, 50) ? "someday" : day_text(day), "annual", "much", ""});
        }
        for (const auto& [begin, end] : spans_) {
            if (!chance(random_, 8)) continue;
            row("payroll", {id_, day_text(begin), day_text(end), chance(random_, 80) ? "leave_encashment" : "leave.annual", "10.00", "",
                            chance(random_, 85) ? std::to_string(draw(random_, 0, 6)) + maybe(20, ".5") : ""});
        }
    }

    void totals() {
        for (const auto& [begin, end] : spans_) {
            if (end < hired_ || begin > left_ || chance(random_, 10)) continue;
            const std::int64_t days = draw(random_, 5, 26), minutes = days * draw(random_, 400, 640);
            row("totals", {id_, day_text(begin), day_text(end), maybe(80, std::to_string(days)), maybe(95, std::to_string(minutes)),
                           maybe(70, std::to_string(draw(random_, 0, 900))), maybe(50, std::to_string(draw(random_, 0, 600))),
                           maybe(50, std::to_string(draw(random_, 0, 600))), maybe(50, std::to_string(draw(random_, 0, 480))),
                           maybe(60, std::to_string(draw(random_, 0, 3)))});
        }
    }

    /// Left out: wages booked in two currencies. Their sum may be a fraction beyond 64 bits, which the plan takes for 0 where
    /// a table is looked up by it.
    void payslip(std::int32_t begin, std::int32_t end) {
        const auto book = [&](const std::string& component, std::int64_t amount) {
            const bool contribution = component.rfind("contribution.", 0) == 0;
            row("payroll", {id_, day_text(begin), day_text(end), component, hundredths(amount), contribution ? maybe(20, "KHR") : "", ""});
        };
        const std::int64_t month = scale_ * draw(random_, 60, 150) / 100 / (period_ == "weekly" ? 4 : period_ == "half_monthly" ? 2 : 1);
        book("basic", month);
        static const std::vector<std::string> kOthers{
            "piece", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "holiday_pay", "rest_day_pay", "leave.annual", "leave.sick", "leave_encashment", "allowance.housing",
            "allowance.transport", "allowance.meal", "allowance.medical", "allowance.food", "allowance.attendance", "allowance.seniority", "allowance.fixed", "bonus.thirteenth_month",
            "bonus.festival", "bonus.production", "severance", "deduction.tax", "deduction.advance", "deduction.fine", "deduction.absence", "deduction.meal", "in_kind.meal"};
        for (const std::string& component : kOthers) {
            if (chance(random_, 15)) book(component, month * draw(random_, 0, 30) / 100);
        }
        for (const law::Line& line : pack_.lines) {
            for (const std::string& component : line.answers) {
                const bool whole = component.find('*') == std::string::npos && component.rfind("contribution.", 0) == 0;
                if (whole && chance(random_, 40)) book(component, month * draw(random_, 0, 12) / 100);
            }
        }
        if (chance(random_, 60)) book("gross", month * draw(random_, 100, 130) / 100);
        if (chance(random_, 70)) book("net", month * draw(random_, 70, 130) / 100);
    }

    Random random_;
    const law::Pack& pack_;
    Vocabulary words_;
    FolderSize size_;
    std::int32_t first_ = 0, last_ = 0, hired_ = 0, left_ = 0;
    std::string currency_, period_, employer_, id_, basis_;
    std::int64_t scale_ = 0, wage_ = 0;
    std::vector<std::pair<std::int32_t, std::int32_t>> spans_;
    std::map<std::string, std::string> tables_;
};

}  // namespace

std::vector<readers::InputFile> random_folder(std::uint64_t seed, const law::Pack& pack, FolderSize size) {
    return Folder(seed, pack, size).files();
}

}  // namespace wageproof::oracle
