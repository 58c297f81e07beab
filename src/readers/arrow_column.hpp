// One column of an Arrow batch as the texts of its cells.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "wageproof/arrow_abi.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::readers {

/// What a column of a stream holds, by its schema.
struct ArrowType {
    enum class Kind : std::uint8_t {
        none,         ///< nulls only
        boolean,
        integer,      ///< signed, `bytes` wide
        natural,      ///< unsigned
        whole_float,  ///< 4 or 8 bytes of floating point that must be whole
        text,         ///< `bytes`: 4 or 8 of an offset
        text_view,
        decimal,      ///< `bytes`: 4, 8, 16 or 32; `scale` digits behind the point
        day,          ///< `bytes` 4: days; 8: milliseconds
        clock,        ///< `per_second`
        moment        ///< `per_second`; `is_utc`: it has a zone, so it counts from 1970 in UTC
    };
    Kind kind = Kind::none;
    int bytes = 0;
    int scale = 0;
    std::int64_t per_second = 1;
    bool is_utc = false;
    bool is_coded = false;      ///< a dictionary: `index_bytes` wide, signed or not
    int index_bytes = 0;
    bool index_is_signed = true;
    bool yes_or_no = false;     ///< truth is written `yes` and `no`, as the format's codes are
    bool days_only = false;     ///< a moment at midnight is written as its day
};

/// @param field  the format's field of that name, null where it has none
/// @errors unsupported, with what would be right
[[nodiscard]] quantity::Result<ArrowType> arrow_type_of(const ArrowSchema& schema, const records::FieldSpec* field,
                                                        bool is_attribute);

/// Whether an array has the buffers that its type needs. @errors invalid_argument
[[nodiscard]] quantity::Status check_array(const ArrowArray& array, const ArrowType& type);

/// The cells from a row on as numbers of the format, as `RowBatch::numbers` has it.
/// @param first  with the offset of the array's parent added
/// @return false where the type has none for such a field
[[nodiscard]] bool cell_numbers(const ArrowArray& array, const ArrowType& type, records::FieldType field, std::int64_t first,
                                std::span<std::int64_t> out);

/// The text of a cell; empty where it is null.
/// @param row  with the offset of the array's parent added
[[nodiscard]] std::string_view cell_text(const ArrowArray& array, const ArrowType& type, std::int64_t row, std::string& scratch);

}  // namespace wageproof::readers
