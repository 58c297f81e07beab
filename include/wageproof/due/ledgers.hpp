// Leave balances: what was earned, taken, paid out and lapsed, in date order, from a balance that is known.
#pragma once

#include <cstdint>
#include <vector>

#include "wageproof/due/hole.hpp"
#include "wageproof/export.h"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::due {

/// Days in millionths, or that they cannot be told.
struct LeaveDays {
  std::int64_t micro = 0;
  bool told = true;
};

/// One worker's ledger on the last day that is reported.
struct LeaveAccount {
  bool kept = false;                 ///< the worker was employed in the data
  std::int32_t as_of = 0;
  LeaveDays earned, taken, encashed, lapsed, balance;
};

/// Leave of one worker and period beyond what could be taken.
struct Overdraft {
  std::uint32_t worker = 0, period = 0;
  std::int64_t taken_micro = 0, beyond_micro = 0;
};

/// The pack's ledgers over a batch: each is worked out once, when it is first asked for. One per thread.
class WAGEPROOF_API Ledgers {
 public:
  Ledgers(const worktime::Batch& batch, const std::vector<Hole>& holes);
  /// Forgets the last batch.
  void begin();

  /// By worker of the batch. Empty where the ledger's tables are not in the folder.
  const std::vector<LeaveAccount>& accounts(std::uint32_t ledger, law::Evaluator& evaluator);
  const std::vector<Overdraft>& overdrafts(std::uint32_t ledger, law::Evaluator& evaluator);
  /// Day grain: the balance when the day is over.
  void balance(std::uint32_t ledger, law::Evaluator& evaluator, law::detail::Values& out);

 private:
  /// What happens on a day, in the order in which it does.
  enum class Happens : std::uint8_t { paid_out, opens_before, lapses, year_begins, opens, credited_first, taken, credited, closes, untold, period_ends };
  struct Event {
    std::int32_t day = 0;
    Happens what{};
    bool whole = true;               ///< of a credit: not of an unfinished year; of a pay-out: its days are stated; untold: no row of leave
    std::uint32_t at = 0;            ///< day row of a credit, or of the one that lapses; the timeline's first day row; a period; a reason
    std::int64_t micro = 0;          ///< of leave taken by a formula: read again where it is settled
  };
  struct Columns {
    const law::detail::Values *earn = nullptr, *unfinished = nullptr, *available_from = nullptr, *cap = nullptr, *carry = nullptr,
                              *lapse_after = nullptr, *taken = nullptr;
  };
  struct Book {
    bool done = false, stated = false, wanted = false;  ///< wanted: some formula asks for the balance
    std::vector<LeaveAccount> accounts;
    std::vector<Overdraft> overdrafts;
    law::detail::Values days;
    std::vector<std::int8_t> pays_out;  ///< by component: 1 its quantity is days paid out, -1 not, 0 not looked at yet
  };
  struct Worker;                     ///< one worker's timeline, while it is walked
  struct Tally;

  void work_out(std::uint32_t ledger, law::Evaluator& evaluator);
  void find_timeline(std::uint32_t worker, Worker& who) const;
  void gather_events(const law::Ledger& rule, const Columns& columns, Worker& who);
  void gather_credits(const law::Ledger& rule, const Columns& columns, const Worker& who);
  void gather_service(const law::Ledger& rule, const Columns& columns, const Worker& who);
  void gather_years(const law::Ledger& rule, const Worker& who);
  void gather_records(const law::Ledger& rule, const Worker& who);
  void gather_holes(Worker& who);
  bool pays_out(const law::Ledger& rule, records::StringId component);
  void gather_taken(const law::Ledger& rule, const Columns& columns, const Worker& who);
  void credit_on(std::int32_t day, bool first, bool whole, const Columns& columns, const Worker& who);
  void walk(const law::Ledger& rule, const Columns& columns, const Worker& who, Book& book);
  void settle(const Event& event, const law::Ledger& rule, const Columns& columns, Tally& tally);
  void credit(const Event& event, const Columns& columns, Tally& tally);
  void begin_year(const Event& event, const law::Ledger& rule, const Columns& columns, Tally& tally);
  void state(const Worker& who, const Tally& tally, LeaveAccount& out) const;
  void fill(std::int32_t from, std::int32_t until, const Tally& tally, const Worker& who, Book& book) const;
  void close(Book& book) const;

  const worktime::Batch* batch_;
  const std::vector<Hole>* holes_;
  const law::Plan* plan_;
  std::vector<Book> books_;
  std::vector<Event> events_;
  std::uint32_t opening_reason_ = 0, hired_reason_ = 0, quantity_reason_ = 0;
};

}  // namespace wageproof::due
