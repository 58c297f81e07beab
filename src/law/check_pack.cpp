#include "law/check_pack.hpp"

#include <algorithm>
#include <unordered_map>

#include "law/patterns.hpp"
#include "law/words.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

std::string day(std::int32_t serial) { return quantity::to_text(quantity::Date::from_serial(serial)); }

class PackCheck {
 public:
  PackCheck(Pack& pack, const Scope& scope, Diagnostics& diagnostics) : pack_(pack), scope_(scope), diagnostics_(diagnostics) {}

  void run(bool proven) {
    if (!proven) check_dimensions();
    for (Parameter& parameter : pack_.parameters) check_parameter(parameter, scope_, diagnostics_, proven);
    check_calendar();
    if (proven) return;
    check_worktime();
    check_lines();
    check_reach();
    check_sources();
    warn_unused();
    if (pack_.cases.empty()) diagnostics_.warning({pack_.id, 0, "cases"}, "no worked example proves the pack; `cases` is empty");
  }

 private:
  static Place place(const Provenance& provenance, std::string path) { return {provenance.origin, provenance.file_line, std::move(path)}; }

  void check_dimensions() {
    for (const auto& [dimension, codes] : pack_.dimensions) {
      std::unordered_map<std::string_view, std::string_view> parents;
      for (const Code& code : codes) parents.emplace(code.code, code.parent);
      const Place here{pack_.id, 0, "dimensions." + dimension};
      for (const Code& code : codes) {
        if (code.parent.empty()) continue;
        if (!parents.contains(code.parent)) {
          diagnostics_.error(here, "parent `" + code.parent.substr(0, 64) + "` of `" + code.code.substr(0, 64) + "` is no code of the dimension");
          continue;
        }
        // A tree deeper than this is a circle, or as good as one.
        constexpr int kDeepest = 16;
        std::string_view at = code.code;
        int depth = 0;
        while (!at.empty() && depth <= kDeepest) {
          const auto parent = parents.find(at);
          at = parent == parents.end() ? std::string_view() : parent->second;
          ++depth;
        }
        if (depth > kDeepest) {
          diagnostics_.error(here, "`" + code.code.substr(0, 64) + "` has more than 16 codes above it, or is its own ancestor");
        }
      }
    }
  }

  void check_calendar() {
    Calendar& calendar = pack_.calendar;
    const auto by_date = [](const Holiday& a, const Holiday& b) { return a.date < b.date; };
    // Lists mostly come in order, and moving their days about costs more than looking.
    if (!std::is_sorted(calendar.holidays.begin(), calendar.holidays.end(), by_date)) std::stable_sort(calendar.holidays.begin(), calendar.holidays.end(), by_date);
    std::sort(calendar.listed.begin(), calendar.listed.end());
    for (const Holiday& holiday : calendar.holidays) {
      if (!holiday.region.empty() && !scope_.may_be("region", holiday.region)) {
        diagnostics_.error(place(holiday.provenance, "calendar.holidays"), "`" + holiday.region.substr(0, 64) + "` is no code of dimension `region`" + (diagnostics_.full() ? std::string() : did_you_mean(holiday.region, scope_.codes_of("region"))));
      }
    }
    for (auto& [name, dates] : calendar.feasts) {
      std::stable_sort(dates.begin(), dates.end(), by_date);
      for (std::size_t i = 1; i < dates.size(); ++i) {
        if (dates[i].date != dates[i - 1].date) continue;
        diagnostics_.error(place(dates[i].provenance, "calendar.feasts." + name), day(dates[i].date) + " stands twice");
      }
    }
    if (!calendar.feasts.empty() && calendar.feast_years.empty()) {
      diagnostics_.warning({pack_.id, 0, "calendar.feasts"}, "without `feast_years` a feast that is not listed is unknown, never absent");
    }
  }

  void check_worktime() {
    const Worktime& worktime = pack_.worktime;
    if (worktime.normal_day.source_text.empty()) {
      diagnostics_.error({worktime.provenance.origin.empty() ? std::string_view(pack_.id) : worktime.provenance.origin, worktime.provenance.file_line, "worktime.normal_day"},
                         "is missing: the minutes of a normal working day, such as \"8 hours\"");
    }
    for (std::size_t i = 0; i < worktime.night.size(); ++i) {
      const NightWindow& window = worktime.night[i];
      if (!window.by_sun && window.start_minute == window.end_minute) diagnostics_.error(place(window.provenance, "worktime.night"), "the window starts and ends at the same time");
      if (i > 0 && worktime.night[i - 1].from == window.from) {
        diagnostics_.error(place(window.provenance, "worktime.night"), "two windows from " + day(window.from) + ", the other in line " + std::to_string(worktime.night[i - 1].provenance.file_line));
      }
    }
  }

