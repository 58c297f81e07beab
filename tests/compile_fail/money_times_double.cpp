#include "wageproof/quantity/money.hpp"

using namespace wageproof::quantity;

int main() {
    const Money wage = Money::from_units(208, Currency::of("USD"));
    (void)(wage * 2);
#ifdef WAGEPROOF_FORBIDDEN
    (void)(wage * 1.5);
#endif
}
