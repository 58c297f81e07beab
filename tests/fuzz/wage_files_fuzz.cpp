#include <cstdint>

#include "payments.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const char* format : {"sif-uae", "sif-qatar", "sif-oman", "wps-saudi", "epf-sri-lanka", "eobi-pr02a"}) {
        wageproof::fuzz::read_format_and_check(format, {reinterpret_cast<const char*>(data), size});
    }
    return 0;
}
