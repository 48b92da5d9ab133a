// Which programs are refused: real files of this machine, and files made for the purpose.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/socket_api/program_check.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <climits>
#include <cstring>
#include <elf.h>
#include <string>
#include <sys/stat.h>

using hopyard::remote::checkProgram;
using hopyard::remote::findProgram;
using hopyard::remote::Refusal;

namespace {

struct Image {
    QByteArray bytes;

    explicit Image(quint16 machine = EM_X86_64, unsigned char wordClass = ELFCLASS64)
    {
        Elf64_Ehdr header{};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = wordClass;
        header.e_type = ET_DYN;
        header.e_machine = machine;
        header.e_phoff = sizeof header;
        header.e_phentsize = sizeof(Elf64_Phdr);
        bytes = QByteArray(reinterpret_cast<const char *>(&header), sizeof header);
    }
    void put(qsizetype at, const void *what, std::size_t size) { std::memcpy(bytes.data() + at, what, size); }
    /// One more segment whose contents stand far behind the headers.
    Image &with(quint32 type, const QByteArray &contents)
    {
        Elf64_Ehdr header;
        std::memcpy(&header, bytes.constData(), sizeof header);
        Elf64_Phdr segment{};
        segment.p_type = type;
        segment.p_offset = 4096u * (header.e_phnum + 1u);
        segment.p_filesz = static_cast<quint64>(contents.size());
        ++header.e_phnum;
        put(0, &header, sizeof header);
        const auto at = static_cast<qsizetype>(sizeof header + (header.e_phnum - 1u) * sizeof segment);
        if (bytes.size() < at + qsizetype(sizeof segment))
            bytes.resize(at + qsizetype(sizeof segment), '\0');
        put(at, &segment, sizeof segment);
        const auto place = static_cast<qsizetype>(segment.p_offset);
        if (bytes.size() < place + contents.size())
            bytes.append(QByteArray(place + contents.size() - bytes.size(), '\0'));
        put(place, contents.constData(), sizeof(char) * size_t(contents.size()));
        return *this;
    }
};

const QByteArray kGnu("/lib64/ld-linux-x86-64.so.2\0", 28);

} // namespace

class TestProgramCheck : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string m_culprit;

    QString write(const QString &name, const QByteArray &bytes, int mode = 0755)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        file.close();
        chmod(qPrintable(file.fileName()), static_cast<mode_t>(mode));
        return file.fileName();
    }
    Refusal check(const QString &path)
    {
        char culprit[PATH_MAX];
        const Refusal why = checkProgram(qPrintable(path), culprit, sizeof culprit);
        m_culprit = culprit;
        return why;
    }

