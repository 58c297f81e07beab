// A user's program: it includes a header, calls into the library, and is linked.
#include <wageproof/law/embedded_packs.hpp>
#include <wageproof/quantity/date.hpp>
#include <wageproof/quantity/money.hpp>

int main() {
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
