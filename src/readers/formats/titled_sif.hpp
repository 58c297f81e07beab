// Salary Information Files with titles, as the Gulf's wage protection systems have them: what Oman's and Qatar's share.
#pragma once

#include "readers/formats/two_part_csv.hpp"

namespace wageproof::readers {

/// Columns of the wage that both have, in the order of `parts`; a country's own come behind them.
enum SifPart : std::size_t {
    sif_frequency,
    sif_working_days,
    sif_basic,
    sif_extra_hours,
    sif_extra_income,
    sif_deductions,
    sif_payment_type,
    sif_notes,
    sif_own
};

struct TitledSif {
    std::string_view currency;
    std::size_t parts = 0;
    /// Pay period, ids, count and total, from the file's own values.
    void (*set_file)(PaymentRow& row, const TitledCells& file) = nullptr;
    /// What the country has besides the shared columns.
    void (*set_worker)(PaymentRow& row, const TitledCells& cells) = nullptr;
};

void read_titled_sif(std::string_view text, FormatRows& rows, const TitledSif& layout);

}  // namespace wageproof::readers
