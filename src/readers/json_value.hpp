// A JSON document as a tree: for the small files (employer.json, mapping.json). Numbers keep their text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/quantity/status.hpp"

namespace wageproof::readers {

struct JsonValue {
    enum class Kind { null, boolean, number, string, array, object };
    Kind kind = Kind::null;
    std::string text{};  ///< of a string, a number (as written) or a boolean
    std::vector<JsonValue> items{};
    std::vector<std::pair<std::string, JsonValue>> members{};

    [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
    /// @return the member's value, or null where there is none
    [[nodiscard]] const JsonValue* find(std::string_view key) const noexcept;
};

/// @errors  parse_error: not one JSON document in UTF-8, a key there twice, or deeper than 32 levels
[[nodiscard]] quantity::Result<JsonValue> parse_json(std::string_view text, std::string_view file);

}  // namespace wageproof::readers
