// Communicators: ranks that find each other by a unique id, and how they end.
#include "nccl.h"

#include <chrono>
#include <string>

#include <cstring>

namespace nccl
{
namespace
{
constexpr size_t MemoryBytes = 1 << 20; // what a communicator takes on its device
constexpr auto PollInterval = std::chrono::milliseconds(1);
constexpr auto DestroyLimit = std::chrono::seconds(5);

struct Cliques
{
    std::mutex lock;
    std::map<std::string, std::shared_ptr<Clique>> by_id;
};

// Never forgotten: a unique id serves once.
Cliques& cliques()
{
    static Cliques* instance = new Cliques;
    return *instance;
}

std::shared_ptr<Clique> clique_of(const UniqueId& id, int size)
{
    std::lock_guard<std::mutex> guard(cliques().lock);
    auto& clique = cliques().by_id[std::string(id.bytes, sizeof id.bytes)];
    if (clique == nullptr)
    {
        clique = std::make_shared<Clique>();
        clique->members.resize(static_cast<size_t>(size));
    }
    return clique;
}

// Everybody is there: one device for each rank, or nobody gets through. Who left meanwhile never answers the others.
void complete(Clique& clique)
{
    int result = Success;
    for (const Comm& member : clique.members)
        if (member->aborted) return;
    for (const Comm& one : clique.members)
        for (const Comm& other : clique.members)
            if (one != other && one->device == other->device)
                result = refuse(1, InvalidUsage, "Duplicate GPU detected: ranks %d and %d both on device %d", one->rank,
                                other->rank, one->device);
    for (const Comm& member : clique.members) member->state = result;
    clique.changed.notify_all();
}

// Takes memory and joins the others. What fails here leaves them waiting, as it does with the real library.
int join(const Comm& comm)
{
    int code = 0;
    if (cudasim::async_fault("ncclCommInitRankConfig", comm->device, code))
        return comm->state = code != 0 ? code : RemoteError;
    comm->memory = cudasim::take_device_memory(comm->device, MemoryBytes, "ncclCommInitRankConfig");
    if (comm->memory == nullptr)
        return comm->state = refuse(2, UnhandledCudaError, "Cuda failure 2 'out of memory' on device %d", comm->device);
    std::lock_guard<std::mutex> guard(comm->clique->lock);
    auto& place = comm->clique->members[static_cast<size_t>(comm->rank)];
    if (place != nullptr)
        return comm->state = refuse(1, InvalidUsage, "rank %d has joined before under this unique id", comm->rank);
    place = comm;
    if (++comm->clique->joined == comm->size) complete(*comm->clique);
    return comm->state;
}

int wait_for_others(const Comm& comm)
{
    std::unique_lock<std::mutex> guard(comm->clique->lock);
    comm->clique->changed.wait(guard, [&] { return comm->state != InProgress || comm->aborted; });
    return comm->state;
}

int check_config(const Config* config)
{
    if (config == nullptr) return Success;
    if (config->size < 24 || config->magic != ConfigMagic)
        return refuse(1, InvalidArgument, "ncclConfig_t argument not initialized via NCCL_CONFIG_INITIALIZER");
    if (config->blocking != Undefined && config->blocking != 0 && config->blocking != 1)
        return refuse(1, InvalidArgument, "Invalid config blocking attribute value %d", config->blocking);
    if (config->size < sizeof(Config)) return Success;
    bool range = config->min_ctas != Undefined && config->min_ctas > config->max_ctas;
    bool none = config->min_ctas == 0 || config->max_ctas == 0;
    return range || none ? refuse(1, InvalidArgument, "Invalid config min/max channels attribute value %d/%d",
                                  config->min_ctas, config->max_ctas)
                         : int{Success};
}

int init(Communicator** out, int size, const UniqueId& id, int rank, bool blocking)
{
    int device = cudasim::current_device();
    if (out == nullptr || size < 1 || rank < 0 || rank >= size)
        return refuse(2, InvalidArgument, "rank %d of %d", rank, size);
    if (device < 0) return refuse(2, UnhandledCudaError, "the thread has no current device");
    if (int sticky = cudasim::current_sticky_error())
        return refuse(2, UnhandledCudaError, "Cuda failure %d on device %d", sticky, device);
    auto comm = std::make_shared<Communicator>();
    comm->clique = clique_of(id, size);
    if (comm->clique->members.size() != static_cast<size_t>(size))
        return refuse(1, InvalidArgument, "rank %d says %d ranks, others %zu", rank, size,
                      comm->clique->members.size());
    comm->rank = rank;
    comm->size = size;
    comm->device = device;
    comm->blocking = blocking;
    add(comm);
    *out = comm.get();
    // A blocking call inside a group lets the others of the group join before it waits.
    if (in_group())
    {
        defer(
            [comm, blocking]
            {
                int result = join(comm);
                return blocking && result == InProgress ? Success : result;
            });
        if (blocking) defer_wait([comm] { return wait_for_others(comm); });
        return blocking ? Success : InProgress;
    }
    int result = join(comm);
    return blocking && result == InProgress ? wait_for_others(comm) : result;
}

bool is_finalized(Communicator& comm)
{
    std::lock_guard<std::mutex> guard(comm.clique->lock);
    return comm.clique->finalized == comm.size && comm.outstanding == 0;
}

void start_finalizing(Communicator& comm)
{
    if (comm.finalizing) return;
    comm.finalizing = true;
    std::lock_guard<std::mutex> guard(comm.clique->lock);
    comm.clique->finalized++;
    comm.clique->changed.notify_all();
}

void release(Communicator& comm)
{
    if (comm.memory != nullptr) cudasim::release_device_memory(comm.memory);
    comm.memory = nullptr;
    std::lock_guard<std::mutex> guard(comm.clique->lock);
    // Breaks the circle of members and clique.
    auto& place = comm.clique->members[static_cast<size_t>(comm.rank)];
    if (place.get() == &comm && comm.state != InProgress) place = nullptr;
}
} // namespace
} // namespace nccl

