// Payments as they come: the running ledger for C.
#include <utility>

#include "capi/guard.hpp"
#include "wageproof/records/schema.hpp"
#include "wageproof/reconcile/ledger.hpp"

using namespace wageproof;
using namespace wageproof::capi;

struct wageproof_ledger {
  reconcile::Ledger ledger;
};

namespace {

constexpr std::string_view kNeedsLedger = "ledger: expected a handle of wageproof_ledger_create, found null";

/// A word of a field of `payments` as its number. @errors invalid_argument, with the words that there are
template <class Code>
Status read_code(const char* given, int field, Code& out) {
  const std::string_view word = text_of(given);
  const records::FieldSpec& spec = records::spec_of(records::TableKind::payments).fields[static_cast<std::size_t>(field)];
  for (std::size_t i = 0; i < spec.values.size(); ++i) {
    if (spec.values[i] != word) continue;
    out = static_cast<Code>(i);
    return {};
  }
  std::string wanted;
  for (const std::string_view each : spec.values) wanted += (wanted.empty() ? "" : ", ") + std::string(each);
  return refused(std::string(spec.name) + ": expected " + wanted + "; found \"" + std::string(word) + "\"");
}

Status read_grade(std::int32_t given, bool may_contradict, std::optional<records::EvidenceGrade>& out) {
  if (given == 0) return {};
  const std::int32_t letter = given & ~0x20;
  if (letter == 'X' && may_contradict) {
    out = records::EvidenceGrade::x;
  } else if (letter >= 'A' && letter <= 'E') {
    out = static_cast<records::EvidenceGrade>(letter - 'A');
  } else {
    return refused("grade: expected 'A' to 'E', or 0");
  }
  return {};
}

Status read_event(const wageproof_payment_event& from, reconcile::LedgerEvent& to) {
  const std::pair<const char*, std::string*> texts[] = {
      {from.payment_id, &to.payment_id},         {from.worker_id, &to.worker_id},           {from.account, &to.account},
      {from.currency, &to.currency},             {from.reason, &to.reason},                 {from.returned_of, &to.returned_of},
      {from.end_to_end_id, &to.end_to_end_id},   {from.instruction_id, &to.instruction_id}, {from.transaction_id, &to.transaction_id},
      {from.event_id, &to.event_id},             {from.message_id, &to.message_id},         {from.batch_id, &to.batch_id},
      {from.identity, &to.identity},             {from.name, &to.name}};
  for (const auto& [text, member] : texts) *member = text_of(text);
  if (!text_of(from.status).empty()) WAGEPROOF_RETURN_IF_ERROR(read_code(from.status, records::field::payments::status, to.status));
  if (!text_of(from.channel).empty()) {
    records::Channel channel{};
    WAGEPROOF_RETURN_IF_ERROR(read_code(from.channel, records::field::payments::channel, channel));
    to.channel = channel;
  }
  WAGEPROOF_RETURN_IF_ERROR(read_grade(from.grade, true, to.grade));
  to.period_start = from.period_start;
  to.period_end = from.period_end;
  to.paid_on = from.paid_on;
  to.instructed_on = from.instructed_on;
  to.booked_on = from.booked_on;
  to.amount_micro = from.amount_micro;
  to.fee_micro = from.fee_micro;
  return {};
}

}  // namespace

extern "C" {

wageproof_status wageproof_ledger_create(const char* employer_id, const char* currency, const char* calling_code,
                                         wageproof_ledger** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (out == nullptr) return refused("out: expected where to put the ledger, found null");
    if (text_of(employer_id).empty()) return refused("employer_id: expected one, found none");
    if (text_of(currency).size() != 3) return refused("currency: expected a code of ISO 4217, found \"" + std::string(text_of(currency)) + "\"");
    *out = new wageproof_ledger{reconcile::Ledger(employer_id, currency, std::string(text_of(calling_code)))};
    return {};
  });
}

wageproof_status wageproof_ledger_load(const char* path, wageproof_ledger** out, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (out == nullptr) return refused("out: expected where to put the ledger, found null");
    if (text_of(path).empty()) return refused("path: expected one, found none");
    auto ledger = reconcile::Ledger::load(path);
    if (!ledger) return std::move(ledger).status();
    *out = new wageproof_ledger{std::move(*ledger)};
    return {};
  });
}

