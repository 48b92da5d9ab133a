// What a press of a button can do about a problem. Each fix is one undo step with a name.
//
// A problem is known by its sentence: the sentences are the core's, and a test holds the two together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/lab_document.h"
#include "core/topology/address_plan.h"

#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace hopyard::document {

struct Fix {
    QString text; ///< "Give h2:eth0 the address 10.0.0.3/24"; also the name of the undo step
    std::function<void(Edit &)> change;
};

class FixContext;

/// For many problems of one lab: what they have in common is found out once.
class QuickFixer {
public:
    /// Looks into `lab` as long as it lives.
    explicit QuickFixer(const lab::Lab &lab);
    ~QuickFixer();
    /// The best first; none where a person must decide.
    std::vector<Fix> fixes(const lab::Problem &problem) const;

private:
    std::unique_ptr<const FixContext> m_context;
};
/// For one problem.
std::vector<Fix> quickFixes(const lab::Lab &lab, const lab::Problem &problem);
/// The nodes of the plan, as they will be.
Fix fillAddresses(const topology::AddressPlan &plan);
void applyFix(LabDocument &document, const Fix &fix);

} // namespace hopyard::document
