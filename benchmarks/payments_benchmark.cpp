// Payments to workers and periods: folding events, finding the worker, finding the period, the state of every period.
//
// An item is a payment. Each worker has twelve months, two payments a month: one in ten names its worker and period, the
// others only an account; one in fifty comes back and is paid again.
#include <benchmark/benchmark.h>

#include <numeric>
#include <string>

#include "reconcile/payments/payment.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::benchmarks {
namespace {

namespace f = records::field;
using reconcile::payments::Part;
using reconcile::payments::Slot;
using reconcile::payments::Trail;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::TableKind;

constexpr std::uint32_t kMonths = 12;
constexpr std::int64_t kUnit = 1'000'000;

struct Year {
  records::Dataset data;
  std::vector<worktime::Span> periods;
  std::vector<std::uint32_t> rows;
  std::vector<Slot> slots;
  std::int64_t total = 0;  ///< of what arrived
};

void resize(DataTable& table, std::size_t rows) {
  table.present = true;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.spec->fields[i].extension) continue;
    const FieldType type = table.spec->fields[i].type;
    if (type == FieldType::amount || type == FieldType::timestamp) table.columns[i].wide.assign(rows, kNone64);
    else table.columns[i].narrow.assign(rows, type == FieldType::text ? 0 : kNone32);
  }
  table.file.assign(rows, 0);
  table.line.resize(rows);
  std::iota(table.line.begin(), table.line.end(), 1U);
}

Year make_year(std::size_t payments) {
  Year y;
  const std::size_t workers = std::max<std::size_t>(1, payments / (2 * kMonths));
  auto text = [&](DataTable& table, int field, std::size_t row, const std::string& value) {
    table.columns[static_cast<std::size_t>(field)].narrow[row] = static_cast<std::int32_t>(y.data.strings.intern(value));
  };
  DataTable& employers = y.data[TableKind::employers];
  resize(employers, 1);
  text(employers, f::employers::employer_id, 0, "E");
  text(employers, f::employers::currency, 0, "USD");
  y.data.files.emplace_back();
  DataTable& people = y.data[TableKind::workers];
  resize(people, workers);
  DataTable& money = y.data[TableKind::payments];
  resize(money, workers * kMonths * 2);
  for (std::uint32_t m = 0; m < kMonths; ++m) {
    const quantity::Date first = quantity::Date::of(2025, static_cast<int>(m) + 1, 1);
    const quantity::Date next = m + 1 < kMonths ? quantity::Date::of(2025, static_cast<int>(m) + 2, 1) : quantity::Date::of(2026, 1, 1);
    y.periods.push_back({first.serial(), next.serial() - 1, true});
  }
  y.slots.resize(workers * kMonths);
  std::size_t row = 0;
  for (std::size_t w = 0; w < workers; ++w) {
    // Ids of one length, so that bytewise order is the order of numbers.
    const std::string id = "W" + std::to_string(100000000 + w), account = "KH" + std::to_string(3000000000 + w * 7919 % 1000000007);
    text(people, f::workers::employer_id, w, "E");
    text(people, f::workers::worker_id, w, id);
    text(people, f::workers::account, w, account);
    for (std::uint32_t m = 0; m < kMonths; ++m) {
      const std::int64_t net = (180 + static_cast<std::int64_t>((w * 31 + m * 17) % 97)) * kUnit;
      Slot& slot = y.slots[w * kMonths + m];
      slot.payslip = true;
      slot.booked = net;
      slot.payable = y.periods[m].last;
      for (int half = 0; half < 2; ++half, ++row) {
        const bool named = row % 10 == 0, returned = half == 1 && (w + m) % 50 == 0;
        text(money, f::payments::employer_id, row, "E");
        text(money, f::payments::payment_id, row, "P" + std::to_string(row));
        if (named) {
          text(money, f::payments::worker_id, row, id);
          money.columns[f::payments::period_start].narrow[row] = y.periods[m].first;
          money.columns[f::payments::period_end].narrow[row] = y.periods[m].last;
        } else {
          text(money, f::payments::account, row, account);
        }
        money.columns[f::payments::paid_on].narrow[row] = half == 0 ? y.periods[m].first + 13 : y.periods[m].last;
        const std::int64_t amount = half == 0 ? net / 2 : net - net / 2;
        money.columns[f::payments::amount].wide[row] = amount;
        if (returned) money.columns[f::payments::status].narrow[row] = static_cast<std::int32_t>(records::PaymentStatus::returned);
        else y.total += amount;
      }
    }
  }
  y.rows.resize(row);
  std::iota(y.rows.begin(), y.rows.end(), 0U);
  return y;
}

void BM_Payments_Match(benchmark::State& state) {
  const Year year = make_year(static_cast<std::size_t>(state.range(0)));
  const records::WorkerIndex index(year.data);
  for (auto _ : state) {
    Trail trail;
    trail.data = &year.data;
    trail.index = &index;
    trail.employer = index.employers().front();
    trail.periods = year.periods;
    trail.rows = year.rows;
    trail.currency = year.data.strings.find("USD");
    trail.slots = year.slots;
    reconcile::payments::fold_events(trail);
    reconcile::payments::identify(trail);
    reconcile::payments::assign_periods(trail);
    std::int64_t paid = 0;
    std::size_t at = 0;
    for (std::uint32_t slot = 0; slot < trail.slots.size(); ++slot) {
      const std::size_t first = at;
      while (at < trail.parts.size() && trail.parts[at].slot == slot) ++at;
      paid += reconcile::payments::state_of(trail, slot, std::span<const Part>(trail.parts.data() + first, at - first), records::EvidenceGrade::b).paid;
    }
    if (paid != year.total) state.SkipWithError("what was paid is not what arrived");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(year.rows.size()));
}
BENCHMARK(BM_Payments_Match)->ArgName("payments")->Arg(10'000)->Arg(1'000'000)->Arg(5'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wageproof::benchmarks
