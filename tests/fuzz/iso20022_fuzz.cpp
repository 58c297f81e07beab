#include <cstdint>

#include "payments.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wageproof::fuzz::read_format_and_check("iso20022", {reinterpret_cast<const char*>(data), size});
    return 0;
}
