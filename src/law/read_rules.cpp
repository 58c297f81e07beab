// Bases, formulas, lines, ledgers, deductions, cases.
#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "law/grains.hpp"
#include "law/read_draft.hpp"
#include "law/words.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 5> kBaseKeys{"components", "source", "confidence", "note", "title"};
constexpr std::array<std::string_view, 6> kFormulaKeys{"grain", "formula", "source", "title", "confidence", "note"};
constexpr std::array<std::string_view, 23> kLineKeys{
    "role", "grain", "when", "formula", "limit", "unit", "quantity", "quantity_unit", "currency", "rounding", "answers",
    "tests", "counts", "compare", "favourable", "check", "severity", "payable", "base", "source", "confidence", "note", "title"};
constexpr std::array<std::string_view, 5> kRoundingKeys{"mode", "step", "source", "confidence", "note"};
constexpr std::array<std::string_view, 19> kLedgerKeys{"grain", "every", "earn", "credited", "unfinished", "available_from",
                                                       "cap", "carry", "surplus", "leave_year", "lapse_after", "takes", "taken",
                                                       "days", "paid_by", "source", "confidence", "note", "title"};
constexpr std::array<std::string_view, 4> kDeductionKeys{"lawful", "source", "confidence", "note"};

constexpr std::array<std::string_view, 7> kGrains{"day", "part", "week", "period", "month", "quarter", "year"};
constexpr std::array<std::string_view, 6> kLineGrains{"period", "month", "quarter", "year", "day", "week"};
constexpr std::array<Grain, 6> kLineGrainValues{Grain::period, Grain::month, Grain::quarter, Grain::year, Grain::day, Grain::week};
constexpr std::array<std::string_view, 6> kRoles{"pay", "test", "employee_contribution", "employer_contribution", "deduction", "limit"};
constexpr std::array<std::string_view, 3> kComparisons{"at_least", "exactly", "at_most"};
constexpr std::array<std::string_view, 4> kLimitUnits{"minutes", "days", "count", "money"};
constexpr std::array<std::string_view, 4> kSeverities{"breach", "discrepancy", "warning", "notice"};
constexpr std::array<std::string_view, 5> kModes{"half_away", "half_even", "half_up", "up", "down"};
constexpr std::size_t kMostComponents = 200;

/// Texts of a list, no longer than a component's name can be and not too many: bases are copied into formulas.
std::vector<std::string> patterns(Fields& fields, std::string_view key) {
  std::vector<std::string> out = fields.texts(key);
  if (out.size() > kMostComponents) {
    fields.error(key, "at most 200 components");
    out.resize(kMostComponents);
  }
  for (std::string& pattern : out) {
    if (pattern.size() <= 100) continue;
    fields.error(key, "a component's name has at most 100 letters");
    pattern.resize(100);
  }
  return out;
}

void check_patterns(Fields& fields, std::string_view key, const std::vector<std::string>& list, bool may_take_away) {
  for (const std::string& pattern : list) {
    const bool minus = may_take_away && pattern.starts_with('-');
    if (std::string problem = component_pattern_problem(std::string_view(pattern).substr(minus ? 1 : 0)); !problem.empty()) {
      fields.error(key, std::move(problem));
    }
  }
}

void read_bases(ReadContext& context, Fields& root, Draft& draft) {
  const Section section(context, draft, root.find("bases"), "bases", 500);
  for (const json::Value* member : section.members()) {
    Fields fields(context, *member, section.path(*member), kBaseKeys);
    if (!fields.is_object()) continue;
    WageBase base;
    base.name = member->key;
    base.provenance = fields.provenance(nullptr);
    fields.needs("components", "the payroll components that it sums");
    base.components = patterns(fields, "components");
    check_patterns(fields, "components", base.components, true);
    if (fields.has("components") && base.components.empty()) fields.error("components", "the list is empty");
    draft.pack.bases.push_back(std::move(base));
  }
}

class LineReader {
 public:
  LineReader(ReadContext& context, const json::Value& member, const Path& path)
      : context_(context), fields_(context, member, path, kLineKeys) {
    line_.name = member.key;
  }

