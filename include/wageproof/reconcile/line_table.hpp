// Due lines with what was booked against them: forty bytes a row, seen as whole rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/records/dataset.hpp"

namespace wageproof::reconcile {

enum class Status : std::uint8_t { known, at_least, unknown };
enum class AmountUnit : std::uint8_t { money, minutes, days, count };

/// A figure that may be absent. Money and days in millionths, minutes and counts whole.
struct Figure {
  std::int64_t value = 0;
  bool given = false;
};

/// What the rows of one line and span have in common.
struct LinePlace {
  records::StringId employer = 0;
  std::int32_t first = 0, last = 0;    ///< the period (a month or year for lines of that grain)
  std::uint32_t name = 0;              ///< position in Result::names (line name; `net` for the net row)
  std::uint32_t law = 0;               ///< position in Result::laws; for pack, rule, source
  std::int32_t line = -1;              ///< position in the pack's lines; -1: net
  std::uint32_t currency_name = 0;     ///< position in Result::names of the line's currency code
  AmountUnit quantity_unit = AmountUnit::count;
  bool in_due = false, in_reconciliation = false;  ///< the tables in which the row stands
  friend bool operator==(const LinePlace&, const LinePlace&) = default;
};

/// One due line of one worker and period: a row of `due`, of `reconciliation`, or of both.
struct LineRow : LinePlace {
  records::StringId worker = 0;
  Figure quantity;                     ///< not on `net`
  Figure amount;                       ///< due, rounded; absent when unknown
  Figure booked;
  Figure difference;                   ///< amount less booked, where both are given
  Figure paid;                         ///< on `net`: settled at the grade asked for
  Figure owed;                         ///< on `net`: the larger of amount and booked less paid, never below 0
  Status status = Status::known;
};

/// The rows of a result, in output order. They are kept packed, in the blocks in which threads made them.
class WAGEPROOF_API LineTable {
 public:
  /// A row without what its place tells.
  struct Packed {
    records::StringId worker = 0;
    std::uint32_t place = 0;           ///< of the block
    std::int64_t amount = 0, booked = 0;
    std::int64_t extra = 0;            ///< the quantity; on `net` what was paid
    Status status = Status::known;
    bool has_amount = false, has_booked = false, has_extra = false;
  };
  class Iterator {
   public:
    using value_type = LineRow;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::forward_iterator_tag;
    Iterator() = default;
    Iterator(const LineTable* table, std::size_t block, std::size_t row) : table_(table), block_(block), row_(row) {}
    LineRow operator*() const { return table_->unpack(block_, row_); }
    Iterator& operator++() {
      if (++row_ == table_->blocks_[block_].rows.size()) {
        row_ = 0;
        ++block_;
      }
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const LineTable* table_ = nullptr;
    std::size_t block_ = 0, row_ = 0;
  };

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] Iterator begin() const noexcept { return size_ == 0 ? end() : Iterator{this, 0, 0}; }
  [[nodiscard]] Iterator end() const noexcept { return {this, blocks_.size(), 0}; }
  [[nodiscard]] LineRow operator[](std::size_t row) const;
  /// The rows from one on.
  struct Rest {
    Iterator first, last;
    [[nodiscard]] Iterator begin() const noexcept { return first; }
    [[nodiscard]] Iterator end() const noexcept { return last; }
  };
  [[nodiscard]] Rest from(std::size_t row) const noexcept;
  [[nodiscard]] LineRow front() const { return (*this)[0]; }

  void push_back(const LineRow& row);
  /// Takes over rows whose places are those that `add_places` put at `base` and behind.
  void take(std::vector<Packed>&& rows, std::uint32_t base);
  /// Puts other rows in place of all that are there; their places are those that `add_places` put at 0.
  /// @cost  allocates only where there are more rows than ever before
  void renew(const std::vector<Packed>& rows);
  /// @return position of the first
  std::uint32_t add_places(const std::vector<LinePlace>& places);
  /// States what was paid on a row of `net`; what is owed follows.
  void settle(std::size_t row, std::int64_t paid_micro);

 private:
  struct Block {
    std::vector<Packed> rows;
    std::uint32_t base = 0;
    std::size_t first = 0;             ///< number of its first row
  };
  [[nodiscard]] LineRow unpack(std::size_t block, std::size_t row) const;
  [[nodiscard]] std::size_t block_of(std::size_t row) const;

  std::vector<LinePlace> places_;
  std::vector<Block> blocks_;          ///< none is empty while there are rows
  std::size_t size_ = 0;
};

}  // namespace wageproof::reconcile
