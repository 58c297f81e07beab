// Time zones: how recorded moments become clock times.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "readers/reason.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::readers {

/// Whether the system knows a zone. @errors invalid_argument: it does not; the message names it
[[nodiscard]] quantity::Status check_zone(const std::string& name);

/// Turns moments into local time and back. Remembers the last stretch of one offset, since punches come in
/// order. Not for use by two threads at once.
class ZoneClock {
public:
    /// @param name  a zone that `check_zone` accepts
    explicit ZoneClock(const std::string& name);

    [[nodiscard]] std::int64_t to_local(std::int64_t utc_seconds);
    /// @errors not_a_time: an hour that the clocks leave out or repeat
    [[nodiscard]] Read<std::int64_t> to_utc(std::int64_t local_seconds);

private:
    const void* zone_;
    std::int64_t from_ = 0, until_ = 0, offset_ = 0;  // an empty stretch: nothing is remembered yet
};

}  // namespace wageproof::readers
