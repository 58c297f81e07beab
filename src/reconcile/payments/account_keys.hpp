// Accounts and names as they compare: accounts without blanks, `-`, `.` and case; telephone numbers also without calling code and leading zeros.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wageproof/records/dataset.hpp"

namespace wageproof::reconcile::payments {

/// Appends the account in the form in which accounts compare.
void append_account(std::string& out, std::string_view account);
/// The same of a wallet's telephone number. `calling_code` is digits, empty where it is not known.
void append_wallet(std::string& out, std::string_view account, std::string_view calling_code);

/// A name as names compare: its words in order, without case, blanks and signs, so that `SOK, Dara` is `dara sok`.
[[nodiscard]] std::string bare_name(std::string_view name);

/// Numbers for accounts: equal accounts have equal numbers. Each text is normalised once.
class AccountKeys {
public:
    AccountKeys(const records::StringPool& strings, std::string calling_code)
        : strings_(&strings), calling_code_(std::move(calling_code)) {}
    /// @return 0 for no account
    records::StringId plain(records::StringId account) { return of(account, false); }
    records::StringId wallet(records::StringId account) { return of(account, true); }

private:
    records::StringId of(records::StringId account, bool wallet);
    const records::StringPool* strings_;
    std::string calling_code_, text_;
    records::StringPool keys_;
    std::vector<records::StringId> plain_, wallet_;  ///< by string, filled when asked
};

}  // namespace wageproof::reconcile::payments
