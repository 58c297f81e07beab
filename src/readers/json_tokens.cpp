#include "readers/json_tokens.hpp"

#include <simdjson.h>
#include <algorithm>
#include <new>

namespace wageproof::readers {
namespace {

constexpr std::size_t kDeepest = 64;  // simdjson's own parser is not used; it only wants a number

}  // namespace

JsonTokens::JsonTokens() = default;
JsonTokens::~JsonTokens() = default;

Reason JsonTokens::load(std::string_view text) {
    text_ = text;
    count_ = 0;
    if (parser_ == nullptr || capacity_ < text.size()) {
        capacity_ = std::max<std::size_t>(text.size(), 4096);
        const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity_, kDeepest, parser_);
        if (error != simdjson::SUCCESS) {
            parser_.reset();
            if (error == simdjson::MEMALLOC) throw std::bad_alloc();
            return Reason::bad_json;
        }
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto error = parser_->stage1(bytes, text.size(), simdjson::stage1_mode::regular);
    if (error == simdjson::UTF8_ERROR) return Reason::bad_encoding;
    if (error != simdjson::SUCCESS) return Reason::bad_json;
    positions_ = parser_->structural_indexes.get();
    count_ = parser_->n_structural_indexes;
    return Reason::none;
}

std::string_view JsonTokens::raw(std::size_t token, std::size_t end) const noexcept {
    const std::size_t first = positions_[token];
    std::size_t last = token + 1 < count_ ? std::min<std::size_t>(positions_[token + 1], end) : end;
    while (last > first) {
        const char c = text_[last - 1];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') break;
        --last;
    }
    return text_.substr(first, last - first);
}

bool JsonTokens::read_string(std::string_view raw, std::string& scratch, std::string_view& out) const {
    if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"') return false;
    const std::string_view inside = raw.substr(1, raw.size() - 2);
    bool has_escape = false;
    for (const char c : inside) {
        if (c == '"' && !has_escape) return false;
        has_escape = has_escape || c == '\\';
    }
    if (!has_escape) {
        out = inside;
        return true;
    }
    // The first quote without a backslash ends the string; it must be the last byte.
    for (std::size_t at = 0; at < inside.size(); ++at) {
        if (inside[at] == '"') return false;
        if (inside[at] == '\\' && ++at == inside.size()) return false;
    }
    scratch.resize(inside.size() + kJsonPadding);
    auto* const to = reinterpret_cast<std::uint8_t*>(scratch.data());
    const auto* const end = parser_->parse_string(reinterpret_cast<const std::uint8_t*>(inside.data()), to);
    if (end == nullptr) return false;
    scratch.resize(static_cast<std::size_t>(end - to));
    out = scratch;
    return true;
}

bool is_utf8(std::string_view bytes) noexcept { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

bool is_json_number(std::string_view token) noexcept {
    std::size_t at = token.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
        return at - first;
    };
    const bool zero_first = at < token.size() && token[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero_first && whole > 1)) return false;
    if (at < token.size() && token[at] == '.' && (++at, digits() == 0)) return false;
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
        if (digits() == 0) return false;
    }
    return at == token.size();
}

}  // namespace wageproof::readers
