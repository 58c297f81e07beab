#include "wageproof/readers/read_folder.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <mutex>

#include "readers/duplicates.hpp"
#include "readers/mapping.hpp"
#include "readers/merge.hpp"
#include "readers/record_rules.hpp"
#include "readers/row_taker.hpp"
#include "readers/source.hpp"
#include "readers/values.hpp"
#include "readers/zone.hpp"
#include "records/threads.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using quantity::Result;
using quantity::Status;
using quantity::StatusCode;
using records::Dataset;
using records::TableKind;

constexpr std::string_view kEmployerFile = "employer.json";
constexpr std::string_view kMappingFile = "mapping.json";

// The table that a file's own name chooses: `payments.csv`, `payments-bank-a.ndjson`.
const records::TableSpec* table_of(const InputFile& file) noexcept {
    const std::string_view name = file.name;
    if (file.rows != nullptr) return records::find_table(name.substr(0, name.find('-')));
    const std::size_t point = name.rfind('.');
    if (point == std::string_view::npos) return nullptr;
    const std::string_view ending = name.substr(point);
    const std::string_view stem = name.substr(0, point);
    const auto* table = records::find_table(stem.substr(0, stem.find('-')));
    const bool is_record_form =
        ending == ".csv" || ending == ".ndjson" || ending == ".json" || ending == ".xlsx";
    if (!is_record_form && (table == nullptr || format_of(name, table->kind, {}) == nullptr)) return nullptr;
    return table != nullptr && (stem == table->name || stem.size() > table->name.size() + 1) ? table
                                                                                             : nullptr;
}

// Why a file with such a name is nobody's: what a person would have to change.
std::string_view reason_of(std::string_view name) noexcept {
    std::string small(name);
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const std::string_view ending : {".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar"}) {
        if (small.ends_with(ending)) return "compressed";
    }
    const bool known = small == kEmployerFile || small == kMappingFile || table_of({small, {}}) != nullptr;
    return known ? "letter_case" : "unknown_name";
}

Result<std::string> read_whole(const InputFile& file) {
    ChunkReader reader;
    WAGEPROOF_RETURN_IF_ERROR(reader.open(file, {}));
    WAGEPROOF_RETURN_IF_ERROR(reader.read_all());
    return std::string(reader.pending());
}

Result<std::string> hash_file(const InputFile& file, std::uint64_t& size) {
    ByteStream stream;
    WAGEPROOF_RETURN_IF_ERROR(stream.open(file));
    quantity::Sha256 hash;
    std::vector<char> block(std::size_t{1} << 20);
    size = 0;
    for (;;) {
        const auto got = stream.read(block.data(), block.size());
        if (!got.ok()) return got.status();
        hash.update({block.data(), *got});
        size += *got;
        if (*got < block.size()) return hash.finish_hex();
    }
}

class FolderReader {
public:
    /// @param no_files  names in the folder that stand for no file to be read
    /// @param taker  takes the rows of every table but `employers`; null: they become the dataset's
    FolderReader(std::vector<InputFile> files, const std::vector<std::string>& no_files, const ReadOptions& options, RowTaker* taker = nullptr)
        : files_(std::move(files)), options_(options), taker_(taker) {
        for (const std::string& name : no_files) data_.unread_files.push_back({name, "not_a_file"});
    }

    Result<Dataset> read() {
        std::sort(files_.begin(), files_.end(),
                  [](const InputFile& a, const InputFile& b) { return a.name < b.name; });
        WAGEPROOF_RETURN_IF_ERROR(read_mapping());
        WAGEPROOF_RETURN_IF_ERROR(plan_jobs());
        std::sort(data_.unread_files.begin(), data_.unread_files.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });
        WAGEPROOF_RETURN_IF_ERROR(mark_repeated());
        WAGEPROOF_RETURN_IF_ERROR(check_needed_files());
        WAGEPROOF_RETURN_IF_ERROR(read_tables(true));
        WAGEPROOF_RETURN_IF_ERROR(take_employers());
        if (taker_ != nullptr) WAGEPROOF_RETURN_IF_ERROR(taker_->begin(data_));
        WAGEPROOF_RETURN_IF_ERROR(read_tables(false));
        judge_whole_tables(data_);
        std::stable_sort(data_.rejects.begin(), data_.rejects.end(), [](const auto& a, const auto& b) {
            return std::pair(a.file, a.line) < std::pair(b.file, b.line);
        });
        if (options_.require_needed) {
            WAGEPROOF_RETURN_IF_ERROR(check_accepted(TableKind::employers));
            WAGEPROOF_RETURN_IF_ERROR(check_accepted(TableKind::workers));
        }
        return std::move(data_);
    }

