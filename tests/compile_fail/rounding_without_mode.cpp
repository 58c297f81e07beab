#include "wageproof/quantity/rounding.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Rounding(RoundingMode::half_even, 1);
#ifdef WAGEPROOF_FORBIDDEN
    (void)Rounding();
#endif
}
