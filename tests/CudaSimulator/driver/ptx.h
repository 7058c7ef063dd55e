// What the simulator reads from the project's PTX: the entries, their parameters and bounds, and what it was built
// from.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace cudasim
{
struct PtxEntry
{
    std::string name;
    std::vector<size_t> parameter_bytes;
    unsigned max_threads = 1024; // .maxntid
    bool threads_meet = false;   // barriers, shuffles or votes
};

struct Ptx
{
    int version = 0;         // 63 for 6.3
    int target = 0;          // 75 for sm_75
    std::string source_hash; // of the sources that it was built from; empty for foreign PTX
    std::vector<PtxEntry> entries;
};

// False, with the reason, for text that is no PTX.
bool parse_ptx(const std::string& text, Ptx& ptx, std::string& why);
} // namespace cudasim
