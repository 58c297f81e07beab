// Rule packs: sets of them, their texts, what is wrong with them.
#include <utility>

#include "capi/guard.hpp"
#include "capi/handles.hpp"
#include "report/row_text.hpp"
#include "wageproof/law/show.hpp"

using namespace wageproof;
using namespace wageproof::capi;

namespace {

constexpr std::string_view kNeedsPacks = "packs: expected a handle of wageproof_packs_create, found null";
constexpr std::string_view kNeedsOut = "out: expected where to put what is made, found null";

std::string diagnostics_json(const std::vector<law::Diagnostic>& diagnostics) {
  std::string out = "[";
  for (const law::Diagnostic& each : diagnostics) {
    if (out.size() > 1) out += ',';
    out += "{\"severity\":";
    out += each.severity == law::Severity::error ? "\"error\"" : "\"warning\"";
    out += ",\"file\":";
    report::append_json_string(out, each.file);
    out += ",\"line\":" + std::to_string(each.line) + ",\"column\":" + std::to_string(each.column) + ",\"path\":";
    report::append_json_string(out, each.path);
    out += ",\"message\":";
    report::append_json_string(out, each.message);
    out += '}';
  }
  return out + "]";
}

}  // namespace

extern "C" {

wageproof_status wageproof_packs_create(wageproof_packs** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (out == nullptr) return refused(kNeedsOut);
    *out = new wageproof_packs{std::make_shared<faces::Packs>()};
    return {};
  });
}

void wageproof_packs_destroy(wageproof_packs** packs) {
  if (packs == nullptr) return;
  delete std::exchange(*packs, nullptr);
}

wageproof_status wageproof_packs_add_file(wageproof_packs* packs, const char* path, size_t path_size,
                                          wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    const auto name = text_of(path, path_size);
    if (!name || name->empty()) return refused("path: expected the path of a pack file, found none");
    return packs->packs->add_file(std::string(*name)).status();
  });
}

wageproof_status wageproof_packs_add_memory(wageproof_packs* packs, const char* json, size_t json_size,
                                            const char* name, size_t name_size, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    const auto text = text_of(json, json_size), file = text_of(name, name_size);
    if (!text || text->empty()) return refused("json: expected the text of a pack, found none");
    if (!file) return refused("name: null with a size");
    return packs->packs->add_text(std::string(*text), file->empty() ? "pack" : std::string(*file)).status();
  });
}

wageproof_status wageproof_packs_ids(const wageproof_packs* packs, wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    if (out == nullptr) return refused(kNeedsOut);
    std::string text;
    for (const std::string& id : packs->packs->ids()) text += id + "\n";
    give_text(std::move(text), out);
    return {};
  });
}

wageproof_status wageproof_packs_source(const wageproof_packs* packs, const char* id, size_t id_size,
                                        wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    if (out == nullptr) return refused(kNeedsOut);
    const auto name = text_of(id, id_size);
    if (!name || name->empty()) return refused("id: expected the id of a pack, found none");
    auto text = packs->packs->text_of(*name);
    if (!text) return std::move(text).status();
    give_text(std::move(text->text), out);
    return {};
  });
}

wageproof_status wageproof_packs_show(wageproof_packs* packs, const char* law, size_t law_size, int32_t at,
                                      wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    if (out == nullptr) return refused(kNeedsOut);
    const auto ids = text_of(law, law_size);
    if (!ids || ids->empty()) return refused("law: expected ids of packs, found none");
    std::optional<quantity::Date> day;
    if (at != WAGEPROOF_NO_DATE) {
      const auto date = quantity::Date::try_from_serial(at);
      if (!date) return {StatusCode::out_of_range, "at: " + std::to_string(at) + " is no day of the calendar"};
      day = *date;
    }
    const auto pack = packs->packs->load(faces::parts_of(*ids));
    if (!pack) return pack.status();
    law::ShowOptions show;
    show.at = day;
    give_text(law::show_pack(**pack, show), out);
    return {};
  });
}

wageproof_status wageproof_packs_examine(wageproof_packs* packs, const char* json, size_t json_size, const char* name,
                                         size_t name_size, wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused(kNeedsPacks);
    if (out == nullptr) return refused(kNeedsOut);
    const auto text = text_of(json, json_size), file = text_of(name, name_size);
    if (!text) return refused("json: null with a size");
    if (!file) return refused("name: null with a size");
    const law::LoadReport report = law::examine_pack(*text, file->empty() ? "pack" : *file, &packs->packs->resolver());
    give_text(diagnostics_json(report.diagnostics), out);
    return {};
  });
}

}  // extern "C"
