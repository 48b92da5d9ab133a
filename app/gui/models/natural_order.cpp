// See natural_order.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/natural_order.h"

namespace hopyard::models {

namespace {

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

QStringView takeNumber(QStringView &text)
{
    qsizetype n = 0;
    while (n < text.size() && isDigit(text[n]))
        ++n;
    QStringView number = text.first(n);
    text = text.sliced(n);
    while (number.size() > 1 && number.front() == u'0')
        number = number.sliced(1);
    return number;
}

} // namespace

int compareNaturally(QStringView a, QStringView b)
{
    while (!a.isEmpty() && !b.isEmpty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const QStringView x = takeNumber(a);
            const QStringView y = takeNumber(b);
            if (x.size() != y.size())
                return x.size() < y.size() ? -1 : 1;
            if (const int order = x.compare(y))
                return order;
            continue;
        }
        const QChar x = a.front().toLower();
        const QChar y = b.front().toLower();
        if (x != y)
            return x < y ? -1 : 1;
        a = a.sliced(1);
        b = b.sliced(1);
    }
    return a.isEmpty() ? (b.isEmpty() ? 0 : -1) : 1;
}

NaturalProxy::NaturalProxy(QObject *parent) : QSortFilterProxyModel(parent) { setDynamicSortFilter(true); }

void NaturalProxy::setFilterText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool NaturalProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    return compareNaturally(left.data().toString(), right.data().toString()) < 0;
}

bool NaturalProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        if (sourceModel()->index(row, column, parent).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace hopyard::models