wageproof_status wageproof_ledger_save(const wageproof_ledger* ledger, const char* path, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    if (text_of(path).empty()) return refused("path: expected one, found none");
    return ledger->ledger.save(path);
  });
}

void wageproof_ledger_destroy(wageproof_ledger** ledger) {
  if (ledger == nullptr) return;
  delete std::exchange(*ledger, nullptr);
}

wageproof_status wageproof_ledger_add_worker(wageproof_ledger* ledger, const char* worker_id, const char* account,
                                             const char* insurance_no, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    if (text_of(worker_id).empty()) return refused("worker_id: expected one, found none");
    return ledger->ledger.add_worker(worker_id, text_of(account), text_of(insurance_no));
  });
}

wageproof_status wageproof_ledger_add_due(wageproof_ledger* ledger, const char* worker_id, int32_t period_start,
                                          int32_t period_end, int64_t net_micro, int32_t payable, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    reconcile::LedgerDue due;
    due.worker_id = text_of(worker_id);
    due.first = period_start;
    due.last = period_end;
    due.net_micro = net_micro;
    due.payable = payable;
    return ledger->ledger.add_due(due);
  });
}

wageproof_status wageproof_ledger_add_rate(wageproof_ledger* ledger, int32_t valid_from, const char* from, const char* to,
                                           int64_t rate_micro, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    return ledger->ledger.add_rate(valid_from, text_of(from), text_of(to), rate_micro);
  });
}

void wageproof_payment_event_init(wageproof_payment_event* event, size_t struct_size) {
  if (event == nullptr || struct_size < sizeof(std::size_t)) return;
  wageproof_payment_event empty{};
  empty.struct_size = struct_size;
  for (std::int32_t* day : {&empty.period_start, &empty.period_end, &empty.paid_on, &empty.instructed_on, &empty.booked_on}) *day = WAGEPROOF_NO_DATE;
  std::memcpy(event, &empty, std::min(struct_size, sizeof empty));
}

wageproof_status wageproof_ledger_add_event(wageproof_ledger* ledger, const wageproof_payment_event* event, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    if (event == nullptr) return refused("event: expected one, found null");
    wageproof_payment_event given;
    wageproof_payment_event_init(&given, sizeof given);
    WAGEPROOF_RETURN_IF_ERROR(take_sized(event, given));
    reconcile::LedgerEvent read;
    WAGEPROOF_RETURN_IF_ERROR(read_event(given, read));
    return ledger->ledger.add_event(read);
  });
}

wageproof_status wageproof_ledger_state(const wageproof_ledger* ledger, const char* worker_id, int32_t evidence,
                                        wageproof_ledger_period* periods, size_t capacity, size_t* count,
                                        int64_t* outside_micro, wageproof_error* error) {
  return guarded(error, [&]() -> Status {
    if (ledger == nullptr) return refused(kNeedsLedger);
    if (count == nullptr) return refused("count: expected where to put the number of periods, found null");
    if (periods == nullptr && capacity != 0) return refused("periods: null with a capacity");
    std::optional<records::EvidenceGrade> grade;
    WAGEPROOF_RETURN_IF_ERROR(read_grade(evidence, false, grade));
    const auto state = ledger->ledger.state_of(text_of(worker_id), grade.value_or(records::EvidenceGrade::b));
    if (!state) return state.status();
    for (std::size_t i = 0; i < std::min(capacity, state->periods.size()); ++i) {
      const reconcile::LedgerPeriod& from = state->periods[i];
      periods[i] = {from.first,       from.last,          from.net_micro,   from.paid_micro, from.open_micro, from.pending_micro,
                    from.returned_micro, from.twice_micro, from.over_micro, from.fee_micro,  from.late_days};
    }
    *count = state->periods.size();
    if (outside_micro != nullptr) *outside_micro = state->outside_micro;
    return {};
  });
}

uint64_t wageproof_ledger_event_count(const wageproof_ledger* ledger) {
  return ledger == nullptr ? 0 : ledger->ledger.event_count();
}

}  // extern "C"
