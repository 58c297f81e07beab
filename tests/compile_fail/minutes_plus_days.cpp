#include "wageproof/quantity/days.hpp"
#include "wageproof/quantity/minutes.hpp"

using namespace wageproof::quantity;

int main() {
    const Minutes worked(480);
    const Days leave = Days::from_whole(1);
    (void)(worked + worked);
    (void)(leave + leave);
#ifdef WAGEPROOF_FORBIDDEN
    (void)(worked + leave);
#endif
}
