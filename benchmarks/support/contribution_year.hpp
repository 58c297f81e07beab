// A year of payslips under Cambodian law without any time record: what an insurer or a ministry holds.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

struct ContributionOptions {
  std::uint32_t workers = 1000;
  std::uint64_t seed = 20230301;
};

/// The twelve months of 2023, each with a basic wage and the four contributions on it; one worker in fifty is booked
/// 100 riel too little for the employer's health care in every month.
struct ContributionYear {
  records::Dataset data;
  std::map<std::string, std::uint64_t> planted;  ///< findings to come, by check
  [[nodiscard]] std::size_t person_months() const noexcept { return data[records::TableKind::workers].row_count() * 12; }
};

[[nodiscard]] ContributionYear make_contribution_year(const ContributionOptions& options);

}  // namespace wageproof::benchmarks
