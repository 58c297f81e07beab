// What a check gives: due lines with what was booked against them, findings, counts, balances. Rows stand in output order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/reconcile/line_table.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::reconcile {

enum class Severity : std::uint8_t { breach, discrepancy, warning, notice };

struct Finding {
  std::string id;                      ///< 16 hex digits
  records::StringId employer = 0;
  std::string worker;
  std::int32_t first = 0, last = 0;
  bool has_period = true;
  std::string check;
  Severity severity = Severity::breach;
  Figure expected, found, difference;
  AmountUnit unit = AmountUnit::money;
  std::string currency;                ///< where the unit is money
  std::string pack, rule, source;
  std::string evidence;
  std::string subject;                 ///< of checks on single records; not written, but part of the id and the order
};

/// One row of the denominators.
struct CheckRow {
  records::StringId employer = 0;
  std::string check, pack, rule;
  std::int32_t first = 0, last = 0;
  std::string by, group;
  std::uint64_t tested = 0, met = 0, broken = 0, cannot_tell = 0;
  quantity::detail::Int128 amount_micro = 0;  ///< a sum over many workers: it may be beyond 64 bits
  std::string currency;                ///< empty where the check is not of money
};

struct BalanceRow {
  records::StringId employer = 0, worker = 0;
  std::int32_t as_of = 0;
  std::string leave_type;
  Figure earned, taken, encashed, lapsed, balance;  ///< days, in millionths
};

/// One payment and period that it serves.
struct MatchRow {
  records::StringId employer = 0, payment = 0, worker = 0, currency = 0;  ///< worker 0: unmatched
  std::int32_t first = records::kNone32, last = records::kNone32;  ///< kNone32: no period
  std::int64_t amount_micro = 0;
  std::string_view matched_by;         ///< name of the rule, of static storage; empty: none
  std::uint32_t note = 0xFFFFFFFF;     ///< position in Result::match_notes: candidates, joined by `|`
  std::uint32_t file = 0, line = 0;    ///< file: index into Dataset::files
  records::PaymentStatus status = records::PaymentStatus::settled;
  records::EvidenceGrade grade = records::EvidenceGrade::b;
};

/// What rounding moved on one rule: up is a larger figure, down a smaller one. The sums of rounded less exact figures are
/// exact, and stated in millionths.
struct RoundingRow {
  std::string rule;
  std::string unit;                    ///< a currency code, `minutes`, `USD/minutes`, `count`
  std::uint64_t rounded = 0;           ///< figures that rounding changed
  std::int64_t up_micro = 0, down_micro = 0;
  std::string mode;                    ///< `half_up`, …
  std::int64_t step_micro = 0;
  std::string source;                  ///< of the rounding; empty where the law is silent
  std::string place = "amount";        ///< of the line; its `quantity`, a `formula`, the `clock`, the `normal_time`
};

struct NotChecked {
  std::string check, table;            ///< the table that is not in the folder
};

struct Against;

struct Result {
  std::vector<std::string> names;      ///< line names and currency codes
  std::vector<std::shared_ptr<const law::Pack>> laws;
  std::optional<std::int32_t> as_known_on;  ///< values of the law published later were left out
  LineTable lines;
  std::vector<Finding> findings;
  std::vector<CheckRow> checks;
  std::vector<BalanceRow> balances;
  std::vector<MatchRow> matches;
  std::vector<std::string> match_notes;
  std::vector<RoundingRow> rounding;
  std::vector<NotChecked> not_checked;
  std::shared_ptr<const Against> against;  ///< a second law on the same records (reconcile/against.hpp); null: none was asked for
  std::uint64_t employers = 0, workers = 0, worker_periods = 0, worker_days = 0;
  std::uint64_t spans_not_seen = 0;    ///< weeks, months, quarters, years tested only on the part that is in the data
  std::uint64_t rows_outside_periods = 0;  ///< rows of time, pieces and payroll that lie in no pay period
};

}  // namespace wageproof::reconcile