  Line read() {
    if (!fields_.is_object()) return std::move(line_);
    line_.provenance = fields_.provenance(nullptr);
    line_.title = fields_.text("title").value_or("");
    line_.check = fields_.text("check").value_or(line_.name);
    if (std::string problem = check_name_problem(line_.check); !problem.empty()) fields_.error("check", std::move(problem));
    fields_.needs_one_of("role", "one of ", kRoles);
    if (const auto at = fields_.choice("role", kRoles)) line_.role = static_cast<Role>(*at);
    if (const auto at = fields_.choice("grain", kLineGrains)) line_.grain = kLineGrainValues[*at];
    if ((line_.grain == Grain::day || line_.grain == Grain::week) && line_.role != Role::limit) {
      fields_.error("grain", "only limits are of grain day or week; " + std::string(kRoles[static_cast<std::size_t>(line_.role)]) +
                                 " lines are of period, month, quarter or year");
    }
    fields_.needs("formula", line_.role == Role::limit ? "the quantity that is measured" : "the amount due");
    line_.when = fields_.formula("when");
    line_.formula = fields_.formula("formula");
    line_.limit = fields_.formula("limit");
    line_.quantity = fields_.formula("quantity");
    line_.payable = fields_.formula("payable");
    line_.base = fields_.formula("base");
    if (fields_.has("base") && line_.role != Role::employee_contribution && line_.role != Role::employer_contribution) {
      fields_.error("base", "is the wage that a return declares for a contribution; this line is " + std::string(kRoles[static_cast<std::size_t>(line_.role)]));
    }
    read_units();
    read_answers();
    if (const json::Value* value = fields_.find("favourable")) {
      if (value->kind != json::Kind::boolean) fields_.wrong_kind("favourable", *value, "true or false");
      line_.favourable = value->truth;
    }
    read_comparison();
    return std::move(line_);
  }

 private:
  void only_for(std::string_view key, Role role) {
    if (line_.role != role && fields_.has(key)) {
      fields_.error(key, "belongs to lines of role " + std::string(kRoles[static_cast<std::size_t>(role)]) + ", this one is " +
                             std::string(kRoles[static_cast<std::size_t>(line_.role)]));
    }
  }

  void read_units() {
    only_for("limit", Role::limit);
    only_for("unit", Role::limit);
    if (line_.role == Role::limit) {
      fields_.needs("limit", "what is allowed");
      fields_.needs("unit", "minutes, days, count or money");
    }
    if (const auto at = fields_.choice("unit", kLimitUnits)) line_.unit = kLimitUnits[*at];
    const auto quantity_units = std::span(kLimitUnits).first(3);
    if (const auto at = fields_.choice("quantity_unit", quantity_units)) line_.quantity_unit = kLimitUnits[*at];
    if (fields_.has("quantity")) fields_.needs("quantity_unit", "minutes, days or count");
    if (fields_.has("quantity_unit")) fields_.needs("quantity", "the quantity that the unit is of");
    if (const auto code = fields_.text("currency")) {
      if (const auto currency = quantity::Currency::from_code(*code)) {
        line_.currency = currency->packed();
      } else {
        fields_.error("currency", "\"" + code->substr(0, 64) + "\" is no currency of ISO 4217");
      }
    }
    if (const json::Value* value = fields_.find("rounding")) read_rounding(*value);
  }

  void read_rounding(const json::Value& value) {
    Fields fields(context_, value, fields_.path()("rounding"), kRoundingKeys);
    LineRounding rounding;
    rounding.provenance = fields.provenance(&line_.provenance);
    fields.needs_one_of("mode", "one of ", kModes);
    if (const auto at = fields.choice("mode", kModes)) rounding.mode = static_cast<RoundingMode>(*at);
    fields.needs("step", "the amount that results are multiples of, such as \"0.01\"");
    if (const auto step = fields.text("step")) {
      const auto micro = parse_micro(*step);
      if (micro && *micro > 0) {
        rounding.step_micro = *micro;
      } else {
        fields.error("step", "expected an amount above 0 with at most 6 decimals, found \"" + step->substr(0, 40) + "\"");
      }
    }
    line_.rounding = std::move(rounding);
  }

  void read_answers() {
    line_.answers = patterns(fields_, "answers");
    check_patterns(fields_, "answers", line_.answers, false);
    only_for("tests", Role::test);
    only_for("counts", Role::test);
    line_.tests = fields_.texts("tests");
    line_.counts = patterns(fields_, "counts");
    if (line_.role == Role::test && line_.tests.empty() && line_.counts.empty()) {
      context_.diagnostics.error(fields_.place(), "a test needs `tests` (the pay lines that it tests) or `counts` (the booked pay that counts toward it)");
    }
  }

