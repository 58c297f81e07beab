// The commands, one file each. `main.cpp` reads their arguments; each gives the exit status of the program.
#pragma once

#include <string>
#include <vector>

namespace wageproof::cli {

/// Nothing wrong; breaches or discrepancies were found (or a pack has errors); the call or the data could not be used.
enum ExitStatus : int { kExitClean = 0, kExitFound = 1, kExitRefused = 2 };

struct CheckArguments {
  std::string folder, out = "out";
  std::string law, against;  ///< pack ids or files, joined by `,`
  std::string from, to, as_known_on, against_as_known_on;
  std::string by;            ///< attributes joined by `,`
  std::string evidence;
  std::string format = "csv";
  std::string memory;        ///< `512M`, `2G`: what a check may take; empty: as much as it needs
  unsigned threads = 0;
  bool quiet = false;
};
int run_check(const CheckArguments& arguments);

struct ReadArguments {
  std::string folder, out = "out", law;
  unsigned threads = 0;
  bool quiet = false;
};
int run_read(const ReadArguments& arguments);

struct ExplainArguments {
  std::string folder, worker, period, line, law, as_known_on;
  std::string format = "text";
};
int run_explain(const ExplainArguments& arguments);

int run_law_list();

struct LawShowArguments {
  std::string law;     ///< pack ids or files, joined by `,`
  std::string at;      ///< only what is in force on that day
  std::string format = "text";
  bool inputs = false; ///< the facts that formulas may name
};
int run_law_show(const LawShowArguments& arguments);

struct LawDiffArguments {
  std::string first, second;  ///< pack ids or files, joined by `,`
  std::string format = "text";
};
int run_law_diff(const LawDiffArguments& arguments);
int run_law_validate(const std::vector<std::string>& files);
/// @param packs  ids or files; none: every pack that the program carries
int run_law_test(const std::vector<std::string>& packs);

struct DemoArguments {
  std::string folder = "wageproof-demo";
  bool quiet = false;
};
int run_demo(const DemoArguments& arguments);

}  // namespace wageproof::cli
