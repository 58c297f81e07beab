// JSON of single payslips, and the checker of the C API over them.
#include "tools/one_by_one.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace f = records::field;
using records::TableKind;

std::vector<Payslip> payslips_of(const records::Dataset& data) {
  const records::DataTable &workers = data[TableKind::workers], &payroll = data[TableKind::payroll], &rates = data[TableKind::rates];
  const auto day = [](std::int32_t serial) { return quantity::to_text(quantity::Date::from_serial(serial)); };
  const auto money = [](std::int64_t micro) { return fmt::format("{}.{:06}", micro / 1000000, micro % 1000000); };
  const std::string rate = money(rates.wide(f::rates::rate, 0)), rate_from = day(rates.narrow(f::rates::valid_from, 0));
  std::vector<Payslip> payslips;
  std::size_t row = 0;
  for (std::size_t w = 0; w < workers.row_count(); ++w) {
    const records::StringId id = workers.text(f::workers::worker_id, w);
    const std::string terms = fmt::format(
        R"("workers":[{{"worker_id":"{}","hired_on":"{}","birth_date":"{}","contract":"permanent","pay_basis":"monthly","wage":{},"week_days":6,"insurance_no":"{}"}}])",
        data.strings.view(id), day(workers.narrow(f::workers::hired_on, w)), day(workers.narrow(f::workers::birth_date, w)),
        money(workers.wide(f::workers::wage, w)), data.strings.view(workers.text(f::workers::insurance_no, w)));
    while (row < payroll.row_count() && payroll.text(f::payroll::worker_id, row) == id) {
      const std::int32_t first = payroll.narrow(f::payroll::period_start, row);
      std::string booked;
      for (; row < payroll.row_count() && payroll.text(f::payroll::worker_id, row) == id && payroll.narrow(f::payroll::period_start, row) == first; ++row) {
        fmt::format_to(std::back_inserter(booked), R"({}{{"period_start":"{}","period_end":"{}","component":"{}","amount":{},"currency":"{}"}})", booked.empty() ? "" : ",",
                       day(first), day(payroll.narrow(f::payroll::period_end, row)), data.strings.view(payroll.text(f::payroll::component, row)),
                       money(payroll.wide(f::payroll::amount, row)), data.strings.view(payroll.text(f::payroll::currency, row)));
      }
      payslips.push_back({std::string(data.strings.view(id)), first,
                          fmt::format(R"({{"employer":{{"attributes":{{"sector":"garment","size":"250"}}}},{},"payroll":[{}],"rates":[{{"valid_from":"{}","from":"USD","to":"KHR","rate":{}}}]}})",
                                      terms, booked, rate_from, rate)});
    }
  }
  return payslips;
}

OneByOne::OneByOne(const std::string& law) {
  if (failed(wageproof_packs_create(&packs_, &last_))) return;
  std::string id = law.empty() ? "kh" : law;
  if (id.ends_with(".json")) {
    if (failed(wageproof_packs_add_file(packs_, id.data(), id.size(), &last_))) return;
    id = std::filesystem::path(id).stem().string();
  }
  failed(wageproof_checker_create(packs_, id.data(), id.size(), &checker_, &last_));
}

OneByOne::~OneByOne() {
  wageproof_checker_destroy(&checker_);
  wageproof_packs_destroy(&packs_);
}

bool OneByOne::failed(wageproof_status status) {
  if (status != WAGEPROOF_OK) error_ = last_.message;
  return status != WAGEPROOF_OK;
}

void OneByOne::check(const Payslip& payslip, std::vector<Amount>& out) {
  wageproof_result* result = nullptr;
  if (failed(wageproof_checker_check_json(checker_, payslip.json.data(), payslip.json.size(), &result, &last_))) return;
  wageproof_totals totals{};
  totals.struct_size = sizeof totals;
  wageproof_result_totals(result, &totals, nullptr);
  for (std::uint64_t i = 0; i < totals.lines; ++i) {
    wageproof_line line{};
    line.struct_size = sizeof line;
    if (wageproof_result_line(result, i, &line, nullptr) == WAGEPROOF_OK && line.in_due != 0) {
      out.push_back({std::string(line.line.data, line.line.size), line.amount.value});
    }
  }
  wageproof_result_destroy(&result);
}

}  // namespace wageproof::benchmarks
