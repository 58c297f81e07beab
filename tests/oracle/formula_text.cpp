// Formulas back to text, and smaller formulas out of larger ones: what a report of a disagreement needs.
#include <array>
#include <map>

#include "oracle/random_formula.hpp"

namespace wageproof::oracle {

using law::NodeKind;

namespace {

constexpr std::array<std::string_view, 15> kOperators{"",  "-", "not ", " + ", " - ",  " * ", " / ",  " < ",
                                                      " <= ", " = ", " != ", " > ", " >= ", " and ", " or "};
constexpr std::array<std::string_view, 44> kFunctions{
    "sum", "count", "largest", "smallest", "any", "all", "first", "last", "min", "max", "clamp", "abs", "floor", "ceil",
    "round_half_away", "round_half_even", "round_half_up", "round_up", "round_down", "given", "known_or", "date", "year",
    "month", "day", "weekday", "end_of_month", "add_days", "add_months", "add_years", "add_working_days", "days_between",
    "completed_months", "completed_years", "next_birthday", "feast", "booked", "leave", "leave_calendar", "average",
    "highest", "total", "average_before", "highest_before"};
constexpr std::array<std::string_view, 8> kGrains{"constant", "day", "part", "week", "period", "month", "quarter", "year"};

std::string_view function_name(law::Function function) {
    if (function == law::Function::total_before) return "total_before";
    if (function == law::Function::at) return "at";
    if (function == law::Function::convert) return "convert";
    if (function == law::Function::running) return "running";
    if (function == law::Function::balance) return "balance";
    return kFunctions[static_cast<std::size_t>(function)];
}

std::string text_of(const law::Pack& pack, const law::Expression& expression, const law::Node& node) {
    const auto child = [&](std::size_t i) { return text_of(pack, expression, expression.nodes[node.children[i]]); };
    switch (node.kind) {
        case NodeKind::number:
            return std::to_string(node.numerator) + (node.denominator == 1 ? "" : '/' + std::to_string(node.denominator));
        case NodeKind::text: return '"' + node.text + '"';
        case NodeKind::boolean: return node.numerator != 0 ? "true" : "false";
        case NodeKind::date: return '@' + std::to_string(node.numerator);
        case NodeKind::input: return std::string(law::inputs()[node.index].name);
        case NodeKind::attribute: return pack.attributes[node.index].name;
        case NodeKind::parameter: return pack.parameters[node.index].name;
        case NodeKind::formula: return pack.formulas[node.index].name;
        case NodeKind::unary: return std::string(kOperators[static_cast<std::size_t>(node.op)]) + child(0);
        case NodeKind::binary:
            return '(' + child(0) + std::string(kOperators[static_cast<std::size_t>(node.op)]) + child(1) + ')';
        case NodeKind::choice: return "(if " + child(0) + " then " + child(1) + " else " + child(2) + ')';
        default: break;
    }
    std::string out = node.kind == NodeKind::call     ? std::string(function_name(node.function))
                      : node.kind == NodeKind::member ? "member"
                                                      : "tiers";
    out += '(';
    if (node.children.empty()) out += '"' + node.text + '"';
    for (std::size_t i = 0; i < node.children.size(); ++i) out += (i == 0 ? "" : ", ") + child(i);
    if (node.kind == NodeKind::call && node.function <= law::Function::last) {
        out += ", " + std::string(kGrains[static_cast<std::size_t>(node.grain)]);
    }
    if (node.kind == NodeKind::call && node.function == law::Function::running) {
        out += ", " + std::string(kGrains[static_cast<std::size_t>(node.span)]);
    }
    return out + ')';
}

std::uint32_t copy_tree(const law::Expression& from, std::uint32_t at, law::Expression& to) {
    law::Node node = from.nodes[at];
    for (std::uint32_t& child : node.children) child = copy_tree(from, child, to);
    to.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(to.nodes.size() - 1);
}

}  // namespace

std::string to_text(const law::Pack& pack, const law::Expression& expression) {
    return text_of(pack, expression, expression.root());
}

law::Expression sub_tree(const law::Expression& expression, std::uint32_t root) {
    law::Expression out;
    copy_tree(expression, root, out);
    return out;
}

}  // namespace wageproof::oracle
