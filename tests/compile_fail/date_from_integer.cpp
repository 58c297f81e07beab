#include "wageproof/quantity/date.hpp"

using namespace wageproof::quantity;

int main() {
    const Date day = Date::of(2024, 1, 1);
    (void)(day + 1);
#ifdef WAGEPROOF_FORBIDDEN
    const Date other = 19723;
    (void)other;
#endif
}
