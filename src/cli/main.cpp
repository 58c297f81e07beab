// The command line: arguments in, one command out. What each command does stands in its own file.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace wageproof::cli {

namespace {

/// An option that is given says something; an empty one is most often a variable that was never set.
const CLI::Validator kSaysSomething(
    [](std::string& text) { return text.find_first_not_of(" ,") == std::string::npos ? std::string("expected a value, found none") : std::string(); }, "");

/// The command that the arguments chose, to be run when all of them are read.
using Chosen = std::function<int()>;

void add_check(CLI::App& app, CheckArguments& arguments, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("check", "Check an employer's records against the law");
  command->add_option("folder", arguments.folder, "Folder of the records")->required()->type_name("DIR");
  command->add_option("-o,--out", arguments.out, "Folder for the tables")->check(kSaysSomething)->type_name("OUT")->capture_default_str();
  command->add_option("--law", arguments.law, "Packs in place of the employer's own: ids or .json files")->check(kSaysSomething)->type_name("ID[,ID...]");
  command->add_option("--against", arguments.against, "A second law on the same records: table `against` has what the first makes due beyond it")
      ->check(kSaysSomething)->type_name("ID[,ID...]");
  command->add_option("--from", arguments.from, "First day of the periods reported")->check(kSaysSomething)->type_name("DATE");
  command->add_option("--to", arguments.to, "Last day of the periods reported")->check(kSaysSomething)->type_name("DATE");
  command->add_option("--as-known-on", arguments.as_known_on, "Leave out values that were published later")->check(kSaysSomething)->type_name("DATE");
  command->add_option("--against-as-known-on", arguments.against_as_known_on,
                      "The same for the second law; without --against: the same law, as it was known on that day")
      ->check(kSaysSomething)->type_name("DATE");
  command->add_option("--by", arguments.by, "Attributes for further rows of `checks`")->check(kSaysSomething)->type_name("ATTR[,ATTR]");
  command->add_option("--evidence", arguments.evidence, "Least grade of evidence of a payment")->check(kSaysSomething)->type_name("GRADE");
  command->add_option("--threads", arguments.threads, "Threads; as many as the machine has where it is 0")->type_name("N")->check(CLI::Range(0, 1024));
  command->add_option("--format", arguments.format, "Form of the tables")
      ->check(CLI::IsMember({"csv", "ndjson"}))
      ->type_name("")
      ->capture_default_str();
  command->add_option("--memory", arguments.memory, "For many employers: keep rows in a temporary file, and take about so much memory")
      ->type_name("SIZE");
  command->add_flag("--quiet", arguments.quiet, "Say nothing but errors");
  command->callback([&] { chosen = [&] { return run_check(arguments); }; });
}

void add_read(CLI::App& app, ReadArguments& arguments, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("read", "Read the records only, and write them as they were understood");
  command->add_option("folder", arguments.folder, "Folder of the records")->required()->type_name("DIR");
  command->add_option("-o,--out", arguments.out, "Folder for the tables")->check(kSaysSomething)->type_name("OUT")->capture_default_str();
  command->add_option("--law", arguments.law, "Packs whose time zone holds: ids or .json files")->check(kSaysSomething)->type_name("ID[,ID...]");
  command->add_option("--threads", arguments.threads, "Threads; as many as the machine has where it is 0")->type_name("N")->check(CLI::Range(0, 1024));
  command->add_flag("--quiet", arguments.quiet, "Say nothing but errors");
  command->callback([&] { chosen = [&] { return run_read(arguments); }; });
}

void add_explain(CLI::App& app, ExplainArguments& arguments, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("explain", "Show the working of a worker's figures");
  command->add_option("folder", arguments.folder, "Folder of the records")->required()->type_name("DIR");
  command->add_option("--worker", arguments.worker, "The worker")->required()->type_name("WORKER");
  command->add_option("--period", arguments.period, "Any day of the period")->required()->type_name("DATE");
  command->add_option("--line", arguments.line, "One line; all that are due, booked or in doubt where it is left out")->type_name("LINE");
  command->add_option("--law", arguments.law, "Packs in place of the employer's own: ids or .json files")->check(kSaysSomething)->type_name("ID[,ID...]");
  command->add_option("--as-known-on", arguments.as_known_on, "Leave out values that were published later")->check(kSaysSomething)->type_name("DATE");
  command->add_option("--format", arguments.format, "Form of the working")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("")
      ->capture_default_str();
  command->callback([&] { chosen = [&] { return run_explain(arguments); }; });
}

struct LawArguments {
  LawShowArguments show;
  LawDiffArguments diff;
  std::vector<std::string> validated, tested;
};

void add_law(CLI::App& app, LawArguments& arguments, Chosen& chosen) {
  CLI::App* law = app.add_subcommand("law", "Rule packs: list, show, compare, validate, test");
  law->require_subcommand(1);
  law->add_subcommand("list", "The packs that the program carries")->callback([&] { chosen = run_law_list; });

  CLI::App* show = law->add_subcommand("show", "What a pack says");
  show->add_option("pack", arguments.show.law, "Ids or .json files")->type_name("ID[,ID...]");
  show->add_option("--at", arguments.show.at, "Only what is in force on that day")->check(kSaysSomething)->type_name("DATE");
  show->add_option("--format", arguments.show.format, "Form of the page")->check(CLI::IsMember({"text", "markdown"}))->type_name("")->capture_default_str();
  show->add_flag("--inputs", arguments.show.inputs, "The facts that formulas may name");
  show->callback([&] { chosen = [&] { return run_law_show(arguments.show); }; });

  CLI::App* diff = law->add_subcommand("diff", "What changes from one pack to another, and for whom");
  diff->add_option("first", arguments.diff.first, "Ids or .json files")->required()->type_name("ID[,ID...]");
  diff->add_option("second", arguments.diff.second, "Ids or .json files")->required()->type_name("ID[,ID...]");
  diff->add_option("--format", arguments.diff.format, "Form of the page")->check(CLI::IsMember({"text", "markdown"}))->type_name("")->capture_default_str();
  diff->callback([&] { chosen = [&] { return run_law_diff(arguments.diff); }; });

  CLI::App* validate = law->add_subcommand("validate", "All that is wrong with a pack file, with its lines");
  validate->add_option("file", arguments.validated, "Pack files")->required()->type_name("FILE");
  validate->callback([&] { chosen = [&] { return run_law_validate(arguments.validated); }; });

  CLI::App* test = law->add_subcommand("test", "Run the worked examples of packs; of all that the program carries where none is named");
  test->add_option("pack", arguments.tested, "Pack files or ids")->type_name("FILE");
  test->callback([&] { chosen = [&] { return run_law_test(arguments.tested); }; });
}

void add_demo(CLI::App& app, DemoArguments& arguments, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("demo", "Write the sample folder and check it");
  command->add_option("folder", arguments.folder, "Folder for the sample")->type_name("DIR")->capture_default_str();
  command->add_flag("--quiet", arguments.quiet, "Say nothing but errors");
  command->callback([&] { chosen = [&] { return run_demo(arguments); }; });
}

int run(int argc, char** argv) {
  CLI::App app("Tells what a worker was due by law and contract, and did not get.", "wageproof");
  app.set_version_flag("--version", std::string("wageproof ") + WAGEPROOF_VERSION_TEXT, "Print the version and leave");
  app.require_subcommand(1);
  app.footer("Exit status: 0 no breach or discrepancy, 1 some, 2 the call or the data could not be used.");

  Chosen chosen;
  CheckArguments check;
  ReadArguments read;
  ExplainArguments explain;
  LawArguments law;
  DemoArguments demo;
  add_check(app, check, chosen);
  add_read(app, read, chosen);
  add_explain(app, explain, chosen);
  add_law(app, law, chosen);
  add_demo(app, demo, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitClean : kExitRefused;
  }
  return chosen();
}

/// The exit status, unless what was said did not arrive: a full disk, a closed pipe.
int told(int status) {
  errno = 0;
  const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.flush().good();
  if (arrived) return status;
  return refuse("the standard output cannot be written" + (errno != 0 ? ": " + std::generic_category().message(errno) : std::string()));
}

}  // namespace

}  // namespace wageproof::cli

int main(int argc, char** argv) {
  try {
    return wageproof::cli::told(wageproof::cli::run(argc, argv));
  } catch (const std::exception& error) {
    // What remains is memory that was not to be had, or a thread that could not be started.
    return wageproof::cli::refuse(error.what());
  }
}
