// A leave ledger kept day by day: the oracle's own, from the rows of the records and the oracle's values of the pack's formulas.
//
// It shares no step with the engine's ledgers, which gather events and sort them. What a day brings, in this order: days paid
// out, an opening balance of the day before the records, credits that lapse, the leave year's change, an opening balance,
// credits of a beginning, leave, credits of an end, the final balance.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"
#include "wageproof/due/hole.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::oracle {

/// Days, or nothing where they cannot be told.
using MaybeDays = std::optional<Rational>;

/// What the account of one worker says on the last day that is reported.
struct LedgerStatement {
    bool kept = false;
    std::int32_t as_of = 0;
    MaybeDays earned, taken, encashed, lapsed, balance;
};

/// Leave of one period beyond what could be taken.
struct LeaveBeyond {
    std::uint32_t period = 0;
    Rational taken, beyond;
};

/// One worker's ledger from the first day of the records to the last.
class LedgerWalk {
public:
    /// @param worker  position in the batch, which holds the employer's workers from the first on
    LedgerWalk(Oracle& oracle, const law::Plan& plan, const law::Ledger& ledger, const law::Frame& frame, law::FactSource& facts,
               const worktime::Setting& setting, const std::vector<due::Hole>& holes, std::uint32_t worker);

    /// Walks all days.
    void walk();
    [[nodiscard]] const LedgerStatement& statement() const noexcept { return statement_; }
    [[nodiscard]] const std::vector<LeaveBeyond>& beyond() const noexcept { return beyond_; }
    /// The balance when each day of the timeline is over.
    [[nodiscard]] const std::vector<MaybeDays>& balances() const noexcept { return balances_; }

private:
    /// What is left of a credit, and the day from which it is gone.
    struct Lot {
        Rational left;
        std::int32_t gone = INT32_MAX;
    };

    void find_employment();
    void payouts(std::int32_t day);
    void openings(std::int32_t as_of, bool final_one);
    void morning(std::int32_t day);
    void leave_year_changes(std::int32_t day);
    void credits(std::int32_t day, bool at_start);
    void credit(std::int32_t day, const law::Expression& expression);
    void leave(std::int32_t day);
    void holes(std::int32_t day);
    void take(std::int32_t day, const Rational& days);
    void end_period(std::int32_t day);
    void state();
    void open(const Rational& days);
    void spend(const Rational& days);
    [[nodiscard]] bool balance_told() const;
    [[nodiscard]] Rational balance() const;
    [[nodiscard]] std::uint32_t row_of(std::int32_t day) const;
    [[nodiscard]] bool fact(law::Input input, std::int32_t day);
    [[nodiscard]] OracleValue on(const law::Expression& expression, std::int32_t day);
    [[nodiscard]] std::vector<std::pair<std::int32_t, std::int32_t>> service_spans() const;

    Oracle& oracle_;
    const law::Plan& plan_;
    const law::Ledger& ledger_;
    const law::Frame& frame_;
    law::FactSource& facts_;
    const worktime::Setting& setting_;
    const std::vector<due::Hole>& holes_;
    std::uint32_t worker_;
    std::map<law::Input, law::detail::Values> columns_;

    std::int32_t first_ = INT32_MAX, last_ = INT32_MIN;  ///< days employed
    std::optional<std::int32_t> hired_;
    bool left_ = false, hired_here_ = false;

    std::deque<Lot> lots_;                 ///< the oldest first; the last may be a debt
    Rational earned_, taken_, encashed_, lapsed_;
    bool known_ = false;                   ///< there is a balance to begin with
    bool earned_told_ = true, taken_told_ = true, encashed_told_ = true, lapsed_told_ = true, lots_told_ = true;
    bool open_ = false, always_open_ = false, leave_lost_ = false;  ///< by rows that could not be read
    Rational period_taken_, period_early_, debt_;  ///< of the pay period at hand; debt: at its beginning
    LedgerStatement statement_;
    std::vector<LeaveBeyond> beyond_;
    std::vector<MaybeDays> balances_;
};

}  // namespace wageproof::oracle
