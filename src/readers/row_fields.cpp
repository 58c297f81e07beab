// The fields of a row: from text to value, as the format or a mapping says.
#include "readers/row_builder.hpp"

#include <algorithm>

#include "readers/mapped_number.hpp"
#include "readers/values.hpp"
#include "records/formula_guard.hpp"

namespace wageproof::readers {
namespace {

bool is_day_format(const std::vector<TimeFormat>& formats, std::string_view text, DateAndTime& out) noexcept {
    return std::any_of(formats.begin(), formats.end(),
                       [&](const TimeFormat& format) { return read_formatted(text, format, out); });
}

}  // namespace

using records::FieldType;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

Reason RowBuilder::read_field(const FieldPlan& field, std::string_view text, bool is_ours) {
    const std::uint32_t index = field.field;
    if (text.empty()) {
        if (is_wide(field.type)) {
            wide_[index] = kNone64;
        } else {
            narrow_[index] = field.type == FieldType::text ? 0 : kNone32;
        }
        return Reason::none;
    }
    switch (field.type) {
        case FieldType::text: return read_text(field, text);
        case FieldType::timestamp: return read_moment(text, is_ours, index);
        case FieldType::amount:
        case FieldType::integer: return read_number(field, text, is_ours);
        case FieldType::date: {
            if (!options_.dates.empty() && !is_ours) {
                DateAndTime found;
                if (!is_day_format(options_.dates, text, found)) return Reason::not_a_date;
                narrow_[index] = found.day;
                return Reason::none;
            }
            const auto day = read_date(text);
            narrow_[index] = day.value;
            return day.reason;
        }
        case FieldType::clock: {
            if (!options_.times.empty() && !is_ours) {
                DateAndTime found;
                if (!is_day_format(options_.times, text, found)) return Reason::not_a_time;
                narrow_[index] = found.second;
                return Reason::none;
            }
            const auto clock = read_clock(text);
            narrow_[index] = clock.value;
            return clock.reason;
        }
        case FieldType::code: {
            const auto values = field.spec->values;
            const auto found = std::find(values.begin(), values.end(), text);
            if (found == values.end()) return Reason::unknown_value;
            narrow_[index] = static_cast<std::int32_t>(found - values.begin());
            return Reason::none;
        }
    }
    return Reason::none;
}

Reason RowBuilder::read_text(const FieldPlan& field, std::string_view text) {
    if (plan_.guarded_texts) text = records::without_guard(text);
    LastText& last = last_text_[field.field];
    if (text == last.view) {
        narrow_[field.field] = static_cast<std::int32_t>(last.id);
        return Reason::none;
    }
    if (!is_text(text)) return Reason::bad_encoding;
    if (field.check == TextCheck::id && text.find_first_of("eE") != std::string_view::npos) {
        const bool by_number =
            field.from.kind == CellSource::Kind::column &&
            std::find(exponents_.begin(), exponents_.end(), field.from.column) != exponents_.end();
        if (by_number || has_lost_digits(text)) return Reason::digits_lost;
    }
    const StringId id = piece_.strings.intern(text);
    if (field.check > TextCheck::id) {
        auto& known = known_text_[static_cast<std::size_t>(field.check)];
        if (known.size() <= id) known.resize(std::max<std::size_t>(id + 1, known.size() * 2), 0);
        if (known[id] == 0) known[id] = is_known_text(field.check, text) ? 1 : 2;
        if (known[id] == 2) return Reason::unknown_value;
    }
    last = {piece_.strings.view(id), id};
    narrow_[field.field] = static_cast<std::int32_t>(id);
    return Reason::none;
}

Reason RowBuilder::read_number(const FieldPlan& field, std::string_view text, bool is_ours) {
    bool rounded = false;
    Read<std::int64_t> amount = Reason::none;
    if (field.unit != nullptr && field.unit->hours_and_minutes && !is_ours) {
        amount = read_hours_and_minutes(text);
    } else {
        amount =
            plan_.plain_numbers || is_ours ? read_decimal(text) : read_mapped_amount(text, options_, rounded);
        if (amount.ok() && field.unit != nullptr && !is_ours) {
            // Minutes are whole, so what is rounded there is the minute.
            amount = in_our_unit(amount.value, *field.unit, options_.round, rounded);
        }
    }
    if (!amount.ok()) return amount.reason;
    std::int64_t value = amount.value;
    if (field.type == FieldType::integer) {
        const std::int64_t rest = value % kMicro;
        value /= kMicro;
        if (rest != 0) {
            if (!options_.round || is_ours) return Reason::too_many_decimals;
            rounded = true;
            if (rest * 2 >= kMicro) ++value;
            if (rest * 2 <= -kMicro) --value;
        }
    }
    if (value < field.minimum) return Reason::out_of_range;
    if (value > field.maximum) {
        constexpr std::int64_t kMinutesOfDay = 1440;
        const bool of_day = field.type == FieldType::integer && field.maximum == kMinutesOfDay;
        return of_day ? Reason::longer_than_a_day : Reason::out_of_range;
    }
    row_rounded_ += rounded ? 1U : 0U;
    if (field.type == FieldType::integer) {
        narrow_[field.field] = static_cast<std::int32_t>(value);
    } else {
        wide_[field.field] = value;
    }
    return Reason::none;
}

Reason RowBuilder::read_moment(std::string_view text, bool is_ours, std::uint32_t field) {
    if (!options_.timestamps.empty() && !is_ours) {
        DateAndTime found;
        if (!is_day_format(options_.timestamps, text, found)) return Reason::not_a_time;
        return in_zone(found.day * kSecondsOfDay + found.second, std::nullopt, field);
    }
    const auto stamp = read_timestamp(text);
    if (!stamp.ok()) return stamp.reason;
    return in_zone(stamp.value.local_seconds, stamp.value.offset_seconds, field);
}

ZoneClock& RowBuilder::clock_of(const std::string& zone) {
    return clocks_.try_emplace(zone, zone).first->second;
}

// The clock of the law's zone at a moment, and how far it was ahead of UTC then: two stamps over a clock change are as far
// apart as the moments are.
Reason RowBuilder::in_zone(std::int64_t local, std::optional<std::int32_t> offset, std::uint32_t field) {
    const std::string& theirs = options_.time_zone;
    const std::string& ours = employer_ == nullptr || employer_->zone.empty() ? theirs : employer_->zone;
    wide_[field] = local;  // of a stamp that is no moment the day can still be told
    narrow_[field] = kNone32;
    if (!offset && theirs.empty() && ours.empty()) return Reason::none;
    if (offset && ours.empty()) {
        // Of a row of nobody's employer it is not said that its law has no zone: that row is refused, and the run goes on.
        if (piece_.status.ok() && employer_ != nullptr) {
            piece_.status = {quantity::StatusCode::invalid_argument,
                             plan_.file + ":" + std::to_string(line_) +
                                 ": a timestamp with an offset, but neither the law, the mapping nor the "
                                 "call names a time zone"};
        }
        return Reason::not_a_time;
    }
    std::int64_t utc = 0;
    if (offset) {
        utc = local - *offset;
    } else {
        const auto moment = clock_of(theirs.empty() ? ours : theirs).to_utc(local);
        if (!moment.ok()) return moment.reason;
        utc = moment.value;
    }
    wide_[field] = clock_of(ours).to_local(utc);
    narrow_[field] = static_cast<std::int32_t>(wide_[field] - utc);
    return Reason::none;
}

}  // namespace wageproof::readers
