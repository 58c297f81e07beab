#include "wageproof/report/tables.hpp"

#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "report/figures.hpp"
#include "report/row_text.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/against.hpp"

namespace wageproof::report {

namespace {

using reconcile::AmountUnit;
using reconcile::Figure;
using reconcile::Result;
using records::Dataset;

constexpr std::array<std::string_view, kTableCount> kNames{"due",    "reconciliation", "findings", "matches",
                                                           "checks", "balances",       "rejects",  "against"};
constexpr std::array<std::string_view, 13> kDueFields{
    "employer_id", "worker_id", "period_start", "period_end", "line", "quantity", "unit",
    "amount",      "currency",  "status",       "pack",       "rule", "source"};
constexpr std::array<std::string_view, 11> kReconciliationFields{
    "employer_id", "worker_id",  "period_start", "period_end", "line", "due",
    "booked",      "difference", "currency",     "paid",       "owed"};
constexpr std::array<std::string_view, 15> kFindingFields{
    "employer_id", "finding_id", "worker_id",  "period_start", "period_end", "check",  "severity", "expected",
    "found",       "difference", "unit",       "pack",         "rule",       "source", "evidence"};
constexpr std::array<std::string_view, 12> kMatchFields{
    "employer_id", "payment_id", "worker_id", "period_start", "period_end", "amount",
    "currency",    "status",     "grade",     "matched_by",   "file",       "line"};
constexpr std::array<std::string_view, 14> kCheckFields{
    "employer_id", "check", "pack",   "rule", "period_start", "period_end", "by",
    "group",       "tested", "met",   "broken", "cannot_tell", "amount",    "currency"};
constexpr std::array<std::string_view, 9> kBalanceFields{
    "employer_id", "worker_id", "as_of", "leave_type", "earned", "taken", "encashed", "lapsed", "balance"};
constexpr std::array<std::string_view, 6> kRejectFields{"employer_id", "file", "line", "column", "value", "reason"};
constexpr std::array<std::string_view, 10> kAgainstFields{
    "employer_id", "worker_id", "period_start", "period_end", "line", "role", "due", "due_against", "difference", "currency"};

/// Pieces are this long at least before they leave.
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

/// Writes figures and days through any of the three forms of rows.
template <class Rows>
class Writer {
 public:
  Writer(const Result& result, const Dataset& data, std::span<const std::string_view> fields, const Sink* sink)
      : result_(result), data_(data), rows_(fields), sink_(sink) {}

  bool due();
  bool reconciliation();
  bool findings();
  bool matches();
  bool checks();
  bool balances();
  bool rejects();
  bool against();
  Rows& rows() noexcept { return rows_; }

 private:
  void interned(records::StringId id) { rows_.text(data_.strings.view(id)); }
  void day(std::int32_t serial) {
    const auto date = quantity::Date::try_from_serial(serial);
    if (!date) return rows_.none();
    rows_.quoted([&date](char* to) {
      const quantity::CivilDate civil = date->civil();
      to = detail::put_fixed<4>(to, static_cast<std::uint64_t>(civil.year));
      *to++ = '-';
      to = detail::put_fixed<2>(to, static_cast<std::uint64_t>(civil.month));
      *to++ = '-';
      return detail::put_fixed<2>(to, static_cast<std::uint64_t>(civil.day));
    });
  }
  void span(bool given, std::int32_t first, std::int32_t last) {
    if (given) {
      day(first);
      day(last);
    } else {
      rows_.none();
      rows_.none();
    }
  }
  void money(const Figure& figure, int digits) {
    if (!figure.given) return rows_.none();
    rows_.quoted([&](char* to) { return put_money(to, figure.value, digits); });
  }
  void days(const Figure& figure) {
    if (!figure.given) return rows_.none();
    rows_.quoted([&](char* to) { return put_days(to, figure.value); });
  }
  template <class Number>
  void whole(Number value) {
    rows_.bare([value](char* to) { return put_whole(to, value); });
  }
  void figure(const Figure& figure, AmountUnit unit, int digits) {
    if (unit == AmountUnit::money) return money(figure, digits);
    if (unit == AmountUnit::days) return days(figure);
    if (!figure.given) return rows_.none();
    whole(figure.value);
  }
  void code(std::string_view text) {
    text.empty() ? rows_.none() : rows_.code(text);
  }

  /// Ends the row; hands the text on where it is long enough.
  bool end() {
    rows_.end();
    return rows_.out.size() < kPieceBytes || flush();
  }
  bool flush() {
    if (sink_ == nullptr || rows_.out.empty()) return true;
    const bool more = (*sink_)(rows_.out.view());
    rows_.out.clear();
    return more;
  }

  using Cells = decltype(std::declval<const Rows&>().since(0));

