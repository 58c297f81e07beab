// Whose payment is it: by the worker that the row names, by the account, by a number that identifies the person.
#include <algorithm>
#include <tuple>

#include "account_keys.hpp"
#include "payment.hpp"

namespace wageproof::reconcile::payments {

namespace field = records::field;
using records::DataTable;
using records::TableKind;

namespace {

/// Who held an account, and from when to when.
struct Holder {
    StringId key = 0;
    std::int32_t worker = kNobody;
    std::int32_t from = INT32_MIN, to = INT32_MAX;
};

class Identifier {
public:
    explicit Identifier(Trail& trail)
        : trail_(trail), workers_((*trail.data)[TableKind::workers]),
          accounts_(trail.data->strings, trail.calling_code) {}

    void run() {
        read_holders();
        name_stated();
        learn_accounts();
        for (Payment& p : trail_.payments) {
            if (p.worker == kNobody && p.account != 0) by_account(p);
        }
        read_numbers();
        for (Payment& p : trail_.payments) {
            if (p.worker == kNobody && p.identity != 0) by_number(p);
        }
    }

private:
    void read_holders();
    void name_stated();
    void learn_accounts();
    void by_account(Payment& p);
    void read_numbers();
    void by_number(Payment& p);
    [[nodiscard]] bool is_wallet(const Payment& p) const {
        return (*trail_.data)[TableKind::payments].narrow(field::payments::channel, p.row) ==
               static_cast<std::int32_t>(records::Channel::mobile_money);
    }
    static void sort_holders(std::vector<Holder>& holders) {
        std::sort(holders.begin(), holders.end(), [](const Holder& a, const Holder& b) {
            return std::tie(a.key, a.worker, a.from) < std::tie(b.key, b.worker, b.from);
        });
    }
    /// The holders of an account on a day: all of them where nobody held it on that day itself.
    [[nodiscard]] std::vector<std::int32_t> holders_of(const std::vector<Holder>& holders, StringId key, std::int32_t day) const;

    Trail& trail_;
    const DataTable& workers_;
    AccountKeys accounts_;
    std::vector<Holder> plain_, wallets_, learnt_plain_, learnt_wallets_, numbers_;
};

void Identifier::read_holders() {
    const records::EmployerSpan& e = trail_.employer;
    for (std::uint32_t w = e.first_worker; w < e.first_worker + e.worker_count; ++w) {
        const auto rows = trail_.index->rows(TableKind::workers, w);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const StringId account = workers_.text(field::workers::account, rows[i]);
            if (account == 0) continue;
            const std::int32_t from = i == 0 ? kNone32 : workers_.narrow(field::workers::valid_from, rows[i]);
            const std::int32_t to = i + 1 < rows.size() ? workers_.narrow(field::workers::valid_from, rows[i + 1]) - 1 : INT32_MAX;
            const auto worker = static_cast<std::int32_t>(w);
            plain_.push_back({accounts_.plain(account), worker, from, to});
            wallets_.push_back({accounts_.wallet(account), worker, from, to});
        }
    }
    sort_holders(plain_);
    sort_holders(wallets_);
}

void Identifier::name_stated() {
    for (Payment& p : trail_.payments) {
        if (p.worker_id == 0) continue;
        const std::int64_t at = trail_.index->find(trail_.employer.id, p.worker_id);
        p.worker = at < 0 ? kStranger : static_cast<std::int32_t>(at);
        p.link = Link::stated;
    }
}

// Rows that name both a worker and an account teach whose it is, for rows that name the account only.
void Identifier::learn_accounts() {
    for (const Payment& p : trail_.payments) {
        if (p.worker < 0 || p.account == 0) continue;
        learnt_plain_.push_back({accounts_.plain(p.account), p.worker, INT32_MIN, INT32_MAX});
        if (is_wallet(p)) learnt_wallets_.push_back({accounts_.wallet(p.account), p.worker, INT32_MIN, INT32_MAX});
    }
    for (std::vector<Holder>* list : {&learnt_plain_, &learnt_wallets_}) {
        sort_holders(*list);
        list->erase(std::unique(list->begin(), list->end(), [](const Holder& a, const Holder& b) { return a.key == b.key && a.worker == b.worker; }), list->end());
    }
}

std::vector<std::int32_t> Identifier::holders_of(const std::vector<Holder>& holders, StringId key, std::int32_t day) const {
    const auto [first, last] = std::equal_range(holders.begin(), holders.end(), Holder{key, 0, 0, 0},
                                                [](const Holder& a, const Holder& b) { return a.key < b.key; });
    std::vector<std::int32_t> now, ever;
    for (auto at = first; at != last; ++at) {
        if (ever.empty() || ever.back() != at->worker) ever.push_back(at->worker);
        if (day != kNone32 && (day < at->from || day > at->to)) continue;
        if (now.empty() || now.back() != at->worker) now.push_back(at->worker);
    }
    return now.empty() ? ever : now;
}

void Identifier::by_account(Payment& p) {
    const bool wallet = is_wallet(p);
    const StringId key = wallet ? accounts_.wallet(p.account) : accounts_.plain(p.account);
    std::vector<std::int32_t> holders = holders_of(wallet ? wallets_ : plain_, key, p.day);
    if (holders.empty()) holders = holders_of(wallet ? learnt_wallets_ : learnt_plain_, key, p.day);
    if (holders.empty()) return;
    if (holders.size() == 1) {
        p.worker = holders.front();
        p.link = Link::nearest;  // until an exact amount says better
        return;
    }
    // The account alone does not say which of them: the amount may.
    p.note = static_cast<std::uint32_t>(trail_.notes.size());
    std::string names;
    constexpr std::size_t kMostNamed = 16;
    for (std::size_t i = 0; i < std::min(holders.size(), kMostNamed); ++i) {
        names += (i > 0 ? "|" : "") + std::string(trail_.data->strings.view(trail_.index->worker_id(static_cast<std::uint32_t>(holders[i]))));
    }
    trail_.notes.push_back(std::move(names));
    p.link = Link::tie;
}

// Numbers that identify a person: the insurance number, the worker's own number, and attributes whose values are unique.
void Identifier::read_numbers() {
    if (!(*trail_.data)[TableKind::payments].has(field::payments::identity)) return;
    const records::EmployerSpan& e = trail_.employer;
    for (std::uint32_t w = e.first_worker; w < e.first_worker + e.worker_count; ++w) {
        const auto worker = static_cast<std::int32_t>(w);
        numbers_.push_back({accounts_.plain(trail_.index->worker_id(w)), worker, INT32_MIN, INT32_MAX});
        for (const std::uint32_t r : trail_.index->rows(TableKind::workers, w)) {
            const auto add = [&](StringId number) {
                if (number != 0) numbers_.push_back({accounts_.plain(number), worker, INT32_MIN, INT32_MAX});
            };
            add(workers_.text(field::workers::insurance_no, r));
            for (const records::AttributeColumn& attribute : workers_.attributes) {
                // Short codes are grades and lines, not people.
                constexpr std::size_t kShortestNumber = 6;
                if (trail_.data->strings.view(attribute.values[r]).size() >= kShortestNumber) add(attribute.values[r]);
            }
        }
    }
    sort_holders(numbers_);
}

void Identifier::by_number(Payment& p) {
    const std::vector<std::int32_t> people = holders_of(numbers_, accounts_.plain(p.identity), kNone32);
    if (people.size() != 1) return;
    p.worker = people.front();
    p.link = Link::identity;
}

}  // namespace

void identify(Trail& trail) {
    Identifier(trail).run();
    link_returns(trail);
}

}  // namespace wageproof::reconcile::payments
