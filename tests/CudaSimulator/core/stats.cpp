#include "stats.h"

#include "settings.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace cudasim
{
namespace
{
struct Launches
{
    uint64_t eager = 0, in_graphs = 0;
};

struct Amount
{
    uint64_t count = 0, bytes = 0;
};

struct Counters
{
    std::map<std::string, uint64_t> calls, host_syncs;
    std::map<std::string, Launches> launches;
    std::map<std::string, Amount> copies, allocations;
    std::map<uint64_t, Amount> allocations_by_step;
    std::map<int, uint64_t> steps, launches_by_device;
    std::map<std::string, std::map<std::string, uint64_t>> others;
    uint64_t graph_launches = 0;
};

struct Locked
{
    std::mutex lock;
    Counters counters;
};

Locked& locked()
{
    static Locked* instance = new Locked;
    return *instance;
}

std::string number(uint64_t n) { return std::to_string(n); }

std::string amount(const Amount& a)
{
    return "{\"count\": " + number(a.count) + ", \"bytes\": " + number(a.bytes) + "}";
}

// One JSON object from a map, its values turned to text by `write`.
template <class Map, class Write> std::string object(const Map& map, Write write)
{
    std::string text = "{";
    for (const auto& [key, value] : map)
    {
        if (text.size() > 1) text += ", ";
        text += "\"";
        if constexpr (std::is_same_v<std::decay_t<decltype(key)>, std::string>) text += key;
        else text += std::to_string(key);
        text += "\": " + write(value);
    }
    return text + "}";
}

const char* name_of(CopyKind kind)
{
    switch (kind)
    {
        case CopyKind::HostToDevice: return "host_to_device";
        case CopyKind::DeviceToHost: return "device_to_host";
        case CopyKind::DeviceToDevice: return "device_to_device";
        case CopyKind::PeerToPeer: return "peer_to_peer";
        default: return "memset";
    }
}
} // namespace

void count_call(const char* function)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    locked().counters.calls[function]++;
}

void count_launch(const char* kernel, int device, bool in_graph)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    Launches& launches = locked().counters.launches[kernel];
    (in_graph ? launches.in_graphs : launches.eager)++;
    locked().counters.launches_by_device[device]++;
    if (settings().step_kernel == kernel) locked().counters.steps[device]++;
}

void count_graph_launch()
{
    std::lock_guard<std::mutex> guard(locked().lock);
    locked().counters.graph_launches++;
}

void count_host_sync(const char* function)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    locked().counters.host_syncs[function]++;
}

void count_copy(CopyKind kind, size_t bytes)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    Amount& copies = locked().counters.copies[name_of(kind)];
    copies.count++;
    copies.bytes += bytes;
}

void count_allocation(const char* function, int device, size_t bytes)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    Counters& counters = locked().counters;
    uint64_t step = 0;
    for (const auto& [which, steps] : counters.steps)
        if (device < 0 || device == which) step = std::max(step, steps);
    for (Amount* a : {&counters.allocations[function], &counters.allocations_by_step[step]})
    {
        a->count++;
        a->bytes += bytes;
    }
}

void count_other(const char* group, const std::string& name, uint64_t amount)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    locked().counters.others[group][name] += amount;
}

std::string stats_json(const std::string& live)
{
    std::lock_guard<std::mutex> guard(locked().lock);
    const Counters& c = locked().counters;
    std::string text = "{\n  \"driver\": " + number(static_cast<uint64_t>(settings().driver_version));
    text += ",\n  \"steps\": " + object(c.steps, number);
    text += ",\n  \"launches\": "
            + object(c.launches, [](const Launches& l)
                     { return "{\"eager\": " + number(l.eager) + ", \"in_graphs\": " + number(l.in_graphs) + "}"; });
    text += ",\n  \"launches_by_device\": " + object(c.launches_by_device, number);
    text += ",\n  \"graph_launches\": " + number(c.graph_launches);
    text += ",\n  \"host_syncs\": " + object(c.host_syncs, number);
    text += ",\n  \"copies\": " + object(c.copies, amount);
    text += ",\n  \"allocations\": " + object(c.allocations, amount);
    text += ",\n  \"allocations_by_step\": " + object(c.allocations_by_step, amount);
    for (const auto& [group, counts] : c.others) text += ",\n  \"" + group + "\": " + object(counts, number);
    text += ",\n  \"live\": " + live;
    text += ",\n  \"calls\": " + object(c.calls, number);
    return text + "\n}\n";
}

void reset_stats()
{
    std::lock_guard<std::mutex> guard(locked().lock);
    locked().counters = Counters();
}
} // namespace cudasim
