#include "readers/plan.hpp"

#include <algorithm>
#include <array>

#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

using quantity::Result;
using quantity::Status;
using quantity::StatusCode;
using records::FieldType;
using records::TableKind;

constexpr std::array<std::string_view, 8> kIds{"employer_id",  "worker_id",  "badge",     "account",
                                               "insurance_no", "payment_id", "reference", "returned_of"};

TextCheck check_of(TableKind table, std::string_view field) noexcept {
    if (std::find(kIds.begin(), kIds.end(), field) != kIds.end()) return TextCheck::id;
    if (field == "currency" || (table == TableKind::rates && (field == "from" || field == "to")))
        return TextCheck::currency;
    if (field == "nationality") return TextCheck::country;
    if (field == "component") return TextCheck::component;
    if (table == TableKind::employers && field == "period") return TextCheck::pay_period;
    return TextCheck::any;
}

// Field and attribute names are matched as written; `periods` is the reader's own.
bool is_hidden(TableKind table, std::string_view field) noexcept {
    return table == TableKind::employers && field == "periods";
}

class Binder {
public:
    Binder(const records::TableSpec& spec, const SourceOptions& options, SourcePlan& plan, bool is_json)
        : spec_(spec), options_(options), plan_(plan), is_json_(is_json) {}

    Status bind() {
        base_.resize(spec_.fields.size());
        WAGEPROOF_RETURN_IF_ERROR(own_names());
        WAGEPROOF_RETURN_IF_ERROR(column_rules(options_.columns, base_, base_attributes_, nullptr));
        set_rules(options_.set, base_, base_attributes_);
        if (options_.records.empty()) {
            add_record(base_, base_attributes_, {});
        } else {
            for (const RecordRule& rule : options_.records) WAGEPROOF_RETURN_IF_ERROR(entry(rule));
        }
        return row_rules();
    }

private:
    Status refuse(StatusCode code, const std::string& what) const { return {code, plan_.file + ": " + what}; }

    std::uint32_t add_column(const std::string& name) {
        const auto found = std::find(plan_.columns.begin(), plan_.columns.end(), name);
        if (found != plan_.columns.end()) return static_cast<std::uint32_t>(found - plan_.columns.begin());
        plan_.columns.push_back(name);
        return static_cast<std::uint32_t>(plan_.columns.size() - 1);
    }

    bool refers_to(const ColumnRef& ref, std::uint32_t column) const {
        if (ref.kind == ColumnRef::Kind::position) return ref.position == column + 1;
        return ref.kind == ColumnRef::Kind::name && ref.name == plan_.columns[column];
    }

    bool is_named_by_a_rule(std::uint32_t column) const {
        const auto names = [&](const ColumnRule& rule) {
            return std::any_of(rule.from.begin(), rule.from.end(),
                               [&](const ColumnRef& ref) { return refers_to(ref, column); });
        };
        if (std::any_of(options_.columns.begin(), options_.columns.end(), names)) return true;
        return std::any_of(options_.records.begin(), options_.records.end(), [&](const RecordRule& record) {
            return std::any_of(record.columns.begin(), record.columns.end(), names);
        });
    }

    // Whether a rule of rows looks at a column that no field is read from.
    bool is_looked_at(std::uint32_t column) const {
        return std::any_of(options_.skip.begin(), options_.skip.end(),
                           [&](const SkipRule& rule) { return refers_to(rule.column, column); }) ||
               std::any_of(options_.fill_down.begin(), options_.fill_down.end(),
                           [&](const ColumnRef& ref) { return refers_to(ref, column); });
    }

