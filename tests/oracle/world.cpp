#include "oracle/world.hpp"

#include <date/date.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace wageproof::oracle {

using law::Grain;
using law::ValueType;
namespace flags = law::detail;

namespace {

constexpr std::int32_t kFirstDay = 20'361;  // 2025-09-30

law::Expression named(law::NodeKind kind, std::uint32_t index, ValueType type, Grain grain) {
    law::Node node;
    node.kind = kind;
    node.index = index;
    node.type = type;
    node.grain = grain;
    law::Expression out;
    out.nodes.push_back(node);
    return out;
}

law::Expression input_key(law::Input input) {
    const law::InputSpec& spec = law::inputs()[static_cast<std::size_t>(input)];
    return named(law::NodeKind::input, static_cast<std::uint32_t>(input), spec.type, spec.grain);
}

law::Key code_key(std::string code) {
    law::Key key;
    key.kind = law::Key::Kind::text;
    key.text = std::move(code);
    return key;
}

law::Key range_key(Random& random, std::int64_t low, std::int64_t high) {
    constexpr std::int64_t kMicro = 1'000'000;
    law::Key key;
    key.kind = law::Key::Kind::range;
    key.range = {low * kMicro, high * kMicro, chance(random, 80), chance(random, 80), chance(random, 70), chance(random, 30)};
    return key;
}

law::CellValue random_cell(Random& random, ValueType type, bool huge) {
    law::CellValue cell;
    if (chance(random, 12)) {
        cell.kind = chance(random, 60) ? law::CellValue::Kind::none : law::CellValue::Kind::hole;
        return cell;
    }
    if (type == ValueType::text) {
        cell.kind = law::CellValue::Kind::text;
        cell.text = pick_one(random, codes());
        return cell;
    }
    if (type == ValueType::date) {
        cell.kind = law::CellValue::Kind::date;
        cell.numerator = kFirstDay + draw(random, -200, 400);
        return cell;
    }
    cell.kind = law::CellValue::Kind::number;
    const std::vector<std::int64_t> denominators{1, 1, 100, 1'000'000, 3, 7, 365};
    // A plan keeps a table under one denominator and does not tell what leaves 64 bits there, so that fractions of all
    // kinds and the largest numbers do not stand in one table.
    if (!huge) cell.denominator = pick_one(random, denominators);
    cell.numerator = draw(random, chance(random, 10) ? -500 : 0, 5'000);
    if (huge && chance(random, 30)) cell.numerator = draw(random, 1, 900'000'000'000'000'000);
    return cell;
}

law::Confidence random_confidence(Random& random) {
    return chance(random, 20) ? law::Confidence::uncertain : law::Confidence::verified;
}

/// Keys of one row: each dimension has codes or numbers.
std::vector<law::Key> random_keys(Random& random, const std::vector<law::Expression>& by) {
    std::vector<law::Key> keys;
    for (const law::Expression& key : by) {
        if (chance(random, 35)) {
            keys.emplace_back();
        } else if (key.root().type == ValueType::number) {
            const std::int64_t low = draw(random, 0, 30);
            keys.push_back(range_key(random, low, low + draw(random, 1, 20)));
        } else {
            keys.push_back(code_key(pick_one(random, codes())));
        }
    }
    return keys;
}

/// Whether two rows could both hold with the same right to it; a loaded pack has no such rows.
bool rivals(const law::TableRow& a, const law::TableRow& b) {
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
        if (a.keys[i].kind != b.keys[i].kind) return false;
        if (a.keys[i].kind == law::Key::Kind::text && a.keys[i].text != b.keys[i].text) return false;
    }
    return true;
}

law::Parameter random_parameter(Random& random, std::string name, ValueType type, std::vector<law::Expression> by,
                                std::vector<std::string> by_names, bool extremes) {
    law::Parameter out;
    out.name = std::move(name);
    out.type = type;
    out.by = std::move(by);
    out.by_names = std::move(by_names);
    std::int32_t from = kFirstDay + static_cast<std::int32_t>(draw(random, -300, 20));
    const bool huge = extremes && chance(random, 50);
    const std::int64_t entries = draw(random, 1, 4);
    for (std::int64_t i = 0; i < entries; ++i) {
        law::DatedTable table;
        table.from = from;
        if (i + 1 == entries && chance(random, 25)) table.to = from + static_cast<std::int32_t>(draw(random, 0, 60));
        if (chance(random, 40)) table.published = from + static_cast<std::int32_t>(draw(random, -60, 60));
        table.provenance.confidence = random_confidence(random);
        const std::int64_t rows = out.by.empty() ? 1 : draw(random, 1, 8);
        for (std::int64_t r = 0; r < rows; ++r) {
            law::TableRow row;
            row.keys = random_keys(random, out.by);
            row.value = random_cell(random, type, huge);
            row.provenance = table.provenance;
            row.provenance.file_line = static_cast<std::uint32_t>(r) + 1;  // tells rows apart
            row.own_provenance = chance(random, 20);
            if (row.own_provenance) row.provenance.confidence = random_confidence(random);
            const bool doubled = std::any_of(table.rows.begin(), table.rows.end(),
                                             [&](const law::TableRow& each) { return rivals(each, row); });
            if (!doubled) table.rows.push_back(std::move(row));
        }
        out.values.push_back(std::move(table));
        from += static_cast<std::int32_t>(draw(random, 1, 50));
    }
    return out;
}

struct Row {
    std::int32_t first, last;
};

using Cut = std::function<bool(std::int32_t)>;  ///< whether a row begins on that day

bool begins_month(std::int32_t day, unsigned every) {
    const date::year_month_day civil{date::sys_days{date::days{day}}};
    return unsigned{civil.day()} == 1 && (unsigned{civil.month()} - 1) % every == 0;
}

std::int32_t month_end(std::int32_t day, bool first) {
    const date::year_month_day civil{date::sys_days{date::days{day}}};
    const date::sys_days found = first ? date::sys_days{civil.year() / civil.month() / 1}
                                       : date::sys_days{civil.year() / civil.month() / date::last};
    return found.time_since_epoch().count();
}

std::vector<Row> rows_between(std::int32_t first, std::int32_t last, const Cut& begins) {
    std::vector<Row> rows;
    for (std::int32_t day = first; day <= last; ++day) {
        if (rows.empty() || begins(day)) {
            rows.push_back({day, day});
        } else {
            rows.back().last = day;
        }
    }
    return rows;
}

/// Which row of a coarser grain a finer row belongs to: the one that holds its last day (of those on the timeline).
void nest(law::Frame& frame, Grain fine, Grain coarse) {
    const auto f = static_cast<std::size_t>(fine), c = static_cast<std::size_t>(coarse);
    auto& up = frame.up[f][c];
    auto& inside = frame.inside[f][c];
    const std::int32_t end_of_time = frame.first_day + static_cast<std::int32_t>(frame.days_per_worker) - 1;
    up.assign(frame.rows[f], law::kNoRow);
    inside.begin.assign(frame.rows[c], 0);
    inside.end.assign(frame.rows[c], 0);
    for (std::uint32_t row = 0; row < frame.rows[c]; ++row) {
        for (std::uint32_t i = 0; i < frame.rows[f]; ++i) {
            const std::int32_t last = std::min(frame.last_date[f][i], end_of_time);
            if (frame.worker_of[f][i] != frame.worker_of[c][row] || last < frame.first_date[c][row] ||
                last > frame.last_date[c][row]) {
                continue;
            }
            up[i] = row;
            if (inside.end[row] == inside.begin[row]) inside.begin[row] = i;
            inside.end[row] = i + 1;
        }
    }
}

}  // namespace

std::int64_t draw(Random& random, std::int64_t low, std::int64_t high) {
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + (span == 0 ? random() : random() % span));
}

