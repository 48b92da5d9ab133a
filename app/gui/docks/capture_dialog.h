// Asks what to capture: which end of a link, before or after its impairment, which packets, and where to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace hopyard::docks {

struct CaptureRequest {
    QString at;     ///< "r1:eth0"
    QString where;  ///< as in docs/rpc.md: "port", "before", "after"
    QString filter; ///< may be empty
    QString file;   ///< empty: into Wireshark
};

class CaptureDialog : public QDialog {
    Q_OBJECT

public:
    /// `ends` to choose from; `preset` is chosen.
    CaptureDialog(const QStringList &ends, const QString &preset, bool hasWireshark, QWidget *parent = nullptr);

    CaptureRequest request() const;
    /// The engine refused (a filter that does not compile, a file that cannot be written): says why and stays open.
    void refuse(const QString &message);

signals:
    /// The person wants it; accept() the dialog when it runs, else refuse().
    void wanted(const hopyard::docks::CaptureRequest &request);

private:
    void update();
    void chooseFile();

    QComboBox *m_at;
    QComboBox *m_where;
    QLineEdit *m_filter;
    QRadioButton *m_toWireshark;
    QRadioButton *m_toFile;
    QLineEdit *m_file;
    QPushButton *m_browse;
    QLabel *m_error;
    QDialogButtonBox *m_buttons;
};

} // namespace hopyard::docks
