// A table given as an Arrow C stream. Its memory stays the producer's until the last batch that needs it is gone.
#include <algorithm>
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

constexpr std::string_view kNumberColumn = "@row";

/// What the stream's schema says: the columns that rows are read from, and where each is among the batch's children.
struct Layout {
    std::vector<std::string> columns;
    std::vector<ArrowType> types;
    std::vector<std::int64_t> children;
    std::int64_t child_count = 0;
    std::int64_t number = -1;  ///< the child with the rows' own numbers
    ArrowType number_type;
};

class ArrowBatch final : public RowBatch {
public:
    ArrowBatch(ArrowArray& array, std::shared_ptr<const Layout> layout) : layout_(std::move(layout)) { array_.take(array); }

    [[nodiscard]] const ArrowArray& array() const noexcept { return *array_; }
    [[nodiscard]] std::size_t row_count() const noexcept override { return static_cast<std::size_t>(array_->length); }

    void read(std::size_t row, std::span<std::string_view> cells, std::span<std::string> scratch) const override {
        for (std::size_t i = 0; i < layout_->types.size(); ++i) cells[i] = text(row, i, scratch[i]);
    }

    void read_columns(std::size_t row, std::span<const std::uint32_t> columns, std::span<std::string_view> cells,
                      std::span<std::string> scratch) const override {
        for (const std::uint32_t column : columns) cells[column] = text(row, column, scratch[column]);
    }

    [[nodiscard]] bool numbers(std::size_t column, records::FieldType type, std::size_t first, std::span<std::int64_t> out) const override {
        if (has_absent_rows()) return false;
        return cell_numbers(child(column), layout_->types[column], type, static_cast<std::int64_t>(first) + array_->offset, out);
    }

    [[nodiscard]] std::uint32_t own_number(std::size_t row) const noexcept override {
        if (layout_->number < 0) return 0;
        const ArrowArray& column = *array_->children[layout_->number];
        std::int64_t number = 0;
        static_cast<void>(cell_numbers(column, layout_->number_type, records::FieldType::integer,
                                       static_cast<std::int64_t>(row) + array_->offset, {&number, 1}));
        return static_cast<std::uint32_t>(number);
    }

    /// The first row without a number of its own that can be one; the count where all have it.
    [[nodiscard]] std::size_t first_unnumbered() const {
        std::vector<std::int64_t> numbers(row_count());
        if (layout_->number < 0) return numbers.size();
        static_cast<void>(cell_numbers(*array_->children[layout_->number], layout_->number_type, records::FieldType::integer, array_->offset, numbers));
        const auto bad = std::find_if(numbers.begin(), numbers.end(), [](std::int64_t number) { return number < 1 || number > UINT32_MAX; });
        return static_cast<std::size_t>(bad - numbers.begin());
    }

private:
    [[nodiscard]] const ArrowArray& child(std::size_t column) const noexcept { return *array_->children[layout_->children[column]]; }
    [[nodiscard]] bool has_absent_rows() const noexcept {
        return array_->n_buffers > 0 && array_->null_count != 0 && array_->buffers != nullptr && array_->buffers[0] != nullptr;
    }
    [[nodiscard]] std::string_view text(std::size_t row, std::size_t column, std::string& scratch) const {
        const std::int64_t at = static_cast<std::int64_t>(row) + array_->offset;
        if (has_absent_rows() && (static_cast<const std::uint8_t*>(array_->buffers[0])[at / 8] >> (at % 8) & 1) == 0) return {};
        return cell_text(child(column), layout_->types[column], at, scratch);
    }

    Owned<ArrowArray> array_;
    std::shared_ptr<const Layout> layout_;
};

class ArrowRows final : public RowStream {
public:
    ArrowRows(std::string name, Layout layout) : name_(std::move(name)), layout_(std::make_shared<const Layout>(std::move(layout))) {}
    void take(ArrowArrayStream& stream) noexcept { stream_.take(stream); }

    [[nodiscard]] const std::vector<std::string>& columns() const noexcept override { return layout_->columns; }

    [[nodiscard]] Result<std::shared_ptr<const RowBatch>> next() override {
        for (;;) {
            Owned<ArrowArray> array;
            if (const int failed = stream_->get_next(stream_.get(), array.get()); failed != 0) return failure(failed);
            if (array->release == nullptr) return std::shared_ptr<const RowBatch>();
            const auto batch = std::make_shared<ArrowBatch>(*array.get(), layout_);
            WAGEPROOF_RETURN_IF_ERROR(check(batch->array()));
            if (const std::size_t row = batch->first_unnumbered(); row < batch->row_count()) {
                return Status(StatusCode::invalid_argument, name_ + ": row " + std::to_string(row + 1) + " of a batch: expected a number from 1 to 4294967295 in \"@row\"");
            }
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
        if (array.n_children != layout_->child_count || (array.n_children != 0 && array.children == nullptr)) {
            return refuse("a batch of " + std::to_string(array.n_children) + " columns; the stream's schema has " + std::to_string(layout_->child_count));
        }
        const auto check_child = [&](std::int64_t at, std::string_view name, const ArrowType& type) -> Status {
            const ArrowArray* const child = array.children[at];
            const std::string column = "column \"" + std::string(name) + "\"";
            if (child == nullptr) return refuse(column + " is not there");
            if (const Status status = check_array(*child, type); !status.ok()) return refuse(column + ": " + status.message());
            if (child->length < array.offset + array.length) return refuse(column + " is shorter than its batch");
            return {};
        };
        for (std::size_t i = 0; i < layout_->types.size(); ++i) {
            WAGEPROOF_RETURN_IF_ERROR(check_child(layout_->children[i], layout_->columns[i], layout_->types[i]));
        }
        return layout_->number < 0 ? Status() : check_child(layout_->number, kNumberColumn, layout_->number_type);
    }

    std::string name_;
    std::shared_ptr<const Layout> layout_;
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
    Layout layout;
    layout.child_count = schema->n_children;
    for (std::int64_t i = 0; i < schema->n_children; ++i) {
        const ArrowSchema* const child = schema->children[i];
        if (child == nullptr) return refuse(StatusCode::invalid_argument, "column " + std::to_string(i + 1) + " has no schema");
        const std::string column = child->name == nullptr ? "" : child->name;
        if (column == kNumberColumn) {
            auto type = arrow_type_of(*child, nullptr, false);
            if (!type || type->is_coded || (type->kind != ArrowType::Kind::integer && type->kind != ArrowType::Kind::natural)) {
                return refuse(StatusCode::unsupported, "column \"@row\": expected whole numbers of an integer type");
            }
            layout.number = i;
            layout.number_type = *type;
            continue;
        }
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
        layout.columns.push_back(column);
        layout.types.push_back(*type);
        layout.children.push_back(i);
    }
    auto rows = std::make_unique<ArrowRows>(std::move(name), std::move(layout));
    rows->take(*stream);
    return std::unique_ptr<RowStream>(std::move(rows));
}

}  // namespace wageproof::readers
