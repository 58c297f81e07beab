// A block is: rows, texts, columns, lines, attributes. Numbers stand as in memory, for the same process reads them again.
#include "readers/spill_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;
using records::StringId;

enum class Held : std::uint8_t { nothing, narrow, wide };

Status failed(std::string_view what) {
    return {StatusCode::io_error, "the temporary file for rows " + std::string(what) + ": " + std::generic_category().message(errno)};
}

class BlockWriter {
public:
    explicit BlockWriter(const Piece& piece, std::span<const std::uint32_t> rows) : piece_(piece), rows_(rows), own_(piece.strings.size(), 0) {}

    std::string write(const records::TableSpec& spec) {
        number(static_cast<std::uint32_t>(rows_.size()));
        for (std::size_t field = 0; field < piece_.columns.size(); ++field) {
            const records::Column& column = piece_.columns[field];
            if (!column.wide.empty()) {
                number(Held::wide);
                for (const std::uint32_t row : rows_) number(column.wide[row]);
            } else if (!column.narrow.empty()) {
                number(Held::narrow);
                const bool is_text = spec.fields[field].type == records::FieldType::text;
                for (const std::uint32_t row : rows_) {
                    number(is_text ? static_cast<std::int32_t>(text(static_cast<StringId>(column.narrow[row]))) : column.narrow[row]);
                }
            } else {
                number(Held::nothing);
            }
        }
        for (const std::uint32_t row : rows_) number(piece_.line[row]);
        number(static_cast<std::uint32_t>(piece_.attributes.size()));
        for (const records::AttributeColumn& attribute : piece_.attributes) {
            number(text(attribute.name));
            for (const std::uint32_t row : rows_) number(text(attribute.values[row]));
        }
        std::string out;
        std::swap(out, out_);
        number(static_cast<std::uint32_t>(texts_.size()));
        for (const std::string_view each : texts_) {
            number(static_cast<std::uint32_t>(each.size()));
            out_ += each;
        }
        return std::move(out_) + out;
    }

private:
    template <class Number>
    void number(Number value) {
        out_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    // The block's own number of a text: from 1, in the order of first use.
    StringId text(StringId id) {
        if (id == 0) return 0;
        if (own_[id] == 0) {
            texts_.push_back(piece_.strings.view(id));
            own_[id] = static_cast<StringId>(texts_.size());
        }
        return own_[id];
    }

    const Piece& piece_;
    std::span<const std::uint32_t> rows_;
    std::vector<StringId> own_;
    std::vector<std::string_view> texts_;
    std::string out_;
};

class BlockReader {
public:
    explicit BlockReader(std::string_view bytes) : rest_(bytes) {}

    std::unique_ptr<Piece> read(const records::TableSpec& spec) {
        auto piece = std::make_unique<Piece>();
        const auto texts = number<std::uint32_t>();
        for (std::uint32_t i = 0; i < texts; ++i) {
            const auto size = number<std::uint32_t>();
            piece->strings.intern(rest_.substr(0, size));
            rest_.remove_prefix(size);
        }
        const auto rows = number<std::uint32_t>();
        piece->columns.resize(spec.fields.size());
        for (records::Column& column : piece->columns) {
            switch (number<Held>()) {
                case Held::nothing: break;
                case Held::narrow: numbers(column.narrow, rows); break;
                case Held::wide: numbers(column.wide, rows); break;
            }
        }
        numbers(piece->line, rows);
        const auto attributes = number<std::uint32_t>();
        for (std::uint32_t i = 0; i < attributes; ++i) {
            records::AttributeColumn& attribute = piece->attributes.emplace_back();
            attribute.name = number<StringId>();
            numbers(attribute.values, rows);
        }
        return piece;
    }

private:
    template <class Number>
    Number number() {
        Number value;
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_.remove_prefix(sizeof value);
        return value;
    }
    template <class Number>
    void numbers(std::vector<Number>& out, std::uint32_t count) {
        out.resize(count);
        std::memcpy(out.data(), rest_.data(), count * sizeof(Number));
        rest_.remove_prefix(count * sizeof(Number));
    }
    std::string_view rest_;
};

}  // namespace

SpillFile::~SpillFile() {
    if (file_ >= 0) ::close(file_);
}

Status SpillFile::open() {
    std::error_code error;
    std::string path = (std::filesystem::temp_directory_path(error) / "wageproof-rows-XXXXXX").string();
    file_ = ::mkstemp(path.data());
    if (file_ < 0) return failed("cannot be made as " + path);
    ::unlink(path.c_str());
    return {};
}

Status SpillFile::append(Block block, const Piece& piece, std::span<const std::uint32_t> rows) {
    const std::string bytes = BlockWriter(piece, rows).write(records::spec_of(block.table));
    block.size = bytes.size();
    {
        const std::lock_guard lock(mutex_);
        block.offset = end_;
        end_ += block.size;
        blocks_.push_back(block);
    }
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::pwrite(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(block.offset + done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return failed("cannot be written");
        done += static_cast<std::size_t>(put);
    }
    return {};
}

Result<std::unique_ptr<Piece>> SpillFile::read(const Block& block) const {
    std::string bytes(block.size, '\0');
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t got = ::pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(block.offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return failed("cannot be read");
        done += static_cast<std::size_t>(got);
    }
    return BlockReader(bytes).read(records::spec_of(block.table));
}

}  // namespace wageproof::readers
