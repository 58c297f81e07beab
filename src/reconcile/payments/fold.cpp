// From rows to payments: rows that speak of one payment are put together by their ids, and the payment's state is what its
// events come to in the order in which they happened. The same event told twice counts once.
#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "account_keys.hpp"
#include "payment.hpp"

namespace wageproof::reconcile::payments {

namespace f = records::field::payments;
using records::DataTable;
using records::PaymentEvent;
using records::TableKind;

namespace {

/// A wage that comes back does so within this many days of the debit (five banking days): a batch debit without items
/// whose window has passed, so far as the records look, proves as much as an itemised one.
constexpr std::int32_t kReturnWindowDays = 7;
/// A bank books a batch at most so long after the day that was asked for.
constexpr std::int32_t kBatchWindowDays = 10;

class Folder {
public:
    explicit Folder(Trail& trail)
        : trail_(trail), table_((*trail.data)[TableKind::payments]), strings_(trail.data->strings),
          accounts_(strings_, trail.calling_code) {}

    void run() {
        read_rows();
        join_rows();
        make_payments();
        apply_batches();
    }

private:
    [[nodiscard]] std::uint32_t row(std::uint32_t at) const { return trail_.rows[at]; }
    [[nodiscard]] PaymentStatus status_of(std::uint32_t r) const {
        const std::int32_t given = table_.narrow(f::status, r);
        return given == kNone32 ? PaymentStatus::settled : static_cast<PaymentStatus>(given);
    }
    [[nodiscard]] PaymentEvent event_of(std::uint32_t r) const {
        const std::int32_t given = table_.narrow_or_none(f::event, r);
        if (given != kNone32) return static_cast<PaymentEvent>(given);
        switch (status_of(r)) {
            case PaymentStatus::settled: return PaymentEvent::booking;
            case PaymentStatus::instructed: return PaymentEvent::instruction;
            case PaymentStatus::pending: return PaymentEvent::acceptance;
            case PaymentStatus::returned: return PaymentEvent::returned;
            case PaymentStatus::rejected: break;
        }
        return PaymentEvent::rejection;
    }
    [[nodiscard]] EvidenceGrade grade_of(std::uint32_t r) const {
        const std::int32_t given = table_.narrow_or_none(f::grade, r);
        if (given != kNone32) return static_cast<EvidenceGrade>(given);
        switch (status_of(r)) {
            case PaymentStatus::settled: return EvidenceGrade::b;
            case PaymentStatus::instructed:
            case PaymentStatus::pending: return EvidenceGrade::d;
            default: return EvidenceGrade::x;
        }
    }
    [[nodiscard]] std::int32_t day_of(std::uint32_t r) const {
        const std::int32_t paid = table_.narrow(f::paid_on, r);
        if (paid != kNone32) return paid;
        const std::int32_t booked = table_.narrow_or_none(f::booked_on, r);
        return booked != kNone32 ? booked : table_.narrow_or_none(f::instructed_on, r);
    }
    [[nodiscard]] StringId worker_text(std::uint32_t r) const { return table_.text(f::worker_id, r); }
    [[nodiscard]] StringId account_text(std::uint32_t r) const { return table_.text(f::account, r); }
    [[nodiscard]] std::int64_t amount_of(std::uint32_t r) const { return table_.wide(f::amount, r); }
    [[nodiscard]] StringId currency_of(std::uint32_t r) const {
        const StringId given = table_.text(f::currency, r);
        return given == 0 ? trail_.currency : given;
    }
    [[nodiscard]] bool names_nobody(std::uint32_t r) const {
        return worker_text(r) == 0 && account_text(r) == 0 && table_.text_or_none(f::end_to_end_id, r) == 0 &&
               table_.text_or_none(f::transaction_id, r) == 0 && table_.text_or_none(f::identity, r) == 0;
    }
    [[nodiscard]] bool is_batch_event(std::uint32_t r) const {
        return names_nobody(r) && table_.text_or_none(f::instruction_id, r) == 0;
    }

