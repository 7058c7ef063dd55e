// Planted faults. A text such as "alloc:n=3;call:name=cuEventRecord,n=2,code=999;hang:kernel=mirrored_adam,device=1":
// parts between semicolons, each a kind and conditions. The n-th event that fits (1 unless told; 0: every one) fails.
#pragma once
#include <string>

namespace cudasim
{
enum class FaultKind
{
    Alloc,  // an allocation of device or pinned memory fails with `code` (2)
    Launch, // a kernel launch is refused with `code` (701)
    Sticky, // a kernel ends with `code` (700), which stays
    Slow,   // a kernel takes `ms` (1000) longer
    Hang,   // a kernel never ends
    Call,   // the function `name` returns `code` and does nothing
    Async,  // the collective or initialisation `name` fails behind its call, with `code`
};

struct FaultSite
{
    const char* name = "";   // function
    const char* kernel = ""; // kernel
    int device = -1;
};

// Replaces all faults. False, and nothing changes, when the text is not understood.
bool set_faults(const char* text, std::string& why);

// Counts an event. True when a fault is planted here; `value` is then its code or milliseconds (0: not given).
bool fault_hits(FaultKind kind, const FaultSite& site, int& value);

// Grows with every set_faults: a hanging kernel ends when it does.
unsigned fault_generation();
} // namespace cudasim
