#include "readers/duplicates.hpp"

#include <algorithm>
#include <unordered_map>

#include "readers/refuse_rows.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::readers {

namespace f = records::field;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::TableKind;

void cut_rows(DataTable& table, std::size_t rows) {
    for (std::size_t field = 0; field < table.columns.size(); ++field) {
        const FieldType type = table.spec->fields[field].type;
        if (is_wide(type)) table.columns[field].wide.resize(rows, records::kNone64);
        if (is_narrow(type)) table.columns[field].narrow.resize(rows, type == FieldType::text ? 0 : kNone32);
    }
    table.line.resize(rows);
    table.file.resize(rows);
    for (auto& attribute : table.attributes) attribute.values.resize(rows, 0);
}

namespace {

/// What makes two rows of a table the same record.
struct Identity {
    std::vector<int> fields;
    int column;              ///< that the rejection names
    int date = -1;           ///< the day that the rejected rows leave open
    int worker = -1;
    bool copies_count_once;  ///< rows that agree in everything are one record, told twice
    int last_date = -1;      ///< the last of those days, where they are several
};

Identity identity_of(TableKind kind) {
    switch (kind) {
        case TableKind::workers:
            return {{f::workers::employer_id, f::workers::worker_id, f::workers::valid_from}, f::workers::worker_id, -1, f::workers::worker_id, false};
        case TableKind::hours:
            return {{f::hours::employer_id, f::hours::worker_id, f::hours::date}, f::hours::date, f::hours::date, f::hours::worker_id, true};
        case TableKind::totals:
            return {{f::totals::employer_id, f::totals::worker_id, f::totals::start, f::totals::end}, f::totals::start,
                    f::totals::start, f::totals::worker_id, true, f::totals::end};
        case TableKind::balances:
            return {{f::balances::employer_id, f::balances::worker_id, f::balances::as_of, f::balances::leave_type}, f::balances::as_of,
                    f::balances::as_of, f::balances::worker_id, true};
        case TableKind::rates:
            return {{f::rates::employer_id, f::rates::valid_from, f::rates::from, f::rates::to}, f::rates::valid_from, -1, -1, true};
        case TableKind::calendar:
            return {{f::calendar::employer_id, f::calendar::date, f::calendar::kind, f::calendar::region, f::calendar::worker_id},
                    f::calendar::date, f::calendar::date, -1, true};
        default: return {{f::employers::employer_id}, f::employers::employer_id, -1, -1, false};
    }
}

std::int64_t cell(const DataTable& table, int field, std::size_t row) {
    const records::Column& column = table.columns[static_cast<std::size_t>(field)];
    return column.wide.empty() ? std::int64_t{column.narrow[row]} : column.wide[row];
}

/// A cell that tells records apart. Strings are interned, so equal texts are equal numbers.
std::int64_t key_cell(const DataTable& table, int field, std::size_t row) {
    const std::int64_t value = cell(table, field, row);
    // Terms without a first day hold from the day of hire.
    const bool unstated = table.spec->kind == TableKind::workers && field == f::workers::valid_from && value == kNone32;
    return unstated ? std::int64_t{table.narrow(f::workers::hired_on, row)} : value;
}

std::string key_of(const DataTable& table, const Identity& identity, std::size_t row) {
    std::string key;
    for (const int field : identity.fields) {
        const std::int64_t value = key_cell(table, field, row);
        key.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return key;
}

/// Whether two rows may be the same record: a look at hashes, which spares large tables the keys.
bool may_repeat(const DataTable& table, const Identity& identity) {
    std::size_t places = 16;
    while (places < table.row_count() * 2) places *= 2;
    std::vector<std::uint64_t> seen(places, 0);  // 0: free
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        std::uint64_t hash = 0x9E3779B97F4A7C15U;
        for (const int field : identity.fields) {
            hash = (hash ^ static_cast<std::uint64_t>(key_cell(table, field, row))) * 0xD6E8FEB86659FD93U;
            hash ^= hash >> 32;
        }
        hash |= 1;
        std::size_t at = (hash >> 1) & (places - 1);
        for (; seen[at] != 0; at = (at + 1) & (places - 1)) {
            if (seen[at] == hash) return true;
        }
        seen[at] = hash;
    }
    return false;
}

/// What two copies of one record may still differ in: nothing but a name or a note.
bool agree(const DataTable& table, std::size_t a, std::size_t b) {
    for (std::size_t field = 0; field < table.columns.size(); ++field) {
        const auto index = static_cast<int>(field);
        if (table.spec->kind == TableKind::calendar && index == f::calendar::name) continue;
        if (table.spec->kind == TableKind::rates && index == f::rates::source) continue;
        if (cell(table, index, a) != cell(table, index, b)) return false;
    }
    return true;
}

std::string shown(const records::Dataset& data, const DataTable& table, const Identity& identity, std::size_t row) {
    if (table.spec->kind != TableKind::workers) {
        if (identity.column == f::employers::employer_id) return std::string(data.strings.view(table.text(identity.column, row)));
        return quantity::to_text(quantity::Date::from_serial(table.narrow(identity.column, row)));
    }
    std::string value(data.strings.view(table.text(f::workers::worker_id, row)));
    const std::int32_t stated = table.narrow(f::workers::valid_from, row);
    const std::int32_t from = stated != kNone32 ? stated : table.narrow(f::workers::hired_on, row);
    if (from != kNone32) value += ' ' + quantity::to_text(quantity::Date::from_serial(from));
    return value;
}

}  // namespace