bool chance(Random& random, int percent) { return draw(random, 1, 100) <= percent; }

const std::vector<std::string>& codes() {
    static const std::vector<std::string> kCodes{"jb", "kab", "kota", "sub", "la", "permanent", "probation"};
    return kCodes;
}

law::Pack random_pack(Random& random, Wildness wildness) {
    law::Pack pack;
    pack.id = "xx";
    pack.currency = ('U' << 16) | ('S' << 8) | 'D';
    pack.dimensions["region"] = {
        {"jb", "J", ""}, {"kab", "K", "jb"}, {"kota", "O", "jb"}, {"sub", "S", "kab"}, {"la", "L", ""}};
    pack.attributes.push_back({"risk_class", ValueType::text, {}, {}});
    pack.attributes.push_back({"size", ValueType::number, {}, {}});

    using law::Input;
    const bool extremes = wildness.extremes;
    const auto add = [&](std::string name, ValueType type, std::vector<law::Expression> by,
                         std::vector<std::string> by_names) {
        pack.parameters.push_back(
            random_parameter(random, std::move(name), type, std::move(by), std::move(by_names), extremes));
    };
    const auto attribute_key = [](std::uint32_t index, ValueType type) {
        return named(law::NodeKind::attribute, index, type, Grain::part);
    };
    add("flat", ValueType::number, {}, {});
    add("flat_again", ValueType::number, {}, {});
    add("by_region", ValueType::number, {input_key(Input::region)}, {"region"});
    add("by_contract_age", ValueType::number, {input_key(Input::contract), input_key(Input::age)}, {"contract", "age"});
    add("by_size", ValueType::number, {attribute_key(1, ValueType::number)}, {"size"});
    add("by_risk_region", ValueType::number, {attribute_key(0, ValueType::text), input_key(Input::region)},
        {"risk_class", "region"});
    add("by_leave", ValueType::number, {input_key(Input::leave_type)}, {"leave_type"});
    add("code_of_grade", ValueType::text, {input_key(Input::grade)}, {"grade"});
    add("deadline", ValueType::date, {}, {});
    for (law::Parameter& parameter : pack.parameters) {
        for (const law::Expression& key : parameter.by) {
            if (key.root().grain == Grain::day) parameter.grain = Grain::day;
        }
        std::sort(parameter.values.begin(), parameter.values.end(),
                  [](const auto& a, const auto& b) { return a.from < b.from; });
    }

    auto& feasts = pack.calendar.feasts["eid"];
    for (std::int32_t day = kFirstDay - 300; day < kFirstDay + 500; day += static_cast<std::int32_t>(draw(random, 60, 200))) {
        law::Holiday feast;
        feast.date = day;
        feast.name = "eid";
        if (chance(random, 30)) feast.provenance.confidence = law::Confidence::uncertain;
        feasts.push_back(feast);
    }
    pack.calendar.feast_years = {{2025, 2026}};
    return pack;
}

