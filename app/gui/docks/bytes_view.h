// A packet's bytes in hexadecimal and as text, sixteen a line; those of the field that is picked are lit, and a click on a
// byte tells which one it was.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <QPlainTextEdit>
#include <vector>

namespace hopyard::docks {

class BytesView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit BytesView(QWidget *parent = nullptr);

    void setBytes(const std::vector<std::uint8_t> &bytes);
    void light(std::uint32_t offset, std::uint32_t length);
    /// The byte at a position in the text, or -1.
    int byteAt(int position) const;

signals:
    void bytePicked(quint32 offset);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    int m_count = 0;
};

} // namespace hopyard::docks
