// Cooperative threads: a stack and the place where it stopped. A switch saves the registers that calls keep and costs a
// few nanoseconds, so that a block's 256 threads can meet at barriers on one thread of the operating system.
#pragma once
#include <cstddef>

namespace cudasim
{
class Fiber
{
  public:
    Fiber();
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    // Makes the fiber start with `entry` at its next resume; `colour` shifts the stack's top, so that the stacks of a
    // block do not all fall into the same cache sets. The entry function never returns: it ends with leave_for_good.
    void prepare(void (*entry)(), unsigned colour);

    // Runs the fiber until it leaves. Called from the scheduler's own stack.
    void resume();

    // Called on the fiber: back to the scheduler, to be resumed later, or never again.
    void leave();
    void leave_for_good();

    // Must be called first by the entry function (the sanitizer wants to know that the switch is done).
    void arrived();

  private:
    void* stack_;
    void* pointer_ = nullptr;
    void* scheduler_pointer_ = nullptr;
    void* sanitizer_state_ = nullptr;
    void* scheduler_sanitizer_state_ = nullptr;
    const void* scheduler_stack_ = nullptr;
    size_t scheduler_stack_bytes_ = 0;
};
} // namespace cudasim