private slots:
    void initTestCase()
    {
#if !defined(__x86_64__)
        QSKIP("the files made here are those of x86-64");
#endif
    }

    void programsOfThisMachineAreFine()
    {
        QCOMPARE(check("/bin/sh"), Refusal::none);
        QCOMPARE(check("/usr/bin/env"), Refusal::none);
        QCOMPARE(check(QCoreApplication::applicationFilePath()), Refusal::none);
    }

    void whatIsNoProgramIsTheKernelsAffair()
    {
        QCOMPARE(check("/no/such/file"), Refusal::none);
        QCOMPARE(check("/"), Refusal::none);
        QCOMPARE(check(write("text", "hello")), Refusal::none);
        QCOMPARE(check(write("empty", "")), Refusal::none);
        QCOMPARE(check(write("cut", QByteArray("\x7f" "ELF", 4))), Refusal::none);
    }

    void segmentsDecide()
    {
        QCOMPARE(check(write("dynamic", Image().with(PT_INTERP, kGnu).bytes)), Refusal::none);
        QCOMPARE(check(write("static", Image().with(PT_LOAD, "x").bytes)), Refusal::isStatic);
        QCOMPARE(check(write("musl", Image().with(PT_INTERP, QByteArray("/lib/ld-musl-x86_64.so.1\0", 25)).bytes)),
                 Refusal::otherLibrary);
        QCOMPARE(check(write("small", Image(EM_386, ELFCLASS32).with(PT_INTERP, kGnu).bytes)), Refusal::otherMachine);
        QCOMPARE(check(write("arm", Image(EM_AARCH64).with(PT_INTERP, kGnu).bytes)), Refusal::otherMachine);
        QByteArray note;
        const Elf64_Nhdr go{4, 8, 4};
        note.append(reinterpret_cast<const char *>(&go), sizeof go).append("Go\0\0", 4).append(8, 'i');
        QCOMPARE(check(write("go", Image().with(PT_INTERP, kGnu).with(PT_NOTE, note).bytes)), Refusal::rawCalls);
        const Elf64_Nhdr lie{0xfffffffc, 0xfffffffc, 4}; // lengths that would wrap around
        QByteArray lying(reinterpret_cast<const char *>(&lie), sizeof lie);
        QCOMPARE(check(write("liar", Image().with(PT_NOTE, lying).with(PT_INTERP, kGnu).bytes)), Refusal::none);
    }

    void rightsDecide()
    {
        const QByteArray dynamic = Image().with(PT_INTERP, kGnu).bytes;
        QCOMPARE(check(write("setuid", dynamic, 04755)), Refusal::setsIds);
        QCOMPARE(check(write("setgid", dynamic, 02755)), Refusal::setsIds);
        QCOMPARE(check(write("locking", dynamic, 02644)), Refusal::none); // without execution by the group it is no setgid
    }

    void scriptsAreFollowed()
    {
        const QString fixed = write("static", Image().with(PT_LOAD, "x").bytes);
        QCOMPARE(check(write("script", "#!" + fixed.toUtf8() + " -e\necho\n")), Refusal::isStatic);
        QCOMPARE(QString::fromStdString(m_culprit), fixed);
        QCOMPARE(check(write("blank", "#! \t" + fixed.toUtf8())), Refusal::isStatic);
        QCOMPARE(check(write("shell", "#!/bin/sh\n")), Refusal::none);
        QCOMPARE(check(write("setuid-script", "#!/bin/sh\n", 04755)), Refusal::none); // the kernel ignores the bit
        const QString loop = m_folder.filePath("loop");
        QCOMPARE(check(write("loop", "#!" + loop.toUtf8())), Refusal::none); // it ends, and so does the kernel
        QCOMPARE(check(write("nothing", "#!\n")), Refusal::none);
    }

    void staticProgramOfThisMachine()
    {
        const QString busybox = "/bin/busybox";
        if (!QFile::exists(busybox) || check(busybox) == Refusal::none)
            QSKIP("no static program (busybox-static) here");
        QCOMPARE(check(busybox), Refusal::isStatic);
    }

    void aCopyHasTheContentsAndNoRights()
    {
        const QByteArray bytes(300'000, 'b');
        const int copy = hopyard::remote::copyOf(qPrintable(write("original", bytes, 04755)));
        QVERIFY(copy >= 0);
        struct stat status{};
        QCOMPARE(fstat(copy, &status), 0);
        QCOMPARE(status.st_mode & 07000u, 0u);
        QFile file;
        QVERIFY(file.open(copy, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
        QVERIFY(file.seek(0));
        QVERIFY(file.readAll() == bytes);
        QCOMPARE(hopyard::remote::copyOf("/no/such/file"), -1);
    }

    void pathIsSearched()
    {
        char found[PATH_MAX];
        const QString tool = write("hopyard-test-tool", "#!/bin/sh\n");
        write("hopyard-test-data", "x", 0644);
        qputenv("PATH", "/no/such:" + m_folder.path().toUtf8() + ":/bin");
        QVERIFY(findProgram("hopyard-test-tool", found, sizeof found));
        QCOMPARE(QString(found), tool);
        QVERIFY(!findProgram("hopyard-test-data", found, sizeof found));
        QVERIFY(!findProgram("", found, sizeof found));
        QVERIFY(findProgram("/bin/sh", found, sizeof found));
        char small[8];
        QVERIFY(!findProgram("hopyard-test-tool", small, sizeof small));
    }

    void everyReasonIsASentence()
    {
        for (int why = 1; why <= int(Refusal::unreadable); ++why)
            QVERIFY(std::strlen(reasonOf(static_cast<Refusal>(why))) > 20);
    }
};

QTEST_GUILESS_MAIN(TestProgramCheck)
#include "tst_program_check.moc"
