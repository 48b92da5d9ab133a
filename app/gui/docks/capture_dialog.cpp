// See capture_dialog.h. The filter is checked by the engine, whose libpcap will run it: its message is shown here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/capture_dialog.h"

#include "app/gui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::docks {

CaptureDialog::CaptureDialog(const QStringList &ends, const QString &preset, bool hasWireshark, QWidget *parent) :
    QDialog(parent), m_at(new QComboBox(this)), m_where(new QComboBox(this)), m_filter(new QLineEdit(this)),
    m_toWireshark(new QRadioButton(tr("Open in &Wireshark"), this)), m_toFile(new QRadioButton(tr("Save to a fi&le"), this)),
    m_file(new QLineEdit(this)), m_browse(new QPushButton(tr("&Browse…"), this)), m_error(new QLabel(this)),
    m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Capture packets"));
    m_at->addItems(ends);
    m_at->setCurrentIndex(std::max<int>(0, static_cast<int>(ends.indexOf(preset))));
    m_at->setAccessibleName(tr("Link end"));
    m_where->addItem(tr("What this end sends and receives"), QStringLiteral("port"));
    m_where->addItem(tr("Before the link's impairment, both directions"), QStringLiteral("before"));
    m_where->addItem(tr("After the link's impairment, both directions"), QStringLiteral("after"));
    m_where->setAccessibleName(tr("Before or after the impairment"));
    m_filter->setPlaceholderText(tr("all packets; for example: tcp port 80"));
    m_filter->setAccessibleName(tr("Filter, in the language of libpcap"));
    m_filter->setFont(theme::Theme::monospaceFont());
    m_filter->setClearButtonEnabled(true);
    m_file->setAccessibleName(tr("File"));
    m_file->setText(QDir::home().filePath(QString(preset).replace(QLatin1Char(':'), QLatin1Char('-'))
                                          + QStringLiteral(".pcap")));
    m_error->setWordWrap(true);
    m_error->setAccessibleName(tr("Why the capture did not start"));
    m_error->hide();
    m_toWireshark->setEnabled(hasWireshark);
    (hasWireshark ? m_toWireshark : m_toFile)->setChecked(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Start"));

    auto *file = new QHBoxLayout;
    file->addWidget(m_file, 1);
    file->addWidget(m_browse);
    auto *target = new QVBoxLayout;
    target->addWidget(m_toWireshark);
    if (!hasWireshark) {
        auto *missing = new QLabel(tr("Wireshark is not installed (Debian: <tt>apt install wireshark</tt>). A file can "
                                      "be opened with it later."), this);
        missing->setWordWrap(true);
        missing->setIndent(22);
        target->addWidget(missing);
    }
    target->addWidget(m_toFile);
    target->addLayout(file);
    auto *form = new QFormLayout;
    form->addRow(tr("Link &end:"), m_at);
    form->addRow(tr("W&hat:"), m_where);
    form->addRow(tr("&Filter:"), m_filter);
    form->addRow(tr("To:"), target);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_error);
    column->addWidget(m_buttons);
    setMinimumWidth(460);

    connect(m_toFile, &QRadioButton::toggled, this, &CaptureDialog::update);
    connect(m_file, &QLineEdit::textChanged, this, &CaptureDialog::update);
    connect(m_filter, &QLineEdit::textEdited, m_error, &QWidget::hide);
    connect(m_browse, &QPushButton::clicked, this, &CaptureDialog::chooseFile);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons, &QDialogButtonBox::accepted, this, [this] {
        m_error->hide();
        m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
        emit wanted(request());
    });
    update();
}

CaptureRequest CaptureDialog::request() const
{
    return {m_at->currentText(), m_where->currentData().toString(), m_filter->text().trimmed(),
            m_toFile->isChecked() ? QDir().absoluteFilePath(m_file->text()) : QString()};
}

void CaptureDialog::refuse(const QString &message)
{
    m_error->setText(message);
    QPalette palette = m_error->palette();
    palette.setColor(QPalette::WindowText, theme::colours().danger);
    m_error->setPalette(palette);
    m_error->show();
    update();
    // A layout with wrapped words does not ask for the room that the message takes.
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
    m_filter->setFocus();
}

void CaptureDialog::update()
{
    m_file->setEnabled(m_toFile->isChecked());
    m_browse->setEnabled(m_toFile->isChecked());
    m_buttons->button(QDialogButtonBox::Ok)
        ->setEnabled(m_at->count() > 0 && (!m_toFile->isChecked() || !m_file->text().trimmed().isEmpty()));
}

void CaptureDialog::chooseFile()
{
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save captured packets"), m_file->text(), tr("Captures (*.pcap)"));
    if (!file.isEmpty())
        m_file->setText(file);
}

} // namespace hopyard::docks
