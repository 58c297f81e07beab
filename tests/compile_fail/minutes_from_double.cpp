#include "wageproof/quantity/minutes.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Minutes(90);
#ifdef WAGEPROOF_FORBIDDEN
    (void)Minutes(1.5);
#endif
}
