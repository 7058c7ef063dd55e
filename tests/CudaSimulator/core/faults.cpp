#include "faults.h"

#include "settings.h"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace cudasim
{
namespace
{
struct Fault
{
    FaultKind kind;
    std::string name, kernel;
    int device = -1;
    int n = 1;
    int value = 0; // code or milliseconds
    int seen = 0;
};

std::mutex& lock()
{
    static std::mutex* instance = new std::mutex;
    return *instance;
}

std::vector<Fault>& faults()
{
    static std::vector<Fault>* instance = new std::vector<Fault>;
    return *instance;
}

std::atomic<unsigned> generation{0};

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    size_t start = 0;
    for (size_t end; (end = text.find(separator, start)) != std::string::npos; start = end + 1)
        parts.push_back(text.substr(start, end - start));
    parts.push_back(text.substr(start));
    return parts;
}

bool parse_kind(const std::string& text, FaultKind& kind)
{
    static const char* const names[] = {"alloc", "launch", "sticky", "slow", "hang", "call", "async"};
    for (int i = 0; i < 7; i++)
    {
        if (text != names[i]) continue;
        kind = static_cast<FaultKind>(i);
        return true;
    }
    return false;
}

bool parse_condition(const std::string& text, Fault& fault)
{
    size_t equals = text.find('=');
    if (equals == std::string::npos) return false;
    std::string key = text.substr(0, equals), value = text.substr(equals + 1);
    if (key == "n") fault.n = atoi(value.c_str());
    else if (key == "device") fault.device = atoi(value.c_str());
    else if (key == "code" || key == "ms") fault.value = atoi(value.c_str());
    else if (key == "name") fault.name = value;
    else if (key == "kernel") fault.kernel = value;
    else return false;
    return true;
}

bool parse_fault(const std::string& text, Fault& fault)
{
    size_t colon = text.find(':');
    if (!parse_kind(text.substr(0, colon), fault.kind)) return false;
    if (colon == std::string::npos) return true;
    for (const std::string& condition : split(text.substr(colon + 1), ','))
        if (!parse_condition(condition, fault)) return false;
    bool needs_name = fault.kind == FaultKind::Call || fault.kind == FaultKind::Async;
    return !needs_name || !fault.name.empty();
}

bool fits(const Fault& fault, FaultKind kind, const FaultSite& site)
{
    return fault.kind == kind && (fault.device < 0 || fault.device == site.device)
           && (fault.name.empty() || fault.name == site.name) && (fault.kernel.empty() || fault.kernel == site.kernel);
}
} // namespace

bool set_faults(const char* text, std::string& why)
{
    std::vector<Fault> parsed;
    for (const std::string& part : split(text, ';'))
    {
        if (part.empty()) continue;
        Fault fault;
        if (!parse_fault(part, fault))
        {
            why = "CUDASIM_FAULT: '" + part
                  + "' is not understood; expected KIND:key=value,... with KIND alloc, launch, sticky, "
                    "slow, hang, call or async (with name=FUNCTION) and keys n, device, code, ms, name, kernel";
            return false;
        }
        parsed.push_back(fault);
    }
    std::lock_guard<std::mutex> guard(lock());
    faults() = parsed;
    generation++;
    return true;
}

bool fault_hits(FaultKind kind, const FaultSite& site, int& value)
{
    std::lock_guard<std::mutex> guard(lock());
    for (Fault& fault : faults())
    {
        if (!fits(fault, kind, site)) continue;
        fault.seen++;
        if (fault.n != 0 && fault.seen != fault.n) continue;
        value = fault.value;
        log_message(2, "planted fault: %s%s on device %d", site.name, site.kernel, site.device);
        return true;
    }
    return false;
}

unsigned fault_generation() { return generation; }
} // namespace cudasim
