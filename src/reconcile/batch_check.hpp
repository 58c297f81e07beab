// Checking one batch of workers: shared state of a thread, and the pieces of the check.
#pragma once

#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "wageproof/due/bookings.hpp"
#include "wageproof/due/facts.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/reconcile/result.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::reconcile {

/// Where a line stands when payslip money is handed out among lines.
enum class FillGroup : std::uint8_t { none, ordinary, premium };

/// A line as the comparison needs it.
struct LinePlan {
  due::CompiledLine compiled;
  FillGroup group = FillGroup::none;
  std::uint32_t name = 0, currency_name = 0;
  records::StringId currency = 0;       ///< of the line, as the records spell it; 0: no record does
  int answers_slot = -1, counts_slot = -1;
  int unclaimed_slot = -1;              ///< of a test: what counts toward it and no pay line claims
  bool run = true;                      ///< its tables are in the folder
  std::string pack, source;             ///< for findings
  std::vector<std::size_t> tested;      ///< of a test: positions of the pay lines
};

/// Counters of one check over the worker-periods of one span.
struct Counter {
  std::uint64_t tested = 0, met = 0, broken = 0, cannot_tell = 0;
  std::int64_t amount_micro = 0;
  Counter& operator+=(const Counter& other) {
    tested += other.tested;
    met += other.met;
    broken += other.broken;
    cannot_tell += other.cannot_tell;
    amount_micro += other.amount_micro;
    return *this;
  }
};

/// Everything about one employer and its law that threads share.
struct EmployerPlan {
  const worktime::Setting* setting = nullptr;
  std::shared_ptr<const law::Pack> pack;
  std::uint32_t law = 0;                ///< position in Result::laws
  std::vector<LinePlan> lines;
  std::vector<std::uint32_t> name_rank; ///< by name: its place in bytewise order
  std::vector<std::size_t> fill_order;  ///< lines that share payslip money, in the order of the format
  std::vector<std::string> sets;        ///< component sets that are summed
  std::vector<due::Hole> holes;
  std::uint32_t net_name = 0, currency_name = 0, pack_currency_name = 0;
  /// Component sets: the payslip's net; earnings that no pay line claims; pay for work; all deductions.
  std::string net_set, unclaimed_set, pay_set, deductions_set;
  std::vector<std::string> by;          ///< attributes for further rows of checks
};

/// Checks of the records themselves, which no pack states; counted by period.
enum class RecordCheck : std::uint8_t { net_pay, paid_without_work, worked_without_pay, punch_unpaired, punch_overlap };
inline constexpr std::string_view kRecordChecks[] = {"net_pay", "paid_without_work", "worked_without_pay", "punch_unpaired", "punch_overlap"};

/// What a batch adds to the result.
struct Chunk {
  std::vector<LineRow> lines;
  std::vector<Finding> findings;
  std::vector<BalanceRow> balances;
  /// counters[line * spans + span] for the spans of the line's grain; record checks by name
  std::vector<std::vector<Counter>> counters;
  /// record_counters[check][period]
  std::array<std::vector<Counter>, std::size(kRecordChecks)> record_counters;
  /// The same by attribute: line, span, attribute, the worker's value of it.
  std::map<std::tuple<std::size_t, std::size_t, std::size_t, std::string>, Counter> grouped;
  std::uint64_t worker_periods = 0, worker_days = 0, spans_not_seen = 0;
};

/// The spans by which a line's counters are kept: a limit's are periods.
const std::vector<worktime::Span>& counted_spans(const worktime::Setting& setting, const law::Line& line);

/// Checks batches of one employer. One per thread.
class BatchChecker {
 public:
  explicit BatchChecker(const EmployerPlan& plan);
  void run(std::uint32_t first_worker, std::uint32_t count, Chunk& out);
  // For the working: the state after `run`.
  [[nodiscard]] const worktime::Batch& batch() const noexcept { return batch_; }
  [[nodiscard]] law::Evaluator& evaluator() noexcept { return evaluator_; }
  [[nodiscard]] const due::Bookings& bookings() const noexcept { return bookings_; }
  [[nodiscard]] const due::LineValues& values(std::size_t line) const noexcept { return values_[line]; }
  [[nodiscard]] std::string place(records::TableKind table, std::uint32_t row) const;
  [[nodiscard]] std::string time_places(std::uint32_t worker, std::int32_t day) const;

