// Encodings, entities and transliteration; see text.h.
//
// The table of letters covers what names of places on maps of networks are written in: Latin with its marks, Greek,
// Cyrillic. Deliberately missing: scripts that have no letter-for-letter form.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace hopyard::topology {

namespace {

/// Appends the code point; what is none (beyond Unicode, half a surrogate pair) as U+FFFD.
void appendUtf8(std::string &out, char32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = 0xfffd;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

/// Takes one code point off the front of `bytes`; nothing (and one byte off) where there is no valid one (RFC 3629).
std::optional<char32_t> takeUtf8(std::string_view &bytes)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    char32_t c = length == 1 ? first : first & (0x7f >> length);
    bool ok = length > 0 && length <= bytes.size();
    for (std::size_t i = 1; ok && i < length; ++i) {
        ok = (byte(i) & 0xc0) == 0x80;
        c = c << 6 | (byte(i) & 0x3f);
    }
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    ok = ok && c >= kLeast[length] && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
    bytes.remove_prefix(ok ? length : 1);
    return ok ? std::optional(c) : std::nullopt;
}

/// 0x80 to 0x9f, where Windows-1252 is not ISO 8859-1.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
    0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

using Word = std::pair<std::string_view, std::string_view>;
constexpr Word kEntities[]{
    {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "},
    {"Agrave", "À"}, {"Aacute", "Á"}, {"Acirc", "Â"}, {"Atilde", "Ã"}, {"Auml", "Ä"}, {"Aring", "Å"}, {"AElig", "Æ"},
    {"Ccedil", "Ç"}, {"Egrave", "È"}, {"Eacute", "É"}, {"Ecirc", "Ê"}, {"Euml", "Ë"}, {"Igrave", "Ì"}, {"Iacute", "Í"},
    {"Icirc", "Î"}, {"Iuml", "Ï"}, {"ETH", "Ð"}, {"Ntilde", "Ñ"}, {"Ograve", "Ò"}, {"Oacute", "Ó"}, {"Ocirc", "Ô"},
    {"Otilde", "Õ"}, {"Ouml", "Ö"}, {"Oslash", "Ø"}, {"Ugrave", "Ù"}, {"Uacute", "Ú"}, {"Ucirc", "Û"}, {"Uuml", "Ü"},
    {"Yacute", "Ý"}, {"THORN", "Þ"}, {"szlig", "ß"}, {"agrave", "à"}, {"aacute", "á"}, {"acirc", "â"}, {"atilde", "ã"},
    {"auml", "ä"}, {"aring", "å"}, {"aelig", "æ"}, {"ccedil", "ç"}, {"egrave", "è"}, {"eacute", "é"}, {"ecirc", "ê"},
    {"euml", "ë"}, {"igrave", "ì"}, {"iacute", "í"}, {"icirc", "î"}, {"iuml", "ï"}, {"eth", "ð"}, {"ntilde", "ñ"},
    {"ograve", "ò"}, {"oacute", "ó"}, {"ocirc", "ô"}, {"otilde", "õ"}, {"ouml", "ö"}, {"oslash", "ø"}, {"ugrave", "ù"},
    {"uacute", "ú"}, {"ucirc", "û"}, {"uuml", "ü"}, {"yacute", "ý"}, {"thorn", "þ"}, {"yuml", "ÿ"}, {"Scaron", "Š"},
    {"scaron", "š"}, {"Zcaron", "Ž"}, {"zcaron", "ž"}, {"ccaron", "č"}, {"Ccaron", "Č"}, {"rcaron", "ř"}, {"ecaron", "ě"},
    {"oelig", "œ"}, {"OElig", "Œ"}, {"ndash", "–"}, {"mdash", "—"}, {"lsquo", "‘"}, {"rsquo", "’"}, {"ldquo", "“"},
    {"rdquo", "”"}, {"times", "×"}, {"ge", "≥"}, {"le", "≤"}, {"lambda", "λ"}, {"micro", "µ"}, {"deg", "°"}, {"copy", "©"}};

/// "#252", "#xfc" or "uuml" to the character; empty where it is none of them.
std::string entity(std::string_view name)
{
    std::string out;
    if (name.starts_with('#')) {
        const bool isHex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        char32_t c = 0;
        const std::string_view digits = name.substr(isHex ? 2 : 1);
        for (const char d : digits) {
            const int value = d >= '0' && d <= '9' ? d - '0'
                : isHex && d >= 'a' && d <= 'f'    ? d - 'a' + 10
                : isHex && d >= 'A' && d <= 'F'    ? d - 'A' + 10
                                                   : -1;
            if (value < 0 || c > 0x10ffff)
                return {};
            c = c * (isHex ? 16 : 10) + static_cast<char32_t>(value);
        }
        if (digits.empty() || c == 0)
            return {};
        appendUtf8(out, c >= 0x80 && c < 0xa0 ? kWindows1252[c - 0x80] : c);
        return out;
    }
    const auto found = std::ranges::find(kEntities, name, &Word::first);
    return found == std::end(kEntities) ? std::string() : std::string(found->second);
}

std::string decodeEntities(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t at = text.find('&');
        out += text.substr(0, at);
        if (at == std::string_view::npos)
            break;
        text.remove_prefix(at);
        const std::size_t end = text.substr(0, 12).find(';');
        const std::string found = end == std::string_view::npos ? std::string() : entity(text.substr(1, end - 1));
        out += found.empty() ? "&" : found;
        text.remove_prefix(found.empty() ? 1 : end + 1);
    }
    return out;
}

/// U+00C0 to U+017F, one word for each.
constexpr std::array<std::string_view, 192> kLatin{
    "A", "A", "A", "A", "Ae", "A", "Ae", "C", "E", "E", "E", "E", "I", "I", "I", "I",
    "D", "N", "O", "O", "O", "O", "Oe", "x", "O", "U", "U", "U", "Ue", "Y", "Th", "ss",
    "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "oe", "-", "o", "u", "u", "u", "ue", "y", "th", "y",
    "A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
    "D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
    "G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
    "I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
    "l", "L", "l", "N", "n", "N", "n", "N", "n", "n", "N", "n", "O", "o", "O", "o",
    "O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
    "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s"};

/// U+0410 to U+042F; the small letters follow in the same order.
constexpr std::array<std::string_view, 32> kCyrillic{
    "A", "B", "V", "G", "D", "E", "Zh", "Z", "I", "Y", "K", "L", "M", "N", "O", "P",
    "R", "S", "T", "U", "F", "Kh", "Ts", "Ch", "Sh", "Shch", "", "Y", "", "E", "Yu", "Ya"};
/// U+0391 to U+03A9 (without U+03A2, which is no letter); the small letters follow from U+03B1.
constexpr std::array<std::string_view, 25> kGreek{
    "A", "V", "G", "D", "E", "Z", "I", "Th", "I", "K", "L", "M", "N", "X", "O", "P", "R", "s", "S", "T", "Y", "F", "Ch", "Ps", "O"};
constexpr std::pair<char32_t, std::string_view> kOthers[]{
    {0x0218, "S"}, {0x0219, "s"}, {0x021a, "T"}, {0x021b, "t"}, {0x0401, "Yo"}, {0x0451, "yo"}, {0x0404, "Ye"},
    {0x0454, "ye"}, {0x0406, "I"}, {0x0456, "i"}, {0x0407, "Yi"}, {0x0457, "yi"}, {0x0490, "G"}, {0x0491, "g"},
    {0x0386, "A"}, {0x0388, "E"}, {0x0389, "I"}, {0x038a, "I"}, {0x038c, "O"}, {0x038e, "Y"}, {0x038f, "O"},
    {0x03ac, "a"}, {0x03ad, "e"}, {0x03ae, "i"}, {0x03af, "i"}, {0x03cc, "o"}, {0x03cd, "y"}, {0x03ce, "o"},
    {0x2010, "-"}, {0x2011, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2018, "'"}, {0x2019, "'"}, {0x201c, "\""},
    {0x201d, "\""}, {0x00a0, " "}, {0x00b5, "u"}, {0x00df, "ss"}, {0x1e9e, "SS"}};

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string asciiOf(char32_t c)
{
    if (c < 0x80)
        return std::string(1, static_cast<char>(c));
    if (c >= 0xc0 && c < 0xc0 + kLatin.size())
        return std::string(kLatin[c - 0xc0]);
    if (c >= 0x410 && c < 0x430)
        return std::string(kCyrillic[c - 0x410]);
    if (c >= 0x430 && c < 0x450)
        return lowered(kCyrillic[c - 0x430]);
    if (c >= 0x391 && c < 0x3aa)
        return std::string(kGreek[c - 0x391]);
    if (c >= 0x3b1 && c < 0x3ca)
        return lowered(kGreek[c - 0x3b1]);
    if (c >= 0x1e00 && c < 0x1f00) { // Latin with further marks: the Vietnamese part, vowel by vowel
        constexpr std::string_view kVowels = "AAAAAAAAAAAAEEEEEEEEIIOOOOOOOOOOOOUUUUUUUYYYY";
        if (c >= 0x1ea0 && (c - 0x1ea0) / 2 < kVowels.size()) {
            const std::string upper(1, kVowels[(c - 0x1ea0) / 2]);
            return c % 2 == 0 ? upper : lowered(upper);
        }
        return {};
    }
    const auto found = std::ranges::find_if(kOthers, [&](const auto &other) { return other.first == c; });
    return found == std::end(kOthers) ? std::string() : std::string(found->second);
}

} // namespace

