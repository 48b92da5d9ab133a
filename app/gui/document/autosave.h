// Unsaved work on disk: shortly after each edit the lab's text is written to the state directory, and removed when it
// is saved or given up. What a crash leaves behind there is offered at the next start.
//
// Each running workbench holds a lock file; what lies beside a lock that nobody holds is left over.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>

#include <string>
#include <vector>

namespace hopyard::document {

class LabDocument;

/// Work that a crash left behind.
struct LeftOver {
    QString id;
    QString path; ///< of the lab's own file; empty where it had none
    QString name; ///< for people
    QDateTime time;
};

class Autosave final : public QObject {
    Q_OBJECT

public:
    explicit Autosave(LabDocument &document, QObject *parent = nullptr);
    ~Autosave() override; ///< an orderly end: nothing is left over

    /// What others left, the latest first. Takes nothing.
    static std::vector<LeftOver> leftOvers();
    static std::string readLeftOver(const QString &id); ///< empty where it cannot be read
    static void discard(const QString &id);

    /// Writes now what is unsaved, or removes what is no longer.
    void writeNow();

private:
    LabDocument &m_document;
    QString m_id;
    QLockFile m_lock;
    QTimer m_soon;
};

} // namespace hopyard::document
