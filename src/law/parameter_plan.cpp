// Parameters as dense tables: every combination of keys is looked up once, when the plan is made.
#include <algorithm>
#include <limits>
#include <numeric>

#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::law {
namespace {

constexpr std::int32_t kBeginning = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kEnd = std::numeric_limits<std::int32_t>::max();

// A key as the table sees it: a code (empty: one that no row names) or a number twice as fine as the breaks.
struct Probe {
  std::string_view text;
  std::int64_t twice_micro = 0;
};

bool in_range(const KeyRange& range, std::int64_t twice) {
  if (range.has_lower) {
    const std::int64_t lower = 2 * range.lower_micro;
    if (range.lower_inside ? twice < lower : twice <= lower) return false;
  }
  if (range.has_upper) {
    const std::int64_t upper = 2 * range.upper_micro;
    if (range.upper_inside ? twice > upper : twice >= upper) return false;
  }
  return true;
}

bool matches(const Key& key, const Probe& probe) {
  switch (key.kind) {
    case Key::Kind::any: return true;
    case Key::Kind::text: return key.text == probe.text;
    case Key::Kind::range: return in_range(key.range, probe.twice_micro);
  }
  return false;
}

bool more_specific(const TableRow& a, const TableRow& b) {
  for (std::size_t d = 0; d < a.keys.size(); ++d) {
    const bool any_a = a.keys[d].kind == Key::Kind::any, any_b = b.keys[d].kind == Key::Kind::any;
    if (any_a != any_b) return any_b;
  }
  return false;
}

/// The best row; where a key climbs, one that names exactly `code` there, or `*` where it is empty.
std::int32_t best_row(const DatedTable& table, const std::vector<Probe>& probes, int climbing, std::string_view code) {
  std::int32_t best = -1;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const TableRow& row = table.rows[r];
    bool match = true;
    for (std::size_t d = 0; d < row.keys.size() && match; ++d) {
      const Key& key = row.keys[d];
      if (static_cast<int>(d) != climbing) match = matches(key, probes[d]);
      else match = code.empty() ? key.kind == Key::Kind::any : key.kind == Key::Kind::text && key.text == code;
    }
    if (match && (best < 0 || more_specific(row, table.rows[static_cast<std::size_t>(best)]))) best = static_cast<std::int32_t>(r);
  }
  return best;
}

std::string_view parent_of(const std::vector<Code>& codes, std::string_view code) {
  const auto found = std::find_if(codes.begin(), codes.end(), [code](const Code& each) { return each.code == code; });
  return found == codes.end() ? std::string_view() : std::string_view(found->parent);
}

/// The codes of the first key that climbs, and its position; -1: none does.
int climbing_key(const Pack& pack, const Parameter& parameter, const std::vector<Code>*& codes) {
  for (std::size_t d = 0; d < parameter.by_names.size(); ++d) {
    const auto found = pack.dimensions.find(parameter.by_names[d]);
    if (found == pack.dimensions.end()) continue;
    codes = &found->second;
    if (std::any_of(codes->begin(), codes->end(), [](const Code& code) { return !code.parent.empty(); })) return static_cast<int>(d);
  }
  return -1;
}

// A child without a value of its own, or whose value is 'none', stands under its parent's; `*` only after all of them.
std::int32_t resolve(const DatedTable& table, const std::vector<Probe>& probes, int climbing, const std::vector<Code>* codes) {
  if (climbing < 0) return best_row(table, probes, -1, {});
  std::int32_t none = -1;
  bool own_row = false;
  std::string_view code = probes[static_cast<std::size_t>(climbing)].text;
  // A tree is never deeper than it has codes.
  for (std::size_t steps = 0; !code.empty() && steps <= codes->size(); ++steps, code = parent_of(*codes, code)) {
    const std::int32_t row = best_row(table, probes, climbing, code);
    own_row = row >= 0;
    if (row < 0) continue;
    if (table.rows[static_cast<std::size_t>(row)].value.kind != CellValue::Kind::none) return row;
    if (none < 0) none = row;
  }
  const std::int32_t other = own_row ? -1 : best_row(table, probes, climbing, {});
  return other >= 0 ? other : none;
}

}  // namespace

