#include "wageproof/quantity/money.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Money::from_units(1, Currency::of("USD"));
#ifdef WAGEPROOF_FORBIDDEN
    (void)Money::from_units(1.5, Currency::of("USD"));
#endif
}