    void read_rows();
    std::uint32_t batch_number(StringId message, StringId batch);
    void find_batches_by_one_id();
    std::uint32_t root(std::uint32_t at) {
        while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
        return at;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = root(a);
        b = root(b);
        if (a != b) parent_[std::max(a, b)] = std::min(a, b);
    }
    template <class Key, class Join>
    void join_equal(Key key, Join join_run);
    void join_same_money(std::span<const std::uint32_t> run);
    [[nodiscard]] bool is_same_person(std::uint32_t a, std::uint32_t b);
    void join_lesser_returns(std::span<const std::uint32_t> run);
    void join_all(std::span<const std::uint32_t> run) {
        for (const std::uint32_t at : run) join(run.front(), at);
    }
    void join_without_batch(std::span<const std::uint32_t> run);
    void join_rows();
    void make_payments();
    void fold(std::span<const std::uint32_t> events);
    Payment& begin_payment(std::uint32_t first_event, std::uint32_t events);
    void apply_batches();
    void apply_batch(std::uint32_t r, std::span<const std::uint32_t> lines);
    [[nodiscard]] std::vector<std::uint32_t> batch_by_total(std::uint32_t r);
    [[nodiscard]] bool was_in_debit(const Payment& p, std::int32_t day) const;
    [[nodiscard]] bool is_itemised(std::uint32_t r);

