// A desktop of its own for one program: Xvfb, a session bus, a window manager and the accessibility bus. The program is driven as
// a person with a mouse, a keyboard and a screen reader drives it: xdotool moves and types, and widgets are found by what they
// say of themselves (AT-SPI), so a widget that has no name cannot be found.
//
// Everything is in a directory of the test's own, and ends with the object.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDir>
#include <QProcess>
#include <QRect>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hopyard::test {

class Desktop {
public:
    static constexpr QSize kScreen{1600, 1000};

    /// What is missing on this machine; empty where nothing is.
    static QString missing()
    {
        for (const char *program : {"Xvfb", "xdotool", "openbox", "dbus-daemon", "gdbus"})
            if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
                return QStringLiteral("needs %1").arg(QLatin1String(program));
        if (!QFile::exists(QStringLiteral("/usr/libexec/at-spi-bus-launcher")))
            return QStringLiteral("needs at-spi2-core");
        return {};
    }

    /// Starts the desktop, then the program on it; false (with `why`) where one of them does not come up.
    bool start(const QString &program, const QStringList &arguments)
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"})
            m_environment.remove(QLatin1String(name));
        const std::pair<const char *, const char *> places[] = {{"HOME", "home"}, {"XDG_RUNTIME_DIR", "run"}, {"XDG_CONFIG_HOME", "config"},
                                                                {"XDG_DATA_HOME", "data"}, {"XDG_STATE_HOME", "state"}, {"XDG_CACHE_HOME", "cache"}};
        for (const auto &[name, folder] : places) {
            QDir(m_folder.path()).mkpath(QLatin1String(folder));
            QFile::setPermissions(m_folder.filePath(QLatin1String(folder)), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            m_environment.insert(QLatin1String(name), m_folder.filePath(QLatin1String(folder)));
        }
        m_environment.insert("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
        m_environment.insert("LC_ALL", "C.UTF-8");
        // Without -noreset the server starts anew whenever its last client goes: the accessibility bus, which looks at the screen for
        // a moment, would take a window manager that is just coming with it, and without one keys go nowhere.
        const QString number = firstLine(m_screen, "Xvfb", {"-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0", "1600x1000x24"});
        if (number.isEmpty())
            return fail("Xvfb did not start");
        m_environment.insert("DISPLAY", ":" + number);
        const QString bus = firstLine(m_bus, "dbus-daemon", {"--session", "--print-address=1", "--nofork", "--nopidfile"});
        if (bus.isEmpty())
            return fail("dbus-daemon did not start");
        m_environment.insert("DBUS_SESSION_BUS_ADDRESS", bus);
        launch(m_manager, "openbox", {});
        if (!QTest::qWaitFor([&] { return xdotool({"get_num_desktops"}); }, 20000)) // a manager says how many it has
            return fail("openbox did not start: " + log("openbox"));
        QDBusConnection session = QDBusConnection::connectToBus(bus, "hopyard-test-session");
        const QDBusMessage address = session.call(QDBusMessage::createMethodCall("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"));
        if (address.type() != QDBusMessage::ReplyMessage)
            return fail("no accessibility bus: " + address.errorMessage());
        m_reader.emplace(QDBusConnection::connectToBus(address.arguments().first().toString(), "hopyard-test-reader"));
        call({"org.a11y.atspi.Registry", "/org/a11y/atspi/registry"}, "org.a11y.atspi.Registry", "GetRegisteredEvents"); // starts it
        launch(m_program, program, arguments);
        if (!m_program.waitForStarted())
            return fail(program + ": " + m_program.errorString());
        return true;
    }
    ~Desktop()
    {
        m_reader.reset();
        QDBusConnection::disconnectFromBus("hopyard-test-reader");
        QDBusConnection::disconnectFromBus("hopyard-test-session");
        for (QProcess *process : {&m_program, &m_manager, &m_bus, &m_screen}) {
            process->terminate();
            if (!process->waitForFinished(5000))
                process->kill();
            process->waitForFinished(5000);
        }
    }

    /// The program once more, on the same desktop, with what it left in its folders.
    bool startAgain(const QString &program, const QStringList &arguments)
    {
        launch(m_program, program, arguments);
        return m_program.waitForStarted();
    }
    const QString &why() const { return m_why; }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }
    QProcess &program() { return m_program; }
    const QProcessEnvironment &environment() const { return m_environment; }

