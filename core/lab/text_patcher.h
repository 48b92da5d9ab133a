// Changes a lab's text so that it says another lab, keeping what it can. Internal to core/lab.
//
// Everything is a list of replacements of byte ranges, found by walking the tree of the text beside the values of the
// old and the new lab, and made at the end in one go.
//
// The text of a node (a link) is a chunk: the comment lines right above it, and its own lines. Blank lines and comments
// set off by a blank line are nobody's: they stay where they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/reader.h"
#include "core/lab/yaml_value.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

class TextPatcher {
public:
    enum class Keep : std::uint8_t {
        fields,  ///< within a changed entry, every field that did not change
        entries, ///< entries that did not change; a changed one is written anew
    };
    /// `read` is what `text` was read to; both outlive the patcher.
    TextPatcher(std::string_view text, const ReadLab &read, Keep keep);

    /// The text of `lab`. Read it again to be sure: layouts are endless.
    std::string patched(const Lab &lab, const Drawing &drawing);

private:
    struct Edit {
        std::size_t begin, end;
        std::string text;
    };
    /// One node or link of the text.
    struct Chunk {
        std::size_t glue;  ///< where the blank lines and set-off comments above it begin
        std::size_t begin; ///< its own comment lines
        std::size_t end;   ///< behind its last line
    };
    /// One node or link of the new lab: what of the text it is, if anything.
    struct Entry {
        std::size_t old = static_cast<std::size_t>(-1); ///< place among the old entries
        bool isChanged = false, isRenamed = false;
        YamlValue before, after;
        std::string key; ///< a node's name; empty for links
    };

    void patchWhole(const char *key, const YamlValue &before, const YamlValue &after, bool isGone);
    void patchText(const char *key, const std::string &before, const std::string &after);
    void patchValue(const char *key, const YamlValue &before, const YamlValue &after);
    void patchDrawing(const YamlValue &before, const YamlValue &after);
    template <class T>
    void patchNamed(const char *key, const std::vector<T> &before, const std::vector<T> &after, std::string T::*name, const Lab &lab);
    std::size_t behindTitle() const;
    void patchSection(const char *key, const std::vector<Entry> &entries, std::size_t oldCount);
    std::string changedSection(const YamlNode &section, const std::vector<Chunk> &chunks, std::size_t end,
                               const std::vector<Entry> &entries) const;
    std::string changedChunk(const Chunk &chunk, const YamlNode &section, const Entry &entry) const;
    static std::string writtenEntry(const Entry &entry, std::size_t indent);

    // The fields of a mapping. False where its layout does not allow the change.
    bool patchMap(const YamlNode &map, const YamlValue &before, const YamlValue &after, std::vector<Edit> &edits) const;
    bool patchField(const YamlNode &map, const std::string &key, const YamlValue *before, const YamlValue &after,
                    std::vector<Edit> &edits) const;
    bool replaceField(const YamlNode &map, std::size_t index, const YamlValue &value, std::vector<Edit> &edits) const;
    bool addField(const YamlNode &map, std::size_t behind, const std::string &key, const YamlValue &value,
                  std::vector<Edit> &edits) const;
    bool removeField(const YamlNode &map, std::size_t index, std::vector<Edit> &edits) const;

    // The layout of the text.
    std::vector<Chunk> chunksOf(const YamlNode &section, std::size_t begin, std::size_t end) const;
    std::size_t entryLine(const YamlNode &section, std::size_t index) const;
    std::size_t fieldEnd(const YamlNode &map, std::size_t index) const;
    std::size_t topEnd(std::size_t index) const;
    std::size_t lineStart(std::size_t at) const;
    std::size_t nextLine(std::size_t at) const;
    std::size_t columnOf(std::size_t at) const { return at - lineStart(at); }
    std::size_t commentsAbove(std::size_t line, std::size_t indent, std::size_t limit) const;
    std::size_t withoutTail(std::size_t end, std::size_t indent, std::size_t limit) const;
    enum class LineKind : std::uint8_t { blank, comment, other };
    /// A comment is one that is not indented deeper than `indent`.
    LineKind lineKind(std::size_t line, std::size_t indent) const;
    std::string_view slice(std::size_t begin, std::size_t end) const { return m_text.substr(begin, end - begin); }
    /// New text with the line ends of the old.
    std::string fit(std::string text) const;
    std::string applied(std::size_t begin, std::size_t end, std::vector<Edit> edits) const;

    std::string_view m_text;
    const ReadLab &m_read;
    Keep m_keep;
    bool m_crlf;
    std::vector<Edit> m_edits;
};

} // namespace hopyard::lab
