// The rules' language, as rules.h describes it: one line at a time, every mistake told with its line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/rules.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hopyard::migration {

namespace {

constexpr std::size_t kMaxPattern = 1'024;

struct Word {
    std::string text;
    bool isQuoted = false;
    bool is(std::string_view what) const { return !isQuoted && text == what; }
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char l = static_cast<char>(c | 0x20);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

class LineReader {
public:
    LineReader(std::span<const std::string> hosts, std::string &error) : m_hosts(hosts), m_error(error) {}

    /// The rule of a line that is not empty; the error is set where there is none.
    std::optional<Rule> read(std::string_view line)
    {
        if (!split(line) || m_words.empty())
            return std::nullopt;
        Rule rule;
        if (m_words[0].is("default")) {
            ++m_at;
            return readDefault(std::move(rule));
        }
        while (m_error.empty() && m_at < m_words.size() && !m_words[m_at].is("->"))
            rule.conditions.push_back(readCondition());
        if (!m_error.empty())
            return std::nullopt;
        if (m_at == m_words.size())
            return fail("the rule has no '->' with the hosts that shall answer");
        ++m_at;
        if (rule.conditions.empty())
            return fail("the rule has no condition; without any it is called 'default'");
        return readChoice(rule.choice) ? std::optional(std::move(rule)) : std::nullopt;
    }

private:
    std::nullopt_t fail(std::string message)
    {
        if (m_error.empty())
            m_error = std::move(message);
        return std::nullopt;
    }

    /// Words are parted by blanks; commas and arrows stand alone; '#' begins a comment.
    bool split(std::string_view line)
    {
        std::size_t at = 0;
        while (at < line.size() && m_error.empty()) {
            const char c = line[at];
            if (c == ' ' || c == '\t' || c == '\r') {
                ++at;
            } else if (c == '#') {
                break;
            } else if (c == ',') {
                m_words.push_back({",", false});
                ++at;
            } else if (c == '"') {
                at = quoted(line, at + 1);
            } else {
                Word word;
                while (at < line.size() && std::string_view(" \t\r,\"").find(line[at]) == std::string_view::npos)
                    word.text += line[at++];
                // A cookie's value may be quoted: name="a b".
                if (word.text.ends_with('=') && at < line.size() && line[at] == '"') {
                    at = quoted(line, at + 1);
                    if (m_error.empty())
                        m_words.back().text.insert(0, word.text);
                    continue;
                }
                m_words.push_back(std::move(word));
            }
        }
        return m_error.empty();
    }

    std::size_t quoted(std::string_view line, std::size_t at)
    {
        Word word{{}, true};
        while (at < line.size() && line[at] != '"') {
            if (line[at] != '\\') {
                word.text += line[at++];
                continue;
            }
            const char c = at + 1 < line.size() ? line[at + 1] : '\0';
            at += 2;
            if (c == 'n') {
                word.text += '\n';
            } else if (c == 'r') {
                word.text += '\r';
            } else if (c == 't') {
                word.text += '\t';
            } else if (c == '\\' || c == '"') {
                word.text += c;
            } else if (c == 'x' && at + 1 < line.size() && hexDigit(line[at]) >= 0 && hexDigit(line[at + 1]) >= 0) {
                word.text += static_cast<char>(hexDigit(line[at]) << 4 | hexDigit(line[at + 1]));
                at += 2;
            } else {
                fail(R"(behind '\' in quotes stands one of n, r, t, \, ", or x and two hexadecimal digits)");
                return line.size();
            }
        }
        if (at >= line.size()) {
            fail("a quotation mark is not closed");
            return line.size();
        }
        m_words.push_back(std::move(word));
        return at + 1;
    }

    /// The next word; empty, with the error set, where there is none.
    Word take(std::string_view what)
    {
        if (m_at < m_words.size() && !m_words[m_at].is("->") && !m_words[m_at].is(","))
            return m_words[m_at++];
        fail(fmt::format("{} is missing", what));
        return {};
    }

