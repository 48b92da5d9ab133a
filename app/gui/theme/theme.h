// The two looks of the workbench: colours for everything that is painted, switched at run time.
// Fusion with palettes of our own: Qt 6.4 cannot be told a colour scheme.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QColor>
#include <QFont>
#include <QObject>

class QApplication;

namespace hopyard::theme {

enum class Scheme { light, dark };

struct Colours {
    QColor window;     ///< docks, bars
    QColor base;       ///< lists, fields
    QColor canvas;
    QColor grid;
    QColor text;
    QColor muted;      ///< text of lesser weight
    QColor border;
    QColor hover;      ///< behind what the pointer is on
    QColor accent;     ///< selection, focus
    QColor onAccent;   ///< text on accent
    QColor second;     ///< beside accent, where two things must be told apart; also by those who see few colours
    QColor ok;
    QColor warning;
    QColor danger;
    QColor tile;       ///< a node's body
    QColor wire;       ///< a link
    QColor host, router, switch_, hub, namespaceNode;

    const QColor &kind(lab::NodeKind kind) const;
};

class Theme final : public QObject {
    Q_OBJECT

public:
    static Theme &instance();

    /// Fonts, style, palette; once, before the first window.
    void install(QApplication &application, Scheme scheme);
    void setScheme(Scheme scheme);
    Scheme scheme() const { return m_scheme; }
    const Colours &colours() const;

    /// What the desktop prefers, as far as its portal or its palette tells.
    static Scheme systemScheme();
    static QFont interfaceFont();  ///< Inter
    static QFont monospaceFont();  ///< JetBrains Mono

signals:
    void changed();

private:
    Theme() = default;
    void applyPalette();
    Scheme m_scheme = Scheme::light;
};

inline const Colours &colours() { return Theme::instance().colours(); }
/// Of what is to come, where a moment of the past is shown: there, but not to be read as what is.
QColor paleText();

} // namespace hopyard::theme
