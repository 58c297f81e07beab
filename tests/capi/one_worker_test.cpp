// A checker keeps what it set up for one payslip and fills it with the next: the answer must be that of a folder with the
// same rows, whatever was checked before, and whoever comes between.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/wageproof.h"

namespace {

namespace f = wageproof::records::field;
using wageproof::records::DataTable;
using wageproof::records::Dataset;
using wageproof::records::kNone32;
using wageproof::records::kNone64;
using wageproof::records::TableKind;

/// A payslip and the texts and lists that it points to.
struct Slip {
    std::deque<std::string> texts;
    std::vector<wageproof_workday> workdays;
    std::vector<wageproof_leave_day> leave;
    std::vector<wageproof_booking> bookings;
    std::vector<wageproof_piece_lot> pieces;
    std::vector<wageproof_attribute> employer, worker;
    wageproof_payslip c{};

    const char* keep(std::string_view text) { return text.empty() ? nullptr : texts.emplace_back(text).c_str(); }
    void bind() {
        c.workdays = workdays.data(), c.workday_count = workdays.size();
        c.leave_days = leave.data(), c.leave_day_count = leave.size();
        c.bookings = bookings.data(), c.booking_count = bookings.size();
        c.piece_lots = pieces.data(), c.piece_lot_count = pieces.size();
        c.employer_attributes = employer.data(), c.employer_attribute_count = employer.size();
        c.worker_attributes = worker.data(), c.worker_attribute_count = worker.size();
    }
};

/// The sample factory's workers, each with the month that it was paid for.
class Factory {
public:
    Factory() : data_(*wageproof::readers::read_folder(WAGEPROOF_SOURCE_DIR "/examples/factory-kh", zone())) {
        const DataTable& workers = data_[TableKind::workers];
        std::map<std::string, std::size_t> rows;
        for (std::size_t row = 0; row < workers.row_count(); ++row) rows[text(TableKind::workers, f::workers::worker_id, row)]++;
        for (std::size_t row = 0; row < workers.row_count(); ++row) {
            // A payslip's worker has one set of terms.
            if (rows[text(TableKind::workers, f::workers::worker_id, row)] == 1) add_worker(row);
        }
        const auto each = [&](TableKind kind, auto&& add) {
            for (std::size_t row = 0; row < data_[kind].row_count(); ++row) {
                const auto slip = slips_.find(text(kind, 1, row));
                if (slip != slips_.end()) add(slip->second, data_[kind], row);
            }
        };
        each(TableKind::time, [](Slip& slip, const DataTable& t, std::size_t row) {
            slip.workdays.push_back({t.narrow(f::time::date, row), t.narrow(f::time::start, row), t.narrow(f::time::end, row), t.narrow(f::time::break_minutes, row)});
        });
        each(TableKind::leave, [this](Slip& slip, const DataTable& t, std::size_t row) {
            slip.leave.push_back({t.narrow(f::leave::date, row), 0, slip.keep(code(t, f::leave::type, row)), slip.keep(code(t, f::leave::paid, row))});
        });
        each(TableKind::pieces, [this](Slip& slip, const DataTable& t, std::size_t row) {
            slip.pieces.push_back({t.narrow(f::pieces::date, row), 0, slip.keep(text(TableKind::pieces, f::pieces::item, row)), t.wide(f::pieces::quantity, row), t.wide(f::pieces::rate, row)});
        });
        each(TableKind::payroll, [this](Slip& slip, const DataTable& t, std::size_t row) {
            slip.c.period_start = t.narrow(f::payroll::period_start, row);
            slip.c.period_end = t.narrow(f::payroll::period_end, row);
            slip.bookings.push_back({slip.keep(text(TableKind::payroll, f::payroll::component, row)), t.wide(f::payroll::amount, row),
                                     t.wide(f::payroll::quantity, row) == kNone64 ? WAGEPROOF_NO_AMOUNT : t.wide(f::payroll::quantity, row)});
        });
        for (auto& [id, slip] : slips_) slip.bind();
    }
    [[nodiscard]] const std::map<std::string, Slip>& slips() const { return slips_; }

private:
    static wageproof::readers::ReadOptions zone() {
        wageproof::readers::ReadOptions options;
        options.time_zone = "Asia/Phnom_Penh";
        return options;
    }
    [[nodiscard]] std::string text(TableKind kind, int field, std::size_t row) const { return std::string(data_.strings.view(data_[kind].text(field, row))); }
    static std::string_view code(const DataTable& t, int field, std::size_t row) {
        const std::int32_t value = t.narrow(field, row);
        return value == kNone32 ? std::string_view() : t.spec->fields[static_cast<std::size_t>(field)].values[static_cast<std::size_t>(value)];
    }
    void add_worker(std::size_t row) {
        const DataTable& t = data_[TableKind::workers];
        Slip& slip = slips_[text(TableKind::workers, f::workers::worker_id, row)];
        wageproof_payslip_init(&slip.c, sizeof slip.c);
        slip.c.worker_id = slip.keep(text(TableKind::workers, f::workers::worker_id, row));
        slip.c.currency = "USD";
        const auto day = [&](int field) { return t.narrow(field, row) == kNone32 ? WAGEPROOF_NO_DATE : t.narrow(field, row); };
        slip.c.hired_on = day(f::workers::hired_on);
        slip.c.birth_date = day(f::workers::birth_date);
        slip.c.insured_since = day(f::workers::insured_since);
        slip.c.week_days = t.narrow(f::workers::week_days, row);
        slip.c.sex = slip.keep(code(t, f::workers::sex, row));
        slip.c.contract = slip.keep(code(t, f::workers::contract, row));
        slip.c.pay_basis = slip.keep(code(t, f::workers::pay_basis, row));
        slip.c.rest_weekday = slip.keep(code(t, f::workers::rest_weekday, row));
        slip.c.grade = slip.keep(text(TableKind::workers, f::workers::grade, row));
        slip.c.insurance_no = slip.keep(text(TableKind::workers, f::workers::insurance_no, row));
        slip.c.wage_micro = t.wide(f::workers::wage, row) == kNone64 ? WAGEPROOF_NO_AMOUNT : t.wide(f::workers::wage, row);
        slip.employer = {{"sector", "garment"}, {"size", "500"}};
        slip.worker = {{"line", "line_01"}};
    }

