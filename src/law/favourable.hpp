// Terms of several packs for the same thing, of which the one that is better for the worker holds.
#pragma once

#include "law/draft.hpp"

namespace wageproof::law {

/// Takes an overlay's parameters and lines with `favourable` out of it, and keeps them beside what they compete with.
void collect_choices(Draft& base, Draft& overlay, Diagnostics& diagnostics);

/// Writes each choice as formulas: one for every pack's own term, and the better of them under the common name.
void settle_choices(Draft& whole, Diagnostics& diagnostics);

}  // namespace wageproof::law
