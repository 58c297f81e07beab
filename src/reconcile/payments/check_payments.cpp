// Payments against payslips, period by period; and accounts into which the wages of several people go.
#include <algorithm>
#include <tuple>

#include "account_keys.hpp"
#include "money_trail.hpp"
#include "protection.hpp"
#include "../run.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile::payments {

namespace field = records::field;
using records::DataTable;
using records::TableKind;
using worktime::Span;

namespace {

class PaymentChecker {
public:
    PaymentChecker(const MoneyInput& input, Result& out)
        : input_(input), plan_(input.plan), s_(*input.plan.setting), out_(out), table_((*s_.data)[TableKind::payments]),
          money_(s_.data->strings.view(s_.currency)), step_(due::silent_step_micro(money_)) {}

    void run();
private:
    [[nodiscard]] std::string_view worker_text(std::int32_t worker) const {
        return s_.data->strings.view(s_.index->worker_id(static_cast<std::uint32_t>(worker)));
    }
    /// The checks that are counted for every worker and period.
    enum class Kind : std::uint8_t { missing, short_of, over, duplicate, late, returned, fee, unmatched };
    static constexpr std::string_view kKinds[] = {"payment_missing", "payment_short", "payment_over", "payment_duplicate", "payment_late", "payment_returned", "payment_fee", "payment_unmatched"};
    /// The counter of a check in the employer's currency is found once a period: there are millions of payments.
    Counter& count_of(Kind kind, std::uint32_t period, StringId currency) {
        const auto at = static_cast<std::size_t>(kind);
        const std::string_view unit = kind == Kind::late ? std::string_view() : s_.data->strings.view(currency);
        if (currency != s_.currency) return counts_.of(kKinds[at], unit, s_.periods[period]);
        Counter*& known = known_counts_[period * std::size(kKinds) + at];
        if (known == nullptr) known = &counts_.of(kKinds[at], unit, s_.periods[period]);
        return *known;
    }
    Counter& count_of(Kind kind, std::uint32_t period) { return count_of(kind, period, s_.currency); }
    [[nodiscard]] std::uint32_t period_of(const Span& span) const { return static_cast<std::uint32_t>(&span - s_.periods.data()); }
    Finding& finding(std::string_view worker, const Span* span, std::string_view check, Severity severity, std::string_view subject = {});
    void money_finding(Finding& f, std::int64_t expected, std::int64_t found, std::int64_t difference);
    [[nodiscard]] std::string net_places(std::uint32_t slot) const;
    [[nodiscard]] std::string payment_places(std::span<const Part> parts) const;
    /// Why the payments or the payslip of a worker's period are not whole; empty where they are.
    [[nodiscard]] std::string hole(TableKind table, std::int32_t worker, const Span& span) const;
    void check_slot(std::uint32_t slot, std::span<const Part> parts);
    void check_amount(std::uint32_t slot, const SlotState& state, std::span<const Part> parts);
    void check_days(std::uint32_t slot, const SlotState& state, std::span<const Part> parts);
    void check_single(std::uint32_t slot, const SlotState& state, std::span<const Part> parts);
    void returned(const Part& part, const Span* span);
    void unmatched(const Part& part);
    [[nodiscard]] bool is_of_wages(const Payment& p) const;
    [[nodiscard]] std::uint32_t period_around(const Payment& p) const { return trail_.period_at(p.last != kNone32 ? p.last : p.day); }
    void channel(const Part& part, const Span& span);
    void account_changes();
    void without_payslip(std::uint32_t slot, const SlotState& state, std::span<const Part> parts);
    void shared_accounts();
    [[nodiscard]] std::string_view word_of(const Payment& p, int column, PaymentStatus status) const;
    void pay_day_not_told();
    void write_matches();