  /// Employer, worker and period: all lines of a period share them.
  void whose(const reconcile::LineRow& row) {
    const std::tuple key{row.employer, row.worker, row.first, row.last};
    if (whose_key_ == key) return rows_.repeat(whose_, 4);
    const std::size_t mark = rows_.mark();
    interned(row.employer);
    interned(row.worker);
    day(row.first);
    day(row.last);
    whose_key_ = key;
    whose_ = rows_.since(mark);
  }

  /// A name of the result, at the same place of every row.
  void name(std::vector<Cells>& known, std::uint32_t id) {
    if (known.size() <= id) known.resize(result_.names.size());
    if (!known[id].empty()) return rows_.repeat(known[id], 1);
    const std::size_t mark = rows_.mark();
    rows_.text(result_.names[id]);
    known[id] = rows_.since(mark);
  }

  /// Pack, rule and sources of a line: the same for thousands of rows.
  void rule(const reconcile::LineRow& row) {
    if (rules_.size() <= row.name) rules_.resize(result_.names.size());
    for (const Rule& known : rules_[row.name]) {
      if (known.law == row.law && known.line == row.line) return rows_.repeat(known.cells, 3);
    }
    const std::size_t mark = rows_.mark();
    const law::Pack* const pack = row.law < result_.laws.size() ? result_.laws[row.law].get() : nullptr;
    const law::Provenance* provenance = nullptr;
    if (pack != nullptr && row.line >= 0) provenance = &pack->lines[static_cast<std::size_t>(row.line)].provenance;
    if (pack == nullptr) {
      rows_.none();
    } else {
      rows_.text(provenance != nullptr && !provenance->origin.empty() ? provenance->origin : pack->id);
    }
    rows_.text(result_.names[row.name]);
    rows_.text(provenance != nullptr ? source_text(*pack, *provenance) : std::string());
    rules_[row.name].push_back({row.law, row.line, rows_.since(mark)});
  }