  void check_lines() {
    std::unordered_map<std::string_view, const Line*> by_name;
    for (const Line& line : pack_.lines) by_name.emplace(line.name, &line);
    std::vector<std::string_view> names;
    for (const Line& line : pack_.lines) names.push_back(line.name);
    for (const Line& line : pack_.lines) {
      for (const std::string& tested : line.tests) {
        const auto at = by_name.find(tested);
        const Place here = place(line.provenance, "lines." + line.name + ".tests");
        if (at == by_name.end()) {
          diagnostics_.error(here, "there is no line `" + tested.substr(0, 64) + "`" + (diagnostics_.full() ? std::string() : did_you_mean(tested, names)));
        } else if (at->second->role != Role::pay) {
          diagnostics_.error(here, "a test is of lines of role pay, and `" + tested + "` is of another");
        }
      }
    }
    warn_of_shared_answers();
  }

  /// Lines that never apply, whatever the records say.
  void check_reach() {
    for (const Line& line : pack_.lines) {
      if (line.when.empty() || truth_of(line.when) != Truth::no) continue;
      diagnostics_.warning({line.provenance.origin, line.when.file_line, "lines." + line.name + ".when"}, "is never true, whatever the records say: the line is never reached");
    }
  }

  enum class Truth : std::uint8_t { yes, no, open, none };  ///< none: a value of the law that is `none` throughout

  /// What an expression is whatever the records say, as far as that shows without working it out.
  Truth truth_of(const Expression& expression) {
    if (expression.empty()) return Truth::open;
    std::vector<Truth> known(expression.nodes.size(), Truth::open);
    for (std::size_t i = 0; i < expression.nodes.size(); ++i) known[i] = truth_at(expression, expression.nodes[i], known);
    return known.back();
  }

  Truth truth_at(const Expression& expression, const Node& node, const std::vector<Truth>& known) {
    const auto child = [&](std::size_t c) { return known[node.children[c]]; };
    const auto literal = [&](std::size_t c) -> const Node& { return expression.nodes[node.children[c]]; };
    const auto truth = [](bool value) { return value ? Truth::yes : Truth::no; };
    switch (node.kind) {
      case NodeKind::boolean: return truth(node.numerator != 0);
      case NodeKind::formula: return truth_of(pack_.formulas[node.index].expression);
      case NodeKind::parameter: return always_none(pack_.parameters[node.index]) ? Truth::none : Truth::open;
      case NodeKind::unary:
        if (node.op != Operator::logical_not || (child(0) != Truth::yes && child(0) != Truth::no)) return Truth::open;
        return truth(child(0) == Truth::no);
      case NodeKind::binary:
        if (node.op == Operator::logical_and || node.op == Operator::logical_or) {
          const Truth decides = node.op == Operator::logical_and ? Truth::no : Truth::yes;
          if (child(0) == decides || child(1) == decides) return decides;
          return child(0) == child(1) && child(0) != Truth::none ? child(0) : Truth::open;
        }
        if (literal(0).kind == NodeKind::text && literal(1).kind == NodeKind::text && (node.op == Operator::equal || node.op == Operator::not_equal)) {
          return truth((literal(0).text == literal(1).text) == (node.op == Operator::equal));
        }
        return Truth::open;
      case NodeKind::call:
        if (node.function == Function::given) return child(0) == Truth::none ? Truth::no : Truth::open;
        if (node.function == Function::first || node.function == Function::last || node.function == Function::any || node.function == Function::all) return child(0);
        return Truth::open;
      default: return Truth::open;
    }
  }

  static bool always_none(const Parameter& parameter) {
    return std::all_of(parameter.values.begin(), parameter.values.end(), [](const DatedTable& table) {
      return std::all_of(table.rows.begin(), table.rows.end(), [](const TableRow& row) { return row.value.kind == CellValue::Kind::none; });
    });
  }

  void warn_of_shared_answers() {
    struct Answer {
      const Line* line;
      std::string_view pattern;
    };
    std::unordered_map<std::string_view, std::vector<Answer>> by_family;
    for (const Line& line : pack_.lines) {
      if (line.role != Role::pay) continue;
      for (const std::string& pattern : line.answers) {
        std::vector<Answer>& family = by_family[std::string_view(pattern).substr(0, pattern.find('.'))];
        for (const Answer& other : family) {
          if (other.line == &line || !patterns_meet(pattern, other.pattern)) continue;
          diagnostics_.warning(place(line.provenance, "lines." + line.name + ".answers"),
                               "`" + pattern + "` answers `" + other.line->name + "` too (line " + std::to_string(other.line->provenance.file_line) + ")");
        }
        // More than any law has; a bound on the comparisons.
        if (diagnostics_.full_of_warnings()) return;
        if (family.size() < 200) family.push_back({&line, pattern});
      }
    }
  }

