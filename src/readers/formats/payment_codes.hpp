// What the codes of payment messages mean for a payment, and checks of accounts. Codes that are not known here
// lose nothing: they stay as they are, and the row is accepted.
#pragma once

#include <string_view>

#include "readers/formats/format.hpp"

namespace wageproof::readers {

/// Sets event, status and grade from a payment status of ISO 20022 (external code set, `ACSP`, `RJCT`, …).
/// A code that is not known is taken as 'accepted' and noted.
void set_payment_status(PaymentRow& row, std::string_view code);

/// An account as its holder's bank writes it, with a note where it has the form of an IBAN and fails its
/// check (ISO 13616, modulo 97). The text stays as it is.
void set_account(PaymentRow& row, std::string_view account);

/// Whether an account that has the form of an IBAN passes the check; true for any other account.
[[nodiscard]] bool has_good_check_digits(std::string_view account) noexcept;

/// Marks the row as one event: its `event`, `status` and `grade` by the record format's words.
void set_event(PaymentRow& row, std::string_view event, std::string_view status, std::string_view grade);

/// The batch's count and total as the file states them. What is no such number is noted, and not kept: the batch's payments
/// are none the worse for it.
void set_batch(PaymentRow& row, std::string_view count, std::string_view total);

/// An id as given, but for `NOTPROVIDED`, which is the absence of one.
void set_id(PaymentRow& row, int column, std::string_view id);

}  // namespace wageproof::readers
