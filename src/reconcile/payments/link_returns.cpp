// Returns whose file gives no id of the payment (Bacs ARUCS never does): the payment of that worker or account, of that amount,
// last before the money came back.
#include <algorithm>
#include <map>
#include <tuple>

#include "account_keys.hpp"
#include "payment.hpp"

namespace wageproof::reconcile::payments {

namespace f = records::field::payments;
using records::DataTable;
using records::PaymentEvent;

namespace {

/// A wage that comes back later than this is not looked for by amount.
constexpr std::int32_t kLatestReturnDays = 30;

class ReturnLinker {
public:
    explicit ReturnLinker(Trail& trail)
        : trail_(trail), table_((*trail.data)[records::TableKind::payments]), accounts_(trail.data->strings, trail.calling_code) {}

    void run() {
        for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
            if (is_lone_return(trail_.payments[at])) returns_.push_back(at);
        }
        if (returns_.empty()) return;
        std::sort(returns_.begin(), returns_.end(), [&](std::uint32_t a, std::uint32_t b) { return order_of(a) < order_of(b); });
        read_candidates();
        std::vector<bool> joined(trail_.payments.size(), false);
        for (const std::uint32_t at : returns_) {
            const std::uint32_t paid = payment_of(trail_.payments[at]);
            if (paid == kNowhere) continue;
            join(trail_.payments[paid], trail_.payments[at]);
            joined[at] = true;
        }
        std::vector<Payment> kept;
        kept.reserve(trail_.payments.size());
        for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
            if (!joined[at]) kept.push_back(trail_.payments[at]);
        }
        trail_.payments = std::move(kept);
    }

private:
    /// Whose money: a worker, or an account that is nobody's or several people's.
    using Key = std::tuple<std::int32_t, StringId, std::int64_t, StringId>;

    [[nodiscard]] std::tuple<std::int32_t, std::int64_t, std::string_view, std::uint32_t> order_of(std::uint32_t at) const {
        const Payment& p = trail_.payments[at];
        return {p.returned_on != kNone32 ? p.returned_on : p.day, p.amount, trail_.id_of(p), at};
    }
    [[nodiscard]] StringId end_to_end_of(const Payment& p) const {
        for (std::uint32_t e = p.first_event; e < p.first_event + p.events; ++e) {
            if (const StringId id = table_.text_or_none(f::end_to_end_id, trail_.events[e]); id != 0) return id;
        }
        return 0;
    }
    // A row of a payments list with the status `returned` is the payment itself: only a file of events tells a return alone.
    [[nodiscard]] bool is_lone_return(const Payment& p) const {
        if (p.status != PaymentStatus::returned || p.returned_on == kNone32) return false;
        for (std::uint32_t e = p.first_event; e < p.first_event + p.events; ++e) {
            if (table_.narrow_or_none(f::event, trail_.events[e]) != static_cast<std::int32_t>(PaymentEvent::returned)) return false;
        }
        return true;
    }
    [[nodiscard]] Key by_worker(const Payment& p) const { return {p.worker, 0, p.amount, p.currency}; }
    [[nodiscard]] Key by_account(const Payment& p) { return {kNobody, accounts_.plain(p.account), p.amount, p.currency}; }
    void read_candidates() {
        for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
            const Payment& p = trail_.payments[at];
            if (!p.live() || p.whole_batch || p.day == kNone32) continue;
            if (p.worker >= 0) candidates_[by_worker(p)].push_back(at);
            if (p.account != 0) candidates_[by_account(p)].push_back(at);
        }
        for (auto& [key, list] : candidates_) {
            std::sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) {
                const Payment &x = trail_.payments[a], &y = trail_.payments[b];
                return std::tuple(x.day, trail_.id_of(x)) < std::tuple(y.day, trail_.id_of(y));
            });
        }
    }
    // The last payment before the money came back; of people who share an account it must be one man's alone.
    [[nodiscard]] std::uint32_t payment_of(const Payment& back) {
        if (back.worker < 0 && back.account == 0) return kNowhere;
        const auto found = candidates_.find(back.worker >= 0 ? by_worker(back) : by_account(back));
        if (found == candidates_.end()) return kNowhere;
        const std::vector<std::uint32_t>& list = found->second;
        const StringId id = end_to_end_of(back);
        std::uint32_t best = kNowhere;
        const auto after = std::upper_bound(list.begin(), list.end(), back.returned_on, [&](std::int32_t day, std::uint32_t at) { return day < trail_.payments[at].day; });
        for (auto at = after; at != list.begin();) {
            const Payment& p = trail_.payments[*--at];
            if (p.day < back.returned_on - kLatestReturnDays || (best != kNowhere && p.day != trail_.payments[best].day)) break;
            if (!p.live()) continue;  // another return took it
            if (const StringId own = end_to_end_of(p); id != 0 && own != 0 && id != own) continue;
            if (best != kNowhere && trail_.payments[best].worker != p.worker) return kNowhere;
            best = *at;
        }
        return best;
    }
    void join(Payment& paid, const Payment& back) {
        const auto first = static_cast<std::uint32_t>(trail_.events.size());
        for (const Payment* each : {static_cast<const Payment*>(&paid), &back}) {
            for (std::uint32_t e = 0; e < each->events; ++e) trail_.events.push_back(trail_.events[each->first_event + e]);
        }
        paid.first_event = first;
        paid.events += back.events;
        paid.status = PaymentStatus::returned;
        paid.grade = EvidenceGrade::x;
        paid.returned_on = back.returned_on;
    }

    Trail& trail_;
    const DataTable& table_;
    AccountKeys accounts_;
    std::vector<std::uint32_t> returns_;
    std::map<Key, std::vector<std::uint32_t>> candidates_;
};

}  // namespace

void link_returns(Trail& trail) { ReturnLinker(trail).run(); }

}  // namespace wageproof::reconcile::payments
