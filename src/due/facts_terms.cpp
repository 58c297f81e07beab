// The facts of a batch as columns: a worker's terms by part, attributes, rates of exchange.
#include <algorithm>
#include <array>
#include <numeric>

#include "wageproof/due/facts.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::kNoRow;
using quantity::Date;
using records::DataTable;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;
namespace field = records::field;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

void not_given(Values& out, std::size_t row, Reason reason) {
  out.make_flags();
  out.numerators[row] = 0;
  out.flags[row] = kNotGiven;
  out.reasons[row] = reason;
}

/// Reason of what is not given, `missing:workers.wage`: asked for batch after batch, so without memory of its own.
Reason missing(std::string_view table, std::string_view field, const law::Plan& plan) {
  std::array<char, 128> text{};
  std::size_t size = 0;
  for (const std::string_view part : {std::string_view("missing:"), table, field}) {
    if (size + part.size() > text.size()) return plan.reason_of("missing:" + std::string(table) + std::string(field));
    size += part.copy(text.data() + size, part.size());
  }
  return plan.reason_of({text.data(), size});
}

// Values of a batch are often the same in every row; then one element stands for all.
void collapse(Values& out) {
  if (!out.flags.empty() || out.numerators.empty() || !out.denominators.empty()) return;
  const std::int64_t first = out.numerators[0];
  if (!std::all_of(out.numerators.begin(), out.numerators.end(), [first](std::int64_t n) { return n == first; })) return;
  out.numerators.resize(1);
  out.uniform = true;
}

std::int64_t months_between(std::int32_t from, std::int32_t to) {
  if (to < from) return 0;
  const auto a = Date::from_serial(from).civil(), b = Date::from_serial(to).civil();
  return std::int64_t{b.year - a.year} * 12 + (b.month - a.month) - (b.day < a.day ? 1 : 0);
}

const records::AttributeColumn* attribute_column(const DataTable& table, StringId name) {
  const auto it = std::find_if(table.attributes.begin(), table.attributes.end(), [name](const records::AttributeColumn& a) { return a.name == name; });
  return it == table.attributes.end() ? nullptr : &*it;
}

}  // namespace

void Facts::terms_code(int field_index, Values& out) {
  const DataTable& t = (*data_)[TableKind::workers];
  const auto& terms = batch_->part_terms();
  const records::FieldSpec& spec = records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field_index)];
  std::int32_t last_code = kNone32;
  std::int64_t symbol = 0;
  const Reason reason = missing("workers.", spec.name, *plan_);
  out.reset(Grain::part, terms.size(), false);
  out.type = law::ValueType::text;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    const std::int32_t code = t.narrow(field_index, terms[p]);
    if (code == kNone32) {
      not_given(out, p, reason);
      continue;
    }
    if (code != last_code) symbol = plan_->symbol(spec.values[static_cast<std::size_t>(code)]);
    last_code = code;
    out.numerators[p] = symbol;
  }
  out.set_bound_from_rows();
  collapse(out);
}

// A worker's own attribute overrides the employer's. -1: `sector`, which is only an attribute.
void Facts::terms_text(int field_index, Values& out) {
  const DataTable& workers = (*data_)[TableKind::workers];
  const DataTable& employers = (*data_)[TableKind::employers];
  const auto& terms = batch_->part_terms();
  const std::string_view name = field_index < 0 ? "sector" : records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field_index)].name;
  const StringId id = data_->strings.find(name);
  const records::AttributeColumn* own = id == 0 ? nullptr : attribute_column(workers, id);
  const records::AttributeColumn* employers_own = id == 0 ? nullptr : attribute_column(employers, id);
  const StringId fallback = employers_own == nullptr ? 0 : employers_own->values[batch_->setting().employer.row];
  // The one text that is no field of workers: the employer's, unless a worker has one of their own.
  const Reason reason = missing(field_index < 0 ? "employer." : "workers.", name, *plan_);
  // Most texts that differ from worker to worker are none that the pack names, which their length and first letter tell.
  std::array<std::uint64_t, 256> likely{};
  for (const std::string& symbol : plan_->symbols()) {
    if (!symbol.empty()) likely[static_cast<unsigned char>(symbol[0])] |= std::uint64_t{1} << std::min<std::size_t>(symbol.size(), 63);
  }
  out.reset(Grain::part, terms.size(), false);
  out.type = law::ValueType::text;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    StringId text = field_index < 0 ? (own == nullptr ? 0 : own->values[terms[p]]) : workers.text(field_index, terms[p]);
    if (text == 0) text = fallback;
    if (text == 0) {
      not_given(out, p, reason);
      continue;
    }
    const std::string_view view = data_->strings.view(text);
    const bool named = !view.empty() && (likely[static_cast<unsigned char>(view[0])] >> std::min<std::size_t>(view.size(), 63) & 1U) != 0;
    out.numerators[p] = named ? symbol_of(text) : law::kOtherSymbol;
  }
  out.set_bound_from_rows();
  collapse(out);
}

