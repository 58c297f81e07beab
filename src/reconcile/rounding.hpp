// What rounding moved: for each rule the exact sums of rounded less exact figures, upwards and downwards.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "batch_check.hpp"
#include "law/big_column.hpp"

namespace wageproof::reconcile {

/// What rounding moved at one place. Sums are kept by denominator, so that adding costs no division.
struct RoundingTally {
  using Parts = std::pair<law::detail::Int128, law::detail::Int128>;  ///< up and down, both positive

  std::uint64_t rounded = 0;             ///< figures that rounding changed
  std::vector<std::pair<std::int64_t, Parts>> parts;  ///< of d: in parts of a millionth over d; each d once
  law::detail::Rational up, down;        ///< in millionths, of figures beyond 64 bits

  /// The sums over a denominator. Valid until the next one is asked for.
  [[nodiscard]] Parts& of(std::int64_t denominator);
  void clear();
  /// Adds the rows that are marked (not 0) and known.
  void add(const law::detail::Values& exact, const law::detail::Values& stated, std::span<const std::uint8_t> marked);
  /// Adds parts of one, `numerator` over `denominator`; below 0 is down.
  void add(std::int64_t numerator, std::int64_t denominator, std::uint64_t count);
  void add(const RoundingTally& other);
  [[nodiscard]] std::pair<law::detail::Rational, law::detail::Rational> sums() const;
};

/// The places of an employer's law at which something is rounded: lines' amounts, quantities beside them, roundings inside
/// formulas, clock times and normal hours. Numbered in this order.
std::size_t rounding_places(const EmployerPlan& plan);
/// What names the row of a place's rounding, without its numbers.
RoundingRow rounding_row(const EmployerPlan& plan, std::size_t place);
void set_sums(RoundingRow& row, const RoundingTally& tally);

/// The tallies of a run by rule, place, unit, mode, step and source.
class RoundingTotals {
 public:
  void add(const EmployerPlan& plan, const std::vector<Chunk>& chunks);
  void add(const RoundingTotals& other);
  [[nodiscard]] std::vector<RoundingRow> rows() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::int64_t, std::string>;
  std::map<Key, RoundingTally> tallies_;
};

/// What orders rows, and tells them apart.
inline auto rounding_key(const RoundingRow& row) { return std::tie(row.rule, row.place, row.unit, row.mode, row.step_micro, row.source); }

}  // namespace wageproof::reconcile
