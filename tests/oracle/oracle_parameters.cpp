// Looking a parameter up as docs/packs.md tells it: the entry in force, its most specific row, the parent region.
#include <algorithm>

#include "oracle/oracle.hpp"

namespace wageproof::oracle {

using law::Grain;
using law::Key;

namespace {

constexpr std::int64_t kMicro = 1'000'000;

bool in_range(const law::KeyRange& range, const Rational& x) {
    const Rational lower(range.lower_micro, kMicro), upper(range.upper_micro, kMicro);
    const bool above = !range.has_lower || lower < x || (range.lower_inside && lower == x);
    const bool below = !range.has_upper || x < upper || (range.upper_inside && x == upper);
    return above && below;
}

bool matches(const Key& key, const OracleValue& value) {
    switch (key.kind) {
        case Key::Kind::any: return true;
        case Key::Kind::text: return !value.other_text && key.text == value.text;
        case Key::Kind::range: return in_range(key.range, value.number);
    }
    return false;
}

bool matches(const law::TableRow& row, const std::vector<OracleValue>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!matches(row.keys[i], keys[i])) return false;
    }
    return true;
}

int rank(const Key& key) {
    switch (key.kind) {
        case Key::Kind::text: return 2;
        case Key::Kind::range: return 1;
        case Key::Kind::any: return 0;
    }
    return 0;
}

bool more_specific(const law::TableRow& a, const law::TableRow& b) {
    return std::lexicographical_compare(b.keys.begin(), b.keys.end(), a.keys.begin(), a.keys.end(),
                                        [](const Key& x, const Key& y) { return rank(x) < rank(y); });
}

const law::TableRow* best_row(const law::DatedTable& table, const std::vector<OracleValue>& keys) {
    const law::TableRow* best = nullptr;
    for (const law::TableRow& row : table.rows) {
        if (matches(row, keys) && (best == nullptr || more_specific(row, *best))) best = &row;
    }
    return best;
}

/// The first dimension of the table whose codes form a tree.
std::optional<std::size_t> climbing_key(const law::Pack& pack, const law::Parameter& parameter) {
    for (std::size_t i = 0; i < parameter.by_names.size(); ++i) {
        const auto codes = pack.dimensions.find(parameter.by_names[i]);
        if (codes == pack.dimensions.end()) continue;
        for (const law::Code& each : codes->second) {
            if (!each.parent.empty()) return i;
        }
    }
    return std::nullopt;
}

std::string parent_of(const std::vector<law::Code>& codes, const std::string& code) {
    for (const law::Code& each : codes) {
        if (each.code == code) return each.parent;
    }
    return {};
}

/// The rows that name one thing at a key, or `*` there; the key itself then fits them all.
law::DatedTable naming(const law::DatedTable& table, std::size_t key, const std::string& code) {
    law::DatedTable out = table;
    std::erase_if(out.rows, [&](const law::TableRow& row) {
        const bool any = row.keys[key].kind == Key::Kind::any;
        return code.empty() ? !any : any || row.keys[key].text != code;
    });
    for (law::TableRow& row : out.rows) row.keys[key].kind = Key::Kind::any;
    return out;
}

/// A row, by its place in the pack's file, and what it gives.
struct Chosen {
    bool found = false;
    law::TableRow row;
};

/// Several rows may stand on one line of the file.
bool same_row(const Chosen& a, const Chosen& b) {
    const law::CellValue &x = a.row.value, &y = b.row.value;
    return a.found == b.found && a.row.provenance.file_line == b.row.provenance.file_line && x.kind == y.kind &&
           x.numerator == y.numerator && x.denominator == y.denominator && x.text == y.text;
}

Chosen chosen(const law::TableRow* row) { return row == nullptr ? Chosen{} : Chosen{true, *row}; }

/// A code without a row of its own, or with 'none', stands under its parent; `*` holds only after all of them.
Chosen choose_row(const law::Pack& pack, const law::Parameter& parameter, const law::DatedTable& table,
                  const std::vector<OracleValue>& keys) {
    const std::optional<std::size_t> key = climbing_key(pack, parameter);
    if (!key) return chosen(best_row(table, keys));
    const std::vector<law::Code>& codes = pack.dimensions.at(parameter.by_names[*key]);
    std::string code = keys[*key].other_text ? std::string() : keys[*key].text;
    Chosen none;
    bool last_has_row = false;
    for (; !code.empty(); code = parent_of(codes, code)) {
        const law::DatedTable own = naming(table, *key, code);
        const law::TableRow* row = best_row(own, keys);
        last_has_row = row != nullptr;
        if (row == nullptr) continue;
        if (row->value.kind != law::CellValue::Kind::none) return chosen(row);
        if (!none.found) none = chosen(row);
    }
    if (last_has_row) return none;
    const law::DatedTable any = naming(table, *key, {});
    const Chosen other = chosen(best_row(any, keys));
    return other.found ? other : none;
}

