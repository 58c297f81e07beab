// The positions of a node's children: nearly every node has at most four, which need no memory of their own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>

namespace wageproof::law {

class Children {
 public:
  using value_type = std::uint32_t;
  using iterator = std::uint32_t*;
  using const_iterator = const std::uint32_t*;

  Children() noexcept : few_{} {}
  Children(std::initializer_list<std::uint32_t> from) : Children(std::span<const std::uint32_t>(from.begin(), from.size())) {}
  explicit Children(std::span<const std::uint32_t> from) : Children() {
    reserve(from.size());
    std::copy(from.begin(), from.end(), begin());
    size_ = static_cast<std::uint32_t>(from.size());
  }
  Children(const Children& other) : Children(std::span<const std::uint32_t>(other)) {}
  Children(Children&& other) noexcept : size_(other.size_), capacity_(other.capacity_) {
    take(other);
  }
  Children& operator=(const Children& other) {
    if (this != &other) *this = Children(other);
    return *this;
  }
  Children& operator=(Children&& other) noexcept {
    if (this == &other) return *this;
    give_back();
    size_ = other.size_;
    capacity_ = other.capacity_;
    take(other);
    return *this;
  }
  ~Children() { give_back(); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] iterator begin() noexcept { return capacity_ == kFew ? few_ : many_; }
  [[nodiscard]] iterator end() noexcept { return begin() + size_; }
  [[nodiscard]] const_iterator begin() const noexcept { return capacity_ == kFew ? few_ : many_; }
  [[nodiscard]] const_iterator end() const noexcept { return begin() + size_; }
  [[nodiscard]] std::uint32_t& operator[](std::size_t at) noexcept { return begin()[at]; }
  [[nodiscard]] std::uint32_t operator[](std::size_t at) const noexcept { return begin()[at]; }
  [[nodiscard]] std::uint32_t& front() noexcept { return *begin(); }
  [[nodiscard]] std::uint32_t front() const noexcept { return *begin(); }
  [[nodiscard]] std::uint32_t back() const noexcept { return begin()[size_ - 1]; }

  void clear() noexcept { size_ = 0; }
  void pop_back() noexcept { --size_; }
  void push_back(std::uint32_t child) {
    if (size_ == capacity_) reserve(std::size_t{2} * capacity_);
    begin()[size_++] = child;
  }
  void reserve(std::size_t count) {
    if (count <= capacity_) return;
    auto* const more = new std::uint32_t[count];
    std::copy(begin(), end(), more);
    give_back();
    many_ = more;
    capacity_ = static_cast<std::uint32_t>(count);
  }

  friend bool operator==(const Children& a, const Children& b) noexcept { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

 private:
  static constexpr std::uint32_t kFew = 4;

  void take(Children& other) noexcept {
    if (capacity_ == kFew) {
      std::copy(other.few_, other.few_ + kFew, few_);
    } else {
      many_ = std::exchange(other.many_, nullptr);
      other.capacity_ = kFew;
    }
    other.size_ = 0;
  }
  void give_back() noexcept {
    if (capacity_ != kFew) delete[] many_;
  }

  std::uint32_t size_ = 0, capacity_ = kFew;
  union {
    std::uint32_t few_[kFew];
    std::uint32_t* many_;
  };
};

}  // namespace wageproof::law
