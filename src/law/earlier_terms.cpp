#include "earlier_terms.hpp"

#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

bool is_a_term(Input input) {
  return input == Input::wage || input == Input::fixed_allowance || input == Input::pay_basis || input == Input::contract;
}

}  // namespace

void EarlierTerms::input(Input input, detail::Values& out) {
  source_->input(input, out);
  constexpr auto kPart = static_cast<std::size_t>(Grain::part);
  if (!is_a_term(input) || out.grain != Grain::part || out.big) return;
  const std::vector<std::uint32_t>& workers = frame_->worker_of[kPart];
  const std::vector<std::int32_t>& first = frame_->first_date[kPart];
  const detail::Values now = out;
  const std::size_t rows = frame_->row_count(Grain::part);
  out.reset(Grain::part, rows, false);
  out.type = now.type;
  out.denominators.resize(rows);
  out.make_flags();
  for (std::size_t r = 0; r < rows; ++r) {
    const auto day = quantity::add_months(quantity::first_day_of_month(quantity::Date::from_serial(first[r])), static_cast<std::int32_t>(1 - months_back_),
                                         quantity::EndOfMonth::last_day);
    const TermOnDay term = day ? source_->term_on(input, workers[r], (*day).serial() - 1) : TermOnDay();
    const bool stated = (term.flags & detail::kNotGiven) == 0;
    out.numerators[r] = stated ? term.numerator : now.numerators[now.index(r)];
    out.denominators[r] = stated ? term.denominator : now.denominators.empty() ? now.denominator : now.denominators[now.index(r)];
    out.flags[r] = stated ? term.flags : now.flag(r);
    out.reasons[r] = stated ? term.reason : now.reason(r);
  }
  out.set_bound_from_rows();
}

}  // namespace wageproof::law
