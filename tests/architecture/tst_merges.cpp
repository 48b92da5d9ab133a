// Nothing that a merge left behind: the marks of a conflict in any file that is kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QDirIterator>
#include <QFile>
#include <QtTest>

class MergesTest : public QObject {
    Q_OBJECT
private slots:
    void noMarksOfAConflict()
    {
        const QDir root(HOPYARD_SOURCE_DIR);
        QStringList wrong;
        int files = 0;
        for (const QString &top : root.entryList(QDir::Dirs | QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot)) {
            if (top == ".git" || top.startsWith("build"))
                continue;
            const QString path = root.filePath(top);
            QStringList found;
            if (QFileInfo(path).isFile())
                found << path;
            QDirIterator it(path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (it.hasNext())
                found << it.next();
            for (const QString &name : found) {
                QFile file(name);
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
                ++files;
                int number = 0;
                for (const QByteArray &line : file.readAll().split('\n')) {
                    ++number;
                    if (line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> "))
                        wrong << QString("%1:%2").arg(root.relativeFilePath(name)).arg(number);
                }
            }
        }
        QVERIFY(files > 100);
        QVERIFY2(wrong.isEmpty(), qPrintable("a merge was not finished in:\n" + wrong.join('\n')));
    }

    /// scripts/setup hands every word of these lists to apt-get.
    void listsOfPackagesHoldNames()
    {
        const QRegularExpression name("^[a-z0-9][a-z0-9.+-]+$");
        const QDir folder(QString(HOPYARD_SOURCE_DIR) + "/packaging");
        const QStringList lists = folder.entryList({"debian-packages*.txt"});
        QVERIFY(!lists.isEmpty());
        for (const QString &list : lists) {
            QFile file(folder.filePath(list));
            QVERIFY(file.open(QIODevice::ReadOnly));
            while (!file.atEnd()) {
                const QString line = QString::fromUtf8(file.readLine()).section('#', 0, 0).trimmed();
                QVERIFY2(line.isEmpty() || name.match(line).hasMatch(), qPrintable(list + ": " + line));
            }
        }
    }
};

QTEST_APPLESS_MAIN(MergesTest)
#include "tst_merges.moc"
