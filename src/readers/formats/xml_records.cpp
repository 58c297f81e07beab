#include "readers/formats/xml_records.hpp"

#include <algorithm>
#include <cstring>

#include "readers/csv.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

constexpr std::size_t kDeepest = 256;
constexpr std::size_t kExcerpt = 200;

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view local(std::string_view name) noexcept { return name.substr(name.rfind(':') + 1); }

}  // namespace

std::uint32_t XmlRecords::line_at(std::size_t position) noexcept {
    // Tags come in order but for one that is looked at again.
    if (position < counted_to_) {
        line_ -= static_cast<std::uint32_t>(
            std::count(text_.begin() + static_cast<std::ptrdiff_t>(position),
                       text_.begin() + static_cast<std::ptrdiff_t>(counted_to_), '\n'));
    } else {
        line_ += static_cast<std::uint32_t>(
            std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_to_),
                       text_.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
    }
    counted_to_ = position;
    return line_;
}

// A document type may hold brackets, quotes and entities; all of it is passed over.
std::size_t XmlRecords::skip_declaration(std::size_t begin) const noexcept {
    int depth = 0;
    for (std::size_t i = begin; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '"' || c == '\'') {
            i = text_.find(c, i + 1);
            if (i == std::string_view::npos) break;
        } else if (c == '[') {
            ++depth;
        } else if (c == ']') {
            --depth;
        } else if (c == '>' && depth <= 0) {
            return i + 1;
        }
    }
    return text_.size();
}

XmlRecords::Tag XmlRecords::scan() {
    const auto behind = [&](std::string_view mark, std::size_t from) {
        const std::size_t found = text_.find(mark, from);
        return found == std::string_view::npos ? text_.size() : found + mark.size();
    };
    for (;;) {
        const std::size_t begin = text_.find('<', at_);
        if (begin == std::string_view::npos) {
            at_ = text_.size();
            return {Tag::Kind::end, {}, at_, at_};
        }
        const std::string_view rest = text_.substr(begin, 9);
        if (rest.starts_with("<!--")) {
            at_ = behind("-->", begin + 4);
        } else if (rest.starts_with("<![CDATA[")) {
            at_ = behind("]]>", begin + 9);
        } else if (rest.starts_with("<?")) {
            at_ = behind("?>", begin + 2);
        } else if (rest.starts_with("<!")) {
            at_ = skip_declaration(begin + 2);
        } else {
            return scan_element(begin);
        }
    }
}

XmlRecords::Tag XmlRecords::scan_element(std::size_t begin) {
    const bool closes = begin + 1 < text_.size() && text_[begin + 1] == '/';
    const std::size_t name_from = begin + (closes ? 2 : 1);
    std::size_t i = name_from;
    while (i < text_.size() && !is_blank(text_[i]) && text_[i] != '>' && text_[i] != '/' && text_[i] != '<')
        ++i;
    Tag tag{closes ? Tag::Kind::close : Tag::Kind::open, local(text_.substr(name_from, i - name_from)), begin,
            0};
    char quote = '\0';
    for (; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '<') break;  // XML has none inside a tag, so this one was never finished
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            break;
        }
    }
    if (i == text_.size() || text_[i] == '<' || tag.name.empty()) {
        at_ = std::max(i, begin + 1);
        return {Tag::Kind::broken, tag.name, begin, at_};
    }
    if (tag.kind == Tag::Kind::open && text_[i - 1] == '/') tag.kind = Tag::Kind::empty;
    tag.end = at_ = i + 1;
    return tag;
}

bool XmlRecords::is_inside_record() const noexcept { return !open_.empty() && open_.back().level->is_record; }

const XmlLevel* XmlRecords::find_level(std::string_view name) const noexcept {
    if (is_inside_record()) return nullptr;
    const std::string_view parent = path_.empty() ? std::string_view{} : path_.back().name;
    const auto found = std::find_if(levels_.begin(), levels_.end(), [&](const XmlLevel& level) {
        return level.name == name && (level.parent.empty() || level.parent == parent);
    });
    return found == levels_.end() ? nullptr : &*found;
}

