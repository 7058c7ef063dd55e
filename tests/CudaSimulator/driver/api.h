// How an exported function is declared, and what each of them does first.
#pragma once
#include "state.h"

namespace cudasim
{
// An exported function: known by name to cuGetProcAddress, missing from a driver that is older than it.
struct EntryPoint
{
    EntryPoint(const char* function_name, int introduced_in, void* address);
    const char* name;
    int since; // the CUDA version whose driver brought it
    void* function;
    const EntryPoint* next;
};

const EntryPoint* first_entry_point();
bool is_available(const EntryPoint& entry);

// What must be so before a function does its work.
enum Need : unsigned
{
    NeedsNothing = 0,
    NeedsInit = 1,
    NeedsContext = 2 | NeedsInit, // a current context without a sticky error
    UnsafeInCapture = 4,          // may not be called by a thread that is capturing
};

// Counts the call, lets a planted fault answer it, checks the needs and takes the lock for the function's life.
class ApiCall
{
  public:
    ApiCall(const EntryPoint& entry, unsigned needs);
    CUresult refusal() const { return refusal_; }
    void unlock() { lock_.unlock(); }
    void relock() { lock_.lock(); }

  private:
    CUresult check(const EntryPoint& entry, unsigned needs);

    std::unique_lock<std::recursive_mutex> lock_;
    CUresult refusal_;
};

// Says why a call is refused (log level 2) and passes the code on.
CUresult refuse(CUresult code, const char* format, ...) __attribute__((format(printf, 2, 3)));
} // namespace cudasim

// Declares an exported function. It is an indirect function, whose resolver gives null when the driver that
// CUDASIM_DRIVER asks for is older: dlsym then finds no such symbol, just as with the real library.
#define CUDASIM_API(since, name, ...)                                                                                  \
    static CUresult name##_body(__VA_ARGS__);                                                                          \
    static cudasim::EntryPoint name##_entry{#name, since, reinterpret_cast<void*>(&name##_body)};                      \
    extern "C" __attribute__((used, visibility("hidden"))) decltype(&name##_body) cudasim_resolve_##name()             \
    {                                                                                                                  \
        return cudasim::is_available(name##_entry) ? &name##_body : nullptr;                                           \
    }                                                                                                                  \
    extern "C" __attribute__((visibility("default"), ifunc("cudasim_resolve_" #name))) CUresult name(__VA_ARGS__);     \
    static CUresult name##_body(__VA_ARGS__)

// The first statement of every exported function.
#define ENTER(name, needs)                                                                                             \
    cudasim::ApiCall call(name##_entry, needs);                                                                        \
    if (call.refusal() != CUDA_SUCCESS) return call.refusal()
