// Contribution returns against what was due, what was withheld and what was declared, scheme by scheme and month by month.
#include <algorithm>
#include <optional>
#include <set>

#include "money_trail.hpp"
#include "wageproof/due/line_values.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace f = records::field::remittances;
using records::DataTable;
using records::TableKind;
using worktime::Span;

namespace {

/// What one worker owes and was returned for one scheme over one span.
struct Account {
    std::uint32_t scheme = 0;
    Span span;
    std::int64_t due = 0, due_employee = 0, withheld = 0;
    bool has_due = false, due_known = true, at_least = false, uncertain = false;
    std::int64_t booked = 0;
    bool booked_known = true;
    std::int32_t payable = kNone32;
    bool payable_uncertain = false;
    std::int64_t base = kNone64;
    std::int32_t line = -1;                ///< for pack and source
    std::vector<std::uint32_t> rows;       ///< of remittances
};

/// Adds an amount; a sum beyond what is stated is told no more.
void add_stated(std::int64_t& sum, std::int64_t more, bool& told) {
    const quantity::detail::Int128 exact = quantity::detail::Int128{sum} + more;
    told = told && quantity::is_stated(exact);
    sum = told ? static_cast<std::int64_t>(exact) : 0;
}

class RemittanceChecker {
public:
    RemittanceChecker(const MoneyInput& input, Result& out)
        : input_(input), plan_(input.plan), s_(*input.plan.setting), out_(out), table_((*s_.data)[TableKind::remittances]) {
        trail_.data = s_.data;
        trail_.index = s_.index;
        trail_.rate_rows = s_.rate_rows;
        trail_.currency = s_.currency;
    }
    void run();

private:
    std::uint32_t scheme_number(const std::string& name);
    void read_schemes();
    void add_due(const MoneyLine& m);
    void add_rows(std::uint32_t worker);
    void check(std::uint32_t worker, Account& account);
    void check_amount(std::uint32_t worker, const Account& account, std::int64_t employee, std::int64_t employer);
    void check_days(std::uint32_t worker, const Account& account);
    void check_worked_days(std::uint32_t worker, const Account& account);
    [[nodiscard]] std::int64_t days_worked(std::uint32_t worker, const Span& span) const;
    void check_base(std::uint32_t worker, const Account& account, bool short_of);
    Finding& finding(std::uint32_t worker, const Account& account, std::string_view check, Severity severity, std::string_view cause);
    [[nodiscard]] std::string places(const Account& account) const;
    [[nodiscard]] std::string hole(std::uint32_t worker, const Span& span) const;
    [[nodiscard]] bool reported(const Span& span) const;
    [[nodiscard]] const std::string& currency_of(const Account& account) const { return currencies_[account.scheme]; }
    [[nodiscard]] std::optional<std::int64_t> in_scheme(std::int64_t micro, std::uint32_t row, const Account& account) const;
    [[nodiscard]] std::int64_t step_of(const Account& account) const;
    void unknown_schemes();

