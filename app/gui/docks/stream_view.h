// What a conversation said ("follow this stream"): both sides coloured, as text or in hexadecimal, one side alone, found in,
// saved. A click tells which packet brought it.
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
    void write();
    void askWhere();
    std::uint64_t numberAt(int position) const;
    Speakers speakers() const;
    StreamForm form() const;

    std::optional<client::PacketStream> m_stream;
    struct Place {
        int end;
        std::uint64_t number;
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
