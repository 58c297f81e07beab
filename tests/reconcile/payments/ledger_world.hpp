// Random months of wages and what became of them, as events for a ledger. Fixed seeds, the same on every machine.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/ledger.hpp"

namespace wageproof::reconcile::testing {

inline constexpr std::int64_t kUnit = 1'000'000;

inline std::int32_t day(int year, int month, int date) {
    return quantity::Date::of(year, month, date).serial();
}

inline std::string numbered(const char* name, int number) {
    std::string text(name);
    text += std::to_string(number);
    return text;
}

struct World {
    struct Person {
        std::string id, account;
    };
    std::vector<Person> people;
    std::vector<LedgerDue> dues;
    std::vector<LedgerEvent> events;

    [[nodiscard]] Ledger empty_ledger() const {
        Ledger ledger("E1", "USD", "855");
        for (const Person& p : people) static_cast<void>(ledger.add_worker(p.id, p.account));
        for (const LedgerDue& d : dues) static_cast<void>(ledger.add_due(d));
        return ledger;
    }
    [[nodiscard]] Ledger ledger() const {
        Ledger ledger = empty_ledger();
        for (const LedgerEvent& e : events) static_cast<void>(ledger.add_event(e));
        return ledger;
    }
};

/// A world of some workers and three months: wages paid whole or in parts, late, twice, short, sent back and made good,
/// to accounts of nobody or of two, told by bank files in several events.
inline World make_world(std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    const auto roll = [&](std::uint64_t sides) { return static_cast<int>(engine() % sides); };
    World w;
    const int count = 2 + roll(6);
    for (int i = 0; i < count; ++i) {
        // Now and then two share an account.
        const std::string account = i > 0 && roll(6) == 0 ? w.people.back().account : numbered("ACC-", 100 + i);
        w.people.push_back({numbered("W", i), account});
    }
    const std::int32_t firsts[] = {day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 1)};
    const std::int32_t lasts[] = {day(2026, 1, 31), day(2026, 2, 28), day(2026, 3, 31)};
    int number = 0;
    const auto event = [&](const World::Person& p, std::int32_t on, std::int64_t amount) {
        LedgerEvent e;
        e.payment_id = numbered("P", ++number);
        if (roll(2) == 0) e.worker_id = p.id;
        else e.account = p.account;
        e.paid_on = on;
        e.amount_micro = amount;
        e.event_id = numbered("S", number);
        return e;
    };
    for (int m = 0; m < 3; ++m) {
        for (const World::Person& p : w.people) {
            const std::int64_t net = (roll(3) == 0 ? 200 : 150 + roll(100)) * kUnit;
            w.dues.push_back({p.id, firsts[m], lasts[m], net, lasts[m]});
            const std::int32_t on = lasts[m] + (roll(5) == 0 ? roll(12) : -roll(3));
            LedgerEvent e = event(p, on, net);
            if (roll(2) == 0) {
                e.period_start = firsts[m];
                e.period_end = lasts[m];
            }
            switch (roll(9)) {
                case 0: break;  // nothing was paid
                case 1: {
                    LedgerEvent rest = e;
                    e.amount_micro = net / 2;
                    rest.amount_micro = net - net / 2;
                    rest.payment_id += "b";
                    rest.event_id += "b";
                    w.events.push_back(e);
                    w.events.push_back(rest);
                    break;
                }
                case 2: {
                    w.events.push_back(e);
                    LedgerEvent again = e;
                    again.payment_id += "x";
                    again.event_id += "x";
                    w.events.push_back(again);
                    break;
                }
                case 3: {
                    e.status = records::PaymentStatus::returned;
                    w.events.push_back(e);
                    if (roll(2) == 0) {
                        LedgerEvent good = event(p, on + 5, net);
                        good.returned_of = e.payment_id;
                        w.events.push_back(good);
                    }
                    break;
                }
                case 4: {
                    e.amount_micro -= 10 * kUnit;
                    w.events.push_back(e);
                    break;
                }
                case 5: {
                    // A file, the bank's word, the statement, sometimes the way back.
                    LedgerEvent told = e;
                    told.end_to_end_id = numbered("E2E", number);
                    told.message_id = numbered("M", m);
                    told.batch_id = "B1";
                    LedgerEvent order = told;
                    order.status = records::PaymentStatus::instructed;
                    order.instructed_on = on - 1;
                    order.paid_on = records::kNone32;
                    order.event_id += "i";
                    w.events.push_back(order);
                    w.events.push_back(told);
                    if (roll(3) == 0) {
                        LedgerEvent back = told;
                        back.status = records::PaymentStatus::returned;
                        back.paid_on = on + 2;
                        back.event_id += "r";
                        w.events.push_back(back);
                    }
                    break;
                }
                case 6: {
                    e.account = numbered("NOBODY-", number);
                    e.worker_id.clear();
                    w.events.push_back(e);
                    break;
                }
                case 7: {
                    e.amount_micro += 2 * kUnit;
                    e.fee_micro = 2 * kUnit;
                    w.events.push_back(e);
                    break;
                }
                default: w.events.push_back(e);
            }
        }
        if (roll(4) == 0) {
            LedgerEvent batch;
            batch.payment_id = numbered("T", m);
            batch.event_id = numbered("TE", m);
            batch.message_id = numbered("M", m);
            batch.batch_id = "B1";
            batch.paid_on = lasts[m];
            batch.batch_count = 3;
            batch.amount_micro = 500 * kUnit;
            batch.grade = records::EvidenceGrade::c;
            w.events.push_back(batch);
        }
    }
    return w;
}

}  // namespace wageproof::reconcile::testing