    Trail& trail_;
    const DataTable& table_;
    const records::StringPool& strings_;
    AccountKeys accounts_;
    std::vector<std::uint32_t> parent_;          ///< by position in Trail::rows
    std::vector<std::uint32_t> batch_of_;        ///< by position; kNowhere: none
    std::vector<std::uint32_t> batch_events_;    ///< positions
    std::unordered_map<std::uint64_t, std::uint32_t> batch_numbers_;
    std::vector<StringId> batch_message_, batch_id_;  ///< by number
    std::unordered_map<std::uint32_t, StringId> whole_message_;  ///< batch events that name a message, by position
    std::vector<std::vector<std::uint32_t>> lines_;  ///< payments by batch number
    std::unordered_map<std::string_view, quantity::detail::Int128> items_;  ///< booked sums by the id of their entry
    bool items_read_ = false;
};

std::uint32_t Folder::batch_number(StringId message, StringId batch) {
    const std::uint64_t key = (std::uint64_t{message} << 32) | batch;
    const auto [at, added] = batch_numbers_.emplace(key, static_cast<std::uint32_t>(batch_message_.size()));
    if (added) {
        batch_message_.push_back(message);
        batch_id_.push_back(batch);
    }
    return at->second;
}

// A statement may name a batch by its payment information id alone, or give either id as the customer's reference of a debit
// that names nobody. Where one batch alone has that id, it is the one.
void Folder::find_batches_by_one_id() {
    std::unordered_map<StringId, std::uint32_t> by_id, by_message;
    for (std::uint32_t b = 0; b < batch_message_.size(); ++b) {
        if (batch_message_[b] == 0) continue;
        if (batch_id_[b] != 0) {
            if (const auto [at, added] = by_id.emplace(batch_id_[b], b); !added) at->second = kNowhere;
        }
        by_message.emplace(batch_message_[b], b);
    }
    for (std::uint32_t at = 0; at < batch_of_.size(); ++at) {
        if (const std::uint32_t b = batch_of_[at]; b != kNowhere) {
            if (batch_message_[b] != 0) continue;
            if (const auto one = by_id.find(batch_id_[b]); one != by_id.end() && one->second != kNowhere) batch_of_[at] = one->second;
        } else if (names_nobody(row(at)) && event_of(row(at)) == PaymentEvent::booking && grade_of(row(at)) == EvidenceGrade::c) {
            const StringId reference = table_.text_or_none(f::instruction_id, row(at));
            const auto one = by_id.find(reference);
            const auto message = by_message.find(reference);
            if (reference == 0) continue;
            if (one != by_id.end() && one->second != kNowhere) batch_of_[at] = one->second;
            else if (message != by_message.end()) whole_message_.emplace(at, reference);
            else continue;
            batch_events_.push_back(at);
        }
    }
}

void Folder::read_rows() {
    const std::size_t count = trail_.rows.size();
    parent_.resize(count);
    std::iota(parent_.begin(), parent_.end(), 0U);
    const bool has_batches = table_.has(f::message_id) || table_.has(f::batch_id);
    if (has_batches) batch_of_.assign(count, kNowhere);
    for (std::uint32_t at = 0; at < count; ++at) {
        const std::uint32_t r = row(at);
        const std::int32_t day = table_.narrow(f::paid_on, r);
        trail_.last_day_seen = std::max(trail_.last_day_seen, std::max(day, table_.narrow_or_none(f::booked_on, r)));
        if (has_batches) {
            const StringId message = table_.text_or_none(f::message_id, r), batch = table_.text_or_none(f::batch_id, r);
            if (message != 0 || batch != 0) batch_of_[at] = batch_number(message, batch);
        }
        if (is_batch_event(r)) batch_events_.push_back(at);
    }
    if (has_batches) find_batches_by_one_id();
}

// Sorts the positions that have a key by it, and hands each run of equals to `join_run`.
template <class Key, class Join>
void Folder::join_equal(Key key, Join join_run) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
    for (std::uint32_t at = 0; at < trail_.rows.size(); ++at) {
        if (const std::uint64_t k = key(at); k != 0) keyed.emplace_back(k, at);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::uint32_t> run;
    for (std::size_t i = 0; i < keyed.size();) {
        std::size_t end = i + 1;
        while (end < keyed.size() && keyed[end].first == keyed[i].first) ++end;
        if (end - i > 1) {
            run.clear();
            for (std::size_t k = i; k < end; ++k) run.push_back(keyed[k].second);
            join_run(std::span<const std::uint32_t>(run));
        }
        i = end;
    }
}

// An id that a file made may stand for different payments: only rows of the same money and the same person are one.
void Folder::join_same_money(std::span<const std::uint32_t> run) {
    std::vector<std::uint32_t> sorted(run.begin(), run.end());
    const auto key = [&](std::uint32_t at) { return std::tuple(amount_of(row(at)), currency_of(row(at))); };
    std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const std::uint32_t a = sorted[i - 1], b = sorted[i];
        if (key(a) == key(b) && is_same_person(row(a), row(b))) join(a, b);
    }
    join_lesser_returns(run);
}

bool Folder::is_same_person(std::uint32_t a, std::uint32_t b) {
    const auto agrees = [](StringId x, StringId y) { return x == 0 || y == 0 || x == y; };
    if (!agrees(worker_text(a), worker_text(b))) return false;
    return worker_text(a) != 0 || agrees(accounts_.plain(account_text(a)), accounts_.plain(account_text(b)));
}

// A bank may keep its charge when money comes back: a return of less than was paid is that payment's, where one alone has
// the id. What is less than half is something else.
void Folder::join_lesser_returns(std::span<const std::uint32_t> run) {
    constexpr std::size_t kMostOfOneId = 64;  // what more rows than this have is no id
    if (run.size() > kMostOfOneId) return;
    const auto came_back = [&](std::uint32_t at) {
        const PaymentEvent event = event_of(row(at));
        return event == PaymentEvent::returned || event == PaymentEvent::rejection;
    };
    std::vector<std::uint32_t> told;  // groups that hold more than what came back
    for (const std::uint32_t at : run) {
        if (!came_back(at)) told.push_back(root(at));
    }
    for (const std::uint32_t at : run) {
        if (!came_back(at) || std::find(told.begin(), told.end(), root(at)) != told.end()) continue;
        std::uint32_t whole = kNowhere;
        bool several = false;
        for (const std::uint32_t other : run) {
            if (came_back(other) || currency_of(row(other)) != currency_of(row(at)) || !is_same_person(row(at), row(other))) continue;
            if (amount_of(row(other)) < amount_of(row(at)) || amount_of(row(other)) / 2 > amount_of(row(at))) continue;
            several = several || (whole != kNowhere && root(whole) != root(other));
            whole = other;
        }
        if (whole != kNowhere && !several) join(whole, at);
    }
}

// Statements often repeat an end-to-end id without its batch. It is taken where exactly one payment of that amount has it.
void Folder::join_without_batch(std::span<const std::uint32_t> run) {
    std::vector<std::uint32_t> sorted(run.begin(), run.end());
    const auto key = [&](std::uint32_t at) { return std::tuple(amount_of(row(at)), currency_of(row(at))); };
    std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t end = i + 1;
        while (end < sorted.size() && key(sorted[end]) == key(sorted[i])) ++end;
        std::uint32_t known = kNowhere;
        bool several = false;
        for (std::size_t k = i; k < end; ++k) {
            if (batch_of_.empty() || batch_of_[sorted[k]] == kNowhere) continue;
            several = several || (known != kNowhere && root(known) != root(sorted[k]));
            known = sorted[k];
        }
        if (!several) join_same_money(std::span<const std::uint32_t>(sorted.data() + i, end - i));
        i = end;
    }
    join_lesser_returns(run);
}

