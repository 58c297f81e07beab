// A small made-up world: a pack with parameters of every kind, a frame of a few workers, and random facts.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/evaluator.hpp"
#include "wageproof/law/frame.hpp"
#include "wageproof/law/pack.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::oracle {

using Random = std::mt19937_64;

/// A number from `low` to `high`, both inside.
std::int64_t draw(Random& random, std::int64_t low, std::int64_t high);
bool chance(Random& random, int percent);
template <class T>
const T& pick_one(Random& random, const std::vector<T>& from) {
    return from[static_cast<std::size_t>(draw(random, 0, static_cast<std::int64_t>(from.size()) - 1))];
}

/// How wild a world is.
struct Wildness {
    bool doubts = true;     ///< facts that are unknown, not given, bounds or uncertain
    bool extremes = false;  ///< numbers near the ends of 64 bits
    bool lumps = false;     ///< sums of days whose split is not known
};

/// Codes that the pack names; facts take these, and sometimes one that it does not name.
const std::vector<std::string>& codes();

/// A pack with dimensions, attributes, parameters, feasts; no formulas yet.
law::Pack random_pack(Random& random, Wildness wildness);

/// Workers with parts that are cut at random, weeks over the edges, periods of a month, half a month or a fortnight.
law::Frame random_frame(Random& random);

/// Facts that depend only on the seed and on what is asked for.
class RandomFacts final : public law::FactSource {
public:
    RandomFacts(std::uint64_t seed, const law::Frame& frame, law::Plan& plan, Wildness wildness);

    void input(law::Input input, law::detail::Values& out) override;
    void attribute(std::uint32_t index, law::detail::Values& out) override;
    void booked(const std::string& patterns, law::detail::Values& out) override;
    void leave(const std::string& type, bool calendar_days, law::detail::Values& out) override;
    void balance(std::uint32_t ledger, law::Evaluator& evaluator, law::detail::Values& out) override;
    void rate(std::uint32_t from, std::uint32_t to, law::Grain grain, law::detail::Values& out) override;
    law::TermOnDay term_on(law::Input input, std::uint32_t worker, std::int32_t date) override;
    bool is_working_date(std::uint32_t worker, std::int32_t date) override;

private:
    struct Shape {
        law::Grain grain;
        law::ValueType type;
        std::int64_t low, high, denominator;
        bool may_lump, one_a_worker;
    };
    static Shape shape_of(law::Input input);
    void fill(const std::string& name, const Shape& shape, law::detail::Values& out);
    void same_for_each_worker(law::Grain grain, law::detail::Values& out) const;
    std::int64_t value(Random& random, const Shape& shape, bool extreme) const;
    law::detail::Flags doubt(Random& random, const Shape& shape) const;

    std::uint64_t seed_;
    const law::Frame& frame_;
    law::Plan& plan_;
    Wildness wildness_;
};

}  // namespace wageproof::oracle