    std::string takePattern(std::string_view of)
    {
        Word word = take(fmt::format("the pattern behind '{}'", of));
        if (word.text.size() > kMaxPattern)
            fail(fmt::format("a pattern has at most {} characters", kMaxPattern));
        return std::move(word.text);
    }

    Condition readCondition()
    {
        Condition c;
        const Word what = take("a condition");
        if (what.is("method")) {
            c.what = Condition::What::method;
            c.pattern = takePattern("method");
        } else if (what.is("path")) {
            c.what = Condition::What::path;
            c.pattern = takePattern("path");
            if (m_error.empty() && !c.pattern.starts_with('/') && !c.pattern.starts_with('*'))
                fail(fmt::format("'{}' behind 'path' begins with neither / nor *: no path would match", c.pattern));
        } else if (what.is("host")) {
            c.what = Condition::What::host;
            c.pattern = takePattern("host");
        } else if (what.is("tls")) {
            c.what = Condition::What::tls;
            c.pattern = takePattern("tls");
        } else if (what.is("header")) {
            c.what = Condition::What::header;
            c.name = take("the name of the header").text;
            c.pattern = takePattern("header");
        } else if (what.is("cookie")) {
            c.what = Condition::What::cookie;
            const std::string pair = take("NAME=PATTERN behind 'cookie'").text;
            const std::size_t equals = pair.find('=');
            if (m_error.empty() && (equals == std::string::npos || equals == 0))
                fail(fmt::format("'{}' behind 'cookie' is not NAME=PATTERN", pair));
            c.name = pair.substr(0, std::min(equals, pair.size()));
            c.pattern = equals == std::string::npos ? std::string() : pair.substr(equals + 1);
        } else if (what.is("bytes")) {
            c.what = Condition::What::bytes;
            readBytes(c);
        } else {
            fail(fmt::format("'{}' is no condition; there are method, path, host, header, cookie, tls, bytes", what.text));
        }
        return c;
    }

    void readBytes(Condition &c)
    {
        if (m_at < m_words.size() && m_words[m_at].is("at")) {
            ++m_at;
            const auto at = takeNumber("the place behind 'at'", 0, Rules::kMaxBytes - 1);
            c.at = at.value_or(0);
        }
        if (m_at < m_words.size() && m_words[m_at].is("hex")) {
            ++m_at;
            while (m_at < m_words.size() && m_words[m_at].text.size() == 2 && !m_words[m_at].is("->") && !m_words[m_at].isQuoted) {
                const std::string &digits = m_words[m_at].text;
                if (digits == "??")
                    c.bytes.push_back(std::nullopt);
                else if (hexDigit(digits[0]) >= 0 && hexDigit(digits[1]) >= 0)
                    c.bytes.push_back(static_cast<std::uint8_t>(hexDigit(digits[0]) << 4 | hexDigit(digits[1])));
                else
                    break;
                ++m_at;
            }
        } else {
            const Word word = take("the text behind 'bytes'");
            if (m_error.empty() && !word.isQuoted)
                fail("the text behind 'bytes' stands in quotes, or 'hex' is before it");
            for (const char ch : word.text)
                c.bytes.push_back(static_cast<std::uint8_t>(ch));
        }
        if (c.bytes.empty())
            fail("'bytes' has nothing to compare with");
        else if (c.at + c.bytes.size() > Rules::kMaxBytes)
            fail(fmt::format("only the first {} bytes of a connection are looked at", Rules::kMaxBytes));
    }

    std::optional<std::uint32_t> takeNumber(std::string_view what, std::size_t from, std::size_t to)
    {
        const Word word = take(what);
        return toNumber(word.text, what, from, to);
    }

    std::optional<std::uint32_t> toNumber(std::string_view text, std::string_view what, std::size_t from, std::size_t to)
    {
        std::size_t value = 0;
        for (const char c : text) {
            if (c < '0' || c > '9' || value > to)
                return fail(fmt::format("{} is a number from {} to {}, not '{}'", what, from, to, text));
            value = value * 10 + static_cast<std::size_t>(c - '0');
        }
        if (text.empty() || value < from || value > to)
            return fail(fmt::format("{} is a number from {} to {}, not '{}'", what, from, to, text));
        return static_cast<std::uint32_t>(value);
    }

