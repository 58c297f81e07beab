#include "wageproof/quantity/money.hpp"

using namespace wageproof::quantity;

int main() {
    const Money wage = Money::from_units(208, Currency::of("USD"));
    (void)Money::try_multiply(wage, Ratio(1), Rounding(RoundingMode::down, 1));
#ifdef WAGEPROOF_FORBIDDEN
    (void)(wage * Ratio(1));
#endif
}
