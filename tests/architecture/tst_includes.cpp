// Who may include whom: the allow-list of docs/architecture.md, checked against every source file.
//
// A folder not named here is an error, so that a new one is given its place first.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

#include <functional>
#include <map>
#include <set>

namespace {

using Folders = std::set<QString>;

/// Folder → the project's folders that it may include besides itself.
const std::map<QString, Folders> kAllowed{
    {"core/base", {}},
    {"core/sim", {"core/base"}},
    {"core/wire", {"core/base"}},
    {"core/filter", {"core/base"}},
    {"core/dissect", {"core/base", "core/wire", "core/filter"}},
    {"core/packet", {"core/base", "core/wire"}},
    {"core/link", {"core/base", "core/sim", "core/wire", "core/packet"}},
    {"core/ip", {"core/base", "core/sim", "core/wire", "core/packet", "core/link"}},
    {"core/transport", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip"}},
    {"core/migration", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport"}},
    {"core/services", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport",
                       "core/migration"}},
    {"core/routing", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport"}},
    {"core/dhcp", {"core/base", "core/wire"}},
    {"core/router", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport", "core/dhcp",
                     "core/migration", "core/routing"}},
    {"core/console", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport",
                      "core/migration", "core/routing", "core/dhcp", "core/router", "core/services", "core/hypervisor"}},
    {"core/language", {"core/base", "core/console"}},
    {"core/hypervisor", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport",
                         "core/router"}},
    {"core/lab", {"core/base"}},
    {"core/topology", {"core/base", "core/lab"}},
    {"core/exchange", {"core/base", "core/lab", "core/topology"}},
    {"core/checks", {"core/base", "core/lab", "core/world"}},
    {"core/world", {"core/base", "core/sim", "core/wire", "core/packet", "core/link", "core/ip", "core/transport",
                    "core/migration", "core/routing", "core/router", "core/hypervisor", "core/services",
                    "core/console", "core/lab"}},
    {"emulation/linux", {"core/*"}},
    {"emulation/tap", {"core/*", "emulation/linux"}},
    {"emulation/migration", {"core/*", "emulation/linux"}},
    {"emulation/nodes", {"core/*", "emulation/linux", "emulation/tap"}},
    {"emulation/capture", {"core/*", "emulation/linux"}},
    {"emulation/guest_memory", {"core/*", "emulation/linux"}},
    {"emulation/micro_guest", {"core/base", "core/hypervisor", "emulation/linux", "emulation/guest_memory"}},
    {"emulation/micro_guest_program", {"emulation/micro_guest"}},
    {"emulation/record", {"core/*", "emulation/linux", "emulation/route_files"}},
    {"emulation/route_files", {"core/*"}},
    {"emulation/vhost_user", {"core/*", "emulation/linux", "emulation/tap"}},
    {"emulation/machines", {"core/*", "emulation/linux", "emulation/nodes", "emulation/rpc", "emulation/tap", "emulation/vhost_user"}},
    {"emulation/rpc", {"core/base", "core/lab"}},
    {"emulation/compare", {"core/*", "emulation/rpc"}},
    {"emulation/packetdrill", {"core/*"}},
    {"emulation/socket_api", {}},
    {"emulation/preload", {"emulation/socket_api"}},
    {"emulation/sockets", {"core/*", "emulation/linux", "emulation/socket_api"}},
    {"emulation/engine", {"core/*", "emulation/*"}},
    {"app/cli", {"core/*", "emulation/*"}},
    {"app/web", {"core/*", "emulation/*"}},
    {"app/gui", {"emulation/rpc", "core/lab", "core/base", "core/filter", "core/topology", "core/exchange", "core/language"}},
};

/// "core/ip/stack.h" → "core/ip"; "app/gui/window/main_window.h" → "app/gui".
QString folderOf(const QString &path) { return path.section('/', 0, 1); }

