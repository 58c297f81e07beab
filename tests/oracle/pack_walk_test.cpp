// The embedded packs on random worker-months, walked three times: by the compiled plan, by the oracle over the parsed
// formulas, and by the working. Each line on each row of its grain: applies, formula, limit, quantity, rounded amount.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <sstream>

#include "oracle/oracle.hpp"
#include "oracle/plan_value.hpp"
#include "oracle/random_formula.hpp"
#include "oracle/random_records.hpp"
#include "reconcile/batch_check.hpp"
#include "reconcile/run.hpp"
#include "wageproof/reconcile/explain.hpp"

namespace wageproof::oracle {
namespace {

using law::Grain;

constexpr std::uint64_t kFirstSeed = 20'260'206;
constexpr FolderSize kFolder{8, 3};
/// Periods from the 21st to the 20th.
constexpr FolderSize kPayMonths{.workers = 8, .months = 3, .period_from = 21};

/// The national packs.
constexpr std::array<const char*, 14> kPacks{"bd", "eg", "et", "ht", "id", "jo", "kh", "lk", "ls", "mg", "ni", "pk", "uz", "vn"};

/// Worker-months of each pack; WAGEPROOF_WALKS asks for more over all packs together.
std::uint64_t worker_months() {
    const char* wanted = std::getenv("WAGEPROOF_WALKS");
    return wanted == nullptr ? 120 : std::strtoull(wanted, nullptr, 10) / kPacks.size();
}

/// WAGEPROOF_WALKS_FROM moves the seeds, so that a large count can be run in pieces.
std::uint64_t first_seed() {
    const char* from = std::getenv("WAGEPROOF_WALKS_FROM");
    return kFirstSeed + (from == nullptr ? 0 : std::strtoull(from, nullptr, 10));
}

law::Function mode_of(const due::CompiledLine& line) {
    switch (line.mode) {
        case law::detail::RoundMode::half_even: return law::Function::round_half_even;
        case law::detail::RoundMode::half_up: return law::Function::round_half_up;
        case law::detail::RoundMode::up: return law::Function::round_up;
        case law::detail::RoundMode::down: return law::Function::round_down;
        case law::detail::RoundMode::half_away: break;
    }
    return law::Function::round_half_away;
}

/// All workers of one employer in one batch.
class Walk {
public:
    explicit Walk(const reconcile::EmployerPlan& plan)
        : plan_(plan), law_(*plan.setting->plan), batch_(*plan.setting), bookings_(*plan.setting, plan.sets),
          facts_(batch_, bookings_, plan.holes), evaluator_(law_) {
        batch_.load(plan.setting->employer.first_worker, plan.setting->employer.worker_count);
        bookings_.load(batch_);
        facts_.begin();
        evaluator_.begin(batch_.frame(), facts_);
        batch_.classify(evaluator_);
        if (plan.setting->wage_months.empty()) return;
        wage_months_ = std::make_unique<due::WageMonths>(batch_, facts_, evaluator_);
        wage_months_->begin();
    }

    /// The first value on which plan and oracle differ, in words; empty where there is none.
    std::string difference() {
        Way calendar{evaluator_, Oracle(law_, batch_.frame(), facts_), nullptr};
        std::string found;
        const law::Worktime& worktime = plan_.pack->worktime;
        for (const law::Expression* each : {&worktime.normal_day, &worktime.normal_week}) {
            if (found.empty() && !each->empty()) found = in_expression(calendar, "worktime", *each, each->root().grain);
        }
        for (const reconcile::LinePlan& line : plan_.lines) {
            if (found.empty() && !line.by_wage_months) found = in_line(calendar, line);
        }
        if (!wage_months_) return found;
        law::Evaluator& evaluator = wage_months_->evaluator();
        Way wage{evaluator, Oracle(law_, evaluator.frame(), *wage_months_), &batch_.frame()};
        for (const reconcile::LinePlan& line : plan_.lines) {
            if (found.empty() && line.by_wage_months) found = in_line(wage, line);
        }
        return found;
    }

private:
    /// The plan and the oracle over the same rows. `calendar`: where these have other months, the rows in which a line stands.
    struct Way {
        law::Evaluator& evaluator;
        Oracle oracle;
        const law::Frame* calendar;
    };