  void check_sources() {
    for (const Source& source : pack_.sources) sources_.try_emplace({source.origin, source.id}, false);
    const auto visit = [this](const Provenance& provenance, const auto& path) { use(provenance, path); };
    for (const Parameter& parameter : pack_.parameters) {
      const auto path = [&parameter] { return "parameters." + parameter.name; };
      visit(parameter.provenance, path);
      for (const DatedTable& table : parameter.values) {
        visit(table.provenance, path);
        for (const TableRow& row : table.rows) {
          if (row.own_provenance) visit(row.provenance, path);
        }
      }
    }
    const auto visit_all = [&visit](const auto& elements, std::string_view section, auto name) {
      for (const auto& element : elements) visit(element.provenance, [&] { return std::string(section) + name(element); });
    };
    const auto by_name = [](const auto& element) { return "." + element.name; };
    const auto nameless = [](const auto&) { return std::string(); };
    visit_all(pack_.calendar.holidays, "calendar.holidays", nameless);
    visit_all(pack_.calendar.fixed, "calendar.fixed", nameless);
    for (const auto& [name, dates] : pack_.calendar.feasts) visit_all(dates, "calendar.feasts", by_name);
    visit_all(pack_.worktime.night, "worktime.night", nameless);
    visit(pack_.worktime.provenance, [] { return std::string("worktime"); });
    visit_all(pack_.bases, "bases", by_name);
    visit_all(pack_.formulas, "formulas", by_name);
    visit_all(pack_.lines, "lines", by_name);
    for (const Line& line : pack_.lines) {
      if (line.rounding) visit(line.rounding->provenance, [&line] { return "lines." + line.name + ".rounding"; });
    }
    visit_all(pack_.ledgers, "ledgers", [](const Ledger& ledger) { return "." + ledger.leave_type; });
    visit(pack_.deductions.provenance, [] { return std::string("deductions"); });
    for (const Source& source : pack_.sources) {
      if (sources_.find({source.origin, source.id})->second) continue;
      diagnostics_.warning({source.origin, source.file_line, "sources." + source.id}, "nothing names this source");
    }
  }

  template <class Path>
  void use(const Provenance& provenance, const Path& path) {
    for (const std::string& id : provenance.sources) {
      if (const auto own = sources_.find({provenance.origin, id}); own != sources_.end()) {
        own->second = true;
      } else if (const Source* source = find_source(pack_, provenance, id)) {
        sources_.find({source->origin, id})->second = true;
      } else {
        std::vector<std::string_view> ids;
        if (!diagnostics_.full()) {
          for (const Source& each : pack_.sources) ids.push_back(each.id);
        }
        diagnostics_.error(place(provenance, path()), "source \"" + id.substr(0, 64) + "\" is not listed in `sources`" + did_you_mean(id, ids));
      }
    }
    if (provenance.confidence == Confidence::uncertain && provenance.note.empty()) {
      diagnostics_.warning(place(provenance, path()), "uncertain, and no `note` tells the other reading");
    }
  }

  void warn_unused() {
    const auto warn = [this](const auto& elements, const std::vector<bool>& used, std::string_view section) {
      for (std::size_t i = 0; i < elements.size(); ++i) {
        if (used[i]) continue;
        // Read by name where payments are checked.
        if (elements[i].name.starts_with("wage_protection_") || elements[i].name == "wage_channels") continue;
        // What an overlay adds was perhaps to replace something underneath.
        std::vector<std::string_view> underneath;
        for (const auto& other : elements) {
          if (other.provenance.origin != elements[i].provenance.origin) underneath.push_back(other.name);
        }
        diagnostics_.warning(place(elements[i].provenance, std::string(section) + "." + elements[i].name),
                             "nothing uses it" + (diagnostics_.full_of_warnings() ? std::string() : did_you_mean(elements[i].name, underneath)));
      }
    };
    warn(pack_.parameters, scope_.parameter_used, "parameters");
    warn(pack_.formulas, formulas_used(), "formulas");
    warn(pack_.bases, scope_.base_used, "bases");
  }

  /// Named in a formula, or the key of a table.
  [[nodiscard]] std::vector<bool> formulas_used() const {
    std::vector<bool> used = scope_.formula_used;
    for (const Parameter& parameter : pack_.parameters) {
      for (const Expression& key : parameter.by) {
        if (!key.empty() && key.root().kind == NodeKind::formula) used[key.root().index] = true;
      }
    }
    return used;
  }

  Pack& pack_;
  const Scope& scope_;
  Diagnostics& diagnostics_;
  using SourceKey = std::pair<std::string_view, std::string_view>;  ///< its pack and id
  struct SourceHash {
    std::size_t operator()(const SourceKey& key) const noexcept {
      return std::hash<std::string_view>()(key.first) * 31 + std::hash<std::string_view>()(key.second);
    }
  };
  std::unordered_map<SourceKey, bool, SourceHash> sources_;  ///< whether something names it
};

}  // namespace

void check_pack(Pack& pack, const Scope& scope, Diagnostics& diagnostics, bool proven) { PackCheck(pack, scope, diagnostics).run(proven); }

const Source* find_source(const Pack& pack, const Provenance& provenance, std::string_view id) noexcept {
  const Source* other = nullptr;
  for (const Source& source : pack.sources) {
    if (source.id != id) continue;
    if (source.origin == provenance.origin) return &source;
    other = &source;
  }
  return other;
}

}  // namespace wageproof::law
