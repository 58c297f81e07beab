#include <algorithm>

#include "capi/handles.hpp"

namespace wageproof::capi {

namespace {

constexpr std::size_t kMostIdle = 8;
/// Texts that one worker has and the next has not pile up in the strings of a handle: then a new one is cheaper.
constexpr std::size_t kMostStrings = 1U << 16;

}  // namespace

// Giving back must not fail, so there is room from the start.
SlipPool::SlipPool() { idle_.reserve(kMostIdle); }

std::unique_ptr<wageproof_result> SlipPool::take(std::string_view shape) {
  std::unique_ptr<wageproof_result> taken;
  {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(idle_.rbegin(), idle_.rend(), [shape](const auto& each) { return each->work->shape == shape; });
    if (at == idle_.rend()) return nullptr;
    taken = std::move(*at);
    idle_.erase(std::next(at).base());
  }
  taken->home = shared_from_this();
  return taken;
}

void SlipPool::give_back(std::unique_ptr<wageproof_result> handle) {
  // What is kept must not hold on to its keeper.
  const std::shared_ptr<SlipPool> home = std::move(handle->home);
  handle->totals.reset();
  std::unique_ptr<wageproof_result> dropped;
  const std::lock_guard lock(home->mutex_);
  if (!home->open_ || handle->work->data->strings.size() > kMostStrings) return;
  if (home->idle_.size() == kMostIdle) {
    dropped = std::move(home->idle_.front());
    home->idle_.erase(home->idle_.begin());
  }
  home->idle_.push_back(std::move(handle));
}

void SlipPool::close() {
  std::vector<std::unique_ptr<wageproof_result>> idle;
  const std::lock_guard lock(mutex_);
  open_ = false;
  idle.swap(idle_);
}

}  // namespace wageproof::capi
