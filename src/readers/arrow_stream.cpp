// A table given as an Arrow C stream. Its memory stays the producer's until the last batch that needs it is gone.
#include <cstring>
#include <utility>

#include "readers/arrow_column.hpp"
#include "wageproof/readers/row_stream.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;

/// Owns one of the interface's structs; moved by copying its bits and nulling the source.
template <class T>
class Owned {
public:
    Owned() = default;
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        if (held_.release != nullptr) held_.release(&held_);
    }
    void take(T& from) noexcept {
        held_ = from;
        from.release = nullptr;
    }
    [[nodiscard]] T* get() noexcept { return &held_; }
    [[nodiscard]] const T& operator*() const noexcept { return held_; }
    [[nodiscard]] const T* operator->() const noexcept { return &held_; }

private:
    T held_{};
};

class ArrowBatch final : public RowBatch {
public:
    ArrowBatch(ArrowArray& array, std::shared_ptr<const std::vector<ArrowType>> types) : types_(std::move(types)) { array_.take(array); }

    [[nodiscard]] const ArrowArray& array() const noexcept { return *array_; }
    [[nodiscard]] std::size_t row_count() const noexcept override { return static_cast<std::size_t>(array_->length); }

    void read(std::size_t row, std::span<std::string_view> cells, std::span<std::string> scratch) const override {
        const std::int64_t at = static_cast<std::int64_t>(row) + array_->offset;
        bool absent = false;
        if (array_->n_buffers > 0 && array_->null_count != 0 && array_->buffers != nullptr && array_->buffers[0] != nullptr) {
            absent = (static_cast<const std::uint8_t*>(array_->buffers[0])[at / 8] >> (at % 8) & 1) == 0;
        }
        for (std::size_t i = 0; i < types_->size(); ++i) {
            cells[i] = absent ? std::string_view() : cell_text(*array_->children[i], (*types_)[i], at, scratch[i]);
        }
    }

private:
    Owned<ArrowArray> array_;
    std::shared_ptr<const std::vector<ArrowType>> types_;
};

class ArrowRows final : public RowStream {
public:
    ArrowRows(std::string name, std::vector<std::string> columns, std::vector<ArrowType> types)
        : name_(std::move(name)),
          columns_(std::move(columns)),
          types_(std::make_shared<const std::vector<ArrowType>>(std::move(types))) {}
    void take(ArrowArrayStream& stream) noexcept { stream_.take(stream); }

    [[nodiscard]] const std::vector<std::string>& columns() const noexcept override { return columns_; }

    [[nodiscard]] Result<std::shared_ptr<const RowBatch>> next() override {
        for (;;) {
            Owned<ArrowArray> array;
            if (const int failed = stream_->get_next(stream_.get(), array.get()); failed != 0) return failure(failed);
            if (array->release == nullptr) return std::shared_ptr<const RowBatch>();
            const auto batch = std::make_shared<ArrowBatch>(*array.get(), types_);
            WAGEPROOF_RETURN_IF_ERROR(check(batch->array()));
            if (batch->row_count() != 0) return std::shared_ptr<const RowBatch>(batch);
        }
    }

private:
    Status failure(int code) {
        const char* const said = stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(stream_.get());
        return {StatusCode::io_error, name_ + ": the Arrow stream failed: " + (said != nullptr ? std::string(said) : std::string(std::strerror(code)))};
    }

    Status check(const ArrowArray& array) const {
        const auto refuse = [this](const std::string& what) { return Status(StatusCode::invalid_argument, name_ + ": " + what); };
        if (array.length < 0 || array.offset < 0) return refuse("a batch with a negative length or offset");
        if (array.n_children != static_cast<std::int64_t>(types_->size()) || (array.n_children != 0 && array.children == nullptr)) {
            return refuse("a batch of " + std::to_string(array.n_children) + " columns; the stream's schema has " + std::to_string(types_->size()));
        }
        for (std::size_t i = 0; i < types_->size(); ++i) {
            const ArrowArray* const child = array.children[i];
            if (child == nullptr) return refuse("column \"" + columns_[i] + "\" is not there");
            if (const Status status = check_array(*child, (*types_)[i]); !status.ok()) return refuse("column \"" + columns_[i] + "\": " + status.message());
            if (child->length < array.offset + array.length) return refuse("column \"" + columns_[i] + "\" is shorter than its batch");
        }
        return {};
    }

    std::string name_;
    std::vector<std::string> columns_;
    std::shared_ptr<const std::vector<ArrowType>> types_;
    Owned<ArrowArrayStream> stream_;
};

}  // namespace

Result<std::unique_ptr<RowStream>> open_arrow(ArrowArrayStream* stream, const records::TableSpec& spec, std::string name) {
    const auto refuse = [&name](StatusCode code, const std::string& what) { return Status(code, name + ": " + what); };
    if (stream == nullptr || stream->release == nullptr) return refuse(StatusCode::invalid_argument, "the Arrow stream was released before it was read");
    if (stream->get_schema == nullptr || stream->get_next == nullptr) return refuse(StatusCode::invalid_argument, "the Arrow stream has no functions to read it by");
    Owned<ArrowSchema> schema;
    if (const int failed = stream->get_schema(stream, schema.get()); failed != 0) {
        const char* const said = stream->get_last_error == nullptr ? nullptr : stream->get_last_error(stream);
        return refuse(StatusCode::io_error, "the Arrow stream gave no schema: " + (said != nullptr ? std::string(said) : std::string(std::strerror(failed))));
    }
    if (schema->format == nullptr || std::string_view(schema->format) != "+s" || (schema->n_children > 0 && schema->children == nullptr)) {
        return refuse(StatusCode::invalid_argument, "the Arrow stream is no table: expected a struct of columns");
    }
    std::vector<std::string> columns;
    std::vector<ArrowType> types;
    for (std::int64_t i = 0; i < schema->n_children; ++i) {
        const ArrowSchema* const child = schema->children[i];
        if (child == nullptr) return refuse(StatusCode::invalid_argument, "column " + std::to_string(i + 1) + " has no schema");
        const std::string column = child->name == nullptr ? "" : child->name;
        const int field = records::field_index(spec.kind, column);
        auto type = arrow_type_of(*child, field < 0 ? nullptr : &spec.fields[static_cast<std::size_t>(field)], spec.attributes);
        if (!type) {
            // What nobody reads need not be readable.
            if (field < 0 && !spec.attributes) {
                type = ArrowType{};
            } else {
                return refuse(type.code(), "column \"" + column + "\" is " + type.status().message());
            }
        }
        columns.push_back(column);
        types.push_back(*type);
    }
    auto rows = std::make_unique<ArrowRows>(std::move(name), std::move(columns), std::move(types));
    rows->take(*stream);
    return std::unique_ptr<RowStream>(std::move(rows));
}

}  // namespace wageproof::readers