using namespace nccl;

NCCL_API int ncclCommInitRankConfig(Communicator** out, int size, UniqueId id, int rank, Config* config)
{
    ENTER_NCCL("ncclCommInitRankConfig");
    if (int refusal = check_config(config)) return refusal;
    int result = init(out, size, id, rank, config == nullptr || config->blocking != 0);
    cudasim::forget_current_context();
    return result;
}

NCCL_API int ncclCommInitRank(Communicator** out, int size, UniqueId id, int rank)
{
    ENTER_NCCL("ncclCommInitRank");
    int result = init(out, size, id, rank, true);
    cudasim::forget_current_context();
    return result;
}

NCCL_API int ncclCommFinalize(Communicator* handle)
{
    ENTER_NCCL("ncclCommFinalize");
    Entry entry(handle, "ncclCommFinalize");
    if (entry.refusal != Success) return entry.refusal;
    Communicator& comm = *entry.comm;
    if (comm.finalizing) return refuse(1, InvalidUsage, "rank %d is finalized twice", comm.rank);
    if (comm.state != Success) return comm.state;
    start_finalizing(comm);
    comm.state = InProgress;
    if (!comm.blocking) return is_finalized(comm) ? comm.state = Success : InProgress;
    std::unique_lock<std::mutex> guard(comm.clique->lock);
    while (comm.clique->finalized < comm.size || comm.outstanding != 0)
        comm.clique->changed.wait_for(guard, PollInterval);
    return comm.state = Success;
}

NCCL_API int ncclCommDestroy(Communicator* handle)
{
    ENTER_NCCL("ncclCommDestroy");
    Entry entry(handle, "ncclCommDestroy");
    if (entry.refusal != Success) return entry.refusal;
    Communicator& comm = *entry.comm;
    start_finalizing(comm);
    auto end = std::chrono::steady_clock::now() + DestroyLimit;
    std::unique_lock<std::mutex> guard(comm.clique->lock);
    while (comm.outstanding != 0 && std::chrono::steady_clock::now() < end)
        comm.clique->changed.wait_for(guard, PollInterval);
    guard.unlock();
    int forgotten = comm.outstanding;
    comm.aborted = true;
    release(comm);
    remove(handle);
    // The real library would wait for ever.
    return forgotten == 0
               ? int{Success}
               : refuse(1, InternalError, "rank %d was destroyed before its collectives completed", comm.rank);
}

// Whatever this rank waits in is left, without a result; the others stay until they abort, too.
NCCL_API int ncclCommAbort(Communicator* handle)
{
    ENTER_NCCL("ncclCommAbort");
    Entry entry(handle, "ncclCommAbort");
    if (entry.refusal != Success) return entry.refusal;
    Communicator& comm = *entry.comm;
    {
        std::lock_guard<std::mutex> guard(comm.clique->lock);
        comm.aborted = true;
        comm.clique->changed.notify_all();
    }
    release(comm);
    remove(handle);
    return Success;
}

NCCL_API int ncclCommGetAsyncError(Communicator* handle, int* result)
{
    ENTER_NCCL("ncclCommGetAsyncError");
    Entry entry(handle, "ncclCommGetAsyncError");
    if (entry.refusal != Success) return entry.refusal;
    if (result == nullptr) return InvalidArgument;
    Communicator& comm = *entry.comm;
    if (comm.finalizing && comm.state == InProgress && is_finalized(comm)) comm.state = Success;
    *result = comm.state;
    return Success;
}

namespace
{
int give(Communicator* handle, const char* function, int* out, int Communicator::*field)
{
    Entry entry(handle, function);
    if (entry.refusal != Success) return entry.refusal;
    if (out == nullptr) return InvalidArgument;
    *out = (*entry.comm).*field;
    return Success;
}
} // namespace

NCCL_API int ncclCommCount(Communicator* handle, int* count)
{
    ENTER_NCCL("ncclCommCount");
    return give(handle, "ncclCommCount", count, &Communicator::size);
}

NCCL_API int ncclCommCuDevice(Communicator* handle, int* device)
{
    ENTER_NCCL("ncclCommCuDevice");
    return give(handle, "ncclCommCuDevice", device, &Communicator::device);
}

NCCL_API int ncclCommUserRank(Communicator* handle, int* rank)
{
    ENTER_NCCL("ncclCommUserRank");
    return give(handle, "ncclCommUserRank", rank, &Communicator::rank);
}
