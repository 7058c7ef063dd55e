// Collectives: queued on each rank's stream; they complete when all ranks' streams have come to the same one.
#include "nccl.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

namespace nccl
{
namespace
{
constexpr auto PollInterval = std::chrono::milliseconds(1);
constexpr auto ConnectTime = std::chrono::microseconds(300);

bool checks_calls()
{
    static const bool checks = getenv("CUDASIM_NCCL_CHECK") != nullptr && atoi(getenv("CUDASIM_NCCL_CHECK")) != 0;
    return checks;
}

std::string describe(const Collective& c)
{
    return std::string(name_of(c.kind)) + " of " + std::to_string(c.count) + " " + name_of(c.type) + ", operation "
           + std::to_string(c.op) + ", root " + std::to_string(c.root);
}

// Ranks that do not call the same wait for ever, as on a GPU; or all of them fail, when calls are checked.
bool agree(const Clique& clique, const Meeting& meeting, uint64_t sequence)
{
    for (size_t rank = 1; rank < meeting.parts.size(); rank++)
    {
        if (meeting.parts[rank]->agrees_with(*meeting.parts[0])) continue;
        int result = refuse(checks_calls() ? 1 : 2, InvalidUsage, "collective %llu: rank 0 calls %s, rank %zu %s",
                            static_cast<unsigned long long>(sequence), describe(*meeting.parts[0]).c_str(), rank,
                            describe(*meeting.parts[rank]).c_str());
        if (checks_calls())
            for (const Comm& member : clique.members)
                if (member != nullptr) member->fail(result);
        return false;
    }
    return true;
}

// The bytes that the rank reads and writes.
size_t send_bytes(const Communicator& comm, const Collective& c)
{
    size_t bytes = c.count * size_of(c.type);
    if (c.kind == Kind::Broadcast && c.root != comm.rank) return 0;
    return c.kind == Kind::ReduceScatter ? bytes * static_cast<size_t>(comm.size) : bytes;
}

size_t receive_bytes(const Communicator& comm, const Collective& c)
{
    size_t bytes = c.count * size_of(c.type);
    if (c.kind == Kind::Reduce && c.root != comm.rank) return 0;
    return c.kind == Kind::AllGather ? bytes * static_cast<size_t>(comm.size) : bytes;
}

bool owns_memory(const Communicator& comm, const Collective& c)
{
    size_t sent = send_bytes(comm, c), received = receive_bytes(comm, c);
    return (sent == 0 || cudasim::is_memory_of(comm.device, c.send, sent))
           && (received == 0 || cudasim::is_memory_of(comm.device, c.receive, received));
}

// Arrives and waits for the other ranks; the last one to come computes for all.
void meet(Communicator& comm, uint64_t sequence, const Collective& collective, const std::function<bool()>& released)
{
    Clique& clique = *comm.clique;
    std::unique_lock<std::mutex> guard(clique.lock);
    Meeting& meeting = clique.meetings[sequence];
    meeting.parts.resize(static_cast<size_t>(comm.size));
    meeting.parts[static_cast<size_t>(comm.rank)] = &collective;
    if (++meeting.arrived == comm.size && !meeting.dead && agree(clique, meeting, sequence))
    {
        compute(meeting.parts);
        meeting.done = true;
        clique.changed.notify_all();
    }
    while (!meeting.done && !released()) clique.changed.wait_for(guard, PollInterval);
    meeting.dead |= !meeting.done;
    if (++meeting.left == comm.size) clique.meetings.erase(sequence);
}

// What a stream does when it comes to the collective.
CUresult run(const Comm& comm, uint64_t sequence, const Collective& collective)
{
    const char* name = name_of(collective.kind);
    auto released = [&comm] { return comm->aborted || cudasim::device_is_broken(comm->device); };
    if (CUresult code = cudasim::kernel_faults(comm->device, name, released)) return code;
    int error = 0;
    if (cudasim::async_fault(name, comm->device, error))
    {
        comm->fail(error != 0 ? error : RemoteError);
        while (!released()) std::this_thread::sleep_for(PollInterval);
    }
    if (released()) return CUDA_SUCCESS;
    if (!owns_memory(*comm, collective))
    {
        refuse(1, InvalidArgument, "rank %d: %s on memory that was freed", comm->rank, name);
        return CUDA_ERROR_ILLEGAL_ADDRESS;
    }
    meet(*comm, sequence, collective, released);
    return CUDA_SUCCESS;
}

int queue(const Comm& comm, CUstream stream, const Collective& collective)
{
    uint64_t sequence = comm->issued++;
    comm->outstanding++;
    auto work = [comm, sequence, collective]
    {
        CUresult code = run(comm, sequence, collective);
        comm->outstanding--;
        return code;
    };
    const char* name = name_of(collective.kind);
    if (CUresult code = cudasim::submit_kernel(stream, name, work))
    {
        comm->outstanding--;
        return comm->state = refuse(2, UnhandledCudaError, "%s: Cuda failure %d", name, code);
    }
    std::string rank = "rank " + std::to_string(comm->rank);
    cudasim::add_in_stats("collectives", (rank + " " + name).c_str(), 1);
    cudasim::add_in_stats("collective_bytes", rank.c_str(), collective.count * size_of(collective.type));
    return Success;
}

// The first collectives of a non-blocking communicator make connections in the background: they are on the stream only
// when the communicator is no longer in progress.
void connect(const Comm& comm)
{
    std::this_thread::sleep_for(ConnectTime);
    std::lock_guard<std::mutex> guard(comm->lock);
    int in_progress = InProgress;
    for (const auto& call : comm->deferred)
        if (!comm->aborted) call(comm);
    comm->deferred.clear();
    comm->connected = true;
    comm->state.compare_exchange_strong(in_progress, Success);
}

int start(const Comm& comm, CUstream stream, const Collective& collective)
{
    std::lock_guard<std::mutex> guard(comm->lock);
    if (comm->connected || comm->blocking) return queue(comm, stream, collective);
    comm->deferred.push_back([stream, collective](const Comm& later) { return queue(later, stream, collective); });
    if (!comm->connecting)
    {
        comm->connecting = true;
        comm->state = InProgress;
        std::thread(connect, comm).detach();
    }
    return InProgress;
}

int check(const Communicator& comm, CUstream stream, const Collective& c)
{
    const char* name = name_of(c.kind);
    if (c.type < 0 || c.type >= DataTypes || c.op < 0 || c.op >= ReduceOps || c.root < 0 || c.root >= comm.size)
        return refuse(1, InvalidArgument, "%s: type %d, operation %d, root %d", name, c.type, c.op, c.root);
    if (comm.state == InProgress)
        return refuse(1, InvalidArgument,
                      "Attempt to use communicator before the previous operation returned ncclSuccess");
    if (comm.state != Success) return comm.state;
    if (comm.finalizing) return refuse(1, InvalidUsage, "%s on a communicator that was finalized", name);
    if (cudasim::device_of_stream(stream) != comm.device)
        return refuse(1, InvalidArgument, "%s: the stream is not of rank %d's device", name, comm.rank);
    if (cudasim::is_capturing(stream)) return refuse(1, InvalidUsage, "%s: captures are not simulated", name);
    size_t size = size_of(c.type);
    if (reinterpret_cast<uintptr_t>(c.send) % size != 0 || reinterpret_cast<uintptr_t>(c.receive) % size != 0)
        return refuse(1, InvalidArgument, "%s: a buffer that is not aligned to its elements", name);
    return owns_memory(comm, c)
               ? int{Success}
               : refuse(1, InvalidArgument, "%s: a buffer that is not memory of device %d", name, comm.device);
}
} // namespace

bool Collective::agrees_with(const Collective& other) const
{
    return kind == other.kind && count == other.count && type == other.type && op == other.op && root == other.root;
}

int submit(const Comm& comm, CUstream stream, const Collective& collective)
{
    if (int refusal = check(*comm, stream, collective)) return refusal;
    if (collective.count == 0) return Success;
    if (!in_group()) return start(comm, stream, collective);
    defer([comm, stream, collective] { return start(comm, stream, collective); });
    return Success;
}
} // namespace nccl

