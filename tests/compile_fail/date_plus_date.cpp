#include "wageproof/quantity/date.hpp"

using namespace wageproof::quantity;

int main() {
    const Date day = Date::of(2024, 1, 1);
    (void)(day - day);
#ifdef WAGEPROOF_FORBIDDEN
    (void)(day + day);
#endif
}
