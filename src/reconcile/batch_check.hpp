// Checking one batch of workers: shared state of a thread, and the pieces of the check.
#pragma once

#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "money_line.hpp"
#include "wageproof/due/bookings.hpp"
#include "wageproof/due/facts.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/due/wage_months.hpp"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/quantity/money_sum.hpp"
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
  bool by_wage_months = false;          ///< reckoned with the employer's own months
  std::string pack, source;             ///< for findings
  std::vector<std::size_t> tested;      ///< of a test: positions of the pay lines
};

/// Whether a line says how much may be taken off for absence, which basic_pay leaves out too (formats, rules of the figures).
inline bool prices_absence(const LinePlan& line) { return line.compiled.line->role == law::Role::deduction && line.compiled.answers == "deduction.absence"; }

/// Counters of one check over the worker-periods of one span.
struct Counter {
  std::uint64_t tested = 0, met = 0, broken = 0, cannot_tell = 0;
  law::detail::Int128 amount_micro = 0;  ///< a sum over many workers
  Counter& operator+=(const Counter& other) {
    tested += other.tested;
    met += other.met;
    broken += other.broken;
    cannot_tell += other.cannot_tell;
    amount_micro += other.amount_micro;
    return *this;
  }
};

/// A row that may stand in the result: a line in one of its spans, or the net of a period. In output order.
struct LineSlot {
  law::Grain grain = law::Grain::period;
  std::uint32_t span = 0;               ///< of the grain
  std::int32_t line = -1;               ///< -1: net
};

class FormulaRoundings;

/// Everything about one employer and its law that threads share.
struct EmployerPlan {
  const worktime::Setting* setting = nullptr;
  std::shared_ptr<const law::Pack> pack;
  std::uint32_t law = 0;                ///< position in Result::laws
  std::vector<LinePlan> lines;
  std::vector<LineSlot> slots;          ///< the rows that a worker may have, in output order
  std::vector<std::size_t> fill_order;  ///< lines that share payslip money, in the order of the format
  std::vector<std::string> sets;        ///< component sets that are summed
  std::vector<due::Hole> holes;
  std::uint32_t net_name = 0, currency_name = 0, pack_currency_name = 0;
  /// Component sets: the payslip's net; earnings that no pay line claims; pay for work; all deductions.
  std::string net_set, unclaimed_set, pay_set, deductions_set;
  /// What payslips state of themselves and the sums that must give it.
  std::string gross_set, taken_set, earned_set, in_kind_set;
  std::string strange_set;              ///< contributions to schemes of which the law makes no such share due
  std::int64_t step_micro = 10000;      ///< of the employer's currency
  int net_slot = -1, unclaimed_slot = -1, pay_slot = -1, deductions_slot = -1, gross_slot = -1, taken_slot = -1, earned_slot = -1, in_kind_slot = -1, strange_slot = -1;
  std::vector<std::string> by;          ///< attributes for further rows of checks
  const FormulaRoundings* formula_roundings = nullptr;  ///< null: no formula of the law rounds
  bool keeps_money = false;             ///< payments or remittances are in the folder: pay days are kept
};

/// Checks of the records themselves, which no pack states; counted by period.
enum class RecordCheck : std::uint8_t { net_pay, paid_without_work, worked_without_pay, punch_unpaired, punch_overlap };
inline constexpr std::string_view kRecordChecks[] = {"net_pay", "paid_without_work", "worked_without_pay", "punch_unpaired", "punch_overlap"};

struct RoundingTally;

/// What a batch adds to the result.
struct Chunk {
  std::vector<LineTable::Packed> lines; ///< places: positions in EmployerPlan::slots
  std::vector<Finding> findings;
  std::vector<Finding> spent;           ///< findings of before, for the memory of their texts
  std::vector<BalanceRow> balances;
  std::vector<MoneyLine> money;         ///< where EmployerPlan::keeps_money
  /// counters[line][span] for the spans by which the line is counted
  std::vector<std::vector<Counter>> counters;
  /// record_counters[check][period]
  std::array<std::vector<Counter>, std::size(kRecordChecks)> record_counters;
  /// The same by attribute: line, span, attribute, the worker's value of it.
  std::map<std::tuple<std::size_t, std::size_t, std::size_t, std::string>, Counter> grouped;
  /// What rounding moved, by place (`rounding_places`); null or empty where nothing was rounded.
  std::vector<std::shared_ptr<RoundingTally>> rounding;
  std::uint64_t worker_periods = 0, worker_days = 0, spans_not_seen = 0;
  /// Forgets everything but its memory.
  void clear();
};

/// The spans by which a line's counters are kept: a limit's are periods.
const std::vector<worktime::Span>& counted_spans(const worktime::Setting& setting, const law::Line& line);
/// The spans of a grain; periods for all that are finer.
const std::vector<worktime::Span>& spans_of(const worktime::Setting& setting, law::Grain grain);