void Facts::terms_date(int field_index, Values& out) {
  const DataTable& t = (*data_)[TableKind::workers];
  const auto& terms = batch_->part_terms();
  const Reason reason = missing("workers.", records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field_index)].name, *plan_);
  out.reset(Grain::part, terms.size(), false);
  out.type = law::ValueType::date;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    const std::int32_t day = t.narrow(field_index, terms[p]);
    if (day == kNone32) not_given(out, p, reason);
    else out.numerators[p] = day;
  }
  out.set_bound_from_rows();
}

void Facts::terms_number(int field_index, std::int64_t scale, Values& out) {
  const DataTable& t = (*data_)[TableKind::workers];
  const auto& column = t.columns[static_cast<std::size_t>(field_index)];
  const auto& terms = batch_->part_terms();
  const Reason reason = missing("workers.", records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field_index)].name, *plan_);
  const bool wide = !column.wide.empty();
  out.reset(Grain::part, terms.size(), false);
  out.denominator = wide ? 1000000 : 1;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    const std::int64_t v = wide ? column.wide[terms[p]] : column.narrow[terms[p]];
    if (wide ? v == kNone64 : v == kNone32) not_given(out, p, reason);
    else out.numerators[p] = v * scale;
  }
  out.set_bound_from_rows();
  collapse(out);
}

void Facts::terms_money(int field_index, Values& out) {
  const DataTable& t = (*data_)[TableKind::workers];
  const auto& terms = batch_->part_terms();
  const Reason reason = missing("workers.", records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(field_index)].name, *plan_);
  out.reset(Grain::part, terms.size(), false);
  out.denominator = 1000000;
  bool cents = true;
  const auto& last = batch_->frame().last_date[at(Grain::part)];
  for (std::size_t p = 0; p < terms.size(); ++p) {
    const std::int64_t v = t.wide(field_index, terms[p]);
    if (v == kNone64) {
      not_given(out, p, reason);
      continue;
    }
    out.numerators[p] = v;
    cents = cents && v % 10000 == 0;
    const StringId own = t.text(field::workers::currency, terms[p]);
    const std::string_view currency = own == 0 ? std::string_view(employer_currency_) : data_->strings.view(own);
    if (currency == pack_currency_) continue;
    cents = false;
    const std::uint32_t period = batch_->setting().period_at(last[p]);
    const auto rate = rate_on(currency, pack_currency_, period == kNoRow ? last[p] : batch_->setting().periods[period].last);
    if (!rate) {
      out.make_flags();
      out.flags[p] = kUnknown;
      out.reasons[p] = plan_->rate_reason();
      continue;
    }
    const Int128 n = static_cast<Int128>(v) * rate->numerator, d = static_cast<Int128>(1000000) * rate->denominator;
    if (out.denominators.empty()) out.denominators.assign(terms.size(), 1000000);
    Int128 a = n < 0 ? -n : n, b = d;
    while (b != 0) {
      const Int128 rest = a % b;
      a = b;
      b = rest;
    }
    if (a == 0) a = 1;
    if (n / a > INT64_MAX || d / a > INT64_MAX) {
      out.make_flags();
      out.flags[p] = kUnknown;
      out.reasons[p] = plan_->rate_reason();
      continue;
    }
    out.numerators[p] = static_cast<std::int64_t>(n / a);
    out.denominators[p] = static_cast<std::int64_t>(d / a);
  }
  if (cents && out.denominators.empty()) {
    for (std::int64_t& n : out.numerators) n /= 10000;
    out.denominator = 100;
  }
  out.set_bound_from_rows();
}

void Facts::completed(int from_field, int months, Values& out) {
  terms_date(from_field, out);
  out.type = law::ValueType::number;
  const auto& starts = batch_->frame().first_date[at(Grain::part)];
  for (std::size_t p = 0; p < out.numerators.size(); ++p) {
    if (out.has_value(p)) out.numerators[p] = months_between(static_cast<std::int32_t>(out.numerators[p]), starts[p]) / months;
  }
  out.set_bound_from_rows();
}