    const MoneyInput& input_;
    const EmployerPlan& plan_;
    const worktime::Setting& s_;
    Result& out_;
    const DataTable& table_;
    std::string money_;
    std::int64_t step_;
    Trail trail_;
    CheckCounts counts_;
    std::vector<Counter*> known_counts_;  ///< by period and kind
    std::vector<PaidWhen> paid_when_;
    std::vector<bool> untold_;  ///< by period: some wage has no known pay day
    bool reads_holes_ = false;
};

Finding& PaymentChecker::finding(std::string_view worker, const Span* span, std::string_view check, Severity severity, std::string_view subject) {
    Finding f;
    f.employer = s_.employer.id;
    f.worker = worker;
    f.has_period = span != nullptr;
    if (span != nullptr) {
        f.first = span->first;
        f.last = span->last;
    }
    f.check = f.rule = check;
    f.severity = severity;
    f.subject = subject;
    f.currency = money_;
    out_.findings.push_back(std::move(f));
    return out_.findings.back();
}

void PaymentChecker::money_finding(Finding& f, std::int64_t expected, std::int64_t found, std::int64_t difference) {
    f.expected = {expected, true};
    f.found = {found, true};
    f.difference = {difference, true};
}

std::string PaymentChecker::net_places(std::uint32_t slot) const {
    const DataTable& payroll = (*s_.data)[TableKind::payroll];
    const std::uint32_t worker = s_.employer.first_worker + slot / static_cast<std::uint32_t>(s_.periods.size());
    const std::uint32_t period = slot % static_cast<std::uint32_t>(s_.periods.size());
    std::string text;
    for (const std::uint32_t r : s_.index->rows(TableKind::payroll, worker)) {
        if (s_.period_at(payroll.narrow(field::payroll::period_end, r)) != period) continue;
        if (s_.data->strings.view(payroll.text(field::payroll::component, r)) == "net") add_place(text, trail_.place(TableKind::payroll, r));
    }
    return text;
}

std::string PaymentChecker::payment_places(std::span<const Part> parts) const {
    std::string text;
    for (const Part& part : parts) add_place(text, trail_.place(TableKind::payments, trail_.payments[part.payment].row));
    return text;
}

std::string PaymentChecker::hole(TableKind table, std::int32_t worker, const Span& span) const {
    if (!reads_holes_) return {};
    for (const due::Hole& h : plan_.holes) {
        if (h.table != table || (h.worker != law::kNoRow && h.worker != static_cast<std::uint32_t>(worker))) continue;
        if (h.first <= span.last && h.last >= span.first) return s_.plan->reasons()[h.reason];
    }
    return {};
}

void PaymentChecker::check_slot(std::uint32_t slot, std::span<const Part> parts) {
    const std::uint32_t period = slot % static_cast<std::uint32_t>(s_.periods.size());
    const Slot& s = trail_.slots[slot];
    if (!s_.periods[period].reported) return;
    const SlotState state = state_of(trail_, slot, parts, input_.evidence);
    // Money without a rate may be the whole wage: what was paid cannot be told.
    const bool unclear = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
        const Payment& p = trail_.payments[part.payment];
        return p.live() && !p.has_value && p.grade <= input_.evidence;
    });
    if (s.net_line != kNowhere && state.told && !unclear) out_.lines.settle(s.net_line, state.paid);
    if (s.payslip) {
        check_amount(slot, state, parts);
        check_days(slot, state, parts);
    } else if (s_.has_payroll && !parts.empty()) {
        without_payslip(slot, state, parts);
    }
    check_single(slot, state, parts);
}

