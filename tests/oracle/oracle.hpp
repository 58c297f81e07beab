// The exact oracle: walks parsed formulas, before any lowering, one row at a time, with rationals of any size.
//
// It shares with the engine only the parser's output (Pack, Expression), the frame (which rows there are) and the facts.
// The plan is asked for nothing but texts: what a symbol of a text fact stands for, and how a reason is worded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "oracle/three_valued.hpp"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/law/frame.hpp"
#include "wageproof/law/pack.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::oracle {

/// Evaluates expressions of one pack over one batch. Remembers the facts that it read and the formulas that it worked
/// out, by row, so that every line of a pack can be asked for on every row.
class Oracle {
public:
    /// @param as_known_on  values published later are left out, as in the plan
    /// @lifetime plan, frame and source outlive the oracle
    Oracle(const law::Plan& plan, const law::Frame& frame, law::FactSource& source,
           std::optional<std::int32_t> as_known_on = std::nullopt);

    /// The value of an expression of the pack for one row of a grain to which it spreads.
    [[nodiscard]] OracleValue evaluate(const law::Expression& expression, law::Grain grain, std::uint32_t row);

    /// The value of the pack's formula for one row of a grain to which it spreads.
    [[nodiscard]] OracleValue formula(std::uint32_t index, law::Grain grain, std::uint32_t row);

    /// The value of a parameter on a day; one key for each of its dimensions.
    [[nodiscard]] OracleValue look_up(const law::Parameter& parameter, const std::vector<OracleValue>& keys,
                                      std::int32_t date) const;

private:
    struct Place;

    law::Grain span_of(const Place& at) const;
    OracleValue value(const Place& at, law::Grain grain, std::uint32_t row);
    OracleValue own_value(const Place& at, std::uint32_t row);
    OracleValue child(const Place& at, std::size_t position, std::uint32_t row);

    OracleValue binary(const Place& at, std::uint32_t row);
    OracleValue member(const Place& at, std::uint32_t row);
    OracleValue tiers(const Place& at, std::uint32_t row);
    OracleValue call(const Place& at, std::uint32_t row);
    OracleValue pick(const Place& at, std::uint32_t row);
    OracleValue convert(const Place& at, std::uint32_t row);
    OracleValue parameter(const Place& at, std::uint32_t row);

    OracleValue aggregate(const Place& at, std::uint32_t row);
    OracleValue history(const Place& at, std::uint32_t row);
    OracleValue running(const Place& at, std::uint32_t row);
    OracleValue at_date(const Place& at, std::uint32_t row);
    [[nodiscard]] bool in_no_row(law::Grain grain, std::int64_t day) const;
    OracleValue outside(const Place& inner, std::uint32_t worker, std::int32_t date);
    OracleValue hired_on(std::uint32_t month);

    OracleValue date_call(const Place& at, std::uint32_t row);
    OracleValue add_working_days(const Place& at, std::uint32_t row);
    OracleValue feast(const Place& at, std::uint32_t row);

    OracleValue input(law::Input which, law::ValueType type, std::uint32_t row);
    template <class Read>
    OracleValue fact_from(const std::string& key, law::ValueType type, std::uint32_t row, Read read);

    [[nodiscard]] OracleValue read_row(const law::detail::Values& column, law::ValueType type, std::uint32_t row) const;
    [[nodiscard]] std::string reason_text(std::uint32_t reason) const;
    [[nodiscard]] std::string missing(const law::Parameter& parameter) const;
    [[nodiscard]] std::uint32_t worker_at(law::Grain grain, std::uint32_t row) const;

    const law::Plan& plan_;
    const law::Pack& pack_;
    const law::Frame& frame_;
    law::FactSource& source_;
    std::optional<std::int32_t> as_known_on_;
    std::map<std::string, law::detail::Values> facts_;
    std::unordered_map<std::uint64_t, OracleValue> formulas_;
};

/// A node of an expression.
struct Oracle::Place {
    const law::Expression& expression;
    const law::Node& node;

    [[nodiscard]] Place child(std::size_t position) const {
        return {expression, expression.nodes[node.children[position]]};
    }
    [[nodiscard]] std::size_t child_count() const noexcept { return node.children.size(); }
};

/// One value, without an oracle to keep.
[[nodiscard]] OracleValue evaluate(const law::Plan& plan, const law::Expression& expression, law::Grain grain,
                                   std::uint32_t row, const law::Frame& frame, law::FactSource& source);

}  // namespace wageproof::oracle
