// See samples.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/samples.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace hopyard::window {

namespace {
QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }
} // namespace

std::vector<Sample> samples()
{
    std::vector<Sample> all{
        {QStringLiteral("first-hops"), tr("First hops"), tr("A client, three routers, a web server")},
        {QStringLiteral("two-hosts"), tr("Two hosts"), tr("The smallest network there is")},
        {QStringLiteral("ospf"), tr("OSPF"), tr("Routers that find their ways themselves")},
        {QStringLiteral("rip-and-ospf"), tr("RIP and OSPF"), tr("Two protocols and the border between")},
        {QStringLiteral("detour"), tr("The long way round"), tr("A lesson with a guide and checks")},
        {QStringLiteral("three-ways-out"), tr("Three ways out"), tr("Virtual machines and their hypervisor")},
    };
    // Then the lessons, by their own titles.
    std::vector<Sample> lessons;
    for (const QString &file : QDir(QStringLiteral(":/hopyard/labs")).entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        const QString id = file.chopped(5);
        const QString text = QString::fromStdString(sampleLab(id));
        if (!text.contains(QLatin1String("\nchecks:\n")) || std::any_of(all.begin(), all.end(), [&](const Sample &sample) { return sample.id == id; }))
            continue;
        static const QRegularExpression titleLine(QStringLiteral("^title: \"?([^\"\n]*)\"?$"), QRegularExpression::MultilineOption);
        lessons.push_back({id, titleLine.match(text).captured(1), tr("A lesson with a guide and checks")});
    }
    std::sort(lessons.begin(), lessons.end(), [](const Sample &a, const Sample &b) { return a.title.compare(b.title, Qt::CaseInsensitive) < 0; });
    all.insert(all.end(), lessons.begin(), lessons.end());
    return all;
}

std::string sampleLab(const QString &id)
{
    QFile file(QStringLiteral(":/hopyard/labs/%1.yaml").arg(id));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace hopyard::window