void XmlRecords::mark_damaged() noexcept {
    if (!open_.empty()) open_.back().damaged = true;
}

void XmlRecords::keep_own(OpenLevel& level, std::size_t until) const {
    if (level.own.size() + (until - level.own_from) > kLongestRecord) {
        level.damaged = true;
    } else {
        level.own += text_.substr(level.own_from, until - level.own_from);
    }
    level.own_from = until;
}

void XmlRecords::open_level(const XmlLevel& level, const Tag& tag) {
    if (!open_.empty()) {
        OpenLevel& parent = open_.back();
        keep_own(parent, tag.begin);
        if (!parent.has_head) {
            parent.has_head = true;
            parent.head_size = parent.own.size();
        }
    }
    OpenLevel& opened = open_.emplace_back();
    opened.level = &level;
    opened.begin = opened.own_from = tag.begin;
    opened.line = line_at(tag.begin);
}

XmlRecords::Event XmlRecords::report_broken(const OpenLevel& level, Reason reason) {
    name_ = level.level->name;
    event_line_ = level.line;
    reason_ = reason;
    excerpt_ = text_.substr(level.begin, kExcerpt);
    excerpt_ = excerpt_.substr(0, excerpt_.find('\n'));
    return Event::broken;
}

XmlRecords::Event XmlRecords::close_level(std::size_t end) {
    OpenLevel level = std::move(open_.back());
    open_.pop_back();
    if (!open_.empty()) open_.back().own_from = end;
    const bool too_long = level.level->is_record && end - level.begin > kLongestRecord;
    if (too_long) return report_broken(level, Reason::too_long);
    if (level.damaged) return report_broken(level, Reason::missing);
    std::string_view fragment = text_.substr(level.begin, end - level.begin);
    if (!level.level->is_record) {
        keep_own(level, end);
        if (level.damaged) return report_broken(level, Reason::too_long);
        fragment = level.own;
    }
    const auto parsed = document_.load_buffer(fragment.data(), fragment.size(), pugi::parse_default,
                                              pugi::encoding_utf8);
    if (!parsed) return report_broken(level, Reason::missing);
    name_ = level.level->name;
    event_line_ = level.line;
    return level.level->is_record ? Event::record : Event::close;
}

// Elements from a place of the path on were never closed; the outermost level among them is reported.
void XmlRecords::break_levels_from(std::size_t position) {
    std::size_t levels = 0;
    for (std::size_t i = position; i < path_.size(); ++i) levels += path_[i].is_level ? 1U : 0U;
    path_.resize(position);
    const std::size_t first = open_.size() - levels;
    static_cast<void>(report_broken(open_[first], Reason::missing));
    open_.resize(first);
    if (!open_.empty()) open_.back().own_from = at_;
}

// `<Ntry>` inside a `<Ntry>` tells that the first one's end is missing.
bool XmlRecords::reopens_a_level(std::string_view name) {
    for (std::size_t i = path_.size(); i > 0; --i) {
        if (path_[i - 1].is_level && path_[i - 1].name == name) {
            break_levels_from(i - 1);
            return true;
        }
    }
    return false;
}

// @return whether something is to be reported: a level that was not closed
bool XmlRecords::open(const Tag& tag) {
    if (root_.empty()) root_ = tag.name;
    const XmlLevel* level = find_level(tag.name);
    if (level == nullptr && reopens_a_level(tag.name)) {
        at_ = tag.begin;
        if (!open_.empty()) open_.back().own_from = at_;
        return true;
    }
    path_.push_back({tag.name, level != nullptr});
    if (level != nullptr) open_level(*level, tag);
    return false;
}

bool XmlRecords::close(const Tag& tag, Event& event) {
    if (path_.empty()) return false;
    if (path_.back().name == tag.name) {
        const bool is_level = path_.back().is_level;
        path_.pop_back();
        if (is_level) event = close_level(tag.end);
        return is_level;
    }
    std::size_t position = path_.size();
    while (position > 0 && path_[position - 1].name != tag.name) --position;
    if (position == 0) {
        mark_damaged();
        return false;
    }
    at_ = tag.begin;
    const bool breaks_a_level =
        std::any_of(path_.begin() + static_cast<std::ptrdiff_t>(position), path_.end(),
                    [](const Element& element) { return element.is_level; });
    if (!breaks_a_level) {
        mark_damaged();
        path_.resize(position);
        return false;
    }
    break_levels_from(position);
    event = Event::broken;
    return true;
}

