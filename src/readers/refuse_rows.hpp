// Takes rows out of a table that was read already, where only the whole table shows that they cannot stand.
#pragma once

#include <limits>
#include <optional>
#include <utility>

#include "readers/plan.hpp"
#include "readers/reason.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// Why a row cannot stand, and what it leaves open.
struct Refusal {
    int column = 0;  ///< field that the rejection names
    std::string value;
    Reason reason = Reason::none;
    records::StringId worker = 0;  ///< 0: the hole is every worker's
    std::int32_t first = records::kNone32, last = records::kNone32;
};

/// Cuts every column of a table to its first rows.
void cut_rows(records::DataTable& table, std::size_t rows);

/// Rejects the rows of which `judge(row)` tells why; the others keep their order.
template <class Judge>
void refuse_rows(records::Dataset& data, records::DataTable& table, const Judge& judge) {
    std::size_t kept = 0;
    std::pair<std::uint32_t, std::uint32_t> last_place{std::numeric_limits<std::uint32_t>::max(), 0};
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (std::optional<Refusal> refusal = judge(row)) {
            // A wide row may have made several records; it is rejected once.
            const std::pair place{table.file[row], table.line[row]};
            if (place == last_place) continue;
            last_place = place;
            records::FileAccount& account = data.files[table.file[row]];
            const std::string column(table.spec->fields[static_cast<std::size_t>(refusal->column)].name);
            data.rejects.push_back({table.file[row], table.line[row], column, std::move(refusal->value),
                                    std::string(to_text(refusal->reason)), table.spec->kind, table.text(0, row),
                                    refusal->worker, refusal->first, refusal->last});
            --account.accepted;
            ++account.rejected;
            continue;
        }
        for (records::Column& column : table.columns) {
            if (!column.wide.empty()) column.wide[kept] = column.wide[row];
            if (!column.narrow.empty()) column.narrow[kept] = column.narrow[row];
        }
        table.line[kept] = table.line[row];
        table.file[kept] = table.file[row];
        for (auto& attribute : table.attributes) attribute.values[kept] = attribute.values[row];
        ++kept;
    }
    cut_rows(table, kept);
}

}  // namespace wageproof::readers
