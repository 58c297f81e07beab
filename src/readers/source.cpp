#include "readers/source.hpp"

#include <algorithm>

#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;

std::string lower_ending(std::string_view name) {
    const std::size_t point = name.rfind('.');
    std::string ending(point == std::string_view::npos ? std::string_view{} : name.substr(point));
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return ending;
}

// In a header of several rows an empty cell takes the text to its left, except in the last row.
std::vector<std::string> join_header(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::string> names(rows.back().size());
    for (std::size_t column = 0; column < names.size(); ++column) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            std::string part = column < rows[row].size() ? rows[row][column] : std::string{};
            for (std::size_t left = std::min(column, rows[row].size());
                 part.empty() && left > 0 && row + 1 < rows.size(); --left) {
                part = rows[row][left - 1];
            }
            if (part.empty()) continue;
            if (!names[column].empty()) names[column] += " / ";
            names[column] += part;
        }
    }
    return names;
}

}  // namespace

Result<std::unique_ptr<Source>> Source::open(const Job& job) {
    auto source = std::make_unique<Source>();
    source->name_ = job.file->name;
    const std::string ending = lower_ending(job.file->name);
    if (ending == ".xlsx" || ending == ".xml") {
        return Status(StatusCode::unsupported,
                      job.file->name + ": " + ending + " files cannot be read; save the table as CSV");
    }
    const auto& spec = records::spec_of(job.table);
    WAGEPROOF_RETURN_IF_ERROR(source->reader_.open(*job.file, job.options->encoding));
    if (!job.single_object && ending != ".json" && ending != ".ndjson") {
        WAGEPROOF_RETURN_IF_ERROR(source->open_csv(job));
        auto plan = bind_plan(spec, *job.options, source->name_, std::move(source->plan_.columns), false);
        if (!plan.ok()) return plan.status();
        source->plan_ = std::move(plan).value();
        // What an empty cell takes from above may stand in the chunk before, so there is only one.
        if (!source->plan_.fill_down.empty()) WAGEPROOF_RETURN_IF_ERROR(source->reader_.read_all());
        return source;
    }
    auto plan = bind_plan(spec, *job.options, source->name_, {}, true);
    if (!plan.ok()) return plan.status();
    source->plan_ = std::move(plan).value();
    source->form_ = job.single_object   ? Form::json_object
                    : ending == ".json" ? Form::json_array
                                        : Form::json_lines;
    if (source->form_ != Form::json_lines || !source->plan_.fill_down.empty()) {
        WAGEPROOF_RETURN_IF_ERROR(source->reader_.read_all());
    }
    if (source->form_ == Form::json_array)
        source->array_ = std::make_unique<ArrayCutter>(source->reader_.pending());
    return source;
}

// Takes the first record off the file as text. Before the delimiter is known, the record's own first line
// tells it.
Status Source::take_row(const SourceOptions& options, std::string& record) {
    if (options.delimiter.empty() && options.widths.empty()) {
        dialect_.delimiter = detect_delimiter(reader_.pending().substr(0, reader_.pending().find('\n')));
    }
    const RecordEnd end = find_record_end(reader_.pending(), dialect_, reader_.at_end());
    if (end.reason != Reason::none || !end.complete) {
        return {
            StatusCode::parse_error,
            name_ +
                ": the header cannot be read: a line of more than 1 MiB, or a quote that is never closed"};
    }
    record = reader_.pending().substr(0, end.size);
    reader_.drop(end.size);
    return {};
}

Status Source::read_header(const SourceOptions& options, std::vector<std::string>& columns) {
    const std::size_t last = options.header.empty() ? 1 : options.header.back();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t row = 1; row <= last; ++row) {
        std::string record;
        do {
            if (reader_.pending().empty()) {
                if (!options.header_is_given) return {};
                return {StatusCode::not_found, name_ + ": header row " + std::to_string(last) +
                                                   " is not there; the file ends before"};
            }
            WAGEPROOF_RETURN_IF_ERROR(take_row(options, record));
            // Without a stated row number the header is the first row that says anything.
        } while (!options.header_is_given && trim(record).empty());
        if (!options.header.empty() &&
            std::find(options.header.begin(), options.header.end(), row) == options.header.end())
            continue;
        if (!is_utf8(record)) {
            return {StatusCode::parse_error,
                    name_ + ": the header is not UTF-8; state the file's \"encoding\" in mapping.json"};
        }
        CsvCells cells;
        if (split_record(record, dialect_, cells) != Reason::none) {
            return {StatusCode::parse_error,
                    name_ + ": the header cannot be read: text stands beside a quoted cell"};
        }
        auto& names = rows.emplace_back();
        for (const std::string_view cell : cells.cells) names.emplace_back(trim(cell));
    }
    columns = join_header(rows);
    return {};
}

Status Source::open_csv(const Job& job) {
    const SourceOptions& options = *job.options;
    dialect_.delimiter = options.delimiter.empty() ? "," : options.delimiter;
    dialect_.widths = options.widths;
    std::vector<std::string> columns;
    if (options.has_header) {
        WAGEPROOF_RETURN_IF_ERROR(read_header(options, columns));
    } else if (!options.widths.empty()) {
        columns.resize(options.widths.size());
    } else {
        // Without names the first row tells how many columns there are.
        const std::string_view text = reader_.pending();
        if (options.delimiter.empty()) dialect_.delimiter = detect_delimiter(text.substr(0, text.find('\n')));
        CsvCells cells;
        const RecordEnd end = find_record_end(text, dialect_, reader_.at_end());
        if (end.reason == Reason::none &&
            split_record(text.substr(0, end.size), dialect_, cells) == Reason::none) {
            columns.resize(cells.cells.size());
        }
    }
    column_count_ = columns.size();
    plan_.columns = std::move(columns);
    return {};
}

Result<bool> Source::next(Chunk& chunk) {
    switch (form_) {
        case Form::csv: return reader_.next(&dialect_, chunk);
        case Form::json_lines: return reader_.next(nullptr, chunk);
        case Form::json_array: return array_->next(chunk);
        case Form::json_object: break;
    }
    if (object_given_) return false;
    object_given_ = true;
    const std::string_view text = reader_.pending();
    chunk.bytes = std::make_unique<char[]>(text.size() + kJsonPadding);
    chunk.capacity = text.size();
    chunk.line_count = 1;
    std::copy(text.begin(), text.end(), chunk.bytes.get());
    chunk.size = text.size();
    chunk.ends = {static_cast<std::uint32_t>(text.size())};
    return true;
}

void Source::read(const Chunk& chunk, const FolderContext* context, Piece& piece) const {
    RowBuilder builder(plan_, context, piece);
    builder.reserve(chunk.line_count);
    if (form_ == Form::csv) {
        read_csv_piece(chunk, dialect_, column_count_, builder);
    } else if (plan_.spec->kind == records::TableKind::employers) {
        read_employers_piece(chunk, builder);
    } else {
        read_json_piece(chunk, builder);
    }
    builder.finish();
}

}  // namespace wageproof::readers