  struct Rule {
    std::uint32_t law = 0;
    std::int32_t line = 0;
    Cells cells;
  };
  const Result& result_;
  const Dataset& data_;
  Rows rows_;
  const Sink* sink_;
  std::optional<std::tuple<records::StringId, records::StringId, std::int32_t, std::int32_t>> whose_key_;
  Cells whose_;
  std::vector<Cells> lines_, currencies_;  ///< by name
  std::vector<std::vector<Rule>> rules_;   ///< by name of the line
};

template <class Rows>
bool Writer<Rows>::due() {
  const CurrencyDigits digits(result_.names);
  for (const reconcile::LineRow& row : result_.lines) {
    if (!row.in_due) continue;
    whose(row);
    name(lines_, row.name);
    figure(row.quantity, row.quantity_unit, digits.of(row.currency_name));
    if (!row.quantity.given) {
      rows_.none();
    } else {
      code(row.quantity_unit == AmountUnit::money ? std::string_view(result_.names[row.currency_name]) : to_text(row.quantity_unit));
    }
    money(row.amount, digits.of(row.currency_name));
    name(currencies_, row.currency_name);
    code(to_text(row.status));
    rule(row);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::reconciliation() {
  const CurrencyDigits digits(result_.names);
  for (const reconcile::LineRow& row : result_.lines) {
    if (!row.in_reconciliation) continue;
    const int decimals = digits.of(row.currency_name);
    whose(row);
    name(lines_, row.name);
    money(row.amount, decimals);
    money(row.booked, decimals);
    money(row.difference, decimals);
    name(currencies_, row.currency_name);
    money(row.paid, decimals);
    money(row.owed, decimals);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::findings() {
  for (const reconcile::Finding& finding : result_.findings) {
    const int decimals = finding.unit == AmountUnit::money ? minor_digits(finding.currency) : 0;
    interned(finding.employer);
    rows_.text(finding.id);
    rows_.text(finding.worker);
    span(finding.has_period, finding.first, finding.last);
    rows_.text(finding.check);
    code(to_text(finding.severity));
    figure(finding.expected, finding.unit, decimals);
    figure(finding.found, finding.unit, decimals);
    figure(finding.difference, finding.unit, decimals);
    if (finding.unit == AmountUnit::money) {
      rows_.text(finding.currency);
    } else {
      code(to_text(finding.unit));
    }
    rows_.text(finding.pack);
    rows_.text(finding.rule);
    rows_.text(finding.source);
    rows_.text(finding.evidence);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::matches() {
  for (const reconcile::MatchRow& match : result_.matches) {
    interned(match.employer);
    interned(match.payment);
    interned(match.worker);
    match.first == records::kNone32 ? rows_.none() : day(match.first);
    match.last == records::kNone32 ? rows_.none() : day(match.last);
    const std::string_view currency = data_.strings.view(match.currency);
    money({match.amount_micro, true}, minor_digits(currency));
    rows_.text(currency);
    code(to_text(match.status));
    code(to_text(match.grade));
    if (match.note < result_.match_notes.size()) {
      rows_.text(std::string(match.matched_by) + ":" + result_.match_notes[match.note]);
    } else {
      rows_.text(match.matched_by);
    }
    rows_.text(match.file < data_.files.size() ? std::string_view(data_.files[match.file].name) : std::string_view());
    if (match.line == 0) {
      rows_.none();
    } else {
      whole(std::uint64_t{match.line});
    }
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::checks() {
  for (const reconcile::CheckRow& check : result_.checks) {
    interned(check.employer);
    rows_.text(check.check);
    rows_.text(check.pack);
    rows_.text(check.rule);
    day(check.first);
    day(check.last);
    rows_.text(check.by);
    rows_.text(check.group);
    whole(check.tested);
    whole(check.met);
    whole(check.broken);
    whole(check.cannot_tell);
    if (check.currency.empty()) {
      rows_.none();
    } else {
      std::string sum;
      append_money(sum, check.amount_micro, minor_digits(check.currency));
      rows_.code(sum);
    }
    rows_.text(check.currency);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::balances() {
  for (const reconcile::BalanceRow& row : result_.balances) {
    interned(row.employer);
    interned(row.worker);
    day(row.as_of);
    rows_.text(row.leave_type);
    for (const Figure* each : {&row.earned, &row.taken, &row.encashed, &row.lapsed, &row.balance}) days(*each);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::rejects() {
  // In a folder of one employer no row needs to name it.
  const records::DataTable& employers = data_[records::TableKind::employers];
  const records::StringId only = employers.row_count() == 1 ? employers.text(records::field::employers::employer_id, 0) : 0;
  for (const records::Reject& reject : data_.rejects) {
    interned(reject.employer != 0 ? reject.employer : only);
    rows_.text(reject.file < data_.files.size() ? std::string_view(data_.files[reject.file].name) : std::string_view());
    whole(std::uint64_t{reject.line});
    rows_.text(reject.column);
    rows_.text(reject.value);
    rows_.text(reject.reason);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool Writer<Rows>::against() {
  if (result_.against == nullptr) return flush();
  const reconcile::Against& other = *result_.against;
  const CurrencyDigits digits(other.names);
  for (const reconcile::AgainstRow& row : other.rows) {
    const int decimals = digits.of(row.currency_name);
    interned(row.employer);
    interned(row.worker);
    span(true, row.first, row.last);
    rows_.text(other.names[row.name]);
    code(row.role);
    for (const Figure* each : {&row.due, &row.against, &row.difference}) money(*each, decimals);
    rows_.text(other.names[row.currency_name]);
    if (!end()) return false;
  }
  return flush();
}

template <class Rows>
bool write_rows(Writer<Rows>& writer, Table table) {
  switch (table) {
    case Table::due: return writer.due();
    case Table::reconciliation: return writer.reconciliation();
    case Table::findings: return writer.findings();
    case Table::matches: return writer.matches();
    case Table::checks: return writer.checks();
    case Table::balances: return writer.balances();
    case Table::rejects: return writer.rejects();
    case Table::against: return writer.against();
  }
  return true;
}

}  // namespace

std::string_view name_of(Table table) noexcept { return kNames[static_cast<std::size_t>(table)]; }

std::string_view ending_of(Form form) noexcept { return form == Form::csv ? "csv" : "ndjson"; }

std::span<const std::string_view> fields_of(Table table) noexcept {
  switch (table) {
    case Table::due: return kDueFields;
    case Table::reconciliation: return kReconciliationFields;
    case Table::findings: return kFindingFields;
    case Table::matches: return kMatchFields;
    case Table::checks: return kCheckFields;
    case Table::balances: return kBalanceFields;
    case Table::rejects: return kRejectFields;
    case Table::against: return kAgainstFields;
  }
  return {};
}

bool write_table(Table table, const Result& result, const Dataset& data, Form form, const Sink& sink) {
  if (form == Form::csv) {
    Writer<CsvRows> writer(result, data, fields_of(table), &sink);
    return write_rows(writer, table);
  }
  Writer<NdjsonRows> writer(result, data, fields_of(table), &sink);
  return write_rows(writer, table);
}

void visit_cells(Table table, const Result& result, const Dataset& data, const CellTaker& take) {
  Writer<CellRows> writer(result, data, fields_of(table), nullptr);
  writer.rows().take = &take;
  static_cast<void>(write_rows(writer, table));
}

std::vector<std::vector<std::string>> cells_of(Table table, const Result& result, const Dataset& data) {
  Writer<CellRows> writer(result, data, fields_of(table), nullptr);
  // Nothing leaves in pieces, so nothing can stop it.
  static_cast<void>(write_rows(writer, table));
  return std::move(writer.rows().rows);
}

}  // namespace wageproof::report
