// Shared look-ups of the money trail.
#include <algorithm>
#include <array>
#include <numeric>

#include "payment.hpp"
#include "wageproof/due/facts.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile::payments {

namespace field = records::field;
using records::TableKind;

std::string_view to_text(Link link) noexcept {
    static constexpr std::array<std::string_view, 15> kNames{
        "", "stated", "reissue", "reference", "amount", "split", "several", "fee", "nearest", "worker", "shared_account", "identity", "tie", "suggestion", "advance"};
    return kNames[static_cast<std::size_t>(link)];
}

std::uint32_t Trail::period_at(std::int32_t day) const noexcept {
    const auto after = std::upper_bound(periods.begin(), periods.end(), day,
                                        [](std::int32_t d, const worktime::Span& p) { return d < p.first; });
    if (after == periods.begin()) return kNowhere;
    const auto at = after - 1;
    return day <= at->last ? static_cast<std::uint32_t>(at - periods.begin()) : kNowhere;
}

std::string_view Trail::id_of(const Payment& payment) const noexcept {
    return data->strings.view((*data)[TableKind::payments].text(field::payments::payment_id, payment.row));
}

std::string Trail::place(TableKind table, std::uint32_t row) const {
    const records::DataTable& t = (*data)[table];
    return data->files[t.file[row]].name + ":" + std::to_string(t.line[row]);
}

std::optional<std::int64_t> Trail::converted(std::int64_t micro, StringId from, std::int32_t day) const {
    if (from == 0 || from == currency) return micro;
    return converted(micro, data->strings.view(from), data->strings.view(currency), day);
}

std::optional<std::int64_t> Trail::converted(std::int64_t micro, std::string_view from, std::string_view to, std::int32_t day) const {
    if (from == to) return micro;
    const auto rate = due::Facts::rate_in(*data, rate_rows, from, to, day);
    if (!rate) return std::nullopt;
    using quantity::detail::Int128;
    const Int128 scaled = static_cast<Int128>(micro) * rate->numerator;
    const Int128 half = rate->denominator / 2;
    const Int128 moved = (scaled + (scaled < 0 ? -half : half)) / rate->denominator;
    if (!quantity::is_stated(moved)) return std::nullopt;
    return static_cast<std::int64_t>(moved);
}

}  // namespace wageproof::reconcile::payments
