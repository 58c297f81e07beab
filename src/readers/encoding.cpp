#include "readers/encoding.hpp"

#include <iconv.h>
#include <array>
#include <cerrno>

namespace wageproof::readers {
namespace {

constexpr char kNoMeaning = '\xFF';

struct Encoding {
    std::string_view name;
    const char* iconv_name;
};
constexpr std::array<Encoding, 4> kByTable{{{"windows-1252", "CP1252"},
                                            {"windows-1256", "CP1256"},
                                            {"windows-1258", "CP1258"},
                                            {"gb18030", "GB18030"}}};

void append_code_point(std::string& out, char32_t point) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::string out;
    out.reserve(bytes.size() / 2 + bytes.size() / 8);
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        const char32_t high = unit(at);
        if (high < 0xD800 || high > 0xDFFF) {
            append_code_point(out, high);
            continue;
        }
        const char32_t low = high < 0xDC00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            append_code_point(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            at += 2;
        } else {
            out.push_back(kNoMeaning);
        }
    }
    if (at < bytes.size()) out.push_back(kNoMeaning);
    return out;
}

}  // namespace

Mark mark_of(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xEF\xBB\xBF")) return Mark::utf8;
    if (bytes.starts_with("\xFF\xFE")) return Mark::utf16le;
    if (bytes.starts_with("\xFE\xFF")) return Mark::utf16be;
    return Mark::none;
}

std::size_t mark_size(Mark mark) noexcept { return mark == Mark::none ? 0 : mark == Mark::utf8 ? 3 : 2; }

bool is_known_encoding(std::string_view name) noexcept {
    if (name == "utf-8" || name == "utf-16le") return true;
    for (const Encoding& encoding : kByTable) {
        if (encoding.name == name) return true;
    }
    return false;
}

quantity::Result<std::string> to_utf8(std::string_view bytes, std::string_view encoding) {
    if (encoding == "utf-16le" || encoding == "utf-16be") return from_utf16(bytes, encoding == "utf-16be");
    const char* source = nullptr;
    for (const Encoding& known : kByTable) {
        if (known.name == encoding) source = known.iconv_name;
    }
    const iconv_t converter = source == nullptr ? iconv_t(-1) : iconv_open("UTF-8", source);
    if (converter == iconv_t(-1)) {
        return quantity::Status(quantity::StatusCode::unsupported,
                                "encoding \"" + std::string(encoding) + "\" is not known to this system");
    }
    std::string out;
    std::array<char, 1 << 14> piece{};
    std::string copy(bytes);  // iconv takes its input as changeable
    char* in = copy.data();
    std::size_t left = copy.size();
    while (left > 0) {
        char* to = piece.data();
        std::size_t room = piece.size();
        const std::size_t outcome = iconv(converter, &in, &left, &to, &room);
        const int why = errno;
        out.append(piece.data(), piece.size() - room);
        if (outcome == static_cast<std::size_t>(-1) && why != E2BIG) {
            out.push_back(kNoMeaning);
            ++in, --left;
        }
    }
    // A last call lets the converter give out what it still holds (windows-1258 composes marks with the
    // letter before).
    char* to = piece.data();
    std::size_t room = piece.size();
    iconv(converter, nullptr, nullptr, &to, &room);
    out.append(piece.data(), piece.size() - room);
    iconv_close(converter);
    return out;
}

}  // namespace wageproof::readers
