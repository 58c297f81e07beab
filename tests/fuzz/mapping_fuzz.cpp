#include <algorithm>
#include <cstdint>

#include "reading.hpp"

// The bytes up to the first zero byte, if there is one, are the mapping, those after it the vendor's file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wageproof;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t zero = std::min(bytes.find('\0'), bytes.size());
    const std::string sheet =
        zero < bytes.size() ? bytes.substr(zero + 1) : "No,Day,Amount\n1,05/01/2026,\"1,234.50\"\n";
    fuzz::read_and_check(
        {fuzz::employer(), {"mapping.json", {}, bytes.substr(0, zero)}, {"vendor.csv", {}, sheet}});
    return 0;
}
