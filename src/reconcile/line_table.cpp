// Packing of result rows and the way back.
#include "wageproof/reconcile/line_table.hpp"

#include <algorithm>

namespace wageproof::reconcile {

std::uint32_t LineTable::add_places(const std::vector<LinePlace>& places) {
  const auto base = static_cast<std::uint32_t>(places_.size());
  places_.insert(places_.end(), places.begin(), places.end());
  return base;
}

void LineTable::take(std::vector<Packed>&& rows, std::uint32_t base) {
  if (rows.empty()) return;
  const std::size_t count = rows.size();
  blocks_.push_back({std::move(rows), base, size_});
  size_ += count;
}

void LineTable::renew(const std::vector<Packed>& rows) {
  if (blocks_.empty()) blocks_.emplace_back();
  blocks_[0].rows.assign(rows.begin(), rows.end());
  size_ = rows.size();
}

void LineTable::push_back(const LineRow& row) {
  const LinePlace& place = row;
  auto known = std::find(places_.rbegin(), places_.rend(), place);
  if (known == places_.rend()) {
    places_.push_back(place);
    known = places_.rbegin();
  }
  const bool net = row.line < 0;
  const Figure& extra = net ? row.paid : row.quantity;
  Packed packed{row.worker, static_cast<std::uint32_t>(places_.rend() - known - 1), row.amount.value, row.booked.value, extra.value,
                row.status, row.amount.given, row.booked.given, extra.given};
  if (blocks_.empty() || blocks_.back().base != 0) blocks_.push_back({{}, 0, size_});
  blocks_.back().rows.push_back(packed);
  ++size_;
}

std::size_t LineTable::block_of(std::size_t row) const {
  const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), row, [](std::size_t r, const Block& b) { return r < b.first; });
  return static_cast<std::size_t>(after - blocks_.begin()) - 1;
}

LineRow LineTable::operator[](std::size_t row) const {
  const std::size_t block = block_of(row);
  return unpack(block, row - blocks_[block].first);
}

LineTable::Rest LineTable::from(std::size_t row) const noexcept {
  if (row >= size_) return {end(), end()};
  const std::size_t block = block_of(row);
  return {{this, block, row - blocks_[block].first}, end()};
}

void LineTable::settle(std::size_t row, std::int64_t paid_micro) {
  Block& block = blocks_[block_of(row)];
  Packed& packed = block.rows[row - block.first];
  packed.extra = paid_micro;
  packed.has_extra = true;
}

LineRow LineTable::unpack(std::size_t block, std::size_t row) const {
  const Packed& p = blocks_[block].rows[row];
  LineRow l;
  static_cast<LinePlace&>(l) = places_[blocks_[block].base + p.place];
  l.worker = p.worker;
  l.status = p.status;
  l.amount = {p.amount, p.has_amount};
  l.booked = {p.booked, p.has_booked};
  if (p.has_amount && p.has_booked) l.difference = {p.amount - p.booked, true};
  if (l.line >= 0) {
    l.quantity = {p.extra, p.has_extra};
  } else if (p.has_extra) {
    l.paid = {p.extra, true};
    std::int64_t wanted = p.has_booked ? p.booked : 0;
    if (p.has_amount) wanted = p.has_booked ? std::max(wanted, p.amount) : p.amount;
    if (p.has_amount || p.has_booked) l.owed = {std::max<std::int64_t>(0, wanted - p.extra), true};
  }
  return l;
}

}  // namespace wageproof::reconcile
