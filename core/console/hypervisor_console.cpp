// The table of a hypervisor's commands; see hypervisor_console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/hypervisor_console.h"

#include "core/console/command_table.h"
#include "core/console/hypervisor_commands.h"
#include "core/console/output_filter.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::console {

namespace {

Answer help(const HypervisorCall &call);

constexpr std::array<HypervisorCommand, 26> kCommands{{
    {"show guests [json]", "Guests: state, memory, share, addresses", showGuests},
    {"show guest WORD$guest [json]", "One guest: interfaces, counters, pages lent to it, faults", showGuest},
    {"show buffers [json]", "The buffer map: in which state every host page is, and whose", showBuffers},
    {"show dma [json]", "The DMA table: pages that the adapters fill next", showDma},
    {"show addresses [json]", "The list of the guests' addresses", showAddresses},
    {"show mac-table [json]", "Mode bridged: who is where by MAC address", showMacTable},
    {"show nat [json]", "Mode nat: rows from ports outside to guests", showNat},
    {"show costs [json]", "What carrying packets cost, for each mode: copies, maps, clears, time", showCosts},
    {"show adapters [json]", "Adapters: addresses, carrier, counters, neighbours", showAdapters},
    {"show scheduler [json]", "Processor time of the guests, and their credit", showScheduler},
    {"show memory [json]", "What the computer's memory is made of, and how much of it really takes memory", showMemory},
    {"on WORD$guest LINE$line", "A line of the console inside a guest", onGuest},
    {"login WORD$guest LINE$line", "The same as on", onGuest},
    {"guest WORD$guest <start|pause|resume|stop|remove>", "Starts, pauses, resumes, stops or takes away a guest",
     changeGuest},
    {"guest WORD$guest share (1-1000000)$amount", "Changes its share of the processors", changeGuest},
    {"guest WORD$guest release <eager|when-asked|never>", "When it gives back pages that were lent to it", changeGuest},
    {"guest add WORD$name [{memory SIZE$memory|share (1-1000000)$amount|address A.B.C.D/M$address|gateway A.B.C.D$gateway}]",
     "Forms a guest with one interface out of what the computer has left, and starts it", addGuest},
    {"mode <direct|bridged|nat>", "How datagrams are carried", setMode},
    {"receive <copy|remap>", "How packets from adapters get into a guest's memory", setReceive},
    {"nat add <tcp|udp> (1-65535)$port A.B.C.D$inside (1-65535)$insidePort", "Lets those outside reach a server inside",
     changeNat},
    {"nat delete <tcp|udp> (1-65535)$port", "Takes a row away", changeNat},
    {"move address A.B.C.D$address to WORD$guest [INTERFACE$interface]",
     "An address of one guest is another's from now on", moveAddress},
    {"touch WORD$guest WORD$address [(0-255)$value]",
     "The guest reads, or writes, a byte of its memory, or of what it takes for it", touch},
    {"verify", "Looks through all pages, page tables and loans for what must always hold", verifyPages},
    {"help", "This list", help},
    {"?", "This list", help},
}};

const CommandSet &commandSet()
{
    static const CommandSet set = commandSetOf(kCommands);
    return set;
}

Answer help(const HypervisorCall &)
{
    Answer answer;
    answer.text = helpOf(kCommands);
    answer.text +=
        "Words may be shortened as long as they are clear; \"?\" at the end of a line says what can follow.\n"
        "\"on GUEST help\" lists what the console inside a guest knows.\n";
    return answer;
}

/// A line for a guest: its filter and its "?" are the guest's.
bool isForGuest(const std::vector<Word> &words)
{
    return words.size() > 2 && (words[0].text == "on" || words[0].text == "login");
}

} // namespace

std::vector<ReferenceLine> hypervisorReference() { return referenceOf(kCommands); }

