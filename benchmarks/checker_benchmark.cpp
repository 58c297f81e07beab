// One worker's month through the C API, as a payslip screen asks for it: structs in, rows out, a law that stays compiled.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "support/checked.hpp"
#include "wageproof/wageproof.h"

namespace wageproof::benchmarks {
namespace {

namespace f = records::field;
using records::TableKind;

/// A worker of the factory as a C caller would give it.
struct Slip {
  std::string worker, insurance_no;
  std::vector<std::string> components;
  std::vector<wageproof_workday> workdays;
  std::vector<wageproof_booking> bookings;
  wageproof_payslip slip{};
};

Slip slip_of(const FactoryMonth& factory) {
  const records::Dataset& data = factory.data;
  const records::DataTable &workers = data[TableKind::workers], &time = data[TableKind::time], &payroll = data[TableKind::payroll];
  Slip made;
  made.worker = data.strings.view(workers.text(f::workers::worker_id, 0));
  made.insurance_no = data.strings.view(workers.text(f::workers::insurance_no, 0));
  for (std::size_t row = 0; row < time.row_count(); ++row) {
    made.workdays.push_back({time.narrow(f::time::date, row), time.narrow(f::time::start, row), time.narrow(f::time::end, row),
                             time.narrow(f::time::break_minutes, row)});
  }
  for (std::size_t row = 0; row < payroll.row_count(); ++row) made.components.emplace_back(data.strings.view(payroll.text(f::payroll::component, row)));
  for (std::size_t row = 0; row < payroll.row_count(); ++row) {
    made.bookings.push_back({made.components[row].c_str(), payroll.wide(f::payroll::amount, row), WAGEPROOF_NO_AMOUNT});
  }
  wageproof_payslip& slip = made.slip;
  wageproof_payslip_init(&slip, sizeof slip);
  slip.currency = "USD";
  slip.period_start = payroll.narrow(f::payroll::period_start, 0);
  slip.period_end = payroll.narrow(f::payroll::period_end, 0);
  slip.hired_on = workers.narrow(f::workers::hired_on, 0);
  slip.birth_date = workers.narrow(f::workers::birth_date, 0);
  slip.week_days = 6;
  slip.sex = "f";
  slip.contract = "permanent";
  slip.pay_basis = "monthly";
  slip.rest_weekday = "sun";
  slip.wage_micro = workers.wide(f::workers::wage, 0);
  return made;
}

// The first call compiles nothing either: the checker did. What is timed is a call like the hundreds that follow it.
void BM_OneWorker(benchmark::State& state) {
  Slip given = slip_of(factory_of(1));
  given.slip.worker_id = given.worker.c_str();
  given.slip.insurance_no = given.insurance_no.c_str();
  given.slip.workdays = given.workdays.data();
  given.slip.workday_count = given.workdays.size();
  given.slip.bookings = given.bookings.data();
  given.slip.booking_count = given.bookings.size();
  wageproof_error error{};
  wageproof_packs* packs = nullptr;
  wageproof_checker* checker = nullptr;
  if (wageproof_packs_create(&packs, &error) != WAGEPROOF_OK || wageproof_checker_create(packs, "kh", 2, &checker, &error) != WAGEPROOF_OK) {
    state.SkipWithError(error.message);
    return;
  }
  std::uint64_t lines = 0;
  for (auto _ : state) {
    wageproof_result* result = nullptr;
    wageproof_totals totals = {};
    totals.struct_size = sizeof totals;
    if (wageproof_checker_check(checker, &given.slip, &result, &error) != WAGEPROOF_OK || wageproof_result_totals(result, &totals, &error) != WAGEPROOF_OK) {
      state.SkipWithError(error.message);
      break;
    }
    lines = totals.lines;
    wageproof_result_destroy(&result);
  }
  state.counters["lines"] = static_cast<double>(lines);
  wageproof_checker_destroy(&checker);
  wageproof_packs_destroy(&packs);
}
BENCHMARK(BM_OneWorker)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace wageproof::benchmarks