bool isAllowed(const QString &from, const QString &to)
{
    const Folders &allowed = kAllowed.at(from);
    return from == to || allowed.contains(to) || allowed.contains(to.section('/', 0, 0) + "/*");
}

/// System headers that the core must not know: Qt, the operating system, clocks, threads, random devices, files.
const QRegularExpression kForbiddenInCore(
    "^(Q[A-Z].*|sys/.*|unistd\\.h|fcntl\\.h|netinet/.*|arpa/.*|net/.*|linux/.*|signal\\.h|csignal|time\\.h|ctime|chrono|"
    "thread|mutex|shared_mutex|condition_variable|future|atomic|random|fstream|iostream|filesystem|cstdio|stdio\\.h)$");

/// Every source file below the given folders, with its path from the root.
void forEachSource(std::initializer_list<const char *> tops, const std::function<void(const QString &, const QByteArray &)> &look)
{
    const QDir root(HOPYARD_SOURCE_DIR);
    for (const char *top : tops) {
        QDirIterator it(root.filePath(top), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            look(root.relativeFilePath(file.fileName()), file.readAll());
        }
    }
}

} // namespace

class IncludesTest : public QObject {
    Q_OBJECT
private slots:
    void dependenciesPointDown()
    {
        const QRegularExpression include("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]");
        const QRegularExpression qt("^Q[A-Z]");
        int files = 0;
        QStringList wrong;
        forEachSource({"core", "emulation", "app"}, [&](const QString &path, const QByteArray &text) {
            const QString from = folderOf(path);
            ++files;
            if (!kAllowed.contains(from)) {
                wrong << path + ": its folder has no place in the allow-list of tests/architecture";
                return;
            }
            int number = 0;
            for (const QByteArray &line : text.split('\n')) {
                ++number;
                const auto match = include.match(QString::fromUtf8(line));
                if (!match.hasMatch())
                    continue;
                const QString what = match.captured(2);
                const QString place = QString("%1:%2: includes %3").arg(path).arg(number).arg(what);
                const bool ours = what.startsWith("core/") || what.startsWith("emulation/") || what.startsWith("app/");
                if (ours && !isAllowed(from, folderOf(what)))
                    wrong << place + ", which is not below it";
                if (!ours && match.captured(1) == "\"" && !what.endsWith(".moc"))
                    wrong << place + " not from the project's root";
                if (from.startsWith("core/") && kForbiddenInCore.match(what).hasMatch())
                    wrong << place + ", which the core must not know";
                if (from.startsWith("emulation/") && qt.match(what).hasMatch())
                    wrong << place + ": emulation knows no Qt";
            }
        });
        QVERIFY(files > 20);
        QVERIFY2(wrong.isEmpty(), qPrintable("\n" + wrong.join('\n')));
    }

    void everyFileSaysItsPurposeAndItsLicence()
    {
        QStringList wrong;
        forEachSource({"core", "emulation", "app", "tests"}, [&](const QString &path, const QByteArray &text) {
            const QByteArray head = text.left(6'000);
            if (!head.startsWith("// ") || head.startsWith("// SPDX")
                || !head.contains("SPDX-License-Identifier: GPL-3.0-or-later"))
                wrong << path;
        });
        QVERIFY2(wrong.isEmpty(), qPrintable("no first comment or no licence line in:\n" + wrong.join('\n')));
    }

    void filesStaySmall()
    {
        QStringList wrong;
        forEachSource({"core", "emulation", "app", "tests"}, [&](const QString &path, const QByteArray &text) {
            if (const auto lines = text.count('\n'); lines > 800)
                wrong << QString("%1: %2 lines").arg(path).arg(lines);
        });
        QVERIFY2(wrong.isEmpty(), qPrintable("over 800 lines, split by responsibility:\n" + wrong.join('\n')));
    }
};

QTEST_APPLESS_MAIN(IncludesTest)
#include "tst_includes.moc"
