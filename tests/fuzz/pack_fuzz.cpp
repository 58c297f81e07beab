// Any bytes as a rule pack: loading ends, with a pack or with messages, and a pack can be shown and asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "wageproof/law/calendar.hpp"
#include "wageproof/law/load.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/law/show.hpp"

namespace {

using namespace wageproof;

/// What an overlay finds underneath, whatever it extends.
constexpr std::string_view kBase = R"json({"pack": "xx", "version": "1", "title": "Base", "currency": "USD", "time_zone": "UTC",
  "sources": {"S1": {"instrument": "Code"}}, "dimensions": {"region": {"north": "North", "town": {"name": "Town", "parent": "north"}}},
  "parameters": {"floor": {"unit": "USD", "by": ["region"], "values": [{"from": "2020-01-01", "source": "S1", "rows": [["north", "1"]]}]}},
  "worktime": {"source": "S1", "normal_day": "8 hours"},
  "formulas": {"hour": {"grain": "part", "formula": "max(wage, floor) / 208 hours", "source": "S1"}},
  "lines": {"overtime_pay": {"role": "pay", "formula": "sum(overtime_minutes * hour)", "answers": ["overtime"], "source": "S1"}}})json";

void require(bool holds) {
  if (!holds) std::abort();
}

/// The invariants that plan and oracle rely on.
void check_tree(const law::Expression& expression) {
  for (std::size_t i = 0; i < expression.nodes.size(); ++i) {
    const law::Node& node = expression.nodes[i];
    require(node.denominator > 0);
    require(std::size_t{node.offset} + node.length <= expression.source_text.size());
    for (const std::uint32_t child : node.children) require(child < i);
  }
}

void ask(const law::Pack& pack) {
  const std::int32_t day = quantity::Date::of(2026, 3, 1).serial();
  for (const law::Parameter& parameter : pack.parameters) {
    const std::vector<law::KeyValue> text(parameter.by.size(), law::KeyValue::of("garment"));
    const std::vector<law::KeyValue> number(parameter.by.size(), law::KeyValue::of_micro(18'000'000));
    const std::vector<law::KeyValue> missing(parameter.by.size());
    require(law::look_up(pack, parameter, day, text).value != nullptr);
    require(law::look_up(pack, parameter, day, number, day - 400).value != nullptr);
    require(law::look_up(pack, parameter, day, missing).value != nullptr);
  }
  for (const law::Formula& formula : pack.formulas) check_tree(formula.expression);
  for (const law::Line& line : pack.lines) {
    for (const law::Expression* each : {&line.when, &line.formula, &line.limit, &line.quantity, &line.payable}) check_tree(*each);
    require(!line.formula.empty());
  }
  (void)law::holiday_on(pack, day, "north");
  for (const auto& [name, dates] : pack.calendar.feasts) (void)law::feast_in(pack.calendar, name, day - 100, day + 100);
  require(!law::show_pack(pack, {.at = quantity::Date::from_serial(day), .form = law::PageForm::text, .width = 80}).empty());
  require(!law::show_pack(pack, {.at = std::nullopt, .form = law::PageForm::markdown, .width = 0}).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const law::PackResolver base = [](std::string_view) -> quantity::Result<law::PackText> {
    return law::PackText{std::string(kBase), "xx.json"};
  };
  const law::LoadReport report = law::examine_pack(bytes, "fuzz.json", &base);
  if (report.ok()) {
    ask(*report.pack);
  } else {
    require(!report.diagnostics.empty());
    require(!law::to_text(report.diagnostics).empty());
  }
  return 0;
}
