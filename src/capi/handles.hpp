// What stands behind the handles of the C API.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "capi/slip_rows.hpp"
#include "faces/packs.hpp"
#include "reconcile/one_worker.hpp"
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

namespace wageproof::capi {

/// Packs and sources of a result's lines.
struct Rules {
  struct Rule {
    std::string pack, source;
  };
  std::vector<std::vector<Rule>> lines;        ///< by law and line
  std::vector<Rule> laws;                      ///< of lines that are no pack's own: `net`
};

/// What a checker keeps of a payslip for the next one of its shape.
struct SlipWork {
  SlipWork(std::shared_ptr<records::Dataset> given, const reconcile::CheckOptions& options)
      : data(std::move(given)), result(std::make_shared<reconcile::Result>()), rows(*data), check(*data, options) {}
  std::string shape;
  std::shared_ptr<records::Dataset> data;
  std::shared_ptr<reconcile::Result> result;
  SlipRows rows;
  reconcile::OneWorker check;
};

class SlipPool;

}  // namespace wageproof::capi

struct wageproof_result {
  std::shared_ptr<wageproof::faces::Packs> packs;
  std::shared_ptr<const wageproof::records::Dataset> data;
  std::shared_ptr<const wageproof::reconcile::Result> result;
  wageproof::reconcile::CheckOptions options;  ///< to ask for the working; without callbacks
  std::shared_ptr<const wageproof::capi::Rules> rules;
  std::vector<std::string> matched_by;         ///< where a match has a note
  std::unique_ptr<wageproof::capi::SlipWork> work;   ///< of a payslip; `data` and `result` are its own
  std::shared_ptr<wageproof::capi::SlipPool> home;   ///< where a payslip's handle goes when it is no longer needed
  mutable std::mutex totals_mutex;
  mutable std::optional<wageproof::report::Totals> totals;  ///< made when first asked for
};

namespace wageproof::capi {

/// Handles of payslips that a checker gave out, and got back to be filled again. A handle may come back on any thread, and
/// after the checker went.
class SlipPool : public std::enable_shared_from_this<SlipPool> {
 public:
  SlipPool();
  /// Laws of all handles, compiled once.
  reconcile::Laws laws;
  std::shared_ptr<const Rules> rules;

  /// A handle of that shape; null where there is none.
  [[nodiscard]] std::unique_ptr<wageproof_result> take(std::string_view shape);
  static void give_back(std::unique_ptr<wageproof_result> handle);
  /// Lets everything go; what comes back from now on is not kept.
  void close();

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<wageproof_result>> idle_;  ///< the last to come back stands last
  bool open_ = true;
};

/// Totals of a result, made once. Any thread.
[[nodiscard]] const report::Totals& totals_of(const wageproof_result& result);

/// Packs and sources of the lines of laws.
[[nodiscard]] std::shared_ptr<const Rules> rules_of(const std::vector<std::shared_ptr<const law::Pack>>& laws);

/// Makes the handle of a finished check.
[[nodiscard]] std::unique_ptr<wageproof_result> make_result(std::shared_ptr<faces::Packs> packs,
                                                            std::shared_ptr<const records::Dataset> data,
                                                            reconcile::Result result, reconcile::CheckOptions options);

/// Hands a text to the caller.
void give_text(std::string text, wageproof_text** out);

}  // namespace wageproof::capi
