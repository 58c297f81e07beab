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
            if (is_wide(type)) {
                target.wide.assign(before, kNone64);
            } else {
                target.narrow.assign(before, type == FieldType::text ? 0 : kNone32);
            }
        }
    }
    if (is_wide(type)) {
        target.wide.reserve(rows);
    } else {
        target.narrow.reserve(rows);
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const records::Column& source = pieces[i].piece->columns[field];
        const std::size_t count = pieces[i].piece->line.size();
        if (is_wide(type)) {
            if (source.wide.empty()) {
                target.wide.insert(target.wide.end(), count, kNone64);
            } else {
                target.wide.insert(target.wide.end(), source.wide.begin(), source.wide.end());
            }
        } else if (source.narrow.empty()) {
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
        if (is_wide(table.spec->fields[field].type)) {
            table.columns[field].wide.resize(rows, kNone64);
        } else {
            table.columns[field].narrow.resize(
                rows, table.spec->fields[field].type == FieldType::text ? 0 : kNone32);
        }
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

void reject_duplicates(records::Dataset& data, TableKind kind) {
    DataTable& table = data[kind];
    const bool of_workers = kind == TableKind::workers;
    const int employer = f::workers::employer_id;
    // Terms without a first day hold from the day of hire.
    const auto first_day = [&](std::size_t row) {
        const std::int32_t from = table.narrow(f::workers::valid_from, row);
        return from != kNone32 ? from : table.narrow(f::workers::hired_on, row);
    };
    const auto key_of = [&](std::size_t row) {
        std::string key(data.strings.view(table.text(employer, row)));
        if (of_workers) {
            key.push_back('\0');
            key += data.strings.view(table.text(f::workers::worker_id, row));
            key.push_back('\0');
            key += std::to_string(first_day(row));
        }
        return key;
    };
    std::unordered_map<std::string, std::size_t> counts;
    counts.reserve(table.row_count());
    for (std::size_t row = 0; row < table.row_count(); ++row) ++counts[key_of(row)];
    if (counts.size() == table.row_count()) return;
    std::size_t kept = 0;
    std::pair<std::uint32_t, std::uint32_t> last_place{std::numeric_limits<std::uint32_t>::max(), 0};
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (counts[key_of(row)] > 1) {
            const std::int32_t from = of_workers ? first_day(row) : kNone32;
            // A wide row may have made several records; it is rejected once.
            const std::pair place{table.file[row], table.line[row]};
            if (place == last_place) continue;
            last_place = place;
            records::FileAccount& account = data.files[table.file[row]];
            std::string value(
                data.strings.view(table.text(of_workers ? f::workers::worker_id : employer, row)));
            if (from != kNone32) {
                value.push_back(' ');
                quantity::append_text(value, quantity::Date::from_serial(from));
            }
            data.rejects.push_back(
                {table.file[row], table.line[row], of_workers ? "worker_id" : "employer_id", value,
                 "duplicate", kind, table.text(employer, row),
                 of_workers ? table.text(f::workers::worker_id, row) : 0, kNone32, kNone32});
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
