// The ledger of payments as they come. An event is put with the rows and workers that it can bear on, by common ids and
// accounts; a question runs the batch's own core over these alone, so that the answer is the batch's.
#include "wageproof/reconcile/ledger.hpp"

#include <algorithm>
#include <numeric>

#include "account_keys.hpp"
#include "ledger_book.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile {

namespace field = records::field;
namespace f = records::field::payments;
using payments::Part;
using payments::SlotState;
using payments::Trail;
using Outcome = quantity::Status;
using quantity::StatusCode;
using records::DataTable;
using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

namespace {

// Adds an empty row to a table and gives back its number.
std::size_t append_row(DataTable& table) {
    table.present = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const FieldType type = table.spec->fields[i].type;
        if (type == FieldType::amount || type == FieldType::timestamp) table.columns[i].wide.push_back(kNone64);
        else table.columns[i].narrow.push_back(type == FieldType::text ? 0 : kNone32);
    }
    table.file.push_back(0);
    table.line.push_back(static_cast<std::uint32_t>(table.line.size() + 1));
    return table.line.size() - 1;
}

void put(DataTable& table, int at, std::size_t row, std::int32_t value) { table.columns[static_cast<std::size_t>(at)].narrow[row] = value; }
void put_text(records::Dataset& data, DataTable& table, int at, std::size_t row, std::string_view text) {
    put(table, at, row, static_cast<std::int32_t>(data.strings.intern(text)));
}
void put_wide(DataTable& table, int at, std::size_t row, std::int64_t value) { table.columns[static_cast<std::size_t>(at)].wide[row] = value; }

std::uint64_t batch_key(StringId message, StringId batch) { return (std::uint64_t{message} << 32) | batch; }

}  // namespace

Ledger::Book::Book(std::string employer_id, std::string own_currency, std::string code)
    : employer(std::move(employer_id)), currency(std::move(own_currency)), calling_code(std::move(code)) {}

std::uint32_t Ledger::Book::root(std::uint32_t group) {
    while (parent[group] != group) group = parent[group] = parent[parent[group]];
    return group;
}

std::uint32_t Ledger::Book::new_group() {
    parent.push_back(static_cast<std::uint32_t>(groups.size()));
    groups.emplace_back();
    return parent.back();
}

std::uint32_t Ledger::Book::join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return a;
    // The smaller into the larger, so that no row moves more than log n times.
    if (groups[a].rows.size() + groups[a].workers.size() < groups[b].rows.size() + groups[b].workers.size()) std::swap(a, b);
    parent[b] = a;
    groups[a].rows.insert(groups[a].rows.end(), groups[b].rows.begin(), groups[b].rows.end());
    groups[a].workers.insert(groups[a].workers.end(), groups[b].workers.begin(), groups[b].workers.end());
    groups[b] = {};
    return a;
}

std::uint32_t Ledger::Book::tie(std::uint32_t group, const std::string& key) {
    const auto [at, added] = group_of_key.emplace(key, group);
    return added ? root(group) : join(at->second, group);
}

void Ledger::Book::tie_batch(std::uint32_t row, std::uint32_t group, bool speaks_of_batch) {
    const DataTable& t = data[TableKind::payments];
    const StringId message = t.text(f::message_id, row), batch = t.text(f::batch_id, row);
    if (speaks_of_batch) {
        // Which batch a total means is found among all that wait.
        if (message == 0 && batch == 0) all_together = true;
        const std::uint64_t key = batch_key(message, batch);
        told_batches[key] = true;
        const auto lines = lines_of_batch.find(key);
        if (lines == lines_of_batch.end() || lines->second.empty()) {
            all_together = true;
            return;
        }
        for (const std::uint32_t line : lines->second) group = join(group, line);
        tie(group, "b" + std::to_string(key));
        return;
    }
    if (message == 0 && batch == 0) return;
    for (const std::uint64_t key : {batch_key(message, batch), batch_key(message, 0)}) {
        lines_of_batch[key].push_back(group);
        if (told_batches.contains(key)) group = tie(group, "b" + std::to_string(key));
        if (batch == 0) break;
    }
}

