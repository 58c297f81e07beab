#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

std::string_view to_text(StatusCode code) noexcept {
    switch (kind_of(code)) {
        case StatusCode::ok: return "ok";
        case StatusCode::invalid_argument: return "invalid_argument";
        case StatusCode::not_found: return "not_found";
        case StatusCode::out_of_range: return "out_of_range";
        case StatusCode::parse_error: return "parse_error";
        case StatusCode::unit_mismatch: return "unit_mismatch";
        case StatusCode::missing_law: return "missing_law";
        case StatusCode::conflict: return "conflict";
        case StatusCode::overflow: return "overflow";
        case StatusCode::io_error: return "io_error";
        case StatusCode::unsupported: return "unsupported";
        case StatusCode::internal: return "internal";
    }
    return "unknown";
}

}  // namespace wageproof::quantity