private:
    const InputFile* find_file(std::string_view name) const noexcept {
        const auto found =
            std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.name == name; });
        return found == files_.end() ? nullptr : &*found;
    }

    Status read_mapping() {
        const InputFile* file = find_file(kMappingFile);
        if (file == nullptr) return {};
        const auto text = read_whole(*file);
        if (!text.ok()) return text.status();
        auto mapping = parse_mapping(*text);
        if (!mapping.ok()) return mapping.status();
        mapping_ = std::move(mapping).value();
        for (const MappedSource& source : mapping_.sources) {
            if (!source.options.time_zone.empty()) {
                if (const Status status = check_zone(source.options.time_zone); !status.ok()) {
                    return {status.code(), "mapping.json: " + source.file + ": " + status.message()};
                }
            }
        }
        return {};
    }

    void add_job(const Job& job) {
        jobs_.push_back(job);
        records::FileAccount& account = data_.files.emplace_back();
        account.name = job.file->name;
        account.table = job.table;
        data_[job.table].present = true;
    }

    // Files that a mapping names, source by source; then the others by their own names.
    Status plan_jobs() {
        std::vector<const InputFile*> mapped;
        for (std::size_t i = 0; i < mapping_.sources.size(); ++i) {
            const MappedSource& source = mapping_.sources[i];
            bool found = false;
            for (const InputFile& file : files_) {
                if (file.name == kMappingFile || !matches(source.file, file.name)) continue;
                add_job({&file, source.table, &source.options, i, false});
                mapped.push_back(&file);
                found = true;
            }
            if (!found) {
                return {StatusCode::not_found, "mapping.json: source " + std::to_string(i + 1) +
                                                   ": no file is called \"" + source.file + "\""};
            }
        }
        for (const InputFile& file : files_) {
            if (file.name == kMappingFile || std::find(mapped.begin(), mapped.end(), &file) != mapped.end())
                continue;
            if (file.name == kEmployerFile) {
                add_job({&file, TableKind::employers, &own_form_, mapping_.sources.size(), true});
            } else if (const auto* spec = table_of(file)) {
                add_job({&file, spec->kind, &own_form_,
                         mapping_.sources.size() + 1 + static_cast<std::size_t>(spec->kind), false});
            } else {
                data_.unread_files.push_back({file.name, reason_of(file.name)});
            }
        }
        return {};
    }

    // Only files of one source and one size can have the same bytes; only those are hashed before they are
    // read.
    Status mark_repeated() {
        std::map<std::pair<std::size_t, std::uint64_t>, std::vector<std::size_t>> alike;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            if (jobs_[i].file->rows != nullptr) continue;
            ByteStream stream;
            WAGEPROOF_RETURN_IF_ERROR(stream.open(*jobs_[i].file));
            alike[{jobs_[i].source, stream.size()}].push_back(i);
        }
        for (const auto& [key, jobs] : alike) {
            if (jobs.size() < 2) continue;
            std::map<std::string, std::size_t> seen;
            for (const std::size_t i : jobs) {
                std::uint64_t size = 0;
                auto hash = hash_file(*jobs_[i].file, size);
                if (!hash.ok()) return hash.status();
                records::FileAccount& account = data_.files[i];
                account.repeated = !seen.emplace(*hash, i).second;
                account.sha256 = std::move(hash).value();
                account.size_bytes = size;
            }
        }
        return {};
    }

    bool has(TableKind table) const noexcept { return data_[table].present; }

    Status check_needed_files() const {
        const bool has_object =
            std::any_of(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.single_object; });
        const auto tables = std::count_if(jobs_.begin(), jobs_.end(),
                                          [](const Job& job) { return job.table == TableKind::employers; });
        if (has_object && tables > 1) {
            return {StatusCode::conflict,
                    "both employer.json and a table of employers are there; expected one of them"};
        }
        if (!options_.require_needed) return {};
        if (!has(TableKind::employers)) {
            return {
                StatusCode::not_found,
                "the employer is missing: expected a file employer.json, or a table such as employers.csv" + almost()};
        }
        if (!has(TableKind::workers)) {
            return {StatusCode::not_found,
                    "the table of workers is missing: expected a file such as workers.csv" + almost()};
        }
        return {};
    }

    // Files that are almost what was expected, for the message that it is not there.
    std::string almost() const {
        std::string names;
        for (const records::UnreadFile& file : data_.unread_files) {
            if (file.reason == "unknown_name") continue;
            names += (names.empty() ? "; not read: " : ", ") + file.name + " (" + std::string(file.reason) + ")";
        }
        return names;
    }

    // What was wrong with the first refused row of a table, for the message when no row is left.
    std::string first_reject(TableKind table) const {
        for (const records::Reject& reject : data_.rejects) {
            if (reject.table != table) continue;
            return "; the first of them: " + data_.files[reject.file].name + ":" +
                   std::to_string(reject.line) + (reject.column.empty() ? "" : " " + reject.column) + ": " +
                   reject.reason + ", found \"" + reject.value + "\"";
        }
        return {};
    }

    Status check_accepted(TableKind table) const {
        const RowCounts counts = count_rows(data_, table);
        if (data_[table].row_count() > 0 || (taker_ != nullptr && counts.accepted > 0)) return {};
        return {StatusCode::invalid_argument, std::string(records::spec_of(table).name) +
                                                  ": no row was accepted of " + std::to_string(counts.read) +
                                                  " read" + first_reject(table)};
    }

    Status read_tables(bool employers);
    Status take_employers();
    Status next_chunk(bool employers, Chunk& chunk, std::size_t& slot);
    void work(bool employers);
    void hand_on(std::size_t slot, std::uint32_t file, TableKind table, Piece& piece);

    std::vector<InputFile> files_;
    const ReadOptions& options_;
    RowTaker* taker_;
    SourceOptions own_form_;
    Mapping mapping_;
    std::vector<Job> jobs_;
    Dataset data_;
    FolderContext context_;

    // Shared by the threads of one `read_tables`, under `mutex_`.
    struct Slot {
        std::size_t job = 0;
        std::unique_ptr<Piece> piece;
    };
    std::mutex mutex_;
    std::vector<std::shared_ptr<Source>> sources_;
    std::vector<Slot> slots_;
    std::size_t job_ = 0;
    bool more_ = true;
    Status status_;
};

