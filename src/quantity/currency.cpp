#include "wageproof/quantity/currency.hpp"

#include <algorithm>
#include <string_view>

namespace wageproof::quantity {

namespace {

// ISO 4217, list one (current codes), by the decimals of the minor unit; four
// characters a code. Left out: metals, bond units, testing and 'no currency',
// which have no minor unit and in which nobody is paid. A code that is withdrawn
// stays, since old records hold it.
constexpr std::string_view kNoDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
constexpr std::string_view kTwoDecimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD "
    "BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD "
    "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER "
    "ZAR ZMW ZWG ZWL ";
constexpr std::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view kFourDecimals = "CLF UYW ";

struct Entry {
    std::uint32_t packed;
    std::int32_t minor_digits;
};

constexpr std::size_t kCount =
    (kNoDecimals.size() + kTwoDecimals.size() + kThreeDecimals.size() + kFourDecimals.size()) / 4;

constexpr auto kCurrencies = [] {
    std::array<Entry, kCount> entries{};
    std::size_t next = 0;
    const auto add = [&](std::string_view codes, std::int32_t minor_digits) {
        for (; !codes.empty(); codes.remove_prefix(4)) {
            entries[next++] = {Currency::pack(codes[0], codes[1], codes[2]), minor_digits};
        }
    };
    add(kNoDecimals, 0);
    add(kTwoDecimals, 2);
    add(kThreeDecimals, 3);
    add(kFourDecimals, 4);
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.packed < b.packed; });
    return entries;
}();

const Entry* find(std::uint32_t packed) noexcept {
    const auto entry = std::lower_bound(
        kCurrencies.begin(), kCurrencies.end(), packed,
        [](const Entry& candidate, std::uint32_t wanted) { return candidate.packed < wanted; });
    return entry != kCurrencies.end() && entry->packed == packed ? &*entry : nullptr;
}

}  // namespace

Tried<Currency> Currency::from_code(std::string_view code) noexcept {
    if (code.size() != 3) return StatusCode::not_found;
    const std::uint32_t packed = pack(code[0], code[1], code[2]);
    if (find(packed) == nullptr) return StatusCode::not_found;
    return from_packed(packed);
}

int Currency::minor_digits() const noexcept {
    const Entry* entry = find(packed_);
    return entry == nullptr ? 2 : entry->minor_digits;
}

std::int64_t Currency::minor_unit_micro() const noexcept {
    std::int64_t micro = 1'000'000;
    for (int digit = minor_digits(); digit > 0; --digit) micro /= 10;
    return micro;
}

void append_text(std::string& out, Currency currency) {
    if (currency.is_none()) return;
    const auto letters = currency.letters();
    out.append(letters.data(), letters.size());
}

std::string to_text(Currency currency) {
    std::string out;
    append_text(out, currency);
    return out;
}

}  // namespace wageproof::quantity