void reject_duplicates(records::Dataset& data, TableKind kind) {
    DataTable& table = data[kind];
    const Identity identity = identity_of(kind);
    if (!may_repeat(table, identity)) return;
    struct Group {
        std::size_t first = 0, count = 0;
        bool agree = true;
    };
    std::unordered_map<std::string, Group> groups;
    groups.reserve(table.row_count());
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        Group& group = groups[key_of(table, identity, row)];
        if (group.count++ == 0) group.first = row;
        else group.agree = group.agree && identity.copies_count_once && agree(table, group.first, row);
    }
    if (groups.size() == table.row_count()) return;
    refuse_rows(data, table, [&](std::size_t row) -> std::optional<Refusal> {
        const Group& group = groups.find(key_of(table, identity, row))->second;
        const bool copies = group.count > 1 && group.agree && identity.copies_count_once;
        if (group.count == 1 || (copies && row == group.first)) return std::nullopt;
        const std::int32_t day = identity.date < 0 ? kNone32 : table.narrow(identity.date, row);
        const std::int32_t last = identity.last_date < 0 ? day : table.narrow(identity.last_date, row);
        // A copy leaves no hole, since its record is there: its days are none.
        const std::pair days = copies ? std::pair(1, 0) : std::pair(day, last);
        return Refusal{identity.column, shown(data, table, identity, row), Reason::duplicate,
                       identity.worker < 0 ? 0 : table.text(identity.worker, row), days.first, days.second};
    });
}

void reject_day_conflicts(records::Dataset& data) {
    DataTable& table = data[TableKind::calendar];
    const Identity same_day{{f::calendar::employer_id, f::calendar::date, f::calendar::region, f::calendar::worker_id},
                            f::calendar::kind, f::calendar::date, f::calendar::worker_id, false};
    constexpr unsigned kWorked = 1, kFree = 2;
    std::unordered_map<std::string, unsigned> kinds;
    const auto kind_of = [&](std::size_t row) {
        return static_cast<records::CalendarKind>(table.narrow(f::calendar::kind, row));
    };
    bool conflict = false;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        unsigned& seen = kinds[key_of(table, same_day, row)];
        seen |= kind_of(row) == records::CalendarKind::working_day ? kWorked : kFree;
        conflict = conflict || seen == (kWorked | kFree);
    }
    if (!conflict) return;
    refuse_rows(data, table, [&](std::size_t row) -> std::optional<Refusal> {
        if (kinds.find(key_of(table, same_day, row))->second != (kWorked | kFree)) return std::nullopt;
        const auto kind = static_cast<std::size_t>(table.narrow(f::calendar::kind, row));
        const std::int32_t day = table.narrow(f::calendar::date, row);
        return Refusal{f::calendar::kind, std::string(table.spec->fields[f::calendar::kind].values[kind]),
                       Reason::duplicate, table.text(f::calendar::worker_id, row), day, day};
    });
}

}  // namespace wageproof::readers