void PaymentChecker::check_amount(std::uint32_t slot, const SlotState& state, std::span<const Part> parts) {
    const Slot& s = trail_.slots[slot];
    const std::int32_t worker = static_cast<std::int32_t>(s_.employer.first_worker + slot / s_.periods.size());
    const Span& span = s_.periods[slot % s_.periods.size()];
    const std::int64_t gap = s.booked - state.paid;
    const bool nothing = state.paid == 0 && state.told;
    const std::string_view check = nothing ? "payment_missing" : "payment_short";
    const bool unclear = std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return !trail_.payments[part.payment].has_value; });
    std::string missing;
    if (!s.booked_known || unclear) missing = s.too_large ? "missing:payroll.amount" : "missing:rates.rate";
    if (missing.empty() && !state.told) missing = "missing:payments.amount";
    if (missing.empty()) missing = hole(TableKind::payroll, worker, span);
    const bool short_of = gap >= step_ && s.booked > 0;
    if (missing.empty() && short_of) missing = hole(TableKind::payments, worker, span);
    if (!missing.empty()) {
        Counter& count = counts_.of(check, money_, span);
        ++count.tested;
        ++count.cannot_tell;
        Finding& f = finding(worker_text(worker), &span, check, Severity::warning);
        if (s.booked_known) f.expected = {s.booked, true};
        if (!unclear && state.told) f.found = {state.paid, true};
        f.evidence = payment_places(parts);
        add_place(f.evidence, missing);
        return;
    }
    if (s.booked > 0) {
        Counter& arrived = count_of(Kind::missing, period_of(span));
        ++arrived.tested;
        ++(nothing && short_of ? arrived.broken : arrived.met);
        if (nothing && short_of) arrived.amount_micro += gap;
        if (!nothing) {
            Counter& whole = count_of(Kind::short_of, period_of(span));
            ++whole.tested;
            ++(short_of ? whole.broken : whole.met);
            if (short_of) whole.amount_micro += gap;
        }
    }
    if (short_of) {
        Finding& f = finding(worker_text(worker), &span, check, Severity::breach);
        money_finding(f, s.booked, state.paid, gap);
        f.evidence = net_places(slot);
        add_place(f.evidence, payment_places(parts));
    }
    Counter& over = count_of(Kind::over, period_of(span));
    ++over.tested;
    ++(state.over > 0 ? over.broken : over.met);
    if (state.over > 0) {
        over.amount_micro += state.over;
        Finding& f = finding(worker_text(worker), &span, "payment_over", Severity::discrepancy);
        money_finding(f, s.booked, s.booked + state.over, -state.over);
        f.evidence = net_places(slot);
        add_place(f.evidence, payment_places(parts));
    }
    Counter& twice = count_of(Kind::duplicate, period_of(span));
    ++twice.tested;
    ++(state.doubles.empty() ? twice.met : twice.broken);
    twice.amount_micro += state.twice;
    for (const std::uint32_t at : state.doubles) {
        const Payment& p = trail_.payments[parts[at].payment];
        Finding& f = finding(worker_text(worker), &span, "payment_duplicate", Severity::discrepancy, trail_.id_of(p));
        money_finding(f, 0, parts[at].value, parts[at].value);
        for (const Part& part : parts) {
            const Payment& q = trail_.payments[part.payment];
            if (q.live() && q.amount == p.amount && q.currency == p.currency) add_place(f.evidence, trail_.place(TableKind::payments, q.row));
        }
    }
}

void PaymentChecker::check_days(std::uint32_t slot, const SlotState& state, std::span<const Part> parts) {
    const Slot& s = trail_.slots[slot];
    if (s.booked <= 0 || !s.booked_known || !state.told) return;
    const bool whole = s.booked - state.paid < step_;
    paid_when_.push_back({slot % static_cast<std::uint32_t>(s_.periods.size()), whole ? state.late_days : kNone32});
    if (state.paid == 0) return;
    const std::uint32_t period = slot % static_cast<std::uint32_t>(s_.periods.size());
    const Span& span = s_.periods[period];
    if (s.payable == kNone32) {
        untold_[period] = true;
        if (state.late_days == 0) return;
    }
    Counter& count = count_of(Kind::late, period_of(span));
    ++count.tested;
    ++(state.late_days > 0 ? count.broken : count.met);
    if (state.late_days == 0) return;
    Finding& f = finding(worker_text(static_cast<std::int32_t>(s_.employer.first_worker + slot / s_.periods.size())), &span, "payment_late",
                         s.payable_uncertain ? Severity::warning : Severity::breach);
    constexpr std::int64_t kDay = 1000000;
    f.unit = AmountUnit::days;
    f.currency.clear();
    f.expected = {0, true};
    f.found = f.difference = {state.late_days * kDay, true};
    for (const std::uint32_t at : state.late) add_place(f.evidence, trail_.place(TableKind::payments, trail_.payments[parts[at].payment].row));
}

