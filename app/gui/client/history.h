// The past of a run, as the engine keeps it: from when to when it reaches, its marks, bookmarks and lines; and going there.
// Of many moments that are asked for at once, as a person scrubs, the last one counts. Knows no widget.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <QObject>
#include <QString>
#include <QTimer>
#include <string>
#include <vector>

namespace hopyard::client {

struct HistoryMark {
    TimePoint time;
    std::string kind; ///< "adjacency", "route", "drop", … (docs/rpc.md)
    std::string node; ///< may be empty
    std::string text;
    std::uint32_t count = 1;
    bool operator==(const HistoryMark &) const = default;
};
struct HistoryBookmark {
    std::int64_t id = 0;
    TimePoint time;
    std::string note;
    bool operator==(const HistoryBookmark &) const = default;
};
struct HistoryLine {
    std::int64_t id = 0;
    std::string name;
    TimePoint from, to;
    bool operator==(const HistoryLine &) const = default;
};

class History : public QObject {
    Q_OBJECT

public:
    explicit History(EngineSession &session, QObject *parent = nullptr);

    bool isKept() const { return m_session.status().history; }
    bool isPast() const { return m_session.status().past; }
    TimePoint from() const { return m_from; }
    TimePoint to() const { return std::max(m_to, m_session.status().present); }
    TimePoint read() const { return m_session.status().replay ? m_read : to(); } ///< of a record: known so far
    TimePoint now() const { return m_session.status().now; }
    const std::vector<HistoryMark> &marks() const { return m_marks; }
    const std::vector<HistoryBookmark> &bookmarks() const { return m_bookmarks; }
    const std::vector<HistoryLine> &lines() const { return m_lines; }
    std::int64_t line() const { return m_line; }

    void seek(TimePoint time);
    void goToPresent();
    void step(int events); ///< back where negative
    void branch(const QString &name, std::function<void()> done = {});
    void showLine(std::int64_t line);
    /// Goes on until a packet passes there; a display filter may be empty.
    void untilPacket(const QString &place);
    void untilTable(const QString &node, const QString &table);
    /// `refused` hears what is wrong with the text and where (bytes); it is called at once with nothing where all is well.
    using Refused = std::function<void(const QString &message, int position, int length)>;
    void untilCondition(const QString &text, QObject *context, Refused refused);
    void setBookmark(std::optional<std::int64_t> id, TimePoint time, const QString &note);
    void removeBookmark(std::int64_t id);
    /// The nearest mark or bookmark before or after a moment.
    std::optional<TimePoint> markBeside(TimePoint time, int direction) const;

    /// Asks the engine now; it is asked by itself twice a second while the run moves.
    void refresh();

signals:
    void changed();
    /// Another moment is shown than before: what was gathered of the other one is void.
    void momentChanged();
    void failed(const QString &message);

private:
    void call(std::string_view method, Json params, std::function<void(const Json &)> done = {});
    void take(const Json &answer);
    void takeStatus(const Status &status);
    void clear();

    EngineSession &m_session;
    QTimer m_poll;
    bool m_asking = false;
    bool m_seeking = false;
    std::optional<TimePoint> m_wanted; ///< the moment to go to when the engine has answered
    TimePoint m_from, m_to, m_read;
    TimePoint m_lastNow;
    bool m_wasPast = false;
    std::int64_t m_revision = 0;
    std::vector<HistoryMark> m_marks;
    std::vector<HistoryBookmark> m_bookmarks;
    std::vector<HistoryLine> m_lines;
    std::int64_t m_line = 1;
};

} // namespace hopyard::client