void Folder::join_rows() {
    join_equal([&](std::uint32_t at) { return std::uint64_t{table_.text(f::payment_id, row(at))}; },
               [&](auto run) { join_same_money(run); });
    if (table_.has(f::event_id)) {
        join_equal([&](std::uint32_t at) { return std::uint64_t{table_.text(f::event_id, row(at))}; },
                   [&](auto run) { join_same_money(run); });
    }
    if (table_.has(f::transaction_id)) {
        join_equal([&](std::uint32_t at) { return std::uint64_t{table_.text(f::transaction_id, row(at))}; },
                   [&](auto run) { join_all(run); });
    }
    const auto inside_batch = [&](int field) {
        return [this, field](std::uint32_t at) -> std::uint64_t {
            const StringId id = table_.text_or_none(field, row(at));
            if (id == 0 || batch_of_.empty() || batch_of_[at] == kNowhere) return 0;
            return (std::uint64_t{batch_of_[at]} + 1) << 32 | id;
        };
    };
    if (table_.has(f::end_to_end_id)) {
        join_equal(inside_batch(f::end_to_end_id), [&](auto run) { join_all(run); });
        join_equal([&](std::uint32_t at) { return std::uint64_t{table_.text(f::end_to_end_id, row(at))}; },
                   [&](auto run) { join_without_batch(run); });
    }
    if (table_.has(f::instruction_id)) join_equal(inside_batch(f::instruction_id), [&](auto run) { join_all(run); });
}

void Folder::make_payments() {
    const std::size_t count = trail_.rows.size();
    std::vector<std::uint32_t> order;
    order.reserve(count);
    std::vector<bool> is_batch(batch_events_.empty() ? 0 : count, false);
    for (const std::uint32_t at : batch_events_) is_batch[at] = true;
    bool alone = true;
    for (std::uint32_t at = 0; at < count; ++at) {
        if (!is_batch.empty() && is_batch[at]) continue;
        order.push_back(at);
        alone = alone && root(at) == at;
    }
    trail_.payments.reserve(order.size());
    trail_.events.reserve(order.size());
    const auto rank = [](PaymentEvent event) { return static_cast<int>(event); };
    const auto when = [&](std::uint32_t r) {
        const PaymentEvent event = event_of(r);
        const std::int32_t day = day_of(r);
        // What has no date of its own stands where its kind stands in the chain.
        if (day != kNone32) return day;
        return event == PaymentEvent::instruction || event == PaymentEvent::acceptance ? INT32_MIN : INT32_MAX;
    };
    if (!alone) {
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const std::uint32_t ra = root(a), rb = root(b);
            if (ra != rb) return ra < rb;
            const std::uint32_t x = row(a), y = row(b);
            const auto kx = std::tuple(when(x), rank(event_of(x)), amount_of(x)), ky = std::tuple(when(y), rank(event_of(y)), amount_of(y));
            if (kx != ky) return kx < ky;
            return strings_.view(table_.text_or_none(f::event_id, x)) < strings_.view(table_.text_or_none(f::event_id, y));
        });
    }
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && root(order[end]) == root(order[i])) ++end;
        fold(std::span<const std::uint32_t>(order.data() + i, end - i));
        i = end;
    }
}

Payment& Folder::begin_payment(std::uint32_t first_event, std::uint32_t events) {
    Payment p;
    p.first_event = first_event;
    p.events = events;
    trail_.payments.push_back(p);
    return trail_.payments.back();
}

