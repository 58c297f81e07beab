// What rounding moved: for each rule the exact sums of rounded less exact amounts, upwards and downwards.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
#include <vector>

#include "batch_check.hpp"
#include "law/big_column.hpp"

namespace wageproof::reconcile {

/// What rounding moved on one line. Sums are kept by denominator, so that adding costs no division.
struct RoundingTally {
  using Parts = std::pair<law::detail::Int128, law::detail::Int128>;  ///< up and down, both positive

  std::uint64_t rounded = 0;             ///< amounts that rounding changed
  std::vector<std::pair<std::int64_t, Parts>> parts;  ///< of d: in parts of a millionth over d; each d once
  law::detail::Rational up, down;        ///< in millionths, of amounts beyond 64 bits

  /// The sums over a denominator. Valid until the next one is asked for.
  [[nodiscard]] Parts& of(std::int64_t denominator);
  void clear();
  /// Adds the rows of a column that are stated and known.
  void add(const due::LineValues& values, std::span<const std::uint8_t> state, std::int64_t step_micro);
  void add(const RoundingTally& other);
  [[nodiscard]] std::pair<law::detail::Rational, law::detail::Rational> sums() const;
};

/// What names the row of a line's rounding, without its numbers.
RoundingRow rounding_row(const EmployerPlan& plan, std::size_t line);
void set_sums(RoundingRow& row, const RoundingTally& tally);

/// The tallies of a run by rule, currency, mode, step and source.
class RoundingTotals {
 public:
  void add(const EmployerPlan& plan, const std::vector<Chunk>& chunks);
  void add(const RoundingTotals& other);
  [[nodiscard]] std::vector<RoundingRow> rows() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::int64_t, std::string>;
  std::map<Key, RoundingTally> tallies_;
};

}  // namespace wageproof::reconcile