    std::optional<Policy> policyOf(const Word &word)
    {
        for (const Policy policy : {Policy::leastConnections, Policy::weights, Policy::hash})
            if (word.is(toString(policy)))
                return policy;
        return fail(fmt::format("'{}' is no way to choose; there are least-connections, weights, hash", word.text));
    }

    bool readChoice(Choice &choice)
    {
        do {
            const Word word = take("the name of a host");
            if (!m_error.empty())
                return false;
            const std::size_t equals = word.text.rfind('=');
            const std::string name = word.text.substr(0, equals);
            WeightedHost host;
            if (equals != std::string::npos) {
                const auto weight = toNumber(std::string_view(word.text).substr(equals + 1), "a weight", 1, Rules::kMaxWeight);
                if (!weight)
                    return false;
                host.weight = *weight;
            }
            const auto found = std::find(m_hosts.begin(), m_hosts.end(), name);
            if (found == m_hosts.end()) {
                fail(fmt::format("'{}' is not a host of this service", name));
                return false;
            }
            host.host = static_cast<std::size_t>(found - m_hosts.begin());
            if (std::any_of(choice.hosts.begin(), choice.hosts.end(), [&](const WeightedHost &h) { return h.host == host.host; })) {
                fail(fmt::format("'{}' is named twice", name));
                return false;
            }
            choice.hosts.push_back(host);
        } while (m_at < m_words.size() && m_words[m_at].is(",") && ++m_at > 0);
        if (m_at < m_words.size() && m_words[m_at].is("by")) {
            ++m_at;
            const auto policy = policyOf(take("the way to choose behind 'by'"));
            if (!policy)
                return false;
            choice.policy = *policy;
        }
        if (m_at < m_words.size()) {
            fail(fmt::format("'{}' is too much", m_words[m_at].text));
            return false;
        }
        return true;
    }

    /// "default hash", "default -> a, b=3 by weights"
    std::optional<Rule> readDefault(Rule rule)
    {
        if (m_at < m_words.size() && m_words[m_at].is("->")) {
            ++m_at;
            return readChoice(rule.choice) ? std::optional(std::move(rule)) : std::nullopt;
        }
        const auto policy = policyOf(take("the way to choose behind 'default'"));
        if (!policy || !m_error.empty())
            return std::nullopt;
        if (m_at < m_words.size())
            return fail(fmt::format("'{}' is too much", m_words[m_at].text));
        rule.choice.policy = *policy;
        for (std::size_t i = 0; i < m_hosts.size(); ++i)
            rule.choice.hosts.push_back({i, 1});
        return rule;
    }

    std::span<const std::string> m_hosts;
    std::string &m_error;
    std::vector<Word> m_words;
    std::size_t m_at = 0;
};

} // namespace

base::Result<Rules, std::vector<RuleError>> Rules::parse(std::string_view text, std::span<const std::string> hosts)
{
    std::vector<RuleError> errors;
    std::vector<Rule> rules;
    if (hosts.empty())
        errors.push_back({0, "the service has no hosts"});
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::string error;
        std::optional<Rule> rule = LineReader(hosts, error).read(line);
        if (!error.empty()) {
            errors.push_back({number, std::move(error)});
            continue;
        }
        if (!rule)
            continue;
        rule->line = number;
        if (!rules.empty() && rules.back().conditions.empty())
            errors.push_back({number, "nothing comes behind the default: this rule would never be asked"});
        else if (rules.size() == kMaxRules)
            errors.push_back({number, fmt::format("there are at most {} rules", kMaxRules)});
        else
            rules.push_back(std::move(*rule));
    }
    if (!errors.empty())
        return base::fail(std::move(errors));
    Rules answer(hosts.size());
    if (!rules.empty() && rules.back().conditions.empty())
        answer.m_rules.clear();
    answer.m_rules.insert(answer.m_rules.begin(), std::make_move_iterator(rules.begin()), std::make_move_iterator(rules.end()));
    return answer;
}

} // namespace hopyard::migration
