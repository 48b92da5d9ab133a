// Shows what a lab wants of this computer (programs, machines with their images, networks of Linux), and asks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"
#include "app/gui/client/run_control.h"
#include "core/lab/wants.h"

#include <functional>
#include <QDialog>
#include <vector>

namespace hopyard::docks {

class ConsentDialog : public QDialog {
    Q_OBJECT

public:
    /// `canRemember`: the lab has a file to remember the answer for.
    ConsentDialog(const std::vector<client::Program> &programs, bool canRemember, QWidget *parent = nullptr,
                  const std::vector<lab::Want> &wants = {});
    client::Consent answer() const { return m_answer; }

private:
    client::Consent m_answer = client::Consent::cancel;
};

} // namespace hopyard::docks
