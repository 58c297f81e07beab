// String pool and empty dataset.
#include "wageproof/records/dataset.hpp"

#include <cstring>

namespace wageproof::records {
namespace {

constexpr std::size_t kFirstSlots = 64;  // a power of two, as the table always is
constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

// Ids are short; eight bytes a step keep the hash well below the cost of the cache miss that follows it.
std::uint32_t hash_of(std::string_view text) noexcept {
    constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;
    std::uint64_t hash = text.size() * kMultiplier;
    const char* at = text.data();
    std::size_t left = text.size();
    while (left >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        hash = (hash ^ word) * kMultiplier;
        hash ^= hash >> 32;
        at += 8;
        left -= 8;
    }
    if (left > 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        hash = (hash ^ word) * kMultiplier;
        hash ^= hash >> 32;
    }
    hash *= kMultiplier;
    return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

StringPool::StringPool() : slots_(kFirstSlots, 0) {
    views_.emplace_back();
    hashes_.push_back(0);
}

std::size_t StringPool::slot_of(std::string_view text, std::uint32_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0) {
        const StringId id = slots_[slot];
        if (hashes_[id] == hash && views_[id] == text) break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

StringId StringPool::find(std::string_view text) const noexcept {
    return text.empty() ? 0 : slots_[slot_of(text, hash_of(text))];
}

StringId StringPool::intern(std::string_view text) {
    if (text.empty()) return 0;
    const std::uint32_t hash = hash_of(text);
    std::size_t slot = slot_of(text, hash);
    if (slots_[slot] != 0) return slots_[slot];
    if (views_.size() * 2 > slots_.size()) {
        grow();
        slot = slot_of(text, hash);
    }
    const auto id = static_cast<StringId>(views_.size());
    views_.push_back(store(text));
    hashes_.push_back(hash);
    slots_[slot] = id;
    return id;
}

void StringPool::grow() {
    std::vector<StringId> wider(slots_.size() * 2, 0);
    const std::size_t mask = wider.size() - 1;
    for (std::size_t id = 1; id < views_.size(); ++id) {
        std::size_t slot = hashes_[id] & mask;
        while (wider[slot] != 0) slot = (slot + 1) & mask;
        wider[slot] = static_cast<StringId>(id);
    }
    slots_ = std::move(wider);
}

std::string_view StringPool::store(std::string_view text) {
    if (block_size_ - block_used_ < text.size()) {
        block_size_ = text.size() > kBlockBytes ? text.size() : kBlockBytes;
        blocks_.push_back(std::make_unique<char[]>(block_size_));
        block_used_ = 0;
    }
    char* place = blocks_.back().get() + block_used_;
    std::memcpy(place, text.data(), text.size());
    block_used_ += text.size();
    return {place, text.size()};
}

Dataset::Dataset() {
    for (std::size_t kind = 0; kind < kTableCount; ++kind) {
        tables[kind].spec = &spec_of(static_cast<TableKind>(kind));
        tables[kind].columns.resize(tables[kind].spec->fields.size());
    }
}

}  // namespace wageproof::records
