#include "protection.hpp"

#include <algorithm>

#include "../run.hpp"
#include "wageproof/law/lookup.hpp"

namespace wageproof::reconcile::payments {

namespace {

const law::Parameter* reserved(const law::Pack& pack, std::string_view name) {
    const auto at = std::find_if(pack.parameters.begin(), pack.parameters.end(), [&](const law::Parameter& p) { return p.name == name && p.by.empty(); });
    return at == pack.parameters.end() ? nullptr : &*at;
}

}  // namespace

const law::CellValue* reserved_value(const law::Pack& pack, std::string_view name, std::int32_t day) {
    const law::Parameter* parameter = reserved(pack, name);
    if (parameter == nullptr) return nullptr;
    const law::Found found = law::look_up(pack, *parameter, day, {});
    return found.value->kind == law::CellValue::Kind::hole || found.value->kind == law::CellValue::Kind::none ? nullptr : found.value;
}

void check_protected_share(const EmployerPlan& plan, std::span<const PaidWhen> paid, CheckCounts& counts, Result& out) {
    const worktime::Setting& s = *plan.setting;
    for (std::uint32_t p = 0; p < s.periods.size(); ++p) {
        const worktime::Span& span = s.periods[p];
        const law::CellValue *share = reserved_value(*plan.pack, kProtectedShare, span.last), *days = reserved_value(*plan.pack, kProtectedDays, span.last);
        if (!span.reported || share == nullptr || days == nullptr || days->denominator == 0) continue;
        std::int64_t workers = 0, in_time = 0;
        for (const PaidWhen& each : paid) {
            if (each.period != p) continue;
            ++workers;
            if (each.days != kNone32 && each.days * days->denominator <= days->numerator) ++in_time;
        }
        if (workers == 0) continue;
        // The fewest whole workers that make the share.
        const std::int64_t wanted = (workers * share->numerator + share->denominator - 1) / share->denominator;
        Counter& count = counts.of("payment_late", {}, span, plan.pack->id);
        ++count.tested;
        ++(in_time < wanted ? count.broken : count.met);
        if (in_time >= wanted) continue;
        const law::Parameter& parameter = *reserved(*plan.pack, kProtectedShare);
        Finding f;
        f.employer = s.employer.id;
        f.first = span.first;
        f.last = span.last;
        f.check = "payment_late";
        f.rule = kProtectedShare;
        f.severity = parameter.provenance.confidence == law::Confidence::uncertain ? Severity::warning : Severity::breach;
        f.unit = AmountUnit::count;
        f.expected = {wanted, true};
        f.found = {in_time, true};
        f.difference = {wanted - in_time, true};
        f.pack = parameter.provenance.origin.empty() ? plan.pack->id : parameter.provenance.origin;
        f.source = sources_of(*plan.pack, parameter.provenance);
        out.findings.push_back(std::move(f));
    }
}

bool is_allowed_channel(const law::Pack& pack, records::Channel channel, std::int32_t day, const law::Provenance*& provenance) {
    const law::CellValue* list = reserved_value(pack, kWageChannels, day);
    if (list == nullptr || list->kind != law::CellValue::Kind::text) return true;
    provenance = &reserved(pack, kWageChannels)->provenance;
    const auto names = records::spec_of(records::TableKind::payments).fields[records::field::payments::channel].values;
    const std::string wanted = "," + std::string(names[static_cast<std::size_t>(channel)]) + ",";
    std::string listed = ",";
    for (const char c : list->text) {
        if (c != ' ') listed.push_back(c);
    }
    return (listed + ",").find(wanted) != std::string::npos;
}

}  // namespace wageproof::reconcile::payments
