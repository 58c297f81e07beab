// Shared pieces of the money trail's checks.
#include "money_trail.hpp"

#include <algorithm>
#include <numeric>

namespace wageproof::reconcile::payments {

void CheckCounts::add_to(records::StringId employer, Result& out) const {
    for (const auto& [key, count] : counters_) {
        if (count.tested == 0) continue;
        CheckRow row;
        row.employer = employer;
        row.check = key.check;
        row.rule = key.rule;
        row.pack = key.pack;
        row.first = key.first;
        row.last = key.last;
        row.tested = count.tested;
        row.met = count.met;
        row.broken = count.broken;
        row.cannot_tell = count.cannot_tell;
        row.amount_micro = count.amount_micro;
        row.currency = key.currency;
        out.checks.push_back(std::move(row));
    }
}

EmployerRows::EmployerRows(const records::Dataset& data, records::TableKind table) {
    const records::DataTable& t = data[table];
    rows_.resize(t.row_count());
    std::iota(rows_.begin(), rows_.end(), 0U);
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return t.text(0, a) < t.text(0, b); };
    if (!std::is_sorted(rows_.begin(), rows_.end(), before)) std::stable_sort(rows_.begin(), rows_.end(), before);
    for (std::uint32_t i = 0; i < rows_.size();) {
        std::uint32_t end = i + 1;
        while (end < rows_.size() && t.text(0, rows_[end]) == t.text(0, rows_[i])) ++end;
        spans_[t.text(0, rows_[i])] = {i, end};
        i = end;
    }
}

std::span<const std::uint32_t> EmployerRows::of(records::StringId employer) const {
    const auto at = spans_.find(employer);
    if (at == spans_.end()) return {};
    return {rows_.data() + at->second.first, at->second.second - at->second.first};
}

std::string scheme_of(std::string_view line) {
    const std::size_t first = line.find('.'), last = line.rfind('.');
    if (first == std::string_view::npos || first == last) return std::string(line);
    return std::string(line.substr(first + 1, last - first - 1));
}

void add_place(std::string& evidence, const std::string& place) {
    if (place.empty()) return;
    if (!evidence.empty()) evidence += ';';
    evidence += place;
}

}  // namespace wageproof::reconcile::payments
