#include <cstdint>

#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wageproof;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    fuzz::read_and_check({fuzz::employer(),
                          {"workers.csv", {}, bytes},
                          {"payroll.csv", {}, bytes},
                          {"punches.csv", {}, bytes}});
    return 0;
}
