#include "readers/formats/mt940_details.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "readers/formats/text_lines.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

// Marks inside the remittance text, as the German banks' data formats (DFÜ agreement, annex 3) list them.
constexpr std::array<std::string_view, 17> kMarks{"EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+",
                                                  "ABWA+", "ABWE+", "PURP+", "IBAN+", "BIC+",  "SQTP+",
                                                  "ORCR+", "ORMR+", "DDAT+", "COAM+", "OAMT+"};

// The text behind a mark up to the next one.
std::string marked(std::string_view text, std::string_view mark) {
    const std::size_t from = text.find(mark);
    if (from == std::string_view::npos) return {};
    std::string_view value = text.substr(from + mark.size());
    std::size_t end = value.size();
    for (const std::string_view next : kMarks) end = std::min(end, value.find(next));
    return std::string(trim(value.substr(0, end)));
}

void read_subfields(std::string_view field, Mt940Details& out) {
    out.transaction_code = field.substr(0, 3);
    const char separator = field[3];
    std::string_view rest = field.substr(3);
    std::string account, name;
    while (rest.size() >= 3 && rest[0] == separator) {
        const std::string_view number = rest.substr(1, 2);
        rest.remove_prefix(3);
        const std::size_t end = std::min(rest.find(separator), rest.size());
        const std::string_view value = rest.substr(0, end);
        rest.remove_prefix(end);
        if (!is_digits(number)) continue;
        if ((number >= "20" && number <= "29") || (number >= "60" && number <= "63")) {
            out.text += value;
        } else if (number == "31") {
            account = trim(value);
        } else if (number == "32" || number == "33") {
            name += value;
        }
    }
    const std::string text = out.text;
    out.end_to_end_id = marked(text, "EREF+");
    out.instruction_id = marked(text, "KREF+");
    out.purpose = marked(text, "PURP+");
    out.account = marked(text, "IBAN+");
    if (out.account.empty()) out.account = account;
    out.name = trim(name);
    if (const std::string remittance = marked(text, "SVWZ+"); !remittance.empty()) out.text = remittance;
}

bool is_code_word(std::string_view text) noexcept {
    return text.size() >= 3 && text.size() <= 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// `/TRTP/SEPA OVERBOEKING/IBAN/…`: a word between slashes names what follows. Values may hold slashes of their
// own, so that only words of that form end them.
void read_code_words(std::string_view field, Mt940Details& out) {
    std::map<std::string, std::string, std::less<>> values;
    std::string word;
    while (field.starts_with('/')) {
        const std::size_t end = field.find('/', 1);
        const std::string_view part = field.substr(1, end == std::string_view::npos ? end : end - 1);
        if (end != std::string_view::npos && is_code_word(part)) {
            word = part;
        } else if (!word.empty()) {
            std::string& value = values[word];
            if (!value.empty()) value.push_back('/');
            value += trim(part);
        }
        field.remove_prefix(std::min(end, field.size()));
        if (end == std::string_view::npos) break;
    }
    const auto take = [&](std::string_view name) {
        const auto found = values.find(name);
        std::string text = found == values.end() ? std::string{} : found->second;
        while (text.ends_with('/')) text.pop_back();
        return text;
    };
    out.end_to_end_id = take("EREF");
    out.instruction_id = take("KREF");
    out.account = take("IBAN");
    out.name = take("NAME");
    out.purpose = take("PURP");
    out.return_reason = take("RTRN");
    out.text = take("REMI");
    out.says_return = values.contains("RTRN");
}

}  // namespace

bool Mt940Details::is_return() const noexcept {
    return says_return || transaction_code == "159" || transaction_code == "059" ||
           text.find("RETOURE") != std::string::npos;
}

// 19x: collective orders of credit transfers.
bool Mt940Details::is_batch() const noexcept { return transaction_code.starts_with("19"); }

bool Mt940Details::is_no_transfer() const noexcept {
    constexpr std::array<std::string_view, 8> kDebits{"004", "005", "104", "105", "106", "108", "109", "110"};
    return transaction_code.starts_with("8") ||
           std::find(kDebits.begin(), kDebits.end(), transaction_code) != kDebits.end();
}

Mt940Details parse_mt940_details(std::string_view field) {
    Mt940Details out;
    const bool has_subfields = field.size() > 5 && is_digits(field.substr(0, 3)) && !is_digits(field.substr(3, 1)) &&
                               field[3] != ' ' && field[3] != '/';
    if (has_subfields) {
        read_subfields(field, out);
    } else if (field.starts_with('/')) {
        read_code_words(field, out);
    }
    if (out.text.empty()) out.text = trim(field);
    out.says_return = out.says_return || field.find("RETOURE") != std::string_view::npos;
    return out;
}

}  // namespace wageproof::readers
