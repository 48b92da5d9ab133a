// Many graded answers as a report: for the terminal, for spreadsheets, for programs, for test servers, for reading.
//
// Nothing in it depends on when or how fast the answers were graded: the same answers give the same bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/grade_answer.h"
#include "app/cli/hop.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::cli {

/// Where two answers name the same student, both say so; in the order of the answers, empty where nothing is to be said.
std::vector<std::string> remarksOn(const std::vector<GradedAnswer> &answers);
bool isFull(const GradedAnswer &answer); ///< graded, and every check passed

void printTable(Hop &hop, const std::vector<GradedAnswer> &answers);
rpc::Json toJson(const std::string &lab, const std::vector<GradedAnswer> &answers);
std::string toCsv(const std::vector<GradedAnswer> &answers);
std::string toJunit(std::string_view title, const std::vector<GradedAnswer> &answers);
/// One page that needs nothing else; pictures are in it as images, so that nothing in an answer can run.
std::string toHtml(std::string_view title, const std::vector<GradedAnswer> &answers);

} // namespace hopyard::cli