    // --- the screen reader ---
    struct Object {
        QString service;
        QString path;
    };
    struct Found {
        Object object;
        QString name;
        QRect place; ///< on the screen, in pixels
    };
    /// The first object on the screen whose name is, or begins with, `name`; in the order of the tree.
    std::optional<Found> find(const QString &name) { return find([&](const QString &said) { return said == name; }); }
    std::optional<Found> findBeginning(const QString &name) { return find([&](const QString &said) { return said.startsWith(name); }); }
    /// As long as it takes for it to be there, 20 s at most; nothing (with why()) after that.
    std::optional<Found> await(const QString &name)
    {
        std::optional<Found> found;
        if (!QTest::qWaitFor([&] { return (found = find(name)).has_value(); }, 20000))
            m_why = QStringLiteral("nothing on the screen is called \"%1\"; there is: %2").arg(name, names().join(", "));
        return found;
    }
    /// The same below the first object that is called `inside`.
    std::optional<Found> await(const QString &inside, const QString &name)
    {
        const auto container = await(inside);
        std::optional<Found> found;
        const auto look = [&] {
            found = findBelow(container->object, [&](const Object &, const QString &said) { return said == name; }, 0);
            return found.has_value();
        };
        if (container && !QTest::qWaitFor(look, 20000))
            m_why = QStringLiteral("nothing in \"%1\" is called \"%2\"").arg(inside, name);
        return found;
    }
    /// A button, not the menu or the dock of the same name.
    std::optional<Found> awaitButton(const QString &name)
    {
        std::optional<Found> found;
        if (!QTest::qWaitFor([&] { return (found = findObject([&](const Object &object, const QString &said) {
                return said == name && isButton(object); })).has_value(); }, 20000))
            m_why = QStringLiteral("no button is called \"%1\"; there is: %2").arg(name, names().join(", "));
        return found;
    }
    /// Gone from the screen, within 20 s.
    bool awaitGone(const QString &name)
    {
        m_why = QStringLiteral("\"%1\" does not go away").arg(name);
        return QTest::qWaitFor([&] { return !find(name); }, 20000);
    }
    /// A field or a text that can be written into, as soon as it is there.
    std::optional<Found> awaitField(const QString &name)
    {
        std::optional<Found> found;
        if (!QTest::qWaitFor([&] { return (found = findObject([&](const Object &object, const QString &said) {
                return said == name && hasState(object, kEditable); })).has_value(); }, 20000))
            m_why = QStringLiteral("no field is called \"%1\"").arg(name);
        return found;
    }
    /// What stands in a label that has a name of its own.
    QString description(const QString &name)
    {
        const auto found = find(name);
        if (!found)
            return {};
        const QDBusMessage reply = call(found->object, "org.freedesktop.DBus.Properties", "Get", {"org.a11y.atspi.Accessible", "Description"});
        return reply.arguments().value(0).value<QDBusVariant>().variant().toString();
    }
    /// What is written in a field or a text.
    QString text(const Object &object)
    {
        const QDBusMessage reply = call(object, "org.a11y.atspi.Text", "GetText", {0, -1});
        return reply.arguments().value(0).toString();
    }
    QStringList names()
    {
        QStringList all;
        find([&](const QString &said) {
            if (!said.isEmpty())
                all += said;
            return false;
        });
        return all;
    }

