#include "readers/source.hpp"

#include <algorithm>
#include <limits>

#include "readers/encoding.hpp"
#include "readers/formats/xml_records.hpp"
#include "readers/pieces.hpp"
#include "readers/values.hpp"
#include "records/formula_guard.hpp"

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

// What an XML file's declaration says of its encoding, by the names that `to_utf8` knows.
std::string encoding_of_xml(const InputFile& file) {
    ByteStream stream;
    if (!stream.open(file).ok()) return {};
    std::string start(256, '\0');
    const auto got = stream.read(start.data(), start.size());
    if (!got.ok()) return {};
    start.resize(*got);
    const std::string name = declared_encoding(start);
    if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii") return "windows-1252";
    return is_known_encoding(name) && name != "utf-8" && name != "utf-16le" ? name : std::string{};
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

const FormatSpec* format_of(std::string_view file, records::TableKind table, const SourceOptions& options) {
    if (options.format != nullptr) return options.format;
    return table == records::TableKind::payments ? format_of_ending(lower_ending(file)) : nullptr;
}

Result<std::unique_ptr<Source>> Source::open(const Job& job) {
    auto source = std::make_unique<Source>();
    source->name_ = job.file->name;
    if (job.file->rows != nullptr) {
        source->form_ = Form::rows;
        source->rows_ = job.file->rows;
        auto plan = bind_plan(records::spec_of(job.table), *job.options, source->name_, source->rows_->columns(), false);
        if (!plan.ok()) return plan.status();
        source->plan_ = std::move(plan).value();
        if (!source->plan_.fill_down.empty()) {
            return Status(StatusCode::unsupported, source->name_ + ": \"fill_down\" is for files, not for rows in memory");
        }
        return source;
    }
    const std::string ending = lower_ending(job.file->name);
    if (const FormatSpec* format = format_of(job.file->name, job.table, *job.options)) {
        WAGEPROOF_RETURN_IF_ERROR(source->open_format(job, *format));
        return source;
    }
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
        source->plan_.guarded_texts = true;
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

// A whole file is one chunk, since its first lines or its last ones speak of all others.
Status Source::open_format(const Job& job, const FormatSpec& format) {
    format_ = &format;
    form_ = Form::payment_format;
    WAGEPROOF_RETURN_IF_ERROR(reader_.open(*job.file, job.options->encoding.empty() ? encoding_of_xml(*job.file)
                                                                                    : job.options->encoding));
    WAGEPROOF_RETURN_IF_ERROR(reader_.read_all());
    auto plan = bind_plan(records::spec_of(job.table), *job.options, name_, columns_of(format), false);
    if (!plan.ok()) return plan.status();
    plan_ = std::move(plan).value();
    plan_.ignored_columns.clear();  // they are the format's own, which nobody asked for
    for (RecordPlan& record : plan_.records) {
        for (FieldPlan& field : record.fields) {
            // No spreadsheet wrote these ids: `12E4` is one, and no number that lost its digits.
            if (field.check == TextCheck::id) field.check = TextCheck::any;
        }
    }
    return {};
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
                if (!options.header_is_given) {
                    is_empty_ = true;
                    return {};
                }
                return {StatusCode::not_found, name_ + ": header row " + std::to_string(last) +
                                                   " is not there; the file ends before"};
            }
            WAGEPROOF_RETURN_IF_ERROR(take_row(options, record));
            // Without a stated row number the header is the first row that says anything.
        } while (!options.header_is_given && trim(record).empty());
        if (!options.header.empty() &&
            std::find(options.header.begin(), options.header.end(), row) == options.header.end())
            continue;
        if (!is_utf8(record) || !is_text(record)) {
            return {StatusCode::parse_error,
                    name_ + ": the header is not UTF-8; state the file's \"encoding\" in mapping.json"};
        }
        CsvCells cells;
        if (split_record(record, dialect_, cells) != Reason::none) {
            return {StatusCode::parse_error,
                    name_ + ": the header cannot be read: text stands beside a quoted cell"};
        }
        auto& names = rows.emplace_back();
        for (const std::string_view cell : cells.cells) names.emplace_back(records::without_guard(trim(cell)));
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
        case Form::csv: return is_empty_ ? next_whole(chunk) : reader_.next(&dialect_, chunk);
        case Form::json_lines: return reader_.next(nullptr, chunk);
        case Form::json_array: return array_->next(chunk);
        case Form::payment_format: return next_whole(chunk);
        case Form::rows: return next_rows(chunk);
        case Form::json_object: break;
    }
    if (given_) return false;
    given_ = true;
    const std::string_view text = reader_.pending();
    chunk.bytes = std::make_unique<char[]>(text.size() + kJsonPadding);
    chunk.capacity = text.size();
    chunk.line_count = 1;
    chunk.has_quotes = true;
    chunk.is_ascii = false;
    std::copy(text.begin(), text.end(), chunk.bytes.get());
    chunk.size = text.size();
    chunk.ends = {static_cast<std::uint32_t>(text.size())};
    return true;
}

// A file that holds nothing is a chunk too: its reader says what is missing.
Result<bool> Source::next_whole(Chunk& chunk) {
    if (given_ || !reader_.pending().empty()) {
        given_ = true;
        return reader_.next(nullptr, chunk);
    }
    given_ = true;
    chunk = Chunk();
    return true;
}

Result<bool> Source::next_rows(Chunk& chunk) {
    auto batch = rows_->next();
    if (!batch.ok()) return std::move(batch).status();
    chunk.rows = std::move(batch).value();
    if (chunk.rows == nullptr) return false;
    const std::size_t count = chunk.rows->row_count();
    if (count >= std::numeric_limits<std::uint32_t>::max() - next_row_) {
        return Status(StatusCode::out_of_range, name_ + ": more rows than a table can number");
    }
    chunk.first_line = next_row_;
    chunk.line_count = static_cast<std::uint32_t>(count);
    next_row_ += chunk.line_count;
    return true;
}

void Source::read(const Chunk& chunk, const FolderContext* context, Piece& piece) const {
    RowBuilder builder(plan_, context, piece);
    if (form_ == Form::payment_format) {
        const std::string_view text = chunk.text();
        if (trim(text).empty()) return builder.reject_row(1, "content", {}, Reason::missing);
        builder.expect_other_scripts(!is_ascii(text));
        FormatRows rows(builder, is_utf8(text));
        format_->read(text, rows);
        builder.finish();
        return;
    }
    // A table that holds nobody has a header all the same; without one the file was cut off, or never written.
    if (is_empty_) return builder.reject_row(1, "header", {}, Reason::missing);
    builder.reserve(chunk.line_count);
    if (form_ == Form::rows) {
        read_rows_piece(*chunk.rows, chunk.first_line, plan_.columns.size(), builder);
    } else if (form_ == Form::csv) {
        read_csv_piece(chunk, dialect_, column_count_, builder);
    } else if (plan_.spec->kind == records::TableKind::employers) {
        read_employers_piece(chunk, builder);
    } else {
        read_json_piece(chunk, builder);
    }
    builder.finish();
}

}  // namespace wageproof::readers
