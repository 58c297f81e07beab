#include "readers/formats/payment_codes.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "readers/values.hpp"

namespace wageproof::readers {

namespace field = records::field::payments;

namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

template <std::size_t N>
bool is_one_of(std::string_view code, const std::array<std::string_view, N>& codes) noexcept {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// ISO 20022 external payment transaction and group status codes. Only ACCC says that the creditor's account
// was credited.
constexpr std::array<std::string_view, 3> kRefused{"RJCT", "CANC", "BLCK"};
constexpr std::array<std::string_view, 16> kUnderWay{"ACSC", "ACSP", "ACTC", "ACCP", "ACWC", "ACWP", "ACPD", "ACFC",
                                                     "RCVD", "PART", "PDNG", "PATC", "PRES", "RCVC", "RVMC", "RVNM"};

}  // namespace

void set_event(PaymentRow& row, std::string_view event, std::string_view status, std::string_view grade) {
    row[field::event] = event;
    row[field::status] = status;
    row[field::grade] = grade;
}

void set_payment_status(PaymentRow& row, std::string_view code) {
    row[field::raw_status] = code;
    if (code == "ACCC") return set_event(row, "booking", "settled", "a");
    if (is_one_of(code, kRefused)) return set_event(row, "rejection", "rejected", "x");
    if (!is_one_of(code, kUnderWay)) row.note("unknown_status");
    set_event(row, "acceptance", "pending", "d");
}

bool has_good_check_digits(std::string_view account) noexcept {
    std::array<char, 34> iban{};
    std::size_t size = 0;
    for (const char c : account) {
        if (c == ' ') continue;
        if (size == iban.size() || (!is_digit(c) && !is_capital(upper(c)))) return true;
        iban[size++] = upper(c);
    }
    if (size < 15 || !is_capital(iban[0]) || !is_capital(iban[1]) || !is_digit(iban[2]) || !is_digit(iban[3]))
        return true;
    unsigned rest = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const char c = iban[(i + 4) % size];
        rest = is_digit(c) ? (rest * 10 + static_cast<unsigned>(c - '0')) % 97
                           : (rest * 100 + static_cast<unsigned>(c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

void set_account(PaymentRow& row, std::string_view account) {
    row[field::account] = trim(account);
    if (!has_good_check_digits(trim(account))) row.note("account_check_digits");
}

void set_batch(PaymentRow& row, std::string_view count, std::string_view total) {
    count = trim(count);
    total = trim(total);
    const auto known_count = read_integer(count);
    const auto known_total = read_decimal(total);
    const bool good_count = count.empty() || (known_count.ok() && known_count.value >= 0 && known_count.value <= 1'000'000'000);
    const bool good_total = total.empty() || (known_total.ok() && known_total.value >= 0);
    row[field::batch_count] = good_count ? count : std::string_view();
    row[field::batch_total] = good_total ? total : std::string_view();
    if (!good_count || !good_total) row.note("batch_not_readable");
}

void set_id(PaymentRow& row, int column, std::string_view id) {
    id = trim(id);
    if (id == "NOTPROVIDED" || id == "NOT PROVIDED" || id == "NONREF") id = {};
    row[column] = id;
}

}  // namespace wageproof::readers
