// What must hold of payments whatever comes: nothing is lost or counted twice, and neither order nor repetition matters.
#include "wageproof/reconcile/ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "ledger_world.hpp"

namespace wageproof::reconcile::testing {
namespace {

using records::EvidenceGrade;
using records::PaymentStatus;

constexpr std::uint64_t kWorlds = 300;

LedgerEvent paid(std::string id, std::string worker, std::int32_t on, std::int64_t amount) {
    LedgerEvent e;
    e.payment_id = std::move(id);
    e.worker_id = std::move(worker);
    e.paid_on = on;
    e.amount_micro = amount;
    return e;
}

Ledger one_worker() {
    Ledger ledger("E1", "USD");
    EXPECT_TRUE(ledger.add_worker("W1", "ACC 1").ok());
    EXPECT_TRUE(ledger.add_due({"W1", day(2026, 2, 1), day(2026, 2, 28), 200 * kUnit, day(2026, 2, 28)}).ok());
    return ledger;
}

LedgerPeriod only_period(const Ledger& ledger, EvidenceGrade evidence = EvidenceGrade::b) {
    const auto state = ledger.state_of("W1", evidence);
    EXPECT_TRUE(state.ok());
    EXPECT_EQ(state->periods.size(), 1U);
    return state->periods.empty() ? LedgerPeriod{} : state->periods.front();
}

TEST(LedgerProperty, NetIsPaidAndOpenWithNothingLeftOver) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        const World world = make_world(seed);
        std::int64_t net = 0, explained = 0;
        for (const auto& [id, state] : world.ledger().all_states()) {
            for (const LedgerPeriod& p : state.periods) {
                const std::int64_t sum = p.paid_micro - p.twice_micro - p.over_micro - p.fee_micro + p.open_micro;
                ASSERT_EQ(p.net_micro, sum) << "seed " << seed << ", " << id;
                net += p.net_micro;
                explained += sum;
            }
        }
        ASSERT_EQ(net, explained) << "seed " << seed;
    }
}

TEST(LedgerProperty, EveryLivePaymentIsInSomeStateOrUnmatched) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        World world = make_world(seed);
        // Rows of one event each, and of known workers: then the sums must meet.
        std::int64_t told = 0;
        std::vector<LedgerEvent> plain;
        for (LedgerEvent& e : world.events) {
            if (e.worker_id.empty() || !e.end_to_end_id.empty() || e.status != PaymentStatus::settled) continue;
            told += e.amount_micro;
            plain.push_back(e);
        }
        world.events = plain;
        std::int64_t found = 0;
        for (const auto& [id, state] : world.ledger().all_states()) {
            for (const LedgerPeriod& p : state.periods) found += p.paid_micro + p.pending_micro;
            found += state.outside_micro;
        }
        ASSERT_EQ(told, found) << "seed " << seed;
    }
}

TEST(LedgerProperty, OrderOfEventsChangesNothing) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        World world = make_world(seed);
        const auto before = world.ledger().all_states();
        std::mt19937_64 engine(seed * 7);
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = world.events.size(); i > 1; --i) std::swap(world.events[i - 1], world.events[engine() % i]);
            ASSERT_EQ(before, world.ledger().all_states()) << "seed " << seed;
        }
    }
}

TEST(LedgerProperty, TheSameEventsTwiceChangeNothing) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        World world = make_world(seed);
        const auto before = world.ledger().all_states();
        const std::vector<LedgerEvent> once = world.events;
        world.events.insert(world.events.end(), once.begin(), once.end());
        ASSERT_EQ(before, world.ledger().all_states()) << "seed " << seed;
    }
}

TEST(LedgerProperty, AnAnswerAtAnyTimeIsTheBatchRunsAnswer) {
    for (std::uint64_t seed = 1; seed <= kWorlds / 3; ++seed) {
        const World world = make_world(seed);
        Ledger ledger = world.empty_ledger();
        for (std::size_t i = 0; i < world.events.size(); ++i) {
            ASSERT_TRUE(ledger.add_event(world.events[i]).ok());
            if (i % 5 != 4 && i + 1 != world.events.size()) continue;
            for (const EvidenceGrade evidence : {EvidenceGrade::b, EvidenceGrade::d}) {
                for (const auto& [id, state] : ledger.all_states(evidence)) {
                    const auto alone = ledger.state_of(id, evidence);
                    ASSERT_TRUE(alone.ok());
                    ASSERT_EQ(state, *alone) << "seed " << seed << ", " << id << " after event " << i;
                }
            }
        }
    }
}