    std::string in_line(Way& way, const reconcile::LinePlan& line) {
        const law::Line& l = *line.compiled.line;
        std::string found;
        for (const law::Expression* each : {&l.when, &l.formula, &l.limit, &l.quantity}) {
            if (found.empty() && !each->empty()) found = in_expression(way, l.name, *each, l.grain);
        }
        return found.empty() ? in_due(way, line.compiled) : found;
    }

    std::string in_expression(Way& way, const std::string& name, const law::Expression& expression, Grain grain) {
        const law::detail::Values& column = way.evaluator.value_at_grain(law_.root_of(expression), grain);
        for (std::uint32_t row = 0; row < way.evaluator.frame().row_count(grain); ++row) {
            const OracleValue by_plan = of_plan(law_, column, expression.root().type, row);
            const OracleValue exact = way.oracle.evaluate(expression, grain, row);
            if (!agree(by_plan, exact)) return told(way, name, expression, grain, row, by_plan, exact);
        }
        return {};
    }

    /// The row of the way's months that stands in a row of the calendar's; kNoRow: none ends there.
    static std::uint32_t month_of(const Way& way, std::uint32_t row) {
        const auto g = static_cast<std::size_t>(Grain::month), p = static_cast<std::size_t>(Grain::period);
        const law::RowRanges& periods = way.calendar->inside[p][g];
        return periods.begin[row] == periods.end[row] ? law::kNoRow : way.evaluator.frame().up[p][g][periods.end[row] - 1];
    }

    /// What the line makes due: whether it applies, what is in doubt, the amount rounded.
    std::string in_due(Way& way, const due::CompiledLine& line) {
        const law::Line& l = *line.line;
        due::LineValues values;
        values.load(line, way.evaluator, way.calendar);
        if (values.never_applies()) return {};
        for (std::uint32_t row = 0; row < batch_.frame().row_count(l.grain); ++row) {
            const due::DueRow due = values.row(row);
            const bool moved = way.calendar != nullptr && l.grain == Grain::month;
            const std::uint32_t own = moved ? month_of(way, row) : row;
            if (own == law::kNoRow) {
                if (!due.known && due.silent) continue;
                return l.name + ": a month in which no period ends is told\n";
            }
            const OracleValue when = l.when.empty() ? truth(true) : way.oracle.evaluate(l.when, l.grain, own);
            const OracleValue exact = way.oracle.evaluate(l.formula, l.grain, own);
            const bool applies = !when.known || when.number != 0;
            bool same = due.applies == applies;
            if (same && applies) {
                const bool known = when.known && exact.known && !exact.lumped;
                same = due.known == known;
                if (same && known) {
                    const bool uncertain = when.uncertain || exact.uncertain ||
                                           l.provenance.confidence == law::Confidence::uncertain;
                    same = due.at_least == exact.at_least && due.uncertain == uncertain &&
                           due.zero == (exact.number == 0);
                    if (l.role != law::Role::limit) {
                        const OracleValue rounded = round_to(exact, mode_of(line), Rational(line.step_micro, 1'000'000));
                        same = same && rounded.number * 1'000'000 == due.rounded_micro;
                    }
                }
            }
            if (same) continue;
            std::ostringstream out;
            out << l.name << ", what is due on " << place(batch_.frame(), l.grain, row) << ": applies " << due.applies << ", known " << due.known
                << ", at least " << due.at_least << ", uncertain " << due.uncertain << ", " << due.rounded_micro
                << " millionths; oracle: when " << shown(when) << ", amount " << shown(exact) << '\n';
            return out.str();
        }
        return {};
    }

    [[nodiscard]] std::string place(const law::Frame& frame, Grain grain, std::uint32_t row) const {
        const auto g = static_cast<std::size_t>(grain);
        const auto& ids = *plan_.setting->index;
        return "row " + std::to_string(row) + " (" +
               std::string(plan_.setting->data->strings.view(ids.worker_id(batch_.first_worker() + frame.worker_of[g][row]))) +
               ", serial days " + std::to_string(frame.first_date[g][row]) + " to " + std::to_string(frame.last_date[g][row]) + ')';
    }