void Ledger::Book::tie_row(std::uint32_t row, std::uint32_t group) {
    const DataTable& t = data[TableKind::payments];
    const auto text = [&](int at) { return std::string(data.strings.view(t.text(at, row))); };
    const auto tie_text = [&](char mark, int at) {
        if (t.text(at, row) != 0) group = tie(group, mark + text(at));
    };
    const bool names_line = t.text(f::worker_id, row) != 0 || t.text(f::account, row) != 0 || t.text(f::end_to_end_id, row) != 0 ||
                            t.text(f::instruction_id, row) != 0 || t.text(f::transaction_id, row) != 0 || t.text(f::identity, row) != 0;
    tie_text('w', f::worker_id);
    tie_text('p', f::payment_id);
    tie_text('p', f::returned_of);
    tie_text('v', f::event_id);
    tie_text('t', f::transaction_id);
    tie_text('e', f::end_to_end_id);
    tie_text('n', f::instruction_id);
    if (t.text(f::account, row) != 0) {
        std::string key = "a";
        payments::append_account(key, text(f::account));
        group = tie(group, key);
        key = "m";
        payments::append_wallet(key, text(f::account), calling_code);
        group = tie(group, key);
    }
    if (t.text(f::identity, row) != 0) {
        std::string key = "i";
        payments::append_account(key, text(f::identity));
        group = tie(group, key);
    }
    // A debit of nobody may give its batch's id as the customer's reference: which batch, is found among all.
    const bool may_name_batch = names_line && t.text(f::instruction_id, row) != 0 && t.narrow(f::grade, row) == static_cast<std::int32_t>(records::EvidenceGrade::c) &&
                                t.text(f::worker_id, row) == 0 && t.text(f::account, row) == 0 && t.text(f::end_to_end_id, row) == 0 &&
                                t.text(f::transaction_id, row) == 0 && t.text(f::identity, row) == 0;
    all_together = all_together || may_name_batch;
    tie_batch(row, group, !names_line);
}

void Ledger::Book::add_row(const LedgerEvent& event) {
    DataTable& t = data[TableKind::payments];
    const std::size_t row = append_row(t);
    const auto text = [&](int at, const std::string& value) { put_text(data, t, at, row, value); };
    text(f::payment_id, event.payment_id.empty() ? "event:" + std::to_string(row + 1) : event.payment_id);
    text(f::worker_id, event.worker_id);
    text(f::account, event.account);
    text(f::currency, event.currency);
    text(f::reason, event.reason);
    text(f::returned_of, event.returned_of);
    text(f::end_to_end_id, event.end_to_end_id);
    text(f::instruction_id, event.instruction_id);
    text(f::transaction_id, event.transaction_id);
    text(f::event_id, event.event_id);
    text(f::message_id, event.message_id);
    text(f::batch_id, event.batch_id);
    text(f::identity, event.identity);
    text(f::name, event.name);
    put(t, f::status, row, static_cast<std::int32_t>(event.status));
    if (event.event) put(t, f::event, row, static_cast<std::int32_t>(*event.event));
    if (event.grade) put(t, f::grade, row, static_cast<std::int32_t>(*event.grade));
    if (event.channel) put(t, f::channel, row, static_cast<std::int32_t>(*event.channel));
    put(t, f::period_start, row, event.period_start);
    put(t, f::period_end, row, event.period_end);
    put(t, f::paid_on, row, event.paid_on);
    put(t, f::instructed_on, row, event.instructed_on);
    put(t, f::booked_on, row, event.booked_on);
    put(t, f::batch_count, row, event.batch_count);
    put_wide(t, f::amount, row, event.amount_micro);
    put_wide(t, f::fee, row, event.fee_micro);
    last_day_seen = std::max(last_day_seen, std::max(event.paid_on, event.booked_on));
    const std::uint32_t group = new_group();
    groups[group].rows.push_back(static_cast<std::uint32_t>(row));
    tie_row(static_cast<std::uint32_t>(row), group);
}

