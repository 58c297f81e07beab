// One worker's check, again and again: what was set up for the first call stands for all that follow.
#pragma once

#include "run.hpp"

namespace wageproof::reconcile {

/// Checks a dataset of one employer and one worker whose rows are rewritten between the calls.
///
/// What the set-up rests on must stay: which tables there are, the employer's row, the pay periods and the months that the
/// records speak of, and that no row was rejected. Only rows of the worker may change.
class OneWorker {
 public:
  /// @param data  outlives this, and stays where it is
  OneWorker(const records::Dataset& data, CheckOptions options) : data_(data), options_(std::move(options)), run_(data_, options_) {}
  OneWorker(const OneWorker&) = delete;
  OneWorker& operator=(const OneWorker&) = delete;

  /// Loads the law and sets up the employer. @errors as check
  Outcome start(Result& out);
  /// Checks the rows as they are now. `out` is that of `start`, and no longer what it was.
  /// @cost  allocates for findings only, once buffers have grown to what such rows need
  void check(Result& out);

 private:
  /// A row of `checks` that the worker may have, without its numbers.
  struct Countable {
    std::size_t line = 0, span = 0;     ///< line: of the plan, or behind them a check of the records
    CheckRow row;
  };
  /// Places whose rounding is one row of the result.
  struct Rounded {
    std::vector<std::size_t> places;
    RoundingRow row;
  };
  [[nodiscard]] const Counter* counter_of(const Countable& each) const;
  void put_checks(Result& out);
  void put_rounding(Result& out);
  void put_findings(Result& out);

  const records::Dataset& data_;
  CheckOptions options_;
  Run run_;
  const EmployerPlan* plan_ = nullptr;
  std::unique_ptr<BatchChecker> checker_;
  Chunk chunk_;
  std::vector<Countable> countable_;    ///< in output order
  std::vector<std::uint32_t> counted_;  ///< whose rows are in the result
  std::vector<Rounded> rounded_;        ///< in output order
  std::vector<std::uint32_t> moved_;    ///< whose rows are in the result
};

}  // namespace wageproof::reconcile
