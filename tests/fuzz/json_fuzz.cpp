#include <cstdint>

#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wageproof;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    fuzz::read_and_check(
        {{"employer.json", {}, bytes}, {"workers.ndjson", {}, bytes}, {"payroll.json", {}, bytes}});
    fuzz::read_and_check({fuzz::employer(), {"payroll.ndjson", {}, bytes}, {"punches.json", {}, bytes}});
    return 0;
}