std::vector<LedgerState> Ledger::Book::states(const std::vector<std::uint32_t>& some_workers, const std::vector<std::uint32_t>& rows,
                                              records::EvidenceGrade evidence) const {
    // A dataset of these rows alone.
    records::Dataset part;
    part.files.emplace_back();
    DataTable& employers = part[TableKind::employers];
    append_row(employers);
    put_text(part, employers, field::employers::employer_id, 0, employer);
    put_text(part, employers, field::employers::currency, 0, currency);
    DataTable& people = part[TableKind::workers];
    for (const std::uint32_t w : some_workers) {
        const std::size_t row = append_row(people);
        put_text(part, people, field::workers::employer_id, row, employer);
        put_text(part, people, field::workers::worker_id, row, data.strings.view(workers[w].id));
        put_text(part, people, field::workers::account, row, data.strings.view(workers[w].account));
        put_text(part, people, field::workers::insurance_no, row, data.strings.view(workers[w].insurance_no));
    }
    DataTable& money = part[TableKind::payments];
    const DataTable& all = data[TableKind::payments];
    for (const std::uint32_t from : rows) {
        const std::size_t row = append_row(money);
        for (std::size_t i = 0; i < money.columns.size(); ++i) {
            const int at = static_cast<int>(i);
            if (!money.columns[i].wide.empty()) put_wide(money, at, row, all.wide(at, from));
            else if (money.spec->fields[i].type == FieldType::text) put_text(part, money, at, row, data.strings.view(all.text(at, from)));
            else put(money, at, row, all.narrow(at, from));
        }
        put_text(part, money, f::employer_id, row, employer);
    }
    DataTable& changes = part[TableKind::rates];
    std::vector<std::uint32_t> rate_rows;
    for (const Rate& rate : rates) {
        const std::size_t row = append_row(changes);
        rate_rows.push_back(static_cast<std::uint32_t>(row));
        put(changes, field::rates::valid_from, row, rate.valid_from);
        put_text(part, changes, field::rates::from, row, data.strings.view(rate.from));
        put_text(part, changes, field::rates::to, row, data.strings.view(rate.to));
        put_wide(changes, field::rates::rate, row, rate.micro);
    }
    const records::WorkerIndex index(part);
    std::vector<std::uint32_t> own_rows(rows.size());
    std::iota(own_rows.begin(), own_rows.end(), 0U);
    Trail trail;
    trail.data = &part;
    trail.index = &index;
    trail.employer = index.employers().front();
    trail.periods = periods;
    trail.rate_rows = rate_rows;
    trail.rows = own_rows;
    trail.currency = part.strings.intern(currency);
    trail.calling_code = calling_code;
    trail.last_day_seen = last_day_seen;
    trail.slots.assign(some_workers.size() * periods.size(), {});
    std::vector<std::int64_t> place(some_workers.size());
    for (std::size_t i = 0; i < some_workers.size(); ++i) {
        place[i] = index.find(trail.employer.id, part.strings.find(data.strings.view(workers[some_workers[i]].id)));
        for (const std::uint32_t d : dues_of[some_workers[i]]) {
            payments::Slot& slot = trail.slots[trail.slot_of(static_cast<std::int32_t>(place[i]), trail.period_at(dues[d].last))];
            slot.payslip = true;
            slot.booked = dues[d].net;
            slot.payable = dues[d].payable;
        }
    }
    payments::fold_events(trail);
    payments::identify(trail);
    payments::assign_periods(trail);
    std::vector<LedgerState> result(some_workers.size());
    for (std::size_t i = 0; i < some_workers.size(); ++i) {
        for (std::uint32_t p = 0; p < periods.size(); ++p) {
            const std::uint32_t slot = trail.slot_of(static_cast<std::int32_t>(place[i]), p);
            const auto [first, last] = std::equal_range(trail.parts.begin(), trail.parts.end(), Part{0, slot, 0, 0},
                                                        [](const Part& a, const Part& b) { return a.slot < b.slot; });
            if (!trail.slots[slot].payslip && first == last) continue;
            const SlotState s = payments::state_of(trail, slot, std::span<const Part>(first, last), evidence);
            LedgerPeriod period{periods[p].first, periods[p].last, trail.slots[slot].booked, s.paid, 0, s.pending, s.came_back, s.twice, s.over, 0, s.late_days};
            const std::int64_t used = s.paid - s.twice - s.over;
            period.open_micro = std::max<std::int64_t>(0, period.net_micro - used);
            period.fee_micro = std::max<std::int64_t>(0, used - period.net_micro);
            if (!trail.slots[slot].payslip) {
                period.over_micro = s.paid;
                period.fee_micro = 0;
            }
            result[i].periods.push_back(period);
        }
        quantity::MoneySum outside;
        for (auto part_at = trail.parts.rbegin(); part_at != trail.parts.rend() && part_at->slot == payments::kNowhere; ++part_at) {
            const payments::Payment& p = trail.payments[part_at->payment];
            if (p.worker == place[i] && p.live()) outside += part_at->value;
        }
        result[i].outside_micro = outside.clamped();
    }
    return result;
}

Ledger::Ledger(std::string employer_id, std::string currency, std::string calling_code)
    : book_(std::make_unique<Book>(std::move(employer_id), std::move(currency), std::move(calling_code))) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Outcome Ledger::add_worker(std::string_view worker_id, std::string_view account, std::string_view insurance_no) {
    Book& b = *book_;
    if (worker_id.empty()) return {StatusCode::invalid_argument, "a worker needs an id"};
    const StringId id = b.data.strings.intern(worker_id);
    const auto number = static_cast<std::uint32_t>(b.workers.size());
    if (!b.worker_of.emplace(id, number).second) return {StatusCode::conflict, "the worker \"" + std::string(worker_id) + "\" is there already"};
    b.workers.push_back({id, b.data.strings.intern(account), b.data.strings.intern(insurance_no)});
    b.dues_of.emplace_back();
    std::uint32_t group = b.new_group();
    b.groups[group].workers.push_back(number);
    group = b.tie(group, "w" + std::string(worker_id));
    if (!account.empty()) {
        std::string key = "a";
        payments::append_account(key, account);
        group = b.tie(group, key);
        key = "m";
        payments::append_wallet(key, account, b.calling_code);
        group = b.tie(group, key);
    }
    for (const std::string_view by : {worker_id, insurance_no}) {
        if (by.empty()) continue;
        std::string key = "i";
        payments::append_account(key, by);
        group = b.tie(group, key);
    }
    return {};
}