void Facts::attribute(std::uint32_t index, Values& out) {
  const law::Attribute& wanted = plan_->pack().attributes[index];
  const DataTable& workers = (*data_)[TableKind::workers];
  const DataTable& employers = (*data_)[TableKind::employers];
  const auto& terms = batch_->part_terms();
  const StringId id = data_->strings.find(wanted.name);
  const records::AttributeColumn* own = id == 0 ? nullptr : attribute_column(workers, id);
  const records::AttributeColumn* employers_own = id == 0 ? nullptr : attribute_column(employers, id);
  const StringId fallback = employers_own == nullptr ? 0 : employers_own->values[batch_->setting().employer.row];
  const Reason reason = missing("employer.", wanted.name, *plan_);
  // Where no worker has one of his own the employer's stands for all.
  const std::size_t rows = own == nullptr ? std::min<std::size_t>(terms.size(), 1) : terms.size();
  out.reset(Grain::part, rows, own == nullptr);
  out.type = wanted.type;
  if (wanted.type == law::ValueType::number) out.denominator = 1000000;
  for (std::size_t p = 0; p < rows; ++p) {
    StringId text = own == nullptr ? 0 : own->values[terms[p]];
    if (text == 0) text = fallback;
    if (text == 0) {
      not_given(out, p, reason);
      continue;
    }
    const std::string_view view = data_->strings.view(text);
    if (wanted.type == law::ValueType::number) {
      const auto micro = quantity::parse_decimal(view);
      if (micro.ok()) out.numerators[p] = micro.micro * (wanted.unit.minutes == 1 ? 60 : 1);
      else not_given(out, p, reason);
    } else if (wanted.type == law::ValueType::date) {
      const auto day = quantity::parse_date(view);
      if (day) out.numerators[p] = (*day).serial();
      else not_given(out, p, reason);
    } else {
      out.numerators[p] = symbol_of(text);
    }
  }
  out.set_bound_from_rows();
  collapse(out);
}

// The day from which a row of the workers table speaks of days outside the records; kNone32: it does not. A single row without
// a date is a roster of today's terms; the first of several is what was before the others.
std::int32_t Facts::holds_from(std::uint32_t row, std::size_t of) const {
  const DataTable& t = (*data_)[TableKind::workers];
  namespace f = field::workers;
  const std::int32_t from = t.narrow(f::valid_from, row);
  if (from != kNone32 || of == 1) return from;
  const std::int32_t hired = t.narrow(f::hired_on, row);
  return hired != kNone32 ? hired : kNone32 + 1;
}

std::optional<std::int32_t> Facts::earliest_terms() {
  if (!earliest_terms_known_) {
    earliest_terms_known_ = true;
    earliest_terms_.reset();
    for (std::uint32_t w = 0; w < batch_->count(); ++w) {
      const auto rows = batch_->setting().index->rows(TableKind::workers, batch_->first_worker() + w);
      if (rows.size() < 2) continue;
      const std::int32_t from = holds_from(rows[0], rows.size());
      if (from < batch_->setting().first_day) earliest_terms_ = std::min(earliest_terms_.value_or(from), from);
    }
  }
  return earliest_terms_;
}

law::TermOnDay Facts::term_on(law::Input input, std::uint32_t worker, std::int32_t date) {
  const DataTable& t = (*data_)[TableKind::workers];
  namespace f = field::workers;
  law::TermOnDay result;
  std::uint32_t row = kNoRow;
  const auto rows = batch_->setting().index->rows(TableKind::workers, batch_->first_worker() + worker);
  for (const std::uint32_t r : rows) {
    const std::int32_t from = holds_from(r, rows.size());
    if (from != kNone32 && from <= date) row = r;
  }
  if (row == kNoRow) return result;
  const auto put = [&](std::int64_t value, std::int64_t denominator) {
    result.numerator = value;
    result.denominator = denominator;
    result.flags = 0;
  };
  switch (input) {
    case law::Input::wage: case law::Input::fixed_allowance: {
      const std::int64_t v = t.wide(input == law::Input::wage ? f::wage : f::fixed_allowance, row);
      const StringId own = t.text(f::currency, row);
      const std::string_view currency = own == 0 ? std::string_view(employer_currency_) : data_->strings.view(own);
      if (v != kNone64 && currency == pack_currency_) put(v, 1000000);
      else if (v != kNone64) result = {0, 1, kUnknown, plan_->rate_reason()};
      return result;
    }
    case law::Input::contract: case law::Input::pay_basis: {
      const int at_field = input == law::Input::contract ? int{f::contract} : int{f::pay_basis};
      const std::int32_t code = t.narrow(at_field, row);
      if (code != kNone32) put(plan_->symbol(records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(at_field)].values[static_cast<std::size_t>(code)]), 1);
      return result;
    }
    case law::Input::grade: case law::Input::region: {
      const StringId text = t.text(input == law::Input::grade ? f::grade : f::region, row);
      if (text != 0) put(symbol_of(text), 1);
      return result;
    }
    default: return {0, 1, kUnknown, plan_->history_reason()};
  }
}