void Folder::fold(std::span<const std::uint32_t> group) {
    const auto first = static_cast<std::uint32_t>(trail_.events.size());
    for (const std::uint32_t at : group) trail_.events.push_back(row(at));
    const auto take_words = [&](Payment& p) {
        for (const std::uint32_t at : group) {
            const std::uint32_t r = row(at);
            if (p.worker_id == 0) p.worker_id = worker_text(r);
            if (p.account == 0) p.account = account_text(r);
            if (p.identity == 0) p.identity = table_.text_or_none(f::identity, r);
            if (p.name == 0) p.name = table_.text_or_none(f::name, r);
            if (p.first == kNone32 && p.last == kNone32) {
                p.first = table_.narrow(f::period_start, r);
                p.last = table_.narrow(f::period_end, r);
            }
            if (p.fee == 0) p.fee = std::max<std::int64_t>(0, table_.wide(f::fee, r));
            if (!batch_of_.empty() && p.batch == kNowhere) p.batch = batch_of_[at];
        }
    };
    const auto state_money = [&](Payment& p, std::uint32_t r) {
        p.row = r;
        p.amount = amount_of(r);
        p.currency = currency_of(r);
    };
    Payment* p = &begin_payment(first, static_cast<std::uint32_t>(group.size()));
    p->row = row(group.front());
    p->status = PaymentStatus::instructed;
    p->grade = EvidenceGrade::d;
    bool booked = false, seen = false;
    StringId booked_event = 0;
    EvidenceGrade booked_grade = EvidenceGrade::x;
    for (const std::uint32_t at : group) {
        const std::uint32_t r = row(at);
        const EvidenceGrade grade = grade_of(r);
        if (!seen && amount_of(r) != 0) {
            state_money(*p, r);
            seen = true;
        }
        switch (event_of(r)) {
            case PaymentEvent::instruction:
                if (p->day == kNone32) p->day = day_of(r);
                break;
            case PaymentEvent::acceptance:
                if (p->day == kNone32) p->day = day_of(r);
                if (p->status == PaymentStatus::instructed) p->status = PaymentStatus::pending;
                break;
            case PaymentEvent::booking: {
                const StringId event = table_.text_or_none(f::event_id, r);
                // That the worker's bank credited him is word of the same money, whatever its day.
                const bool credited = grade == EvidenceGrade::a || booked_grade == EvidenceGrade::a;
                const bool again = booked && !credited && p->status == PaymentStatus::settled &&
                                   (event != 0 && booked_event != 0 ? event != booked_event : day_of(r) != p->day);
                if (again) {
                    // The same order carried out twice is two payments.
                    take_words(*p);
                    p = &begin_payment(first, static_cast<std::uint32_t>(group.size()));
                }
                // A report may leave out the amount of what it reports on.
                if (amount_of(r) != 0) state_money(*p, r);
                p->grade = booked && !again && p->status == PaymentStatus::settled ? std::min(p->grade, grade) : grade;
                p->status = PaymentStatus::settled;
                p->day = day_of(r);
                booked = true;
                booked_event = event;
                booked_grade = grade;
                break;
            }
            case PaymentEvent::returned:
            case PaymentEvent::rejection:
                p->status = event_of(r) == PaymentEvent::returned || booked ? PaymentStatus::returned : PaymentStatus::rejected;
                p->grade = EvidenceGrade::x;
                p->returned_on = day_of(r);
                if (p->day == kNone32) p->day = day_of(r);
                break;
            case PaymentEvent::correction: break;
        }
    }
    if (!seen && !booked) state_money(*p, p->row);
    take_words(*p);
    if (p->day == kNone32) p->day = day_of(p->row);
}

void Folder::apply_batch(std::uint32_t r, std::span<const std::uint32_t> lines) {
    const std::int32_t day = day_of(r);
    for (const std::uint32_t at : lines) {
        Payment& p = trail_.payments[at];
        const bool waits = p.status == PaymentStatus::instructed || p.status == PaymentStatus::pending;
        if (!waits) continue;  // what the bank says of the line itself goes before what it says of the batch
        switch (event_of(r)) {
            case PaymentEvent::acceptance: p.status = PaymentStatus::pending; break;
            case PaymentEvent::booking: {
                p.status = PaymentStatus::settled;
                const bool window_passed = trail_.last_day_seen >= day + kReturnWindowDays;
                p.grade = std::min(grade_of(r), window_passed ? EvidenceGrade::b : EvidenceGrade::c);
                p.day = day;
                break;
            }
            case PaymentEvent::returned:
            case PaymentEvent::rejection:
                p.status = PaymentStatus::rejected;
                p.grade = EvidenceGrade::x;
                p.returned_on = day;
                break;
            default: break;
        }
    }
}

// Whether a debit of that day can hold a line: one under way, or one that came back after it and has no debit of its own.
bool Folder::was_in_debit(const Payment& p, std::int32_t day) const {
    if (p.status == PaymentStatus::instructed || p.status == PaymentStatus::pending) return true;
    if (p.status != PaymentStatus::returned || p.returned_on == kNone32 || p.returned_on < day) return false;
    for (std::uint32_t e = p.first_event; e < p.first_event + p.events; ++e) {
        if (event_of(trail_.events[e]) == PaymentEvent::booking) return false;
    }
    return true;
}

