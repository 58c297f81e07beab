#include "wageproof/reconcile/against.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace wageproof::reconcile {

namespace {

constexpr std::array<std::string_view, 6> kRoles{"pay", "test", "employee_contribution", "employer_contribution", "deduction", "limit"};

bool is_due(const LineRow& row) noexcept { return row.in_due || row.line < 0; }

std::string_view role_of(const Result& result, const LineRow& row) {
  if (row.line < 0) return "net";
  return kRoles[static_cast<std::size_t>(result.laws[row.law]->lines[static_cast<std::size_t>(row.line)].role)];
}

/// A lower bound under each law says nothing of how far they are apart.
Figure known_amount(const LineRow& row) { return row.status == Status::known ? row.amount : Figure{}; }

class Comparison {
 public:
  Comparison(const Result& result, const Result& other, const records::Dataset& data) : sides_{&result, &other}, data_(data) {}

  Against run() {
    std::array<std::size_t, 2> at{0, 0};
    while (true) {
      const LineRow* const a = at[0] < sides_[0]->lines.size() ? &sides_[0]->lines[at[0]] : nullptr;
      const LineRow* const b = at[1] < sides_[1]->lines.size() ? &sides_[1]->lines[at[1]] : nullptr;
      if (a == nullptr && b == nullptr) break;
      const LineRow& next = a == nullptr || (b != nullptr && before(*b, *a)) ? *b : *a;
      employer_ = next.employer;
      worker_ = next.worker;
      for (std::size_t side = 0; side < 2; ++side) {
        const std::vector<LineRow>& lines = sides_[side]->lines;
        for (; at[side] < lines.size() && lines[at[side]].employer == employer_ && lines[at[side]].worker == worker_; ++at[side]) {
          if (is_due(lines[at[side]])) add(side, lines[at[side]]);
        }
      }
      end_worker();
    }
    for (auto& [key, total] : totals_) out_.totals.push_back(std::move(total));
    for (auto& [currency, sums] : sums_) out_.sums.push_back(std::move(sums));
    out_.laws = sides_[1]->laws;
    out_.as_known_on = sides_[1]->as_known_on;
    out_.not_checked = sides_[1]->not_checked;
    return std::move(out_);
  }

 private:
  using Key = std::tuple<std::int32_t, std::string_view, std::int32_t, std::string_view>;  ///< first day, line, last day, currency
  struct Pair {
    std::array<const LineRow*, 2> rows{};
  };

  /// The order of the output: bytewise by employer, then worker.
  [[nodiscard]] bool before(const LineRow& a, const LineRow& b) const {
    if (a.employer != b.employer) return data_.strings.view(a.employer) < data_.strings.view(b.employer);
    return a.worker != b.worker && data_.strings.view(a.worker) < data_.strings.view(b.worker);
  }

  void add(std::size_t side, const LineRow& row) {
    const Result& result = *sides_[side];
    pairs_[{row.first, result.names[row.name], row.last, result.names[row.currency_name]}].rows[side] = &row;
  }

  void end_worker() {
    std::set<const AgainstTotal*> touched;
    for (const auto& [key, pair] : pairs_) {
      const std::size_t side = pair.rows[0] != nullptr ? 0 : 1;
      const LineRow& row = *pair.rows[side];
      AgainstRow r;
      r.employer = employer_;
      r.worker = worker_;
      r.first = row.first;
      r.last = row.last;
      r.role = role_of(*sides_[side], row);
      r.due = pair.rows[0] != nullptr ? known_amount(*pair.rows[0]) : Figure{0, true};
      r.against = pair.rows[1] != nullptr ? known_amount(*pair.rows[1]) : Figure{0, true};
      if (r.due.given && r.against.given) r.difference = {r.due.value - r.against.value, true};
      AgainstTotal& total = count(std::string(std::get<1>(key)), std::string(std::get<3>(key)), r);
      const bool differs = r.difference.given && r.difference.value != 0;
      if (differs && touched.insert(&total).second) ++total.workers;
      if (!differs && r.difference.given) continue;
      r.name = name(std::get<1>(key));
      r.currency_name = name(std::get<3>(key));
      out_.rows.push_back(r);
    }
    pairs_.clear();
  }

  AgainstTotal& count(std::string line, std::string currency, const AgainstRow& row) {
    AgainstTotal& total = totals_[{line, currency, row.role}];
    total.role = row.role;
    if (!row.difference.given) {
      ++total.cannot_tell;
    } else {
      ++total.compared;
      total.higher += row.difference.value > 0 ? 1U : 0U;
      total.lower += row.difference.value < 0 ? 1U : 0U;
      total.due += row.due.value;
      total.against += row.against.value;
      AgainstSums& sums = sums_[currency];
      sums.currency = currency;
      if (row.role == "net") sums.workers += row.difference.value;
      if (row.role == "employee_contribution" || row.role == "employer_contribution") sums.funds += row.difference.value;
    }
    total.line = std::move(line);
    total.currency = std::move(currency);
    return total;
  }

  std::uint32_t name(std::string_view text) {
    const auto [at, added] = name_ids_.emplace(std::string(text), static_cast<std::uint32_t>(out_.names.size()));
    if (added) out_.names.emplace_back(text);
    return at->second;
  }

  std::array<const Result*, 2> sides_;
  const records::Dataset& data_;
  records::StringId employer_ = 0, worker_ = 0;
  std::map<Key, Pair> pairs_;  ///< of the worker in hand
  std::map<std::tuple<std::string, std::string, std::string_view>, AgainstTotal> totals_;
  std::map<std::string, AgainstSums> sums_;
  std::map<std::string, std::uint32_t, std::less<>> name_ids_;
  Against out_;
};

}  // namespace

Against compare_laws(const Result& result, const Result& other, const records::Dataset& data) {
  return Comparison(result, other, data).run();
}

quantity::Status check_against(const records::Dataset& data, const CheckOptions& other, Result& result) {
  const quantity::Result<Result> second = check(data, other);
  if (!second.ok()) return second.status();
  result.against = std::make_shared<const Against>(compare_laws(result, *second, data));
  return {};
}

}  // namespace wageproof::reconcile