std::string Facts::term_text(const std::string& name, std::uint32_t row) const {
  const DataTable& workers = (*data_)[TableKind::workers];
  const int known = records::field_index(TableKind::workers, name);
  if (known >= 0) {
    const records::FieldSpec& spec = records::spec_of(TableKind::workers).fields[static_cast<std::size_t>(known)];
    const auto& column = workers.columns[static_cast<std::size_t>(known)];
    if (spec.type == records::FieldType::code && column.narrow[row] != kNone32) return std::string(spec.values[static_cast<std::size_t>(column.narrow[row])]);
    if (spec.type == records::FieldType::text && column.narrow[row] != 0) return std::string(data_->strings.view(workers.text(known, row)));
    if (spec.type == records::FieldType::integer && column.narrow[row] != kNone32) return std::to_string(column.narrow[row]);
  }
  const StringId id = data_->strings.find(name);
  if (id == 0) return {};
  const records::AttributeColumn* own = attribute_column(workers, id);
  if (own != nullptr && own->values[row] != 0) return std::string(data_->strings.view(own->values[row]));
  const records::AttributeColumn* employers_own = attribute_column((*data_)[TableKind::employers], id);
  return employers_own == nullptr ? std::string() : std::string(data_->strings.view(employers_own->values[batch_->setting().employer.row]));
}

std::optional<Facts::Rate> Facts::rate_on(std::string_view from, std::string_view to, std::int32_t day) const {
  if (from == to) return Rate{};
  for (const FoundRate& f : found_rates_) {
    if (f.day == day && f.from == from && f.to == to) return f.rate;
  }
  constexpr std::size_t kKept = 16;
  if (found_rates_.size() >= kKept) found_rates_.clear();
  found_rates_.push_back({std::string(from), std::string(to), day, rate_in(*data_, batch_->setting().rate_rows, from, to, day)});
  return found_rates_.back().rate;
}

std::optional<Facts::Rate> Facts::rate_in(const records::Dataset& data, std::span<const std::uint32_t> rows, std::string_view from,
                                          std::string_view to, std::int32_t day) {
  const DataTable& t = data[TableKind::rates];
  std::optional<Rate> best;
  std::int32_t best_from = INT32_MIN;
  for (const std::uint32_t r : rows) {
    const std::int32_t valid = t.narrow(field::rates::valid_from, r);
    if (valid > day || (best && valid < best_from)) continue;
    const std::string_view a = data.strings.view(t.text(field::rates::from, r)), b = data.strings.view(t.text(field::rates::to, r));
    const std::int64_t micro = t.wide(field::rates::rate, r);
    if (micro <= 0) continue;
    const std::int64_t g = std::gcd(micro, std::int64_t{1000000});
    if (a == from && b == to) best = Rate{micro / g, 1000000 / g, r};
    else if (a == to && b == from) best = Rate{1000000 / g, micro / g, r};
    else continue;
    best_from = valid;
  }
  return best;
}

void Facts::rate(std::uint32_t from, std::uint32_t to, Grain grain, Values& out) {
  rate_on_each(from, to, batch_->frame().last_date[at(grain)], grain, out);
}

void Facts::rate_on_each(std::uint32_t from, std::uint32_t to, const std::vector<std::int32_t>& last, Grain grain, Values& out) {
  const std::string a = from == 0 ? pack_currency_ : currency_text(from), b = to == 0 ? pack_currency_ : currency_text(to);
  out.reset(grain, last.size(), false);
  bool uniform = true;
  out.denominators.assign(last.size(), 1);
  for (std::size_t i = 0; i < last.size(); ++i) {
    // The rate of the last day on which the period ends; a month stands at its own last day.
    if (i > 0 && last[i] == last[i - 1]) {
      out.numerators[i] = out.numerators[i - 1];
      out.denominators[i] = out.denominators[i - 1];
      if (!out.flags.empty()) {
        out.flags[i] = out.flags[i - 1];
        out.reasons[i] = out.reasons[i - 1];
      }
      continue;
    }
    uniform = uniform && i == 0;
    const auto rate = rate_on(a, b, last[i]);
    out.numerators[i] = rate ? rate->numerator : 0;
    out.denominators[i] = rate ? rate->denominator : 1;
    if (!rate) {
      out.make_flags();
      out.flags[i] = kUnknown;
      out.reasons[i] = plan_->rate_reason();
    }
  }
  out.set_bound_from_rows();
  if (uniform && !last.empty()) {
    out.uniform = true;
    out.denominator = out.denominators[0];
    out.denominators.clear();
    out.numerators.resize(1);
    if (!out.flags.empty()) {
      out.flags.resize(1);
      out.reasons.resize(1);
    }
  }
}

}  // namespace wageproof::due
