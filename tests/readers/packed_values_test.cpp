// Values read from eight bytes at a time must be those of the careful readers, or be left to them.
#include "readers/packed_values.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "readers/byte_scan.hpp"
#include "readers/csv.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::readers {
namespace {

/// The text with bytes behind it that must not matter.
class Padded {
public:
    Padded(const std::string& text, char behind) : text_(text + std::string(kReadBehind, behind)), size_(text.size()) {}
    [[nodiscard]] const char* at() const noexcept { return text_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    std::string text_;
    std::size_t size_;
};

// Texts that are nearly right: one or two bytes of a right one changed, taken away or put in.
std::string spoilt(std::string text, std::mt19937& random) {
    const std::string bytes = "0123456789/:;-. +TZ\t\"\x7F\x80\xB0\xFF";
    for (std::size_t times = random() % 3; times > 0; --times) {
        const std::size_t at = random() % (text.size() + 1);
        const char byte = bytes[random() % bytes.size()];
        switch (random() % 3) {
            case 0: text.insert(at, 1, byte); break;
            case 1: if (at < text.size()) text.erase(at, 1); break;
            default: if (at < text.size()) text[at] = byte;
        }
    }
    return text;
}

TEST(PackedValues, ClocksAreThoseOfTheCarefulReader) {
    for (const char behind : {'0', '9', ':', '\xFF'}) {
        for (int hour = 0; hour < 100; ++hour) {
            for (int minute = 0; minute < 100; ++minute) {
                const std::string text{static_cast<char>('0' + hour / 10), static_cast<char>('0' + hour % 10), ':', static_cast<char>('0' + minute / 10),
                                       static_cast<char>('0' + minute % 10)};
                const Padded padded(text, behind);
                std::int32_t seconds = -1;
                const auto careful = read_clock(text);
                ASSERT_EQ(packed_clock(padded.at(), padded.size(), seconds), careful.ok()) << text;
                if (careful.ok()) {
                    ASSERT_EQ(seconds, careful.value) << text;
                }
            }
        }
    }
    for (int place = 0; place < 5; ++place) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = "12:34";
            text[static_cast<std::size_t>(place)] = static_cast<char>(byte);
            const Padded padded(text, '5');
            std::int32_t seconds = 0;
            ASSERT_EQ(packed_clock(padded.at(), padded.size(), seconds), read_clock(text).ok()) << text;
        }
    }
}

TEST(PackedValues, DatesAreThoseOfTheCarefulReader) {
    std::mt19937 random(1);
    PackedDates dates;
    for (std::int32_t day = -40'000; day < 100'000; ++day) {
        const auto date = quantity::Date::from_serial(day);
        for (const std::string& text : {quantity::to_text(date), spoilt(quantity::to_text(date), random)}) {
            const Padded padded(text, '1');
            std::int32_t found = 0;
            const auto careful = read_date(text);
            ASSERT_EQ(dates.read(padded.at(), padded.size(), found), careful.ok()) << text;
            if (careful.ok()) {
                ASSERT_EQ(found, careful.value) << text;
            }
        }
    }
    for (const std::string text : {"2023-02-29", "2024-02-30", "2024-02-29", "2024-02-00", "2024-04-31", "2024-04-3:"}) {
        const Padded padded(text, '1');
        std::int32_t found = 0;
        EXPECT_EQ(dates.read(padded.at(), padded.size(), found), read_date(text).ok()) << text;
    }
}

TEST(PackedValues, StampsAreThoseOfTheCarefulReader) {
    std::mt19937 random(2);
    PackedDates dates;
    int read = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string text = "2026-0" + std::to_string(random() % 9 + 1) + "-1" + std::to_string(random() % 10) + "T0" + std::to_string(random() % 10) + ":30";
        if (random() % 2 == 0) text += ":1" + std::to_string(random() % 10);
        text = spoilt(text, random);
        const Padded padded(text, '0');
        std::int64_t seconds = 0;
        if (!packed_stamp(padded.at(), padded.size(), dates, seconds)) continue;
        const auto careful = read_timestamp(text);
        ASSERT_TRUE(careful.ok()) << text;
        ASSERT_EQ(seconds, careful.value.local_seconds) << text;
        ASSERT_FALSE(careful.value.offset_seconds.has_value()) << text;
        ++read;
    }
    EXPECT_GT(read, 30'000);
}