law::Frame random_frame(Random& random) {
    law::Frame frame;
    frame.workers = static_cast<std::size_t>(draw(random, 1, 3));
    frame.first_day = kFirstDay;
    frame.days_per_worker = static_cast<std::uint32_t>(draw(random, 40, 140));
    const std::int32_t last_day = kFirstDay + static_cast<std::int32_t>(frame.days_per_worker) - 1;
    const bool fortnights = chance(random, 40), months = chance(random, 40);
    const std::int32_t weekday = static_cast<std::int32_t>(draw(random, 0, 6));
    const Cut month = [](std::int32_t day) { return begins_month(day, 1); };
    const Cut period = [&](std::int32_t day) {
        if (fortnights) return (day - kFirstDay + 100) % 14 == 0;
        const date::year_month_day civil{date::sys_days{date::days{day}}};
        return begins_month(day, 1) || (!months && unsigned{civil.day()} == 16);
    };
    const auto add = [&](Grain grain, std::uint32_t worker, const std::vector<Row>& rows) {
        const auto g = static_cast<std::size_t>(grain);
        for (const Row& row : rows) {
            frame.first_date[g].push_back(row.first);
            frame.last_date[g].push_back(row.last);
            frame.worker_of[g].push_back(worker);
        }
        frame.rows[g] = frame.first_date[g].size();
    };
    for (std::uint32_t worker = 0; worker < frame.workers; ++worker) {
        add(Grain::day, worker, rows_between(kFirstDay, last_day, [](std::int32_t) { return true; }));
        add(Grain::part, worker, rows_between(kFirstDay, last_day, [&](std::int32_t day) {
                return month(day) || period(day) || chance(random, 4);
            }));
        std::vector<Row> weeks = rows_between(kFirstDay, last_day, [&](std::int32_t day) { return day % 7 == weekday; });
        weeks.front().first = weeks.front().last - 6;
        weeks.back().last = weeks.back().first + 6;
        add(Grain::week, worker, weeks);
        // The payroll need not name every fortnight: days outside lie in no period.
        std::vector<Row> periods = rows_between(kFirstDay, last_day, period);
        if (fortnights) periods.erase(periods.begin());
        add(Grain::period, worker, periods);
        std::vector<Row> calendar_months = rows_between(kFirstDay, last_day, month);
        calendar_months.front().first = month_end(calendar_months.front().first, true);
        calendar_months.back().last = month_end(calendar_months.back().last, false);
        add(Grain::month, worker, calendar_months);
        add(Grain::quarter, worker, rows_between(kFirstDay, last_day, [](std::int32_t day) { return begins_month(day, 3); }));
        add(Grain::year, worker, rows_between(kFirstDay, last_day, [](std::int32_t day) { return begins_month(day, 12); }));
    }
    frame.rows[0] = 1;
    for (int fine = 1; fine < 8; ++fine) {
        for (int coarse = fine + 1; coarse < 8; ++coarse) nest(frame, static_cast<Grain>(fine), static_cast<Grain>(coarse));
    }
    nest(frame, Grain::week, Grain::part);
    // A week's parts are those that it touches; a part may lie in several weeks, so it has none of its own.
    const auto part = static_cast<std::size_t>(Grain::part), week = static_cast<std::size_t>(Grain::week);
    const auto& part_of = frame.up[static_cast<std::size_t>(Grain::day)][part];
    const law::RowRanges& days = frame.inside[static_cast<std::size_t>(Grain::day)][week];
    for (std::size_t row = 0; row < frame.rows[week]; ++row) {
        frame.inside[part][week].begin[row] = part_of[days.begin[row]];
        frame.inside[part][week].end[row] = part_of[days.end[row] - 1] + 1;
    }
    frame.up[part][week].assign(frame.rows[part], law::kNoRow);
    return frame;
}

