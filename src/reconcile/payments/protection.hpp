// What a wage protection system asks of an employer as a whole, and by which means wages may be paid. The law's figures are
// parameters of the pack with reserved names, so that they have dates and sources like every other.
#pragma once

#include <string_view>

#include "money_trail.hpp"

namespace wageproof::reconcile::payments {

/// Share of the workers who must have been paid in full (a number up to 1), and within how many days after the pay day.
inline constexpr std::string_view kProtectedShare = "wage_protection_share", kProtectedDays = "wage_protection_days";
/// Channels by which wages may be paid, joined by `,`.
inline constexpr std::string_view kWageChannels = "wage_channels";

/// When one worker's net of a period was whole: days after the pay day, `kNone32`: not at all.
struct PaidWhen {
    std::uint32_t period = 0;
    std::int32_t days = 0;
};

/// The value of such a parameter on a day; null where the pack does not have it.
const law::CellValue* reserved_value(const law::Pack& pack, std::string_view name, std::int32_t day);

/// Counts who was paid in time and adds a finding for each period in which the share was not reached.
void check_protected_share(const EmployerPlan& plan, std::span<const PaidWhen> paid, CheckCounts& counts, Result& out);

/// Whether wages may be paid so. A pack that does not say allows every channel.
bool is_allowed_channel(const law::Pack& pack, records::Channel channel, std::int32_t day, const law::Provenance*& provenance);

}  // namespace wageproof::reconcile::payments
