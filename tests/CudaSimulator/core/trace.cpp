#include "trace.h"

#include <atomic>
#include <mutex>
#include <vector>

namespace cudasim
{
namespace
{
constexpr size_t MostEntries = 1 << 20;

struct Entry
{
    unsigned long begin, end;
    int device;
    const void* stream;
    std::string name;
};

struct Trace
{
    std::mutex lock;
    std::vector<Entry> entries;
    unsigned long count = 0;
    unsigned long number = 0; // of the trace: what began in an earlier one does not end in this
};

std::atomic<bool> is_on{false};

Trace& trace()
{
    static Trace* instance = new Trace; // Worker threads may outlive the library's objects.
    return *instance;
}

thread_local int current_device_number = -1;
thread_local const void* current_stream = nullptr;
} // namespace

void trace_stream(int device, const void* stream)
{
    current_device_number = device;
    current_stream = stream;
}

Traced::Traced(const std::string& name) : entry_(-1), trace_(0)
{
    if (!is_on) return;
    std::lock_guard<std::mutex> guard(trace().lock);
    if (trace().entries.size() >= MostEntries) return;
    entry_ = static_cast<long>(trace().entries.size());
    trace_ = trace().number;
    trace().entries.push_back({++trace().count, 0, current_device_number, current_stream, name});
}

Traced::~Traced()
{
    if (entry_ < 0) return;
    std::lock_guard<std::mutex> guard(trace().lock);
    if (is_on && trace_ == trace().number) trace().entries[entry_].end = ++trace().count;
}

void start_trace()
{
    std::lock_guard<std::mutex> guard(trace().lock);
    trace().entries.clear();
    trace().count = 0;
    trace().number++;
    is_on = true;
}

std::string end_trace()
{
    std::lock_guard<std::mutex> guard(trace().lock);
    is_on = false;
    std::string text;
    for (const Entry& entry : trace().entries)
        text += std::to_string(entry.begin) + " " + std::to_string(entry.end) + " " + std::to_string(entry.device) + " "
                + std::to_string(reinterpret_cast<size_t>(entry.stream)) + " " + entry.name + "\n";
    return text;
}
} // namespace cudasim