RandomFacts::RandomFacts(std::uint64_t seed, const law::Frame& frame, law::Plan& plan, Wildness wildness)
    : seed_(seed), frame_(frame), plan_(plan), wildness_(wildness) {}

std::int64_t RandomFacts::value(Random& random, const Shape& shape, bool extreme) const {
    if (shape.type == ValueType::text) {
        return chance(random, 10) ? law::kOtherSymbol : plan_.symbol(pick_one(random, codes()));
    }
    if (extreme && chance(random, 40)) return draw(random, -9'200'000'000'000'000'000, 9'200'000'000'000'000'000);
    if (chance(random, 15)) return std::clamp<std::int64_t>(0, shape.low, shape.high);
    return draw(random, shape.low, shape.high);
}

flags::Flags RandomFacts::doubt(Random& random, const Shape& shape) const {
    const std::int64_t kind = draw(random, 0, 99);
    const bool number = shape.type == ValueType::number;
    if (kind < 8) return flags::kUnknown;
    if (kind < 16) return flags::kNotGiven;
    if (kind < 24 && number) return flags::kAtLeast;
    if (kind < 28 && number) return flags::kAtLeast | flags::kUncertain;
    if (kind < 40) return flags::kUncertain;
    if (kind < 60 && number && shape.may_lump && wildness_.lumps) return flags::kLumped;
    return 0;
}

void RandomFacts::fill(const std::string& name, const Shape& shape, flags::Values& out) {
    Random random(seed_ ^ std::hash<std::string>{}(name));
    const std::size_t rows = frame_.rows[static_cast<std::size_t>(shape.grain)];
    const bool uniform = chance(random, 8);
    const bool extreme = wildness_.extremes && shape.type == ValueType::number && chance(random, 40);
    out.reset(shape.grain, rows, uniform);
    out.type = shape.type;
    out.denominator = shape.denominator;
    const std::size_t kept = uniform ? 1 : rows;
    out.numerators.resize(kept);
    for (std::int64_t& each : out.numerators) each = value(random, shape, extreme);
    if (shape.type == ValueType::number && chance(random, 10)) {
        out.denominators.resize(kept);
        for (std::int64_t& each : out.denominators) each = draw(random, 1, extreme ? 1'000'000'000'000 : 12);
    }
    if (wildness_.doubts && chance(random, 60)) {
        out.make_flags();
        for (std::size_t i = 0; i < kept; ++i) {
            out.flags[i] = doubt(random, shape);
            // Left out: a day of hire that cannot be read. The plan counts earlier months as if it were not given.
            if (shape.one_a_worker && out.flags[i] == flags::kUnknown) out.flags[i] = flags::kNotGiven;
            const bool why = (out.flags[i] & ~flags::kUncertain) != 0;
            out.reasons[i] = why ? plan_.reason("missing:" + name + (chance(random, 50) ? "" : ".field")) : 0;
            if ((out.flags[i] & flags::kNoValue) != 0) out.numerators[i] = 0;
        }
    }
    if (shape.one_a_worker && !uniform) same_for_each_worker(shape.grain, out);
    out.set_bound_from_rows();
}