class LedgerFile : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(::testing::TempDir()) / ("wageproof-ledger-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()));
        std::filesystem::create_directories(folder_);
        path_ = (folder_ / "ledger").string();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_;
    std::string path_;
};

TEST_F(LedgerFile, ComesBackAsItWas) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Ledger ledger = make_world(seed).ledger();
        LedgerEvent odd = paid("tab\tand\nline\\", "W0", day(2026, 3, 1), kUnit);
        ASSERT_TRUE(ledger.add_event(odd).ok());
        ASSERT_TRUE(ledger.save(path_).ok());
        const auto back = Ledger::load(path_);
        ASSERT_TRUE(back.ok()) << back.status().message();
        EXPECT_EQ(back->event_count(), ledger.event_count());
        EXPECT_EQ(back->all_states(), ledger.all_states());
    }
}

TEST_F(LedgerFile, IsRefusedWhereItIsNotWhole) {
    ASSERT_TRUE(make_world(3).ledger().save(path_).ok());
    std::ifstream in(path_, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    for (std::size_t length = 0; length < text.size(); length += 1 + text.size() / 60) {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << text.substr(0, length);
        EXPECT_FALSE(Ledger::load(path_).ok()) << length;
    }
    std::string changed = text;
    changed[changed.find("W1")] = 'V';
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << changed;
    EXPECT_FALSE(Ledger::load(path_).ok());
    EXPECT_EQ(Ledger::load(path_ + "-that-is-not-there").status().code(), quantity::StatusCode::io_error);
}

TEST_F(LedgerFile, AHalfWrittenSuccessorLeavesTheOldOneWhole) {
    const Ledger old = make_world(4).ledger();
    ASSERT_TRUE(old.save(path_).ok());
    // What a crash in the middle of saving leaves behind.
    std::ofstream(path_ + ".part") << "wageproof-ledger\t1\tE1";
    const auto back = Ledger::load(path_);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->all_states(), old.all_states());
    EXPECT_TRUE(old.save(path_).ok());
    EXPECT_FALSE(std::filesystem::exists(path_ + ".part"));
}

TEST(LedgerEvents, OneBookingToldInThreeStatementsCountsOnce) {
    Ledger ledger = one_worker();
    for (int file = 0; file < 3; ++file) {
        LedgerEvent e = paid("", "W1", day(2026, 2, 27), 200 * kUnit);
        e.event_id = "REF1/0";
        e.payment_id = numbered("statement-", file);
        ASSERT_TRUE(ledger.add_event(e).ok());
    }
    EXPECT_EQ(only_period(ledger).paid_micro, 200 * kUnit);
    EXPECT_EQ(only_period(ledger).twice_micro, 0);
}

TEST(LedgerEvents, AReturnFlipsTheStateAndAReissueFlipsItBackWithItsDelay) {
    Ledger ledger = one_worker();
    LedgerEvent first = paid("P1", "W1", day(2026, 2, 28), 200 * kUnit);
    first.transaction_id = "T1";
    ASSERT_TRUE(ledger.add_event(first).ok());
    EXPECT_EQ(only_period(ledger).open_micro, 0);
    LedgerEvent back = first;
    back.status = PaymentStatus::returned;
    back.paid_on = day(2026, 3, 3);
    back.reason = "AC04";
    ASSERT_TRUE(ledger.add_event(back).ok());
    EXPECT_EQ(only_period(ledger).open_micro, 200 * kUnit);
    EXPECT_EQ(only_period(ledger).returned_micro, 200 * kUnit);
    LedgerEvent again = paid("P2", "W1", day(2026, 3, 10), 200 * kUnit);
    again.returned_of = "P1";
    ASSERT_TRUE(ledger.add_event(again).ok());
    EXPECT_EQ(only_period(ledger).open_micro, 0);
    EXPECT_EQ(only_period(ledger).returned_micro, 0);
    EXPECT_EQ(only_period(ledger).late_days, 10);
}

