#include "law/uses.hpp"

#include "wageproof/law/inputs.hpp"

namespace wageproof::law {

namespace {

/// Minutes that come out of `normal_day` and `normal_week`.
bool comes_from_split(Input input) noexcept {
  return input == Input::normal_minutes || input == Input::normal_night_minutes || input == Input::overtime_minutes ||
         input == Input::overtime_night_minutes;
}

}  // namespace

void collect_uses(const Pack& pack, const Expression& expression, Uses& uses) {
  bool split = false;
  for (const Node& node : expression.nodes) {
    if (node.kind == NodeKind::parameter && uses.parameters.insert(node.index).second) {
      for (const Expression& key : pack.parameters[node.index].by) collect_uses(pack, key, uses);
    }
    if (node.kind == NodeKind::formula && uses.formulas.insert(node.index).second) {
      collect_uses(pack, pack.formulas[node.index].expression, uses);
    }
    split = split || (node.kind == NodeKind::input && comes_from_split(static_cast<Input>(node.index)));
  }
  // What stands in `normal_day` reads no split itself, so this ends.
  if (!split) return;
  collect_uses(pack, pack.worktime.normal_day, uses);
  collect_uses(pack, pack.worktime.normal_week, uses);
}

Uses uses_of(const Pack& pack, const Line& line) {
  Uses uses;
  for (const Expression* expression : {&line.when, &line.formula, &line.limit}) collect_uses(pack, *expression, uses);
  return uses;
}

}  // namespace wageproof::law
