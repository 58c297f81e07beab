// Payslips one at a time through the C API: what a form on a screen asks, and what calculators for one person do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/records/dataset.hpp"
#include "wageproof/wageproof.h"

namespace wageproof::benchmarks {

struct Payslip {
  std::string worker;
  std::int32_t first = 0;
  std::string json;  ///< the worker, the payslip and the rate of the dollar
};

/// Every payslip of a year of contributions, in the order of the records.
[[nodiscard]] std::vector<Payslip> payslips_of(const records::Dataset& data);

struct Amount {
  std::string line;
  std::int64_t micro = 0;
};

class OneByOne {
 public:
  /// @param law  an id, or the path of a pack file
  explicit OneByOne(const std::string& law);
  OneByOne(const OneByOne&) = delete;
  OneByOne& operator=(const OneByOne&) = delete;
  ~OneByOne();
  /// Checks one payslip and appends what is due.
  void check(const Payslip& payslip, std::vector<Amount>& out);
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  bool failed(wageproof_status status);
  wageproof_packs* packs_ = nullptr;
  wageproof_checker* checker_ = nullptr;
  wageproof_error last_{};
  std::string error_;
};

}  // namespace wageproof::benchmarks
