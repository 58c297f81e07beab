// The reader of each payment format. Each takes a whole file as UTF-8 and gives its rows; none of them fails:
// what cannot be read is a rejected row.
#pragma once

#include <array>
#include <string_view>

#include "readers/formats/format.hpp"

namespace wageproof::readers {

/// ISO 20022 messages in XML, told apart by their own elements: pain.001, pain.002, camt.052, camt.053 and
/// camt.054. Also the ARUCS report of Bacs, which is XML too.
void read_iso20022(std::string_view text, FormatRows& rows);

/// Salary Information Files of wage protection systems, and what each says of the wage beside its amount.
void read_sif_uae(std::string_view text, FormatRows& rows);
inline constexpr std::array<std::string_view, 11> kSifUaeParts{
    "fixed_income", "variable_income", "working_days", "unpaid_leave_days", "housing",         "conveyance",
    "medical",      "passage",         "overtime",     "other",             "leave_encashment"};

void read_sif_qatar(std::string_view text, FormatRows& rows);
inline constexpr std::array<std::string_view, 13> kSifQatarParts{
    "frequency",  "working_days", "basic", "extra_hours", "extra_income", "deductions",      "payment_type",
    "notes_text", "housing",      "food",  "transport",   "overtime",     "deduction_reason"};

void read_sif_oman(std::string_view text, FormatRows& rows);
inline constexpr std::array<std::string_view, 11> kSifOmanParts{
    "frequency",    "working_days", "basic",         "extra_hours",     "extra_income",    "deductions",
    "payment_type", "notes_text",   "identity_type", "social_security", "reference_number"};

/// The wages file of Saudi Arabia, also as the bank sends it back.
void read_wps_saudi(std::string_view text, FormatRows& rows);
inline constexpr std::array<std::string_view, 4> kWpsSaudiParts{"basic", "housing", "other_earnings", "deductions"};

/// NACHA files of the United States: credits, returns, notices of change.
void read_nacha(std::string_view text, FormatRows& rows);

/// MT940 and MT942 of SWIFT: entries of an account.
void read_mt940(std::string_view text, FormatRows& rows);

/// Contribution returns, for the table `remittances`: the fields of that table that payments do not have.
/// Their scheme's name is the usual one; a mapping's `set` gives another.
enum ReturnPart : std::size_t {
    return_insurance_no,
    return_scheme,
    return_declared_wage,
    return_employee_amount,
    return_employer_amount,
    return_days
};
inline constexpr std::array<std::string_view, 6> kReturnParts{"insurance_no",    "scheme",          "declared_wage",
                                                              "employee_amount", "employer_amount", "days"};
void read_epf_sri_lanka(std::string_view text, FormatRows& rows);
void read_eobi_pr02a(std::string_view text, FormatRows& rows);

}  // namespace wageproof::readers