/// The pay period with which the money of a span is told, kNoRow where it is not: of a month or a longer span the last period
/// that ends in it, if the payslips that end in it are all in the data. By the week or half month a span whose first slips
/// lie before the data is not told either; a list of longer periods is taken as it stands.
std::uint32_t closing_period(const worktime::Setting& setting, law::Grain grain, const worktime::Span& span) noexcept;

/// What a test of one row came to.
enum class Verdict : std::uint8_t { none, met, broken, cannot_tell };

/// What is known of one row of a line.
enum RowState : std::uint8_t {
  kStated = 1,        ///< stands in the result
  kDueKnown = 2,
  kDueAtLeast = 4,
  kBookedKnown = 8,
  kApplies = 16,
  kCloser = 32,       ///< is not plainly met or empty: to be looked at by itself
  kSilent = 64        ///< unknown because it lies outside what the data can show
};

/// One line over a batch: worker after worker, a row for each span of its grain. Money in the line's currency.
struct LineColumns {
  std::vector<std::int64_t> due, booked;
  std::vector<std::uint8_t> state;
  std::vector<Verdict> verdict;         ///< of a limit: by period
  std::vector<std::pair<std::size_t, std::int64_t>> gaps;  ///< what broken rows are short, by row
};

/// What a worker's periods come to, in the employer's currency; one row a period.
struct NetColumns {
  std::vector<quantity::MoneySum> pay, contributions, unlawful;
  std::vector<std::int64_t> shortfall;
  std::vector<std::uint8_t> unknown, at_least;
};

/// What one period of one worker comes to, part by part, in the employer's currency.
struct NetParts {
  quantity::MoneySum pay, contributions, unlawful, due;
  std::int64_t shortfall = 0, unclaimed = 0, deductions = 0;
  bool known = true;
};

/// Checks batches of one employer. One per thread.
///
/// Lines are compared as columns; only rows that are not plainly met or empty are then looked at one by one.
class BatchChecker {
 public:
  explicit BatchChecker(const EmployerPlan& plan);
  void run(std::uint32_t first_worker, std::uint32_t count, Chunk& out);
  // For the working: the state after `run`.
  [[nodiscard]] const worktime::Batch& batch() const noexcept { return batch_; }
  /// The evaluator that a line is reckoned with.
  [[nodiscard]] law::Evaluator& evaluator_of(const LinePlan& line) noexcept { return line.by_wage_months ? wage_months_->evaluator() : evaluator_; }
  /// The rows of parameters' tables that the batch's values came from.
  void used_cells(std::vector<law::UsedCell>& out);
  [[nodiscard]] const due::Bookings& bookings() const noexcept { return bookings_; }
  [[nodiscard]] const due::LineValues& values(std::size_t line) const noexcept { return values_[line]; }
  [[nodiscard]] std::string place(records::TableKind table, std::uint32_t row) const;
  [[nodiscard]] NetParts net_parts(std::uint32_t worker, std::size_t period) const;
  [[nodiscard]] std::string time_places(std::uint32_t worker, std::int32_t day) const;
  /// The rows of time of days outside the worker's employment.
  [[nodiscard]] std::string outside_places(std::uint32_t worker, const worktime::Span& span) const;

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
  /// Bits of `closer_`: some line is to be looked at by itself; one among which money is shared; every line.
  static constexpr std::uint8_t kRowSome = 1, kRowShared = 2, kRowWhole = 4;
  /// How far a worker's span is looked at: not at all; stated but not judged (work without a payslip); judged.
  enum class Mode : std::uint8_t { skip, state, judge };

  // Columns.
  void find_active();
  void find_hits(std::size_t line);
  void see_periods(Chunk& out);
  void fill_modes();
  void fill(std::size_t line);
  const due::Booked* booked_column(int slot, law::Grain grain);
  void look_closer(law::Grain grain, Chunk& out);
  void add_to_net(std::size_t line);
  void count_lines(Chunk& out);
  void count_groups(Chunk& out);
  void count_unseen(Chunk& out) const;
  void write_lines(Chunk& out);
  void tally_rounding(Chunk& out);
  void tally_formulas(std::span<std::shared_ptr<RoundingTally>> tallies);
  void tally_time(std::span<std::shared_ptr<RoundingTally>> places);
  [[nodiscard]] bool is_reported(law::Grain grain, std::size_t row) const;
  void write_money(Chunk& out);

