// Employers in buckets, buckets in slices; each slice put together by the same merge as a whole folder.
#include "wageproof/readers/sliced_folder.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "readers/merge.hpp"
#include "readers/record_rules.hpp"
#include "readers/row_taker.hpp"
#include "readers/spill_file.hpp"

namespace wageproof::readers {

using quantity::Result;
using quantity::Status;
using records::Dataset;
using records::StringId;
using records::TableKind;

namespace {

// Enough that a slice comes near the size asked for, few enough that a piece does not fall into crumbs.
constexpr std::size_t kBuckets = 256;
constexpr int kEmployerId = 0;  // the first field of every table

/// Sorts rows into buckets of consecutive employers.
class BucketTaker : public RowTaker {
public:
    explicit BucketTaker(SpillFile& file) : file_(file) {}

    Status begin(const Dataset& data) override {
        const records::DataTable& employers = data[TableKind::employers];
        std::vector<std::string_view> ids;
        for (std::size_t row = 0; row < employers.row_count(); ++row) ids.push_back(data.strings.view(employers.text(kEmployerId, row)));
        std::sort(ids.begin(), ids.end());
        const std::size_t buckets = std::min(kBuckets, ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) bucket_of_.emplace(std::string(ids[i]), static_cast<std::uint32_t>(i * buckets / ids.size()));
        return {};
    }

    Status take(std::size_t number, std::uint32_t file, TableKind table, const Piece& piece) override {
        const std::vector<std::int32_t>& employers = piece.columns[kEmployerId].narrow;
        std::vector<std::uint32_t> bucket_of_text(piece.strings.size(), kUnknown);
        std::vector<std::vector<std::uint32_t>> rows(std::max<std::size_t>(1, std::min(kBuckets, bucket_of_.size())));
        for (std::uint32_t row = 0; row < piece.line.size(); ++row) {
            const auto id = static_cast<std::size_t>(employers[row]);
            if (bucket_of_text[id] == kUnknown) bucket_of_text[id] = bucket(piece.strings.view(static_cast<StringId>(id)));
            rows[bucket_of_text[id]].push_back(row);
        }
        for (std::uint32_t bucket = 0; bucket < rows.size(); ++bucket) {
            if (rows[bucket].empty()) continue;
            SpillFile::Block block;
            block.bucket = bucket;
            block.file = file;
            block.table = table;
            block.number = number;
            if (Status status = file_.append(block, piece, rows[bucket]); !status.ok()) return status;
        }
        return {};
    }

    [[nodiscard]] std::uint32_t bucket(std::string_view employer) const {
        const auto found = bucket_of_.find(std::string(employer));
        return found == bucket_of_.end() ? 0 : found->second;
    }

private:
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
    SpillFile& file_;
    std::unordered_map<std::string, std::uint32_t> bucket_of_;
};

records::Reject with_strings_of(records::Reject reject, const records::StringPool& from, records::StringPool& to) {
    reject.employer = to.intern(from.view(reject.employer));
    reject.worker = to.intern(from.view(reject.worker));
    return reject;
}

void sort_by_place(std::vector<records::Reject>& rejects) {
    std::stable_sort(rejects.begin(), rejects.end(), [](const auto& a, const auto& b) { return std::pair(a.file, a.line) < std::pair(b.file, b.line); });
}

}  // namespace

struct SlicedFolder::Held {
    SpillFile file;
    BucketTaker taker{file};
    Dataset head;
    std::size_t rejected_in_reading = 0;  ///< the first so many of the head's rejects; the others are of slices
    unsigned threads = 1;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> slices;  ///< buckets, the last not included

