// Formulas drawn from a seed, as the parser would have made them: typed, with grains that fit.
#pragma once

#include <optional>

#include "oracle/world.hpp"

namespace wageproof::oracle {

/// The grain of an operation on both, as the parser joins them; nothing for a week and a part.
std::optional<law::Grain> finer(law::Grain a, law::Grain b);
/// Whether a coarser value stands for every row of a grain by itself.
bool spreads(law::Grain from, law::Grain to);

/// Draws formulas over a pack. Formulas that the pack already has may be used by the next.
class FormulaMaker {
public:
    FormulaMaker(Random& random, const law::Pack& pack, Wildness wildness)
        : random_(random), pack_(pack), wildness_(wildness) {}

    /// An expression whose value spreads to the grain.
    law::Expression make(law::ValueType type, law::Grain grain, int depth);

private:
    using Index = std::uint32_t;
    using Maker = Index (FormulaMaker::*)(law::Grain, int);

    Index any(law::ValueType type, law::Grain grain, int depth);
    Index number(law::Grain grain, int depth);
    Index boolean(law::Grain grain, int depth);
    Index date(law::Grain grain, int depth);
    Index text(law::Grain grain, int depth);
    Index leaf(law::ValueType type, law::Grain grain);
    Index literal(law::ValueType type);
    Index certain(law::Grain grain);
    Index not_lumped(law::Grain grain);
    Index count(std::int64_t low, std::int64_t high);
    Index arithmetic(law::Grain grain, int depth);
    Index tiers(law::Grain grain, int depth);
    Index rounding(law::Grain grain, int depth);
    Index date_number(law::Grain grain, int depth);
    Index history(law::Grain grain, int depth);
    Index running(law::Grain grain, int depth);
    Index convert(law::Grain grain, int depth);
    Index comparison(law::Grain grain, int depth);
    Index member(law::Grain grain, int depth);
    Index choice(law::ValueType type, law::Grain grain, int depth);
    Index known_or(law::ValueType type, law::Grain grain, int depth);
    Index at(law::ValueType type, law::Grain grain, int depth);
    Index aggregate(law::ValueType type, law::Grain grain, int depth);
    Index feast(law::Grain grain, int depth);
    Index records(law::Grain grain);
    [[nodiscard]] bool in_other_money(const law::Expression& expression, Index index) const;
    [[nodiscard]] bool holds_outside(Index index) const;

    Index emit(law::Node node);
    /// A node over children; where their grains do not meet, a literal in its place.
    Index over(law::Node node, std::vector<Index> children);
    Index call(law::Function function, law::ValueType type, std::vector<Index> children);
    Index parameter(Index index);
    [[nodiscard]] const law::Node& node(Index index) const { return out_.nodes[index]; }

    Random& random_;
    const law::Pack& pack_;
    Wildness wildness_;
    law::Expression out_;
};

/// The formula as it would be written.
std::string to_text(const law::Pack& pack, const law::Expression& expression);
/// The tree under one node as an expression of its own.
law::Expression sub_tree(const law::Expression& expression, std::uint32_t root);

}  // namespace wageproof::oracle
