#include "ptx.h"

#include <cstdlib>
#include <cstring>

namespace cudasim
{
namespace
{
// "name 7.5" as 75, 0 when the word is not there; the dot is optional.
int number_after(const std::string& text, const char* word)
{
    size_t at = text.find(word);
    if (at == std::string::npos) return 0;
    const char* digits = text.c_str() + at + strlen(word);
    char* rest;
    long major = strtol(digits, &rest, 10);
    return *rest == '.' ? static_cast<int>(major * 10 + strtol(rest + 1, nullptr, 10)) : static_cast<int>(major);
}

std::string word_after(const std::string& text, const char* word)
{
    size_t start = text.find(word);
    if (start == std::string::npos) return "";
    start += strlen(word);
    return text.substr(start, text.find_first_of(" \r\n", start) - start);
}

// ".param .align 8 .b8 name[24]" is 24 bytes, ".param .u64 name" is 8.
size_t parameter_size(const std::string& declaration)
{
    size_t bracket = declaration.find('[');
    if (bracket != std::string::npos) return strtoul(declaration.c_str() + bracket + 1, nullptr, 10);
    for (size_t dot = declaration.find('.', 1); dot != std::string::npos; dot = declaration.find('.', dot + 1))
    {
        const char* type = declaration.c_str() + dot + 1;
        if (strchr("bsuf", *type) == nullptr) continue;
        if (size_t bits = strtoul(type + 1, nullptr, 10)) return bits / 8;
    }
    return 0;
}

std::vector<size_t> parameter_sizes(const std::string& list)
{
    std::vector<size_t> sizes;
    for (size_t at = list.find(".param"); at != std::string::npos;)
    {
        size_t next = list.find(".param", at + 1);
        sizes.push_back(parameter_size(list.substr(at, next == std::string::npos ? next : next - at)));
        at = next;
    }
    return sizes;
}

// The closing brace of the body that opens at `open`.
size_t end_of_body(const std::string& text, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < text.size(); i++)
    {
        if (text[i] == '{') depth++;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return std::string::npos;
}

bool threads_meet(const std::string& body)
{
    for (const char* word : {"bar.sync", "bar.warp", "barrier.", "shfl.", "vote."})
        if (body.find(word) != std::string::npos) return true;
    return false;
}
} // namespace

bool parse_ptx(const std::string& text, Ptx& ptx, std::string& why)
{
    ptx.version = number_after(text, ".version ");
    ptx.target = number_after(text, ".target sm_");
    ptx.source_hash = word_after(text, "// source-sha256: ");
    if (ptx.version == 0 || ptx.target == 0)
    {
        why = "the image is no PTX: it has no .version or no .target";
        return false;
    }
    constexpr const char* Entry = ".entry ";
    for (size_t at = text.find(Entry); at != std::string::npos; at = text.find(Entry, at))
    {
        at += strlen(Entry);
        size_t open = text.find('(', at), close = text.find(')', open), body = text.find('{', close);
        size_t end = body == std::string::npos ? body : end_of_body(text, body);
        if (end == std::string::npos)
        {
            why = "the PTX breaks off in an entry";
            return false;
        }
        PtxEntry entry;
        entry.name = text.substr(at, open - at);
        entry.parameter_bytes = parameter_sizes(text.substr(open, close - open));
        if (int bound = number_after(text.substr(close, body - close), ".maxntid "))
            entry.max_threads = static_cast<unsigned>(bound);
        entry.threads_meet = threads_meet(text.substr(body, end - body));
        ptx.entries.push_back(entry);
        at = end;
    }
    return true;
}
} // namespace cudasim
