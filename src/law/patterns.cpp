#include "law/patterns.hpp"

namespace wageproof::law {

namespace {

/// `*` stands for any letters; the text's own `*` is a letter like others.
bool fits(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool patterns_meet(std::string_view a, std::string_view b) noexcept { return fits(a, b) || fits(b, a); }

}  // namespace wageproof::law