    // --- the person ---
    bool click(const QString &button)
    {
        auto found = awaitButton(button);
        // A window that has just come may still move.
        for (auto again = awaitButton(button); found && again && again->place != found->place; again = awaitButton(button))
            found = again;
        if (found)
            clickAt(found->place.center());
        return found.has_value();
    }
    void clickAt(QPoint at) { xdotool({"mousemove", "--sync", x(at), y(at), "click", "1"}); }
    void doubleClickAt(QPoint at) { xdotool({"mousemove", "--sync", x(at), y(at), "click", "--repeat", "2", "--delay", "40", "1"}); }
    /// Presses at one place, goes to the other in steps as a hand does, and releases there.
    void drag(QPoint from, QPoint to)
    {
        xdotool({"mousemove", "--sync", x(from), y(from), "mousedown", "1"});
        constexpr int kSteps = 12;
        for (int i = 1; i <= kSteps; ++i) {
            const QPoint at = from + (to - from) * i / kSteps;
            xdotool({"mousemove", "--sync", x(at), y(at)});
            settle();
        }
        xdotool({"mouseup", "1"});
        settle();
    }
    /// Writes into a field what shall stand there; looks whether it does, as a person would: an X server drops a key now and then
    /// where xdotool has just taken one for a letter that the keyboard does not have.
    bool fill(const QString &name, const QString &text)
    {
        const auto found = awaitField(name);
        if (!found)
            return false;
        for (int attempt = 0; attempt < 5; ++attempt) {
            clickAt(found->place.center());
            key("ctrl+a");
            type(text);
            if (QTest::qWaitFor([&] { return this->text(found->object) == text; }, 2000))
                return true;
        }
        m_why = QStringLiteral("\"%1\" says %2").arg(name, this->text(found->object));
        return false;
    }
    void key(const QString &keys) { xdotool({"key", "--clearmodifiers", keys}); }
    /// Keys that bring a field; pressed again where it does not come, as a person would whose window had not the keyboard yet.
    bool keyOpens(const QString &keys, const QString &field)
    {
        for (int attempt = 0; attempt < 4; ++attempt) {
            key(keys);
            if (QTest::qWaitFor([&] { return find(field).has_value(); }, 8000))
                return true;
        }
        return fail(QStringLiteral("%1 brings no \"%2\"; there is: %3").arg(keys, field, names().join(", ")));
    }
    void type(const QString &text) { xdotool({"type", "--delay", "5", text}); }
    /// What the screen shows, for a person who wonders why a test fails.
    void photograph(const QString &file)
    {
        QProcess import;
        import.setProcessEnvironment(m_environment);
        import.start("import", {"-window", "root", file});
        import.waitForFinished();
    }

    /// Until the program has turned its event loop: a hand is slower than xdotool, and drag and drop is a conversation.
    void settle()
    {
        for (int turn = 0; turn < 2; ++turn)
            for (const Object &application : children({"org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"}))
                children(application);
    }

private:
    static QString x(QPoint at) { return QString::number(at.x()); }
    static QString y(QPoint at) { return QString::number(at.y()); }
    bool fail(const QString &why)
    {
        m_why = why;
        return false;
    }
    void launch(QProcess &process, const QString &program, const QStringList &arguments)
    {
        process.setProcessEnvironment(m_environment);
        process.setStandardErrorFile(filePath(QFileInfo(program).fileName() + ".log"));
        process.start(program, arguments);
    }
    QString firstLine(QProcess &process, const QString &program, const QStringList &arguments)
    {
        launch(process, program, arguments);
        while (!process.canReadLine())
            if (!process.waitForReadyRead(20000))
                return {};
        return QString::fromUtf8(process.readLine()).trimmed();
    }
    /// False where it could not do that.
    bool xdotool(const QStringList &arguments)
    {
        QProcess hand;
        hand.setProcessEnvironment(m_environment);
        hand.start("xdotool", arguments);
        return hand.waitForFinished() && hand.exitStatus() == QProcess::NormalExit && hand.exitCode() == 0;
    }
    QString log(const QString &program) const
    {
        QFile file(filePath(program + ".log"));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    }

