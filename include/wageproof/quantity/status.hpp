#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "wageproof/export.h"

namespace wageproof::quantity {

/// Why a call was refused. The low byte is the kind; a finer code of the same
/// kind may stand above it. Never reordered or renumbered.
enum class StatusCode : std::uint32_t {
    ok = 0,
    invalid_argument = 1,  ///< the call itself is wrong, whatever the data
    not_found = 2,         ///< what was named does not exist
    out_of_range = 3,      ///< a value outside what its type or the law allows
    parse_error = 4,       ///< text that is not in the stated form
    unit_mismatch = 5,     ///< two units or currencies that cannot meet
    missing_law = 6,       ///< a hole in time: the law has no value for the date
    conflict = 7,          ///< two rules claim one figure
    overflow = 8,          ///< a result that its type cannot hold
    io_error = 9,          ///< a file or stream failed
    unsupported = 10,      ///< a known form that this version does not handle
    internal = 11,         ///< a bug of the library
};

/// The kind of a code, with any finer part taken off.
[[nodiscard]] constexpr StatusCode kind_of(StatusCode code) noexcept {
    return static_cast<StatusCode>(static_cast<std::uint32_t>(code) & 0xFFU);
}

/// The code's name as it is written above; `unknown` for a number that has none.
[[nodiscard]] WAGEPROOF_API std::string_view to_text(StatusCode code) noexcept;

/// Whether a call was carried out, and if not, why: a code for the program and a
/// sentence for the reader (what was wanted, what was found, where).
class [[nodiscard]] Status {
public:
    Status() noexcept = default;
    Status(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {}

    [[nodiscard]] bool ok() const noexcept { return code_ == StatusCode::ok; }
    [[nodiscard]] StatusCode code() const noexcept { return code_; }
    [[nodiscard]] StatusCode kind() const noexcept { return kind_of(code_); }
    [[nodiscard]] const std::string& message() const noexcept { return message_; }

    friend bool operator==(const Status&, const Status&) = default;

private:
    StatusCode code_ = StatusCode::ok;
    std::string message_;
};

/// A value, or the Status that says why there is none.
template <class T>
class [[nodiscard]] Result {
    static_assert(!std::is_same_v<T, Status>, "a Status is its own result");

public:
    using value_type = T;

    Result(T value) : held_(std::in_place_index<1>, std::move(value)) {}
    Result(Status status) : held_(std::in_place_index<0>, std::move(status)) {
        assert(!std::get<0>(held_).ok() && "a result without a value needs a reason");
    }
    Result(StatusCode code, std::string message) : Result(Status(code, std::move(message))) {}

    [[nodiscard]] bool ok() const noexcept { return held_.index() == 1; }
    [[nodiscard]] explicit operator bool() const noexcept { return ok(); }
    [[nodiscard]] StatusCode code() const noexcept {
        return ok() ? StatusCode::ok : std::get_if<0>(&held_)->code();
    }
    [[nodiscard]] Status status() const& { return ok() ? Status() : std::get<0>(held_); }
    [[nodiscard]] Status status() && { return ok() ? Status() : std::get<0>(std::move(held_)); }

    // Asking a failed result for its value is a bug of the caller.
    [[nodiscard]] T& value() & { return std::get<1>(held_); }
    [[nodiscard]] const T& value() const& { return std::get<1>(held_); }
    [[nodiscard]] T&& value() && { return std::get<1>(std::move(held_)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

private:
    std::variant<Status, T> held_;
};

/// The outcome of one step of arithmetic: a small value and a code, without a
/// message and without allocation, for constexpr code and for inner loops. Where it
/// failed, `value` is no answer: `*` asserts that, and only a checked build notices,
/// so plain forms are for what is known to fit, and `try_` forms for what was read.
template <class T>
struct [[nodiscard]] Tried {
    static_assert(std::is_trivially_copyable_v<T>);

    T value{};
    StatusCode code = StatusCode::ok;

    constexpr Tried(T result) noexcept : value(result) {}
    constexpr Tried(StatusCode why) noexcept : code(why) {}

    [[nodiscard]] constexpr bool ok() const noexcept { return code == StatusCode::ok; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return ok(); }
    [[nodiscard]] constexpr const T& operator*() const noexcept {
        assert(ok());
        return value;
    }
    [[nodiscard]] constexpr const T* operator->() const noexcept {
        assert(ok());
        return &value;
    }

    /// The same outcome with a sentence for the reader.
    [[nodiscard]] Result<T> or_message(std::string message) const {
        if (ok()) return value;
        return Status(code, std::move(message));
    }
};

}  // namespace wageproof::quantity

/// Leaves the function with the Status of `expression` unless it is ok.
#define WAGEPROOF_RETURN_IF_ERROR(expression)                                                        \
    do {                                                                                             \
        if (::wageproof::quantity::Status wageproof_status_ = (expression); !wageproof_status_.ok()) \
            return wageproof_status_;                                                                \
    } while (false)