    // Columns that no rule names keep their own name: a field of ours, an attribute, or nothing.
    Status own_names() {
        if (is_json_) {
            for (const auto& field : spec_.fields) {
                if (!is_hidden(spec_.kind, field.name)) add_column(std::string(field.name));
            }
        }
        const std::size_t count = plan_.columns.size();
        if (is_json_ && spec_.kind == TableKind::employers) {
            base_[records::field::employers::periods] = single(add_column(std::string(kPeriodsKey)));
        }
        for (std::uint32_t column = 0; column < count; ++column) {
            const std::string name = plan_.columns[column];
            if (name.empty() || (!is_json_ && is_named_by_a_rule(column))) continue;
            const int field = is_hidden(spec_.kind, name) ? -1 : records::field_index(spec_.kind, name);
            if (field >= 0) {
                CellSource& from = base_[static_cast<std::size_t>(field)];
                if (from.kind != CellSource::Kind::absent) return twice(name);
                from = single(column);
            } else if (spec_.attributes) {
                if (std::any_of(base_attributes_.begin(), base_attributes_.end(),
                                [&](const auto& a) { return a.name == name; })) {
                    return twice(name);
                }
                base_attributes_.push_back({name, single(column)});
            } else if (!is_looked_at(column)) {
                plan_.ignored_columns.push_back(name);
            }
        }
        return {};
    }

    Status twice(const std::string& name) const {
        return refuse(StatusCode::conflict, "the column \"" + name + "\" is there twice; expected it once");
    }

    CellSource single(std::uint32_t column) const {
        return {CellSource::Kind::column, column, {}, {}, plan_.columns[column]};
    }

    Status find_column(const ColumnRef& ref, std::uint32_t& out) {
        if (ref.kind == ColumnRef::Kind::position) {
            if (is_json_)
                return refuse(
                    StatusCode::invalid_argument,
                    "JSON has no column numbers; name the key instead of " + std::to_string(ref.position));
            if (ref.position > plan_.columns.size()) {
                return refuse(StatusCode::not_found, "column " + std::to_string(ref.position) +
                                                         " is not there; the file has " +
                                                         std::to_string(plan_.columns.size()) + " columns");
            }
            out = static_cast<std::uint32_t>(ref.position - 1);
            return {};
        }
        if (is_json_) {
            out = add_column(ref.name);
            return {};
        }
        const auto found = std::find(plan_.columns.begin(), plan_.columns.end(), ref.name);
        if (found == plan_.columns.end()) {
            return refuse(StatusCode::not_found,
                          "the column \"" + ref.name + "\" is not there; the file has " + column_list());
        }
        if (std::find(found + 1, plan_.columns.end(), ref.name) != plan_.columns.end())
            return twice(ref.name);
        out = static_cast<std::uint32_t>(found - plan_.columns.begin());
        return {};
    }

    std::string column_list() const {
        std::string list;
        for (const std::string& name : plan_.columns) {
            if (list.size() > 400) return list + ", …";
            if (!list.empty()) list += ", ";
            list += "\"" + name + "\"";
        }
        return list.empty() ? "none" : list;
    }

    Status column_rules(const std::vector<ColumnRule>& rules, std::vector<CellSource>& fields,
                        std::vector<AttributePlan>& attributes, std::vector<std::uint32_t>* own) {
        for (const ColumnRule& rule : rules) {
            const int field = records::field_index(spec_.kind, rule.field);
            if (field < 0 && rule.from_defaults) continue;
            CellSource from;
            from.label = rule.field;
            for (const ColumnRef& ref : rule.from) {
                if (ref.kind == ColumnRef::Kind::file_line) {
                    from.kind = CellSource::Kind::file_line;
                    continue;
                }
                std::uint32_t column = 0;
                WAGEPROOF_RETURN_IF_ERROR(find_column(ref, column));
                from.columns.push_back(column);
            }
            if (from.columns.size() == 1) from = single(from.columns[0]);
            if (from.columns.size() > 1) {
                from.kind = CellSource::Kind::joined;
                from.label = plan_.columns[from.columns.back()];
            }
            if (own != nullptr && field >= 0) own->push_back(static_cast<std::uint32_t>(field));
            if (from.label.empty()) from.label = rule.field;
            place(rule.field, field, std::move(from), fields, attributes);
        }
        return {};
    }