// Gives out the next chunk of all files of this pass, in order; `more_` is false when there is none.
Status FolderReader::next_chunk(bool employers, Chunk& chunk, std::size_t& slot) {
    for (; job_ < jobs_.size(); ++job_) {
        const Job& job = jobs_[job_];
        if ((job.table == TableKind::employers) != employers || data_.files[job_].repeated) continue;
        if (sources_[job_] == nullptr) {
            auto source = Source::open(job);
            if (!source.ok()) return source.status();
            sources_[job_] = std::move(source).value();
            data_.files[job_].ignored_columns = sources_[job_]->ignored_columns();
        }
        const auto got = sources_[job_]->next(chunk);
        if (!got.ok()) return got.status();
        if (*got) {
            slot = slots_.size();
            slots_.push_back({job_, std::make_unique<Piece>()});
            return {};
        }
        data_.files[job_].sha256 = sources_[job_]->sha256();
        data_.files[job_].size_bytes = sources_[job_]->size_bytes();
    }
    more_ = false;
    return {};
}

void FolderReader::work(bool employers) {
    Chunk chunk;
    for (;;) {
        std::size_t slot = 0;
        std::shared_ptr<const Source> source;
        Piece* piece = nullptr;
        std::size_t job = 0;
        {
            const std::lock_guard lock(mutex_);
            if (!more_ || !status_.ok()) return;
            if (options_.cancelled && options_.cancelled()) {
                status_ = Status(StatusCode::invalid_argument, "cancelled");
                return;
            }
            status_ = next_chunk(employers, chunk, slot);
            if (!more_ || !status_.ok()) return;
            job = slots_[slot].job;
            source = sources_[job];
            piece = slots_[slot].piece.get();
        }
        source->read(chunk, employers ? nullptr : &context_, *piece);
        if (taker_ != nullptr && !employers) hand_on(slot, static_cast<std::uint32_t>(job), jobs_[job].table, *piece);
        if (!piece->status.ok()) {
            const std::lock_guard lock(mutex_);
            more_ = false;
        }
    }
}

// The taker gets the rows; what the piece says of them stays.
void FolderReader::hand_on(std::size_t slot, std::uint32_t file, TableKind table, Piece& piece) {
    if (piece.status.ok() && !piece.line.empty()) piece.status = taker_->take(slot, file, table, piece);
    // By new objects: an emptied vector keeps its memory.
    piece.strings = records::StringPool();
    piece.columns = std::vector<records::Column>(piece.columns.size());
    piece.line = std::vector<std::uint32_t>();
    piece.attributes = std::vector<records::AttributeColumn>();
}

