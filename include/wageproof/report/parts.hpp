// Writing the tables of a check that comes in parts.
#pragma once

#include <memory>
#include <string>

#include "wageproof/export.h"
#include "wageproof/report/totals.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::report {

/// The same files as `write_report`, byte for byte, where the parts come in bytewise order of their employers. As there,
/// no file has its own name before all are complete.
class WAGEPROOF_API PartsReport {
 public:
  PartsReport(std::string folder, WriteOptions options);
  PartsReport(const PartsReport&) = delete;
  PartsReport& operator=(const PartsReport&) = delete;
  ~PartsReport();

  /// Appends a part's rows. `head` knows the employers of all parts. @errors io_error
  [[nodiscard]] quantity::Status add(const reconcile::Result& part, const records::Dataset& data, const records::Dataset& head);
  /// Ends the tables, writes `rejects` and `summary.json`.
  /// @param whole  what the parts come to, without rows
  /// @param head   files and rejected rows of all parts
  /// @errors io_error
  [[nodiscard]] quantity::Status finish(const reconcile::Result& whole, const records::Dataset& head);
  /// After `finish`.
  [[nodiscard]] const Totals& totals() const noexcept;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace wageproof::report
