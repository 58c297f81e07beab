// `wageproof law show` and `law diff`: a pack in words, and what changes from one to another.
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "faces/packs.hpp"
#include "wageproof/law/show.hpp"

namespace wageproof::cli {

using namespace faces;

namespace {

law::ShowOptions options_of(const std::string& format) {
  law::ShowOptions options;
  options.form = format == "markdown" ? law::PageForm::markdown : law::PageForm::text;
  options.width = terminal_width();
  return options;
}

}  // namespace

int run_law_show(const LawShowArguments& arguments) {
  if (arguments.inputs) {
    say(law::show_inputs());
    return kExitClean;
  }
  if (arguments.law.empty()) return refuse("law show: name a pack, such as those of `wageproof law list`");
  const auto at = day_of(arguments.at, "--at");
  if (!at) return refuse(at.status().message());
  Packs packs;
  const auto ids = packs.ids_of(parts_of(arguments.law));
  if (!ids) return refuse(ids.status().message());
  const auto pack = packs.load(*ids);
  if (!pack) return refuse(pack.status().message());
  law::ShowOptions options = options_of(arguments.format);
  if (*at) options.at = quantity::Date::from_serial(**at);
  say(law::show_pack(**pack, options));
  return kExitClean;
}

int run_law_diff(const LawDiffArguments& arguments) {
  std::shared_ptr<const law::Pack> sides[2];
  const std::string* const names[2] = {&arguments.first, &arguments.second};
  for (int i = 0; i < 2; ++i) {
    Packs packs;  // two files may hold the same id
    const auto ids = packs.ids_of(parts_of(*names[i]));
    if (!ids) return refuse(ids.status().message());
    const auto pack = packs.load(*ids);
    if (!pack) return refuse(pack.status().message());
    sides[i] = *pack;
  }
  const std::string changes = law::show_difference(*sides[0], *sides[1], options_of(arguments.format));
  if (changes.empty()) {
    say("The two say the same.\n");
    return kExitClean;
  }
  say(changes);
  return kExitFound;
}

}  // namespace wageproof::cli
