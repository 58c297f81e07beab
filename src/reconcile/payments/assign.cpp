// Which period does a payment serve: the one that its row states; else by exact amounts, then by the nearest pay day. Every
// choice is made from the payments' own contents, so neither the order of rows nor that of files can change it.
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "account_keys.hpp"
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

constexpr std::size_t kMostParts = 4;         // of a split
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
    [[nodiscard]] std::int32_t distance(const Payment& p, std::uint32_t period) { return days_early(p, period) + days_late(p, period); }
    /// Periods that had begun when the money came, and are not too long ago.
    [[nodiscard]] bool may_serve(const Payment& p, std::uint32_t period) {
        return p.day != kNone32 && trail_.periods[period].first <= p.day && p.day <= trail_.periods[period].last + kLatestDays;
    }
    [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const;
    void value_payments();
    void stated_periods();
    void place(std::uint32_t at, std::uint32_t period, Link link, std::int64_t value);
    void of_worker(std::span<const std::uint32_t> own);
    void reissues(std::span<const std::uint32_t> own);
    void supersede(std::span<const std::uint32_t> own);
    [[nodiscard]] Link exact_link(const Payment& p, bool less_fee) const;
    void exact(std::vector<std::uint32_t>& left, bool less_fee);
    void exact_in_order(std::vector<std::uint32_t>& left, bool less_fee);
    void in_order(std::span<const std::uint32_t> alike, std::span<const std::uint32_t> open, bool less_fee);
    void splits(std::vector<std::uint32_t>& left);
    void several_periods(std::vector<std::uint32_t>& left);
    void advances(std::vector<std::uint32_t>& left);
    void nearest(std::vector<std::uint32_t>& left);
    void shared_accounts();
    void suggestions();
    void make_parts();

    Trail& trail_;
    std::vector<Part> parts_;
    std::vector<bool> placed_;  ///< by payment: its parts are made
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
    if (slot_at != kNowhere && link != Link::advance && p.live() && p.status == PaymentStatus::settled) trail_.slots[slot_at].open = left_open(trail_.slots[slot_at].open, value);
}

void Assigner::stated_periods() {
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        Payment& p = payment(at);
        if (p.worker < 0 || (p.first == kNone32 && p.last == kNone32)) continue;
        const std::uint32_t period = trail_.period_at(p.last != kNone32 ? p.last : p.first);
        Link link = p.link == Link::identity ? Link::identity : Link::stated;
        if (link == Link::stated && p.worker_id == 0) {
            const bool whole = period != kNowhere && trail_.slots[trail_.slot_of(p.worker, period)].booked == p.value;
            link = whole ? Link::amount : Link::nearest;
        }
        place(at, period, link, p.value);
    }
}