TEST(LedgerEvents, AnExceptionListRejectsOneLineOfABatchAndTheDebitSettlesTheRest) {
    Ledger ledger("E1", "USD");
    for (const char* id : {"W1", "W2"}) {
        ASSERT_TRUE(ledger.add_worker(id, std::string("ACC-") + id).ok());
        ASSERT_TRUE(ledger.add_due({id, day(2026, 2, 1), day(2026, 2, 28), 200 * kUnit, day(2026, 2, 28)}).ok());
        LedgerEvent order;
        order.account = std::string("acc") + id;
        order.end_to_end_id = std::string("E-") + id;
        order.message_id = "M1";
        order.batch_id = "B1";
        order.status = PaymentStatus::instructed;
        order.instructed_on = day(2026, 2, 26);
        order.amount_micro = 200 * kUnit;
        ASSERT_TRUE(ledger.add_event(order).ok());
        if (id == std::string("W1")) continue;
        order.status = PaymentStatus::rejected;
        order.reason = "AC01";
        ASSERT_TRUE(ledger.add_event(order).ok());
    }
    EXPECT_EQ(only_period(ledger).pending_micro, 200 * kUnit);
    LedgerEvent debit;
    debit.message_id = "M1";
    debit.batch_id = "B1";
    debit.paid_on = day(2026, 2, 27);
    debit.amount_micro = 200 * kUnit;
    debit.batch_count = 1;
    debit.grade = EvidenceGrade::c;
    ASSERT_TRUE(ledger.add_event(debit).ok());
    EXPECT_EQ(only_period(ledger, EvidenceGrade::b).paid_micro, 0) << "a batch debit without items proves little while it may come back";
    EXPECT_EQ(only_period(ledger, EvidenceGrade::c).paid_micro, 200 * kUnit);
    EXPECT_EQ(ledger.state_of("W2", EvidenceGrade::c)->periods.front().open_micro, 200 * kUnit);
    // Two weeks later nothing has come back.
    LedgerEvent other = paid("X", "W2", day(2026, 3, 14), 200 * kUnit);
    ASSERT_TRUE(ledger.add_event(other).ok());
    EXPECT_EQ(only_period(ledger, EvidenceGrade::b).paid_micro, 200 * kUnit);
}

TEST(LedgerEvents, ATieStaysOpen) {
    Ledger ledger("E1", "USD");
    for (const char* id : {"W1", "W2"}) {
        ASSERT_TRUE(ledger.add_worker(id, "SAME").ok());
        ASSERT_TRUE(ledger.add_due({id, day(2026, 2, 1), day(2026, 2, 28), 200 * kUnit, day(2026, 2, 28)}).ok());
    }
    LedgerEvent e;
    e.account = "same";
    e.paid_on = day(2026, 2, 28);
    e.amount_micro = 200 * kUnit;
    ASSERT_TRUE(ledger.add_event(e).ok());
    for (const auto& [id, state] : ledger.all_states()) EXPECT_EQ(state.periods.front().paid_micro, 0) << id;
}

TEST(LedgerEvents, RefusesWhatSaysNothing) {
    Ledger ledger = one_worker();
    EXPECT_FALSE(ledger.add_event({}).ok());
    EXPECT_FALSE(ledger.add_event(paid("P", "W1", records::kNone32, kUnit)).ok());
    EXPECT_FALSE(ledger.add_event(paid("P", "W1", day(2026, 2, 1), -kUnit)).ok());
    EXPECT_FALSE(ledger.add_worker("W1", "").ok());
    EXPECT_FALSE(ledger.add_due({"W9", 1, 2, kUnit, 2}).ok());
    EXPECT_FALSE(ledger.add_due({"W1", day(2026, 2, 20), day(2026, 3, 20), kUnit, 2}).ok());
    EXPECT_FALSE(ledger.state_of("W9").ok());
}

}  // namespace
}  // namespace wageproof::reconcile::testing
