// Files that are dragged from a file manager onto the window: opened or imported as by the File menu, after a question where there
// is unsaved work; of anything else it is said what can be dropped.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/dropped_file.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/parts.h"
#include "app/gui/window/session.h"
#include "tests/support/test_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <QUrl>

#include <memory>

using namespace hopyard;
using window::DroppedKind;

class TestDroppedFiles : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        support::prepareApplication("tst_dropped_files", m_folder);
        write("my lab.yaml", "# of ours\nhopyard: 1\ntitle: Mine\nnodes:\n  h1: {kind: host}\n");
        write("theirs.clab.yml", "name: theirs\ntopology:\n  nodes:\n    a: {kind: linux}\n    b: {kind: linux}\n  links:\n    - endpoints: [\"a:eth1\", \"b:eth1\"]\n");
        write("plain.yml", "name: theirs\ntopology:\n  nodes:\n    a: {kind: linux}\n");
        write("net.graphml", "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"undirected\">"
                             "<node id=\"x\"/><node id=\"y\"/><edge source=\"x\" target=\"y\"/></graph></graphml>");
        write("run.hopyard", "a record");
        write("notes.txt", "no lab");
    }
    void init()
    {
        m_window = support::makeWindow();
        m_session = m_window->workbench().findChild<window::Session *>();
        QVERIFY(m_session);
    }
    void cleanup() { m_window.reset(); }

    void kinds()
    {
        const auto is = [this](const char *name) { return window::kindOfDropped(path(name)); };
        QVERIFY(is("my lab.yaml") == DroppedKind::lab);
        QVERIFY(is("theirs.clab.yml") == DroppedKind::foreign);
        QVERIFY(is("plain.yml") == DroppedKind::foreign);
        QVERIFY(is("net.graphml") == DroppedKind::foreign);
        QVERIFY(is("project.gns3") == DroppedKind::foreign);
        QVERIFY(is("router.gns3a") == DroppedKind::foreign);
        QVERIFY(is("run.hopyard") == DroppedKind::record);
        QVERIFY(is("notes.txt") == DroppedKind::unknown);
        QVERIFY(window::kindOfDropped(m_folder.path()) == DroppedKind::unknown);
    }

    void aLabIsOpened()
    {
        QVERIFY(drop({"my lab.yaml"}));
        QTRY_COMPARE(document().path(), path("my lab.yaml"));
        QCOMPARE(document().lab().title, std::string("Mine"));
    }

    void aFileOfAnotherToolIsImported()
    {
        QVERIFY(drop({"net.graphml"}));
        QTRY_COMPARE(document().lab().nodes.size(), std::size_t(2));
        QVERIFY(document().path().isEmpty()); // a new lab
        QVERIFY(document().isModified());
    }

    void aRecordIsHandedOn()
    {
        QSignalSpy records(m_session, &window::Session::recordDropped);
        QVERIFY(drop({"run.hopyard"}));
        QTRY_COMPARE(records.size(), 1);
        QCOMPARE(records.first().first().toString(), path("run.hopyard"));
    }

    void unsavedWorkIsAskedAbout()
    {
        document::addNode(document(), lab::NodeKind::host, {0, 0});
        bool asked = false;
        QTimer answer;
        connect(&answer, &QTimer::timeout, this, [&] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                asked = true;
                box->button(QMessageBox::Cancel)->click();
            }
        });
        answer.start(10);
        QVERIFY(drop({"my lab.yaml"}));
        QTRY_VERIFY(asked);
        QVERIFY(document().path().isEmpty());
        QCOMPARE(document().lab().nodes.size(), std::size_t(1));
        document().undoStack().clear();
    }

    void ofAnythingElseItIsSaid()
    {
        QSignalSpy said(&m_window->workbench(), &window::Workbench::statusRequested);
        QVERIFY(!drop({"notes.txt"}));
        QVERIFY(said.size() > 0 && said.last().first().toString().contains(".hopyard"));
        said.clear();
        QVERIFY(!drop({"my lab.yaml", "net.graphml"})); // one at a time
        QVERIFY(said.size() > 0);
        QVERIFY(document().lab().nodes.empty());
    }

private:
    document::LabDocument &document() { return m_window->workbench().document; }
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    void write(const char *name, const QByteArray &text)
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    /// On the canvas, as from a file manager. False: it was not wanted.
    bool drop(const QList<const char *> &names)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const char *name : names)
            urls += QUrl::fromLocalFile(path(name));
        data.setUrls(urls);
        QWidget *canvas = m_window->workbench().canvas.viewport();
        const QPoint at = canvas->rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas, &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas, &drop);
        return drop.isAccepted();
    }

    QTemporaryDir m_folder;
    window::Session *m_session = nullptr;
    std::unique_ptr<window::MainWindow> m_window;
};

QTEST_MAIN(TestDroppedFiles)
#include "tst_dropped_files.moc"
