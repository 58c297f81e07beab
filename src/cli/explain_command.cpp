// `wageproof explain`: the working of one worker's figures.
#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/explain.hpp"
#include "wageproof/report/working.hpp"

namespace wageproof::cli {

using namespace faces;

int run_explain(const ExplainArguments& arguments) {
  const auto day = quantity::parse_date(arguments.period);
  if (!day) return refuse("--period: expected a day of the period as YYYY-MM-DD, found \"" + arguments.period + "\"");
  auto known = day_of(arguments.as_known_on, "--as-known-on");
  if (!known) return refuse(known.status().message());
  Packs packs;
  auto law = packs.ids_of(parts_of(arguments.law));
  if (!law) return refuse(law.status().message());
  auto data = read_records(arguments.folder, *law, 0, packs);
  if (!data) return refuse(data.status().message());
  reconcile::CheckOptions options;
  options.law = *law;
  options.as_known_on = *known;
  options.packs = &packs.resolver();
  auto working = reconcile::explain(*data, options, arguments.worker, day->serial(), arguments.line);
  if (!working) return refuse(working.status().message());
  say(arguments.format == "json" ? report::working_json(*working) : report::working_text(*working));
  return kExitClean;
}

}  // namespace wageproof::cli
