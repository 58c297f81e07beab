// The working of a worker's figures as text for a person, or as JSON for a screen.
#include "wageproof/report/working.hpp"

#include "report/figures.hpp"
#include "report/json_text.hpp"

namespace wageproof::report {

using reconcile::Figure;
using reconcile::Working;
using reconcile::WorkingChoice;
using reconcile::WorkingInput;
using reconcile::WorkingLine;
using reconcile::WorkingStep;
using reconcile::WorkingTerm;
using reconcile::WorkingValue;

namespace {

constexpr std::size_t kValuesShown = 45;  // a month of days and a few more; the rest is counted

std::string money(const Figure& figure, const std::string& currency) {
  if (!figure.given) return "";
  std::string text;
  append_money(text, figure.value, minor_digits(currency));
  return text + " " + currency;
}

std::string span_text(std::int32_t first, std::int32_t last) {
  std::string text;
  append_date(text, first);
  if (last != first) {
    text += " to ";
    append_date(text, last);
  }
  return text;
}

void values(std::string& out, const std::vector<WorkingValue>& list, const std::string& indent) {
  std::size_t shown = 0;
  for (const WorkingValue& v : list) {
    if (++shown > kValuesShown) {
      out += indent + "… and " + std::to_string(list.size() - kValuesShown) + " more\n";
      return;
    }
    out += indent + span_text(v.first, v.last) + ": " + v.value;
    if (!v.place.empty()) out += "  [" + v.place + "]";
    out += '\n';
  }
}

// One value for the whole span stands on the name's own line.
void named_values(std::string& out, const std::string& name, const std::vector<WorkingValue>& list, const std::string& indent) {
  out += indent + name;
  if (list.empty()) {
    out += " = 0 on every day\n";
  } else if (list.size() == 1) {
    out += " = " + list[0].value;
    if (!list[0].place.empty()) out += "  [" + list[0].place + "]";
    out += '\n';
  } else {
    out += ":\n";
    values(out, list, indent + "  ");
  }
}

// All terms that compete, and which of them holds.
void choice_text(std::string& out, const WorkingChoice& choice) {
  out += std::string("      the ") + (choice.highest ? "highest" : "lowest") + " of\n";
  for (const WorkingTerm& term : choice.terms) {
    named_values(out, term.text, term.values, "        ");
    if (!term.source.empty()) out += "          source: " + term.source + "\n";
  }
  if (choice.holds.size() == 1) {
    out += "      holds: " + choice.holds[0].value + "\n";
  } else {
    out += "      holds:\n";
    values(out, choice.holds, "        ");
  }
}

void step_text(std::string& out, const WorkingStep& s) {
  out += "    " + s.name;
  if (!s.title.empty()) out += " — " + s.title;
  out += " (by " + s.grain + ")\n      = " + s.formula + "\n";
  for (const WorkingInput& i : s.inputs) {
    named_values(out, i.name, i.values, "        ");
    if (i.kind != WorkingInput::Kind::law) continue;
    out += "          the law's value " + i.in_force;
    if (!i.confidence.empty()) out += ", " + i.confidence;
    if (!i.source.empty()) out += " (" + i.source + ")";
    out += '\n';
    if (!i.note.empty()) out += "          note: " + i.note + "\n";
  }
  for (const WorkingChoice& choice : s.choices) choice_text(out, choice);
  named_values(out, "gives", s.results, "      ");
  if (!s.source.empty()) out += "      source: " + s.source + "\n";
}

void line_text(std::string& out, const Working& w, const WorkingLine& l) {
  const std::string& currency = w.result.names[l.row.currency_name];
  out += "\n" + l.line + " (" + l.role + "), " + span_text(l.row.first, l.row.last) + "\n";
  if (l.row.in_due || l.line == "net") {
    out += "  due " + (l.row.amount.given ? money(l.row.amount, currency) : std::string("cannot be told"));
    if (l.row.status == reconcile::Status::at_least) out += " at least";
    if (l.row.in_reconciliation) {
      out += ", booked " + (l.row.booked.given ? money(l.row.booked, currency) : std::string("cannot be told"));
      if (l.row.difference.given) out += ", difference " + money(l.row.difference, currency);
    }
    if (l.row.paid.given) out += ", paid " + money(l.row.paid, currency);
    if (l.row.owed.given) out += ", owed " + money(l.row.owed, currency);
    out += '\n';
    if (!l.exact.empty()) out += "  exactly " + l.exact + "; rounding: " + l.rounding + "\n";
  }
  if (!l.booked_at.empty()) {
    out += "  booked at";
    for (const std::string& place : l.booked_at) out += " " + place;
    out += '\n';
  }
  if (!l.source.empty()) out += "  source: " + l.source + "\n";
  if (!l.note.empty()) out += "  note: " + l.note + "\n";
  out += "  working:\n";
  for (const WorkingStep& s : l.steps) step_text(out, s);
}

void json_values(JsonText& json, std::string_view key, const std::vector<WorkingValue>& list) {
  json.key(key);
  json.open_list();
  for (const WorkingValue& v : list) {
    json.open_object();
    std::string day;
    append_date(day, v.first);
    json.member("first", day);
    day.clear();
    append_date(day, v.last);
    json.member("last", day);
    json.member("value", v.value);
    if (!v.place.empty()) json.member("place", v.place);
    json.close_object();
  }
  json.close_list();
}

void json_step(JsonText& json, const WorkingStep& s) {
  json.open_object();
  json.member("name", s.name);
  json.member("title", s.title);
  json.member("grain", s.grain);
  json.member("formula", s.formula);
  json.member("source", s.source);
  if (!s.note.empty()) json.member("note", s.note);
  json.key("inputs");
  json.open_list();
  static constexpr std::string_view kKinds[] = {"record", "law", "step"};
  for (const WorkingInput& i : s.inputs) {
    json.open_object();
    json.member("kind", kKinds[static_cast<std::size_t>(i.kind)]);
    json.member("name", i.name);
    json_values(json, "values", i.values);
    if (!i.in_force.empty()) json.member("in_force", i.in_force);
    if (!i.source.empty()) json.member("source", i.source);
    if (!i.confidence.empty()) json.member("confidence", i.confidence);
    if (!i.note.empty()) json.member("note", i.note);
    json.close_object();
  }
  json.close_list();
  json.key("choices");
  json.open_list();
  for (const WorkingChoice& choice : s.choices) {
    json.open_object();
    json.member("of", choice.highest ? "highest" : "lowest");
    json.key("terms");
    json.open_list();
    for (const WorkingTerm& term : choice.terms) {
      json.open_object();
      json.member("term", term.text);
      if (!term.source.empty()) json.member("source", term.source);
      json_values(json, "values", term.values);
      json.close_object();
    }
    json.close_list();
    json_values(json, "holds", choice.holds);
    json.close_object();
  }
  json.close_list();
  json_values(json, "results", s.results);
  json.close_object();
}

void json_figure(JsonText& json, std::string_view key, const Figure& figure, std::string_view currency) {
  if (!figure.given) return;
  std::string text;
  append_money(text, figure.value, minor_digits(currency));
  json.member(key, text);
}

}  // namespace

std::string working_text(const Working& w) {
  std::string out = "Worker " + w.worker + " of " + w.employer + ", " + span_text(w.period.first, w.period.last) + "\n";
  if (w.lines.empty()) out += "Nothing is due, booked or in doubt.\n";
  for (const WorkingLine& l : w.lines) line_text(out, w, l);
  return out;
}

std::string working_json(const Working& w) {
  JsonText json;
  json.open_object();
  json.member("employer_id", w.employer);
  json.member("worker_id", w.worker);
  std::string day;
  append_date(day, w.period.first);
  json.member("period_start", day);
  day.clear();
  append_date(day, w.period.last);
  json.member("period_end", day);
  json.key("lines");
  json.open_list();
  for (const WorkingLine& l : w.lines) {
    const std::string& currency = w.result.names[l.row.currency_name];
    json.open_object();
    json.member("line", l.line);
    json.member("role", l.role);
    json.member("status", to_text(l.row.status));
    json.member("currency", currency);
    json_figure(json, "due", l.row.amount, currency);
    json_figure(json, "booked", l.row.booked, currency);
    json_figure(json, "difference", l.row.difference, currency);
    json_figure(json, "paid", l.row.paid, currency);
    json_figure(json, "owed", l.row.owed, currency);
    json.member("exact", l.exact);
    json.member("rounding", l.rounding);
    json.member("source", l.source);
    json.key("booked_at");
    json.open_list();
    for (const std::string& place : l.booked_at) json.text(place);
    json.close_list();
    json.key("steps");
    json.open_list();
    for (const WorkingStep& s : l.steps) json_step(json, s);
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace wageproof::report
