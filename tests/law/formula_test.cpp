// What a formula becomes: precedence, literals, units and grains.
#include <gtest/gtest.h>

#include "law/grains.hpp"
#include "law/pack_files.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::law::testing {
namespace {

std::string operator_text(Operator op) {
  constexpr std::string_view kNames[] = {"none", "neg", "not", "+", "-", "*", "/", "<", "<=", "=", "!=", ">", ">=", "and", "or"};
  return std::string(kNames[static_cast<std::size_t>(op)]);
}

/// The tree in prefix form: `(+ 1 (* 2 3))`.
std::string tree(const Pack& pack, const Expression& expression, std::uint32_t at) {
  const Node& node = expression.nodes[at];
  std::string out;
  const auto children = [&] {
    for (const std::uint32_t child : node.children) {
      EXPECT_LT(child, at);
      out += " " + tree(pack, expression, child);
    }
    return out + ")";
  };
  switch (node.kind) {
    case NodeKind::number:
      return std::to_string(node.numerator) + (node.denominator == 1 ? "" : "/" + std::to_string(node.denominator));
    case NodeKind::text: return "'" + node.text + "'";
    case NodeKind::boolean: return node.numerator != 0 ? "true" : "false";
    case NodeKind::date: return "@" + std::to_string(node.numerator);
    case NodeKind::input: return std::string(inputs()[node.index].name);
    case NodeKind::attribute: return pack.attributes[node.index].name;
    case NodeKind::formula: return pack.formulas[node.index].name;
    case NodeKind::parameter: out = "(" + pack.parameters[node.index].name; return children();
    case NodeKind::unary:
    case NodeKind::binary: out = "(" + operator_text(node.op); return children();
    case NodeKind::choice: out = "(if"; return children();
    case NodeKind::member: out = "(in"; return children();
    case NodeKind::call: out = "(f" + std::to_string(static_cast<int>(node.function)) + (node.text.empty() ? "" : " '" + node.text + "'"); return children();
    case NodeKind::tiers: out = "(tiers"; return children();
  }
  return out;
}

struct Tried {
  std::shared_ptr<const Pack> pack;
  const Formula* formula = nullptr;
  [[nodiscard]] const Node& root() const { return formula->expression.root(); }
  [[nodiscard]] std::string text() const {
    return tree(*pack, formula->expression, static_cast<std::uint32_t>(formula->expression.nodes.size() - 1));
  }
};

Tried tried(const std::string& formula, const std::string& grain = "part") {
  Tried out{loaded(pack_with_formula(formula, grain)), nullptr};
  if (out.pack == nullptr) return out;
  for (const Formula& each : out.pack->formulas) {
    if (each.name == "tried") out.formula = &each;
  }
  return out;
}

struct TreeCase {
  std::string formula, tree;
};

TEST(Formula, BindsAsTheLanguageSays) {
  const std::vector<TreeCase> cases{
      {"1 + 2 * 3", "(+ 1 (* 2 3))"},
      {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
      {"10 - 4 - 3", "(- (- 10 4) 3)"},
      {"12 / 3 / 2", "(/ (/ 12 3) 2)"},
      {"-2 * 3", "(* (neg 2) 3)"},
      {"2 - -3", "(- 2 (neg 3))"},
      {"if size > 1 or size < 0 and not size = 5 then 1 else 2", "(if (or (> size 1) (and (< size 0) (not (= size 5)))) 1 2)"},
      {"if size >= 1 then 1 else if size != 0 then 2 else 3", "(if (>= size 1) 1 (if (!= size 0) 2 3))"},
      {"if size + 1 <= 2 * 3 then 1 else 0", "(if (<= (+ size 1) (* 2 3)) 1 0)"},
      {"if sector in (\"garment\", \"food\") then 1 else 2", "(if (in sector 'garment' 'food') 1 2)"},
      {"if not size in (1, 2) then 1 else 2", "(if (not (in size 1 2)) 1 2)"},
      {"tiers(size, 2: 1.5, 4: 2, rest: 3)", "(tiers size 2 3/2 4 2 3)"},
      {"tiers(size, 2: 1.5)", "(tiers size 2 3/2)"},
      {"minimum_wage", "(minimum_wage sector age)"},
  };
  for (const TreeCase& each : cases) EXPECT_EQ(tried(each.formula).text(), each.tree) << each.formula;
}

TEST(Formula, ReadsLiteralsExactlyAndInLowestTerms) {
  EXPECT_EQ(tried("2.50").text(), "5/2");
  EXPECT_EQ(tried("2.6%").text(), "13/500");
  EXPECT_EQ(tried("8 hours").text(), "480");
  EXPECT_EQ(tried("8 hours").root().unit.minutes, 1);
  EXPECT_EQ(tried("7.5 hours").text(), "450");
  EXPECT_EQ(tried("30 minutes").text(), "30");
  EXPECT_EQ(tried("210 USD").root().unit.money, 1);
  EXPECT_EQ(tried("210 USD").root().unit.currency, 0U) << "the pack's own currency is written 0";
  EXPECT_NE(tried("210 KHR").root().unit.currency, 0U);
  EXPECT_EQ(tried("@1970-01-02").text(), "@1");
  EXPECT_EQ(tried("@2024-02-29").root().type, ValueType::date);
  EXPECT_TRUE(tried("0").root().unit.any);
  EXPECT_FALSE(tried("0 USD").root().unit.any);
}

TEST(Formula, MultipliesAndDividesUnits) {
  const Tried hour = tried("wage / 208 hours");
  EXPECT_EQ(hour.root().unit.money, 1);
  EXPECT_EQ(hour.root().unit.minutes, -1);
  const Tried pay = tried("sum(overtime_minutes * wage / 208 hours)");
  EXPECT_EQ(pay.root().unit.money, 1);
  EXPECT_EQ(pay.root().unit.minutes, 0);
  const Tried share = tried("wage / fixed_allowance");
  EXPECT_EQ(share.root().unit, Unit{});
  EXPECT_EQ(tried("max(0, wage)").root().unit.money, 1) << "0 fits every unit";
  EXPECT_EQ(tried("convert(booked(\"basic\"), KHR)", "period").root().unit.money, 1);
}

TEST(Formula, GivesTheFinerGrainAndGathersOnlyByAggregates) {
  EXPECT_EQ(tried("worked_minutes * step", "day").root().grain, Grain::day);
  EXPECT_EQ(tried("wage + 1 USD").root().grain, Grain::part);
  EXPECT_EQ(tried("sum(worked_minutes)", "period").root().grain, Grain::period);
  EXPECT_EQ(tried("sum(worked_minutes, month)", "period").root().grain, Grain::month);
  EXPECT_EQ(tried("sum(max(0, sum(worked_minutes, week) - 48 hours))", "period").root().grain, Grain::period);
  EXPECT_EQ(tried("days_between(month_start, week_end)", "week").root().grain, Grain::week);
  EXPECT_EQ(tried("days_between(week_start, date)", "day").root().grain, Grain::day);
  EXPECT_EQ(tried("average(sum(worked_minutes), 3)", "period").root().grain, Grain::month);
  EXPECT_EQ(tried("average_before(sum(worked_minutes), 12, 0)", "month").root().grain, Grain::month);
  EXPECT_EQ(tried("at(wage, @2026-01-01)", "month").root().grain, Grain::month);
  EXPECT_EQ(tried("if last(age, week) < 18 then longest_rest_minutes else 0", "week").root().grain, Grain::week);
}

TEST(Formula, KeepsWhatFunctionsName) {
  EXPECT_EQ(tried("booked(total_wage)", "period").root().text, "basic;allowance.*");
  EXPECT_EQ(tried("booked(\"allowance.*\")", "period").root().text, "allowance.*");
  EXPECT_EQ(tried("sum(leave(\"annual\"))", "period").formula->expression.nodes.front().text, "annual");
  EXPECT_EQ(tried("if given(feast(\"eid\", period_start, period_end)) then 1 else 0", "period").pack->calendar.feasts.size(), 1U);
}

TEST(Formula, StandsAfterTheFormulasThatItUses) {
  const auto pack = loaded(with(good_pack(), "\"formulas\": {",
                                R"("formulas": {"last_one": {"grain": "part", "formula": "middle * 2", "source": "S1"},
                                   "middle": {"grain": "part", "formula": "hour + hour", "source": "S1"},)"));
  ASSERT_NE(pack, nullptr);
  ASSERT_EQ(pack->formulas.size(), 3U);
  EXPECT_EQ(pack->formulas[0].name, "hour");
  EXPECT_EQ(pack->formulas[1].name, "middle");
  EXPECT_EQ(pack->formulas[2].name, "last_one");
}

TEST(Formula, TakesTheGrainOfADayWhereATablesKeyIsOfADay) {
  const auto pack = loaded(with(good_pack(), "\"step\": {", R"("by_day": {"by": ["is_holiday"], "values": [{"from": "2026-01-01",
     "source": "S1", "rows": [["true", "2"], ["false", "1"]]}]}, "step": {)"));
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(parameter(*pack, "by_day").grain, Grain::day);
  EXPECT_EQ(parameter(*pack, "minimum_wage").grain, Grain::part);
}

TEST(Ledger, ReadsItsDatesOnTheLastDay) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  const Node& root = pack->ledgers.front().available_from.root();
  EXPECT_EQ(root.grain, Grain::month);
  EXPECT_EQ(root.function, Function::last);
}

TEST(Grains, SpreadAndGatherAsTheyNest) {
  EXPECT_TRUE(spreads(Grain::constant, Grain::part));
  EXPECT_TRUE(spreads(Grain::month, Grain::week));
  EXPECT_TRUE(spreads(Grain::week, Grain::day));
  EXPECT_FALSE(spreads(Grain::week, Grain::part));
  EXPECT_FALSE(spreads(Grain::week, Grain::period));
  EXPECT_FALSE(spreads(Grain::part, Grain::week));
  EXPECT_TRUE(gathers(Grain::week, Grain::period));
  EXPECT_FALSE(gathers(Grain::period, Grain::week));
  EXPECT_FALSE(finer(Grain::week, Grain::part).has_value());
  EXPECT_EQ(finer(Grain::week, Grain::month), Grain::week);
  EXPECT_EQ(finer(Grain::week, Grain::day), Grain::day);
  EXPECT_EQ(finer(Grain::period, Grain::part), Grain::part);
}

}  // namespace
}  // namespace wageproof::law::testing
