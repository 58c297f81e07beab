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

std::string parent_region(const law::Pack& pack, const std::string& code) {
    const auto regions = pack.dimensions.find("region");
    if (regions == pack.dimensions.end()) return {};
    for (const law::Code& each : regions->second) {
        if (each.code == code) return each.parent;
    }
    return {};
}

/// In dimension `region`, 'none' and the want of a row of its own lead to the parent; where that has no row, what was
/// found stands.
const law::TableRow* climb(const law::Pack& pack, const law::DatedTable& table, std::vector<OracleValue> keys,
                           std::size_t region) {
    const law::TableRow* found = best_row(table, keys);
    while (found == nullptr || found->value.kind == law::CellValue::Kind::none ||
           found->keys[region].kind != Key::Kind::text) {
        const std::string parent = parent_region(pack, keys[region].text);
        if (parent.empty()) return found;
        keys[region].text = parent;
        if (const law::TableRow* above = best_row(table, keys); above != nullptr) found = above;
    }
    return found;
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
    for (const OracleValue& key : keys) {
        if (!key.exact()) return unknown(key);
        uncertain = uncertain || key.uncertain;
    }
    const auto region = std::find(parameter.by_names.begin(), parameter.by_names.end(), "region");
    const law::TableRow* row =
        region == parameter.by_names.end()
            ? best_row(*table, keys)
            : climb(pack_, *table, keys, static_cast<std::size_t>(region - parameter.by_names.begin()));
    if (row == nullptr) return unknown(missing(parameter));

    OracleValue out;
    switch (row->value.kind) {
        case law::CellValue::Kind::number: out.number = Rational(row->value.numerator, row->value.denominator); break;
        case law::CellValue::Kind::date: out.number = row->value.numerator; break;
        case law::CellValue::Kind::text: out.text = row->value.text; break;
        case law::CellValue::Kind::none: out = not_given(missing(parameter)); break;
        case law::CellValue::Kind::hole: return unknown(missing(parameter));
    }
    out.uncertain = uncertain || row->provenance.confidence == law::Confidence::uncertain;
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
