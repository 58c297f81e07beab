// Between C and C++: exceptions become statuses, texts and options are looked at before they are used.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "wageproof/quantity/status.hpp"
#include "wageproof/wageproof.h"

namespace wageproof::capi {

using quantity::Status;
using quantity::StatusCode;

// Codes of the C API that the library itself has no use for.
inline constexpr auto kOutOfMemory = static_cast<StatusCode>(WAGEPROOF_OUT_OF_MEMORY);
inline constexpr auto kCancelled = static_cast<StatusCode>(WAGEPROOF_CANCELLED);

inline wageproof_status tell(wageproof_error* error, wageproof_status code, std::string_view message) noexcept {
  if (error == nullptr) return code;
  error->code = code;
  std::size_t size = std::min(message.size(), sizeof error->message - 1);
  // Cut between two characters.
  while (size < message.size() && size > 0 && (static_cast<unsigned char>(message[size]) & 0xC0U) == 0x80U) --size;
  if (size != 0) std::memcpy(error->message, message.data(), size);
  error->message[size] = '\0';
  return code;
}

/// Runs the body of a function of the C API; it returns a Status.
template <class Body>
wageproof_status guarded(wageproof_error* error, Body&& body) noexcept {
  try {
    const Status status = body();
    return tell(error, static_cast<wageproof_status>(status.code()), status.message());
  } catch (const std::bad_alloc&) {
    return tell(error, WAGEPROOF_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error&) {
    return tell(error, WAGEPROOF_OUT_OF_MEMORY, "out of memory: a size beyond what can be addressed");
  } catch (const std::exception& failed) {
    return tell(error, WAGEPROOF_INTERNAL, failed.what());
  } catch (...) {
    return tell(error, WAGEPROOF_INTERNAL, "an unknown exception");
  }
}

inline Status refused(std::string_view what) { return {StatusCode::invalid_argument, std::string(what)}; }

/// A text as C gives it. @return nothing where it is null but has a size
inline std::optional<std::string_view> text_of(const char* data, std::size_t size) noexcept {
  if (data == nullptr) return size == 0 || size == WAGEPROOF_CSTRING ? std::optional<std::string_view>(std::string_view()) : std::nullopt;
  return std::string_view(data, size == WAGEPROOF_CSTRING ? std::strlen(data) : size);
}

inline std::string_view text_of(const char* data) noexcept { return data == nullptr ? std::string_view() : std::string_view(data); }

inline wageproof_string as_c(std::string_view text) noexcept { return {text.data(), text.size()}; }

/// What the caller gave of a struct that may grow: members that it does not know keep the values of `out`; members
/// that this library does not know must be zero.
template <class Struct>
Status take_sized(const Struct* given, Struct& out) {
  if (given == nullptr) return {};
  const std::size_t size = given->struct_size;
  if (size < sizeof(std::size_t)) return refused("struct_size is " + std::to_string(size) + "; set it to the size of the struct");
  const auto* const bytes = reinterpret_cast<const char*>(given);
  for (std::size_t i = sizeof(Struct); i < size; ++i) {
    if (bytes[i] != 0) return {StatusCode::unsupported, "an option that this version of the library does not know"};
  }
  std::memcpy(&out, bytes, std::min(size, sizeof(Struct)));
  return {};
}

/// Gives a row to a caller who may know less of its struct.
template <class Struct>
Status give_sized(Struct row, Struct* out) {
  const std::size_t size = out->struct_size;
  if (size < sizeof(std::size_t)) return refused("struct_size is " + std::to_string(size) + "; set it to the size of the struct");
  row.struct_size = size;
  std::memcpy(static_cast<void*>(out), &row, std::min(size, sizeof(Struct)));
  return {};
}

}  // namespace wageproof::capi
