// Our scripts (*.pkt in this folder) against the plug-in for packetdrill, each on a stack of its own, in virtual time.
//
// The plug-in is loaded as packetdrill loads it. Every script names the clause that it is about in its first comment.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/tcp/player.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include <dlfcn.h>

using namespace hopyard;

namespace {

struct Plugin {
    packetdrill_interface_init_t init = nullptr;
    decltype(&hopyard_packetdrill_blocked) blocked = nullptr;
};

const Plugin &plugin()
{
    static const Plugin loaded = [] {
        Plugin p;
        void *const handle = dlopen(HOPYARD_BINARY_DIR "/lib/libhopyard-packetdrill.so", RTLD_NOW | RTLD_LOCAL);
        if (!handle) {
            qWarning("%s", dlerror());
            return p;
        }
        p.init = reinterpret_cast<packetdrill_interface_init_t>(dlsym(handle, "packetdrill_interface_init"));
        p.blocked = reinterpret_cast<decltype(p.blocked)>(dlsym(handle, "hopyard_packetdrill_blocked"));
        return p;
    }();
    return loaded;
}

QString scriptFolder() { return QStringLiteral(HOPYARD_SOURCE_DIR "/tests/tcp"); }
QStringList scriptNames() { return QDir(scriptFolder()).entryList({"*.pkt"}, QDir::Files, QDir::Name); }

QByteArray contents(const QString &name)
{
    QFile file(scriptFolder() + '/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<script::PlayFailure> play(const script::Script &script)
{
    // Linux's defaults, whatever the machine's are; a script's sysctl commands write here.
    const QTemporaryDir settings;
    packetdrill_interface table{};
    std::string flags = "local=192.168.0.1/16,remote=192.0.2.1,sysctl=" + settings.path().toStdString();
    if (const auto mtu = script.options.find("--mtu"); mtu != script.options.end())
        flags += ",mtu=" + mtu->second;
    plugin().init(flags.c_str(), &table);
    script::Surroundings surroundings;
    surroundings.blocked = [&table](int thread) { return plugin().blocked(&table, thread); };
    surroundings.setSysctl = [&settings](const std::string &name, const std::string &value) {
        QFile file(settings.filePath(QString::fromStdString(name)));
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(value.data(), static_cast<qint64>(value.size()));
    };
    return script::play(script, table, surroundings);
}

} // namespace

class ScriptsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(plugin().init && plugin().blocked); }

    void play_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : scriptNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void play()
    {
        QFETCH(QString, name);
        const QByteArray text = contents(name);
        const auto parsed = script::parse({text.data(), static_cast<std::size_t>(text.size())});
        QVERIFY2(parsed, parsed ? "" : qPrintable(QString("%1:%2: %3").arg(name).arg(parsed.error().line)
                                                      .arg(QString::fromStdString(parsed.error().message))));
        const auto failure = ::play(*parsed);
        const QString told = !failure ? QString() : QString("%1:%2: %3").arg(name).arg(failure->line)
                                                        .arg(QString::fromStdString(failure->message));
        if (!parsed->knownFailure.empty())
            QEXPECT_FAIL("", qPrintable(QString::fromStdString(parsed->knownFailure).trimmed()), Continue);
        QVERIFY2(!failure, qPrintable('\n' + told));
    }

    void everyScriptNamesItsClause()
    {
        const QRegularExpression clause("RFC ?\\d{3,4}|tcp\\(7\\)|socket\\(7\\)|ip\\(7\\)|ip-sysctl");
        QStringList wrong;
        for (const QString &name : scriptNames()) {
            const QByteArray first = contents(name).split('\n').value(0);
            if (!first.startsWith("// ") || !clause.match(QString::fromUtf8(first)).hasMatch())
                wrong << name;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable("no clause in the first comment of: " + wrong.join(", ")));
    }

    void thereAreScripts() { QVERIFY(scriptNames().size() >= 60); }
};

QTEST_GUILESS_MAIN(ScriptsTest)
#include "tst_scripts.moc"