void PaymentChecker::check_single(std::uint32_t slot, const SlotState& state, std::span<const Part> parts) {
    const Span& span = s_.periods[slot % s_.periods.size()];
    for (const Part& part : parts) {
        const Payment& p = trail_.payments[part.payment];
        // What serves several periods is told once, with the last of them.
        if (p.superseded || slot % s_.periods.size() != p.period) continue;
        returned(part, &span);
        if (p.status != PaymentStatus::settled) continue;
        channel(part, span);
        const std::string_view currency = s_.data->strings.view(p.currency);
        Counter& count = count_of(Kind::fee, period_of(span), p.currency);
        ++count.tested;
        const bool charged = p.fee > 0 && !state.fees_reimbursed;
        ++(charged ? count.broken : count.met);
        if (!charged) continue;
        count.amount_micro += p.fee;
        Finding& f = finding(worker_text(p.worker), &span, "payment_fee", Severity::breach, trail_.id_of(p));
        f.currency = currency;
        money_finding(f, 0, p.fee, p.fee);
        f.evidence = trail_.place(TableKind::payments, p.row);
    }
}

void PaymentChecker::channel(const Part& part, const Span& span) {
    const Payment& p = trail_.payments[part.payment];
    const std::int32_t code = table_.narrow(field::payments::channel, p.row);
    const law::Provenance* provenance = nullptr;
    if (reserved_value(*plan_.pack, kWageChannels, p.day) == nullptr) return;
    const bool allowed = code == kNone32 || is_allowed_channel(*plan_.pack, static_cast<records::Channel>(code), p.day, provenance);
    const std::string_view currency = s_.data->strings.view(p.currency);
    Counter& count = counts_.of("payment_channel", currency, span, plan_.pack->id);
    ++count.tested;
    ++(code == kNone32 ? count.cannot_tell : (allowed ? count.met : count.broken));
    if (allowed && code != kNone32) return;
    const bool uncertain = provenance != nullptr && provenance->confidence == law::Confidence::uncertain;
    Finding& f = finding(worker_text(p.worker), &span, "payment_channel", allowed || uncertain ? Severity::warning : Severity::breach, trail_.id_of(p));
    f.currency = currency;
    f.pack = plan_.pack->id;
    f.evidence = trail_.place(TableKind::payments, p.row);
    if (code == kNone32) {
        add_place(f.evidence, "missing:payments.channel");
        return;
    }
    f.rule = kWageChannels;
    f.source = sources_of(*plan_.pack, *provenance);
    money_finding(f, 0, p.amount, p.amount);
    count.amount_micro += p.amount;
}

