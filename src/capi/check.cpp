// Checking records, and what comes of it as texts, files and streams.
#include <utility>

#include "capi/guard.hpp"
#include "capi/handles.hpp"
#include "report/figures.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/against.hpp"
#include "wageproof/reconcile/explain.hpp"
#include "wageproof/report/arrow_tables.hpp"
#include "wageproof/report/summary.hpp"
#include "wageproof/report/working.hpp"
#include "wageproof/report/write.hpp"

using namespace wageproof;
using namespace wageproof::capi;

namespace {

constexpr std::string_view kNeedsResult = "result: expected a handle of wageproof_check, found null";
constexpr std::string_view kNeedsOut = "out: expected where to put what is made, found null";

Status read_day(int32_t given, const char* name, std::optional<std::int32_t>& out) {
  if (given == WAGEPROOF_NO_DATE) return {};
  if (!quantity::Date::try_from_serial(given)) return {StatusCode::out_of_range, std::string(name) + ": " + std::to_string(given) + " is no day of the calendar"};
  out = given;
  return {};
}

Status read_options(const wageproof_check_options& given, faces::Packs& packs, reconcile::CheckOptions& out) {
  auto law = packs.ids_of(faces::parts_of(text_of(given.law)));
  if (!law) return std::move(law).status();
  out.law = std::move(*law);
  out.by = faces::parts_of(text_of(given.by));
  WAGEPROOF_RETURN_IF_ERROR(read_day(given.from, "from", out.from));
  WAGEPROOF_RETURN_IF_ERROR(read_day(given.to, "to", out.to));
  WAGEPROOF_RETURN_IF_ERROR(read_day(given.as_known_on, "as_known_on", out.as_known_on));
  if (out.from && out.to && *out.to < *out.from) return refused("`to` lies before `from`");
  if (given.evidence != 0) {
    const std::int32_t grade = (given.evidence & ~0x20) - 'A';
    if (grade < 0 || grade > 4) return refused("evidence: expected a grade 'A' to 'E', or 0");
    out.evidence = static_cast<records::EvidenceGrade>(grade);
  }
  out.threads = given.threads;
  out.packs = &packs.resolver();
  return {};
}

/// The second law of a run, where there is one.
Status read_against(const wageproof_check_options& given, const reconcile::CheckOptions& first, faces::Packs& packs,
                    std::optional<reconcile::CheckOptions>& out) {
  if (text_of(given.against).empty() && given.against_as_known_on == WAGEPROOF_NO_DATE) return {};
  out = first;
  out->by.clear();
  if (!text_of(given.against).empty()) {
    auto law = packs.ids_of(faces::parts_of(text_of(given.against)));
    if (!law) return std::move(law).status();
    out->law = std::move(*law);
  }
  if (given.against_as_known_on == WAGEPROOF_NO_DATE) return {};
  out->as_known_on.reset();
  return read_day(given.against_as_known_on, "against_as_known_on", out->as_known_on);
}

std::optional<report::Table> table_of(wageproof_table table) {
  if (table < 0 || static_cast<std::size_t>(table) >= report::kTableCount) return std::nullopt;
  return static_cast<report::Table>(table);
}

Status no_table(wageproof_table table) { return refused("table: there is none with number " + std::to_string(table)); }

}  // namespace

std::unique_ptr<wageproof_result> capi::make_result(std::shared_ptr<faces::Packs> packs, std::shared_ptr<const records::Dataset> data,
                                                    reconcile::Result result, reconcile::CheckOptions options) {
  auto handle = std::make_unique<wageproof_result>();
  options.progress = nullptr;
  options.cancelled = nullptr;
  handle->rules = rules_of(result.laws);
  if (!result.match_notes.empty()) {
    for (const reconcile::MatchRow& match : result.matches) {
      std::string text(match.matched_by);
      if (match.note < result.match_notes.size()) text += ":" + result.match_notes[match.note];
      handle->matched_by.push_back(std::move(text));
    }
  }
  handle->packs = std::move(packs);
  handle->data = std::move(data);
  handle->result = std::make_shared<const reconcile::Result>(std::move(result));
  handle->options = std::move(options);
  return handle;
}

std::shared_ptr<const Rules> capi::rules_of(const std::vector<std::shared_ptr<const law::Pack>>& laws) {
  auto rules = std::make_shared<Rules>();
  for (const auto& law : laws) {
    rules->laws.push_back({law->id, {}});
    auto& lines = rules->lines.emplace_back();
    for (const law::Line& line : law->lines) {
      lines.push_back({line.provenance.origin.empty() ? law->id : line.provenance.origin, report::source_text(*law, line.provenance)});
    }
  }
  return rules;
}

const report::Totals& capi::totals_of(const wageproof_result& result) {
  const std::lock_guard lock(result.totals_mutex);
  if (!result.totals) result.totals = report::totals_of(*result.result, *result.data);
  return *result.totals;
}