    void plan_slices(std::uint64_t slice_bytes);
    void put_employers(std::pair<std::uint32_t, std::uint32_t> buckets, Dataset& out) const;
    [[nodiscard]] Status put_rows(std::pair<std::uint32_t, std::uint32_t> buckets, Dataset& out) const;
    void take_duplicates(const Dataset& slice);
};

void SlicedFolder::Held::plan_slices(std::uint64_t slice_bytes) {
    const records::DataTable& employers = head[TableKind::employers];
    std::vector<std::uint64_t> bytes(std::max<std::size_t>(1, std::min(kBuckets, employers.row_count())), 0);
    for (const SpillFile::Block& block : file.blocks()) bytes[block.bucket] += block.size;
    std::uint64_t held = 0;
    slices.emplace_back(0, 0);
    for (std::uint32_t bucket = 0; bucket < bytes.size(); ++bucket) {
        if (held > 0 && held + bytes[bucket] > slice_bytes) {
            slices.emplace_back(bucket, bucket);
            held = 0;
        }
        slices.back().second = bucket + 1;
        held += bytes[bucket];
    }
}

// The rows of `employers` in these buckets, with what stands beside them.
void SlicedFolder::Held::put_employers(std::pair<std::uint32_t, std::uint32_t> buckets, Dataset& out) const {
    const records::DataTable& from = head[TableKind::employers];
    records::DataTable& to = out[TableKind::employers];
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < from.row_count(); ++row) {
        const std::uint32_t bucket = taker.bucket(head.strings.view(from.text(kEmployerId, row)));
        if (bucket >= buckets.first && bucket < buckets.second) rows.push_back(row);
    }
    const auto text = [&](StringId id) { return out.strings.intern(head.strings.view(id)); };
    for (std::size_t field = 0; field < from.columns.size(); ++field) {
        const bool is_text = from.spec->fields[field].type == records::FieldType::text;
        for (const std::size_t row : rows) {
            const records::Column& column = from.columns[field];
            if (!column.wide.empty()) to.columns[field].wide.push_back(column.wide[row]);
            if (column.narrow.empty()) continue;
            const std::int32_t value = column.narrow[row];
            to.columns[field].narrow.push_back(is_text ? static_cast<std::int32_t>(text(static_cast<StringId>(value))) : value);
        }
    }
    for (const records::AttributeColumn& attribute : from.attributes) {
        records::AttributeColumn& copy = to.attributes.emplace_back();
        copy.name = text(attribute.name);
        for (const std::size_t row : rows) copy.values.push_back(text(attribute.values[row]));
    }
    for (const std::size_t row : rows) {
        to.file.push_back(from.file[row]);
        to.line.push_back(from.line[row]);
        out.laws.push_back(head.laws[row]);
        out.periods.push_back(head.periods[row]);
    }
}

Status SlicedFolder::Held::put_rows(std::pair<std::uint32_t, std::uint32_t> buckets, Dataset& out) const {
    std::vector<const SpillFile::Block*> blocks;
    for (const SpillFile::Block& block : file.blocks()) {
        if (block.bucket >= buckets.first && block.bucket < buckets.second) blocks.push_back(&block);
    }
    // A piece that fell into several buckets comes together again, its rows in their old order where one employer's stand together.
    std::sort(blocks.begin(), blocks.end(), [](const auto* a, const auto* b) { return std::pair(a->number, a->bucket) < std::pair(b->number, b->bucket); });
    for (std::size_t kind = 0; kind < records::kTableCount; ++kind) {
        std::vector<PieceOfFile> pieces;
        for (const SpillFile::Block* block : blocks) {
            if (static_cast<std::size_t>(block->table) != kind) continue;
            auto piece = file.read(*block);
            if (!piece.ok()) return piece.status();
            pieces.push_back({block->file, std::move(*piece)});
        }
        merge_pieces(out, static_cast<TableKind>(kind), pieces, threads);
    }
    return {};
}

// Rows that stand twice were accepted in reading: what their slice found goes into the head's accounts.
void SlicedFolder::Held::take_duplicates(const Dataset& slice) {
    for (std::size_t i = rejected_in_reading; i < slice.rejects.size(); ++i) {
        head.rejects.push_back(with_strings_of(slice.rejects[i], slice.strings, head.strings));
    }
}

SlicedFolder::SlicedFolder(std::unique_ptr<Held> held) noexcept : held_(std::move(held)) {}
SlicedFolder::SlicedFolder(SlicedFolder&&) noexcept = default;
SlicedFolder& SlicedFolder::operator=(SlicedFolder&&) noexcept = default;
SlicedFolder::~SlicedFolder() = default;

Result<SlicedFolder> SlicedFolder::read(const std::string& folder, const ReadOptions& options, std::uint64_t slice_bytes) {
    auto held = std::make_unique<Held>();
    held->threads = std::max(1U, options.threads);
    if (Status status = held->file.open(); !status.ok()) return status;
    auto head = read_folder_into(folder, options, held->taker);
    if (!head.ok()) return head.status();
    held->head = std::move(*head);
    held->rejected_in_reading = held->head.rejects.size();
    held->plan_slices(slice_bytes);
    return SlicedFolder(std::move(held));
}

std::size_t SlicedFolder::count() const noexcept { return held_->slices.size(); }
Dataset& SlicedFolder::head() noexcept { return held_->head; }

Result<Dataset> SlicedFolder::slice(std::size_t number) {
    Dataset& head = held_->head;
    Dataset out;
    out.files = head.files;
    for (std::size_t kind = 0; kind < records::kTableCount; ++kind) out.tables[kind].present = head.tables[kind].present;
    held_->put_employers(held_->slices[number], out);
    for (std::size_t i = 0; i < held_->rejected_in_reading; ++i) out.rejects.push_back(with_strings_of(head.rejects[i], head.strings, out.strings));
    if (Status status = held_->put_rows(held_->slices[number], out); !status.ok()) return status;
    judge_whole_tables(out);
    held_->take_duplicates(out);
    head.files = out.files;
    if (number + 1 == count()) sort_by_place(head.rejects);
    sort_by_place(out.rejects);
    return out;
}

}  // namespace wageproof::readers
