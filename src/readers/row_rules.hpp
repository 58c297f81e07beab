// What must hold between the fields of one row, and what single texts must be.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "readers/plan.hpp"
#include "readers/reason.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// Why a row is refused, and by which field. `field` is -1 where nothing is wrong.
struct RowFault {
    int field = -1;
    Reason reason = Reason::none;
};

/// One row by field: `narrow` for text ids, dates, clocks, integers and codes, `wide` for amounts and
/// timestamps.
struct RowValues {
    std::span<std::int32_t> narrow;
    std::span<std::int64_t> wide;
};

/// Checks what no single field shows; needed fields are already there.
[[nodiscard]] RowFault check_row(records::TableKind table, const RowValues& row) noexcept;

/// Whether a text is what its field holds. Ids are not judged here.
[[nodiscard]] bool is_known_text(TextCheck check, std::string_view text) noexcept;

/// The first and last day that a row speaks of; kNone32 where it does not say.
struct RowSpan {
    std::int32_t first = records::kNone32;
    std::int32_t last = records::kNone32;
};
[[nodiscard]] RowSpan span_of(records::TableKind table, const RowValues& row) noexcept;

/// The fields that `span_of` looks at.
[[nodiscard]] std::span<const int> span_fields(records::TableKind table) noexcept;

}  // namespace wageproof::readers
