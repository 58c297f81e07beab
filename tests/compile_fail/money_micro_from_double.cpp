#include "wageproof/quantity/money.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Money::from_micro(1, Currency::of("USD"));
#ifdef WAGEPROOF_FORBIDDEN
    (void)Money::from_micro(1.5, Currency::of("USD"));
#endif
}
