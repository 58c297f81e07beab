#include "readers/merge.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <unordered_map>

#include "records/threads.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

// Runs task(0) … task(count - 1) on some threads.
template <class Task>
void run(std::size_t count, unsigned threads, Task task) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) task(i);
    };
    records::run_on_threads(static_cast<unsigned>(std::min<std::size_t>(threads, count)), work);
}

// The piece's string ids as the dataset's.
std::vector<StringId> adopt_strings(records::StringPool& pool, const records::StringPool& piece) {
    std::vector<StringId> ids(piece.size(), 0);
    for (StringId id = 1; id < ids.size(); ++id) ids[id] = pool.intern(piece.view(id));
    return ids;
}

// Appends one column of every piece. Columns are independent, so each is one thread's work, and none is
// filled twice.
void append_column(DataTable& table, std::size_t field, std::size_t rows,
                   const std::vector<PieceOfFile>& pieces, const std::vector<std::vector<StringId>>& ids) {
    const FieldType type = table.spec->fields[field].type;
    records::Column& target = table.columns[field];
    if (table.spec->fields[field].extension) {
        // A column that no row gives takes no memory; the first piece that gives it fills up the rows before.
        const bool given = std::any_of(pieces.begin(), pieces.end(), [&](const PieceOfFile& from) {
            const records::Column& source = from.piece->columns[field];
            return !source.wide.empty() || !source.narrow.empty();
        });
        if (target.wide.empty() && target.narrow.empty()) {
            if (!given) return;
            std::size_t before = rows;
            for (const PieceOfFile& from : pieces) before -= from.piece->line.size();
            if (is_wide(type)) target.wide.assign(before, kNone64);
            if (is_narrow(type)) target.narrow.assign(before, type == FieldType::text ? 0 : kNone32);
        }
    }
    if (is_wide(type)) target.wide.reserve(rows);
    if (is_narrow(type)) target.narrow.reserve(rows);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const records::Column& source = pieces[i].piece->columns[field];
        const std::size_t count = pieces[i].piece->line.size();
        if (is_wide(type)) {
            if (source.wide.empty()) {
                target.wide.insert(target.wide.end(), count, kNone64);
            } else {
                target.wide.insert(target.wide.end(), source.wide.begin(), source.wide.end());
            }
        }
        if (!is_narrow(type)) continue;
        if (source.narrow.empty()) {
            target.narrow.insert(target.narrow.end(), count, type == FieldType::text ? 0 : kNone32);
        } else if (type != FieldType::text) {
            target.narrow.insert(target.narrow.end(), source.narrow.begin(), source.narrow.end());
        } else {
            const StringId* own = ids[i].data();
            for (const std::int32_t id : source.narrow)
                target.narrow.push_back(static_cast<std::int32_t>(own[id]));
        }
    }
}

void append_places(DataTable& table, std::size_t rows, const std::vector<PieceOfFile>& pieces) {
    table.line.reserve(rows);
    table.file.reserve(rows);
    for (const PieceOfFile& from : pieces) {
        table.line.insert(table.line.end(), from.piece->line.begin(), from.piece->line.end());
        table.file.insert(table.file.end(), from.piece->line.size(), from.file);
    }
}

void append_attributes(DataTable& table, std::size_t rows, const std::vector<PieceOfFile>& pieces,
                       const std::vector<std::vector<StringId>>& ids) {
    for (auto& target : table.attributes) {
        target.values.reserve(rows);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Piece& piece = *pieces[i].piece;
            const auto source =
                std::find_if(piece.attributes.begin(), piece.attributes.end(),
                             [&](const auto& known) { return ids[i][known.name] == target.name; });
            for (std::size_t row = 0; row < piece.line.size(); ++row) {
                target.values.push_back(source == piece.attributes.end() ? 0 : ids[i][source->values[row]]);
            }
        }
    }
}

void shrink(DataTable& table, std::size_t rows) {
    for (std::size_t field = 0; field < table.columns.size(); ++field) {
        const FieldType type = table.spec->fields[field].type;
        if (is_wide(type)) table.columns[field].wide.resize(rows, kNone64);
        if (is_narrow(type)) table.columns[field].narrow.resize(rows, type == FieldType::text ? 0 : kNone32);
    }
    table.line.resize(rows);
    table.file.resize(rows);
    for (auto& attribute : table.attributes) attribute.values.resize(rows, 0);
}

void take_rejects(records::Dataset& data, TableKind table, PieceOfFile& from) {
    for (RowReject& reject : from.piece->rejects) {
        data.rejects.push_back({from.file, reject.line, std::move(reject.column), std::move(reject.value),
                                std::string(to_text(reject.reason)), table,
                                data.strings.intern(reject.employer), data.strings.intern(reject.worker),
                                reject.days.first, reject.days.last});
    }
}

void count_piece(records::FileAccount& account, const Piece& piece) {
    account.read += piece.read;
    account.accepted += piece.accepted;
    account.rejected += piece.rejected;
    account.skipped += piece.skipped;
    account.rounded += piece.rounded;
    for (const std::string& name : piece.ignored_columns) {
        auto& known = account.ignored_columns;
        if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
    }
}

}  // namespace

