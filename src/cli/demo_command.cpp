// `wageproof demo`: writes the sample folder and checks it.
#include <filesystem>

#include "cli/commands.hpp"
#include "faces/packs.hpp"
#include "cli/sample_files.hpp"
#include "cli/terminal.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::cli {

using namespace faces;

namespace fs = std::filesystem;

int run_demo(const DemoArguments& arguments) {
  // First look, then write: somebody's own records are never overwritten.
  std::error_code ignored;
  for (const SampleFile& file : sample_files()) {
    const std::string path = (fs::path(arguments.folder) / file.name).string();
    if (!fs::exists(path, ignored)) continue;
    const auto text = read_text(path);
    if (!text) return refuse(text.status().message());
    if (*text != file.bytes) return refuse("\"" + path + "\" is there already and is not the sample's; name another folder");
  }
  for (const SampleFile& file : sample_files()) {
    const auto status = report::write_file(arguments.folder, std::string(file.name), file.bytes);
    if (!status.ok()) return refuse(status.message());
  }
  CheckArguments check;
  check.folder = arguments.folder;
  check.out = (fs::path(arguments.folder) / "out").string();
  check.quiet = arguments.quiet;
  if (!arguments.quiet) say("The sample folder is " + arguments.folder + "; its README.md tells what was planted in it.\n\n");
  return run_check(check);
}

}  // namespace wageproof::cli