// A payment that names the one it makes good takes its period.
void Assigner::reissues(std::span<const std::uint32_t> own) {
    std::unordered_map<StringId, std::uint32_t> by_name;
    for (const std::uint32_t at : own) {
        if (const StringId name = table().text(f::returned_of, payment(at).row); name != 0) by_name.emplace(name, at);
    }
    if (by_name.empty()) return;
    for (const std::uint32_t dead : own) {
        Payment& gone = payment(dead);
        if (gone.status != PaymentStatus::returned && gone.status != PaymentStatus::rejected) continue;
        const auto named = by_name.find(table().text(f::payment_id, gone.row));
        if (named == by_name.end() || named->second == dead) continue;
        gone.made_good_by = named->second;
        Payment& p = payment(named->second);
        if (placed_[named->second] || !p.live()) continue;
        if (placed_[dead] && gone.period != kNowhere) place(named->second, gone.period, Link::reissue, p.value);
        else p.link = Link::reissue;
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
            const Slot& s = slot(payment(payments.front()), period);
            if (s.payslip && s.booked_known && s.open == wanted) open.push_back(period);
        }
        if (!open.empty()) in_order(payments, open, less_fee);
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// The assignment that keeps the order and costs least: a day late counts once, a day before the period's end, when its wage is
// hardly known, three times, and a payment without a period as much as four periods' days late.
void Assigner::in_order(std::span<const std::uint32_t> alike, std::span<const std::uint32_t> open, bool less_fee) {
    constexpr std::int64_t kEarlyDay = 3, kPeriodsForNone = 4, kNever = INT64_MAX / 2;
    const std::size_t payments = alike.size(), periods = open.size();
    std::int64_t longest = 1;
    for (const std::uint32_t period : open) longest = std::max<std::int64_t>(longest, trail_.periods[period].last - trail_.periods[period].first + 1);
    const std::int64_t none = kPeriodsForNone * longest;
    const auto cost = [&](std::size_t i, std::size_t k) {
        const Payment& p = payment(alike[i]);
        return may_serve(p, open[k]) ? kEarlyDay * days_early(p, open[k]) + days_late(p, open[k]) : kNever;
    };
    // least[i][k]: what the payments from the i-th on cost with the periods from the k-th on
    const std::size_t row = periods + 1;
    std::vector<std::int64_t> least((payments + 1) * row, 0);
    for (std::size_t i = payments; i-- > 0;) {
        least[i * row + periods] = least[(i + 1) * row + periods] + none;
        for (std::size_t k = periods; k-- > 0;) {
            const std::int64_t here = cost(i, k) + least[(i + 1) * row + k + 1];
            least[i * row + k] = std::min({here, least[i * row + k + 1], least[(i + 1) * row + k] + none});
        }
    }
    for (std::size_t i = 0, k = 0; i < payments && k < periods;) {
        const std::int64_t best = least[i * row + k];
        if (cost(i, k) + least[(i + 1) * row + k + 1] == best) {
            const Payment& p = payment(alike[i]);
            place(alike[i], open[k], exact_link(p, less_fee), p.value);
            ++i;
            ++k;
        } else if (least[i * row + k + 1] == best) {
            ++k;
        } else {
            ++i;
        }
    }
}

// Payments that came back, or are still under way, take no room: each stands with the nearest period that fits.
void Assigner::exact(std::vector<std::uint32_t>& left, bool less_fee) {
    struct Fit {
        std::int32_t distance;
        std::uint32_t place, period;
    };
    std::vector<Fit> fits;
    for (std::uint32_t i = 0; i < left.size(); ++i) {
        const Payment& p = payment(left[i]);
        if (!p.has_value || (less_fee && p.fee == 0)) continue;
        for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
            if (may_serve(p, period)) fits.push_back({distance(p, period), i, period});
        }
    }
    std::sort(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) { return std::tie(a.distance, a.place, a.period) < std::tie(b.distance, b.place, b.period); });
    for (const Fit& fit : fits) {
        const std::uint32_t at = left[fit.place];
        if (placed_[at]) continue;
        const Payment& p = payment(at);
        const std::int64_t wanted = less_fee ? p.value - p.fee : p.value;
        const Slot& s = slot(p, fit.period);
        if (!s.payslip || !s.booked_known || s.open != wanted || wanted <= 0) continue;
        place(at, fit.period, exact_link(p, less_fee), p.value);
    }
    left.erase(std::remove_if(left.begin(), left.end(), [&](std::uint32_t at) { return placed_[at]; }), left.end());
}

// A few payments of one period that come to exactly what is open: the fewest, then the nearest to the pay day.
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
        std::int64_t best_distance = INT64_MAX;
        const auto search = [&](const auto& self, std::size_t from, std::int64_t rest, std::int64_t far) -> void {
            if (rest == 0) {
                if (best.empty() || chosen.size() < best.size() || (chosen.size() == best.size() && far < best_distance)) {
                    best = chosen;
                    best_distance = far;
                }
                return;
            }
            if (chosen.size() == kMostParts) return;
            for (std::size_t i = from; i < near.size(); ++i) {
                const Payment& p = payment(near[i]);
                if (p.value <= 0 || p.value > rest) continue;
                chosen.push_back(near[i]);
                self(self, i + 1, rest - p.value, far + distance(p, period));
                chosen.pop_back();
            }
        };
        search(search, 0, s.open, 0);
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

