#include "readers/chunk_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "readers/byte_scan.hpp"
#include "readers/encoding.hpp"
#include "readers/values.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;

// So small that threads end their work on a folder at about the same time, and that a block is still in the second-level
// cache when its rows are read. A block without a record's end is made longer, until it holds one or a record that is too
// long.
constexpr std::size_t kBlock = std::size_t{1} << 20;

std::string errno_text() { return std::strerror(errno); }

std::size_t last_feed(std::string_view text) noexcept {
    const std::size_t feed = text.rfind('\n');
    return feed == std::string_view::npos ? 0 : feed + 1;
}

}  // namespace

ByteStream::~ByteStream() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status ByteStream::open(const InputFile& file) {
    name_ = file.name;
    if (file.bytes) {
        memory_ = *file.bytes;
        size_ = memory_.size();
        return {};
    }
    descriptor_ = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &about) != 0) {
        return {StatusCode::io_error, name_ + ": cannot be read: " + errno_text()};
    }
    size_ = static_cast<std::uint64_t>(about.st_size);
    return {};
}

void ByteStream::use(std::string bytes) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
    owned_ = std::move(bytes);
    memory_ = owned_;
    size_ = memory_.size();
    at_ = 0;
}

Result<std::size_t> ByteStream::read(char* to, std::size_t size) {
    if (descriptor_ < 0) {
        const std::size_t taken = std::min(size, memory_.size() - at_);
        std::memcpy(to, memory_.data() + at_, taken);
        at_ += taken;
        return taken;
    }
    std::size_t taken = 0;
    while (taken < size) {
        const ssize_t got = ::read(descriptor_, to + taken, size - taken);
        if (got == 0) break;
        if (got < 0) {
            if (errno == EINTR) continue;
            return Status(StatusCode::io_error, name_ + ": reading failed: " + errno_text());
        }
        taken += static_cast<std::size_t>(got);
    }
    return taken;
}

Status ChunkReader::open(const InputFile& file, const std::string& encoding) {
    WAGEPROOF_RETURN_IF_ERROR(stream_.open(file));
    WAGEPROOF_RETURN_IF_ERROR(fill(kBlock));
    const Mark mark = mark_of(pending());
    if (mark == Mark::utf16le || mark == Mark::utf16be) {
        return decode(mark == Mark::utf16le ? "utf-16le" : "utf-16be", mark_size(mark));
    }
    if (!encoding.empty() && encoding != "utf-8") return decode(encoding, 0);
    if (mark == Mark::utf8) {
        std::memmove(buffer_.get(), buffer_.get() + mark_size(mark), size_ - mark_size(mark));
        size_ -= mark_size(mark);
    }
    return {};
}

Status ChunkReader::decode(std::string_view encoding, std::size_t mark) {
    WAGEPROOF_RETURN_IF_ERROR(read_all());
    auto decoded = to_utf8(pending().substr(mark), encoding);
    if (!decoded.ok()) return decoded.status();
    hash_here_ = false;
    stream_.use(std::move(decoded).value());
    size_ = 0;
    at_end_ = false;
    return fill(kBlock);
}

Status ChunkReader::fill(std::size_t wanted) {
    if (at_end_) return {};
    // A small file needs no large block; one byte more than it has shows that it ends.
    wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, stream_.size() + 1));
    if (capacity_ < size_ + wanted) {
        capacity_ = size_ + wanted;
        auto wider = std::make_unique_for_overwrite<char[]>(capacity_ + kJsonPadding);
        if (size_ > 0) std::memcpy(wider.get(), buffer_.get(), size_);
        buffer_ = std::move(wider);
    }
    const auto got = stream_.read(buffer_.get() + size_, wanted);
    if (!got.ok()) return got.status();
    if (hash_here_) {
        hash_.update({buffer_.get() + size_, *got});
        total_ += *got;
    }
    size_ += *got;
    at_end_ = *got < wanted;
    return {};
}

Status ChunkReader::read_all() {
    while (!at_end_) {
        // Doubling keeps the copying linear where the size is not known, as with decoded bytes.
        WAGEPROOF_RETURN_IF_ERROR(fill(std::max(kBlock, size_)));
    }
    return {};
}

void ChunkReader::drop(std::size_t bytes) {
    line_ += static_cast<std::uint32_t>(count_bytes({buffer_.get(), bytes}).feeds);
    std::memmove(buffer_.get(), buffer_.get() + bytes, size_ - bytes);
    size_ -= bytes;
}