// A total of which another file tells the items, under the entry's id and their numbers, is told already.
bool Folder::is_itemised(std::uint32_t r) {
    const StringId id = table_.text_or_none(f::event_id, r);
    if (id == 0) return false;
    if (!items_read_) {
        items_read_ = true;
        std::unordered_map<StringId, bool> seen;
        for (const std::uint32_t item : trail_.rows) {
            const StringId event = table_.text_or_none(f::event_id, item);
            const std::size_t bar = event == 0 ? std::string_view::npos : strings_.view(event).rfind('/');
            if (bar == std::string_view::npos || event_of(item) != PaymentEvent::booking || !seen.emplace(event, true).second) continue;
            items_[strings_.view(event).substr(0, bar)] += amount_of(item);
        }
    }
    const auto items = items_.find(strings_.view(id));
    return items != items_.end() && items->second == amount_of(r);
}

// The batch whose waiting lines are as many and as much as a debit without ids says; only if it is the only one.
std::vector<std::uint32_t> Folder::batch_by_total(std::uint32_t r) {
    const std::int32_t count = table_.narrow_or_none(f::batch_count, r);
    const std::int64_t total = amount_of(r);
    std::vector<std::uint32_t> found;
    for (const std::vector<std::uint32_t>& lines : lines_) {
        std::vector<std::uint32_t> waiting;
        quantity::detail::Int128 sum = 0;
        bool fits = true;
        for (const std::uint32_t at : lines) {
            const Payment& p = trail_.payments[at];
            if (!was_in_debit(p, day_of(r))) continue;
            fits = fits && p.currency == currency_of(r) && (p.day == kNone32 || (p.day <= day_of(r) && p.day + kBatchWindowDays >= day_of(r)));
            waiting.push_back(at);
            sum += p.amount;
        }
        if (!fits || waiting.empty() || sum != total || (count != kNone32 && static_cast<std::size_t>(count) != waiting.size())) continue;
        if (!found.empty()) return {};
        found = std::move(waiting);
    }
    return found;
}

void Folder::apply_batches() {
    if (batch_events_.empty()) return;
    lines_.resize(batch_message_.size());
    for (std::uint32_t at = 0; at < trail_.payments.size(); ++at) {
        if (trail_.payments[at].batch != kNowhere) lines_[trail_.payments[at].batch].push_back(at);
    }
    const auto key = [&](std::uint32_t at) {
        const std::uint32_t r = row(at);
        return std::tuple(day_of(r), static_cast<int>(event_of(r)), amount_of(r), strings_.view(table_.text_or_none(f::event_id, r)));
    };
    std::sort(batch_events_.begin(), batch_events_.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    std::unordered_map<StringId, bool> seen_events;
    for (const std::uint32_t at : batch_events_) {
        const std::uint32_t r = row(at);
        const StringId event = table_.text_or_none(f::event_id, r);
        if (event != 0 && !seen_events.emplace(event, true).second) continue;
        std::vector<std::uint32_t> lines;
        const auto add_message = [&](StringId message) {
            for (std::uint32_t b = 0; b < lines_.size(); ++b) {
                if (batch_message_[b] == message) lines.insert(lines.end(), lines_[b].begin(), lines_[b].end());
            }
        };
        if (!batch_of_.empty() && batch_of_[at] != kNowhere) {
            const bool whole_message = batch_id_[batch_of_[at]] == 0;
            if (whole_message) add_message(batch_message_[batch_of_[at]]);
            else lines = lines_[batch_of_[at]];
        } else if (const auto named = whole_message_.find(at); named != whole_message_.end()) {
            add_message(named->second);
        }
        const bool booking = event_of(r) == PaymentEvent::booking;
        if (booking && is_itemised(r)) continue;
        if (lines.empty() && booking) lines = batch_by_total(r);
        if (!lines.empty()) {
            apply_batch(r, lines);
        } else if (booking) {
            trail_.events.push_back(r);
            Payment& p = begin_payment(static_cast<std::uint32_t>(trail_.events.size() - 1), 1);
            p.row = r;
            p.amount = amount_of(r);
            p.currency = currency_of(r);
            p.day = day_of(r);
            p.grade = grade_of(r);
            p.whole_batch = true;
        }
    }
}

}  // namespace

void fold_events(Trail& trail) { Folder(trail).run(); }

}  // namespace wageproof::reconcile::payments
