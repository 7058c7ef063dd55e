// The simulator's environment variables, read once when the first of its functions is looked up or called.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace cudasim
{
struct Settings
{
    int devices;             // CUDASIM_DEVICES: fake GPUs in the machine
    size_t memory_bytes;     // CUDASIM_MEMORY_MB: of each
    int driver_version;      // CUDASIM_DRIVER: what cuDriverGetVersion says; newer functions do not exist
    int capability;          // CUDASIM_CAPABILITY: 75 for "7.5"
    unsigned jitter_us;      // CUDASIM_JITTER_US: the longest random delay before each piece of queued work
    uint64_t seed;           // CUDASIM_SEED: not 0 shuffles warps, blocks and independent graph nodes
    int log_level;           // CUDASIM_LOG: 0 nothing, 1 what ends a context or refuses a module, 2 every refusal
    std::string faults;      // CUDASIM_FAULT
    std::string stats_file;  // CUDASIM_STATS
    std::string step_kernel; // CUDASIM_STEP_KERNEL: its launches count the training steps in the statistics
    int peers;               // CUDASIM_PEERS: GPUs in each group that reach each other; 0: all do
    bool lazy_loading;       // not CUDA_MODULE_LOADING=EAGER: a kernel's first launch may not be captured
};

Settings& settings();

// Prints "[cudasim] ..." to standard error when the log level is at least this.
void log_message(int level, const char* format, ...) __attribute__((format(printf, 2, 3)));
} // namespace cudasim
