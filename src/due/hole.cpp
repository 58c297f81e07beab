#include "wageproof/due/hole.hpp"

#include <algorithm>

#include "wageproof/law/frame.hpp"

namespace wageproof::due {

const Hole* find_hole(const std::vector<Hole>& holes, records::TableKind table, std::uint32_t worker, std::int32_t first, std::int32_t last) {
  for (const std::uint32_t whose : {worker, law::kNoRow}) {
    const auto from = std::lower_bound(holes.begin(), holes.end(), whose, [](const Hole& h, std::uint32_t w) { return h.worker < w; });
    for (auto h = from; h != holes.end() && h->worker == whose; ++h) {
      if (h->table == table && h->first <= last && h->last >= first) return &*h;
    }
  }
  return nullptr;
}

bool has_holes(const std::vector<Hole>& holes, records::TableKind table) {
  return std::any_of(holes.begin(), holes.end(), [table](const Hole& h) { return h.table == table; });
}

}  // namespace wageproof::due
