#include "law/check_pack.hpp"
namespace wageproof::law {
void check_pack(Pack&, const Scope&, Diagnostics&) {}
}