    std::string told(Way& way, const std::string& name, const law::Expression& expression, Grain grain,
                     std::uint32_t row, const OracleValue& by_plan, const OracleValue& exact) {
        std::ostringstream out;
        out << name << ": " << to_text(*plan_.pack, expression) << "\n  " << place(way.evaluator.frame(), grain, row) << ": plan " << shown(by_plan)
            << ", oracle " << shown(exact) << '\n' << deepest(way);
        return out.str();
    }

    /// The first formula on whose own rows the walks differ: where it began.
    std::string deepest(Way& way) {
        for (std::uint32_t i = 0; i < plan_.pack->formulas.size(); ++i) {
            const law::Formula& formula = plan_.pack->formulas[i];
            const law::NodeId root = law_.formula(i);
            if (root == law::kNoNode) continue;
            const law::detail::Values& column = way.evaluator.value_at_grain(root, formula.grain);
            for (std::uint32_t row = 0; row < way.evaluator.frame().row_count(formula.grain); ++row) {
                const OracleValue by_plan = of_plan(law_, column, formula.expression.root().type, row);
                const OracleValue exact = way.oracle.formula(i, formula.grain, row);
                if (agree(by_plan, exact)) continue;
                std::ostringstream out;
                out << "  begins in " << formula.name << " = " << to_text(*plan_.pack, formula.expression) << "\n  "
                    << place(way.evaluator.frame(), formula.grain, row) << ": plan " << shown(by_plan) << ", oracle " << shown(exact) << '\n';
                // Down to the operation on whose operands the walks still agree.
                auto at = static_cast<std::uint32_t>(formula.expression.nodes.size() - 1);
                for (bool deeper = true; deeper;) {
                    deeper = false;
                    out << "    in " << to_text(*plan_.pack, sub_tree(formula.expression, at)) << '\n';
                    for (const std::uint32_t child : formula.expression.nodes[at].children) {
                        const law::Expression part = sub_tree(formula.expression, child);
                        if (!spreads(part.root().grain, formula.grain)) continue;
                        const law::detail::Values& values = way.evaluator.value_at_grain(law_.nodes_of(formula.expression)[child], formula.grain);
                        const OracleValue planned = of_plan(law_, values, part.root().type, row);
                        const OracleValue asked = way.oracle.evaluate(part, formula.grain, row);
                        out << "      " << to_text(*plan_.pack, part) << " is " << shown(asked) << ", by the plan " << shown(planned) << '\n';
                        if (agree(planned, asked)) continue;
                        at = child;
                        deeper = true;
                        break;
                    }
                }
                return out.str();
            }
        }
        return {};
    }

