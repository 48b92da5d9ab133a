// See theme.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/theme.h"

#include "app/gui/theme/accessible_labels.h"
#include "app/gui/theme/style.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QFontDatabase>
#include <QPalette>
#include <QPixmapCache>
#include <QToolTip>

#include <optional>

namespace hopyard::theme {

namespace {

const Colours kLight{
    .window = 0xf4f5f7, .base = 0xffffff, .canvas = 0xfbfbfc, .grid = 0xe3e6eb, .text = 0x1c212b, .muted = 0x68707f,
    .border = 0xd9dde4, .hover = 0xe8ebf0, .accent = 0x3566e8, .onAccent = 0xffffff, .second = 0xc2560c,
    .ok = 0x1d9a5b, .warning = 0xb97609, .danger = 0xd13b3b, .tile = 0xffffff, .wire = 0x8b94a5, .host = 0x3f74d6,
    .router = 0x1a9370, .switch_ = 0x7a5bd0, .hub = 0x64748b, .namespaceNode = 0xc4621a,
};
const Colours kDark{
    .window = 0x1d2026, .base = 0x16191e, .canvas = 0x14171b, .grid = 0x262b33, .text = 0xe4e8ef, .muted = 0x939cac,
    .border = 0x323843, .hover = 0x2b313b, .accent = 0x5e8bff, .onAccent = 0x0b1020, .second = 0xff9f5a,
    .ok = 0x41c98a, .warning = 0xe5b04b, .danger = 0xf07272, .tile = 0x22262e, .wire = 0x79839a, .host = 0x74a3ff,
    .router = 0x42cfa5, .switch_ = 0xae93ff, .hub = 0x9aa8bd, .namespaceNode = 0xf39a58,
};

QFont fontOf(const QStringList &families, QFont::StyleHint hint)
{
    QFont font;
    font.setFamilies(families);
    font.setStyleHint(hint);
    return font;
}

/// What the desktop says through its portal (org.freedesktop.portal.Settings), where there is one.
std::optional<Scheme> portalScheme()
{
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) // else a bus might be started just for this
        return std::nullopt;
    QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    question << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    constexpr int kPatience = 300; // ms
    const QDBusMessage answer = QDBusConnection::sessionBus().call(question, QDBus::Block, kPatience);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return std::nullopt;
    QVariant value = answer.arguments().first();
    while (value.metaType() == QMetaType::fromType<QDBusVariant>()) // a variant in a variant
        value = value.value<QDBusVariant>().variant();
    switch (value.toUInt()) {
    case 1: return Scheme::dark;
    case 2: return Scheme::light;
    default: return std::nullopt; // no preference
    }
}

QPalette paletteOf(const Colours &c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, c.window);
    p.setColor(QPalette::ToolTipBase, c.text);
    p.setColor(QPalette::ToolTipText, c.base);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.window);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::Light, c.base);
    p.setColor(QPalette::Midlight, c.hover);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.border);
    p.setColor(QPalette::Shadow, c.border);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faint = c.muted;
        faint.setAlpha(130);
        p.setColor(QPalette::Disabled, role, faint);
    }
    p.setColor(QPalette::Disabled, QPalette::Base, c.window);
    p.setColor(QPalette::Inactive, QPalette::Highlight, c.accent);
    p.setColor(QPalette::Inactive, QPalette::HighlightedText, c.onAccent);
    return p;
}

} // namespace

const QColor &Colours::kind(lab::NodeKind k) const
{
    switch (k) {
    case lab::NodeKind::host:
    case lab::NodeKind::hypervisor:
    case lab::NodeKind::classifier: return host;
    case lab::NodeKind::router:
    case lab::NodeKind::forwarder: return router;
    case lab::NodeKind::hub: return hub;
    case lab::NodeKind::switch_: return switch_;
    case lab::NodeKind::namespaceNode:
    case lab::NodeKind::frr:
    case lab::NodeKind::bird:
    case lab::NodeKind::qemu:
    case lab::NodeKind::uml: return namespaceNode; // programs of Linux, all of them
    case lab::NodeKind::placeholder: return muted;
    }
    return muted;
}

Theme &Theme::instance()
{
    static Theme theme;
    return theme;
}

QColor paleText()
{
    constexpr float kOpacity = 0.55F;
    QColor colour = colours().muted;
    colour.setAlphaF(kOpacity);
    return colour;
}

const Colours &Theme::colours() const { return m_scheme == Scheme::dark ? kDark : kLight; }

Scheme Theme::systemScheme()
{
    // Asked once: later the application's palette is ours.
    static const Scheme scheme = [] {
        if (const auto preferred = portalScheme())
            return *preferred;
        const QPalette system = QGuiApplication::palette();
        const int ground = system.color(QPalette::Window).lightness();
        return ground < system.color(QPalette::WindowText).lightness() ? Scheme::dark : Scheme::light;
    }();
    return scheme;
}

QFont Theme::interfaceFont()
{
    return fontOf({ QStringLiteral("Inter"), QStringLiteral("Cantarell"), QStringLiteral("DejaVu Sans") },
                  QFont::SansSerif);
}

QFont Theme::monospaceFont()
{
    QFont font = fontOf({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")}, QFont::Monospace);
    font.setFixedPitch(true);
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias));
    return font;
}

void Theme::install(QApplication &application, Scheme scheme)
{
    QFont font = interfaceFont();
    font.setPointSizeF(9.5);
    application.setFont(font);
    application.setStyle(new Style);
    describeLabels();
    QPixmapCache::setCacheLimit(64 * 1024); // kB; a canvas at double resolution needs more than the default
    m_scheme = scheme;
    applyPalette();
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    applyPalette();
    emit changed();
}

void Theme::applyPalette()
{
    QPixmapCache::clear();
    const QPalette palette = paletteOf(colours());
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    qApp->setStyleSheet(styleSheet(colours()));
}

} // namespace hopyard::theme