    const MoneyInput& input_;
    const EmployerPlan& plan_;
    const worktime::Setting& s_;
    Result& out_;
    const DataTable& table_;
    Trail trail_;  ///< for rates and places only
    CheckCounts counts_;
    std::vector<std::string> schemes_, currencies_;
    std::vector<std::int32_t> scheme_lines_;   ///< a line of the scheme, by scheme
    std::vector<std::uint32_t> scheme_of_line_;
    std::vector<Account> accounts_;            ///< of the worker in hand
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::uint32_t>> strange_;  ///< rows of schemes that the law does not have
};

std::uint32_t RemittanceChecker::scheme_number(const std::string& name) {
    const auto at = std::find(schemes_.begin(), schemes_.end(), name);
    if (at != schemes_.end()) return static_cast<std::uint32_t>(at - schemes_.begin());
    schemes_.push_back(name);
    currencies_.emplace_back();
    scheme_lines_.push_back(-1);
    return static_cast<std::uint32_t>(schemes_.size() - 1);
}

void RemittanceChecker::read_schemes() {
    scheme_of_line_.assign(plan_.lines.size(), kNowhere);
    for (std::size_t i = 0; i < plan_.lines.size(); ++i) {
        const law::Line& line = *plan_.lines[i].compiled.line;
        if (line.role != law::Role::employee_contribution && line.role != law::Role::employer_contribution) continue;
        const std::uint32_t scheme = scheme_number(scheme_of(line.name));
        scheme_of_line_[i] = scheme;
        currencies_[scheme] = plan_.lines[i].compiled.currency;
        scheme_lines_[scheme] = static_cast<std::int32_t>(i);
    }
}

bool RemittanceChecker::reported(const Span& span) const {
    const std::uint32_t period = closing_period(s_, law::Grain::month, span);
    return period != law::kNoRow && s_.periods[period].reported;
}

// The shares of worker and employer are one account.
void RemittanceChecker::add_due(const MoneyLine& m) {
    const auto line = static_cast<std::size_t>(m.line);
    const law::Line& law_line = *plan_.lines[line].compiled.line;
    const Span& span = spans_of(s_, law_line.grain)[m.span];
    auto at = std::find_if(accounts_.begin(), accounts_.end(), [&](const Account& a) { return a.scheme == scheme_of_line_[line] && a.span.last == span.last; });
    if (at == accounts_.end()) {
        accounts_.push_back({});
        at = accounts_.end() - 1;
        at->scheme = scheme_of_line_[line];
        at->span = span;
        at->line = m.line;
    }
    at->has_due = true;
    at->due_known = at->due_known && m.due_known;
    at->at_least = at->at_least || m.at_least;
    at->uncertain = at->uncertain || m.uncertain;
    at->booked_known = at->booked_known && m.booked_known;
    add_stated(at->due, m.due, at->due_known);
    add_stated(at->booked, m.booked, at->booked_known);
    if (m.payable != kNone32) at->payable = m.payable;
    at->payable_uncertain = at->payable_uncertain || m.payable_uncertain;
    if (m.base != kNone64) at->base = m.base;
    if (law_line.role == law::Role::employee_contribution) {
        add_stated(at->due_employee, m.due, at->due_known);
        add_stated(at->withheld, m.booked, at->booked_known);
    }
}

// A row of several months joins their accounts; one of a month without due has an account of its own.
void RemittanceChecker::add_rows(std::uint32_t worker) {
    for (const std::uint32_t r : s_.index->rows(TableKind::remittances, worker)) {
        const std::string scheme(s_.data->strings.view(table_.text(f::scheme, r)));
        const Span stated{table_.narrow(f::period_start, r), table_.narrow(f::period_end, r), true};
        const auto known = std::find(schemes_.begin(), schemes_.end(), scheme);
        if (known == schemes_.end() || scheme_lines_[static_cast<std::size_t>(known - schemes_.begin())] < 0) {
            if (const std::uint32_t period = s_.period_at(stated.last); period != law::kNoRow && s_.periods[period].reported) strange_[{scheme, period}].push_back(r);
            continue;
        }
        const auto number = static_cast<std::uint32_t>(known - schemes_.begin());
        std::size_t into = accounts_.size();
        for (std::size_t i = 0; i < accounts_.size();) {
            Account& a = accounts_[i];
            // A row of a part of a month is that month's.
            const bool covers = a.scheme == number && ((a.span.last >= stated.first && a.span.last <= stated.last) || (stated.last >= a.span.first && stated.last <= a.span.last));
            if (!covers) {
                ++i;
                continue;
            }
            if (into == accounts_.size()) {
                into = i++;
                continue;
            }
            Account& sum = accounts_[into];
            sum.has_due = sum.has_due || a.has_due;
            sum.due_known = sum.due_known && a.due_known;
            sum.booked_known = sum.booked_known && a.booked_known;
            add_stated(sum.due, a.due, sum.due_known);
            add_stated(sum.due_employee, a.due_employee, sum.due_known);
            add_stated(sum.withheld, a.withheld, sum.booked_known);
            add_stated(sum.booked, a.booked, sum.booked_known);
            sum.at_least = sum.at_least || a.at_least;
            sum.uncertain = sum.uncertain || a.uncertain;
            sum.payable = std::max(sum.payable, a.payable);
            sum.payable_uncertain = sum.payable_uncertain || a.payable_uncertain;
            bool base_told = sum.base != kNone64 && a.base != kNone64;
            if (base_told) add_stated(sum.base, a.base, base_told);
            if (!base_told) sum.base = kNone64;
            sum.span.first = std::min(sum.span.first, a.span.first);
            sum.span.last = std::max(sum.span.last, a.span.last);
            sum.rows.insert(sum.rows.end(), a.rows.begin(), a.rows.end());
            accounts_.erase(accounts_.begin() + static_cast<std::ptrdiff_t>(i));
        }
        if (into == accounts_.size()) {
            accounts_.push_back({});
            accounts_.back().scheme = number;
            accounts_.back().span = stated;
            accounts_.back().line = scheme_lines_[number];
            if (const std::uint32_t month = s_.inside(stated.last) ? s_.month_of[s_.day_index(stated.last)] : law::kNoRow; month != law::kNoRow) {
                accounts_.back().span = s_.months[month];
            }
        }
        accounts_[into].rows.push_back(r);
    }
}

Finding& RemittanceChecker::finding(std::uint32_t worker, const Account& account, std::string_view check, Severity severity, std::string_view cause) {
    Finding fnd;
    fnd.employer = s_.employer.id;
    fnd.worker = s_.data->strings.view(s_.index->worker_id(worker));
    fnd.first = account.span.first;
    fnd.last = account.span.last;
    fnd.check = std::string(check) + schemes_[account.scheme];
    fnd.severity = severity;
    fnd.currency = currency_of(account);
    fnd.rule = cause;
    const LinePlan& line = plan_.lines[static_cast<std::size_t>(account.line)];
    fnd.pack = line.pack;
    fnd.source = line.source;
    fnd.evidence = places(account);
    out_.findings.push_back(std::move(fnd));
    return out_.findings.back();
}

std::string RemittanceChecker::places(const Account& account) const {
    std::string text;
    for (const std::uint32_t r : account.rows) add_place(text, trail_.place(TableKind::remittances, r));
    return text;
}

std::string RemittanceChecker::hole(std::uint32_t worker, const Span& span) const {
    for (const due::Hole& h : plan_.holes) {
        if (h.table != TableKind::remittances || (h.worker != law::kNoRow && h.worker != worker)) continue;
        if (h.first <= span.last && h.last >= span.first) return s_.plan->reasons()[h.reason];
    }
    return {};
}

std::optional<std::int64_t> RemittanceChecker::in_scheme(std::int64_t micro, std::uint32_t row, const Account& account) const {
    if (micro == kNone64) return std::nullopt;
    StringId from = table_.text(f::currency, row);
    if (from == 0) from = s_.currency;
    return trail_.converted(micro, s_.data->strings.view(from), currency_of(account), account.span.last);
}

// One step of the scheme's currency, or of a coarser one in which the return states its two shares.
std::int64_t RemittanceChecker::step_of(const Account& account) const {
    constexpr std::int64_t kShares = 2;
    const std::int64_t own = due::silent_step_micro(currency_of(account));
    std::int64_t step = own;
    for (const std::uint32_t r : account.rows) {
        const StringId stated = table_.text(f::currency, r);
        const std::string_view currency = s_.data->strings.view(stated == 0 ? s_.currency : stated);
        if (currency == currency_of(account)) continue;
        const auto theirs = trail_.converted(kShares * due::silent_step_micro(currency), currency, currency_of(account), account.span.last);
        step = std::max(step, theirs.value_or(own));
    }
    return step;
}

void RemittanceChecker::check(std::uint32_t worker, Account& account) {
    if (!reported(account.span)) return;
    std::int64_t employee = 0, employer = 0;
    bool told = true, summed = true;
    for (const std::uint32_t r : account.rows) {
        const auto own = in_scheme(table_.wide(f::employee_amount, r), r, account), theirs = in_scheme(table_.wide(f::employer_amount, r), r, account);
        told = told && own && theirs;
        add_stated(employee, own.value_or(0), summed);
        add_stated(employer, theirs.value_or(0), summed);
    }
    std::int64_t remitted = employee;
    add_stated(remitted, employer, summed);
    if (account.due == 0 && account.due_known && !account.at_least && remitted == 0 && told && summed) return;
    std::string missing;
    if (!told) missing = "missing:rates.rate";
    else if (!summed) missing = "missing:remittances.employee_amount";
    if (!account.due_known) missing = "missing:" + plan_.lines[static_cast<std::size_t>(account.line)].pack + ".contribution." + schemes_[account.scheme];
    const std::int64_t step = step_of(account);
    const std::int64_t gap = account.due - remitted;
    if (missing.empty() && gap >= step) missing = hole(worker, account.span);
    if (!missing.empty()) {
        Counter& count = counts_.of("remittance." + schemes_[account.scheme], currency_of(account), account.span, plan_.pack->id);
        ++count.tested;
        ++count.cannot_tell;
        Finding& fnd = finding(worker, account, "remittance.", Severity::warning, "cannot_tell");
        if (account.due_known) fnd.expected = {account.due, true};
        if (told && summed) fnd.found = {remitted, true};
        add_place(fnd.evidence, missing);
    } else {
        check_amount(worker, account, employee, employer);
    }
    check_days(worker, account);
    check_worked_days(worker, account);
    if (account.due_known) check_base(worker, account, told && summed && gap >= step);
}

void RemittanceChecker::check_amount(std::uint32_t worker, const Account& account, std::int64_t employee, std::int64_t employer) {
    const std::int64_t step = step_of(account);
    const std::int64_t remitted = employee + employer, gap = account.due - remitted;
    // A payslip that rounds its shares otherwise than the law's silence does is met, and so is a return of the same amounts.
    const std::int64_t rounding = account.booked - account.due;
    const bool as_booked = account.booked_known && remitted == account.booked && rounding <= 2 * step && rounding >= -2 * step;
    const bool short_of = gap >= step && !as_booked, beyond = -gap >= step && !as_booked;
    const std::string& scheme = schemes_[account.scheme];
    Counter& count = counts_.of("remittance." + scheme, currency_of(account), account.span, plan_.pack->id);
    ++count.tested;
    ++(short_of || beyond ? count.broken : count.met);
    if (!short_of && !beyond) return;
    if (short_of) count.amount_micro += gap;
    const DataTable& workers = (*s_.data)[TableKind::workers];
    const auto terms = s_.index->rows(TableKind::workers, worker);
    const bool has_number = std::any_of(terms.begin(), terms.end(), [&](std::uint32_t r) { return workers.text(records::field::workers::insurance_no, r) != 0; });
    const std::int64_t kept_back = std::min(gap, account.withheld - employee);
    std::string_view cause = "rate";
    if (beyond) cause = account.has_due ? "above_due" : "not_on_payroll";
    else if (account.rows.empty()) cause = has_number ? "never_declared" : "unregistered";
    else if (remitted == 0) cause = "nothing_remitted";
    else if (kept_back >= gap) cause = "withheld_not_remitted";
    for (const std::uint32_t r : account.rows) {
        const auto declared = in_scheme(table_.wide(f::declared_wage, r), r, account);
        if (short_of && declared && account.base != kNone64 && *declared < account.base) cause = "base";
    }
    const Severity broken = short_of ? Severity::breach : Severity::discrepancy;
    Finding& fnd = finding(worker, account, "remittance.", account.uncertain || (beyond && account.at_least) ? Severity::warning : broken, cause);
    fnd.expected = {account.due, true};
    fnd.found = {remitted, true};
    fnd.difference = {gap, true};
    if (account.rows.empty() && !terms.empty()) fnd.evidence = trail_.place(TableKind::workers, terms.back());
    if (account.withheld <= 0) return;
    Counter& kept = counts_.of("withheld_not_remitted." + scheme, currency_of(account), account.span, plan_.pack->id);
    ++kept.tested;
    ++(short_of && kept_back >= step ? kept.broken : kept.met);
    if (!short_of || kept_back < step) return;
    kept.amount_micro += kept_back;
    Finding& taken = finding(worker, account, "withheld_not_remitted.", Severity::breach, "withheld_not_remitted");
    taken.expected = {employee + kept_back, true};
    taken.found = {employee, true};
    taken.difference = {kept_back, true};
    if (account.rows.empty() && !terms.empty()) taken.evidence = trail_.place(TableKind::workers, terms.back());
}

void RemittanceChecker::check_days(std::uint32_t worker, const Account& account) {
    const std::string& scheme = schemes_[account.scheme];
    std::int32_t latest = 0;
    std::string late, missing;
    bool any = false;
    for (const std::uint32_t r : account.rows) {
        if (table_.wide(f::employee_amount, r) == 0 && table_.wide(f::employer_amount, r) == 0) continue;
        any = true;
        const std::int32_t paid_on = table_.narrow(f::paid_on, r);
        if (paid_on == kNone32) {
            missing = "missing:remittances.paid_on";
        } else if (account.payable != kNone32 && paid_on > account.payable) {
            latest = std::max(latest, paid_on - account.payable);
            add_place(late, trail_.place(TableKind::remittances, r));
        }
    }
    if (!any || (!account.has_due && account.payable == kNone32)) return;
    if (account.payable == kNone32) missing = "missing:" + plan_.lines[static_cast<std::size_t>(account.line)].pack + ".payable";
    Counter& count = counts_.of("late_remittance." + scheme, {}, account.span, plan_.pack->id);
    ++count.tested;
    if (latest == 0 && missing.empty()) {
        ++count.met;
        return;
    }
    ++(latest > 0 ? count.broken : count.cannot_tell);
    Finding& fnd = finding(worker, account, "late_remittance.", latest > 0 && !account.payable_uncertain ? Severity::breach : Severity::warning, "late");
    fnd.unit = AmountUnit::days;
    fnd.currency.clear();
    constexpr std::int64_t kDay = 1000000;
    if (latest > 0) {
        fnd.expected = {0, true};
        fnd.found = fnd.difference = {latest * kDay, true};
        fnd.evidence = late;
    } else {
        add_place(fnd.evidence, missing);
    }
}

// Days on which the records show the worker at work.
std::int64_t RemittanceChecker::days_worked(std::uint32_t worker, const Span& span) const {
    std::set<std::int32_t> days;
    const auto see = [&](std::int32_t day) {
        if (day >= span.first && day <= span.last) days.insert(day);
    };
    namespace t = records::field;
    for (const std::uint32_t r : s_.index->rows(TableKind::time, worker)) see((*s_.data)[TableKind::time].narrow(t::time::date, r));
    for (const std::uint32_t r : s_.index->rows(TableKind::hours, worker)) {
        if ((*s_.data)[TableKind::hours].narrow(t::hours::minutes, r) > 0) see((*s_.data)[TableKind::hours].narrow(t::hours::date, r));
    }
    for (const std::uint32_t r : s_.index->rows(TableKind::punches, worker)) {
        see(static_cast<std::int32_t>((*s_.data)[TableKind::punches].wide(t::punches::at, r) / 86400));
    }
    return static_cast<std::int64_t>(days.size());
}

// Fewer days declared than worked: the member loses days of insurance. More may be leave and holidays.
void RemittanceChecker::check_worked_days(std::uint32_t worker, const Account& account) {
    std::int64_t declared = 0;
    bool any = false;
    for (const std::uint32_t r : account.rows) {
        const std::int32_t days = table_.narrow_or_none(f::days, r);
        if (days == kNone32) continue;
        any = true;
        declared += days;
    }
    if (!any || !s_.has_attendance) return;
    const std::int64_t worked = days_worked(worker, account.span);
    Counter& count = counts_.of("declared_wage." + schemes_[account.scheme], {}, account.span, plan_.pack->id);
    ++count.tested;
    ++(declared < worked ? count.broken : count.met);
    if (declared >= worked) return;
    Finding& fnd = finding(worker, account, "declared_wage.", Severity::discrepancy, "days");
    constexpr std::int64_t kDay = 1000000;
    fnd.unit = AmountUnit::days;
    fnd.currency.clear();
    fnd.subject = "days";
    fnd.expected = {worked * kDay, true};
    fnd.found = {declared * kDay, true};
    fnd.difference = {(worked - declared) * kDay, true};
}

// The wage that the return declares against the one that the scheme reckons on; where the pack does not say which that is,
// a return that is short on a wage below the one booked.
void RemittanceChecker::check_base(std::uint32_t worker, const Account& account, bool short_of) {
    std::int64_t declared = 0;
    bool any = false, told = true;
    for (const std::uint32_t r : account.rows) {
        if (table_.wide(f::declared_wage, r) == kNone64) continue;
        const auto wage = in_scheme(table_.wide(f::declared_wage, r), r, account);
        // A contribution paid in parts states the one wage in each.
        if (any && wage && *wage == declared && *wage == account.base) continue;
        any = true;
        told = told && wage;
        add_stated(declared, wage.value_or(0), told);
    }
    if (!any || !account.has_due) return;
    std::int64_t base = account.base;
    if (base == kNone64 && short_of) {
        // Only what was booked as pay can be said then.
        base = 0;
        const DataTable& payroll = (*s_.data)[TableKind::payroll];
        for (const std::uint32_t r : s_.index->rows(TableKind::payroll, worker)) {
            const std::int32_t end = payroll.narrow(records::field::payroll::period_end, r);
            const std::string_view component = s_.data->strings.view(payroll.text(records::field::payroll::component, r));
            if (end < account.span.first || end > account.span.last || component != "gross") continue;
            StringId from = payroll.text(records::field::payroll::currency, r);
            if (from == 0) from = s_.currency;
            const auto gross = trail_.converted(payroll.wide(records::field::payroll::amount, r), s_.data->strings.view(from), currency_of(account), account.span.last);
            told = told && gross;
            add_stated(base, gross.value_or(0), told);
        }
        if (base <= declared) return;
    }
    if (base == kNone64) return;
    const std::int64_t step = step_of(account);
    const std::int64_t gap = base - declared;
    const bool broken = told && (gap >= step || -gap >= step);
    Counter& count = counts_.of("declared_wage." + schemes_[account.scheme], currency_of(account), account.span, plan_.pack->id);
    ++count.tested;
    ++(!told ? count.cannot_tell : (broken ? count.broken : count.met));
    if (told && !broken) return;
    Finding& fnd = finding(worker, account, "declared_wage.", account.uncertain || !told ? Severity::warning : Severity::discrepancy, "base");
    fnd.expected = {base, true};
    if (told) {
        fnd.found = {declared, true};
        fnd.difference = {gap, true};
        count.amount_micro += std::max<std::int64_t>(0, gap);
    } else {
        add_place(fnd.evidence, "missing:rates.rate");
    }
}

// A return for a scheme that the law in force does not have: nothing can be held against it.
void RemittanceChecker::unknown_schemes() {
    for (const auto& [key, rows] : strange_) {
        Finding fnd;
        fnd.employer = s_.employer.id;
        fnd.first = s_.periods[key.second].first;
        fnd.last = s_.periods[key.second].last;
        fnd.check = fnd.rule = "remittance." + key.first;
        fnd.severity = Severity::warning;
        fnd.unit = AmountUnit::count;
        fnd.pack = plan_.pack->id;
        constexpr std::size_t kMostPlaces = 20;
        for (std::size_t i = 0; i < std::min(rows.size(), kMostPlaces); ++i) add_place(fnd.evidence, trail_.place(TableKind::remittances, rows[i]));
        add_place(fnd.evidence, "missing:" + plan_.pack->id + ".contribution." + key.first);
        out_.findings.push_back(std::move(fnd));
    }
}

void RemittanceChecker::run() {
    read_schemes();
    std::size_t at = 0;
    for (std::uint32_t w = s_.employer.first_worker; w < s_.employer.first_worker + s_.employer.worker_count; ++w) {
        accounts_.clear();
        for (; at < input_.money.size() && input_.money[at].worker <= w; ++at) {
            const MoneyLine& m = input_.money[at];
            if (m.worker == w && m.line >= 0 && scheme_of_line_[static_cast<std::size_t>(m.line)] != kNowhere) add_due(m);
        }
        add_rows(w);
        for (Account& account : accounts_) check(w, account);
    }
    unknown_schemes();
    counts_.add_to(s_.employer.id, out_);
}

}  // namespace

void check_remittances(const MoneyInput& input, Result& out) { RemittanceChecker(input, out).run(); }

}  // namespace wageproof::reconcile::payments