  // Rows.
  void compare(std::uint32_t worker, law::Grain grain, std::size_t row, const worktime::Span& span, Chunk& out);
  Compared book(std::size_t line, law::Grain grain, std::size_t row, std::uint32_t worker, const worktime::Span& span, const std::string& patterns, int slot);
  void share_out(std::size_t row, std::uint32_t worker);
  Verdict judge(std::size_t line, std::uint32_t worker, std::size_t row, const worktime::Span& span, Chunk& out);
  void store(std::size_t line, std::size_t row);
  void records_of(Chunk& out);
  void unlisted_deductions(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void strange_contributions(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void unpaid_work(std::uint32_t worker, std::size_t period, Chunk& out);
  void idle_pay(std::uint32_t worker, std::size_t period, Chunk& out);
  void share_contribution(std::size_t line);
  void add_shortfall(std::size_t line, std::size_t row, std::size_t period_row, const due::Facts::Rate& rate);
  /// Rate from a currency to the employer's.
  [[nodiscard]] std::optional<due::Facts::Rate> own_rate(records::StringId currency, std::int32_t day) const;
  bool net_figures(std::uint32_t worker, std::size_t period, LineTable::Packed& packed) const;
  [[nodiscard]] std::int64_t booked_in_own_currency(std::uint32_t worker, std::size_t period, int slot, const std::string& set, bool& known) const;
  void own_sums(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void limits(std::size_t line, Chunk& out);
  Verdict limit_of(std::size_t line, std::uint32_t worker, std::size_t period, std::uint32_t first, std::uint32_t end, Chunk& out);
  void time_record(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void hours_against_clock(std::uint32_t worker, std::size_t period, const worktime::Span& span, Chunk& out);
  void balances(Chunk& out);
  void overdrawn(std::uint32_t ledger, Chunk& out);
  [[nodiscard]] std::string leave_places(std::uint32_t worker, const law::Ledger& rule, const worktime::Span& span) const;
  Finding& finding(std::uint32_t worker, const worktime::Span& span, const std::string& check, Severity severity, const std::string& subject, Chunk& out);
  /// Counts one worker's period under a check of the records.
  void count_record(RecordCheck check, std::size_t period, bool broken, law::detail::Int128 amount_micro, Chunk& out) const;
  /// The places of a period's payslip rows, in place of what `text` was.
  void put_evidence(std::uint32_t worker, std::size_t period, const std::string& patterns, std::string& text) const;
  /// Adds a row's place, and the places of a day's time records, to others.
  void add_place(records::TableKind table, std::uint32_t row, std::string& text) const;
  void add_time_places(std::uint32_t worker, std::int32_t day, std::string& text) const;
  [[nodiscard]] const std::string& reason_text(std::uint32_t reason) const { return plan_->setting->plan->reasons()[reason]; }
  /// A booked amount of any currency in another, exactly rounded to millionths; false: no rate
  bool in_currency(std::int64_t amount_micro, std::string_view from, std::string_view to, std::int32_t day, std::int64_t& out_micro) const;

  const EmployerPlan* plan_;
  worktime::Batch batch_;
  due::Bookings bookings_;
  due::Facts facts_;
  law::Evaluator evaluator_;
  std::unique_ptr<due::WageMonths> wage_months_;  ///< null: the employer's months are the calendar's
  std::vector<due::LineValues> values_;
  std::vector<LineColumns> columns_;    ///< by line
  NetColumns net_;
  std::vector<std::uint16_t> seen_bits_;///< by period row: DayBits of any of its days
  std::array<std::vector<Mode>, law::kGrainCount> modes_;  ///< by grain and row
  std::vector<std::uint8_t> payroll_hole_;                 ///< by period row
  std::array<std::vector<std::uint8_t>, law::kGrainCount> closer_;  ///< by grain and row: some line is to be looked at by itself
  struct OwnRate {
    records::StringId currency;
    std::int32_t day;
    std::optional<due::Facts::Rate> rate;
  };
  mutable std::vector<OwnRate> own_rates_;  ///< asked for once a payslip
  std::vector<due::Booked> gathered_;   ///< a column of bookings at a longer grain
  std::vector<Compared> compared_;      ///< of the row in hand, by line
  std::vector<std::size_t> active_;     ///< lines of this batch that are compared at all
  std::vector<std::size_t> limits_;     ///< limits of this batch that apply to somebody
  static constexpr std::uint8_t kMet = 0, kHit = 1, kUnseen = 2;
  std::vector<std::vector<std::uint8_t>> hits_;  ///< by limit line and row: met, broken or in doubt, not under it or not in the data
  std::vector<std::uint8_t> plain_limit_;        ///< by limit line: every row of the batch is met
  std::vector<std::uint8_t> marked_;    ///< rows of a line whose rounding is stated
  law::detail::Values over_;            ///< whether a limit's rows are beyond it
  std::string evidence_;                ///< of the limit in hand
  /// Where a row of the result takes its figures from.
  struct Source {
    const LineColumns* column;          ///< null: net
    const law::detail::Values* quantity;
    std::size_t spans, span;
    std::uint32_t place;
    bool days;
  };
  std::vector<Source> sources_;
  std::vector<std::span<const due::LeaveAccount>> books_;  ///< by ledger
};

/// Finding id: 16 hex digits of the SHA-256 over the parts.
std::string finding_id(std::string_view employer, std::string_view worker, std::int32_t first, bool has_period, std::string_view check,
                       std::string_view rule, std::string_view subject);

/// Gives a finding its id.
void name_finding(Finding& finding, const records::Dataset& data);

/// The order of an employer's findings.
bool comes_before(const Finding& a, const Finding& b);
/// Puts findings into it; those that neither comes before the other stay as they stand.
void sort_findings(std::vector<Finding>& findings);

/// Severity of a broken check by the format's rule.
Severity severity_of(std::string_view check, const law::Line* line, bool below);

}  // namespace wageproof::reconcile
