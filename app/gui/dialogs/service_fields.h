// The fields of a forwarder's service: its virtual address and port, who serves and who reads, and the rules.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/service.h"

#include <QWidget>

namespace hopyard::dialogs {

class CheckedLine;

class ServiceFields final : public QWidget {
    Q_OBJECT

public:
    explicit ServiceFields(QWidget *parent = nullptr);
    void showService(const lab::Service &service);

signals:
    /// `what` was set, as the undo list says it.
    void changed(const lab::Service &service, const QString &what);

private:
    template <class Set>
    void change(const QString &what, Set set);

    lab::Service m_shown;
    CheckedLine *m_address, *m_port, *m_hosts, *m_classifiers, *m_rules;
};

} // namespace hopyard::dialogs
