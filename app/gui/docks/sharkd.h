// Deep dissection by Wireshark's own dissectors: `sharkd -` (package wireshark-common), which is asked in JSON-RPC on its
// standard input and answers on its standard output, a line each. It is started when first asked, and ends when nobody
// has asked for a while.
//
// It reads captures from files only and cannot append to one: each question is a small capture of its own, the packet
// last, before it those of the same conversation that it may need to make sense.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"

#include <functional>
#include <optional>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>
#include <vector>

namespace hopyard::docks {

class Sharkd : public QObject {
    Q_OBJECT

public:
    static constexpr int kIdleMs = 120'000;    ///< after which it ends
    static constexpr int kPatienceMs = 10'000; ///< for an answer

    explicit Sharkd(QObject *parent = nullptr);
    ~Sharkd() override;

    /// The program; found in PATH unless set. Empty: not installed.
    void setProgram(const QString &program) { m_program = program; }
    bool isInstalled() const { return !m_program.isEmpty(); }

    struct Answer {
        std::vector<client::PacketField> fields; ///< of the last frame; empty where it could not
        QString error;                           ///< a sentence, where there are none
    };
    using Reply = std::function<void(const Answer &)>;
    /// Dissects the last of `frames`. A question that waits is dropped, without a reply, when another comes.
    void dissect(std::vector<client::PacketFrame> frames, Reply reply);

private:
    struct Question {
        std::vector<client::PacketFrame> frames;
        Reply reply;
    };
    void begin();
    void ask(const Question &question);
    void readLines();
    void take(const QByteArray &line);
    void finish(const Answer &answer);
    void end();

    QString m_program;
    QTemporaryDir m_files;
    QProcess *m_process = nullptr;
    std::optional<Question> m_asked; ///< being answered
    std::optional<Question> m_next;
    qint64 m_id = 0; ///< of the answer that is waited for
    QTimer m_idle;
    QTimer m_patience;
};

/// The fields of what sharkd's method "frame" answers, each with its depth.
std::vector<client::PacketField> parseSharkdTree(const rpc::Json &result);

} // namespace hopyard::docks
