#include <algorithm>
#include <deque>

#include "readers/json_value.hpp"
#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

using Kind = JsonValue::Kind;

struct Refusal {
    std::string column;
    std::string value;
    Reason reason = Reason::none;
};

bool is_scalar(const JsonValue& value) noexcept { return !value.is(Kind::array) && !value.is(Kind::object); }

// `[{"start","end"}, …]` as `start/end;…`, in order and without overlap.
bool read_periods(const JsonValue& list, std::string& out, Refusal& refusal) {
    std::vector<std::pair<std::string, std::string>> periods;
    for (const JsonValue& item : list.items) {
        const JsonValue* start = item.find("start");
        const JsonValue* end = item.find("end");
        if (start == nullptr || end == nullptr || item.members.size() != 2) {
            refusal = {"period", "an entry without \"start\" and \"end\"", Reason::missing};
            return false;
        }
        for (const JsonValue* day : {start, end}) {
            const auto read =
                day->is(Kind::string) ? read_date(day->text) : Read<std::int32_t>(Reason::not_a_date);
            if (!read.ok()) {
                refusal = {"period", day->text, read.reason};
                return false;
            }
        }
        periods.emplace_back(start->text, end->text);
    }
    // Texts of this form sort as their dates do.
    std::sort(periods.begin(), periods.end());
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const auto& [start, end] = periods[i];
        if (end < start || (i > 0 && start <= periods[i - 1].second)) {
            refusal = {"period", start + "/" + end,
                       i > 0 && start <= periods[i - 1].second ? Reason::duplicate : Reason::out_of_range};
            return false;
        }
        out += (out.empty() ? "" : ";") + start + "/" + end;
    }
    if (periods.empty()) refusal = {"period", "[]", Reason::missing};
    return !periods.empty();
}

bool read_law(const JsonValue& list, std::string& out, Refusal& refusal) {
    for (const JsonValue& item : list.items) {
        if (!item.is(Kind::string) || item.text.empty() || item.text.find(';') != std::string::npos) {
            refusal = {"law", item.text, Reason::unknown_value};
            return false;
        }
        out += (out.empty() ? "" : ";") + item.text;
    }
    return true;
}

class EmployerWalker {
public:
    explicit EmployerWalker(RowBuilder& builder) : builder_(builder) {}

    void take(std::string_view text, std::uint32_t line) {
        if (text.size() > kLongestRecord) return builder_.reject_row(line, {}, text, Reason::too_long);
        if (!is_utf8(text)) return builder_.reject_row(line, {}, text, Reason::bad_encoding);
        const auto parsed = parse_json(text, {});
        if (!parsed.ok() || !parsed->is(Kind::object))
            return builder_.reject_row(line, {}, trim(text), Reason::bad_json);
        cells_.assign(builder_.column_count(), {});
        texts_.clear();
        Refusal refusal;
        if (!take_members(*parsed, refusal))
            return builder_.reject_row(line, refusal.column, refusal.value, refusal.reason);
        builder_.expect_other_scripts(!is_ascii(text));
        builder_.add_row(line, cells_);
    }

private:
    bool take_members(const JsonValue& object, Refusal& refusal) {
        for (const auto& [key, value] : object.members) {
            if (key == kPeriodsKey || key == "$schema") continue;
            std::string text;
            if (key == "law" && value.is(Kind::array)) {
                if (!read_law(value, text, refusal)) return false;
                put(key, text);
            } else if (key == "period" && value.is(Kind::array)) {
                if (!read_periods(value, text, refusal)) return false;
                put(kPeriodsKey, text);
            } else if (key == "attributes" && value.is(Kind::object)) {
                for (const auto& [name, attribute] : value.members) {
                    if (!is_scalar(attribute) || object.find(name) != nullptr) {
                        refusal = {name, attribute.text, Reason::bad_json};
                        return false;
                    }
                    put(name, attribute.text);
                }
            } else if (is_scalar(value)) {
                put(key, value.text);
            } else {
                refusal = {key, {}, Reason::bad_json};
                return false;
            }
        }
        return true;
    }

    void put(std::string_view key, std::string text) {
        std::uint32_t column = 0;
        while (column < builder_.column_count() && builder_.column_name(column) != key) ++column;
        if (column == builder_.column_count()) column = builder_.add_key(key);
        if (cells_.size() <= column) cells_.resize(column + 1);
        cells_[column] = texts_.emplace_back(std::move(text));
    }

    RowBuilder& builder_;
    std::vector<std::string_view> cells_;
    std::deque<std::string> texts_;
};

}  // namespace

void read_employers_piece(const Chunk& chunk, RowBuilder& builder) {
    EmployerWalker walker(builder);
    const std::string_view text = chunk.text();
    if (!chunk.ends.empty()) {
        std::size_t at = 0;
        std::uint32_t position = chunk.first_line;
        for (const std::uint32_t end : chunk.ends) {
            walker.take(text.substr(at, end - at), position++);
            at = end;
        }
        return;
    }
    std::uint32_t line = chunk.first_line;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (!trim(text.substr(at, end - at)).empty()) walker.take(text.substr(at, end - at), line);
        at = end + 1;
    }
}

}  // namespace wageproof::readers