// A new account just before pay day: who asked for the change cannot be told from the records.
void PaymentChecker::account_changes() {
    constexpr std::int32_t kJustBefore = 3;
    const DataTable& workers = (*s_.data)[TableKind::workers];
    AccountKeys keys(s_.data->strings, trail_.calling_code);
    for (std::uint32_t w = s_.employer.first_worker; w < s_.employer.first_worker + s_.employer.worker_count; ++w) {
        const auto terms = s_.index->rows(TableKind::workers, w);
        for (std::size_t i = 1; i < terms.size(); ++i) {
            const StringId before = workers.text(field::workers::account, terms[i - 1]), now = workers.text(field::workers::account, terms[i]);
            if (before == 0 || now == 0 || keys.plain(before) == keys.plain(now)) continue;
            const std::int32_t from = workers.narrow(field::workers::valid_from, terms[i]);
            const std::size_t first_slot = trail_.slot_of(static_cast<std::int32_t>(w), 0);
            const auto begin = std::lower_bound(trail_.parts.begin(), trail_.parts.end(), first_slot, [](const Part& a, std::size_t slot) { return a.slot < slot; });
            for (auto part = begin; part != trail_.parts.end() && part->slot < first_slot + s_.periods.size(); ++part) {
                const Payment& p = trail_.payments[part->payment];
                const Span& span = s_.periods[part->slot % s_.periods.size()];
                if (p.superseded || !span.reported || p.account == 0 || keys.plain(p.account) != keys.plain(now)) continue;
                if (p.day == kNone32 || p.day < from || p.day - from > kJustBefore) continue;
                Finding& f = finding(worker_text(static_cast<std::int32_t>(w)), &span, "payment_channel", Severity::warning, trail_.id_of(p));
                f.rule = "account_changed";
                f.currency = s_.data->strings.view(p.currency);
                f.found = {p.amount, true};
                f.evidence = trail_.place(TableKind::payments, p.row);
                add_place(f.evidence, trail_.place(TableKind::workers, terms[i]));
            }
        }
    }
}

void PaymentChecker::returned(const Part& part, const Span* span) {
    const Payment& p = trail_.payments[part.payment];
    const std::string_view currency = s_.data->strings.view(p.currency);
    const bool came_back = p.is_dead();
    std::vector<std::uint32_t> again;
    const std::int64_t good = came_back ? made_good(trail_, part.payment, input_.evidence, again) : 0;
    if (span != nullptr) {
        Counter& count = count_of(Kind::returned, period_of(*span), p.currency);
        ++count.tested;
        ++(came_back ? count.broken : count.met);
        if (came_back) count.amount_micro += p.amount - good;
    }
    if (!came_back) return;
    Finding& f = finding(p.worker >= 0 ? worker_text(p.worker) : std::string_view(), span, "payment_returned", Severity::discrepancy, trail_.id_of(p));
    f.currency = currency;
    // The employer asked for it back: that is no error of an account.
    const std::string_view reason = word_of(p, field::payments::reason, PaymentStatus::returned);
    if (reason == "FOCR" || reason == "CUST" || reason == "R06") f.rule = "payment_returned.recalled";
    money_finding(f, p.amount, good, p.amount - good);
    for (std::uint32_t e = 0; e < p.events; ++e) add_place(f.evidence, trail_.place(TableKind::payments, trail_.events[p.first_event + e]));
    for (const std::uint32_t at : again) add_place(f.evidence, trail_.place(TableKind::payments, trail_.payments[at].row));
}

/// The last word of a payment's rows with a status in a column; empty where none says any.
std::string_view PaymentChecker::word_of(const Payment& p, int column, PaymentStatus status) const {
    std::string_view word;
    for (std::uint32_t e = 0; e < p.events; ++e) {
        const std::uint32_t r = trail_.events[p.first_event + e];
        if (table_.narrow(field::payments::status, r) != static_cast<std::int32_t>(status)) continue;
        if (const StringId text = table_.text_or_none(column, r); text != 0) word = s_.data->strings.view(text);
    }
    return word;
}

// Money for somebody who was neither on the payroll nor at work in the period; who worked without a payslip is another check.
void PaymentChecker::without_payslip(std::uint32_t slot, const SlotState& state, std::span<const Part> parts) {
    if (trail_.slots[slot].due_known || (state.told && state.paid < step_)) return;
    const std::int32_t worker = static_cast<std::int32_t>(s_.employer.first_worker + slot / s_.periods.size());
    const Span& span = s_.periods[slot % s_.periods.size()];
    const std::string missing = state.told ? hole(TableKind::payroll, worker, span) : "missing:payments.amount";
    Counter& count = count_of(Kind::over, period_of(span));
    ++count.tested;
    ++(missing.empty() ? count.broken : count.cannot_tell);
    Finding& f = finding(worker_text(worker), &span, "payment_over", missing.empty() ? Severity::discrepancy : Severity::warning);
    if (missing.empty()) {
        money_finding(f, 0, state.paid, -state.paid);
        count.amount_micro += state.paid;
    }
    f.evidence = payment_places(parts);
    add_place(f.evidence, missing);
}

