#include "wageproof/quantity/days.hpp"
#include "wageproof/quantity/money.hpp"

using namespace wageproof::quantity;

int main() {
    const Money wage = Money::from_units(208, Currency::of("USD"));
    const Days leave = Days::from_whole(1);
    (void)(wage + wage);
    (void)(leave + leave);
#ifdef WAGEPROOF_FORBIDDEN
    (void)(wage + leave);
#endif
}