Answer executeHypervisor(link::Context &context, hypervisor::Hypervisor &computer, std::string_view line,
                         const GuestConsole &inGuest)
{
    const bool forGuest = isForGuest(splitWords(line));
    if (const auto how = forGuest ? std::nullopt : takeFilter(line)) {
        Answer answer = executeHypervisor(context, computer, line, inGuest);
        if (answer.ok && !filter(*how, answer.text))
            return refused(fmt::format("the pattern '{:.60}' is not understood", how->pattern));
        return answer;
    }
    const std::vector<Word> words = splitWords(line);
    if (words.empty())
        return {};
    if (!forGuest && words.size() > 1 && words.back().text == "?")
        return whatFollows(commandSet(), line.substr(0, words.back().column));
    Match match = commandSet().match(words, CommandSet::Abbreviations::yes);
    // The name of a guest is not the word "add", shortened.
    if (match.status == Match::Status::found && kCommands[match.command].run == addGuest && words[1].text != "add")
        match = commandSet().match(words, CommandSet::Abbreviations::no);
    if (match.status == Match::Status::found)
        return kCommands[match.command].run({context, computer, match.arguments, inGuest});
    return refused(explained(match, words));
}

std::string mistakeInHypervisor(std::string_view line)
{
    takeFilter(line);
    const std::vector<Word> words = splitWords(line);
    if (words.empty())
        return {};
    if (isForGuest(words))
        return mistakeIn(line.substr(words[2].column));
    const Match match = commandSet().match(words, CommandSet::Abbreviations::yes);
    return match.status == Match::Status::found ? std::string() : explained(match, words);
}

std::vector<std::string> hypervisorCompletions(std::string_view line)
{
    const std::vector<Word> words = splitWords(line);
    if (isForGuest(words)
        || (words.size() == 2 && line.ends_with(' ') && (words[0].text == "on" || words[0].text == "login")))
        return completions(words.size() > 2 ? line.substr(words[2].column) : std::string_view());
    return completionsOf(commandSet(), line, {});
}

std::string hypervisorFollows(std::string_view line)
{
    const std::vector<Word> words = splitWords(line);
    if (isForGuest(words))
        return whatFollows(line.substr(words[2].column));
    const bool isBegun = !words.empty() && !line.ends_with(' ');
    const Answer answer = whatFollows(commandSet(), isBegun ? line.substr(0, words.back().column) : line);
    return answer.ok ? answer.text : std::string();
}

Answer answered(const HypervisorCall &call, std::string text, const Json &json)
{
    const auto dump = [&](int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); };
    return {true, call.arguments.has("json") ? dump(2) + '\n' : std::move(text), dump(-1)};
}

Answer noGuest(const HypervisorCall &call)
{
    std::string names;
    for (const hypervisor::GuestId id : call.computer.guests())
        names += (names.empty() ? "" : ", ") + call.computer.guest(id)->spec.name;
    return refused(
        fmt::format("there is no guest '{:.60}'; {}", call.arguments.get("guest"),
                    names.empty() ? "this computer has none: guest add NAME forms one" : "there are: " + names));
}

std::string nicName(const hypervisor::Hypervisor &computer, hypervisor::NicId nic)
{
    const hypervisor::Guest *guest = nic.isValid() ? computer.guest(nic.guest) : nullptr;
    return guest && nic.nic < guest->nics.size()
               ? fmt::format("{}:{}", guest->spec.name, guest->nics[nic.nic].spec.name)
               : "-";
}

std::string bytesText(std::uint64_t bytes)
{
    for (const auto &[unit, shift] : {std::pair("GiB", 30), std::pair("MiB", 20), std::pair("KiB", 10)})
        if (bytes >= (1ull << shift))
            return bytes % (1ull << shift) == 0
                       ? fmt::format("{} {}", bytes >> shift, unit)
                       : fmt::format("{:.1f} {}", static_cast<double>(bytes) / static_cast<double>(1ull << shift),
                                     unit);
    return fmt::format("{} B", bytes);
}

} // namespace hopyard::console
