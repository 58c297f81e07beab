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
  std::shared_ptr<SlipPool> pool = std::make_shared<SlipPool>();
  std::string shape;  ///< of the payslip in hand
};

namespace {

constexpr std::string_view kNeedsChecker = "checker: expected a handle of wageproof_checker_create, found null";
constexpr std::string_view kNeedsOut = "out: expected where to put the result, found null";

quantity::Result<std::shared_ptr<records::Dataset>> read(const wageproof_checker& checker, std::vector<readers::InputFile> files) {
  readers::ReadOptions reading;
  reading.time_zone = checker.law->time_zone;
  auto data = readers::read_files(std::move(files), reading);
  if (!data) return std::move(data).status();
  return std::make_shared<records::Dataset>(std::move(*data));
}

reconcile::CheckOptions options_of(wageproof_checker& checker) {
  reconcile::CheckOptions options;
  options.threads = 1;
  options.packs = &checker.packs->resolver();
  options.laws = &checker.pool->laws;
  return options;
}

Status check_data(wageproof_checker& checker, std::shared_ptr<records::Dataset> data, wageproof_result** out) {
  reconcile::CheckOptions options = options_of(checker);
  auto result = reconcile::check(*data, options);
  if (!result) return std::move(result).status();
  options.laws = nullptr;  // the result may outlive the checker, and be asked on another thread
  *out = make_result(checker.packs, std::move(data), std::move(*result), std::move(options)).release();
  return {};
}

Status check_files(wageproof_checker& checker, std::vector<readers::InputFile> files, wageproof_result** out) {
  auto data = read(checker, std::move(files));
  if (!data) return std::move(data).status();
  return check_data(checker, std::move(*data), out);
}

/// The first payslip of its shape: read as files are, and set up so that the next ones need neither.
Status check_first(wageproof_checker& checker, const wageproof_payslip& slip, bool has_shape, wageproof_result** out) {
  auto files = tables_of(slip, *checker.law);
  if (!files) return std::move(files).status();
  auto data = read(checker, std::move(*files));
  if (!data) return std::move(data).status();
  if (!has_shape || !SlipRows(**data).usable()) return check_data(checker, std::move(*data), out);
  reconcile::CheckOptions options = options_of(checker);
  auto handle = std::make_unique<wageproof_result>();
  handle->work = std::make_unique<SlipWork>(std::move(*data), options);
  handle->work->shape = checker.shape;
  WAGEPROOF_RETURN_IF_ERROR(handle->work->check.start(*handle->work->result));
  if (checker.pool->rules == nullptr) checker.pool->rules = rules_of(handle->work->result->laws);
  options.laws = nullptr;
  handle->options = std::move(options);
  handle->packs = checker.packs;
  handle->data = handle->work->data;
  handle->result = handle->work->result;
  handle->rules = checker.pool->rules;
  handle->home = checker.pool;
  *out = handle.release();
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
    auto made = std::make_unique<wageproof_checker>();
    made->packs = packs->packs;
    made->law = std::move(*pack);
    made->pool->laws.keep(made->law);
    made->ids = std::move(*ids);
    *out = made.release();
    return {};
  });
}

void wageproof_checker_destroy(wageproof_checker** checker) {
  if (checker == nullptr || *checker == nullptr) return;
  (*checker)->pool->close();
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
    const bool has_shape = shape_of(slip, checker->shape);
    if (has_shape) {
      std::unique_ptr<wageproof_result> handle = checker->pool->take(checker->shape);
      if (handle != nullptr && handle->work->rows.rewrite(slip)) {
        handle->work->check.check(*handle->work->result);
        *out = handle.release();
        return {};
      }
      if (handle != nullptr) SlipPool::give_back(std::move(handle));
    }
    return check_first(*checker, slip, has_shape, out);
  });
}

}  // extern "C"