void Plan::compile_parameter(const Parameter& parameter, std::optional<std::int32_t> as_known_on) {
  ParameterPlan plan;
  plan.hole_reason = reason("missing:" + pack_->id + "." + parameter.name);
  std::vector<const DatedTable*> known;
  for (const DatedTable& t : parameter.values) {
    if (as_known_on && t.published.value_or(t.from) > *as_known_on) continue;
    // Of two from the same day the one published later holds.
    if (!known.empty() && known.back()->from == t.from) known.pop_back();
    known.push_back(&t);
  }
  for (const DatedTable* t : known) {
    for (const TableRow& row : t->rows) {
      if (row.value.kind == CellValue::Kind::number) plan.denominator = std::lcm(plan.denominator, row.value.denominator);
    }
  }
  const auto add_hole = [&](std::int32_t from, std::int32_t until) {
    PlanTable hole;
    hole.from = from;
    hole.until = until;
    hole.hole = true;
    plan.tables.push_back(std::move(hole));
  };
  const std::vector<Code>* tree = nullptr;
  const int climbing = climbing_key(*pack_, parameter, tree);
  std::int32_t next = kBeginning;
  for (std::size_t k = 0; k < known.size(); ++k) {
    const DatedTable& source = *known[k];
    const std::int32_t successor = k + 1 < known.size() ? known[k + 1]->from - 1 : kEnd;
    if (source.from > next || next == kBeginning) add_hole(next, source.from - 1);
    PlanTable table;
    table.from = source.from;
    table.until = source.to ? std::min(*source.to, successor) : successor;
    table.entry = static_cast<std::int32_t>(&source - parameter.values.data());
    change_days_.push_back(table.from);
    std::vector<std::vector<Probe>> probes(parameter.by.size());
    std::size_t cells = 1;
    for (std::size_t d = 0; d < parameter.by.size(); ++d) {
      PlanDimension dimension;
      // Dates stand as serial days and truths as 0 and 1, in columns and in ranges alike.
      dimension.numeric = parameter.by[d].root().type != ValueType::text;
      if (dimension.numeric) {
        for (const TableRow& row : source.rows) {
          const KeyRange& range = row.keys[d].range;
          if (row.keys[d].kind != Key::Kind::range) continue;
          if (range.has_lower) dimension.breaks_micro.push_back(range.lower_micro);
          if (range.has_upper) dimension.breaks_micro.push_back(range.upper_micro);
        }
        std::sort(dimension.breaks_micro.begin(), dimension.breaks_micro.end());
        dimension.breaks_micro.erase(std::unique(dimension.breaks_micro.begin(), dimension.breaks_micro.end()), dimension.breaks_micro.end());
        const auto& breaks = dimension.breaks_micro;
        dimension.positions = static_cast<std::uint32_t>(2 * breaks.size() + 1);
        for (std::size_t b = 0; b < breaks.size(); ++b) {
          probes[d].push_back({"", 2 * breaks[b] - 1});
          probes[d].push_back({"", 2 * breaks[b]});
        }
        probes[d].push_back({"", breaks.empty() ? 0 : 2 * breaks.back() + 1});
      } else {
        std::vector<std::string_view> codes;
        for (const TableRow& row : source.rows) {
          if (row.keys[d].kind == Key::Kind::text) codes.push_back(row.keys[d].text);
        }
        // Codes without a row of their own climb to one; where no row names any, none needs to.
        if (static_cast<int>(d) == climbing && !codes.empty()) {
          for (const Code& c : *tree) codes.push_back(c.code);
        }
        std::sort(codes.begin(), codes.end());
        codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
        probes[d].push_back({});
        for (const std::string_view code : codes) {
          const auto symbol = static_cast<std::size_t>(intern_symbol(code));
          if (dimension.position_of_symbol.size() <= symbol) dimension.position_of_symbol.resize(symbol + 1, 0);
          dimension.position_of_symbol[symbol] = static_cast<std::int32_t>(probes[d].size());
          probes[d].push_back({code, 0});
        }
        dimension.positions = static_cast<std::uint32_t>(probes[d].size());
      }
      cells *= dimension.positions;
      table.dimensions.push_back(std::move(dimension));
    }
    table.cells.resize(cells);
    std::vector<Probe> at(parameter.by.size());
    for (std::size_t c = 0; c < cells; ++c) {
      std::size_t rest = c;
      for (std::size_t d = parameter.by.size(); d-- > 0;) {
        at[d] = probes[d][rest % probes[d].size()];
        rest /= probes[d].size();
      }
      PlanCell& cell = table.cells[c];
      cell.row = resolve(source, at, climbing, tree);
      if (cell.row < 0) {
        cell.flags = detail::kUnknown;
        cell.reason = plan.hole_reason;
        continue;
      }
      const TableRow& row = source.rows[static_cast<std::size_t>(cell.row)];
      switch (row.value.kind) {
        case CellValue::Kind::number: {
          const detail::Int128 scaled = static_cast<detail::Int128>(row.value.numerator) * (plan.denominator / row.value.denominator);
          cell.numerator = static_cast<std::int64_t>(scaled);
          // A value that the table's common denominator carries beyond 64 bits is not told rather than told wrong.
          if (scaled > INT64_MAX || scaled < -INT64_MAX) {
            cell.numerator = 0;
            cell.flags = detail::kUnknown;
            cell.reason = plan.hole_reason;
          }
          break;
        }
        case CellValue::Kind::date: cell.numerator = row.value.numerator; break;
        case CellValue::Kind::text: cell.numerator = intern_symbol(row.value.text); break;
        case CellValue::Kind::none: cell.flags = detail::kNotGiven; cell.reason = plan.hole_reason; break;
        case CellValue::Kind::hole: cell.flags = detail::kUnknown; cell.reason = plan.hole_reason; break;
      }
      if (row.value.at_least) {
        cell.flags |= detail::kAtLeast;
        cell.reason = plan.hole_reason;
      }
      if (row.provenance.confidence == Confidence::uncertain) {
        cell.flags |= detail::kUncertain;
        cell.reason = plan.hole_reason;
      }
    }
    next = table.until == kEnd ? kEnd : table.until + 1;
    const bool ends_early = table.until < successor;
    plan.tables.push_back(std::move(table));
    if (ends_early) {
      change_days_.push_back(next);
      add_hole(next, successor);
      next = successor == kEnd ? kEnd : successor + 1;
    }
  }
  if (known.empty()) add_hole(kBeginning, kEnd);
  parameters_.push_back(std::move(plan));
}

}  // namespace wageproof::law
