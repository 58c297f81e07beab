// Sharing work between threads without losing an exception.
#pragma once

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace wageproof::records {

/// Runs `work()` on `count` threads, the caller's among them, and returns when all have ended. Work that takes its
/// tasks from a shared counter is done also where the machine grants fewer threads. An exception of any of them (there
/// is none but want of memory) is thrown again here, where the caller can still answer it.
template <class Work>
void run_on_threads(unsigned count, const Work& work) {
  constexpr unsigned kMostThreads = 1024;  // more than any machine has use for
  count = std::min(count, kMostThreads);
  std::mutex mutex;
  std::exception_ptr first;
  const auto guarded = [&]() noexcept {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (first == nullptr) first = std::current_exception();
    }
  };
  std::vector<std::thread> helpers;
  if (count > 1) helpers.reserve(count - 1);
  for (unsigned i = 1; i < count; ++i) {
    try {
      helpers.emplace_back(guarded);
    } catch (const std::exception&) {
      break;
    }
  }
  guarded();
  for (std::thread& helper : helpers) helper.join();
  if (first != nullptr) std::rethrow_exception(first);
}

}  // namespace wageproof::records
