// Groups: what a thread calls between start and end happens at the end, and waits for nobody before.
#include "nccl.h"

namespace nccl
{
namespace
{
struct Group
{
    int depth = 0;
    std::vector<std::function<int()>> calls, waits;
};

Group& group()
{
    static thread_local Group instance;
    return instance;
}
} // namespace

bool in_group() { return group().depth > 0; }
void defer(std::function<int()> call) { group().calls.push_back(std::move(call)); }
void defer_wait(std::function<int()> wait) { group().waits.push_back(std::move(wait)); }
} // namespace nccl

using namespace nccl;

NCCL_API int ncclGroupStart()
{
    ENTER_NCCL("ncclGroupStart");
    group().depth++;
    return Success;
}

// A failure goes first, then what is still in progress.
NCCL_API int ncclGroupEnd()
{
    ENTER_NCCL("ncclGroupEnd");
    if (group().depth == 0) return refuse(1, InvalidUsage, "ncclGroupEnd without ncclGroupStart");
    if (--group().depth > 0) return Success;
    std::vector<std::function<int()>> calls, waits;
    calls.swap(group().calls);
    waits.swap(group().waits);
    int worst = Success;
    for (const auto& list : {calls, waits})
        for (const auto& call : list)
        {
            int result = call();
            if (worst == Success || worst == InProgress) worst = result != Success ? result : worst;
        }
    return worst;
}
