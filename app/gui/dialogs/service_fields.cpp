// See service_fields.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/service_fields.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/document/strings.h"
#include "core/lab/values.h"

#include <QVBoxLayout>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

QString textOf(const std::vector<std::string> &names)
{
    QStringList texts;
    for (const std::string &name : names)
        texts += toQt(name);
    return texts.join(QStringLiteral(", "));
}

std::vector<std::string> namesOf(const QString &text)
{
    std::vector<std::string> names;
    for (const QString &word : QString(text).replace(QLatin1Char(','), QLatin1Char(' ')).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        names.push_back(fromQt(word));
    return names;
}

/// Whether the nodes are there is said where all of the lab's problems are.
QString whyNotNames(const QString &text)
{
    for (const std::string &name : namesOf(text))
        if (!lab::isNodeName(name))
            return ServiceFields::tr("“%1” is no name of a node.").arg(toQt(name));
    return {};
}

} // namespace

ServiceFields::ServiceFields(QWidget *parent)
    : QWidget(parent), m_address(new CheckedLine([](const QString &text) {
          const auto address = lab::parseVirtualAddressValue(fromQt(text));
          return text.isEmpty() || address ? QString() : toQt(address.error());
      })),
      m_port(new CheckedLine([](const QString &text) {
          const auto port = lab::parseServicePortValue(fromQt(text));
          return port ? QString() : toQt(port.error());
      })),
      m_hosts(new CheckedLine(whyNotNames)), m_classifiers(new CheckedLine(whyNotNames)),
      m_rules(new CheckedLine([](const QString &) { return QString(); }))
{
    setAccessibleName(tr("Service"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    QFormLayout *form = makeForm();
    column->addLayout(form);
    m_address->setObjectName(QStringLiteral("serviceAddress"));
    m_address->setPlaceholderText(tr("virtual, such as 10.0.0.80"));
    m_hosts->setObjectName(QStringLiteral("serviceHosts"));
    m_hosts->setPlaceholderText(tr("who serves: names of hosts"));
    m_classifiers->setPlaceholderText(tr("none: the forwarder reads itself"));
    m_rules->setPlaceholderText(QStringLiteral("path /video/* -> a; default hash"));
    addField(*form, this, tr("Service"), m_address);
    addField(*form, this, tr("Port"), m_port);
    addField(*form, this, tr("Hosts"), m_hosts);
    addField(*form, this, tr("Classifiers"), m_classifiers);
    addField(*form, this, tr("Rules"), m_rules);
    connect(m_address, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("service"), [&](lab::Service &s) {
            const auto address = lab::parseVirtualAddressValue(fromQt(text));
            s.address = address ? std::optional(*address) : std::nullopt;
        });
    });
    connect(m_port, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("port"), [&](lab::Service &s) { s.port = lab::parseServicePortValue(fromQt(text)).value_or(s.port); });
    });
    connect(m_hosts, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("hosts"), [&](lab::Service &s) { s.hosts = namesOf(text); });
    });
    connect(m_classifiers, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("classifiers"), [&](lab::Service &s) { s.classifiers = namesOf(text); });
    });
    connect(m_rules, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("rules"), [&](lab::Service &s) { s.rules = fromQt(text.trimmed()); });
    });
}

template <class Set>
void ServiceFields::change(const QString &what, Set set)
{
    lab::Service service = m_shown;
    set(service);
    if (service != m_shown)
        emit changed(service, what);
}

void ServiceFields::showService(const lab::Service &service)
{
    m_shown = service;
    m_address->showValue(service.address ? toQt(base::toString(*service.address)) : QString());
    m_port->showValue(QString::number(service.port));
    m_hosts->showValue(textOf(service.hosts));
    m_classifiers->showValue(textOf(service.classifiers));
    m_rules->showValue(toQt(service.rules).trimmed());
}

} // namespace hopyard::dialogs
