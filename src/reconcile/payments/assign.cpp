// Which period does a payment serve: the one that its row states; else by exact amounts, then by the nearest pay day. Every
// choice is made from the payments' own contents, so neither the order of rows nor that of files can change it.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>
#include <unordered_map>

#include "keep_order.hpp"
#include "payment.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace f = records::field::payments;
using records::TableKind;

namespace {

/// A wage paid later than this after its pay day is not looked for by amount.
constexpr std::int32_t kLatestDays = 400;
/// Payments so long after the last period of the data are those of a later one.
constexpr std::int32_t kBeyondDays = 10;
/// What a payment leaves open. Where nothing that is stated is left, it is as if there were none.
std::int64_t left_open(std::int64_t open, std::int64_t value) {
    return std::clamp(open - value, -quantity::kLargestStatedMicro, quantity::kLargestStatedMicro);
}

constexpr std::int32_t kEarlyDay = 3;         // what a day too early counts against a day late
constexpr std::int32_t kPeriodsForNone = 4;   // a payment that may be none of these wages counts as so many periods' days late
constexpr std::size_t kMostParts = 4;         // of a split
constexpr std::size_t kMostInRun = 10;        // instalments that follow each other
constexpr std::size_t kMostInSplit = 24;      // payments among which a split is looked for

class Assigner {
public:
    explicit Assigner(Trail& trail) : trail_(trail) {}
    void run();

private:
    [[nodiscard]] const records::DataTable& table() const { return (*trail_.data)[TableKind::payments]; }
    Payment& payment(std::uint32_t at) { return trail_.payments[at]; }
    Slot& slot(const Payment& p, std::uint32_t period) { return trail_.slots[trail_.slot_of(p.worker, period)]; }
    [[nodiscard]] std::int32_t due_day(const Payment& p, std::uint32_t period) {
        const Slot& s = slot(p, period);
        return s.payable != kNone32 ? s.payable : trail_.periods[period].last;
    }
    /// Days by which a payment is before the end of a period, or after its lawful pay day. On which of the days between the
    /// employer pays is his affair.
    [[nodiscard]] std::int32_t days_early(const Payment& p, std::uint32_t period) {
        return std::max(0, std::min(trail_.periods[period].last, due_day(p, period)) - p.day);
    }
    [[nodiscard]] std::int32_t days_late(const Payment& p, std::uint32_t period) {
        return std::max(0, p.day - std::max(trail_.periods[period].last, due_day(p, period)));
    }
    /// What speaks against a payment being a period's wage: each day late, and thrice each day so long before the period's end
    /// that the wage was hardly known. Shortly before its end a wage is paid as usual.
    [[nodiscard]] std::int32_t strain(const Payment& p, std::uint32_t period) {
        const std::int32_t usual = length_of(period) / 3 + 1;
        return kEarlyDay * std::max(0, days_early(p, period) - usual) + days_late(p, period);
    }
    /// Inside the period one day is as good as another; then the fewest days after its end, then the earliest days.
    [[nodiscard]] OrderCost instalment_cost(const Payment& p, std::uint32_t period) {
        constexpr std::int64_t kDayAfter = std::int64_t{1} << 32;
        return {0, days_late(p, period), std::max(0, p.day - trail_.periods[period].last) * kDayAfter + p.day - trail_.periods.front().first};
    }
    /// Days between a payment and the end of a period: decides between periods that fit as well.
    [[nodiscard]] std::int32_t away(const Payment& p, std::uint32_t period) { return std::abs(p.day - trail_.periods[period].last); }
    [[nodiscard]] std::int32_t length_of(std::uint32_t period) const { return trail_.periods[period].last - trail_.periods[period].first + 1; }
    /// Money in the first days of the data may be the wage of the period before them.
    [[nodiscard]] bool may_be_before(const Payment& p, std::int32_t days) const { return p.day - trail_.periods.front().first < days; }
    [[nodiscard]] bool has_open(const Payment& p, std::uint32_t period, std::int64_t wanted) {
        const Slot& s = slot(p, period);
        return s.payslip && s.booked_known && s.open == wanted;
    }
    /// Periods that had begun when the money came, and are not too long ago.
    [[nodiscard]] bool may_serve(const Payment& p, std::uint32_t period) {
        return p.day != kNone32 && trail_.periods[period].first <= p.day && p.day <= trail_.periods[period].last + kLatestDays;
    }
    [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const;
    void value_payments();
    void stated_periods();
    [[nodiscard]] std::uint32_t first_period_of(const Payment& p) const;
    void place(std::uint32_t at, std::uint32_t period, Link link, std::int64_t value);
    void of_worker(std::span<const std::uint32_t> own);
    void reissues(std::span<const std::uint32_t> own);
    void without_day(std::vector<std::uint32_t>& left);
    void supersede(std::span<const std::uint32_t> own);
    [[nodiscard]] Link exact_link(const Payment& p, bool less_fee) const;
    void exact(std::vector<std::uint32_t>& left, bool less_fee);
    void exact_in_order(std::vector<std::uint32_t>& left, bool less_fee);
    void in_order(std::span<const std::uint32_t> alike, std::span<const std::uint32_t> open, bool less_fee);
    void splits_in_order(std::vector<std::uint32_t>& left);
    void splits(std::vector<std::uint32_t>& left);
    void several_periods(std::vector<std::uint32_t>& left);
    void advances(std::vector<std::uint32_t>& left);
    void nearest(std::vector<std::uint32_t>& left);
    void shared_accounts();
    void make_parts();

    Trail& trail_;
    std::vector<Part> parts_;
    std::vector<bool> placed_;  ///< by payment: its parts are made
    bool awaited_ = false;      ///< what is under way takes room: all that arrived has its period
};

// The stable order of payments: by day, amount, id. Two that agree in all are alike.
bool Assigner::before(std::uint32_t a, std::uint32_t b) const {
    const Payment &x = trail_.payments[a], &y = trail_.payments[b];
    if (x.day != y.day) return x.day < y.day;
    if (x.amount != y.amount) return x.amount < y.amount;
    return trail_.id_of(x) < trail_.id_of(y);
}

void Assigner::value_payments() {
    for (Payment& p : trail_.payments) {
        std::int32_t rate_day = p.day;
        if (const std::uint32_t stated = p.last != kNone32 ? trail_.period_at(p.last) : kNowhere; stated != kNowhere) {
            rate_day = trail_.periods[stated].last;
        } else if (const std::uint32_t around = trail_.period_at(p.day); around != kNowhere) {
            rate_day = trail_.periods[around].last;
        }
        const auto value = trail_.converted(p.amount, p.currency, rate_day);
        p.has_value = value.has_value();
        p.value = value.value_or(0);
    }
}

void Assigner::place(std::uint32_t at, std::uint32_t period, Link link, std::int64_t value) {
    Payment& p = payment(at);
    p.link = link;
    p.period = period;
    placed_[at] = true;
    const std::uint32_t slot_at = period == kNowhere ? kNowhere : trail_.slot_of(p.worker, period);
    parts_.push_back({at, slot_at, value, value == p.value ? p.amount : value});
    // An advance is what the payslip's net leaves out.
    const bool fills = slot_at != kNowhere && link != Link::advance && p.live() && (awaited_ || p.status == PaymentStatus::settled);
    if (fills) trail_.slots[slot_at].open = left_open(trail_.slots[slot_at].open, value);
}

void Assigner::stated_periods() {
    std::vector<std::uint32_t> long_spans;
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        Payment& p = payment(at);
        if (p.worker < 0 || (p.first == kNone32 && p.last == kNone32)) continue;
        const std::uint32_t period = trail_.period_at(p.last != kNone32 ? p.last : p.first);
        if (p.first != kNone32 && period != kNowhere && p.first < trail_.periods[period].first && p.live() &&
            p.currency == trail_.currency && period > 0 && trail_.periods[period - 1].last >= p.first) {
            long_spans.push_back(at);
            continue;
        }
        Link link = p.link == Link::identity ? Link::identity : Link::stated;
        if (link == Link::stated && p.worker_id == 0) {
            const bool whole = period != kNowhere && trail_.slots[trail_.slot_of(p.worker, period)].booked == p.value;
            link = whole ? Link::amount : Link::nearest;
        }
        place(at, period, link, p.value);
    }
    // One that names several periods fills them in their order, after those that name one; what is left is the last one's.
    std::sort(long_spans.begin(), long_spans.end(), [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
    for (const std::uint32_t at : long_spans) {
        const Payment& p = payment(at);
        const std::uint32_t last = trail_.period_at(p.last != kNone32 ? p.last : p.first);
        std::int64_t rest = p.value;
        for (std::uint32_t period = first_period_of(p); period < last; ++period) {
            const Slot& s = slot(p, period);
            const std::int64_t part = s.payslip && s.booked_known ? std::clamp<std::int64_t>(s.open, 0, std::max<std::int64_t>(rest, 0)) : 0;
            if (part == 0) continue;
            place(at, period, Link::stated, part);
            rest -= part;
        }
        if (rest != 0) place(at, last, Link::stated, rest);
    }
}

std::uint32_t Assigner::first_period_of(const Payment& p) const {
    const auto at = std::partition_point(trail_.periods.begin(), trail_.periods.end(), [&](const worktime::Span& span) { return span.last < p.first; });
    return static_cast<std::uint32_t>(at - trail_.periods.begin());
}

// A payment that names the one it makes good takes its period.
void Assigner::reissues(std::span<const std::uint32_t> own) {
    std::unordered_map<StringId, std::vector<std::uint32_t>> by_name;
    for (const std::uint32_t at : own) {
        if (const StringId name = table().text(f::returned_of, payment(at).row); name != 0) by_name[name].push_back(at);
    }
    if (by_name.empty()) return;
    for (const std::uint32_t dead : own) {
        Payment& gone = payment(dead);
        if (!gone.is_dead()) continue;
        const auto named = by_name.find(table().text(f::payment_id, gone.row));
        if (named == by_name.end()) continue;
        for (const std::uint32_t again : named->second) {
            if (again == dead) continue;
            make_good(trail_, dead, again);
            Payment& p = payment(again);
            if (placed_[again] || !p.live()) continue;
            if (placed_[dead] && gone.period != kNowhere) place(again, gone.period, Link::reissue, p.value);
            else p.link = Link::reissue;
        }
        by_name.erase(named);  // of payments with one id the first is meant
    }
}

// An instruction whose settlement stands in a row of its own, without a common id: worker, amount and order of days.
void Assigner::supersede(std::span<const std::uint32_t> own) {
    const auto waits = [&](std::uint32_t at) {
        return payment(at).status == PaymentStatus::instructed || payment(at).status == PaymentStatus::pending;
    };
    if (std::none_of(own.begin(), own.end(), waits)) return;
    std::map<std::pair<std::int64_t, StringId>, std::vector<std::uint32_t>> settled;  // each list in the stable order
    for (const std::uint32_t at : own) {
        const Payment& p = payment(at);
        if (p.status == PaymentStatus::settled || p.status == PaymentStatus::returned) settled[{p.amount, p.currency}].push_back(at);
    }
    for (const std::uint32_t at : own) {
        if (!waits(at)) continue;
        Payment& p = payment(at);
        const auto list = settled.find({p.amount, p.currency});
        if (list == settled.end()) continue;
        const auto fits = std::find_if(list->second.begin(), list->second.end(), [&](std::uint32_t other) {
            const Payment& s = payment(other);
            if (p.day != kNone32 && s.day != kNone32 && s.day < p.day) return false;
            return p.last == kNone32 || s.last == kNone32 || p.last == s.last;
        });
        if (fits == list->second.end()) continue;
        p.superseded = true;
        list->second.erase(fits);
    }
}

Link Assigner::exact_link(const Payment& p, bool less_fee) const {
    if (less_fee) return Link::fee;
    return p.link == Link::identity || p.link == Link::reissue ? p.link : Link::amount;
}

// Settled payments of one amount serve the periods to which exactly that is open in their order: a month that is paid late, or
// on another of the days that the law leaves, must not push all others on by one.
void Assigner::exact_in_order(std::vector<std::uint32_t>& left, bool less_fee) {
    std::map<std::int64_t, std::vector<std::uint32_t>> alike;  // by what must be open; each list in the stable order
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        const std::int64_t wanted = less_fee ? p.value - p.fee : p.value;
        if (p.has_value && p.day != kNone32 && wanted > 0 && (!less_fee || p.fee != 0)) alike[wanted].push_back(at);
    }
    std::vector<std::uint32_t> open;
    for (const auto& [wanted, payments] : alike) {
        open.clear();
        for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
            if (has_open(payment(payments.front()), period, wanted)) open.push_back(period);
        }
        if (!open.empty()) in_order(payments, open, less_fee);
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// The assignment that keeps the order, places as many as can be placed, and costs least. A payment is left over only where
// there are more of them than periods, or where it may be something else: a second payment, soon before or after one alike,
// or, in the first days of the data, the wage of the period before.
void Assigner::in_order(std::span<const std::uint32_t> alike, std::span<const std::uint32_t> open, bool less_fee) {
    std::int32_t longest = 1;
    for (const std::uint32_t period : open) longest = std::max(longest, length_of(period));
    // One payment that is long overdue is still the wage: only a row of late ones speaks for another reading.
    const std::int32_t most_days = 2 * longest, none = kPeriodsForNone * longest, soon = longest / 3;
    const auto fit = [&](std::size_t i, std::size_t k) {
        const Payment& p = payment(alike[i]);
        return OrderFit{1, {0, std::min(strain(p, open[k]), most_days), away(p, open[k])}};
    };
    const auto left_over = [&](std::size_t i) {
        const std::int32_t day = payment(alike[i]).day;
        const bool second = (i > 0 && day - payment(alike[i - 1]).day <= soon) || (i + 1 < alike.size() && payment(alike[i + 1]).day - day <= soon);
        return second || may_be_before(payment(alike[i]), length_of(0) / 3) ? OrderCost{0, none, 0} : OrderCost{1, 0, 0};
    };
    std::vector<OrderBand> bands(alike.size());
    for (std::size_t i = 0; i < alike.size(); ++i) {
        const std::int32_t day = payment(alike[i]).day;
        const auto too_old = std::partition_point(open.begin(), open.end(), [&](std::uint32_t k) { return trail_.periods[k].last + kLatestDays < day; });
        const auto begun = std::partition_point(too_old, open.end(), [&](std::uint32_t k) { return trail_.periods[k].first <= day; });
        bands[i] = {static_cast<std::size_t>(too_old - open.begin()), static_cast<std::size_t>(begun - open.begin())};
    }
    keep_order(bands, fit, left_over, [&](std::size_t i, std::size_t k, std::size_t) {
        const Payment& p = payment(alike[i]);
        place(alike[i], open[k], exact_link(p, less_fee), p.value);
    });
}

// Instalments that follow each other and come to exactly what their periods leave open, in the order of both: a payment of
// one month does not fill up the month before while it is wanted in its own.
void Assigner::splits_in_order(std::vector<std::uint32_t>& left) {
    std::vector<std::uint32_t> row, open;
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        if (p.has_value && p.day != kNone32 && p.value > 0) row.push_back(at);
    }
    if (row.size() < 2) return;
    const Payment& any = payment(row.front());
    for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
        const Slot& s = slot(any, period);
        if (s.payslip && s.booked_known && s.open > 0) open.push_back(period);
    }
    const auto reach = [&](std::uint32_t period) { return std::max(due_day(any, period), trail_.periods[period].last) + length_of(period); };
    const auto fit = [&](std::size_t i, std::size_t k) {
        std::int64_t rest = slot(any, open[k]).open;
        OrderCost cost;
        for (std::size_t j = i; j < std::min(row.size(), i + kMostInRun); ++j) {
            const Payment& p = payment(row[j]);
            if (p.value > rest || p.day > reach(open[k])) break;
            rest -= p.value;
            cost = cost + instalment_cost(p, open[k]);
            if (rest == 0) return j > i ? OrderFit{j - i + 1, cost} : OrderFit{};
        }
        return OrderFit{};
    };
    const std::int32_t lawful = std::min(due_day(any, 0) - trail_.periods.front().last, length_of(0) / 3);
    const auto left_over = [&](std::size_t i) {
        return may_be_before(payment(row[i]), lawful) ? OrderCost{0, kPeriodsForNone * length_of(0), 0} : OrderCost{1, 0, 0};
    };
    std::vector<OrderBand> bands(row.size());
    OrderBand band;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::int32_t day = payment(row[i]).day;
        while (band.from < open.size() && reach(open[band.from]) < day) ++band.from;
        band.to = std::max(band.to, band.from);
        while (band.to < open.size() && trail_.periods[open[band.to]].first <= day) ++band.to;
        bands[i] = band;
    }
    keep_order(bands, fit, left_over, [&](std::size_t i, std::size_t k, std::size_t count) {
        for (std::size_t j = i; j < i + count; ++j) place(row[j], open[k], Link::split, payment(row[j]).value);
    });
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// Payments that came back take no room: each stands with the period whose wage it was, made good or still open.
void Assigner::exact(std::vector<std::uint32_t>& left, bool less_fee) {
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        const std::int64_t wanted = less_fee ? p.value - p.fee : p.value;
        if (!p.has_value || wanted <= 0 || (less_fee && p.fee == 0)) continue;
        std::uint32_t best = kNowhere;
        const auto key = [&](std::uint32_t period) { return std::tuple(strain(p, period), slot(p, period).open != wanted, away(p, period)); };
        for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
            const Slot& s = slot(p, period);
            if (!may_serve(p, period) || !s.payslip || !s.booked_known || (s.open != wanted && s.booked != wanted)) continue;
            if (best == kNowhere || key(period) < key(best)) best = period;
        }
        if (best != kNowhere) place(at, best, exact_link(p, less_fee), p.value);
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// A few payments of one period, with others between them, that come to exactly what is open: the fewest, then the least
// late, then the earliest.
void Assigner::splits(std::vector<std::uint32_t>& left) {
    for (std::uint32_t period = 0; period < trail_.periods.size() && left.size() > 1; ++period) {
        std::vector<std::uint32_t> near;
        for (const std::uint32_t at : left) {
            const Payment& p = payment(at);
            const worktime::Span& span = trail_.periods[period];
            if (p.has_value && may_serve(p, period) && p.day <= std::max(due_day(p, period), span.last) + (span.last - span.first + 1)) near.push_back(at);
        }
        if (near.size() < 2) continue;
        if (near.size() > kMostInSplit) near.resize(kMostInSplit);
        const Slot& s = slot(payment(near.front()), period);
        if (!s.payslip || !s.booked_known || s.open <= 0) continue;
        std::vector<std::uint32_t> chosen, best;
        OrderCost least;
        const auto search = [&](const auto& self, std::size_t from, std::int64_t rest, const OrderCost& cost) -> void {
            if (rest == 0) {
                if (best.empty() || chosen.size() < best.size() || (chosen.size() == best.size() && cost < least)) {
                    best = chosen;
                    least = cost;
                }
                return;
            }
            if (chosen.size() == kMostParts) return;
            for (std::size_t i = from; i < near.size(); ++i) {
                const Payment& p = payment(near[i]);
                if (p.value <= 0 || p.value > rest) continue;
                chosen.push_back(near[i]);
                self(self, i + 1, rest - p.value, cost + instalment_cost(p, period));
                chosen.pop_back();
            }
        };
        search(search, 0, s.open, OrderCost{});
        for (const std::uint32_t at : best) place(at, period, Link::split, payment(at).value);
        left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
    }
}

// One payment for a run of periods, all of which it settles exactly.
void Assigner::several_periods(std::vector<std::uint32_t>& left) {
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        if (!p.has_value) continue;
        const auto count = static_cast<std::uint32_t>(trail_.periods.size());
        for (std::uint32_t last = count; last-- > 0 && !placed_[at];) {
            if (!may_serve(p, last)) continue;
            std::int64_t sum = 0;
            for (std::uint32_t first = last + 1; first-- > 0 && sum < p.value;) {
                const Slot& s = slot(p, first);
                if (!s.payslip || !s.booked_known || s.open <= 0) break;
                sum += s.open;
                if (sum != p.value || first == last) continue;
                for (std::uint32_t period = first; period <= last; ++period) place(at, period, Link::several, slot(p, period).open);
                payment(at).period = last;
                break;
            }
        }
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// Money before the period was over, exactly what its payslip then took off for an advance.
void Assigner::advances(std::vector<std::uint32_t>& left) {
    std::uint32_t served = kNowhere;
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        const std::uint32_t period = p.has_value ? trail_.period_at(p.day) : kNowhere;
        if (period == kNowhere || period == served || p.day >= trail_.periods[period].last) continue;
        const Slot& s = slot(p, period);
        if (!s.payslip || s.advance <= 0 || s.advance != p.value) continue;
        place(at, period, Link::advance, p.value);
        served = period;
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// A payment without a day may be any period's: that of the payment which makes it good, else the only one whose wage it is,
// else the only one there is.
void Assigner::without_day(std::vector<std::uint32_t>& left) {
    for (const std::uint32_t at : left) {
        const Payment& p = payment(at);
        if (p.day != kNone32) continue;
        if (p.made_good_by != kNowhere && placed_[p.made_good_by] && payment(p.made_good_by).period != kNowhere) {
            place(at, payment(p.made_good_by).period, Link::nearest, p.value);
            continue;
        }
        std::uint32_t only = kNowhere;
        bool several = false;
        for (std::uint32_t period = 0; p.has_value && period < trail_.periods.size(); ++period) {
            const Slot& s = slot(p, period);
            if (!s.payslip || !s.booked_known || (p.is_dead() ? s.booked : s.open) != p.value) continue;
            several = several || only != kNowhere;
            only = period;
        }
        if (only != kNowhere && !several) place(at, only, exact_link(p, false), p.value);
        else if (trail_.periods.size() == 1) place(at, 0, Link::nearest, p.value);
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// What fits nowhere exactly: the nearest period with room, or, where that is nearer, the period that was paid the same already.
void Assigner::nearest(std::vector<std::uint32_t>& left) {
    const worktime::Span &first = trail_.periods.front(), &last = trail_.periods.back();
    for (const std::uint32_t at : left) {
        Payment& p = payment(at);
        const auto search = [&](bool fitting) {
            std::uint32_t best = kNowhere;
            // Money beyond what is open belongs where most is open.
            const auto key = [&](std::uint32_t period) { return std::tuple(strain(p, period), fitting ? 0 : -slot(p, period).open, away(p, period)); };
            for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
                if (!may_serve(p, period)) continue;
                const Slot& s = slot(p, period);
                const bool fits = s.payslip && p.has_value && (s.open >= p.value || (s.booked_known && s.booked == p.value));
                if (fitting && !fits) continue;
                if (best == kNowhere || key(period) < key(best)) best = period;
            }
            return best;
        };
        std::uint32_t period = search(true);
        if (period == kNowhere && p.day != kNone32 && p.day <= last.last + kBeyondDays) period = search(false);
        // Money soon after the first day of the data may be that of the period before.
        const bool beyond = period == 0 && slot(p, 0).open < p.value;
        if (beyond && p.day - first.first < strain(p, 0) && may_be_before(p, length_of(0) / 2)) period = kNowhere;
        const Link link = p.link == Link::identity || p.link == Link::reissue ? p.link : (period == kNowhere ? Link::worker : Link::nearest);
        place(at, period, link, p.value);
    }
    left.clear();
}

// All payments of one worker, in the stable order: the living first, so that what came back takes no room.
void Assigner::of_worker(std::span<const std::uint32_t> own) {
    supersede(own);
    reissues(own);
    for (const PaymentStatus wanted : {PaymentStatus::settled, PaymentStatus::returned, PaymentStatus::pending}) {
        std::vector<std::uint32_t> left;
        for (const std::uint32_t at : own) {
            const Payment& p = payment(at);
            const PaymentStatus group = p.status == PaymentStatus::settled ? PaymentStatus::settled : (p.is_dead() ? PaymentStatus::returned : PaymentStatus::pending);
            if (!placed_[at] && group == wanted) left.push_back(at);
        }
        if (left.empty()) continue;
        awaited_ = wanted == PaymentStatus::pending;
        if (wanted != PaymentStatus::returned) {
            exact_in_order(left, false);
            splits_in_order(left);
            splits(left);
            several_periods(left);
            exact_in_order(left, true);
            advances(left);
        } else {
            exact(left, false);
            exact(left, true);
        }
        without_day(left);
        nearest(left);
        if (wanted == PaymentStatus::returned) reissues(own);
    }
    awaited_ = false;
    link_silent_reissues(trail_, own);
}

// An account with several holders: the one to whom exactly this is open, if it is only one.
void Assigner::shared_accounts() {
    std::vector<std::uint32_t> ties;
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        if (payment(at).link == Link::tie && payment(at).worker == kNobody) ties.push_back(at);
    }
    std::sort(ties.begin(), ties.end(), [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
    for (const std::uint32_t at : ties) {
        Payment& p = payment(at);
        if (!p.has_value || p.note == kNowhere) continue;
        std::uint32_t fits = 0, period_found = kNowhere;
        std::int32_t worker_found = kNobody;
        std::string_view names = trail_.notes[p.note];
        while (!names.empty()) {
            const std::size_t end = std::min(names.find('|'), names.size());
            const std::int64_t worker = trail_.index->find(trail_.employer.id, trail_.data->strings.find(names.substr(0, end)));
            names.remove_prefix(std::min(end + 1, names.size()));
            if (worker < 0) continue;
            Payment probe = p;
            probe.worker = static_cast<std::int32_t>(worker);
            std::uint32_t best = kNowhere;
            for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
                const bool stated = p.last == kNone32 || trail_.period_at(p.last) == period;
                const Slot& s = slot(probe, period);
                if (!stated || !may_serve(probe, period) || !s.payslip || !s.booked_known || s.open != p.value) continue;
                const auto key = [&](std::uint32_t each) { return std::tuple(strain(probe, each), away(probe, each)); };
                if (best == kNowhere || key(period) < key(best)) best = period;
            }
            if (best == kNowhere) continue;
            ++fits;
            worker_found = probe.worker;
            period_found = best;
        }
        if (fits != 1) continue;
        p.worker = worker_found;
        p.note = kNowhere;
        place(at, period_found, Link::shared, p.value);
    }
}

void Assigner::make_parts() {
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        if (placed_[at]) continue;
        const Payment& p = payment(at);
        parts_.push_back({at, kNowhere, p.value, p.amount});
    }
    std::sort(parts_.begin(), parts_.end(), [&](const Part& a, const Part& b) {
        if (a.slot != b.slot) return a.slot < b.slot;
        return a.payment != b.payment && before(a.payment, b.payment);
    });
    trail_.parts = std::move(parts_);
}

void Assigner::run() {
    placed_.assign(trail_.payments.size(), false);
    parts_.reserve(trail_.payments.size());
    value_payments();
    for (Slot& s : trail_.slots) s.open = s.booked;
    if (!trail_.periods.empty()) {
        stated_periods();
        std::vector<std::uint32_t> own;
        for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
            if (payment(at).worker >= 0) own.push_back(at);
        }
        std::sort(own.begin(), own.end(), [&](std::uint32_t a, std::uint32_t b) {
            const Payment &x = payment(a), &y = payment(b);
            return x.worker != y.worker ? x.worker < y.worker : before(a, b);
        });
        for (std::size_t i = 0; i < own.size();) {
            std::size_t end = i + 1;
            while (end < own.size() && payment(own[end]).worker == payment(own[i]).worker) ++end;
            of_worker(std::span<const std::uint32_t>(own.data() + i, end - i));
            i = end;
        }
        shared_accounts();
        suggest_people(trail_);
    }
    std::sort(trail_.made_good.begin(), trail_.made_good.end());
    trail_.made_good.erase(std::unique(trail_.made_good.begin(), trail_.made_good.end()), trail_.made_good.end());
    make_parts();
}

}  // namespace

void assign_periods(Trail& trail) { Assigner(trail).run(); }

}  // namespace wageproof::reconcile::payments