extern "C" {

wageproof_status wageproof_check(wageproof_packs* packs, const wageproof_records* records,
                                 const wageproof_check_options* given, wageproof_result** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused("packs: expected a handle of wageproof_packs_create, found null");
    if (records == nullptr) return refused("records: expected a handle, found null");
    if (out == nullptr) return refused(kNeedsOut);
    wageproof_check_options options = WAGEPROOF_CHECK_OPTIONS_INIT;
    WAGEPROOF_RETURN_IF_ERROR(take_sized(given, options));
    reconcile::CheckOptions checking;
    WAGEPROOF_RETURN_IF_ERROR(read_options(options, *packs->packs, checking));
    checking.is_part = records->is_part;
    bool stopped = false;
    if (options.progress != nullptr) {
      checking.progress = [&](std::uint64_t done, std::uint64_t workers) {
        stopped = stopped || options.progress(done, workers, options.context) != 0;
      };
      checking.cancelled = [&] { return stopped; };
    }
    std::optional<reconcile::CheckOptions> other;
    WAGEPROOF_RETURN_IF_ERROR(read_against(options, checking, *packs->packs, other));
    auto result = reconcile::check(*records->data, checking);
    if (result && other) {
      if (const Status status = reconcile::check_against(*records->data, *other, *result); !status.ok() && !stopped) return status;
    }
    if (stopped) return {kCancelled, "cancelled"};
    if (!result) return std::move(result).status();
    *out = make_result(packs->packs, records->data, std::move(*result), std::move(checking)).release();
    return {};
  });
}

void wageproof_result_destroy(wageproof_result** result) {
  if (result == nullptr || *result == nullptr) return;
  std::unique_ptr<wageproof_result> handle(std::exchange(*result, nullptr));
  if (handle->home != nullptr) SlipPool::give_back(std::move(handle));
}

wageproof_status wageproof_result_write(const wageproof_result* result, const char* folder, size_t folder_size,
                                        wageproof_form form, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    const auto path = text_of(folder, folder_size);
    if (!path || path->empty()) return refused("folder: expected a path, found none");
    if (form != WAGEPROOF_CSV && form != WAGEPROOF_NDJSON) return refused("form: there is none with number " + std::to_string(form));
    report::WriteOptions options;
    options.form = static_cast<report::Form>(form);
    return report::write_report(std::string(*path), *result->result, *result->data, totals_of(*result), options);
  });
}

wageproof_status wageproof_result_table(const wageproof_result* result, wageproof_table table, wageproof_form form,
                                        wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    if (out == nullptr) return refused(kNeedsOut);
    const auto which = table_of(table);
    if (!which) return no_table(table);
    if (form != WAGEPROOF_CSV && form != WAGEPROOF_NDJSON) return refused("form: there is none with number " + std::to_string(form));
    std::string text;
    const bool whole = report::write_table(*which, *result->result, *result->data, static_cast<report::Form>(form), [&](std::string_view piece) {
      text += piece;
      return true;
    });
    if (!whole) return {StatusCode::internal, "the table was not written whole"};
    give_text(std::move(text), out);
    return {};
  });
}

wageproof_status wageproof_result_export(const wageproof_result* result, wageproof_table table,
                                         struct ArrowArrayStream* out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    if (out == nullptr) return refused(kNeedsOut);
    const auto which = table_of(table);
    if (!which) return no_table(table);
    report::export_arrow(*which, *result->result, *result->data, out);
    return {};
  });
}

wageproof_status wageproof_result_summary(const wageproof_result* result, wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    if (out == nullptr) return refused(kNeedsOut);
    give_text(report::summary_json(*result->result, *result->data, totals_of(*result)), out);
    return {};
  });
}

wageproof_status wageproof_result_page(const wageproof_result* result, size_t width, wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    if (out == nullptr) return refused(kNeedsOut);
    report::PageOptions page;
    if (width != 0) page.width = std::clamp<std::size_t>(width, 20, 1000);
    give_text(report::summary_page(*result->result, *result->data, totals_of(*result), page), out);
    return {};
  });
}

wageproof_status wageproof_result_explain(const wageproof_result* result, const char* worker_id, size_t worker_id_size,
                                          int32_t day, const char* line, size_t line_size, int32_t as_json,
                                          wageproof_text** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused(kNeedsResult);
    if (out == nullptr) return refused(kNeedsOut);
    const auto worker = text_of(worker_id, worker_id_size), wanted = text_of(line, line_size);
    if (!worker || worker->empty()) return refused("worker_id: expected a worker, found none");
    if (!wanted) return refused("line: null with a size");
    if (!quantity::Date::try_from_serial(day)) return {StatusCode::out_of_range, "day: " + std::to_string(day) + " is no day of the calendar"};
    const auto working = reconcile::explain(*result->data, result->options, std::string(*worker), day, std::string(*wanted));
    if (!working) return working.status();
    give_text(as_json != 0 ? report::working_json(*working) : report::working_text(*working), out);
    return {};
  });
}

}  // extern "C"
