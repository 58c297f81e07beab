// Walks an XML file record by record: only one record is a tree at a time, so memory does not grow with the
// file's elements, and what is damaged costs its own record.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "readers/reason.hpp"

namespace wageproof::readers {

/// An element that the walker stops at. A record holds no further level; other levels hold some.
/// Names are without prefix, so that namespaces do not matter.
struct XmlLevel {
    std::string_view name;
    std::string_view parent;  ///< empty: wherever it stands
    bool is_record = false;
};

/// Entities are not expanded (but for the five of XML itself and characters by number), nothing outside the
/// file is opened, elements deeper than 256 end the reading, and a record of more than 1 MiB is refused.
class XmlRecords {
public:
    enum class Event {
        record,  ///< a record: `node` is its tree
        close,   ///< the end of another level: `node` is its tree without the levels inside
        broken,  ///< a record or level that has no end, or is no XML
        end
    };

    /// @param text    outlives the walker
    /// @param levels  outlive the walker
    XmlRecords(std::string_view text, std::span<const XmlLevel> levels) noexcept
        : text_(text), levels_(levels) {}

    [[nodiscard]] Event next();

    // Of the last event.
    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] std::uint32_t line() const noexcept { return event_line_; }
    [[nodiscard]] pugi::xml_node node() const { return document_.document_element(); }
    [[nodiscard]] Reason reason() const noexcept { return reason_; }  ///< of `broken`
    [[nodiscard]] std::string_view excerpt() const noexcept { return excerpt_; }

    /// What stands in a level that is open before the first level inside it; empty where it is not open.
    [[nodiscard]] pugi::xml_node head(std::string_view name);
    /// The file's first element, without prefix.
    [[nodiscard]] std::string_view root() const noexcept { return root_; }

private:
    struct Tag {
        enum class Kind { open, empty, close, broken, end } kind = Kind::end;
        std::string_view name{};
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Element {
        std::string_view name;
        bool is_level = false;
    };
    struct OpenLevel {
        const XmlLevel* level = nullptr;
        std::size_t begin = 0;
        std::uint32_t line = 0;
        std::string own{};         ///< its text without the levels inside
        std::size_t own_from = 0;  ///< where what is not yet in `own` begins
        std::size_t head_size = 0;
        bool has_head = false;
        bool damaged = false;
        std::unique_ptr<pugi::xml_document> head{};
    };

    [[nodiscard]] Tag scan();
    [[nodiscard]] Tag scan_element(std::size_t begin);
    [[nodiscard]] std::size_t skip_declaration(std::size_t begin) const noexcept;
    [[nodiscard]] const XmlLevel* find_level(std::string_view name) const noexcept;
    [[nodiscard]] bool is_inside_record() const noexcept;
    [[nodiscard]] bool open(const Tag& tag);
    [[nodiscard]] bool close(const Tag& tag, Event& event);
    void open_level(const XmlLevel& level, const Tag& tag);
    [[nodiscard]] Event close_level(std::size_t end);
    [[nodiscard]] bool reopens_a_level(std::string_view name);
    void break_levels_from(std::size_t position);
    Event report_broken(const OpenLevel& level, Reason reason);
    void mark_damaged() noexcept;
    [[nodiscard]] std::uint32_t line_at(std::size_t position) noexcept;
    void keep_own(OpenLevel& level, std::size_t until) const;

    std::string_view text_;
    std::span<const XmlLevel> levels_;
    std::size_t at_ = 0;
    std::size_t counted_to_ = 0;
    std::uint32_t line_ = 1;
    std::vector<Element> path_;
    std::vector<OpenLevel> open_;
    bool ended_ = false;

    std::string_view name_;
    std::string_view root_;
    std::string_view excerpt_;
    std::uint32_t event_line_ = 0;
    Reason reason_ = Reason::none;
    pugi::xml_document document_;
};

/// The first child of that name, whatever its prefix.
[[nodiscard]] pugi::xml_node child_of(pugi::xml_node node, std::string_view name) noexcept;
/// The same along a path such as `Refs/EndToEndId`.
[[nodiscard]] pugi::xml_node node_at(pugi::xml_node node, std::string_view path) noexcept;
/// The text of an element, blanks at its ends dropped and blanks inside as single ones.
[[nodiscard]] std::string text_of(pugi::xml_node node);
[[nodiscard]] std::string text_at(pugi::xml_node node, std::string_view path);
/// The first of several paths that says anything.
[[nodiscard]] std::string first_text(pugi::xml_node node, std::span<const std::string_view> paths);
/// The texts of all children of that name, joined by a blank.
[[nodiscard]] std::string texts_of(pugi::xml_node node, std::string_view name);
/// An attribute, whatever its prefix.
[[nodiscard]] std::string attribute_of(pugi::xml_node node, std::string_view name);

/// The encoding that the declaration in a file's first line names, in lower case; empty where it names none.
[[nodiscard]] std::string declared_encoding(std::string_view text);

}  // namespace wageproof::readers
