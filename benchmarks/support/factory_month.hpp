// A garment factory's month under Cambodian law, made up row by row and put straight into columns: the same for a seed, for ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

/// How the rows of `time` stand: as a payroll office exports them, or as a clock does.
enum class RowOrder : std::uint8_t { by_worker, by_date };

struct FactoryOptions {
  std::uint32_t workers = 1000;
  std::uint64_t seed = 20230301;
  RowOrder order = RowOrder::by_worker;
  std::optional<std::uint32_t> breach_percent;  ///< workers in breach of every hundred; none: five, one of each kind
};

/// March 2023: 26 ordinary working days, one paid holiday (Wednesday the 8th), four Sundays.
///
/// Every worker clocks in on the 26 days. Six in ten work overtime, one in twelve past 22:00; a third works the holiday,
/// one in a hundred a Sunday; one in ten is a day or two on leave, one in a hundred all month. Payslips book what the law
/// asks to the cent, but for one worker in twenty, of whom each stands in `planted` under the check that must find it.
struct FactoryMonth {
  records::Dataset data;
  std::map<std::string, std::uint64_t> planted;  ///< findings to come, by check
  [[nodiscard]] std::size_t worker_days() const noexcept { return data[records::TableKind::time].row_count(); }
};

/// The same rows for worker i of any factory of the same seed, whatever its size.
[[nodiscard]] FactoryMonth make_factory_month(const FactoryOptions& options);

}  // namespace wageproof::benchmarks
