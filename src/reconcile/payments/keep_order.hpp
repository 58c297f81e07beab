// Payments to periods, both in the order of their days and neither used twice: of all such assignments the one that costs
// least. A run of payments that follow each other may serve one period together.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wageproof::reconcile::payments {

/// First the payments that are left over though they might be placed, then days late or too early, then what decides
/// between equals.
struct OrderCost {
    std::int32_t left_over = 0, days = 0;
    std::int64_t tie = 0;
    friend auto operator<=>(const OrderCost&, const OrderCost&) = default;
    friend OrderCost operator+(const OrderCost& a, const OrderCost& b) {
        return {a.left_over + b.left_over, a.days + b.days, a.tie + b.tie};
    }
};

/// The periods [from, to) that a payment may serve; both grow with the payments.
struct OrderBand {
    std::size_t from = 0, to = 0;
};

/// How many payments from the i-th on serve the k-th period together, at which cost; 0: none.
struct OrderFit {
    std::size_t count = 0;
    OrderCost cost;
};

/// Calls `place(i, k, count)` for what is assigned. `fit(i, k)` says what a payment, with those after it, may serve;
/// `left_over(i)` what it costs to leave it. The work grows with the sum of the bands.
template <class Fit, class LeftOver, class Place>
void keep_order(std::span<const OrderBand> bands, Fit fit, LeftOver left_over, Place place) {
    const std::size_t payments = bands.size();
    const std::size_t end = payments == 0 ? 0 : bands.back().to;
    std::vector<std::size_t> row(payments + 1, 0);
    for (std::size_t i = 0; i < payments; ++i) row[i + 1] = row[i] + (bands[i].to - bands[i].from + 1);
    std::vector<OrderCost> least(row.back() + 1);  // the last: no payment is left
    // What the payments from the i-th on cost with the periods from the k-th on. No period beyond a band is ever asked for.
    const auto at = [&](std::size_t i, std::size_t k) -> OrderCost& {
        if (i >= payments) return least.back();
        return least[row[i] + std::clamp(k, bands[i].from, bands[i].to) - bands[i].from];
    };
    for (std::size_t i = payments; i-- > 0;) {
        const OrderCost without = left_over(i);
        at(i, bands[i].to) = at(i + 1, bands[i].to) + without;
        for (std::size_t k = bands[i].to; k-- > bands[i].from;) {
            OrderCost best = std::min(at(i, k + 1), at(i + 1, k) + without);
            if (const OrderFit here = fit(i, k); here.count != 0) best = std::min(best, here.cost + at(i + here.count, k + 1));
            at(i, k) = best;
        }
    }
    for (std::size_t i = 0, k = 0; i < payments && k < end;) {
        k = std::max(k, bands[i].from);
        const OrderFit here = k < bands[i].to ? fit(i, k) : OrderFit{};
        if (here.count != 0 && here.cost + at(i + here.count, k + 1) == at(i, k)) {
            place(i, k, here.count);
            i += here.count;
            ++k;
        } else if (k < bands[i].to && at(i, k + 1) == at(i, k)) {
            ++k;
        } else {
            ++i;
        }
    }
}

}  // namespace wageproof::reconcile::payments
