#include "readers/merge.hpp"

#include <algorithm>
#include <atomic>

#include "records/threads.hpp"

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

// The piece's string ids as the dataset's. Tables of one folder mostly name the same workers in the same order, so the
// text at the same distance is looked at before the pool is asked, which costs several cache misses.
std::vector<StringId> adopt_strings(records::StringPool& pool, const records::StringPool& piece) {
    std::vector<StringId> ids(piece.size(), 0);
    StringId last = 0;
    StringId step = 0;  // by wrapping, so that it may also be back
    for (StringId id = 1; id < ids.size(); ++id) {
        const std::string_view text = piece.view(id);
        const StringId likely = last + step;
        ids[id] = likely != 0 && likely < pool.size() && pool.view(likely) == text ? likely : pool.intern(text);
        step = ids[id] - last;
        last = ids[id];
    }
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

void take_rejects(records::Dataset& data, TableKind table, PieceOfFile& from) {
    for (RowReject& reject : from.piece->rejects) {
        data.rejects.push_back({from.file, reject.line, std::move(reject.column), std::move(reject.value),
                                std::string(to_text(reject.reason)), table,
                                data.strings.intern(reject.employer), data.strings.intern(reject.worker),
                                reject.days.first, reject.days.last});
    }
}

void take_batches(records::Dataset& data, PieceOfFile& from) {
    for (PieceBatch& batch : from.piece->batches) {
        batch.claim.file = from.file;
        batch.claim.employer = data.strings.intern(batch.employer);
        batch.claim.currency = data.strings.intern(batch.currency);
        data.batches.push_back(std::move(batch.claim));
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
        take_batches(data, pieces[i]);
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

}  // namespace wageproof::readers