void Assigner::nearest(std::vector<std::uint32_t>& left) {
    const worktime::Span &first = trail_.periods.front(), &last = trail_.periods.back();
    for (const std::uint32_t at : left) {
        Payment& p = payment(at);
        const auto search = [&](bool with_room) {
            std::uint32_t best = kNowhere;
            for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
                if (!may_serve(p, period)) continue;
                const Slot& s = slot(p, period);
                if (with_room && (!s.payslip || !p.has_value || s.open < p.value)) continue;
                const bool as_near = best != kNowhere && distance(p, period) == distance(p, best);
                // Money beyond what is open belongs where most is open.
                if (best == kNowhere || distance(p, period) < distance(p, best) || (as_near && !with_room && s.open > slot(p, best).open)) best = period;
            }
            return best;
        };
        std::uint32_t period = search(true);
        if (period == kNowhere && p.day != kNone32 && p.day <= last.last + kBeyondDays) {
            period = search(false);
            // Money soon after the first day of the data may be that of the period before.
            if (period == 0 && p.day - first.first < distance(p, 0) && p.day < first.last - (first.last - first.first) / 2) period = kNowhere;
        }
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
            const bool dead = p.status == PaymentStatus::returned || p.status == PaymentStatus::rejected;
            const PaymentStatus group = p.status == PaymentStatus::settled ? PaymentStatus::settled : (dead ? PaymentStatus::returned : PaymentStatus::pending);
            if (!placed_[at] && group == wanted) left.push_back(at);
        }
        if (left.empty()) continue;
        if (wanted == PaymentStatus::settled) {
            exact_in_order(left, false);
            splits(left);
            several_periods(left);
            exact_in_order(left, true);
            advances(left);
        } else {
            exact(left, false);
            exact(left, true);
        }
        nearest(left);
        if (wanted == PaymentStatus::returned) reissues(own);
    }
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
                if (best == kNowhere || distance(probe, period) < distance(probe, best)) best = period;
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

// Nobody's account: where exactly one open net of that amount belongs to somebody of that name, it is said, not booked.
void Assigner::suggestions() {
    std::vector<std::uint32_t> unknown;
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        const Payment& p = payment(at);
        if (p.worker == kNobody && p.link == Link::none && p.name != 0 && p.has_value) unknown.push_back(at);
    }
    if (unknown.empty()) return;
    const records::DataTable& workers = (*trail_.data)[TableKind::workers];
    std::vector<std::tuple<std::string, std::int64_t, std::uint32_t>> open;
    for (std::uint32_t w = trail_.employer.first_worker; w < trail_.employer.first_worker + trail_.employer.worker_count; ++w) {
        const auto rows = trail_.index->rows(TableKind::workers, w);
        const StringId name = rows.empty() ? 0 : workers.text(records::field::workers::name, rows.back());
        if (name == 0) continue;
        for (std::uint32_t period = 0; period < trail_.periods.size(); ++period) {
            const Slot& s = trail_.slots[trail_.slot_of(static_cast<std::int32_t>(w), period)];
            if (s.payslip && s.booked_known && s.open > 0) open.emplace_back(bare_name(trail_.data->strings.view(name)), s.open, w);
        }
    }
    std::sort(open.begin(), open.end());
    for (const std::uint32_t at : unknown) {
        Payment& p = payment(at);
        const auto key = std::tuple(bare_name(trail_.data->strings.view(p.name)), p.value, std::uint32_t{0});
        const auto found = std::lower_bound(open.begin(), open.end(), key);
        std::string names;
        for (auto o = found; o != open.end() && std::get<0>(*o) == std::get<0>(key) && std::get<1>(*o) == p.value; ++o) {
            const std::string_view id = trail_.data->strings.view(trail_.index->worker_id(std::get<2>(*o)));
            if (!names.ends_with(id)) names += (names.empty() ? "" : "|") + std::string(id);
        }
        if (names.empty()) continue;
        p.link = Link::suggestion;
        p.note = static_cast<std::uint32_t>(trail_.notes.size());
        trail_.notes.push_back(std::move(names));
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
        suggestions();
    }
    make_parts();
}

}  // namespace

void assign_periods(Trail& trail) { Assigner(trail).run(); }

}  // namespace wageproof::reconcile::payments
