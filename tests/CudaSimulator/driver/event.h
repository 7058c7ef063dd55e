// Events: marks in a stream's queue.
#pragma once
#include "stream.h"

namespace cudasim
{
struct Event
{
    static constexpr unsigned DisableTiming = 2;

    Context* context;
    unsigned flags;
    std::shared_ptr<Completion> last; // of the latest record outside a capture
    std::weak_ptr<Capture> capture;   // where it was recorded last
    std::vector<size_t> capture_tail;
    bool captured = false; // the latest record was in a capture
};
} // namespace cudasim
