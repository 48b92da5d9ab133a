// Recorded conversations played to a protocol: below a folder, NAME/input.txt is what others said, NAME/output.txt what
// it made of it, a line each. How a line of the input is written, the test says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "places.h"

#include <QtTest>

namespace hopyard::support {

/// For a test's _data(): a row for each conversation, its "folder". `below`: from the root of the source.
inline void addConversations(const QString &below)
{
    QTest::addColumn<QString>("folder");
    const QDir all(QStringLiteral(HOPYARD_SOURCE_DIR "/") + below);
    for (const QString &name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QTest::newRow(qPrintable(name)) << all.filePath(name);
}

/// `play` takes the input and returns what was made of it; where it is not as recorded, all of it is printed.
template <class Play>
void compareConversation(const QString &folder, Play play)
{
    const auto read = [&folder](const char *name) {
        QFile file(folder + QLatin1Char('/') + QLatin1String(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const QStringList said = play(read("input.txt"));
    const QStringList expected = read("output.txt").split('\n', Qt::SkipEmptyParts);
    if (said != expected)
        for (const QString &line : said)
            qInfo("%s", qPrintable(line));
    QVERIFY(!expected.isEmpty());
    QCOMPARE(said, expected);
}

} // namespace hopyard::support
