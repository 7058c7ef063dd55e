#include "fiber.h"

#include <new>

#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#define BEFORE_SWITCH(state, bottom, bytes) __sanitizer_start_switch_fiber(state, bottom, bytes)
#define AFTER_SWITCH(state, bottom, bytes) __sanitizer_finish_switch_fiber(state, bottom, bytes)
#else
#define BEFORE_SWITCH(state, bottom, bytes) (void)0
#define AFTER_SWITCH(state, bottom, bytes) (void)0
#endif

// cudasim_switch(where to save the stack pointer, the stack pointer to go on with): pushes what the System V ABI lets a
// callee keep, changes stacks, pops the same and jumps to where that stack left off.
#if defined(__x86_64__)
extern "C" void cudasim_switch(void** save, void* next);
asm(R"(
.text
.globl cudasim_switch
.hidden cudasim_switch
.type cudasim_switch, @function
cudasim_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmp *%rcx
.size cudasim_switch, .-cudasim_switch
)");
#else
#error "The CUDA simulator runs on x86-64; another processor needs its own cudasim_switch."
#endif

namespace cudasim
{
namespace
{
constexpr size_t StackBytes = 64 * 1024;
constexpr size_t GuardBytes = 4096;
constexpr size_t ColourBytes = 192;
constexpr unsigned Colours = 32;
constexpr int SavedRegisters = 6;
} // namespace

Fiber::Fiber()
{
    stack_ = mmap(nullptr, StackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack_ == MAP_FAILED) throw std::bad_alloc();
    mprotect(stack_, GuardBytes, PROT_NONE);
}

Fiber::~Fiber()
{
#if defined(__SANITIZE_ADDRESS__)
    ASAN_UNPOISON_MEMORY_REGION(stack_, StackBytes); // frames that were abandoned left their red zones behind
#endif
    munmap(stack_, StackBytes);
}

void Fiber::prepare(void (*entry)(), unsigned colour)
{
    char* top = static_cast<char*>(stack_) + StackBytes - 16 - colour % Colours * ColourBytes;
    void** frame = reinterpret_cast<void**>(top);
    *--frame = nullptr; // the return address of entry, which never returns
    *--frame = reinterpret_cast<void*>(entry);
    for (int i = 0; i < SavedRegisters; i++) *--frame = nullptr;
    pointer_ = frame;
    sanitizer_state_ = nullptr;
}

void Fiber::resume()
{
    BEFORE_SWITCH(&scheduler_sanitizer_state_, stack_, StackBytes);
    cudasim_switch(&scheduler_pointer_, pointer_);
    AFTER_SWITCH(scheduler_sanitizer_state_, nullptr, nullptr);
}

void Fiber::arrived() { AFTER_SWITCH(nullptr, &scheduler_stack_, &scheduler_stack_bytes_); }

void Fiber::leave()
{
    BEFORE_SWITCH(&sanitizer_state_, scheduler_stack_, scheduler_stack_bytes_);
    cudasim_switch(&pointer_, scheduler_pointer_);
    AFTER_SWITCH(sanitizer_state_, &scheduler_stack_, &scheduler_stack_bytes_);
}

void Fiber::leave_for_good()
{
    BEFORE_SWITCH(nullptr, scheduler_stack_, scheduler_stack_bytes_);
    cudasim_switch(&pointer_, scheduler_pointer_);
    __builtin_unreachable();
}
} // namespace cudasim