using namespace nccl;

namespace
{
int call(Communicator* handle, CUstream stream, const Collective& collective)
{
    const char* name = name_of(collective.kind);
    ENTER_NCCL(name);
    Entry entry(handle, name);
    return entry.refusal != Success ? entry.refusal : submit(entry.comm, stream, collective);
}
} // namespace

NCCL_API int ncclAllReduce(const void* send, void* receive, size_t count, DataType type, ReduceOp op,
                           Communicator* comm, CUstream stream)
{
    return call(comm, stream, {Kind::AllReduce, send, receive, count, type, op, 0});
}

NCCL_API int ncclBroadcast(const void* send, void* receive, size_t count, DataType type, int root, Communicator* comm,
                           CUstream stream)
{
    return call(comm, stream, {Kind::Broadcast, send, receive, count, type, Sum, root});
}

NCCL_API int ncclReduce(const void* send, void* receive, size_t count, DataType type, ReduceOp op, int root,
                        Communicator* comm, CUstream stream)
{
    return call(comm, stream, {Kind::Reduce, send, receive, count, type, op, root});
}

NCCL_API int ncclAllGather(const void* send, void* receive, size_t count, DataType type, Communicator* comm,
                           CUstream stream)
{
    return call(comm, stream, {Kind::AllGather, send, receive, count, type, Sum, 0});
}

NCCL_API int ncclReduceScatter(const void* send, void* receive, size_t count, DataType type, ReduceOp op,
                               Communicator* comm, CUstream stream)
{
    return call(comm, stream, {Kind::ReduceScatter, send, receive, count, type, op, 0});
}
