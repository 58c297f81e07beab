#include "law/read_draft.hpp"

#include <array>

#include "law/words.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 23> kRootKeys{
    "pack",  "version", "title",     "currency", "money_step", "time_zone", "calling_code", "extends", "sources", "proposals", "dimensions", "attributes",
    "parameters", "calendar", "worktime", "bases", "formulas", "lines", "ledgers", "deductions", "cases", "note", "$schema"};

}  // namespace

Section::Section(ReadContext& context, Draft& draft, const json::Value* section, std::string_view name, std::size_t most)
    : name_(name), path_(name) {
  if (section == nullptr) return;
  const Place place{context.origin, section->key_line, name_};
  if (section->kind != json::Kind::object) {
    context.diagnostics.error(place, "expected an object of named elements, found " + shown(context, *section));
    return;
  }
  if (section->count > most) {
    context.diagnostics.error(place, "at most " + std::to_string(most) + " elements, found " + std::to_string(section->count));
    return;
  }
  for (const json::Value& member : context.document.children(*section)) {
    const bool dotted = name == "lines" || name == "deductions";
    if (dotted ? !is_dotted_name(member.key) : !is_name(member.key)) {
      context.diagnostics.error({context.origin, member.key_line, name_},
                                "`" + std::string(member.key.substr(0, 64)) +
                                    "` is no name: lower-case letters, digits and `_`, a letter first" +
                                    (dotted ? ", parts joined by `.`" : ""));
    } else if (member.kind == json::Kind::null) {
      draft.ended.push_back({name_, std::string(member.key), member.key_line});
    } else {
      members_.push_back(&member);
    }
  }
}

Draft read_draft(std::string_view text, std::string_view file_name, Cases cases, Diagnostics& diagnostics) {
  Draft draft;
  const json::Document document(text, "cases", cases == Cases::pass_over);
  diagnostics.set_file(std::string(file_name), std::string(file_name));
  ReadContext context{document, diagnostics, std::string(file_name)};
  draft.pack.id = file_name;
  if (!document.ok()) {
    for (const json::Problem& problem : document.problems()) {
      diagnostics.error({context.origin, problem.line, ""}, problem.message, problem.column);
    }
    return draft;
  }
  if (const json::Value* id = document.find(document.root(), "pack"); id != nullptr && id->kind == json::Kind::string) {
    context.origin = id->text;
    diagnostics.set_file(context.origin, std::string(file_name));
  }
  Fields root(context, document.root(), "", kRootKeys);
  if (!root.is_object()) return draft;
  read_head(context, root, draft);
  read_parameters(context, root, draft);
  read_calendar(context, root, draft);
  read_worktime(context, root, draft);
  read_formulas(context, root, draft);
  read_lines(context, root, draft);
  read_ledgers(context, root, draft);
  read_cases(context, root, draft);
  return draft;
}

}  // namespace wageproof::law