Outcome Ledger::add_due(const LedgerDue& due) {
    Book& b = *book_;
    const auto worker = b.worker_of.find(b.data.strings.find(due.worker_id));
    if (due.worker_id.empty() || worker == b.worker_of.end()) return {StatusCode::not_found, "there is no worker \"" + due.worker_id + "\""};
    if (!quantity::is_stated(due.net_micro)) return {StatusCode::out_of_range, "an amount is beyond what can be stated"};
    if (due.last < due.first) return {StatusCode::invalid_argument, "a period ends before it begins"};
    const auto at = std::lower_bound(b.periods.begin(), b.periods.end(), due.first, [](const worktime::Span& p, std::int32_t day) { return p.last < day; });
    const bool known = at != b.periods.end() && at->first == due.first && at->last == due.last;
    if (!known && at != b.periods.end() && at->first <= due.last) return {StatusCode::invalid_argument, "a period overlaps another"};
    for (const std::uint32_t d : b.dues_of[worker->second]) {
        if (b.dues[d].last == due.last) return {StatusCode::conflict, "a due of \"" + due.worker_id + "\" for that period is there already"};
    }
    if (!known) b.periods.insert(at, worktime::Span{due.first, due.last, true});
    b.dues_of[worker->second].push_back(static_cast<std::uint32_t>(b.dues.size()));
    b.dues.push_back({worker->second, due.first, due.last, due.payable, due.net_micro});
    return {};
}

Outcome Ledger::add_rate(std::int32_t valid_from, std::string_view from, std::string_view to, std::int64_t rate_micro) {
    if (rate_micro <= 0) return {StatusCode::invalid_argument, "a rate is above 0"};
    book_->rates.push_back({valid_from, book_->data.strings.intern(from), book_->data.strings.intern(to), rate_micro});
    return {};
}

Outcome Ledger::add_event(const LedgerEvent& event) {
    const bool books = event.event ? *event.event == records::PaymentEvent::booking : event.status == records::PaymentStatus::settled;
    if (books && event.paid_on == kNone32) return {StatusCode::invalid_argument, "a settled payment needs the day on which it was paid"};
    if (!quantity::is_stated(event.amount_micro) || !quantity::is_stated(event.fee_micro)) return {StatusCode::out_of_range, "an amount is beyond what can be stated"};
    if (event.amount_micro < 0 || event.fee_micro < 0) return {StatusCode::invalid_argument, "an amount is not negative: a return is an event of its own"};
    const bool named = !event.worker_id.empty() || !event.account.empty() || !event.end_to_end_id.empty() || !event.instruction_id.empty() ||
                       !event.transaction_id.empty() || !event.identity.empty() || !event.message_id.empty() || !event.batch_id.empty();
    if (!named && event.batch_count == kNone32) return {StatusCode::invalid_argument, "an event names a worker, an account, or an id of its payment or batch"};
    book_->add_row(event);
    return {};
}

quantity::Result<LedgerState> Ledger::state_of(std::string_view worker_id, records::EvidenceGrade evidence) const {
    Book& b = *book_;
    const auto worker = b.worker_of.find(b.data.strings.find(worker_id));
    if (worker_id.empty() || worker == b.worker_of.end()) return Outcome{StatusCode::not_found, "there is no worker \"" + std::string(worker_id) + "\""};
    if (b.all_together) {
        for (auto& [id, state] : all_states(evidence)) {
            if (id == worker_id) return std::move(state);
        }
    }
    const Book::Group& group = b.groups[b.root(b.group_of_key.at("w" + std::string(worker_id)))];
    const std::vector<LedgerState> states = b.states(group.workers, group.rows, evidence);
    for (std::size_t i = 0; i < group.workers.size(); ++i) {
        if (group.workers[i] == worker->second) return states[i];
    }
    return LedgerState{};
}

std::vector<std::pair<std::string, LedgerState>> Ledger::all_states(records::EvidenceGrade evidence) const {
    const Book& b = *book_;
    std::vector<std::uint32_t> workers(b.workers.size()), rows(b.data[TableKind::payments].row_count());
    std::iota(workers.begin(), workers.end(), 0U);
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<LedgerState> states = b.states(workers, rows, evidence);
    std::vector<std::pair<std::string, LedgerState>> named;
    named.reserve(states.size());
    for (std::size_t i = 0; i < states.size(); ++i) named.emplace_back(std::string(b.data.strings.view(b.workers[i].id)), std::move(states[i]));
    std::sort(named.begin(), named.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    return named;
}

std::size_t Ledger::event_count() const noexcept { return book_->data[TableKind::payments].row_count(); }

}  // namespace wageproof::reconcile
