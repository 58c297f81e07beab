// Arrow streams made by hand, for tests: columns of any type whose buffers the test states.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wageproof/arrow_abi.h"

namespace wageproof::tests {

struct MadeColumn {
    std::string name, format;
    std::int64_t length = 0, offset = 0, nulls = 0;
    std::vector<std::string> buffers;     ///< bytes of each; an empty first one: no validity
    std::shared_ptr<MadeColumn> dictionary = nullptr;
    std::vector<const void*> pointers{};
};

/// Bytes of numbers one after the other.
template <class T>
std::string bytes_of(const std::vector<T>& values) {
    std::string bytes(values.size() * sizeof(T), '\0');
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

inline std::string validity_of(const std::vector<bool>& given) {
    std::string bits((given.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (given[i]) bits[i / 8] = static_cast<char>(bits[i / 8] | 1 << (i % 8));
    }
    return bits;
}

/// Text with 32-bit offsets; a missing one is null.
inline MadeColumn text_column(std::string name, const std::vector<std::optional<std::string>>& texts) {
    std::vector<std::int32_t> ends{0};
    std::string data;
    std::vector<bool> given;
    for (const auto& text : texts) {
        if (text) data += *text;
        ends.push_back(static_cast<std::int32_t>(data.size()));
        given.push_back(text.has_value());
    }
    return {std::move(name), "u", static_cast<std::int64_t>(texts.size()), 0, -1, {validity_of(given), bytes_of(ends), data}};
}

template <class T>
MadeColumn number_column(std::string name, std::string format, const std::vector<T>& values) {
    return {std::move(name), std::move(format), static_cast<std::int64_t>(values.size()), 0, 0, {"", bytes_of(values)}};
}

/// A stream of one batch. It counts what is released, so that a test can see that all is, once.
class MadeStream {
public:
    explicit MadeStream(std::vector<MadeColumn> columns, std::int64_t rows = -1) : columns_(columns.begin(), columns.end()) {
        rows_ = rows >= 0 ? rows : columns_.empty() ? 0 : columns_.front().length;
        stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) { return static_cast<MadeStream*>(self->private_data)->schema(out); };
        stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) { return static_cast<MadeStream*>(self->private_data)->next(out); };
        stream.get_last_error = [](ArrowArrayStream* self) { return static_cast<MadeStream*>(self->private_data)->error; };
        stream.release = [](ArrowArrayStream* self) {
            ++static_cast<MadeStream*>(self->private_data)->streams_released;
            self->release = nullptr;
        };
        stream.private_data = this;
    }
    MadeStream(const MadeStream&) = delete;
    MadeStream& operator=(const MadeStream&) = delete;

    ArrowArrayStream stream{};
    int streams_released = 0, batches_released = 0, schemas_released = 0, batches_given = 0;
    int fails_with = 0;
    const char* error = nullptr;

private:
    int schema(ArrowSchema* out) {
        schemas_.clear();
        schema_pointers_.clear();
        for (MadeColumn& column : columns_) {
            ArrowSchema& child = schemas_.emplace_back();
            child.name = column.name.c_str();
            child.format = column.format.c_str();
            child.release = [](ArrowSchema* self) { self->release = nullptr; };
            if (column.dictionary != nullptr) {
                child.dictionary = &schemas_.emplace_back();
                child.dictionary->format = column.dictionary->format.c_str();
                child.dictionary->release = child.release;
            }
            schema_pointers_.push_back(&child);
        }
        *out = ArrowSchema{};
        out->format = "+s";
        out->n_children = static_cast<std::int64_t>(schema_pointers_.size());
        out->children = schema_pointers_.data();
        out->private_data = this;
        out->release = [](ArrowSchema* self) {
            ++static_cast<MadeStream*>(self->private_data)->schemas_released;
            self->release = nullptr;
        };
        return 0;
    }

    static void fill(ArrowArray& array, MadeColumn& column) {
        column.pointers.clear();
        for (std::size_t i = 0; i < column.buffers.size(); ++i) {
            column.pointers.push_back(i == 0 && column.buffers[0].empty() ? nullptr : column.buffers[i].data());
        }
        array.length = column.length;
        array.offset = column.offset;
        array.null_count = column.nulls;
        array.n_buffers = static_cast<std::int64_t>(column.buffers.size());
        array.buffers = column.pointers.data();
        array.release = [](ArrowArray* self) { self->release = nullptr; };
    }

    int next(ArrowArray* out) {
        if (fails_with != 0) return fails_with;
        *out = ArrowArray{};
        if (batches_given++ > 0) return 0;
        for (MadeColumn& column : columns_) {
            ArrowArray& child = arrays_.emplace_back();
            fill(child, column);
            if (column.dictionary != nullptr) {
                child.dictionary = &arrays_.emplace_back();
                fill(*child.dictionary, *column.dictionary);
            }
            array_pointers_.push_back(&child);
        }
        out->length = rows_;
        out->n_buffers = 1;
        out->buffers = no_buffers_;
        out->n_children = static_cast<std::int64_t>(array_pointers_.size());
        out->children = array_pointers_.data();
        out->private_data = this;
        out->release = [](ArrowArray* self) {
            ++static_cast<MadeStream*>(self->private_data)->batches_released;
            self->release = nullptr;
        };
        return 0;
    }

    std::deque<MadeColumn> columns_;
    std::deque<ArrowSchema> schemas_;
    std::vector<ArrowSchema*> schema_pointers_;
    std::deque<ArrowArray> arrays_;
    std::vector<ArrowArray*> array_pointers_;
    const void* no_buffers_[1] = {nullptr};
    std::int64_t rows_ = 0;
};

}  // namespace wageproof::tests
