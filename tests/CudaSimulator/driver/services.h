// What the simulator's libcuda offers to its other libraries (cuBLASLt, NVML, NCCL) and to tests.
#pragma once
#include "abi.h"

#include <cstddef>
#include <functional>
#include <string>

#define CUDASIM_SHARED __attribute__((visibility("default")))

namespace cudasim
{
// Queues work on a stream, or adds it to the stream's capture, as a kernel of this name. The function runs on the
// stream's worker; what it returns, if not CUDA_SUCCESS, stays with the device.
CUDASIM_SHARED CUresult submit_kernel(CUstream stream, const char* name, std::function<CUresult()> run);

CUDASIM_SHARED int device_of_stream(CUstream stream); // -1: no such stream
CUDASIM_SHARED int current_device();                  // -1: the thread has no current context
CUDASIM_SHARED int current_sticky_error();            // of the current context's device
CUDASIM_SHARED bool is_capturing(CUstream stream);    // any capture by this thread when the stream is null
CUDASIM_SHARED bool is_memory_of(int device, const void* start, size_t bytes);
CUDASIM_SHARED bool device_is_broken(int device);     // by a sticky error, or because its context goes
CUDASIM_SHARED void forget_current_context();         // the thread has none any more

// The faults planted for a kernel that runs on a device: it is slow, hangs until `released`, or ends with an error.
CUDASIM_SHARED CUresult kernel_faults(int device, const char* name, const std::function<bool()>& released);
// True when a failure behind the call is planted here; its code, 0 when not given.
CUDASIM_SHARED bool async_fault(const char* function, int device, int& code);

// Memory that a library takes for itself; null when there is no more, or a fault says so.
CUDASIM_SHARED void* take_device_memory(int device, size_t bytes, const char* function);
CUDASIM_SHARED void release_device_memory(void* memory);

// Counts a call of another library's function; the planted code, or 0.
CUDASIM_SHARED int enter_library_call(const char* function, int default_code);
CUDASIM_SHARED void add_in_stats(const char* group, const char* name, uint64_t amount);
CUDASIM_SHARED void library_log(int level, const char* text);

// The machine, for NVML: values that do not depend on CUDA_VISIBLE_DEVICES.
CUDASIM_SHARED int machine_gpu_count();
CUDASIM_SHARED int driver_version();
CUDASIM_SHARED int gpu_capability();
CUDASIM_SHARED void gpu_identity(int number, std::string& name, std::string& uuid, std::string& pci_bus, int& bus);
CUDASIM_SHARED size_t gpu_memory_bytes();
CUDASIM_SHARED size_t gpu_memory_used(int number);
CUDASIM_SHARED bool gpu_is_busy(int number);
} // namespace cudasim

// For tests, by name. Texts are UTF-8 and end with a zero byte.
extern "C"
{
    // Plants other faults in the running process; 0, or 1 and nothing changes when the text is not understood.
    CUDASIM_SHARED int cudasim_set_faults(const char* text);
    CUDASIM_SHARED void cudasim_set_jitter_us(unsigned longest);
    // From now on only GPUs of one group of so many reach each other's memory; 0: all do.
    CUDASIM_SHARED void cudasim_set_peers(unsigned group);
    // Notes every piece of work of the devices from now on; ends that and writes, as often as asked, what was noted as lines "begin end device
    // stream name", of which begins and ends share one count. Gives the bytes that the lines need, the zero included.
    CUDASIM_SHARED void cudasim_start_trace();
    CUDASIM_SHARED size_t cudasim_end_trace(char* buffer, size_t bytes);
    // Forgets sticky errors, as only the end of a process does on a GPU, and all counters and faults.
    CUDASIM_SHARED void cudasim_reset();
    // Writes the statistics into the buffer and gives the number of bytes that they need, the zero included.
    CUDASIM_SHARED size_t cudasim_stats(char* buffer, size_t bytes);
    CUDASIM_SHARED int cudasim_write_stats(const char* path);
}
