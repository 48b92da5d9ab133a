// The document and its file: opening, saving without losing what a person wrote, unsaved work, files changed outside.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/autosave.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/state_directory.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <csignal>

#include <memory>
#include <sys/resource.h>

using namespace hopyard;
using namespace hopyard::document;

namespace {

const char kText[] = "# A lab for the first lesson.\n"
                     "hopyard: 1\n"
                     "title: Two hosts\n"
                     "nodes:\n"
                     "  h1: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.0.1/24}}}  # the sender\n"
                     "  h2: {kind: host, at: [200, 0], interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
                     "links:\n"
                     "  # the only wire\n"
                     "  - {ends: [h1:eth0, h2:eth0], delay: 5ms}\n";

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TstLabDocument : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    QString path(const char *name) const { return m_directory->filePath(QString::fromUtf8(name)); }

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", path("state").toUtf8());
        write(path("lab.yaml"), kText);
    }

    void opens()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        QCOMPARE(document.lab().nodes.size(), std::size_t(2));
        QCOMPARE(document.displayName(), QStringLiteral("lab.yaml"));
        QVERIFY(!document.isModified());
    }

    void aBrokenFileChangesNothing()
    {
        write(path("broken.yaml"), "hopyard: 1\nnodes:\n  h1: {kind: hots}\n");
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        const auto opened = document.open(path("broken.yaml"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().front().line, 3);
        QCOMPARE(document.lab().nodes.size(), std::size_t(2));
        QVERIFY(!document.open(path("missing.yaml")));
    }

    void savingKeepsComments()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        lab::Link link = document.lab().links[0];
        link.forward.loss = link.backward.loss = 0.01;
        setLink(document, endsOf(link), link, "loss");
        QVERIFY(document.isModified());
        QVERIFY(document.saveAs(document.path()));
        QVERIFY(!document.isModified());
        const QByteArray text = contents(path("lab.yaml"));
        for (const char *comment : {"# A lab for the first lesson.", "# the sender", "# the only wire"})
            QVERIFY2(text.contains(comment), text.constData());
        LabDocument again;
        QVERIFY(again.open(path("lab.yaml")));
        QVERIFY(again.lab() == document.lab());
    }

    void nodesWithoutPlacesAreLaidOut()
    {
        const QByteArray text = "hopyard: 1\n# by hand\nnodes:\n  a: {kind: router}\n  b: {kind: router} # the other\n  c: {kind: host, gateway: 10.0.0.1}\n"
                                "links:\n  - {ends: [a:eth0, b:eth0]}\n  - {ends: [b:eth1, c:eth0]}\n";
        write(path("nowhere.yaml"), text);
        LabDocument document;
        QVERIFY(document.open(path("nowhere.yaml")));
        const auto &nodes = document.lab().nodes;
        for (const lab::Node &node : nodes)
            for (const lab::Node &other : nodes)
                QVERIFY(&node == &other || std::hypot(node.at.x - other.at.x, node.at.y - other.at.y) >= 90);
        const auto apart = [&](int i, int j) { return std::hypot(nodes[i].at.x - nodes[j].at.x, nodes[i].at.y - nodes[j].at.y); };
        QVERIFY(apart(0, 1) < apart(0, 2)); // what is linked stands nearer
        QVERIFY(std::abs(nodes[0].at.x - nodes[2].at.x) > std::abs(nodes[0].at.y - nodes[2].at.y)); // and a row lies, as the canvas does
        // Nobody changed anything: no step to be undone, no question when it is left, and the file as it was.
        QVERIFY(document.hasNewPlaces());
        QVERIFY(!document.isModified());
        QCOMPARE(document.undoStack().count(), 0);
        QCOMPARE(contents(path("nowhere.yaml")), text);
        const auto hasLine = [](const lab::Problem &problem) { return problem.line == 6; }; // problems have their lines all the same
        QVERIFY(std::any_of(document.problems().begin(), document.problems().end(), hasLine));
        LabDocument twin; // the same lab, the same places
        QVERIFY(twin.open(path("nowhere.yaml")));
        QVERIFY(twin.lab() == document.lab());
        // An edit, and its undo: the places stay.
        const lab::Lab laidOut = document.lab();
        renameNode(document, "c", "web");
        QVERIFY(document.lab().nodes[2].at == laidOut.nodes[2].at);
        document.undoStack().undo();
        QVERIFY(document.lab() == laidOut);
        QVERIFY(!document.isModified());
        // Saved when one saves, with what else stands in the file.
        QVERIFY(document.saveAs(document.path()));
        QVERIFY(!document.hasNewPlaces());
        QVERIFY(contents(path("nowhere.yaml")).contains("# by hand"));
        QVERIFY(contents(path("nowhere.yaml")).contains("# the other"));
        LabDocument again;
        QVERIFY(again.open(path("nowhere.yaml")));
        QVERIFY(!again.hasNewPlaces());
        QVERIFY(again.lab() == laidOut);
    }

    void placesThatAreWrittenAreKept()
    {
        LabDocument document;
        QVERIFY(document.openText("hopyard: 1\nnodes: {a: {kind: host}}\n", {}, false)); // one alone stands well
        QVERIFY(!document.hasNewPlaces());
        QVERIFY(document.openText("hopyard: 1\nnodes: {a: {kind: host}, b: {kind: host, at: [200, 0]}}\n", {}, false));
        QVERIFY(!document.hasNewPlaces());
        QVERIFY(document.lab().nodes[0].at == lab::Position());
    }

    void savingUntouchedKeepsEveryByte()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        QVERIFY(document.saveAs(path("copy.yaml")));
        QCOMPARE(contents(path("copy.yaml")), QByteArray(kText));
    }

    void aSaveThatFailsLeavesTheOldFileAndTheChanges()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        const auto saved = document.saveAs(path("no/such/folder/lab.yaml"));
        QVERIFY(!saved);
        QVERIFY(saved.error().message.find("lab.yaml") != std::string::npos);
        QVERIFY(document.isModified());
        QCOMPARE(contents(path("lab.yaml")), QByteArray(kText));
        QCOMPARE(document.path(), path("lab.yaml"));
    }

    void aDiskThatIsFullLeavesTheOldFileAndTheChanges()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        // The kernel takes no more than a few bytes of a file, as a full disk does: less than what a file's buffer holds back.
        rlimit usual{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &usual), 0);
        rlimit little = usual;
        little.rlim_cur = 16;
        const auto before = signal(SIGXFSZ, SIG_IGN); // else it would be the end of this program
        setrlimit(RLIMIT_FSIZE, &little);
        const auto saved = document.saveAs(path("lab.yaml"));
        setrlimit(RLIMIT_FSIZE, &usual);
        signal(SIGXFSZ, before);
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.find("as it was before") != std::string::npos, saved.error().message.c_str());
        QVERIFY(document.isModified());
        QCOMPARE(contents(path("lab.yaml")), QByteArray(kText));
        QVERIFY(document.saveAs(path("lab.yaml")));
        QVERIFY(contents(path("lab.yaml")).contains("240"));
    }

    void undoToTheSavedStateIsUnmodified()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        QVERIFY(document.isModified());
        document.undoStack().undo();
        QVERIFY(!document.isModified());
    }

    void unsavedWorkOfACrashIsFoundAndRecovered()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        {
            Autosave autosave(document);
            autosave.writeNow();
            QVERIFY(Autosave::leftOvers().empty()); // its workbench is alive
            // A crash: files as they are at this moment, and nobody who holds the lock.
            const QString state = stateDirectory(QStringLiteral("autosave"));
            const QString id = QDir(state).entryInfoList({"*.json"}).first().completeBaseName();
            QVERIFY(QFile::copy(state + "/" + id + ".json", state + "/crashed.json"));
            QVERIFY(QFile::copy(state + "/" + id + ".yaml", state + "/crashed.yaml"));
        }
        const auto left = Autosave::leftOvers();
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].path, path("lab.yaml"));
        QCOMPARE(left[0].name, QStringLiteral("lab.yaml"));
        LabDocument recovered;
        QVERIFY(recovered.openText(Autosave::readLeftOver(left[0].id), left[0].path, true));
        QVERIFY(recovered.lab() == document.lab());
        QVERIFY(recovered.isModified());
        Autosave::discard(left[0].id);
        QVERIFY(Autosave::leftOvers().empty());
    }

    void savedWorkLeavesNothingOver()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        Autosave autosave(document);
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        autosave.writeNow();
        const QDir state(stateDirectory(QStringLiteral("autosave")));
        QCOMPARE(state.entryList({"*.yaml"}).size(), 1);
        QVERIFY(document.saveAs(document.path()));
        autosave.writeNow();
        QCOMPARE(state.entryList({"*.yaml"}).size(), 0);
    }

    void somebodyElsesChangeIsNoticedAndOurOwnIsNot()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        QSignalSpy outside(&document, &LabDocument::changedOnDisk);
        movePlaces(document, {.nodes = {{"h2", {240, 20}}}});
        QVERIFY(document.saveAs(document.path()));
        write(path("lab.yaml"), QByteArray(kText).replace("Two hosts", "Three hosts"));
        QVERIFY(outside.wait(5000));
        QCOMPARE(outside.count(), 1);
    }

    void problemsAreChecked()
    {
        LabDocument document;
        QVERIFY(document.open(path("lab.yaml")));
        QVERIFY(document.problems().empty());
        QSignalSpy problems(&document, &LabDocument::problemsChanged);
        lab::Node node = document.lab().nodes[1];
        node.interfaces[0].addresses = document.lab().nodes[0].interfaces[0].addresses;
        setNode(document, "h2", node, "address");
        document.checkProblems();
        QCOMPARE(problems.count(), 1);
        QVERIFY(!document.problems().empty());
        document.undoStack().undo();
        document.checkProblems();
        QVERIFY(document.problems().empty());
    }
};

QTEST_GUILESS_MAIN(TstLabDocument)
#include "tst_lab_document.moc"