XmlRecords::Event XmlRecords::next() {
    document_.reset();
    while (!ended_) {
        const Tag tag = scan();
        Event event = Event::end;
        switch (tag.kind) {
            case Tag::Kind::end:
                ended_ = true;
                if (open_.empty()) return Event::end;
                // The file was cut off: whatever is open lost its end, and the innermost tells where.
                return report_broken(open_.back(), Reason::missing);
            case Tag::Kind::broken: mark_damaged(); break;
            case Tag::Kind::open:
            case Tag::Kind::empty:
                if (path_.size() == kDeepest) {
                    ended_ = true;
                    name_ = tag.name;
                    event_line_ = line_at(tag.begin);
                    reason_ = Reason::too_long;
                    excerpt_ = "deeper than 256 elements";
                    return Event::broken;
                }
                if (open(tag)) return Event::broken;
                if (tag.kind == Tag::Kind::empty && close(tag, event)) return event;
                break;
            case Tag::Kind::close:
                if (close(tag, event)) return event;
                break;
        }
    }
    return Event::end;
}

pugi::xml_node XmlRecords::head(std::string_view name) {
    for (std::size_t i = open_.size(); i > 0; --i) {
        OpenLevel& level = open_[i - 1];
        if (level.level->name != name) continue;
        if (level.head == nullptr) {
            level.head = std::make_unique<pugi::xml_document>();
            // The level's own end is still to come, so that the parser complains; the tree is there all the
            // same.
            static_cast<void>(level.head->load_buffer(level.own.data(),
                                                      level.has_head ? level.head_size : level.own.size(),
                                                      pugi::parse_default, pugi::encoding_utf8));
        }
        return level.head->document_element();
    }
    return {};
}

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) noexcept {
    for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element && local(child.name()) == name) return child;
    }
    return {};
}

pugi::xml_node node_at(pugi::xml_node node, std::string_view path) noexcept {
    while (!path.empty() && node) {
        const std::size_t end = std::min(path.find('/'), path.size());
        node = child_of(node, path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return node;
}

std::string text_of(pugi::xml_node node) {
    std::string text;
    for (pugi::xml_node part = node.first_child(); part; part = part.next_sibling()) {
        if (part.type() != pugi::node_pcdata && part.type() != pugi::node_cdata) continue;
        for (const char* c = part.value(); *c != '\0'; ++c) {
            if (!is_blank(*c)) {
                text.push_back(*c);
            } else if (!text.empty() && text.back() != ' ') {
                text.push_back(' ');
            }
        }
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string text_at(pugi::xml_node node, std::string_view path) { return text_of(node_at(node, path)); }

std::string first_text(pugi::xml_node node, std::span<const std::string_view> paths) {
    for (const std::string_view path : paths) {
        if (std::string text = text_at(node, path); !text.empty()) return text;
    }
    return {};
}

std::string texts_of(pugi::xml_node node, std::string_view name) {
    std::string texts;
    for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element || local(child.name()) != name) continue;
        const std::string text = text_of(child);
        if (text.empty()) continue;
        if (!texts.empty()) texts.push_back(' ');
        texts += text;
    }
    return texts;
}

std::string attribute_of(pugi::xml_node node, std::string_view name) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        if (local(attribute.name()) == name) return std::string(trim(attribute.value()));
    }
    return {};
}

std::string declared_encoding(std::string_view text) {
    text = text.substr(0, std::min<std::size_t>(text.find('>'), 200));
    const std::size_t from = text.find("encoding");
    if (!trim(text).starts_with("<?xml") || from == std::string_view::npos) return {};
    const std::size_t quote = text.find_first_of("\"'", from);
    if (quote == std::string_view::npos) return {};
    std::string name(text.substr(quote + 1, text.find(text[quote], quote + 1) - quote - 1));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name;
}

}  // namespace wageproof::readers
