#include "readers/json_value.hpp"

#include "readers/json_tokens.hpp"

namespace wageproof::readers {
namespace {

constexpr int kDeepest = 32;

// Descends through the tokens of one document. A sentence in `problem` ends the walk.
class Walker {
public:
    explicit Walker(const JsonTokens& tokens) : tokens_(tokens) {}

    JsonValue document() {
        JsonValue root = value(0);
        if (problem.empty() && at_ != tokens_.count()) problem = "text follows its end";
        return root;
    }

    std::string problem;

private:
    char peek() const { return at_ < tokens_.count() ? tokens_.kind(at_) : '\0'; }

    // A bracket or comma must stand alone: bytes between it and the next token belong to nothing.
    bool take(char mark) {
        if (peek() != mark) return false;
        if (tokens_.raw(at_).size() != 1) return false;
        ++at_;
        return true;
    }

    bool fail(std::string why) {
        if (problem.empty()) problem = std::move(why);
        return false;
    }

    bool string(std::string& out) {
        std::string scratch;
        std::string_view text;
        if (at_ >= tokens_.count() || !tokens_.read_string(tokens_.raw(at_), scratch, text))
            return fail("expected a string");
        ++at_;
        out = text;
        return true;
    }

    bool member(JsonValue& object, int depth) {
        std::string key;
        if (!string(key)) return false;
        if (object.find(key) != nullptr) return fail("the key \"" + key + "\" is there twice");
        if (!take(':')) return fail("expected ':' after \"" + key + "\"");
        object.members.emplace_back(std::move(key), value(depth + 1));
        return problem.empty();
    }

    // Items up to the closing mark, `read` taking one of them.
    template <class ReadItem>
    void list(char close, ReadItem read) {
        if (take(close)) return;
        do {
            if (!read()) return;
        } while (take(','));
        if (!take(close)) fail(std::string("expected ',' or '") + close + "'");
    }

    JsonValue value(int depth) {
        JsonValue out;
        if (depth > kDeepest) {
            fail("nested too deeply");
        } else if (take('{')) {
            out.kind = JsonValue::Kind::object;
            list('}', [&] { return member(out, depth); });
        } else if (take('[')) {
            out.kind = JsonValue::Kind::array;
            list(']', [&] {
                out.items.push_back(value(depth + 1));
                return problem.empty();
            });
        } else if (peek() == '"') {
            out.kind = JsonValue::Kind::string;
            string(out.text);
        } else {
            scalar(out);
        }
        return out;
    }

    void scalar(JsonValue& out) {
        const std::string_view token = at_ < tokens_.count() ? tokens_.raw(at_) : std::string_view{};
        if (is_json_number(token)) {
            out.kind = JsonValue::Kind::number;
        } else if (token == "true" || token == "false") {
            out.kind = JsonValue::Kind::boolean;
        } else if (token != "null") {
            fail("expected a value, found \"" + std::string(token.substr(0, 40)) + "\"");
            return;
        }
        if (token != "null") out.text = token;
        ++at_;
    }

    const JsonTokens& tokens_;
    std::size_t at_ = 0;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const noexcept {
    for (const auto& [name, value] : members) {
        if (name == key) return &value;
    }
    return nullptr;
}

quantity::Result<JsonValue> parse_json(std::string_view text, std::string_view file) {
    const auto refuse = [&](const std::string& why) {
        return quantity::Status(quantity::StatusCode::parse_error,
                                std::string(file) + ": not a JSON document: " + why);
    };
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string padded(text);
    padded.append(kJsonPadding, ' ');
    JsonTokens tokens;
    const Reason reason = tokens.load(std::string_view(padded).substr(0, text.size()));
    if (reason == Reason::bad_encoding) return refuse("not UTF-8");
    if (reason != Reason::none) return refuse("empty, or a string that never ends");
    Walker walker(tokens);
    JsonValue root = walker.document();
    if (!walker.problem.empty()) return refuse(walker.problem);
    return root;
}

}  // namespace wageproof::readers