    Dataset data_;
    std::map<std::string, Slip> slips_;
};

const Factory& factory() {
    static const Factory made;
    return made;
}

std::string day_text(std::int32_t day) { return to_text(wageproof::quantity::Date::from_serial(day)); }
std::string clock_text(std::int32_t second) {
    const auto two = [](std::int32_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
}

/// One row of NDJSON.
class Row {
public:
    Row& add(std::string_view name, const char* value) {
        if (value != nullptr && *value != '\0') text_ += (text_.empty() ? "" : ",") + ("\"" + std::string(name) + "\":\"" + value + "\"");
        return *this;
    }
    Row& day(std::string_view name, std::int32_t value) { return value == WAGEPROOF_NO_DATE ? *this : add(name, day_text(value).c_str()); }
    Row& clock(std::string_view name, std::int32_t value) { return value == WAGEPROOF_NONE ? *this : add(name, clock_text(value).c_str()); }
    Row& whole(std::string_view name, std::int32_t value) { return value == WAGEPROOF_NONE ? *this : add(name, std::to_string(value).c_str()); }
    Row& amount(std::string_view name, std::int64_t micro) {
        if (micro == WAGEPROOF_NO_AMOUNT) return *this;
        std::string text;
        wageproof::quantity::append_decimal_trimmed(text, micro);
        return add(name, text.c_str());
    }
    [[nodiscard]] std::string line() const { return "{" + text_ + "}\n"; }

private:
    std::string text_;
};

/// The payslip as the files of a folder.
std::map<std::string, std::string> files_of(const wageproof_payslip& slip) {
    const char* const worker = slip.worker_id == nullptr ? "w1" : slip.worker_id;
    std::map<std::string, std::string> files;
    Row employer;
    employer.add("employer_id", "employer").add("law", "kh").add("currency", slip.currency).add("period", "monthly");
    for (std::size_t i = 0; i < slip.employer_attribute_count; ++i) employer.add(slip.employer_attributes[i].name, slip.employer_attributes[i].value);
    files["employers.ndjson"] = employer.line();
    Row terms;
    terms.add("worker_id", worker).day("hired_on", slip.hired_on).day("left_on", slip.left_on).day("birth_date", slip.birth_date);
    terms.day("insured_since", slip.insured_since).whole("week_days", slip.week_days).add("sex", slip.sex).add("contract", slip.contract);
    terms.add("pay_basis", slip.pay_basis).add("grade", slip.grade).add("region", slip.region).add("rest_weekday", slip.rest_weekday);
    terms.add("insurance_no", slip.insurance_no).amount("wage", slip.wage_micro).add("currency", slip.currency);
    for (std::size_t i = 0; i < slip.worker_attribute_count; ++i) terms.add(slip.worker_attributes[i].name, slip.worker_attributes[i].value);
    files["workers.ndjson"] = terms.line();
    if (slip.workdays != nullptr) files["time.ndjson"];
    for (std::size_t i = 0; i < slip.workday_count; ++i) {
        const wageproof_workday& day = slip.workdays[i];
        files["time.ndjson"] += Row().add("worker_id", worker).day("date", day.date).clock("start", day.start_second).clock("end", day.end_second).whole("break_minutes", day.break_minutes).line();
    }
    if (slip.leave_days != nullptr) files["leave.ndjson"];
    for (std::size_t i = 0; i < slip.leave_day_count; ++i) {
        files["leave.ndjson"] += Row().add("worker_id", worker).day("date", slip.leave_days[i].date).add("type", slip.leave_days[i].type).add("paid", slip.leave_days[i].paid).line();
    }
    if (slip.bookings != nullptr) files["payroll.ndjson"];
    for (std::size_t i = 0; i < slip.booking_count; ++i) {
        const wageproof_booking& booking = slip.bookings[i];
        files["payroll.ndjson"] += Row().add("worker_id", worker).day("period_start", slip.period_start).day("period_end", slip.period_end).add("component", booking.component).amount("amount", booking.amount_micro).amount("quantity", booking.quantity_micro).line();
    }
    if (slip.piece_lots != nullptr) files["pieces.ndjson"];
    for (std::size_t i = 0; i < slip.piece_lot_count; ++i) {
        const wageproof_piece_lot& lot = slip.piece_lots[i];
        files["pieces.ndjson"] += Row().add("worker_id", worker).day("date", lot.date).add("item", lot.item).amount("quantity", lot.quantity_micro).amount("rate", lot.rate_micro).line();
    }
    return files;
}

/// All tables of a result, and its working, as one text. Files are named as tables in memory are.
std::string told(wageproof_result* result, const wageproof_payslip& slip, bool with_working) {
    std::string all;
    wageproof_error error{};
    const auto take = [&](wageproof_status status, wageproof_text*& text) {
        all += status == WAGEPROOF_OK ? std::string(wageproof_text_data(text), wageproof_text_size(text)) : std::string(error.message);
        all += "\n----\n";
        wageproof_text_destroy(&text);
    };
    wageproof_text* text = nullptr;
    for (const wageproof_table table : {WAGEPROOF_DUE, WAGEPROOF_RECONCILIATION, WAGEPROOF_FINDINGS, WAGEPROOF_CHECKS, WAGEPROOF_BALANCES, WAGEPROOF_REJECTS}) {
        take(wageproof_result_table(result, table, WAGEPROOF_NDJSON, &text, &error), text);
    }
    take(wageproof_result_page(result, 100, &text, &error), text);
    if (with_working) {
        const std::string worker = slip.worker_id == nullptr ? "w1" : slip.worker_id;
        take(wageproof_result_explain(result, worker.data(), worker.size(), slip.period_end, nullptr, 0, 1, &text, &error), text);
    }
    wageproof_totals totals{};
    totals.struct_size = sizeof totals;
    EXPECT_EQ(wageproof_result_totals(result, &totals, &error), WAGEPROOF_OK) << error.message;
    for (const std::uint64_t count : {totals.workers, totals.worker_periods, totals.worker_days, totals.breaches, totals.discrepancies, totals.warnings, totals.notices}) all += std::to_string(count) + ";";
    wageproof_result_destroy(&result);
    for (std::size_t at = 0; (at = all.find(".ndjson", at)) != std::string::npos;) all.erase(at, 7);
    return all;
}

class OneWorker : public testing::Test {
protected:
    OneWorker() {
        EXPECT_EQ(wageproof_packs_create(&packs_, &error_), WAGEPROOF_OK);
        checker_ = make();
    }
    ~OneWorker() override {
        wageproof_checker_destroy(&checker_);
        wageproof_packs_destroy(&packs_);
    }
    wageproof_checker* make() {
        wageproof_checker* checker = nullptr;
        EXPECT_EQ(wageproof_checker_create(packs_, "kh", 2, &checker, &error_), WAGEPROOF_OK) << error_.message;
        return checker;
    }
    wageproof_result* check(wageproof_checker* checker, const wageproof_payslip& slip) {
        wageproof_result* result = nullptr;
        EXPECT_EQ(wageproof_checker_check(checker, &slip, &result, &error_), WAGEPROOF_OK) << error_.message;
        return result;
    }
    std::string by_slip(const wageproof_payslip& slip, bool with_working = false) { return told(check(checker_, slip), slip, with_working); }
    std::string by_folder(const wageproof_payslip& slip, bool with_working = false) {
        wageproof_tables* tables = nullptr;
        wageproof_records* records = nullptr;
        wageproof_result* result = nullptr;
        EXPECT_EQ(wageproof_tables_create(&tables, &error_), WAGEPROOF_OK);
        for (const auto& [name, bytes] : files_of(slip)) {
            EXPECT_EQ(wageproof_tables_add_bytes(tables, name.data(), name.size(), bytes.data(), bytes.size(), &error_), WAGEPROOF_OK) << error_.message;
        }
        EXPECT_EQ(wageproof_records_read_tables(packs_, tables, nullptr, &records, &error_), WAGEPROOF_OK) << error_.message;
        EXPECT_EQ(wageproof_check(packs_, records, nullptr, &result, &error_), WAGEPROOF_OK) << error_.message;
        std::string all = told(result, slip, with_working);
        wageproof_records_destroy(&records);
        wageproof_tables_destroy(&tables);
        return all;
    }

    wageproof_packs* packs_ = nullptr;
    wageproof_checker* checker_ = nullptr;
    wageproof_error error_{};
};

TEST_F(OneWorker, IsAsTheFolderWithTheSameRows) {
    std::size_t seen = 0;
    for (const auto& [id, slip] : factory().slips()) {
        if (slip.bookings.empty() || seen++ % 7 != 0) continue;
        ASSERT_EQ(by_slip(slip.c, seen % 4 == 0), by_folder(slip.c, seen % 4 == 0)) << id;
    }
    EXPECT_GT(seen, 400U);
}

TEST_F(OneWorker, IsTheSameWhateverWasCheckedBefore) {
    // Forward and back, so that each stands behind another; the first answer of a fresh checker is read as a folder is.
    std::map<std::string, std::string> first;
    for (const auto& [id, slip] : factory().slips()) {
        if (!slip.bookings.empty()) first[id] = by_slip(slip.c);
    }
    const auto& slips = factory().slips();
    for (auto at = slips.rbegin(); at != slips.rend(); ++at) {
        if (at->second.bookings.empty()) continue;
        ASSERT_EQ(by_slip(at->second.c), first[at->first]) << at->first;
    }
    std::size_t seen = 0;
    for (const auto& [id, slip] : slips) {
        if (slip.bookings.empty() || seen++ % 61 != 0) continue;
        wageproof_checker* fresh = make();
        EXPECT_EQ(told(check(fresh, slip.c), slip.c, false), first[id]) << id;
        wageproof_checker_destroy(&fresh);
    }
}

TEST_F(OneWorker, KeepsAResultWhileOthersAreChecked) {
    const Slip &one = factory().slips().begin()->second, &other = factory().slips().rbegin()->second;
    const std::string wanted = by_slip(one.c, true), wanted_other = by_slip(other.c, true);
    wageproof_result* held = check(checker_, one.c);
    wageproof_result* second = check(checker_, other.c);
    EXPECT_EQ(by_slip(other.c, true), wanted_other);
    wageproof_checker_destroy(&checker_);
    std::string from_thread;
    std::thread([&] { from_thread = told(held, one.c, true); }).join();
    EXPECT_EQ(from_thread, wanted);
    EXPECT_EQ(told(second, other.c, true), wanted_other);
}

TEST_F(OneWorker, ReadsWhatIsNotPlainAsAFileIsRead) {
    const auto full = std::find_if(factory().slips().begin(), factory().slips().end(), [](const auto& each) { return each.second.workdays.size() > 20 && each.second.bookings.size() > 3; });
    ASSERT_NE(full, factory().slips().end());
    const Slip& good = full->second;
    const std::string wanted = by_slip(good.c);
    const auto refused_or_same = [&](const wageproof_payslip& odd) {
        wageproof_checker* fresh = make();
        wageproof_result *first = nullptr, *again = nullptr;
        const wageproof_status status = wageproof_checker_check(fresh, &odd, &first, &error_);
        ASSERT_EQ(wageproof_checker_check(checker_, &odd, &again, &error_), status);
        if (status == WAGEPROOF_OK) {
            EXPECT_EQ(told(again, odd, false), told(first, odd, false));
        }
        wageproof_checker_destroy(&fresh);
        EXPECT_EQ(by_slip(good.c), wanted);
    };
    wageproof_payslip odd = good.c;
    odd.sex = "F";
    refused_or_same(odd);
    odd = good.c;
    odd.grade = " operator ";
    refused_or_same(odd);
    odd = good.c;
    odd.insurance_no = "1.2E+10";
    refused_or_same(odd);
    odd = good.c;
    odd.nationality = "cambodian";
    refused_or_same(odd);
    odd = good.c;
    odd.week_days = 9;
    refused_or_same(odd);
    odd = good.c;
    odd.hired_on = 2'000'000'000;
    refused_or_same(odd);
    odd = good.c;
    odd.currency = "KHR";
    refused_or_same(odd);
    odd = good.c;
    odd.workday_count = 0;
    odd.workdays = nullptr;
    refused_or_same(odd);
    odd = good.c;
    odd.booking_count = 0;
    refused_or_same(odd);
    odd.bookings = nullptr;
    refused_or_same(odd);
    odd = good.c;
    odd.period_end += 3;
    refused_or_same(odd);
    std::vector<wageproof_workday> days = good.workdays;
    days[0].end_second = WAGEPROOF_NONE;
    odd = good.c;
    odd.workdays = days.data();
    refused_or_same(odd);
    days[0].start_second = WAGEPROOF_NONE;
    refused_or_same(odd);
    days = good.workdays;
    days[0].break_minutes = 1400;
    odd.workdays = days.data();
    refused_or_same(odd);
    days = good.workdays;
    std::swap(days[0], days[5]);
    odd.workdays = days.data();
    refused_or_same(odd);
    days[3].date -= 400;
    refused_or_same(odd);
    std::vector<wageproof_booking> bookings = good.bookings;
    bookings[0].component = "basics";
    odd = good.c;
    odd.bookings = bookings.data();
    refused_or_same(odd);
    bookings[0] = {"allowance.something_new", 17'000'000, WAGEPROOF_NO_AMOUNT};
    refused_or_same(odd);
    bookings[0].amount_micro = 2'000'000'000'000'000'000;
    refused_or_same(odd);
    const wageproof_attribute own[] = {{"line", "line_07"}, {"skill", "sewing"}};
    odd = good.c;
    odd.worker_attributes = own;
    odd.worker_attribute_count = 2;
    refused_or_same(odd);
    const wageproof_attribute field[] = {{"probation_until", "2025-12-31"}};
    odd.worker_attributes = field;
    odd.worker_attribute_count = 1;
    refused_or_same(odd);
}

}  // namespace
