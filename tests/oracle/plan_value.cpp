#include "oracle/plan_value.hpp"

#include <sstream>

#include "law/big_column.hpp"

namespace wageproof::oracle {

OracleValue of_plan(const law::Plan& plan, const law::detail::Values& column, law::ValueType type, std::size_t row) {
    const law::detail::Flags flags = column.flag(row);
    const std::string& why = plan.reasons()[column.reason(row)];
    if ((flags & law::detail::kNotGiven) != 0) return not_given(why);
    if ((flags & law::detail::kUnknown) != 0) return unknown(why);
    OracleValue out;
    out.number = law::detail::rational_at(column, row);
    if (type == law::ValueType::text) {
        const auto symbol = static_cast<std::int64_t>(numerator(out.number));
        out.other_text = symbol == law::kOtherSymbol;
        if (!out.other_text) out.text = plan.symbols()[static_cast<std::size_t>(symbol)];
        out.number = 0;
    }
    out.uncertain = (flags & law::detail::kUncertain) != 0;
    out.at_least = (flags & law::detail::kAtLeast) != 0;
    out.lumped = (flags & law::detail::kLumped) != 0;
    return out;
}

bool agree(const OracleValue& by_plan, const OracleValue& exact) {
    if (by_plan.known != exact.known || by_plan.not_given != exact.not_given) return false;
    // What lies in no span has no name for what is missing; a neighbour's name is as good.
    if (!exact.known) return exact.causes.contains(by_plan.reason) || exact.causes.contains(std::string());
    return by_plan.number == exact.number && by_plan.text == exact.text && by_plan.other_text == exact.other_text &&
           by_plan.at_least == exact.at_least && by_plan.uncertain == exact.uncertain &&
           by_plan.lumped == exact.lumped;
}

std::string shown(const OracleValue& v) {
    std::ostringstream out;
    if (!v.known) {
        out << (v.not_given ? "not given" : "unknown") << " (" << v.reason << ')';
        return out.str();
    }
    out << v.number << (v.text.empty() ? "" : " " + v.text) << (v.other_text ? " other" : "") << (v.at_least ? " at least" : "")
        << (v.uncertain ? " uncertain" : "") << (v.lumped ? " lumped" : "");
    return out.str();
}

}  // namespace wageproof::oracle
