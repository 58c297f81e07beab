// Numbers that are the same for a seed, for ever.
#pragma once

#include <cstdint>

namespace wageproof::benchmarks {

/// SplitMix64: a stream of its own for each worker, so that a larger factory begins with the smaller one's workers.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t worker) : state_(seed * 0x9E3779B97F4A7C15ULL ^ (worker + 1) * 0xD1B54A32D192ED03ULL) {}
  std::int32_t below(std::int32_t limit) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::int32_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(limit));
  }
  bool one_in(std::int32_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace wageproof::benchmarks
