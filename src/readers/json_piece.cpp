#include <algorithm>
#include <deque>
#include <unordered_map>

#include "readers/byte_scan.hpp"
#include "readers/json_tokens.hpp"
#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

constexpr std::size_t kBatch = std::size_t{256}
                               << 10;  // tokens of this many bytes stay in the second-level cache

// One object after another. Every key is walked once, in the order in which it stands, and a row is taken
// only where its text ends with the object: nothing is looked up by name and so nothing is passed over.
class JsonWalker {
public:
    explicit JsonWalker(RowBuilder& builder) : builder_(builder) {
        for (std::uint32_t column = 0; column < builder.column_count(); ++column)
            columns_.emplace(builder.column_name(column), column);
    }

    /// @param ascii  the text is known to be
    void walk_lines(std::string_view text, std::uint32_t line, bool ascii) {
        while (!text.empty()) {
            const std::string_view batch = cut_batch(text);
            text.remove_prefix(batch.size());
            builder_.expect_other_scripts(!ascii && !is_ascii(batch));
            // A line feed inside a string makes the whole batch fail, so within a good one no token crosses a
            // line.
            const bool whole = tokens_.load(batch) == Reason::none;
            std::size_t token = 0;
            std::size_t at = 0;
            while (at < batch.size()) {
                if (whole && has_shape_ && builder_.takes_blocks() && row_by_row_ == 0 && take_block(batch, at, token, line)) continue;
                if (row_by_row_ > 0) --row_by_row_;
                const std::size_t feed = batch.find('\n', at);
                const std::size_t end = feed == std::string_view::npos ? batch.size() : feed;
                if (whole) {
                    const std::size_t first = token;
                    if (take_line(batch, at, end, token, line) && row_by_row_ == 0) learn_shape(batch, first, token);
                } else {
                    take_alone(batch.substr(at, end - at), line);
                }
                at = end + 1;
                ++line;
            }
        }
    }

    void walk_elements(const Chunk& chunk) {
        std::size_t at = 0;
        std::uint32_t position = chunk.first_line;
        builder_.expect_other_scripts(!is_ascii(chunk.text()));
        for (const std::uint32_t end : chunk.ends) {
            const std::string_view element = chunk.text().substr(at, end - at);
            if (trim(element).empty()) {
                builder_.reject_row(position, {}, {}, Reason::bad_json);
            } else {
                take_alone(element, position);
            }
            at = end;
            ++position;
        }
    }

private:
    static std::string_view cut_batch(std::string_view text) noexcept {
        if (text.size() <= kBatch) return text;
        std::size_t feed = text.rfind('\n', kBatch);
        if (feed == std::string_view::npos) feed = text.find('\n', kBatch);
        return feed == std::string_view::npos ? text : text.substr(0, feed + 1);
    }

    // The shape of a line: which keys it has in which order, with what between them and the values. The lines that follow
    // mostly have the same.
    void learn_shape(std::string_view batch, std::size_t first, std::size_t end) {
        if (!builder_.takes_blocks() || keys_ == 0 || end - first != keys_ * 4 + 1) return;
        grid_.json = true;
        grid_.stride = end - first;
        grid_.places.assign(columns_.size(), {});
        literals_.resize(std::max(literals_.size(), keys_));
        for (std::size_t key = 0; key < keys_; ++key) {
            const std::size_t mark = first + key * 4;
            const std::size_t begin = tokens_.position(mark), value = tokens_.position(mark + 3);
            literals_[key].assign(batch.substr(begin, value - begin));
            literals_[key].append(kReadBehind, '\0');
            grid_.places[order_[key].column] = {true, static_cast<std::uint32_t>(key * 4), false, literals_[key].data(),
                                                static_cast<std::uint32_t>(value - begin)};
        }
        has_shape_ = true;
    }

    // Lines of as many tokens as the shape has.
    bool take_block(std::string_view batch, std::size_t& at, std::size_t& token, std::uint32_t& line) {
        const std::size_t stride = grid_.stride;
        const auto after_line = [&](std::size_t row) -> std::size_t {
            const std::size_t last = token + (row + 1) * stride - 1;
            if (last >= tokens_.count() || tokens_.kind(last) != '}') return 0;
            std::size_t behind = tokens_.position(last) + 1;
            if (behind < batch.size() && batch[behind] == '\r') ++behind;
            return behind < batch.size() && batch[behind] == '\n' ? behind + 1 : 0;
        };
        std::size_t rows = 0, end = 0;
        for (std::size_t next = 0; rows < kBlockRows && (next = after_line(rows)) != 0; ++rows) end = next;
        constexpr std::size_t kFewest = 4;
        if (rows >= kFewest && end - at <= kLongestRecord) {
            if (count_bytes(batch.substr(at, end - at)).feeds == rows) {
                grid_.text = batch.data();
                grid_.marks = tokens_.positions(token);
                grid_.rows = rows;
                const std::size_t left = builder_.add_block(grid_, line, [&](std::size_t row) {
                    const std::size_t begin = row == 0 ? at : after_line(row - 1);
                    std::size_t first = token + row * stride;
                    take_line(batch, begin, after_line(row) - 1, first, line + static_cast<std::uint32_t>(row));
                });
                // Where much must be read twice, it is not worth the attempt for a while.
                if (left * 4 > rows) leave_shape(4 * kBlockRows);
                at = end;
                token += rows * stride;
                line += static_cast<std::uint32_t>(rows);
                return true;
            }
        }
        leave_shape(std::max(rows, kFewest));
        return false;
    }

