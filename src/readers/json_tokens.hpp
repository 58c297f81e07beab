// The tokens of JSON text: simdjson finds where each begins, in the fastest way that the processor has, and
// checks the encoding; what stands between two beginnings is judged here, byte by byte, so that nothing is
// skipped over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "readers/reason.hpp"

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace wageproof::readers {

/// Bytes that must be readable, whatever they hold, behind a text that is given to `JsonTokens`.
inline constexpr std::size_t kJsonPadding = 64;

class JsonTokens {
public:
    JsonTokens();
    ~JsonTokens();
    JsonTokens(const JsonTokens&) = delete;
    JsonTokens& operator=(const JsonTokens&) = delete;

    /// @return none, bad_encoding, or bad_json: a string that never ends or holds a line feed, or no token at
    /// all
    Reason load(std::string_view text);

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::size_t position(std::size_t token) const noexcept { return positions_[token]; }
    /// From a token on, all positions.
    [[nodiscard]] const std::uint32_t* positions(std::size_t token) const noexcept { return positions_ + token; }
    [[nodiscard]] char kind(std::size_t token) const noexcept { return text_[positions_[token]]; }
    /// The token's bytes up to the next token or `end`, without blanks behind.
    [[nodiscard]] std::string_view raw(std::size_t token, std::size_t end) const noexcept;
    [[nodiscard]] std::string_view raw(std::size_t token) const noexcept { return raw(token, text_.size()); }

    /// What a string token says. `scratch` holds it where it has escapes.
    /// @return false where `raw` is not one whole string
    [[nodiscard]] bool read_string(std::string_view raw, std::string& scratch, std::string_view& out) const;

private:
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
    std::string_view text_;
    const std::uint32_t* positions_ = nullptr;
    std::size_t count_ = 0;
    std::size_t capacity_ = 0;
};

/// Whether the bytes are UTF-8.
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

/// Whether the token is a number as JSON writes it.
[[nodiscard]] bool is_json_number(std::string_view token) noexcept;

}  // namespace wageproof::readers
