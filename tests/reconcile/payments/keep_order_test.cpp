// The order-keeping assignment against all assignments that there are.
#include "reconcile/payments/keep_order.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>

namespace wageproof::reconcile::payments {
namespace {

struct Problem {
    std::vector<OrderBand> bands;
    std::vector<std::vector<OrderFit>> fits;  ///< by payment and period
    std::vector<OrderCost> without;
};

Problem problem_of(std::mt19937& random, std::size_t periods) {
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    Problem problem;
    const std::size_t payments = 1 + below(6);
    OrderBand band;
    for (std::size_t i = 0; i < payments; ++i) {
        band.to = std::min<std::size_t>(periods, band.to + below(3));
        band.from = std::min<std::size_t>(band.to, band.from + below(2));
        problem.bands.push_back(band);
        problem.without.push_back({static_cast<std::int32_t>(below(2)), static_cast<std::int32_t>(below(30)), 0});
        std::vector<OrderFit> row(periods);
        for (std::size_t k = band.from; k < band.to; ++k) {
            const std::size_t count = below(4);
            if (i + count <= payments) row[k] = {count, {0, static_cast<std::int32_t>(below(20)), below(5)}};
        }
        problem.fits.push_back(std::move(row));
    }
    return problem;
}

OrderCost least_of_all(const Problem& problem, std::size_t i, std::size_t k) {
    if (i == problem.bands.size()) return {};
    OrderCost best = problem.without[i] + least_of_all(problem, i + 1, k);
    for (std::size_t period = std::max(k, problem.bands[i].from); period < problem.bands[i].to; ++period) {
        const OrderFit& fit = problem.fits[i][period];
        if (fit.count != 0) best = std::min(best, fit.cost + least_of_all(problem, i + fit.count, period + 1));
    }
    return best;
}

TEST(KeepOrder, CostsNoMoreThanAnyOtherOrderKeepingAssignment) {
    std::mt19937 random(20260228);
    for (int round = 0; round < 3000; ++round) {
        SCOPED_TRACE(std::to_string(round));
        const std::size_t periods = 1 + random() % 5;
        const Problem problem = problem_of(random, periods);
        OrderCost cost;
        std::vector<bool> served(problem.bands.size(), false);
        std::size_t next_payment = 0, next_period = 0;
        keep_order(
            problem.bands, [&](std::size_t i, std::size_t k) { return problem.fits[i][k]; }, [&](std::size_t i) { return problem.without[i]; },
            [&](std::size_t i, std::size_t k, std::size_t count) {
                EXPECT_GE(i, next_payment);
                EXPECT_GE(k, next_period);
                EXPECT_EQ(count, problem.fits[i][k].count);
                next_payment = i + count;
                next_period = k + 1;
                for (std::size_t j = i; j < next_payment; ++j) served[j] = true;
                cost = cost + problem.fits[i][k].cost;
            });
        for (std::size_t i = 0; i < served.size(); ++i) {
            if (!served[i]) cost = cost + problem.without[i];
        }
        EXPECT_EQ(cost, least_of_all(problem, 0, 0));
    }
}

}  // namespace
}  // namespace wageproof::reconcile::payments
