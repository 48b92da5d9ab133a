// A node's fields: name, label, what its kind has of its own (machine_fields.h,
// computer_fields.h, service_fields.h, bridge_fields.h), interfaces with their addresses, gateway, configuration, start lines, note.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QWidget>

#include <string>

class QFormLayout;
class QLabel;
class QTableWidget;
class QToolButton;

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::config {
class ConfigText;
}

namespace hopyard::dialogs {

class BridgeFields;
class CheckedLine;
class ComputerFields;
class MachineFields;
class ServiceFields;
class TextBlock;

class NodeProperties final : public QWidget {
    Q_OBJECT

public:
    explicit NodeProperties(document::LabDocument &document, QWidget *parent = nullptr);
    /// Shows the node of that name from the document.
    void showNode(const std::string &name);

signals:
    void configurationRequested(); ///< in an editor of its own

private:
    const lab::Node *node() const;
    /// Pushes the node as `change` leaves it.
    template <class Change>
    void edit(const QString &what, Change change);
    void showInterfaces(const lab::Node &node);
    void interfaceEdited(int row, int column);
    void addInterface();
    void removeInterface();

    document::LabDocument &m_document;
    std::string m_name;
    QLabel *m_kind;
    QFormLayout *m_form = nullptr;
    CheckedLine *m_nameField;
    CheckedLine *m_labelField;
    CheckedLine *m_gateway;
    QWidget *m_gatewayRow;
    MachineFields *m_machine;
    ComputerFields *m_computer;
    ServiceFields *m_service;
    BridgeFields *m_bridge;
    QWidget *m_interfacesBox;
    QTableWidget *m_interfaces;
    QLabel *m_interfaceProblem;
    QToolButton *m_removeInterface;
    QWidget *m_configBox;
    config::ConfigText *m_config;
    QWidget *m_startBox;
    QLabel *m_startLabel;
    TextBlock *m_start;
    TextBlock *m_note;
    bool m_filling = false;
};

} // namespace hopyard::dialogs
