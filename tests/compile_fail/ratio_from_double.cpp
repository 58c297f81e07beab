#include "wageproof/quantity/ratio.hpp"

using namespace wageproof::quantity;

int main() {
    (void)Ratio(2);
#ifdef WAGEPROOF_FORBIDDEN
    (void)Ratio(0.5);
#endif
}