 private:
  struct Compared {
    due::DueRow due;
    std::int64_t booked_micro = 0;  ///< in the line's currency
    bool has_own = false;           ///< a component of its own is booked
    bool booked_known = true;
    bool compared = false;
    bool converted = false;
    std::int64_t booked_native = 0;
    std::string native_currency;
    std::uint32_t reason = 0;
  };
  /// What a worker's period comes to, gathered line by line, in the employer's currency.
  struct Net {
    std::int64_t pay = 0, shortfall = 0, contributions = 0, unlawful = 0;
    bool known = true, at_least = false, seen = false, unpaid_work = false;
  };
  void find_active();
  void check_by_attribute(std::uint32_t worker, Chunk& out);
  void check_worker(std::uint32_t worker, Chunk& out);
  void check_period(std::uint32_t worker, std::size_t period, Chunk& out);
  void check_span(std::uint32_t worker, law::Grain grain, std::size_t row, const worktime::Span& span, Chunk& out);
  void compare(std::uint32_t worker, law::Grain grain, std::size_t row, const worktime::Span& span, bool payslip, Chunk& out);
  Compared book(std::size_t line, law::Grain grain, std::size_t row, std::uint32_t worker, const worktime::Span& span, const std::string& patterns, int slot);
  void share_out(std::size_t row, std::uint32_t worker);
  void judge(std::size_t line, std::uint32_t worker, std::size_t row, const worktime::Span& span, std::size_t span_index, Chunk& out);
  void write_line(std::size_t line, std::uint32_t worker, std::size_t row, const worktime::Span& span, bool reconciled, Chunk& out);
  void add_to_net(std::size_t line, const worktime::Span& span);
  void count_unseen(std::uint32_t worker, Chunk& out) const;
  void unlisted_deductions(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void unpaid_work(std::uint32_t worker, std::size_t period, Chunk& out);
  void net_row(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void own_sums(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void limits(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void time_record(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void balances(std::uint32_t worker, Chunk& out);
  void overdrawn(std::uint32_t worker, std::uint32_t ledger, Chunk& out);
  [[nodiscard]] std::string leave_places(std::uint32_t worker, const law::Ledger& rule, const worktime::Span& span) const;
  Finding& finding(std::uint32_t worker, const worktime::Span& span, const std::string& check, Severity severity, const std::string& subject, Chunk& out);
  Counter& counter(std::size_t line, std::size_t span_index, Chunk& out);
  /// Counts one worker's period under a check of the records.
  void count_record(RecordCheck check, std::size_t period, bool broken, std::int64_t amount_micro, Chunk& out) const;
  [[nodiscard]] std::string evidence_of(std::uint32_t worker, std::size_t period, const std::string& patterns) const;
  [[nodiscard]] const std::string& reason_text(std::uint32_t reason) const { return plan_->setting->plan->reasons()[reason]; }
  [[nodiscard]] std::size_t spans_of(law::Grain grain) const;
  /// A booked amount of any currency in another, exactly rounded to millionths; false: no rate
  bool in_currency(std::int64_t amount_micro, std::string_view from, std::string_view to, std::int32_t day, std::int64_t& out_micro) const;

  const EmployerPlan* plan_;
  worktime::Batch batch_;
  due::Bookings bookings_;
  due::Facts facts_;
  law::Evaluator evaluator_;
  std::vector<due::LineValues> values_;
  std::vector<Compared> compared_;      ///< of the period in hand, by line
  std::vector<std::size_t> active_;     ///< lines of this batch that are compared at all
  std::vector<std::size_t> limits_;     ///< limits of this batch that apply to somebody
  static constexpr std::uint8_t kMet = 0, kHit = 1, kUnseen = 2;
  std::vector<std::vector<std::uint8_t>> hits_;  ///< by limit line and row: met, broken or in doubt, not in the data
  std::vector<Net> net_;                ///< of the worker in hand, by period
  std::size_t span_row_ = 0;            ///< row of the span in hand, at its grain
};

/// Finding id: 16 hex digits of the SHA-256 over the parts.
std::string finding_id(std::string_view employer, std::string_view worker, std::int32_t first, bool has_period, std::string_view check,
                       std::string_view rule, std::string_view subject);

/// Severity of a broken check by the format's rule.
Severity severity_of(std::string_view check, const law::Line* line, bool below);

}  // namespace wageproof::reconcile