    void set_rules(const std::vector<SetRule>& rules, std::vector<CellSource>& fields,
                   std::vector<AttributePlan>& attributes) const {
        for (const SetRule& rule : rules) {
            const int field = records::field_index(spec_.kind, rule.field);
            if (field < 0 && rule.from_defaults) continue;
            place(rule.field, field, {CellSource::Kind::constant, 0, {}, rule.value, rule.field}, fields,
                  attributes);
        }
    }

    static void place(const std::string& name, int field, CellSource from, std::vector<CellSource>& fields,
                      std::vector<AttributePlan>& attributes) {
        if (field >= 0) {
            fields[static_cast<std::size_t>(field)] = std::move(from);
            return;
        }
        const auto same =
            std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == name; });
        if (same != attributes.end()) {
            same->from = std::move(from);
        } else {
            attributes.push_back({name, std::move(from)});
        }
    }

    Status entry(const RecordRule& rule) {
        std::vector<CellSource> fields = base_;
        std::vector<AttributePlan> attributes = base_attributes_;
        std::vector<std::uint32_t> own;
        WAGEPROOF_RETURN_IF_ERROR(column_rules(rule.columns, fields, attributes, &own));
        set_rules(rule.set, fields, attributes);
        add_record(std::move(fields), std::move(attributes), std::move(own));
        return {};
    }

    template <class Rule>
    static const Rule* find_rule(const std::vector<Rule>& rules, std::string_view field) {
        const auto found =
            std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.field == field; });
        return found == rules.end() ? nullptr : &*found;
    }

    void add_record(std::vector<CellSource> fields, std::vector<AttributePlan> attributes,
                    std::vector<std::uint32_t> own) {
        RecordPlan record;
        record.own_fields = std::move(own);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const records::FieldSpec& spec = spec_.fields[i];
            FieldPlan plan;
            plan.from = std::move(fields[i]);
            if (plan.from.label.empty()) plan.from.label = spec.name;
            plan.spec = &spec;
            plan.field = static_cast<std::uint32_t>(i);
            plan.type = spec.type;
            plan.check = check_of(spec_.kind, spec.name);
            plan.needed = spec.needed;
            if (spec.type == FieldType::amount || spec.type == FieldType::integer) {
                const std::int64_t unit = spec.type == FieldType::integer ? kMicro : 1;
                if (!spec.minimum.empty()) plan.minimum = read_decimal(spec.minimum).value / unit;
                if (!spec.maximum.empty()) plan.maximum = read_decimal(spec.maximum).value / unit;
            }
            plan.values = find_rule(options_.values, spec.name);
            plan.unit = find_rule(options_.units, spec.name);
            record.fields.push_back(std::move(plan));
        }
        for (AttributePlan& attribute : attributes)
            attribute.values = find_rule(options_.values, attribute.name);
        record.attributes = std::move(attributes);
        plan_.records.push_back(std::move(record));
    }

    Status row_rules() {
        for (const SkipRule& rule : options_.skip) {
            SkipPlan skip{0, &rule};
            WAGEPROOF_RETURN_IF_ERROR(find_column(rule.column, skip.column));
            plan_.skip.push_back(skip);
        }
        for (const ColumnRef& ref : options_.fill_down) {
            WAGEPROOF_RETURN_IF_ERROR(find_column(ref, plan_.fill_down.emplace_back()));
        }
        return {};
    }

    const records::TableSpec& spec_;
    const SourceOptions& options_;
    SourcePlan& plan_;
    const bool is_json_;
    std::vector<CellSource> base_;
    std::vector<AttributePlan> base_attributes_;
};

}  // namespace

Result<SourcePlan> bind_plan(const records::TableSpec& spec, const SourceOptions& options, std::string file,
                             std::vector<std::string> columns, bool is_json) {
    SourcePlan plan;
    plan.spec = &spec;
    plan.options = &options;
    plan.file = std::move(file);
    plan.columns = std::move(columns);
    plan.plain_numbers = options.decimal == '.' && options.group == '\0' && !options.round;
    WAGEPROOF_RETURN_IF_ERROR(Binder(spec, options, plan, is_json).bind());
    return plan;
}

}  // namespace wageproof::readers
