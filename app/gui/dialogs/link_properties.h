// A link's fields: where it is plugged in, and what each direction does to packets. One set of fields while both
// directions are the same, two when they are set apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::dialogs {

class ImpairmentEditor;

class LinkProperties final : public QWidget {
    Q_OBJECT

public:
    explicit LinkProperties(document::LabDocument &document, QWidget *parent = nullptr);
    void showLink(const document::LinkEnds &ends);

private:
    void fillEnd(QComboBox *box, const lab::End &end) const;
    void endChosen(QComboBox *box, bool endA);
    void impairmentEdited(bool forward, const base::Impairment &impairment, const QString &what, bool stepping);
    void setSymmetric(bool symmetric);
    void showDirections();

    document::LabDocument &m_document;
    document::LinkEnds m_ends;
    QComboBox *m_endA;
    QComboBox *m_endB;
    QCheckBox *m_symmetric;
    QLabel *m_forwardTitle;
    QLabel *m_backwardTitle;
    ImpairmentEditor *m_forward;
    ImpairmentEditor *m_backward;
    bool m_apart = false; ///< the person set the directions apart although they are still the same
};

} // namespace hopyard::dialogs
