// A payslip's rows written straight into a dataset that an earlier payslip of the same shape was read into.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/records/dataset.hpp"
#include "wageproof/wageproof.h"

namespace wageproof::capi {

/// What two payslips have in common that need the same set-up: employer, currencies, period and months, the lists that are
/// given, the names of attributes. Puts it into `out`, whose memory is kept.
/// @return false: the payslip must be read and set up by itself
[[nodiscard]] bool shape_of(const wageproof_payslip& payslip, std::string& out);

/// Rewrites one dataset.
class SlipRows {
 public:
  /// @param data  read from the tables of a payslip, none of whose rows was rejected
  explicit SlipRows(records::Dataset& data);

  /// Whether the dataset is as the tables of any payslip of its shape are.
  [[nodiscard]] bool usable() const noexcept { return usable_; }
  /// Puts a payslip of the same shape in place of the rows that are there.
  /// @return false: some value is not plainly a good one, and the reader must judge; the rows are then good for nothing but
  ///         to be rewritten
  /// @cost   allocates only for rows and texts that are more than ever before
  [[nodiscard]] bool rewrite(const wageproof_payslip& payslip);

 private:
  struct Limits {
    std::int64_t least = 0, most = 0;
  };
  class Writer;

  void write_worker(const wageproof_payslip& payslip, records::StringId worker);
  [[nodiscard]] records::StringId text(const char* given, bool is_id);
  [[nodiscard]] bool is_component(records::StringId id);

  records::Dataset& data_;
  bool usable_ = false, plain_ = true;
  records::StringId employer_ = 0;
  std::vector<std::uint8_t> components_;   ///< by string id: 0 not judged, 1 known, 2 not
  std::vector<std::vector<Limits>> limits_;  ///< by table and field
};

}  // namespace wageproof::capi