    const reconcile::EmployerPlan& plan_;
    const law::Plan& law_;
    worktime::Batch batch_;
    due::Bookings bookings_;
    due::Facts facts_;
    law::Evaluator evaluator_;
    std::unique_ptr<due::WageMonths> wage_months_;  ///< null: the employer's months are the calendar's
};

bool same(const reconcile::Figure& a, const reconcile::Figure& b) { return a.given == b.given && (!a.given || a.value == b.value); }

bool same_row(const reconcile::Result& a, const reconcile::LineRow& x, const reconcile::Result& b, const reconcile::LineRow& y) {
    return x.first == y.first && x.last == y.last && a.names[x.name] == b.names[y.name] &&
           a.names[x.currency_name] == b.names[y.currency_name] && x.line == y.line && same(x.quantity, y.quantity) &&
           same(x.amount, y.amount) && same(x.booked, y.booked) && same(x.difference, y.difference) && x.status == y.status &&
           x.in_due == y.in_due && x.in_reconciliation == y.in_reconciliation;
}

std::string in_words(const reconcile::Result& result, const reconcile::LineRow& row) {
    std::ostringstream out;
    out << result.names[row.name] << " (" << row.first << " to " << row.last << ", line " << row.line << ')';
    const auto figure = [&](const char* name, const reconcile::Figure& each) {
        if (each.given) out << ' ' << name << ' ' << each.value;
    };
    figure("quantity", row.quantity);
    figure("amount", row.amount);
    figure("booked", row.booked);
    figure("difference", row.difference);
    out << " status " << static_cast<int>(row.status) << (row.in_due ? " due" : "") << (row.in_reconciliation ? " reconciled" : "");
    return out.str();
}

/// The working of one worker and period against what the check of everybody says of them; empty where they agree.
std::string working_differs(const records::Dataset& data, const reconcile::Result& checked, const std::string& worker,
                            std::int32_t day) {
    const auto working = reconcile::explain(data, {}, worker, day, "");
    if (!working.ok()) return worker + ": " + working.status().message() + '\n';
    const records::StringId id = data.strings.find(worker);
    std::vector<reconcile::LineRow> rows, nets;
    for (const reconcile::LineRow& row : checked.lines) {
        const bool touches = row.last >= (*working).period.first && row.first <= (*working).period.last;
        if (row.worker == id && touches) (row.line >= 0 ? rows : nets).push_back(row);
    }
    std::size_t next = 0;
    for (const reconcile::WorkingLine& line : (*working).lines) {
        if (!line.row.in_due && !line.row.in_reconciliation) continue;
        if (line.row.line < 0) {
            // What was paid for the period is told by the whole check alone.
            if (nets.size() != 1 || !same_row((*working).result, line.row, checked, nets.front())) {
                return worker + ", net: " + in_words((*working).result, line.row) + ", by the check " +
                       (nets.empty() ? "none" : in_words(checked, nets.front())) + '\n';
            }
            continue;
        }
        const std::string what = worker + ", " + line.line + " in the period with serial day " + std::to_string(day);
        if (next == rows.size()) return what + ": the check has no such row\n";
        if (!same_row((*working).result, line.row, checked, rows[next])) {
            return what + ": " + in_words((*working).result, line.row) + ", by the check " + in_words(checked, rows[next]) + '\n';
        }
        if (line.steps.empty() || line.steps.back().name != line.line) return what + ": no last step\n";
        ++next;
    }
    return next == rows.size() ? std::string() : worker + ": the check has more rows than the working\n";
}

class PackWalk : public testing::TestWithParam<const char*> {};

/// Random folders of one pack and size, each walked in every way.
void walk(const std::string& id, FolderSize size, std::uint64_t folders) {
    const auto pack = law::load_embedded(id);
    ASSERT_TRUE(pack.ok()) << pack.status().message();
    int failures = 0;
    for (std::uint64_t i = 0; i < folders && failures < 5; ++i) {
        const std::uint64_t seed = first_seed() + i;
        const auto data = readers::read_files(random_folder(seed, **pack, size));
        ASSERT_TRUE(data.ok()) << "seed " << seed << ": " << data.status().message();
        const reconcile::CheckOptions options;
        reconcile::Run run(*data, options);
        const auto started = run.start();
        ASSERT_TRUE(started.ok()) << "seed " << seed << ": " << started.message();
        const reconcile::EmployerPlan& employer = *run.employers().front();
        ASSERT_EQ(employer.setting->wage_months.empty(), size.period_from == 0);
        std::string found = Walk(employer).difference();
        reconcile::Result checked;
        const auto done = run.execute(checked);
        ASSERT_TRUE(done.ok()) << "seed " << seed << ": " << done.message();
        const auto& periods = employer.setting->periods;
        const std::string worker = "w" + std::to_string(seed % static_cast<std::uint64_t>(size.workers));
        found += working_differs(*data, checked, worker, periods[seed % periods.size()].first);
        if (found.empty()) continue;
        ++failures;
        ADD_FAILURE() << id << ", seed " << seed << ": " << found;
    }
}

std::uint64_t folders_of(FolderSize size) { return worker_months() / static_cast<std::uint64_t>(size.workers * size.months) + 1; }

TEST_P(PackWalk, PlanOracleAndWorkingAgree) { walk(GetParam(), kFolder, folders_of(kFolder)); }

TEST_P(PackWalk, TheyAgreeOnPeriodsThatAreMonthsOfTheirOwn) { walk(GetParam(), kPayMonths, (folders_of(kPayMonths) + 1) / 2); }

INSTANTIATE_TEST_SUITE_P(Embedded, PackWalk, testing::ValuesIn(kPacks),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace wageproof::oracle