/// Values that between them fall on every row that a key can tell apart.
std::vector<OracleValue> samples(const law::Pack& pack, const law::Parameter& parameter, const law::DatedTable& table,
                                 std::size_t key) {
    std::vector<OracleValue> out;
    OracleValue other;
    other.other_text = true;
    out.push_back(other);
    for (const law::TableRow& row : table.rows) {
        if (row.keys[key].kind == Key::Kind::text) {
            OracleValue text;
            text.text = row.keys[key].text;
            out.push_back(text);
        }
        if (row.keys[key].kind != Key::Kind::range) continue;
        const law::KeyRange& range = row.keys[key].range;
        for (const std::int64_t edge : {range.lower_micro, range.upper_micro}) {
            for (const int shift : {-1, 0, 1}) {
                OracleValue number;
                number.number = Rational(edge, kMicro) + Rational(shift, 2 * kMicro);
                out.push_back(number);
            }
        }
    }
    if (climbing_key(pack, parameter) == key) {
        for (const law::Code& code : pack.dimensions.at(parameter.by_names[key])) {
            OracleValue text;
            text.text = code.code;
            out.push_back(text);
        }
    }
    return out;
}

/// The row that holds whatever the keys in doubt are; nothing where they tell rows apart.
std::optional<Chosen> choose_in_doubt(const law::Pack& pack, const law::Parameter& parameter, const law::DatedTable& table,
                                      std::vector<OracleValue> keys, std::size_t from) {
    for (std::size_t i = from; i < keys.size(); ++i) {
        if (keys[i].exact()) continue;
        std::optional<Chosen> all;
        for (const OracleValue& each : samples(pack, parameter, table, i)) {
            keys[i] = each;
            const std::optional<Chosen> one = choose_in_doubt(pack, parameter, table, keys, i + 1);
            if (!one) return std::nullopt;
            if (all && !same_row(*all, *one)) return std::nullopt;
            all = one;
        }
        return all;
    }
    return choose_row(pack, parameter, table, keys);
}

}  // namespace

std::string Oracle::missing(const law::Parameter& parameter) const {
    return "missing:" + pack_.id + '.' + parameter.name;
}

OracleValue Oracle::look_up(const law::Parameter& parameter, const std::vector<OracleValue>& keys,
                            std::int32_t date) const {
    const law::DatedTable* table = nullptr;
    for (const law::DatedTable& each : parameter.values) {
        const bool known = !as_known_on_ || each.published.value_or(each.from) <= *as_known_on_;
        if (known && each.from <= date) table = &each;
    }
    if (table == nullptr || (table->to && date > *table->to)) return unknown(missing(parameter));

    bool uncertain = false;
    OracleValue in_doubt;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool told_apart = std::any_of(table->rows.begin(), table->rows.end(), [i](const law::TableRow& row) {
            return row.keys[i].kind == Key::Kind::text || row.keys[i].range.has_lower || row.keys[i].range.has_upper;
        });
        if (told_apart && !keys[i].exact() && in_doubt.exact()) in_doubt = unknown(keys[i]);
        else if (told_apart && !keys[i].exact()) in_doubt.causes.insert(keys[i].causes.begin(), keys[i].causes.end());
        uncertain = uncertain || (told_apart && keys[i].exact() && keys[i].uncertain);
    }
    const std::optional<Chosen> held = choose_in_doubt(pack_, parameter, *table, keys, 0);
    if (!held) return in_doubt;
    if (!held->found) return unknown(missing(parameter));
    const law::TableRow* row = &held->row;

    OracleValue out;
    switch (row->value.kind) {
        case law::CellValue::Kind::number: out.number = Rational(row->value.numerator, row->value.denominator); break;
        case law::CellValue::Kind::date: out.number = row->value.numerator; break;
        case law::CellValue::Kind::text: out.text = row->value.text; break;
        case law::CellValue::Kind::none: out = not_given(missing(parameter)); break;
        case law::CellValue::Kind::hole: return unknown(missing(parameter));
    }
    out.uncertain = uncertain || row->provenance.confidence == law::Confidence::uncertain;
    out.at_least = row->value.at_least;
    if (out.at_least) {
        out.reason = missing(parameter);
        out.causes = {out.reason};
    }
    return out;
}

OracleValue Oracle::parameter(const Place& at, std::uint32_t row) {
    std::vector<OracleValue> keys;
    keys.reserve(at.child_count());
    for (std::size_t i = 0; i < at.child_count(); ++i) keys.push_back(child(at, i, row));
    const auto& dates = frame_.first_date[static_cast<std::size_t>(span_of(at))];
    return look_up(pack_.parameters[at.node.index], keys, dates[row]);
}

}  // namespace wageproof::oracle
