// The batch run and the ledger over the same payments, and the rows of a run whatever the order and number of files.
#include <gtest/gtest.h>

#include <map>

#include "ledger_world.hpp"
#include "wageproof/quantity/decimal.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/report/tables.hpp"

namespace wageproof::reconcile::testing {
namespace {

std::string date_text(std::int32_t serial) {
    return serial == records::kNone32 ? std::string() : quantity::to_text(quantity::Date::from_serial(serial));
}

std::string amount_text(std::int64_t micro) {
    std::string text;
    quantity::append_decimal_trimmed(text, micro);
    return text;
}

constexpr const char* kHeader =
    "payment_id,worker_id,account,period_start,period_end,paid_on,amount,fee,status,returned_of,event_id,end_to_end_id,message_id,batch_id,"
    "instructed_on,batch_count,grade,event\n";

std::string row_text(const LedgerEvent& e) {
    const auto statuses = records::spec_of(records::TableKind::payments).fields[records::field::payments::status].values;
    const bool of_batch = e.worker_id.empty() && e.account.empty();
    std::string text;
    for (const std::string& cell :
         {e.payment_id, e.worker_id, e.account, date_text(e.period_start), date_text(e.period_end), date_text(e.paid_on), amount_text(e.amount_micro),
          e.fee_micro > 0 ? amount_text(e.fee_micro) : std::string(), std::string(statuses[static_cast<std::size_t>(e.status)]), e.returned_of, e.event_id,
          e.end_to_end_id, e.message_id, e.batch_id, date_text(e.instructed_on), e.batch_count == records::kNone32 ? std::string() : std::to_string(e.batch_count),
          std::string(of_batch ? "c" : ""), std::string(of_batch ? "booking" : "")}) {
        text += cell;
        text += ',';
    }
    text.back() = '\n';
    return text;
}

records::Dataset read(const World& world, const std::vector<std::string>& payment_files) {
    std::string workers = "worker_id,pay_basis,wage,account\n", payroll = "worker_id,period_start,period_end,component,amount\n";
    for (const World::Person& p : world.people) workers += p.id + ",monthly,300," + p.account + "\n";
    for (const LedgerDue& d : world.dues) {
        const std::string start = d.worker_id + "," + date_text(d.first) + "," + date_text(d.last) + ",";
        payroll += start + "basic," + amount_text(d.net_micro) + "\n" + start + "net," + amount_text(d.net_micro) + "\n";
    }
    std::vector<readers::InputFile> files{
        {"employer.json", "", R"({"employer_id":"E1","law":"kh","currency":"USD","period":"monthly","attributes":{"sector":"garment","size":50}})"},
        {"workers.csv", "", workers},
        {"payroll.csv", "", payroll}};
    for (std::size_t i = 0; i < payment_files.size(); ++i) files.push_back({numbered("payments-", static_cast<int>(i)).append(".csv"), "", std::string(kHeader).append(payment_files[i])});
    auto data = readers::read_files(std::move(files));
    EXPECT_TRUE(data.ok()) << data.status().message();
    return data.ok() ? std::move(*data) : records::Dataset();
}

Result checked(const records::Dataset& data, unsigned threads) {
    CheckOptions options;
    options.threads = threads;
    auto result = check(data, options);
    EXPECT_TRUE(result.ok()) << result.status().message();
    return result.ok() ? std::move(*result) : Result();
}

std::string whole_file(const World& world) {
    std::string text;
    for (const LedgerEvent& e : world.events) text += row_text(e);
    return text;
}

// Rows without the places in files, which splitting moves.
std::vector<std::string> rows_of(const Result& result, const records::Dataset& data) {
    std::vector<std::string> rows;
    for (const report::Table table : {report::Table::matches, report::Table::reconciliation, report::Table::findings}) {
        const std::size_t cells = report::fields_of(table).size() - (table == report::Table::matches ? 2 : (table == report::Table::findings ? 1 : 0));
        for (const auto& row : report::cells_of(table, result, data)) {
            std::string text(report::name_of(table));
            for (std::size_t i = 0; i < cells; ++i) text.append("|").append(row[i]);
            rows.push_back(std::move(text));
        }
    }
    return rows;
}

constexpr std::uint64_t kWorlds = 40;

TEST(PaymentsBatch, SaysWhatTheLedgerSays) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        const World world = make_world(seed);
        const records::Dataset data = read(world, {whole_file(world)});
        ASSERT_TRUE(data.rejects.empty()) << data.rejects.front().reason << " " << data.rejects.front().column;
        const Result result = checked(data, 1);
        std::map<std::pair<std::string, std::int32_t>, std::int64_t> paid;
        for (const auto& [id, state] : world.ledger().all_states()) {
            for (const LedgerPeriod& p : state.periods) paid[{id, p.first}] = p.paid_micro;
        }
        std::size_t compared = 0;
        for (const LineRow line : result.lines) {
            if (line.line >= 0) continue;
            ASSERT_TRUE(line.paid.given);
            EXPECT_EQ(line.paid.value, (paid[{std::string(data.strings.view(line.worker)), line.first}])) << "seed " << seed;
            ++compared;
        }
        EXPECT_EQ(compared, world.dues.size());
    }
}

TEST(PaymentsBatch, OrderSplitAndThreadsChangeNothing) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        World world = make_world(seed);
        const records::Dataset data = read(world, {whole_file(world)});
        const std::vector<std::string> before = rows_of(checked(data, 1), data);
        std::mt19937_64 engine(seed);
        for (std::size_t i = world.events.size(); i > 1; --i) std::swap(world.events[i - 1], world.events[engine() % i]);
        std::vector<std::string> files(3);
        for (std::size_t i = 0; i < world.events.size(); ++i) files[i % 3] += row_text(world.events[i]);
        const records::Dataset other = read(world, files);
        ASSERT_EQ(before, rows_of(checked(other, 3), other)) << "seed " << seed;
    }
}

TEST(PaymentsBatch, MatchesSumUpToTheAcceptedPayments) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        World world = make_world(seed);
        // One row a payment, as in a plain list.
        std::erase_if(world.events, [](const LedgerEvent& e) { return !e.end_to_end_id.empty() || e.batch_count != records::kNone32; });
        const records::Dataset data = read(world, {whole_file(world)});
        std::int64_t told = 0, matched = 0;
        for (const LedgerEvent& e : world.events) told += e.amount_micro;
        for (const MatchRow& m : checked(data, 2).matches) matched += m.amount_micro;
        EXPECT_EQ(told, matched) << "seed " << seed;
    }
}

}  // namespace
}  // namespace wageproof::reconcile::testing
