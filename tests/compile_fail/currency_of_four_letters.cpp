#include "wageproof/quantity/currency.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Currency::of("USD");
#ifdef WAGEPROOF_FORBIDDEN
    (void)Currency::of("USDX");
#endif
}