Status FolderReader::read_tables(bool employers) {
    sources_.assign(jobs_.size(), nullptr);
    slots_.clear();
    job_ = 0;
    more_ = true;
    records::run_on_threads(options_.threads, [&] { work(employers); });
    // Chunks are given out in order, so the first of them that failed is the same on any number of threads.
    for (const Slot& slot : slots_) {
        if (!slot.piece->status.ok()) return slot.piece->status;
    }
    WAGEPROOF_RETURN_IF_ERROR(status_);
    sources_.clear();
    for (std::size_t kind = 0; kind < records::kTableCount; ++kind) {
        const auto table = static_cast<TableKind>(kind);
        if ((table == TableKind::employers) != employers) continue;
        std::vector<PieceOfFile> pieces;
        for (Slot& slot : slots_) {
            if (jobs_[slot.job].table == table)
                pieces.push_back({static_cast<std::uint32_t>(slot.job), std::move(slot.piece)});
        }
        merge_pieces(data_, table, pieces, options_.threads);
    }
    slots_.clear();
    return {};
}

// The employers as the other tables need them: ids, zones, the one period.
Status FolderReader::take_employers() {
    reject_duplicates(data_, TableKind::employers);
    const auto& table = data_[TableKind::employers];
    if (options_.require_needed) WAGEPROOF_RETURN_IF_ERROR(check_accepted(TableKind::employers));
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const auto text = [&](int field) { return data_.strings.view(table.text(field, row)); };
        auto& law = data_.laws.emplace_back();
        for (std::string_view rest = text(f::employers::law); !rest.empty();) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            if (const auto id = trim(rest.substr(0, end)); !id.empty()) law.emplace_back(id);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        auto& periods = data_.periods.emplace_back();
        for (std::string_view rest = text(f::employers::periods); !rest.empty();) {
            periods.emplace_back(read_date(rest.substr(0, 10)).value, read_date(rest.substr(11, 10)).value);
            rest.remove_prefix(std::min<std::size_t>(22, rest.size()));
        }
        EmployerContext employer{std::string(text(f::employers::employer_id)), options_.time_zone};
        if (options_.zone_of_law) {
            if (std::string zone = options_.zone_of_law(law); !zone.empty()) employer.zone = std::move(zone);
        }
        if (!employer.zone.empty()) WAGEPROOF_RETURN_IF_ERROR(check_zone(employer.zone));
        context_.employers.push_back(std::move(employer));
    }
    std::sort(context_.employers.begin(), context_.employers.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return {};
}

}  // namespace

namespace {

/// What stands in a folder: its files, and names that stand for none.
struct FolderNames {
    std::vector<InputFile> files;
    std::vector<std::string> no_files;
};

Result<FolderNames> names_in(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error)
        return Status(StatusCode::not_found,
                      "the folder \"" + folder + "\" cannot be read: " + error.message());
    FolderNames names;
    for (; entries != fs::directory_iterator(); entries.increment(error)) {
        if (error)
            return Status(StatusCode::io_error,
                          "the folder \"" + folder + "\" cannot be read: " + error.message());
        const std::string name = entries->path().filename().string();
        if (entries->is_regular_file(error)) {
            names.files.push_back({name, entries->path().string()});
        } else if (!entries->is_directory(error)) {
            names.no_files.push_back(name);  // a link to nothing, a pipe
        }
    }
    return names;
}

Result<Dataset> read_named(const std::string& folder, const ReadOptions& options, RowTaker* taker) {
    auto names = names_in(folder);
    if (!names.ok()) return names.status();
    return FolderReader(std::move((*names).files), (*names).no_files, options, taker).read();
}

}  // namespace

Result<Dataset> read_folder(const std::string& folder, const ReadOptions& options) { return read_named(folder, options, nullptr); }

Result<Dataset> read_folder_into(const std::string& folder, const ReadOptions& options, RowTaker& taker) {
    return read_named(folder, options, &taker);
}

Result<Dataset> read_files(std::vector<InputFile> files, const ReadOptions& options) {
    return FolderReader(std::move(files), {}, options).read();
}

RowCounts count_rows(const Dataset& data, TableKind table) noexcept {
    RowCounts counts;
    for (const records::FileAccount& file : data.files) {
        if (file.table != table) continue;
        counts.read += file.read;
        counts.accepted += file.accepted;
        counts.rejected += file.rejected;
        counts.skipped += file.skipped;
        counts.rounded += file.rounded;
        ++counts.files;
        counts.repeated_files += file.repeated ? 1U : 0U;
    }
    return counts;
}

}  // namespace wageproof::readers
