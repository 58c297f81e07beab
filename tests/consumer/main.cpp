// A user's program: one header, records in memory, a check, what it found; and the readers without any law.
#include <wageproof/wageproof.hpp>

#ifdef BOOST_VERSION
#error "a public header brings Boost along"
#endif
#ifdef DATE_H
#error "a public header brings the date library along"
#endif
#ifdef SIMDJSON_VERSION
#error "a public header brings simdjson along"
#endif

namespace {

int check_values() {
    using namespace wageproof;
    const auto day = quantity::parse_date("2024-02-29");
    const auto usd = quantity::Currency::from_code("USD");
    if (!day || !usd) return 1;
    const auto wage = quantity::Money::from_units(208, *usd);
    if (quantity::to_text(wage, quantity::RoundingMode::half_even) != "208.00") return 1;
    for (const law::EmbeddedPack& pack : law::embedded_packs()) {
        if (pack.name.empty() || pack.size == 0) return 1;
    }
    return 0;
}

int check_readers_alone() {
    using namespace wageproof;
    readers::ReadOptions options;
    options.require_needed = false;
    const auto data = readers::read_files({{"employer.json", {}, R"({"employer_id":"e","law":"none","currency":"USD","period":"monthly"})"},
                                           {"pieces.csv", {}, "worker_id,date,quantity,rate\nw,2025-10-01,12,0.25\nw,2025-10-01,12,much\n"}},
                                          options);
    if (!data) return 2;
    const auto counts = readers::count_rows(*data, records::TableKind::pieces);
    if (counts.accepted != 1 || counts.rejected != 1) return 2;
    return (*data)[records::TableKind::pieces].wide(records::field::pieces::rate, 0) == 250'000 ? 0 : 2;
}

int check_a_payslip() {
    using namespace wageproof;
    if (law::embedded_packs().empty()) return 0;
    const std::string law(law::embedded_packs().front().name);
    const auto pack = law::load_embedded(law);
    if (!pack) return 3;
    const std::string currency = to_text(quantity::Currency::from_packed((*pack)->currency));
    const auto data = readers::read_files(
        {{"employer.json", {}, R"({"employer_id":"e","law":")" + law + R"(","currency":")" + currency + R"(","period":"monthly"})"},
         {"workers.csv", {}, "worker_id,pay_basis,wage\nw,monthly,1000\n"},
         {"payroll.csv", {}, "worker_id,period_start,period_end,component,amount\nw,2025-10-01,2025-10-31,basic,900\n"}});
    if (!data) return 3;
    const auto result = reconcile::check(*data, {});
    if (!result || result->workers != 1 || result->lines.empty()) return 3;
    const auto working = reconcile::explain(*data, {}, "w", quantity::Date::of(2025, 10, 1).serial(), "");
    if (!working || report::working_text(*working).empty()) return 3;
    return report::summary_json(*result, *data, report::totals_of(*result, *data)).empty() ? 3 : 0;
}

}  // namespace

int main() {
    if (const int failed = check_values(); failed != 0) return failed;
    if (const int failed = check_readers_alone(); failed != 0) return failed;
    return check_a_payslip();
}
