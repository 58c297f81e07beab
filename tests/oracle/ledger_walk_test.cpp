// The leave ledgers of the embedded packs, and of ledgers drawn from a seed, on random workers: the engine's accounts and daily
// balances against a ledger kept day by day with rationals.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <sstream>

#include "oracle/ledger_walk.hpp"
#include "oracle/random_records.hpp"
#include "reconcile/batch_check.hpp"
#include "reconcile/run.hpp"
#include "wageproof/law/embedded_packs.hpp"

namespace wageproof::oracle {
namespace {

using law::Grain;

constexpr FolderSize kLedgerFolder{8, 26, true, true};

/// Folders of each pack; WAGEPROOF_LEDGERS asks for more.
int folder_count(int usual) {
    const char* wanted = std::getenv("WAGEPROOF_LEDGERS");
    return wanted == nullptr ? usual : std::atoi(wanted);
}

std::int64_t micro_of(const Rational& days) {
    const Rational twice = days * 2'000'000;
    const Integer half = floor_of(days < 0 ? Rational(-twice + 1) : Rational(twice + 1)) / 2;
    return static_cast<std::int64_t>(half) * (days < 0 ? -1 : 1);
}

std::string shown(const MaybeDays& days) { return days ? days->str() : "not told"; }
std::string shown(const due::LeaveDays& days) { return days.told ? std::to_string(days.micro) + " millionths" : "not told"; }

/// The first account or day on which the engine and the walk differ, in words; empty where there is none.
std::string difference(const reconcile::EmployerPlan& plan, std::map<std::string, int>& seen) {
    const law::Plan& law = *plan.setting->plan;
    worktime::Batch batch(*plan.setting);
    due::Bookings bookings(*plan.setting, plan.sets);
    due::Facts facts(batch, bookings, plan.holes);
    law::Evaluator evaluator(law);
    batch.load(plan.setting->employer.first_worker, plan.setting->employer.worker_count);
    bookings.load(batch);
    facts.begin();
    evaluator.begin(batch.frame(), facts);
    batch.classify(evaluator);
    Oracle oracle(law, batch.frame(), facts);
    for (std::uint32_t i = 0; i < plan.pack->ledgers.size(); ++i) {
        const law::Ledger& ledger = plan.pack->ledgers[i];
        const auto& accounts = facts.ledgers().accounts(i, evaluator);
        law::detail::Values daily;
        daily.grain = Grain::day;
        facts.ledgers().balance(i, evaluator, daily);
        for (std::uint32_t w = 0; w < accounts.size(); ++w) {
            LedgerWalk walk(oracle, law, ledger, batch.frame(), facts, *plan.setting, plan.holes, w);
            walk.walk();
            const LedgerStatement& exact = walk.statement();
            const due::LeaveAccount& own = accounts[w];
            std::ostringstream where;
            where << ledger.leave_type << " of w" << w;
            if (own.kept != exact.kept) return where.str() + (own.kept ? ": kept" : ": not kept");
            if (own.kept) {
                where << " on serial day " << own.as_of << ": ";
                if (own.as_of != exact.as_of) return where.str() + "the walk states day " + std::to_string(exact.as_of);
                const std::tuple<const char*, const due::LeaveDays*, const MaybeDays*> figures[] = {
                    {"earned", &own.earned, &exact.earned}, {"taken", &own.taken, &exact.taken}, {"encashed", &own.encashed, &exact.encashed},
                    {"lapsed", &own.lapsed, &exact.lapsed}, {"balance", &own.balance, &exact.balance}};
                for (const auto& [name, engine, walked] : figures) {
                    const bool same = engine->told == walked->has_value() && (!engine->told || engine->micro == micro_of(**walked));
                    if (!same) return where.str() + name + ' ' + shown(*engine) + ", by the walk " + shown(*walked);
                    if (engine->told && engine->micro != 0) ++seen[name];
                }
            }
            std::vector<due::Overdraft> overdrafts;
            for (const due::Overdraft& o : facts.ledgers().overdrafts(i, evaluator)) {
                if (o.worker == w) overdrafts.push_back(o);
            }
            const std::vector<LeaveBeyond>& beyond = walk.beyond();
            bool same_overdrafts = overdrafts.size() == beyond.size();
            for (std::size_t k = 0; same_overdrafts && k < beyond.size(); ++k) {
                same_overdrafts = overdrafts[k].period == beyond[k].period && overdrafts[k].taken_micro == micro_of(beyond[k].taken) && overdrafts[k].beyond_micro == micro_of(beyond[k].beyond);
                ++seen["beyond"];
            }
            if (!same_overdrafts) {
                return where.str() + "leave beyond the balance in " + std::to_string(overdrafts.size()) + " periods, by the walk in " + std::to_string(beyond.size());
            }
            if (daily.uniform) continue;
            for (std::uint32_t d = 0; d < batch.frame().days_per_worker; ++d) {
                const std::size_t row = std::size_t{w} * batch.frame().days_per_worker + d;
                const MaybeDays& exact_day = walk.balances()[d];
                const bool told = daily.has_value(row);
                const bool same = told == exact_day.has_value() &&
                                  (!told || Rational(daily.numerators[row]) == *exact_day * daily.denominator_at(row));
                if (same) continue;
                return where.str() + "on serial day " + std::to_string(batch.frame().first_day + static_cast<std::int32_t>(d)) + " the balance is " +
                       (told ? std::to_string(daily.numerators[row]) + '/' + std::to_string(daily.denominator_at(row)) : "not told") + ", by the walk " + shown(exact_day);
            }
        }
    }
    return {};
}

std::string check_folder(std::vector<readers::InputFile> files, const reconcile::CheckOptions& options, std::map<std::string, int>& seen) {
    const auto data = readers::read_files(std::move(files));
    if (!data.ok()) return data.status().message();
    reconcile::Run run(*data, options);
    const auto started = run.start();
    if (!started.ok()) return started.message();
    return difference(*run.employers().front(), seen);
}

TEST(LedgerWalk, EmbeddedPacksAgree) {
    std::map<std::string, int> seen;
    for (const char* id : {"bd", "eg", "et", "ht", "id", "jo", "kh", "lk", "ls", "mg", "ni", "pk", "uz", "vn", "pk-punjab-code-2026"}) {
        const auto pack = law::load_embedded(id);
        ASSERT_TRUE(pack.ok()) << pack.status().message();
        int failures = 0;
        for (int i = 0; i < folder_count(2) && failures < 2; ++i) {
            const auto seed = static_cast<std::uint64_t>(7'000 + i);
            const std::string found = check_folder(random_folder(seed, **pack, kLedgerFolder), {}, seen);
            if (found.empty()) continue;
            ++failures;
            ADD_FAILURE() << id << ", seed " << seed << ": " << found;
        }
    }
    for (const char* name : {"earned", "taken", "encashed", "lapsed", "balance", "beyond"}) EXPECT_GT(seen[name], 5) << name;
}

/// A ledger of any make, laid over Cambodia's law.
std::string random_ledger(Random& random) {
    std::string text = R"({"pack": "drawn", "version": "1", "title": "Drawn", "extends": "kh",
      "sources": {"made": {"instrument": "Made up"}}, "ledgers": {"annual": {"source": "made")";
    const auto field = [&](const char* name, const std::string& value) { text += std::string(", \"") + name + "\": \"" + value + '"'; };
    const auto days = [&] { return std::to_string(draw(random, 1, 40)) + " / " + std::to_string(draw(random, 1, 12)); };
    const std::string grain = pick_one(random, std::vector<std::string>{"month", "month", "year", "service_year"});
    field("grain", grain);
    if (grain == "service_year" && chance(random, 40)) field("every", std::to_string(draw(random, 2, 3)));
    const std::string tenure = grain == "service_year" ? "known_or(service_years, 0)" : "last(known_or(service_years, 0))";
    const std::string years = grain == "service_year" ? "service_years" : "last(service_years)";
    field("earn", chance(random, 40)   ? days()
                  : chance(random, 60) ? "if " + tenure + " < " + std::to_string(draw(random, 1, 4)) + " then " + days() + " else " + days()
                                       : years + " / 3 + 1");
    const bool start = chance(random, 50);
    field("credited", start ? "start" : "end");
    if (grain == "service_year" && !start && chance(random, 60)) field("unfinished", days());
    if (chance(random, 20)) {
        field("taken", "if is_scheduled then leave(\\\"annual\\\") * 3 / 2 else 0");
    } else {
        if (chance(random, 30)) text += R"(, "takes": ["annual", "casual"])";
        if (chance(random, 30)) field("days", "calendar");
    }
    if (chance(random, 40)) field("available_from", chance(random, 70) ? "add_months(hired_on, " + std::to_string(draw(random, 1, 24)) + ")" : "date(2020, 5, 1)");
    if (chance(random, 30)) field("cap", chance(random, 70) ? std::to_string(draw(random, 0, 40)) : "service_years * 5");
    if (chance(random, 50)) {
        field("carry", chance(random, 30) ? "0" : chance(random, 70) ? std::to_string(draw(random, 0, 20)) : "service_years * 2");
        if (chance(random, 40)) field("surplus", "paid");
        if (chance(random, 60)) field("leave_year", pick_one(random, std::vector<std::string>{"calendar", "service", "04-01", "11-15"}));
    }
    if (chance(random, 40)) field("lapse_after", chance(random, 70) ? std::to_string(draw(random, 1, 15)) : "3 + floor(service_years)");
    if (chance(random, 20)) field("paid_by", "leave.annual");
    return text + R"(}}, "cases": []})";
}

TEST(LedgerWalk, LedgersOfAnyMakeAgree) {
    Random random(20'261'122);
    std::map<std::string, int> seen;
    int failures = 0;
    for (int i = 0; i < folder_count(40) && failures < 3; ++i) {
        const std::string text = random_ledger(random);
        const law::PackResolver embedded = law::embedded_resolver();
        const law::PackResolver packs = [&](std::string_view id) { return id == "drawn" ? quantity::Result<law::PackText>(law::PackText{text, "drawn.json"}) : embedded(id); };
        const std::vector<std::string> ids{"kh", "drawn"};
        const auto pack = law::load_packs(ids, &packs);
        ASSERT_TRUE(pack.ok()) << pack.status().message() << '\n' << text;
        auto files = random_folder(static_cast<std::uint64_t>(9'000 + i), **pack, kLedgerFolder);
        reconcile::CheckOptions options;
        options.packs = &packs;
        options.law = ids;
        const std::string found = check_folder(std::move(files), options, seen);
        if (found.empty()) continue;
        ++failures;
        ADD_FAILURE() << "folder " << i << ": " << found << '\n' << text;
    }
    for (const char* name : {"earned", "taken", "encashed", "lapsed", "balance", "beyond"}) EXPECT_GT(seen[name], 5) << name;
}

}  // namespace
}  // namespace wageproof::oracle
