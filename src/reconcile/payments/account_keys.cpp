#include "account_keys.hpp"

#include <algorithm>

namespace wageproof::reconcile::payments {

void append_account(std::string& out, std::string_view account) {
    for (const char c : account) {
        if (c == ' ' || c == '-' || c == '.' || c == '\t') continue;
        out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
}

void append_wallet(std::string& out, std::string_view account, std::string_view calling_code) {
    const std::size_t start = out.size();
    append_account(out, account);
    const auto drop_zeros = [&] {
        const std::size_t first = out.find_first_not_of('0', start);
        out.erase(start, (first == std::string::npos ? out.size() : first) - start);
    };
    const bool abroad = out.compare(start, 1, "+") == 0;
    if (abroad) out.erase(start, 1);
    const bool dialled = !abroad && out.compare(start, 2, "00") == 0;
    const bool trunk = !abroad && !dialled && out.compare(start, 1, "0") == 0;
    drop_zeros();
    if (calling_code.empty() || trunk || out.compare(start, calling_code.size(), calling_code) != 0) return;
    // Without a sign of dialling from abroad a national number may begin with the same digits: then too little would be left.
    constexpr std::size_t kShortestNational = 7;
    if (!abroad && !dialled && out.size() - start < calling_code.size() + kShortestNational) return;
    out.erase(start, calling_code.size());
    drop_zeros();
}

std::string bare_name(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (c == ' ' || c == ',' || c == '.' || c == '-' || c == '/') {
            if (!words.back().empty()) words.emplace_back();
        } else {
            words.back().push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
    }
    std::sort(words.begin(), words.end());
    std::string text;
    for (const std::string& word : words) text += word;
    return text;
}

records::StringId AccountKeys::of(records::StringId account, bool wallet) {
    if (account == 0) return 0;
    std::vector<records::StringId>& known = wallet ? wallet_ : plain_;
    if (known.size() <= account) known.resize(strings_->size(), 0);
    records::StringId& key = known[account];
    if (key == 0) {
        // One pool for both kinds: a wallet that is written as an account of a bank is the same number. The blank in front
        // keeps an account of nothing but signs from being none.
        text_ = " ";
        wallet ? append_wallet(text_, strings_->view(account), calling_code_) : append_account(text_, strings_->view(account));
        key = keys_.intern(text_);
    }
    return key;
}

}  // namespace wageproof::reconcile::payments
