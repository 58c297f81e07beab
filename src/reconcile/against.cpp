#include "wageproof/reconcile/against.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
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
    Rows a(sides_[0]->lines), b(sides_[1]->lines);
    while (a.more() || b.more()) {
      const LineRow& next = !a.more() || (b.more() && before(b.row(), a.row())) ? b.row() : a.row();
      employer_ = next.employer;
      worker_ = next.worker;
      take(0, a);
      take(1, b);
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
  using Pair = std::array<std::optional<LineRow>, 2>;

  /// A table's rows one after the other.
  class Rows {
   public:
    explicit Rows(const LineTable& lines) : at_(lines.begin()), end_(lines.end()) { look(); }
    [[nodiscard]] bool more() const noexcept { return row_.has_value(); }
    [[nodiscard]] const LineRow& row() const { return *row_; }
    void next() {
      ++at_;
      look();
    }

   private:
    void look() {
      row_.reset();
      if (at_ != end_) row_ = *at_;
    }
    LineTable::Iterator at_, end_;
    std::optional<LineRow> row_;
  };

  /// The order of the output: bytewise by employer, then worker.
  [[nodiscard]] bool before(const LineRow& a, const LineRow& b) const {
    if (a.employer != b.employer) return data_.strings.view(a.employer) < data_.strings.view(b.employer);
    return a.worker != b.worker && data_.strings.view(a.worker) < data_.strings.view(b.worker);
  }

  /// The rows of the worker in hand.
  void take(std::size_t side, Rows& rows) {
    const Result& result = *sides_[side];
    for (; rows.more() && rows.row().employer == employer_ && rows.row().worker == worker_; rows.next()) {
      const LineRow& row = rows.row();
      if (is_due(row)) pairs_[{row.first, result.names[row.name], row.last, result.names[row.currency_name]}][side] = row;
    }
  }

  void end_worker() {
    std::set<const AgainstTotal*> touched;
    for (const auto& [key, pair] : pairs_) {
      const std::size_t side = pair[0].has_value() ? 0 : 1;
      const LineRow& row = *pair[side];
      AgainstRow r;
      r.employer = employer_;
      r.worker = worker_;
      r.first = row.first;
      r.last = row.last;
      r.role = role_of(*sides_[side], row);
      r.due = pair[0].has_value() ? known_amount(*pair[0]) : Figure{0, true};
      r.against = pair[1].has_value() ? known_amount(*pair[1]) : Figure{0, true};
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
