// See samples.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/samples.h"

#include <QCoreApplication>
#include <QFile>

namespace hopyard::window {

namespace {
QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }
} // namespace

std::vector<Sample> samples()
{
    return {
        {QStringLiteral("first-hops"), tr("First hops"), tr("A client, three routers, a web server")},
        {QStringLiteral("two-hosts"), tr("Two hosts"), tr("The smallest network there is")},
        {QStringLiteral("ospf"), tr("OSPF"), tr("Routers that find their ways themselves")},
        {QStringLiteral("rip-and-ospf"), tr("RIP and OSPF"), tr("Two protocols and the border between")},
        {QStringLiteral("detour"), tr("Detour"), tr("A lesson with a guide and checks")},
        {QStringLiteral("three-ways-out"), tr("Three ways out"), tr("Virtual machines and their hypervisor")},
    };
}

std::string sampleLab(const QString &id)
{
    QFile file(QStringLiteral(":/hopyard/labs/%1.yaml").arg(id));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace hopyard::window