  void read_comparison() {
    const bool contribution = line_.role == Role::employee_contribution || line_.role == Role::employer_contribution;
    const bool ceiling = line_.role == Role::deduction || line_.role == Role::limit;
    line_.compare = contribution ? Comparison::exactly : ceiling ? Comparison::at_most : Comparison::at_least;
    if (const auto at = fields_.choice("compare", kComparisons)) line_.compare = static_cast<Comparison>(*at);
    if (line_.role == Role::limit && line_.compare == Comparison::exactly) fields_.error("compare", "a limit is at_most or at_least");
    if (const auto at = fields_.choice("severity", kSeverities)) line_.severity = kSeverities[*at];
  }

  ReadContext& context_;
  Fields fields_;
  Line line_;
};

}  // namespace

void read_formulas(ReadContext& context, Fields& root, Draft& draft) {
  read_bases(context, root, draft);
  const Section section(context, draft, root.find("formulas"), "formulas", 2000);
  for (const json::Value* member : section.members()) {
    Fields fields(context, *member, section.path(*member), kFormulaKeys);
    if (!fields.is_object()) continue;
    Formula formula;
    formula.name = member->key;
    formula.title = fields.text("title").value_or("");
    formula.provenance = fields.provenance(nullptr);
    fields.needs_one_of("grain", "one of ", kGrains);
    if (const auto at = fields.choice("grain", kGrains)) formula.grain = static_cast<Grain>(*at + 1);
    fields.needs("formula", "the formula as text");
    formula.expression = fields.formula("formula");
    draft.pack.formulas.push_back(std::move(formula));
  }
}

void read_lines(ReadContext& context, Fields& root, Draft& draft) {
  const Section section(context, draft, root.find("lines"), "lines", 1000);
  for (const json::Value* member : section.members()) {
    draft.pack.lines.push_back(LineReader(context, *member, section.path(*member)).read());
  }
}

namespace {

/// When a leave year begins: with the calendar's, on a day of it, or with each year of service.
void read_leave_year(Fields& fields, Ledger& ledger) {
  ledger.year_is_service = ledger.by_service;
  const auto text = fields.text("leave_year");
  if (!text) return;
  if (!fields.has("carry")) fields.error("leave_year", "matters only with `carry`: what goes over into the next leave year");
  ledger.year_is_service = *text == "service";
  if (*text == "service" || *text == "calendar") return;
  const auto day = quantity::parse_date("2001-" + *text);  // a year without 29 February: the day exists in every one
  if (!day) {
    fields.error("leave_year", "expected calendar, service or a day such as \"04-01\", found \"" + text->substr(0, 40) + "\"");
    return;
  }
  ledger.year_month = (*day).civil().month;
  ledger.year_day = (*day).civil().day;
}

void read_ledger(Fields& fields, std::span<const std::string_view> types, Ledger& ledger) {
  constexpr std::array<std::string_view, 3> kLedgerGrains{"month", "year", "service_year"};
  constexpr std::array<std::string_view, 2> kCredited{"end", "start"};
  constexpr std::array<std::string_view, 2> kSurplus{"lapses", "paid"};
  constexpr std::array<std::string_view, 2> kDays{"working", "calendar"};
  fields.needs("grain", "month, year or service_year: how often days are earned");
  if (const auto at = fields.choice("grain", kLedgerGrains)) {
    ledger.by_service = *at == 2;
    ledger.grain = *at == 0 ? Grain::month : *at == 1 ? Grain::year : Grain::day;
  }
  if (const json::Value* every = fields.find("every")) {
    constexpr int kMostYears = 50;
    const auto years = parse_exact(every->text);
    const bool good = years && years->denominator() == 1 && years->numerator() >= 1 && years->numerator() <= kMostYears;
    if (!ledger.by_service) fields.error("every", "belongs to grain service_year");
    else if (good) ledger.every = static_cast<int>(years->numerator());
    else fields.error("every", "expected years of service, 1 to 50, found " + shown(fields.context(), *every));
  }
  if (const auto at = fields.choice("credited", kCredited)) ledger.earn_at_start = *at == 1;
  if (const auto at = fields.choice("surplus", kSurplus)) ledger.surplus_is_paid = *at == 1;
  if (const auto at = fields.choice("days", kDays)) ledger.calendar_days = *at == 1;
  fields.needs("earn", "the days that each span earns");
  ledger.earn = fields.formula("earn");
  ledger.unfinished = fields.formula("unfinished");
  if (fields.has("unfinished") && (!ledger.by_service || ledger.earn_at_start)) {
    fields.error("unfinished", "belongs to grain service_year with days credited at its end: what a span earns that the employment cuts short");
  }
  if (fields.has("surplus") && !fields.has("carry")) fields.error("surplus", "is what lies above `carry`, which is missing");
  ledger.available_from = fields.formula("available_from");
  ledger.cap = fields.formula("cap");
  ledger.carry = fields.formula("carry");
  ledger.lapse_after = fields.formula("lapse_after");
  read_leave_year(fields, ledger);
  ledger.takes = fields.texts("takes");
  for (const std::string& type : ledger.takes) {
    if (std::find(types.begin(), types.end(), type) != types.end()) continue;
    fields.error("takes", "`" + type.substr(0, 64) + "` is no type of leave: " + listed(types) + did_you_mean(type, types));
  }
  ledger.taken = fields.formula("taken");
  if (fields.has("taken") && (fields.has("takes") || fields.has("days"))) {
    fields.error("taken", "says itself what each day takes; `takes` and `days` are left out");
  }
  if (ledger.takes.empty()) ledger.takes = {ledger.leave_type};
  // Pay-outs of leave have one component: without another word they are of annual leave.
  ledger.paid_by = fields.text("paid_by").value_or(ledger.leave_type == "annual" ? "leave_encashment" : "");
  if (!ledger.paid_by.empty()) {
    if (std::string problem = component_pattern_problem(ledger.paid_by); !problem.empty()) fields.error("paid_by", std::move(problem));
  }
}

}  // namespace

