// One worker at a time: a law that stays compiled, records from JSON or from structs.
#include <utility>

#include "capi/guard.hpp"
#include "capi/handles.hpp"
#include "capi/payslip_tables.hpp"
#include "law/json_tree.hpp"
#include "report/case_files.hpp"

using namespace wageproof;
using namespace wageproof::capi;

struct wageproof_checker {
  std::shared_ptr<faces::Packs> packs;
  std::shared_ptr<const law::Pack> law;
  std::vector<std::string> ids;
  reconcile::Laws laws;
};

namespace {

constexpr std::string_view kNeedsChecker = "checker: expected a handle of wageproof_checker_create, found null";
constexpr std::string_view kNeedsOut = "out: expected where to put the result, found null";

Status check_files(wageproof_checker& checker, std::vector<readers::InputFile> files, wageproof_result** out) {
  readers::ReadOptions reading;
  reading.time_zone = checker.law->time_zone;
  auto data = readers::read_files(std::move(files), reading);
  if (!data) return std::move(data).status();
  const auto shared = std::make_shared<const records::Dataset>(std::move(*data));
  reconcile::CheckOptions options;
  options.threads = 1;
  options.packs = &checker.packs->resolver();
  options.laws = &checker.laws;
  auto result = reconcile::check(*shared, options);
  if (!result) return std::move(result).status();
  options.laws = nullptr;  // the result may outlive the checker, and be asked on another thread
  *out = make_result(checker.packs, shared, std::move(*result), std::move(options)).release();
  return {};
}

}  // namespace

extern "C" {

wageproof_status wageproof_checker_create(wageproof_packs* packs, const char* law, size_t law_size,
                                          wageproof_checker** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (packs == nullptr) return refused("packs: expected a handle of wageproof_packs_create, found null");
    if (out == nullptr) return refused("out: expected where to put the checker, found null");
    const auto names = text_of(law, law_size);
    if (!names || names->empty()) return refused("law: expected ids of packs, found none");
    auto ids = packs->packs->ids_of(faces::parts_of(*names));
    if (!ids) return std::move(ids).status();
    auto pack = packs->packs->load(*ids, law::Cases::pass_over);
    if (!pack) return std::move(pack).status();
    *out = new wageproof_checker{packs->packs, std::move(*pack), std::move(*ids), {}};
    return {};
  });
}

void wageproof_checker_destroy(wageproof_checker** checker) {
  if (checker == nullptr) return;
  delete std::exchange(*checker, nullptr);
}

wageproof_status wageproof_checker_check_json(wageproof_checker* checker, const char* json, size_t json_size,
                                              wageproof_result** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (checker == nullptr) return refused(kNeedsChecker);
    if (out == nullptr) return refused(kNeedsOut);
    const auto text = text_of(json, json_size);
    if (!text || text->empty()) return refused("json: expected an object of tables, found none");
    const law::json::Document document(*text);
    if (!document.ok()) {
      const law::json::Problem& first = document.problems().front();
      return {StatusCode::parse_error, "line " + std::to_string(first.line) + ", column " + std::to_string(first.column) + ": " + first.message};
    }
    if (document.root().kind != law::json::Kind::object) return {StatusCode::parse_error, "expected an object of tables, such as {\"workers\": [...], \"payroll\": [...]}"};
    report::CaseFiles files = report::files_of_case(document, *checker->law);
    if (!files.problems.empty()) return {StatusCode::parse_error, files.problems.front()};
    return check_files(*checker, std::move(files.files), out);
  });
}

void wageproof_payslip_init(wageproof_payslip* payslip, size_t struct_size) {
  if (payslip == nullptr || struct_size < sizeof(std::size_t)) return;
  wageproof_payslip empty{};
  empty.struct_size = struct_size;
  for (std::int32_t* day : {&empty.period_start, &empty.period_end, &empty.hired_on, &empty.left_on, &empty.birth_date, &empty.insured_since}) {
    *day = WAGEPROOF_NO_DATE;
  }
  empty.week_days = WAGEPROOF_NONE;
  for (std::int64_t* amount : {&empty.wage_micro, &empty.fixed_allowance_micro, &empty.week_hours_micro}) *amount = WAGEPROOF_NO_AMOUNT;
  std::memcpy(payslip, &empty, std::min(struct_size, sizeof empty));
}

wageproof_status wageproof_checker_check(wageproof_checker* checker, const wageproof_payslip* payslip,
                                         wageproof_result** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (checker == nullptr) return refused(kNeedsChecker);
    if (payslip == nullptr) return refused("payslip: expected one, found null");
    if (out == nullptr) return refused(kNeedsOut);
    wageproof_payslip slip;
    wageproof_payslip_init(&slip, sizeof slip);
    WAGEPROOF_RETURN_IF_ERROR(take_sized(payslip, slip));
    auto files = tables_of(slip, *checker->law);
    if (!files) return std::move(files).status();
    return check_files(*checker, std::move(*files), out);
  });
}

}  // extern "C"
