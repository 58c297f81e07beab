// A worker at a time, a month at a time: the wage, and the contributions as the scheme's table has them.
#include "support/contribution_year.hpp"

#include <algorithm>
#include <string>

#include "support/random.hpp"
#include "support/rows.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace {

using quantity::Date;
using records::StringId;
using records::TableKind;
namespace f = records::field;

constexpr std::int64_t kMicro = 1000000, kRielPerDollar = 4050;
constexpr int kYear = 2023, kMonths = 12;

// A positive amount to whole riel, halves up.
std::int64_t riels(std::int64_t numerator_micro, std::int64_t denominator) {
  const std::int64_t divisor = denominator * kMicro;
  return (2 * numerator_micro + divisor) / (2 * divisor) * kMicro;
}

std::int64_t contributory_wage(std::int64_t riel) {
  constexpr std::int64_t kLow = 200000 * kMicro, kHigh = 1200000 * kMicro, kStep = 50000 * kMicro;
  if (riel <= kLow) return kLow;
  return riel > kHigh ? kHigh : (riel - 1) / kStep * kStep + kStep / 2;
}

}  // namespace

ContributionYear make_contribution_year(const ContributionOptions& options) {
  ContributionYear year;
  records::Dataset& data = year.data;
  records::StringPool& s = data.strings;
  const StringId employer = s.intern("kh-contributions"), usd = s.intern("USD"), khr = s.intern("KHR"), basic = s.intern("basic");
  const StringId risk = s.intern("contribution.nssf_risk.employer"), health = s.intern("contribution.nssf_health.employer");
  const StringId pension = s.intern("contribution.nssf_pension.employee"), pension_employer = s.intern("contribution.nssf_pension.employer");

  Rows(data, TableKind::employers, 1)
      .add()
      .text(f::employers::employer_id, employer)
      .text(f::employers::law, s.intern("kh"))
      .text(f::employers::currency, usd)
      .text(f::employers::period, s.intern("monthly"));
  data[TableKind::employers].attributes = {{s.intern("sector"), {s.intern("garment")}},
                                           {s.intern("size"), {s.intern(std::to_string(options.workers))}}};
  data.laws = {{"kh"}};
  data.periods = {{}};
  Rows(data, TableKind::rates, 1)
      .add()
      .text(f::rates::employer_id, employer)
      .narrow(f::rates::valid_from, Date::of(kYear, 1, 1).serial())
      .text(f::rates::from, usd)
      .text(f::rates::to, khr)
      .wide(f::rates::rate, kRielPerDollar * kMicro);

  Rows workers(data, TableKind::workers, options.workers), payroll(data, TableKind::payroll, std::size_t{options.workers} * kMonths * 5);
  for (std::uint32_t number = 0; number < options.workers; ++number) {
    Random random(options.seed, number);
    std::string digits = std::to_string(number + 1);
    const StringId id = s.intern("W" + std::string(7 - std::min<std::size_t>(7, digits.size()), '0') + digits);
    const std::int64_t wage = (150 + random.below(100)) * kMicro;
    workers.add()
        .text(f::workers::employer_id, employer)
        .text(f::workers::worker_id, id)
        .narrow(f::workers::hired_on, Date::of(2012 + random.below(10), 1 + random.below(12), 1 + random.below(28)).serial())
        .narrow(f::workers::birth_date, Date::of(1970 + random.below(33), 1 + random.below(12), 1 + random.below(28)).serial())
        .narrow(f::workers::contract, static_cast<std::int32_t>(records::Contract::permanent))
        .narrow(f::workers::pay_basis, static_cast<std::int32_t>(records::PayBasis::monthly))
        .wide(f::workers::wage, wage)
        .narrow(f::workers::week_days, 6)
        .text(f::workers::insurance_no, s.intern(std::to_string(10000000 + number)));
    for (int month = 1; month <= kMonths; ++month) {
      const std::int32_t first = Date::of(kYear, month, 1).serial();
      const std::int32_t last = (month == kMonths ? Date::of(kYear + 1, 1, 1) : Date::of(kYear, month + 1, 1)).serial() - 1;
      const auto book = [&](StringId component, std::int64_t amount, StringId currency) {
        payroll.add()
            .text(f::payroll::employer_id, employer)
            .text(f::payroll::worker_id, id)
            .narrow(f::payroll::period_start, first)
            .narrow(f::payroll::period_end, last)
            .text(f::payroll::component, component)
            .wide(f::payroll::amount, amount)
            .text(f::payroll::currency, currency);
      };
      const std::int64_t gross = wage + random.below(12000) * (kMicro / 100);
      const std::int64_t riel = gross * kRielPerDollar, insured = contributory_wage(riel);
      const std::int64_t for_pension = riels(std::clamp(riel, 400000 * kMicro, 1200000 * kMicro) * 2, 100);
      book(basic, gross, usd);
      book(risk, riels(insured * 8, 1000), khr);
      book(health, riels(insured * 26, 1000) - (number % 50 == 7 ? 100 * kMicro : 0), khr);
      book(pension, for_pension, khr);
      book(pension_employer, for_pension, khr);
    }
    if (number % 50 == 7) year.planted["contribution.nssf_health.employer"] += kMonths;
  }
  return year;
}

}  // namespace wageproof::benchmarks