TEST(PackedValues, NumbersAreThoseOfTheCarefulReader) {
    std::mt19937 random(3);
    int wholes = 0, amounts = 0;
    for (int i = 0; i < 300'000; ++i) {
        std::string text = std::to_string(random() >> (random() % 32));
        if (random() % 2 == 0) text += '.' + std::to_string(random() % 1'000'000).substr(0, random() % 7);
        if (random() % 8 == 0) text.insert(0, random() % 10, '0');
        text = spoilt(text, random);
        const Padded padded(text, "09.\xFF"[random() % 4]);
        const auto careful = read_decimal(text);
        std::uint32_t whole = 0;
        if (packed_digits(padded.at(), padded.size(), whole)) {
            ASSERT_TRUE(careful.ok()) << text;
            ASSERT_EQ(std::int64_t{whole} * kMicro, careful.value) << text;
            ++wholes;
        }
        std::int64_t amount = 0;
        if (packed_amount(padded.at(), padded.size(), amount)) {
            ASSERT_TRUE(careful.ok()) << text;
            ASSERT_EQ(amount, careful.value) << text;
            ++amounts;
        }
    }
    EXPECT_GT(wholes, 50'000);
    EXPECT_GT(amounts, 100'000);
    std::uint32_t none = 0;
    EXPECT_FALSE(packed_digits("0000000000000000", 0, none));
    EXPECT_FALSE(packed_digits("123456789               ", 9, none));
}

TEST(ByteScan, CountsAndMarksAreThoseOfALoop) {
    std::mt19937 random(4);
    for (const std::size_t size : {0UL, 1UL, 15UL, 16UL, 63UL, 64UL, 65UL, 127UL, 128UL, 1000UL, 255UL * 64, 255UL * 64 + 1, 70'000UL}) {
        for (const unsigned dense : {2U, 10U, 1000U}) {
            std::string text(size, 'x');
            for (char& c : text) {
                if (random() % dense == 0) c = "\n\",;\x80"[random() % 5];
            }
            ByteCounts counts;
            std::vector<std::uint32_t> marks{kBeforeText};
            for (std::size_t at = 0; at < size; ++at) {
                counts.feeds += text[at] == '\n' ? 1U : 0U;
                counts.quotes += text[at] == '"' ? 1U : 0U;
                counts.ascii = counts.ascii && static_cast<unsigned char>(text[at]) < 0x80;
                if (text[at] == '\n' || text[at] == '"' || text[at] == ',') marks.push_back(static_cast<std::uint32_t>(at));
            }
            const ByteCounts found = count_bytes(text);
            EXPECT_EQ(found.feeds, counts.feeds) << size;
            EXPECT_EQ(found.quotes, counts.quotes) << size;
            EXPECT_EQ(found.ascii, counts.ascii) << size;
            std::vector<std::uint32_t> buffer;
            buffer.resize(index_marks(text, ',', buffer));
            EXPECT_EQ(buffer, marks) << size;
        }
    }
}

TEST(ByteScan, TheLastRecordEndsWhereRecordAfterRecordLeads) {
    std::mt19937 random(6);
    std::vector<std::uint32_t> marks;
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        for (std::size_t size = random() % 30; size > 0; --size) text += "a,\"\"\n \r"[random() % 7];
        const CsvDialect dialect{random() % 4 != 0 ? "," : random() % 2 == 0 ? " " : ",,", {}};
        std::size_t end = 0;
        while (end < text.size()) {
            const RecordEnd record = find_record_end(std::string_view(text).substr(end), dialect, false);
            if (!record.complete) break;
            end += record.size;
        }
        ASSERT_EQ(find_last_record_end(text, dialect, marks), end) << text;
    }
}

TEST(ByteScan, EqualBytesAreEqualUpToTheirSizeAlone) {
    for (std::size_t size = 1; size < 70; ++size) {
        const std::string text(size, 'a');
        EXPECT_TRUE(same_bytes(Padded(text, 'x').at(), Padded(text, 'y').at(), size)) << size;
        for (std::size_t at = 0; at < size; ++at) {
            std::string other = text;
            other[at] = 'b';
            EXPECT_FALSE(same_bytes(Padded(text, 'x').at(), Padded(other, 'x').at(), size)) << size << ' ' << at;
        }
    }
}

}  // namespace
}  // namespace wageproof::readers
