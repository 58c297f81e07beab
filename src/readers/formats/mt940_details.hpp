// What the field `:86:` of MT940 tells of an entry, in the two forms that banks fill it with.
#pragma once

#include <string>
#include <string_view>

namespace wageproof::readers {

struct Mt940Details {
    std::string transaction_code{};  ///< three digits, where the bank uses the German code
    std::string end_to_end_id{};
    std::string instruction_id{};
    std::string account{};
    std::string name{};
    std::string purpose{};
    std::string return_reason{};
    std::string text{};  ///< remittance information, or all of it where it has no known form
    bool says_return = false;

    [[nodiscard]] bool is_return() const noexcept;
    [[nodiscard]] bool is_batch() const noexcept;
    /// Direct debits, fees and interest.
    [[nodiscard]] bool is_no_transfer() const noexcept;
};

/// Reads `166?00TEXT?20EREF+…?31ACCOUNT?32NAME` and `/EREF/…//IBAN/…/NAME/…`; another text stays as it is.
[[nodiscard]] Mt940Details parse_mt940_details(std::string_view field);

}  // namespace wageproof::readers