std::size_t ChunkReader::find_cut(const CsvDialect* dialect, bool quoted) {
    const std::string_view text = pending();
    if (dialect == nullptr || !quoted) return last_feed(text);
    return find_last_record_end(text, *dialect, marks_);
}

// Drops the rest of a line that is too long to be a record.
Status ChunkReader::skip_line() {
    while (true) {
        size_ = 0;
        WAGEPROOF_RETURN_IF_ERROR(fill(kBlock));
        const std::size_t feed = pending().find('\n');
        if (feed != std::string_view::npos) {
            drop(feed + 1);
            return {};
        }
        if (at_end_) {
            size_ = 0;
            return {};
        }
    }
}

Result<bool> ChunkReader::next(const CsvDialect* dialect, Chunk& chunk) {
    if (size_ < kBlock) WAGEPROOF_RETURN_IF_ERROR(fill(kBlock));
    if (size_ == 0) return false;
    const ByteCounts counts = count_bytes(pending());
    std::size_t cut = at_end_ ? size_ : find_cut(dialect, counts.quotes > 0);
    const bool too_long = cut == 0 && size_ > kLongestRecord;
    if (cut == 0 && !too_long) {
        WAGEPROOF_RETURN_IF_ERROR(fill(kBlock));
        return next(dialect, chunk);
    }
    if (too_long) cut = size_;
    // The rest moves to a buffer of its own, the one that the chunk had before where that is large enough.
    const std::size_t rest = size_ - cut;
    std::swap(buffer_, chunk.bytes);
    std::swap(capacity_, chunk.capacity);
    const std::size_t needed = rest + (at_end_ ? 0 : kBlock);
    if (capacity_ < needed || buffer_ == nullptr) {
        capacity_ = needed;
        buffer_ = std::make_unique_for_overwrite<char[]>(capacity_ + kJsonPadding);
    }
    std::memcpy(buffer_.get(), chunk.bytes.get() + cut, rest);
    size_ = rest;
    std::memset(chunk.bytes.get() + cut, ' ', kJsonPadding);
    chunk.size = cut;
    chunk.first_line = line_;
    chunk.line_count = static_cast<std::uint32_t>(counts.feeds - count_bytes({buffer_.get(), rest}).feeds) + 1;
    chunk.has_quotes = counts.quotes > 0;
    chunk.is_ascii = counts.ascii;
    chunk.ends.clear();
    line_ += chunk.line_count - 1;
    if (too_long) WAGEPROOF_RETURN_IF_ERROR(skip_line());
    return true;
}

bool ArrayCutter::next_element(std::string_view& element) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (place_ == Place::before) {
        if (at_ == text_.size() || text_[at_] != '[') {
            place_ = Place::done;
            element = text_.substr(at_);
            return true;
        }
        place_ = Place::inside;
        ++at_;
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        if (at_ < text_.size() && text_[at_] == ']') {
            place_ = Place::behind;
            ++at_;
        }
        return next_element(element);
    }
    if (place_ == Place::behind) {
        place_ = Place::done;
        element = text_.substr(at_);
        return !element.empty();
    }
    if (place_ == Place::done) return false;
    const std::size_t first = at_;
    int depth = 0;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (quoted) {
            if (c == '\\') {
                ++at_;
            } else if (c == '"') {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == ',' || c == ']') && depth <= 0) {
            break;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    at_ = std::min(at_, text_.size());
    element = text_.substr(first, at_ - first);
    if (at_ == text_.size()) {
        // The array never ends: its last element may be half of one, so it is refused with what follows.
        place_ = Place::done;
        element = text_.substr(first, 0);
        return true;
    }
    if (text_[at_] == ']') place_ = Place::behind;
    ++at_;
    return true;
}

bool ArrayCutter::next(Chunk& chunk) {
    std::string bytes;
    chunk.ends.clear();
    chunk.has_quotes = true;
    chunk.is_ascii = false;
    chunk.first_line = position_;
    std::string_view element;
    while (bytes.size() < kBlock && next_element(element)) {
        bytes += element.substr(0, kLongestRecord + 1);
        chunk.ends.push_back(static_cast<std::uint32_t>(bytes.size()));
        ++position_;
    }
    chunk.size = bytes.size();
    chunk.line_count = static_cast<std::uint32_t>(chunk.ends.size());
    bytes.append(kJsonPadding, ' ');
    chunk.bytes = std::make_unique_for_overwrite<char[]>(bytes.size());
    chunk.capacity = chunk.size;
    std::memcpy(chunk.bytes.get(), bytes.data(), bytes.size());
    return !chunk.ends.empty();
}

}  // namespace wageproof::readers