// The statement of the employer's account has rent and cloth in it too.
bool PaymentChecker::is_of_wages(const Payment& p) const {
    const std::string_view purpose = s_.data->strings.view(table_.text_or_none(field::payments::purpose, p.row));
    return purpose.empty() || purpose == "SALA" || purpose == "PAYR" || purpose == "BONU" || purpose == "PRCP";
}

void PaymentChecker::unmatched(const Part& part) {
    const Payment& p = trail_.payments[part.payment];
    if (p.worker != kNobody || p.superseded || !is_of_wages(p)) return;
    const std::uint32_t period = period_around(p);
    const Span* span = period == kNowhere ? nullptr : &s_.periods[period];
    if (span != nullptr && !span->reported) return;
    if (span == nullptr && p.day != kNone32 && std::none_of(s_.periods.begin(), s_.periods.end(), [](const Span& each) { return each.reported; })) return;
    const std::string_view currency = s_.data->strings.view(p.currency);
    returned(part, span);
    if (!p.live()) return;
    Finding& f = finding({}, span, "payment_unmatched", Severity::discrepancy, trail_.id_of(p));
    f.currency = currency;
    money_finding(f, 0, p.amount, -p.amount);
    f.evidence = trail_.place(TableKind::payments, p.row);
    if (span == nullptr) return;
    Counter& count = count_of(Kind::unmatched, period, p.currency);
    ++count.broken;
    count.amount_micro += p.amount;
}

// One account for the wages of several workers: two may be a couple, many are rather somebody who collects.
void PaymentChecker::shared_accounts() {
    struct Use {
        StringId account;
        std::uint32_t period;
        std::int32_t worker;
        std::uint32_t row;
        StringId shown;
        bool own;
    };
    AccountKeys keys(s_.data->strings, trail_.calling_code);
    const DataTable& workers = (*s_.data)[TableKind::workers];
    std::vector<Use> uses;
    for (const Part& part : trail_.parts) {
        const Payment& p = trail_.payments[part.payment];
        if (part.slot == kNowhere || p.worker < 0 || p.superseded) continue;
        const std::int32_t channel = table_.narrow(field::payments::channel, p.row);
        if (channel == static_cast<std::int32_t>(records::Channel::cash) || channel == static_cast<std::int32_t>(records::Channel::cheque)) continue;
        const std::uint32_t period = part.slot % static_cast<std::uint32_t>(s_.periods.size());
        if (!s_.periods[period].reported) continue;
        const auto terms = s_.index->rows(TableKind::workers, static_cast<std::uint32_t>(p.worker));
        StringId registered = 0;
        for (const std::uint32_t r : terms) {
            const std::int32_t from = workers.narrow(field::workers::valid_from, r);
            if (registered == 0 || from == kNone32 || from <= p.day) registered = workers.text(field::workers::account, r);
        }
        const StringId account = p.account != 0 ? p.account : registered;
        if (account == 0) continue;
        const bool wallet = channel == static_cast<std::int32_t>(records::Channel::mobile_money);
        const StringId key = wallet ? keys.wallet(account) : keys.plain(account);
        uses.push_back({key, period, p.worker, p.row, account, (wallet ? keys.wallet(registered) : keys.plain(registered)) == key});
    }
    std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return std::tie(a.account, a.period, a.worker, a.row) < std::tie(b.account, b.period, b.worker, b.row); });
    for (std::size_t i = 0; i < uses.size();) {
        std::size_t end = i + 1;
        std::uint32_t people = 1;
        while (end < uses.size() && uses[end].account == uses[i].account && uses[end].period == uses[i].period) {
            if (uses[end].worker != uses[end - 1].worker) ++people;
            ++end;
        }
        const Span& span = s_.periods[uses[i].period];
        Counter& count = counts_.of("shared_account", {}, span);
        ++count.tested;
        ++(people > 1 ? count.broken : count.met);
        if (people > 1) {
            // It stands under the one whose account it is, if that is told.
            std::int32_t owner = kNobody;
            bool one_owner = true;
            for (std::size_t k = i; k < end; ++k) {
                if (!uses[k].own) continue;
                one_owner = one_owner && (owner == kNobody || owner == uses[k].worker);
                owner = owner == kNobody ? uses[k].worker : owner;
            }
            if (owner == kNobody || !one_owner) owner = uses[i].worker;
            std::string subject;
            append_account(subject, s_.data->strings.view(uses[i].shown));
            Finding& f = finding(worker_text(owner), &span, "shared_account", Severity::warning, subject);
            f.unit = AmountUnit::count;
            f.currency.clear();
            money_finding(f, 1, people, static_cast<std::int64_t>(people) - 1);
            f.rule = people == 2 ? "shared_account.pair" : (people < 10 ? "shared_account.group" : "shared_account.collector");
            constexpr std::size_t kMostPlaces = 40;
            for (std::size_t k = i; k < std::min(end, i + kMostPlaces); ++k) add_place(f.evidence, trail_.place(TableKind::payments, uses[k].row));
        }
        i = end;
    }
}

