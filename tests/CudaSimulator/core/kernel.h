// What compiled kernels and the block scheduler know of each other.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cudasim
{
struct Dim
{
    uint32_t x, y, z;
};

struct BlockPosition
{
    Dim block, threads, grid;
};

// Where the running kernel thread is. Initial-exec: two words of static thread-local storage, no call at each access.
extern thread_local const Dim* current_thread __attribute__((tls_model("initial-exec")));
extern thread_local BlockPosition current_block __attribute__((tls_model("initial-exec")));

// A kernel compiled for the host.
struct KernelCode
{
    const char* name;
    const char* source_hash; // of the sources that it was compiled from
    size_t argument_bytes;   // every kernel takes one struct by value
    void (*call)(const void* argument);
    const KernelCode* next;
};

const KernelCode* find_kernel(const char* name);
void add_kernel(KernelCode* kernel);

template <auto Function> struct KernelArgument;

template <class Argument, void (*Function)(Argument)> struct KernelArgument<Function>
{
    static constexpr size_t bytes = sizeof(Argument);
    static void call(const void* argument) { Function(*static_cast<const Argument*>(argument)); }
};

template <auto Function> struct KernelRegistration : KernelCode
{
    KernelRegistration(const char* kernel_name, const char* hash)
        : KernelCode{kernel_name, hash, KernelArgument<Function>::bytes, &KernelArgument<Function>::call, nullptr}
    {
        add_kernel(this);
    }
};

// Meetings of all 32 lanes of a warp; every lane gets the same result.
enum class WarpOperation : uint32_t
{
    Sync,
    Max,        // of floats in a, as fmaxf
    Min,        // of int32 in a
    AddInOrder, // floats: sum + a(lane 0) + a(lane 1) + ... + a(lane count-1)
    FmaInOrder, // floats: sum = fma(a(lane), b(lane), sum), likewise
};

struct WarpOperands
{
    uint32_t a, b, sum, count;
};

uint32_t meet_warp(WarpOperation operation, WarpOperands operands);
void meet_block(int line);

// The running block's copy of a shared variable; poisoned when the block first asks for it.
void* shared_variable(const void* key, size_t bytes);

// Ends the launch with CUDA_ERROR_LAUNCH_FAILED (or MISALIGNED_ADDRESS): the kernel did what a GPU does not allow.
[[noreturn]] void kernel_failure(const char* why);
[[noreturn]] void kernel_misaligned(const void* address);
} // namespace cudasim