/// A worker has one day of hire, whatever part asks.
void RandomFacts::same_for_each_worker(Grain grain, flags::Values& out) const {
    const auto& worker = frame_.worker_of[static_cast<std::size_t>(grain)];
    for (std::size_t i = 1; i < out.numerators.size(); ++i) {
        if (worker[i] != worker[i - 1]) continue;
        out.numerators[i] = out.numerators[i - 1];
        if (out.flags.empty()) continue;
        out.flags[i] = out.flags[i - 1];
        out.reasons[i] = out.reasons[i - 1];
    }
}

RandomFacts::Shape RandomFacts::shape_of(law::Input input) {
    const law::InputSpec& spec = law::inputs()[static_cast<std::size_t>(input)];
    Shape shape{spec.grain, spec.type, 0, 600, 1, false, false};
    if (spec.type == ValueType::boolean) shape.high = 1;
    if (spec.type == ValueType::date) {
        shape.low = kFirstDay - 700;
        shape.high = kFirstDay + 200;
    }
    if (input == law::Input::hired_on) {
        shape.low = kFirstDay - 250;
        shape.one_a_worker = true;
    }
    if (spec.unit.money == 1) {
        shape.high = 400'000'000;
        shape.denominator = 1'000'000;
    }
    if (input == law::Input::age || input == law::Input::service_months || input == law::Input::service_years) shape.high = 50;
    shape.may_lump = spec.grain == Grain::day && spec.unit.minutes == 1;
    return shape;
}

void RandomFacts::input(law::Input input, flags::Values& out) {
    fill(std::string(law::inputs()[static_cast<std::size_t>(input)].name), shape_of(input), out);
}

void RandomFacts::attribute(std::uint32_t index, flags::Values& out) {
    const law::Attribute& attribute = plan_.pack().attributes[index];
    fill("attribute." + attribute.name, {Grain::part, attribute.type, 0, 50, 1, false, false}, out);
}

void RandomFacts::booked(const std::string& patterns, flags::Values& out) {
    fill("payroll." + patterns, {Grain::period, ValueType::number, 0, 900'000'000, 1'000'000, false, false}, out);
}

void RandomFacts::leave(const std::string& type, bool calendar_days, flags::Values& out) {
    fill((calendar_days ? "leave.calendar." : "leave.") + type, {Grain::day, ValueType::number, 0, 10'000, 10'000, false, false}, out);
}

void RandomFacts::balance(std::uint32_t ledger, law::Evaluator&, law::detail::Values& out) {
    fill("balance " + std::to_string(ledger), {Grain::day, ValueType::number, -4000, 40000, 1000, false, false}, out);
}

void RandomFacts::rate(std::uint32_t from, std::uint32_t to, Grain grain, flags::Values& out) {
    fill("rates." + std::to_string(from) + '.' + std::to_string(to) + '.' + std::to_string(static_cast<int>(grain)),
         {grain, ValueType::number, 1, 5'000'000'000, 1'000'000, false, false}, out);
}

/// Terms outside the timeline: new ones every thirty days.
law::TermOnDay RandomFacts::term_on(law::Input input, std::uint32_t worker, std::int32_t date) {
    const law::InputSpec& spec = law::inputs()[static_cast<std::size_t>(input)];
    const std::string name = "term." + std::string(spec.name) + '.' + std::to_string(worker) + '.' + std::to_string(date / 30);
    Random random(seed_ ^ std::hash<std::string>{}(name));
    const Shape shape = shape_of(input);
    law::TermOnDay out{value(random, shape, false), shape.denominator, 0, 0};
    if (wildness_.doubts && chance(random, 60)) out.flags = doubt(random, shape);
    if ((out.flags & ~flags::kUncertain) != 0) out.reason = plan_.reason("missing:" + name);
    if ((out.flags & flags::kNoValue) != 0) out.numerator = 0;
    return out;
}

bool RandomFacts::is_working_date(std::uint32_t worker, std::int32_t date) {
    return (date + static_cast<std::int32_t>(worker)) % 7 != 0 && date % 31 != 5;
}

}  // namespace wageproof::oracle