void merge_pieces(records::Dataset& data, TableKind kind, std::vector<PieceOfFile>& pieces,
                  unsigned threads) {
    DataTable& table = data[kind];
    std::vector<std::vector<StringId>> ids(pieces.size());
    std::size_t rows = table.row_count();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        Piece& piece = *pieces[i].piece;
        ids[i] = adopt_strings(data.strings, piece.strings);
        for (const auto& attribute : piece.attributes) {
            const StringId name = ids[i][attribute.name];
            if (std::none_of(table.attributes.begin(), table.attributes.end(),
                             [&](const auto& known) { return known.name == name; })) {
                table.attributes.push_back({name, {}});
            }
        }
        take_rejects(data, kind, pieces[i]);
        count_piece(data.files[pieces[i].file], piece);
        rows += piece.line.size();
    }
    const std::size_t columns = table.columns.size();
    run(columns + 2, threads, [&](std::size_t task) {
        if (task < columns) {
            append_column(table, task, rows, pieces, ids);
        } else if (task == columns) {
            append_places(table, rows, pieces);
        } else {
            append_attributes(table, rows, pieces, ids);
        }
    });
    pieces.clear();
}

namespace {

/// What makes two rows of a table the same record.
struct Identity {
    std::vector<int> fields;
    int column;              ///< that the rejection names
    int date = -1;           ///< the day that the rejected rows leave open
    int worker = -1;
    bool copies_count_once;  ///< rows that agree in everything are one record, told twice
};

Identity identity_of(TableKind kind) {
    switch (kind) {
        case TableKind::workers:
            return {{f::workers::employer_id, f::workers::worker_id, f::workers::valid_from}, f::workers::worker_id, -1, f::workers::worker_id, false};
        case TableKind::hours:
            return {{f::hours::employer_id, f::hours::worker_id, f::hours::date}, f::hours::date, f::hours::date, f::hours::worker_id, true};
        case TableKind::balances:
            return {{f::balances::employer_id, f::balances::worker_id, f::balances::as_of, f::balances::leave_type}, f::balances::as_of,
                    f::balances::as_of, f::balances::worker_id, true};
        case TableKind::rates:
            return {{f::rates::employer_id, f::rates::valid_from, f::rates::from, f::rates::to}, f::rates::valid_from, -1, -1, true};
        case TableKind::calendar:
            return {{f::calendar::employer_id, f::calendar::date, f::calendar::kind, f::calendar::region, f::calendar::worker_id},
                    f::calendar::date, -1, -1, true};
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
    std::vector<RowFate> fates(table.row_count(), RowFate::kept);
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const Group& group = groups.find(key_of(table, identity, row))->second;
        const bool copies = group.count > 1 && group.agree && identity.copies_count_once;
        if (group.count > 1 && !(copies && row == group.first)) fates[row] = copies ? RowFate::copy : RowFate::refused;
    }
    remove_rows(data, kind, fates, [&](std::size_t row) {
        const std::int32_t day = identity.date < 0 ? kNone32 : table.narrow(identity.date, row);
        return RowRejection{identity.worker < 0 ? 0 : table.text(identity.worker, row), identity.column, shown(data, table, identity, row),
                            Reason::duplicate, {day, day}};
    });
}

void remove_rows(records::Dataset& data, TableKind kind, const std::vector<RowFate>& fates,
                 const std::function<RowRejection(std::size_t)>& rejection_of) {
    DataTable& table = data[kind];
    std::size_t kept = 0;
    std::pair<std::uint32_t, std::uint32_t> last_place{std::numeric_limits<std::uint32_t>::max(), 0};
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (fates[row] != RowFate::kept) {
            const std::pair place{table.file[row], table.line[row]};
            if (place == last_place) continue;
            last_place = place;
            RowRejection rejection = rejection_of(row);
            const std::pair days = fates[row] == RowFate::copy ? std::pair(1, 0) : rejection.days;
            data.rejects.push_back({table.file[row], table.line[row],
                                    std::string(table.spec->fields[static_cast<std::size_t>(rejection.column)].name),
                                    std::move(rejection.value), std::string(to_text(rejection.reason)), kind,
                                    table.text(f::workers::employer_id, row), rejection.worker, days.first, days.second});
            records::FileAccount& account = data.files[table.file[row]];
            --account.accepted;
            ++account.rejected;
            continue;
        }
        for (std::size_t field = 0; field < table.columns.size(); ++field) {
            records::Column& column = table.columns[field];
            if (!column.wide.empty()) column.wide[kept] = column.wide[row];
            if (!column.narrow.empty()) column.narrow[kept] = column.narrow[row];
        }
        table.line[kept] = table.line[row];
        table.file[kept] = table.file[row];
        for (auto& attribute : table.attributes) attribute.values[kept] = attribute.values[row];
        ++kept;
    }
    shrink(table, kept);
}

}  // namespace wageproof::readers
