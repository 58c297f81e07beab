// What stands behind the handles of the C API.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "faces/packs.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/report/totals.hpp"
#include "wageproof/wageproof.h"

struct wageproof_text {
  std::string text;
};

struct wageproof_packs {
  std::shared_ptr<wageproof::faces::Packs> packs;
};

struct wageproof_records {
  std::shared_ptr<const wageproof::records::Dataset> data;
  bool is_part = false;
};

struct wageproof_tables {
  std::vector<wageproof::readers::InputFile> files;
};

struct wageproof_result {
  struct Rule {
    std::string pack, source;
  };
  std::shared_ptr<wageproof::faces::Packs> packs;
  std::shared_ptr<const wageproof::records::Dataset> data;
  std::shared_ptr<const wageproof::reconcile::Result> result;
  wageproof::reconcile::CheckOptions options;  ///< to ask for the working; without callbacks
  wageproof::report::Totals totals;
  std::vector<std::vector<Rule>> rules;        ///< by law and line
  std::vector<Rule> laws;                      ///< of lines that are no pack's own: `net`
  std::vector<std::string> matched_by;         ///< where a match has a note
};

namespace wageproof::capi {

/// Makes the handle of a finished check.
[[nodiscard]] std::unique_ptr<wageproof_result> make_result(std::shared_ptr<faces::Packs> packs,
                                                            std::shared_ptr<const records::Dataset> data,
                                                            reconcile::Result result, reconcile::CheckOptions options);

/// Hands a text to the caller.
void give_text(std::string text, wageproof_text** out);

}  // namespace wageproof::capi
