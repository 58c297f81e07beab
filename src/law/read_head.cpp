// Head, sources, dimensions, attributes, proposals.
#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "law/read_draft.hpp"
#include "law/words.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 4> kSourceKeys{"instrument", "article", "address", "note"};
constexpr std::array<std::string_view, 2> kCodeKeys{"name", "parent"};
constexpr std::array<std::string_view, 3> kAttributeTypes{"text", "number", "date"};
constexpr std::size_t kMostSources = 2000;
constexpr std::size_t kMostCodes = 20'000;

/// Pack ids are file names too.
bool is_pack_id(std::string_view id) noexcept {
  if (id.empty() || id.size() > 64) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

void read_sources(ReadContext& context, const json::Value* sources, Draft& draft) {
  if (sources == nullptr) return;
  if (sources->kind != json::Kind::object) {
    context.diagnostics.error({context.origin, sources->key_line, "sources"}, "expected an object of sources by their ids, found " + shown(context, *sources));
    return;
  }
  if (sources->count > kMostSources) {
    context.diagnostics.error({context.origin, sources->key_line, "sources"}, "at most 2000 sources, found " + std::to_string(sources->count));
    return;
  }
  const Path path("sources");
  for (const json::Value& member : context.document.children(*sources)) {
    Fields fields(context, member, path(member.key), kSourceKeys);
    if (!fields.is_object()) continue;
    Source source;
    source.id = member.key;
    source.origin = context.origin;
    source.file_line = member.key_line;
    fields.needs("instrument", "the law, decree or agreement by its name");
    source.instrument = fields.text("instrument").value_or("");
    source.article = fields.text("article").value_or("");
    source.address = fields.text("address").value_or("");
    source.note = fields.text("note").value_or("");
    draft.pack.sources.push_back(std::move(source));
  }
}

Code read_code(ReadContext& context, const json::Value& member, const Path& path) {
  Code code;
  code.code = member.key;
  if (member.kind == json::Kind::string) {
    code.name = member.text;
    return code;
  }
  Fields fields(context, member, path(member.key), kCodeKeys);
  code.name = fields.text("name").value_or("");
  code.parent = fields.text("parent").value_or("");
  return code;
}

void read_dimensions(ReadContext& context, const json::Value* dimensions, Draft& draft) {
  const Section section(context, draft, dimensions, "dimensions", 100);
  std::size_t codes = 0;
  for (const json::Value* member : section.members()) {
    const Path path = section.path(*member);
    if (member->kind != json::Kind::object) {
      context.diagnostics.error({context.origin, member->key_line, path.text()}, "expected an object of codes and their names, found " + shown(context, *member));
      continue;
    }
    if ((codes += member->count) > kMostCodes) {
      context.diagnostics.error({context.origin, member->key_line, path.text()}, "more than 20000 codes in all");
      return;
    }
    std::vector<Code>& list = draft.pack.dimensions[std::string(member->key)];
    for (const json::Value& code : context.document.children(*member)) list.push_back(read_code(context, code, path));
  }
}

void read_attributes(ReadContext& context, const json::Value* attributes, Draft& draft) {
  const Section section(context, draft, attributes, "attributes", 200);
  for (const json::Value* member : section.members()) {
    Attribute attribute;
    attribute.name = member->key;
    attribute.provenance.origin = context.origin;
    attribute.provenance.file_line = member->key_line;
    const auto type = member->kind == json::Kind::string
                          ? std::find(kAttributeTypes.begin(), kAttributeTypes.end(), member->text)
                          : kAttributeTypes.end();
    if (type == kAttributeTypes.end()) {
      context.diagnostics.error({context.origin, member->key_line, section.path(*member).text()},
                                "an attribute is \"text\", \"number\" or \"date\", found " + shown(context, *member));
      continue;
    }
    constexpr std::array<ValueType, 3> kTypes{ValueType::text, ValueType::number, ValueType::date};
    attribute.type = kTypes[static_cast<std::size_t>(type - kAttributeTypes.begin())];
    draft.pack.attributes.push_back(std::move(attribute));
  }
}

}  // namespace

void read_head(ReadContext& context, Fields& root, Draft& draft) {
  Pack& pack = draft.pack;
  root.needs("pack", "the pack's id, such as \"kh\"");
  pack.id = root.text("pack").value_or(pack.id);
  if (root.has("pack") && !is_pack_id(pack.id)) {
    root.error("pack", "a pack's id has lower-case letters, digits, `-` and `_`, found \"" + pack.id.substr(0, 64) + "\"");
  }
  pack.extends_id = root.text("extends").value_or("");
  const bool overlay = !pack.extends_id.empty();
  root.needs("version", "text such as \"2026.1\"");
  pack.version = root.text("version").value_or("");
  root.needs("title", "the country or agreement in words");
  pack.title = root.text("title").value_or("");
  if (!overlay) {
    root.needs("currency", "of ISO 4217, such as \"USD\"");
    root.needs("time_zone", "such as \"Asia/Phnom_Penh\"");
  }
  for (const std::string_view key : {"currency", "time_zone", "calling_code", "money_step"}) {
    if (root.has(key)) draft.given.insert(std::string(key));
  }
  if (const auto code = root.text("currency")) {
    if (const auto currency = quantity::Currency::from_code(*code)) {
      pack.currency = currency->packed();
    } else {
      root.error("currency", "\"" + code->substr(0, 64) + "\" is no currency of ISO 4217");
    }
  }
  if (const auto step = root.text("money_step")) {
    const auto micro = parse_micro(*step);
    if (micro && *micro > 0) {
      pack.money_step_micro = *micro;
    } else {
      root.error("money_step", "expected an amount above 0 with at most 6 decimals, found \"" + step->substr(0, 64) + "\"");
    }
  }
  pack.time_zone = root.text("time_zone").value_or("");
  pack.calling_code = root.text("calling_code").value_or("");
  const bool digits = std::all_of(pack.calling_code.begin(), pack.calling_code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || pack.calling_code.size() > 3) {
    root.error("calling_code", "expected one to three digits such as \"855\", found \"" + pack.calling_code.substr(0, 64) + "\"");
  }
  pack.proposals = root.texts("proposals");
  read_sources(context, root.find("sources"), draft);
  read_dimensions(context, root.find("dimensions"), draft);
  read_attributes(context, root.find("attributes"), draft);
}

}  // namespace wageproof::law
