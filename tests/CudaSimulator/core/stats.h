// Counts what a program asks of its GPUs: the file that CUDASIM_STATS names, and the counters that tests read.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace cudasim
{
enum class CopyKind
{
    HostToDevice,
    DeviceToHost,
    DeviceToDevice,
    PeerToPeer,
    Memset,
};

void count_call(const char* function);
void count_launch(const char* kernel, int device, bool in_graph);
void count_graph_launch();
void count_host_sync(const char* function);
void count_copy(CopyKind kind, size_t bytes);
void count_allocation(const char* function, int device, size_t bytes); // device -1: pinned host memory
// Anything else, such as collectives.
void count_other(const char* group, const std::string& name, uint64_t amount);

// Everything counted so far as one JSON object; `live` is a JSON object that tells what exists now.
std::string stats_json(const std::string& live);
void reset_stats();
} // namespace cudasim
