// Any text as a lab or a topology of another tool, also as the files beside it: reading ends without a crash, and the lab is one
// that is read back as it was.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import.h"
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

namespace {

/// Every file has the same text.
class SameText final : public exchange::Folder {
public:
    explicit SameText(std::string_view text) : m_text(text) {}
    std::optional<std::string> read(std::string_view path) const override
    {
        return exchange::insidePath(path) ? std::optional(m_text) : std::nullopt;
    }
    std::vector<std::string> files(std::string_view) const override { return {"frr.conf"}; }

private:
    std::string m_text;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data + 1), size - 1);
    const auto format = static_cast<exchange::Format>(data[0] % exchange::formatNames().size());
    exchange::guessFormat(text, "x");
    if (exchange::isTopology(format)) {
        const topology::Parsed parsed = exchange::readTopology(format, text, "x");
        fuzz::require(parsed.topology.has_value() == !lab::hasErrors(parsed.problems));
        return 0;
    }
    const SameText folder(text.substr(0, 200));
    const exchange::Imported imported = exchange::readLab(format, text, {"x", &folder, {}});
    fuzz::require(imported.lab.has_value() == !lab::hasErrors(imported.problems));
    if (!imported.lab)
        return 0;
    const auto again = lab::read(lab::write(*imported.lab));
    fuzz::require(again.has_value() && *again == *imported.lab);
    return 0;
}