    QDBusMessage call(const Object &object, const char *interface, const char *method, const QVariantList &arguments = {})
    {
        QDBusMessage message = QDBusMessage::createMethodCall(object.service, object.path, QLatin1String(interface), QLatin1String(method));
        message.setArguments(arguments);
        return m_reader->call(message, QDBus::Block, 5000);
    }
    std::vector<Object> children(const Object &object)
    {
        std::vector<Object> all;
        const QDBusMessage reply = call(object, "org.a11y.atspi.Accessible", "GetChildren");
        if (reply.type() != QDBusMessage::ReplyMessage)
            return all;
        const auto list = reply.arguments().first().value<QDBusArgument>();
        list.beginArray();
        while (!list.atEnd()) {
            Object child;
            QDBusObjectPath path;
            list.beginStructure();
            list >> child.service >> path;
            list.endStructure();
            child.path = path.path();
            all.push_back(child);
        }
        list.endArray();
        return all;
    }
    QString nameOf(const Object &object)
    {
        const QDBusMessage reply = call(object, "org.freedesktop.DBus.Properties", "Get", {"org.a11y.atspi.Accessible", "Name"});
        return reply.arguments().value(0).value<QDBusVariant>().variant().toString();
    }
    static constexpr uint kEditable = 7, kShowing = 25; ///< ATSPI_STATE_…
    bool hasState(const Object &object, uint state)
    {
        const QDBusMessage reply = call(object, "org.a11y.atspi.Accessible", "GetState");
        if (reply.type() != QDBusMessage::ReplyMessage)
            return false;
        QList<uint> bits;
        reply.arguments().first().value<QDBusArgument>() >> bits;
        return !bits.isEmpty() && (bits.first() >> state & 1U);
    }
    bool isButton(const Object &object)
    {
        const QDBusMessage reply = call(object, "org.a11y.atspi.Accessible", "GetRole");
        const uint role = reply.arguments().value(0).toUInt();
        constexpr uint kPageTab = 37, kPushButton = 43, kRadioButton = 44, kToggleButton = 62, kCheckBox = 7; // ATSPI_ROLE_…
        return role == kPageTab || role == kPushButton || role == kRadioButton || role == kToggleButton || role == kCheckBox;
    }
    QRect placeOf(const Object &object)
    {
        const QDBusMessage reply = call(object, "org.a11y.atspi.Component", "GetExtents", {0U});
        QRect place;
        if (reply.type() == QDBusMessage::ReplyMessage) {
            int x = 0, y = 0, width = 0, height = 0;
            const auto structure = reply.arguments().first().value<QDBusArgument>();
            structure.beginStructure();
            structure >> x >> y >> width >> height;
            structure.endStructure();
            place = QRect(x, y, width, height);
        }
        return place;
    }
    using IsIt = std::function<bool(const Object &, const QString &)>;
    std::optional<Found> find(const std::function<bool(const QString &)> &isIt)
    {
        return findObject([&](const Object &, const QString &said) { return isIt(said); });
    }
    std::optional<Found> findObject(const IsIt &isIt)
    {
        const Object registry{"org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"};
        for (const Object &application : children(registry))
            for (const Object &window : children(application))
                if (auto found = findBelow(window, isIt, 0))
                    return found;
        return std::nullopt;
    }
    std::optional<Found> findBelow(const Object &object, const IsIt &isIt, int depth)
    {
        constexpr int kDeepest = 24;
        constexpr std::size_t kWidest = 300; // a long table
        if (depth > kDeepest || !hasState(object, kShowing))
            return std::nullopt;
        const QString name = nameOf(object);
        if (isIt(object, name))
            if (const QRect place = placeOf(object); !place.isEmpty())
                return Found{object, name, place};
        const std::vector<Object> below = children(object);
        for (std::size_t i = 0; i < std::min(below.size(), kWidest); ++i)
            if (auto found = findBelow(below[i], isIt, depth + 1))
                return found;
        return std::nullopt;
    }

    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    QProcess m_screen, m_bus, m_manager, m_program;
    std::optional<QDBusConnection> m_reader;
    QString m_why;
};

} // namespace hopyard::test
