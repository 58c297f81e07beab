// `wageproof read`: the records as they were understood, in the format's own form.
#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::cli {

using namespace faces;

int run_read(const ReadArguments& arguments) {
  if (is_same_folder(arguments.folder, arguments.out)) return refuse(kOutIsTheRecords);
  Packs packs;
  auto law = packs.ids_of(parts_of(arguments.law));
  if (!law) return refuse(law.status().message());
  auto data = read_records(arguments.folder, *law, arguments.threads, packs);
  if (!data) return refuse(data.status().message());
  if (const auto status = readers::write_tables(*data, arguments.out, report::summary_json(*data)); !status.ok()) {
    return refuse(status.message());
  }
  if (!arguments.quiet) {
    report::PageOptions page;
    page.width = terminal_width();
    page.colours = wants_colours();
    page.folder = arguments.out;
    say(report::reading_page(*data, page));
  }
  return kExitClean;
}

}  // namespace wageproof::cli
