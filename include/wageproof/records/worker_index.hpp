// Which rows of each table belong to which worker: rows put in worker and date order without moving them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/records/dataset.hpp"

namespace wageproof::records {

/// One employer's workers: [first_worker, first_worker + worker_count) of the index.
struct EmployerSpan {
  StringId id = 0;
  std::uint32_t row = 0;  ///< row of the employers table
  std::uint32_t first_worker = 0;
  std::uint32_t worker_count = 0;
};

/// A row that names a worker (or badge) whom the workers table does not know.
struct StrayRow {
  TableKind table{};
  std::uint32_t row = 0;
  StringId employer = 0;
  StringId worker = 0;
};

/// The row-to-worker index of a dataset. Employers and workers stand in bytewise order of their ids.
class WAGEPROOF_API WorkerIndex {
 public:
  /// @param threads  to put tables in order on
  explicit WorkerIndex(const Dataset& data, unsigned threads = 1);
  /// Reads the rows again of a dataset that was rewritten in place: it keeps its employer, and every row is one of its one
  /// worker's.
  /// @cost  allocates only where a table has more rows, or the dataset more texts, than ever before
  void reread_one_worker();

  [[nodiscard]] const std::vector<EmployerSpan>& employers() const noexcept { return employers_; }
  [[nodiscard]] std::size_t worker_count() const noexcept { return workers_.size(); }
  [[nodiscard]] StringId worker_id(std::uint32_t worker) const noexcept { return workers_[worker]; }
  /// Rows of a worker in a table, by date, then as they were read.
  [[nodiscard]] std::span<const std::uint32_t> rows(TableKind table, std::uint32_t worker) const noexcept {
    const TableIndex& t = tables_[static_cast<std::size_t>(table)];
    if (t.begin.empty()) return {};
    return {t.rows.data() + t.begin[worker], t.begin[worker + 1] - t.begin[worker]};
  }
  /// Rows of several workers one after the other, each as `rows` has them.
  [[nodiscard]] std::span<const std::uint32_t> rows(TableKind table, std::uint32_t first_worker, std::uint32_t count) const noexcept {
    const TableIndex& t = tables_[static_cast<std::size_t>(table)];
    if (t.begin.empty()) return {};
    return {t.rows.data() + t.begin[first_worker], t.begin[first_worker + count] - t.begin[first_worker]};
  }
  /// Rows of a table that has no worker (calendar, rates) for one employer.
  [[nodiscard]] const std::vector<std::uint32_t>& employer_rows(TableKind table, StringId employer) const;
  [[nodiscard]] const std::vector<StrayRow>& strays() const noexcept { return strays_; }
  /// @return the worker's position, or -1
  [[nodiscard]] std::int64_t find(StringId employer, StringId worker) const noexcept;

 private:
  struct TableIndex {
    std::vector<std::uint32_t> begin, rows;
  };
  /// A table and the fields by which its rows are put in order.
  struct Order {
    TableKind kind{};
    int worker = 0, badge = 0, date = 0;
  };
  static const std::array<Order, 11> kOrders;
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  /// A worker's employer, and position.
  struct Place {
    StringId employer = 0;
    std::uint32_t worker = kNobody;
  };
  void index_workers();
  void index_table(const Order& order, std::vector<StrayRow>& strays);
  template <class Number>
  void sort_rows(const Order& order, const std::vector<Number>& dates, std::vector<StrayRow>& strays);
  template <class Number>
  bool take_as_they_stand(const Order& order, const std::vector<Number>& dates);
  [[nodiscard]] std::int64_t worker_of(const Order& order, std::uint32_t row) const;

  const Dataset* data_;
  std::vector<EmployerSpan> employers_;
  std::vector<StringId> workers_;
  std::vector<Place> places_;                                    ///< by the worker's id
  std::unordered_map<std::uint64_t, std::uint32_t> more_places_; ///< of ids that several employers use
  std::unordered_map<std::uint64_t, std::uint32_t> badge_, insurance_;
  std::array<TableIndex, kTableCount> tables_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> employer_rows_;  ///< of calendar and rates
  std::vector<StrayRow> strays_;
};

}  // namespace wageproof::records
