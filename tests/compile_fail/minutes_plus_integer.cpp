#include "wageproof/quantity/minutes.hpp"

using namespace wageproof::quantity;

int main() {
    (void)(Minutes(90) + Minutes(1));
#ifdef WAGEPROOF_FORBIDDEN
    (void)(Minutes(90) + 1);
#endif
}