void read_ledgers(ReadContext& context, Fields& root, Draft& draft) {
  const Section section(context, draft, root.find("ledgers"), "ledgers", 100);
  const auto types = leave_types();
  for (const json::Value* member : section.members()) {
    Fields fields(context, *member, section.path(*member), kLedgerKeys);
    if (!fields.is_object()) continue;
    Ledger ledger;
    ledger.leave_type = member->key;
    if (std::find(types.begin(), types.end(), member->key) == types.end()) {
      fields.error("", "a ledger has the name of a type of leave: " + listed(types) + did_you_mean(member->key, types));
    }
    ledger.provenance = fields.provenance(nullptr);
    read_ledger(fields, types, ledger);
    draft.pack.ledgers.push_back(std::move(ledger));
  }
  if (const json::Value* value = root.find("deductions")) {
    Fields fields(context, *value, "deductions", kDeductionKeys);
    Deductions& deductions = draft.pack.deductions;
    deductions.provenance = fields.provenance(nullptr);
    fields.needs("lawful", "names of deductions, such as [\"tax\", \"advance\"], or \"*\" for all");
    deductions.lawful = patterns(fields, "lawful");
    for (const std::string& name : deductions.lawful) {
      if (name.starts_with("deduction.")) fields.error("lawful", "names stand without `deduction.`, found \"" + name + "\"");
    }
    deductions.listed = !(deductions.lawful.size() == 1 && deductions.lawful.front() == "*");
    draft.given.insert("deductions");
  }
}

void read_cases(ReadContext& context, Fields& root, Draft& draft) {
  const json::Value* cases = root.find("cases");
  if (cases == nullptr) return;
  if (cases->kind != json::Kind::array) {
    root.wrong_kind("cases", *cases, "a list of cases");
    return;
  }
  std::size_t position = 0;
  for (const json::Value& element : context.document.children(*cases)) {
    const std::string path = "cases[" + std::to_string(position++) + "]";
    const json::Value* name = context.document.find(element, "name");
    const json::Value* expect = context.document.find(element, "expect");
    if (element.kind != json::Kind::object || name == nullptr || name->kind != json::Kind::string || name->text.empty() ||
        expect == nullptr || expect->kind != json::Kind::object) {
      context.diagnostics.error({context.origin, element.line, path}, "a case is an object with a `name`, its tables and `expect`");
      continue;
    }
    Case made;
    made.name = name->text;
    if (const json::Value* source = context.document.find(element, "source"); source != nullptr && source->kind == json::Kind::string) {
      made.source = source->text;
    }
    made.json = context.document.raw(element);
    made.origin = context.origin;
    made.file_line = element.line;
    draft.pack.cases.push_back(std::move(made));
  }
}

}  // namespace wageproof::law
