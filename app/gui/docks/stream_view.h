// What a conversation said ("follow this stream"): both sides coloured, as text or in hexadecimal, one side alone, found in,
// saved. A click tells which packet brought it. Of a moment of the past it is what had been said by then.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/docks/stream_text.h"

#include <optional>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace hopyard::docks {

class StreamView : public QWidget {
    Q_OBJECT

public:
    explicit StreamView(QWidget *parent = nullptr);

    void showStream(client::PacketStream stream);
    /// Instead of a content: why there is none.
    void showNothing(const QString &sentence);
    /// A moment of the past is shown: what was said later is left out or, with `later`, pale. Nothing: the present.
    void setMoment(std::optional<base::TimePoint> moment, bool later);
    /// What was said after that time has not been. False: nothing was.
    bool cutAfter(base::TimePoint time);
    /// Of bytes or, where it ends in .txt, as it is shown. False: a sentence was told by failed().
    bool save(const QString &file);
    /// The next place behind the cursor, or before it; round the end.
    void find(bool backwards);

signals:
    void packetPicked(quint64 number);
    void failed(const QString &message);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void buildHead();
    void showKnown();
    void write();
    void writeAnew();
    const client::PacketStream &shown() const { return m_known ? *m_known : *m_stream; }
    void askWhere();
    std::uint64_t numberAt(int position) const;
    Speakers speakers() const;
    StreamForm form() const;

    std::optional<client::PacketStream> m_stream;
    std::optional<client::PacketStream> m_known; ///< of it, at the moment of the past that is shown
    std::optional<base::TimePoint> m_moment;
    bool m_later = false; ///< what came after the moment is shown too
    struct Place {
        int end;
        StreamStretch stretch;
    };
    std::vector<Place> m_places; ///< of the text, in order
    QComboBox *m_speakers;
    QComboBox *m_form;
    QLineEdit *m_search;
    QToolButton *m_save;
    QLabel *m_summary;
    QPlainTextEdit *m_text;
};

} // namespace hopyard::docks
