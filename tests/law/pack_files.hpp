// Packs for tests: a small good one, and the text of files beside the tests.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "wageproof/law/load.hpp"

namespace wageproof::law::testing {

inline std::string folder() { return std::string(WAGEPROOF_SOURCE_DIR) + "/tests/law/"; }

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Replaces the first occurrence; the test fails where there is none.
inline std::string with(std::string text, const std::string& old_text, const std::string& new_text) {
  const std::size_t at = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  if (at != std::string::npos) text.replace(at, old_text.size(), new_text);
  return text;
}

/// The example of a pack without an error.
inline std::string good_pack() { return read_file(folder() + "bad/good.json"); }

/// That pack with one more formula, `tried`.
inline std::string pack_with_formula(const std::string& formula, const std::string& grain) {
  std::string quoted;
  for (const char c : formula) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return with(good_pack(), "\"formulas\": {",
              "\"formulas\": {\"tried\": {\"grain\": \"" + grain + "\", \"formula\": \"" + quoted + "\", \"source\": \"S1\"},");
}

inline std::shared_ptr<const Pack> loaded(const std::string& json) {
  const LoadReport report = examine_pack(json, "xx.json");
  EXPECT_TRUE(report.ok()) << to_text(report.diagnostics);
  return report.pack;
}

inline const Parameter& parameter(const Pack& pack, std::string_view name) {
  for (const Parameter& each : pack.parameters) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << "no parameter " << name;
  return pack.parameters.front();
}

}  // namespace wageproof::law::testing