// The law's pay day is not in the pack: said once a period, not once a worker.
void PaymentChecker::pay_day_not_told() {
    for (std::size_t p = 0; p < s_.periods.size(); ++p) {
        if (!untold_[p]) continue;
        Counter& count = count_of(Kind::late, static_cast<std::uint32_t>(p));
        ++count.tested;
        ++count.cannot_tell;
        Finding& f = finding({}, &s_.periods[p], "payment_late", Severity::warning);
        f.unit = AmountUnit::days;
        f.currency.clear();
        f.pack = plan_.pack->id;
        f.evidence = "missing:" + f.pack + ".payable";
    }
}

void PaymentChecker::write_matches() {
    struct Row {
        std::uint64_t worker;  ///< nobody, then workers in order, strangers between them
        std::int32_t first;
        std::uint32_t part;
    };
    std::vector<Row> rows;
    rows.reserve(trail_.parts.size());
    const records::StringPool& strings = s_.data->strings;
    const auto place_of = [&](StringId text) {
        std::uint32_t low = 0, high = s_.employer.worker_count;
        while (low < high) {
            const std::uint32_t middle = (low + high) / 2;
            if (strings.view(s_.index->worker_id(s_.employer.first_worker + middle)) < strings.view(text)) low = middle + 1;
            else high = middle;
        }
        return std::uint64_t{low} * 2 + 1;
    };
    for (std::uint32_t i = 0; i < trail_.parts.size(); ++i) {
        const Part& part = trail_.parts[i];
        const Payment& p = trail_.payments[part.payment];
        std::uint64_t worker = 0;
        if (p.worker >= 0) worker = (std::uint64_t{static_cast<std::uint32_t>(p.worker)} - s_.employer.first_worker) * 2 + 2;
        if (p.worker == kStranger) worker = place_of(p.worker_id);
        std::int32_t first = part.slot != kNowhere ? s_.periods[part.slot % s_.periods.size()].first : p.first;
        rows.push_back({worker, first, i});
    }
    std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
        if (a.worker != b.worker) return a.worker < b.worker;
        const Payment &x = trail_.payments[trail_.parts[a.part].payment], &y = trail_.payments[trail_.parts[b.part].payment];
        if (x.worker == kStranger && x.worker_id != y.worker_id) return strings.view(x.worker_id) < strings.view(y.worker_id);
        if (a.first != b.first) return a.first < b.first;
        const std::string_view ix = trail_.id_of(x), iy = trail_.id_of(y);
        if (ix != iy) return ix < iy;
        return std::tuple(x.day, x.amount, trail_.parts[a.part].slot) < std::tuple(y.day, y.amount, trail_.parts[b.part].slot);
    });
    out_.matches.reserve(out_.matches.size() + rows.size());
    for (const Row& row : rows) {
        const Part& part = trail_.parts[row.part];
        const Payment& p = trail_.payments[part.payment];
        MatchRow m;
        m.employer = s_.employer.id;
        m.payment = table_.text(field::payments::payment_id, p.row);
        if (p.worker >= 0) m.worker = s_.index->worker_id(static_cast<std::uint32_t>(p.worker));
        if (p.worker == kStranger) m.worker = p.worker_id;
        if (part.slot != kNowhere) {
            m.first = s_.periods[part.slot % s_.periods.size()].first;
            m.last = s_.periods[part.slot % s_.periods.size()].last;
        } else {
            m.first = p.first;
            m.last = p.last;
        }
        m.amount_micro = part.amount;
        m.currency = p.currency;
        m.status = p.status;
        m.grade = p.grade;
        m.matched_by = to_text(p.link);
        if (p.note != kNowhere && p.worker == kNobody) {
            m.note = static_cast<std::uint32_t>(out_.match_notes.size());
            out_.match_notes.push_back(trail_.notes[p.note]);
        }
        m.file = table_.file[p.row];
        m.line = table_.line[p.row];
        out_.matches.push_back(m);
    }
}