    void leave_shape(std::size_t rows) noexcept {
        has_shape_ = false;
        row_by_row_ = rows;
    }

    /// @return whether the line is one object
    bool take_line(std::string_view batch, std::size_t begin, std::size_t end, std::size_t& token,
                   std::uint32_t line) {
        if (end - begin > kLongestRecord) {
            while (token < tokens_.count() && tokens_.position(token) < end) ++token;
            builder_.reject_row(line, {}, batch.substr(begin, end - begin), Reason::too_long);
            return false;
        }
        if (token == tokens_.count() || tokens_.position(token) >= end) return false;  // a blank line is no row
        if (read_object(token, end) && (token == tokens_.count() || tokens_.position(token) >= end)) {
            give(line);
            return true;
        }
        while (token < tokens_.count() && tokens_.position(token) < end) ++token;
        builder_.reject_row(line, {}, trim(batch.substr(begin, end - begin)), Reason::bad_json);
        return false;
    }

    void take_alone(std::string_view text, std::uint32_t line) {
        if (text.size() > kLongestRecord) return builder_.reject_row(line, {}, text, Reason::too_long);
        if (trim(text).empty()) return;
        const Reason reason = tokens_.load(text);
        if (reason != Reason::none) return builder_.reject_row(line, {}, trim(text), reason);
        std::size_t token = 0;
        take_line(text, 0, text.size(), token, line);
    }

    void give(std::uint32_t line) {
        const bool any = std::any_of(cells_.begin(), cells_.end(),
                                     [](std::string_view cell) { return !trim(cell).empty(); });
        for (const std::uint32_t column : exponents_) builder_.mark_exponent(column);
        // An object of nothing but nulls is a row without any value.
        if (any) builder_.add_row(line, cells_);
    }

    bool read_object(std::size_t& token, std::size_t end) {
        ++row_;
        cells_.assign(columns_.size(), {});
        seen_.resize(columns_.size(), 0);
        exponents_.clear();
        texts_used_ = 0;
        keys_ = 0;
        if (!take(token, end, '{')) return false;
        if (take(token, end, '}')) return true;
        do {
            std::uint32_t column = 0;
            if (!read_key(token, end, keys_++, column)) return false;
            if (seen_[column] == row_)
                return false;  // a key that is there twice leaves it open which value holds
            seen_[column] = row_;
            if (!take(token, end, ':') || !read_value(token, end, column)) return false;
        } while (take(token, end, ','));
        return take(token, end, '}');
    }

    bool take(std::size_t& token, std::size_t end, char mark) const noexcept {
        if (token >= tokens_.count() || tokens_.position(token) >= end || tokens_.kind(token) != mark)
            return false;
        ++token;
        return true;
    }

    std::string& next_text() {
        if (texts_used_ == texts_.size()) texts_.emplace_back();
        return texts_[texts_used_++];
    }

    bool read_key(std::size_t& token, std::size_t end, std::size_t order, std::uint32_t& column) {
        if (token >= tokens_.count() || tokens_.position(token) >= end) return false;
        const std::string_view raw = tokens_.raw(token, end);
        ++token;
        // Lines of one file mostly have the same keys in the same order.
        if (order < order_.size() && raw == order_[order].quoted) {
            column = order_[order].column;
            return true;
        }
        std::string_view key;
        if (!tokens_.read_string(raw, next_text(), key)) return false;
        const auto found = columns_.find(std::string(key));
        if (found != columns_.end()) {
            column = found->second;
        } else {
            column = builder_.add_key(key);
            columns_.emplace(std::string(key), column);
            cells_.resize(columns_.size());
            seen_.resize(columns_.size(), 0);
        }
        if (order_.size() <= order) order_.resize(order + 1);
        order_[order] = {std::string(raw), column};
        return true;
    }

    bool read_value(std::size_t& token, std::size_t end, std::uint32_t column) {
        if (token >= tokens_.count() || tokens_.position(token) >= end) return false;
        const std::string_view raw = tokens_.raw(token, end);
        ++token;
        if (raw.front() == '"') return tokens_.read_string(raw, next_text(), cells_[column]);
        if (raw == "null") return true;
        if (is_json_number(raw)) {
            if (raw.find_first_of("eE") != std::string_view::npos) exponents_.push_back(column);
        } else if (raw != "true" && raw != "false") {
            return false;
        }
        cells_[column] = raw;
        return true;
    }

    struct KeyInOrder {
        std::string quoted;
        std::uint32_t column = 0;
    };

    RowBuilder& builder_;
    JsonTokens tokens_;
    std::unordered_map<std::string, std::uint32_t> columns_;
    std::vector<KeyInOrder> order_;
    std::size_t keys_ = 0;  ///< of the object at hand
    CellGrid grid_;
    std::vector<std::string> literals_;  ///< of the shape: what stands before each value
    bool has_shape_ = false;
    std::size_t row_by_row_ = 0;  ///< lines that are read so before a shape is learnt again
    std::vector<std::string_view> cells_;
    std::vector<std::uint64_t> seen_;
    std::uint64_t row_ = 0;
    std::vector<std::uint32_t> exponents_;
    std::deque<std::string> texts_;
    std::size_t texts_used_ = 0;
};

}  // namespace

void read_json_piece(const Chunk& chunk, RowBuilder& builder) {
    JsonWalker walker(builder);
    if (chunk.ends.empty()) {
        walker.walk_lines(chunk.text(), chunk.first_line, chunk.is_ascii);
    } else {
        walker.walk_elements(chunk);
    }
}

}  // namespace wageproof::readers
