#include "wageproof/quantity/date.hpp"

using namespace wageproof::quantity;

int main() {
    (void)add_months(Date::of(2024, 1, 31), 1, EndOfMonth::last_day);
#ifdef WAGEPROOF_FORBIDDEN
    (void)add_months(Date::of(2024, 1, 31), 1);
#endif
}
