#include "wageproof/records/dataset.hpp"

#include <gtest/gtest.h>
#include <string>

namespace wageproof::records {
namespace {

TEST(StringPool, HoldsEachTextOnceAndZeroIsNotGiven) {
    StringPool pool;
    EXPECT_EQ(pool.intern(""), 0U);
    EXPECT_EQ(pool.view(0), "");
    const StringId first = pool.intern("W1");
    EXPECT_EQ(pool.intern("W1"), first);
    EXPECT_EQ(pool.find("W1"), first);
    EXPECT_EQ(pool.find("W2"), 0U);
}

TEST(StringPool, ViewsStayWhereTheyAreWhileItGrows) {
    StringPool pool;
    const std::string_view early = pool.view(pool.intern("a text of more than eight bytes"));
    const char* place = early.data();
    for (int i = 0; i < 100'000; ++i) {
        EXPECT_EQ(pool.intern("id" + std::to_string(i)), static_cast<StringId>(i + 2));
    }
    pool.intern(std::string(1'000'000, 'x'));
    EXPECT_EQ(early.data(), place);
    EXPECT_EQ(pool.view(pool.find("id99999")), "id99999");
    StringPool moved = std::move(pool);
    EXPECT_EQ(moved.view(moved.find("id77")), "id77");
}

// The numbers under `field` and the lists of the tables are written twice; this holds them together.
TEST(Schema, NamedPositionsMatchTheLists) {
    const auto check = [](TableKind kind, std::string_view last, int index) {
        EXPECT_EQ(field_index(kind, last), index) << spec_of(kind).name << "." << last;
        EXPECT_EQ(spec_of(kind).fields.size(), static_cast<std::size_t>(index) + 1) << spec_of(kind).name;
    };
    check(TableKind::employers, "periods", field::employers::periods);
    check(TableKind::workers, "job_points", field::workers::job_points);
    check(TableKind::time, "kind", field::time::kind);
    check(TableKind::punches, "device", field::punches::device);
    check(TableKind::hours, "night_minutes", field::hours::night_minutes);
    check(TableKind::totals, "absent_days", field::totals::absent_days);
    check(TableKind::leave, "paid", field::leave::paid);
    check(TableKind::balances, "days", field::balances::days);
    check(TableKind::pieces, "rate", field::pieces::rate);
    check(TableKind::payroll, "fixed", field::payroll::fixed);
    check(TableKind::payments, "notes", field::payments::notes);
    check(TableKind::remittances, "days", field::remittances::days);
    check(TableKind::calendar, "name", field::calendar::name);
    check(TableKind::rates, "source", field::rates::source);
    EXPECT_EQ(field_index(TableKind::workers, "week_hours"), field::workers::week_hours);
    EXPECT_EQ(field_index(TableKind::workers, "leaving_reason"), field::workers::leaving_reason);
    EXPECT_EQ(field_index(TableKind::payments, "channel"), field::payments::channel);
    EXPECT_EQ(field_index(TableKind::payments, "returned_of"), field::payments::returned_of);
    EXPECT_EQ(field_index(TableKind::payments, "event"), field::payments::event);
    EXPECT_EQ(field_index(TableKind::payments, "transaction_id"), field::payments::transaction_id);
    EXPECT_EQ(field_index(TableKind::remittances, "reference"), field::remittances::reference);
    EXPECT_EQ(field_index(TableKind::totals, "rest_day_minutes"), field::totals::rest_day_minutes);
    EXPECT_EQ(field_index(TableKind::workers, "no_such_field"), -1);
}

TEST(Schema, EveryTableIsFoundByItsNameAndBeginsWithTheEmployer) {
    for (std::size_t kind = 0; kind < kTableCount; ++kind) {
        const TableSpec& spec = spec_of(static_cast<TableKind>(kind));
        EXPECT_EQ(spec.kind, static_cast<TableKind>(kind));
        EXPECT_EQ(find_table(spec.name), &spec);
        EXPECT_EQ(spec.fields.front().name, "employer_id");
    }
    EXPECT_EQ(find_table("wages"), nullptr);
}

TEST(Schema, CodesMatchTheirEnums) {
    const auto code = [](TableKind kind, int field, auto value) {
        return spec_of(kind).fields[static_cast<std::size_t>(field)].values[static_cast<std::size_t>(value)];
    };
    EXPECT_EQ(code(TableKind::workers, field::workers::sex, Sex::x), "x");
    EXPECT_EQ(code(TableKind::workers, field::workers::contract, Contract::casual), "casual");
    EXPECT_EQ(code(TableKind::workers, field::workers::pay_basis, PayBasis::piece), "piece");
    EXPECT_EQ(code(TableKind::workers, field::workers::rest_weekday, Weekday::sun), "sun");
    EXPECT_EQ(code(TableKind::workers, field::workers::leaving_reason, LeavingReason::other), "other");
    EXPECT_EQ(code(TableKind::time, field::time::kind, TimeKind::standby), "standby");
    EXPECT_EQ(code(TableKind::punches, field::punches::direction, Direction::out), "out");
    EXPECT_EQ(code(TableKind::leave, field::leave::type, LeaveType::absent), "absent");
    EXPECT_EQ(code(TableKind::leave, field::leave::type, LeaveType::public_duty), "public_duty");
    EXPECT_EQ(code(TableKind::leave, field::leave::paid, YesNo::no), "no");
    EXPECT_EQ(code(TableKind::calendar, field::calendar::kind, CalendarKind::working_day), "working_day");
    EXPECT_EQ(code(TableKind::payments, field::payments::channel, Channel::cheque), "cheque");
    EXPECT_EQ(code(TableKind::payments, field::payments::status, PaymentStatus::rejected), "rejected");
}

TEST(Dataset, BeginsWithEmptyTablesThatKnowTheirFields) {
    const Dataset data;
    EXPECT_EQ(data[TableKind::payroll].spec, &spec_of(TableKind::payroll));
    EXPECT_EQ(data[TableKind::payroll].columns.size(), spec_of(TableKind::payroll).fields.size());
    EXPECT_EQ(data[TableKind::payroll].row_count(), 0U);
    EXPECT_FALSE(data[TableKind::payroll].present);
}

}  // namespace
}  // namespace wageproof::records