bool isUtf8(std::string_view bytes)
{
    while (!bytes.empty())
        if (!takeUtf8(bytes))
            return false;
    return true;
}

std::string windows1252ToUtf8(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char b : bytes) {
        const auto c = static_cast<std::uint8_t>(b);
        appendUtf8(out, c >= 0x80 && c < 0xa0 ? kWindows1252[c - 0x80u] : c);
    }
    return out;
}

std::string repairUtf8(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const char first = bytes.front();
        if (const auto c = takeUtf8(bytes))
            appendUtf8(out, *c);
        else
            out += windows1252ToUtf8(std::string_view(&first, 1));
    }
    return out;
}

std::string utf16ToUtf8(std::string_view bytes, bool bigEndian)
{
    const auto unit = [&](std::size_t i) -> char32_t {
        const auto first = static_cast<std::uint8_t>(bytes[i]), second = static_cast<std::uint8_t>(bytes[i + 1]);
        return bigEndian ? first << 8 | second : second << 8 | first;
    };
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c == 0xfeff && i == 0)
            continue;
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.size() && unit(i + 2) >= 0xdc00 && unit(i + 2) < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (unit(i + 2) - 0xdc00);
            i += 2;
        }
        appendUtf8(out, c);
    }
    return out;
}

std::string cleanText(std::string_view text)
{
    const std::string decoded = decodeEntities(text);
    std::string out;
    bool blank = false;
    for (std::string_view rest = decoded; !rest.empty();) {
        const char32_t c = takeUtf8(rest).value_or(0xfffd);
        if (c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029) {
            blank = !out.empty();
            continue;
        }
        if (blank)
            out += ' ';
        blank = false;
        appendUtf8(out, c);
    }
    return out;
}

std::string toAscii(std::string_view utf8)
{
    std::string out;
    while (!utf8.empty())
        if (const auto c = takeUtf8(utf8))
            out += asciiOf(*c);
    return out;
}

std::string nodeName(std::string_view label, std::size_t most)
{
    std::string name;
    for (const char c : toAscii(label)) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (isLetter || ((c == '_' || c == '.') && !name.empty()))
            name += c;
        else if (c != '\'' && !name.empty() && name.back() != '-')
            name += '-';
    }
    if (name.size() > most)
        name.resize(most);
    while (!name.empty() && (name.back() == '-' || name.back() == '.' || name.back() == '_'))
        name.pop_back();
    return name;
}

bool isNoLabel(std::string_view label)
{
    constexpr std::string_view kNothing[]{"none", "null", "nan", "n/a", "na?", "unknown", "unnamed", "undefined"};
    const std::string small = lowered(label);
    if (std::ranges::find(kNothing, small) != std::end(kNothing))
        return true;
    return std::ranges::none_of(label, [](char c) { // "?", "-", ""
        return (c & 0x80) != 0 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

} // namespace hopyard::topology