void PaymentChecker::run() {
    trail_.data = s_.data;
    trail_.index = s_.index;
    trail_.employer = s_.employer;
    trail_.periods = s_.periods;
    trail_.rate_rows = s_.rate_rows;
    trail_.rows = input_.rows;
    trail_.currency = s_.currency;
    trail_.calling_code = plan_.pack->calling_code;
    untold_.assign(s_.periods.size(), false);
    known_counts_.assign(s_.periods.size() * std::size(kKinds), nullptr);
    reads_holes_ = std::any_of(plan_.holes.begin(), plan_.holes.end(), [](const due::Hole& h) { return h.table == TableKind::payments || h.table == TableKind::payroll; });
    read_slots(input_, out_, trail_);
    fold_events(trail_);
    identify(trail_);
    assign_periods(trail_);
    std::size_t at = 0;
    for (std::uint32_t slot = 0; slot < trail_.slots.size(); ++slot) {
        const std::size_t first = at;
        while (at < trail_.parts.size() && trail_.parts[at].slot == slot) ++at;
        const Slot& s = trail_.slots[slot];
        if (first != at || s.payslip) check_slot(slot, std::span<const Part>(trail_.parts.data() + first, at - first));
    }
    for (; at < trail_.parts.size(); ++at) unmatched(trail_.parts[at]);
    for (const Part& part : trail_.parts) {
        const Payment& p = trail_.payments[part.payment];
        const std::uint32_t period = part.slot != kNowhere ? part.slot % static_cast<std::uint32_t>(s_.periods.size()) : period_around(p);
        // What came back from nobody's account, and what is no wage, is not looked for.
        if (p.worker == kNobody && (!p.live() || !is_of_wages(p))) continue;
        if (p.superseded || period == kNowhere || !s_.periods[period].reported) continue;
        Counter& count = count_of(Kind::unmatched, period, p.currency);
        ++count.tested;
        if (p.worker != kNobody) ++count.met;
    }
    shared_accounts();
    check_payees(plan_, trail_, out_);
    account_changes();
    check_protected_share(plan_, paid_when_, counts_, out_);
    pay_day_not_told();
    counts_.add_to(s_.employer.id, out_);
    write_matches();
}

}  // namespace

void check_payments(const MoneyInput& input, Result& out) { PaymentChecker(input, out).run(); }

}  // namespace wageproof::reconcile::payments
