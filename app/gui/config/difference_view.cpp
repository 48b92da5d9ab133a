// See difference_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/difference_view.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::config {

namespace {
constexpr int kRoomForTwo = 560; ///< px below which the texts stand one below the other, until a person says otherwise
}

DifferenceView::DifferenceView(QWidget *parent) :
    QWidget(parent), m_model(new DifferenceModel(this)), m_view(new QTableView(this)), m_layout(new QComboBox(this)), m_summary(new QLabel(this))
{
    setAccessibleName(tr("Difference"));
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Lines that differ"));
    QFont font = theme::Theme::monospaceFont();
    font.setPointSizeF(9);
    m_view->setFont(font);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setSelectionBehavior(QTableView::SelectRows);
    m_view->setEditTriggers(QTableView::NoEditTriggers);
    m_view->setHorizontalScrollMode(QTableView::ScrollPerPixel);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setMinimumSectionSize(1);
    m_view->verticalHeader()->setDefaultSectionSize(QFontMetrics(font).height() + 2);
    m_view->horizontalHeader()->setAccessibleName(tr("Texts that are compared"));
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_summary->setAccessibleName(tr("What differs"));
    m_summary->setProperty("role", QStringLiteral("muted"));
    m_layout->addItems({tr("Side by side"), tr("One below the other")});
    m_layout->setAccessibleName(tr("Layout of the difference"));
    connect(m_layout, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_chosen = true;
        m_model->setLayout(index == 0 ? DifferenceModel::Layout::sideBySide : DifferenceModel::Layout::unified);
        arrange();
    });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_summary, 1);
    const auto button = [&](const char *icon, const QString &text, int step) {
        auto *made = new QToolButton(this);
        made->setIcon(theme::icon(QLatin1String(icon)));
        made->setToolTip(text);
        made->setAccessibleName(text);
        connect(made, &QToolButton::clicked, this, [this, step] { goToNext(step); });
        head->addWidget(made);
    };
    button("raise", tr("Previous difference"), -1);
    button("lower", tr("Next difference"), 1);
    head->addWidget(m_layout);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    connect(&theme::Theme::instance(), &theme::Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
}

void DifferenceView::show(const QString &titleBefore, const QString &before, const QString &titleAfter, const QString &after)
{
    if (!m_chosen && width() > 0) { // two texts want room
        const QSignalBlocker quiet(m_layout);
        const bool narrow = width() < kRoomForTwo;
        m_layout->setCurrentIndex(narrow ? 1 : 0);
        m_model->setLayout(narrow ? DifferenceModel::Layout::unified : DifferenceModel::Layout::sideBySide);
    }
    m_model->setTitles(titleBefore, titleAfter);
    m_model->show(before, after);
    m_summary->setText(m_model->summary());
    arrange();
    m_view->clearSelection();
    m_view->setCurrentIndex({});
    goToNext(1);
}

void DifferenceView::setLayout(DifferenceModel::Layout layout)
{
    m_layout->setCurrentIndex(layout == DifferenceModel::Layout::sideBySide ? 0 : 1);
}

/// Numbers as narrow as they are; the texts share the rest.
void DifferenceView::arrange()
{
    const bool twoTexts = m_model->columnCount() == 4;
    const int narrow = m_view->fontMetrics().horizontalAdvance(QStringLiteral("9999")) + 10;
    QHeaderView *header = m_view->horizontalHeader();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const bool isNumber = twoTexts ? column % 2 == 0 : column < 2;
        header->setSectionResizeMode(column, isNumber ? QHeaderView::Fixed : QHeaderView::Interactive);
        const int share = (m_view->viewport()->width() - 2 * narrow) / (twoTexts ? 2 : 1);
        m_view->setColumnWidth(column, isNumber ? narrow : std::max(share, static_cast<const QAbstractItemView *>(m_view)->sizeHintForColumn(column) + 8));
    }
}

void DifferenceView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void DifferenceView::goToNext(int step)
{
    const int rows = m_model->rowCount();
    const int from = m_view->currentIndex().isValid() ? m_view->currentIndex().row() : step > 0 ? -1 : rows;
    const auto differs = [this](int row) {
        return row >= 0 && row < m_model->rowCount()
            && m_model->index(row, 0).data(DifferenceModel::KindRole).toInt() != static_cast<int>(DifferenceRow::Kind::same);
    };
    for (int i = 1; i <= rows; ++i) {
        const int row = ((from + i * step) % rows + rows) % rows;
        if (differs(row) && !(differs(row - 1) && i != 1 && step > 0)) {
            // Not selected: its colour says what it is.
            m_view->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::NoUpdate);
            m_view->scrollTo(m_model->index(row, 0), QTableView::PositionAtCenter);
            return;
        }
    }
}

} // namespace hopyard::config
