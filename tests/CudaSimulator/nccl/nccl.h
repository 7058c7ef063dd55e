// What NCCL's communicators hold here, and the numbers of its interface.
#pragma once
#include "../driver/services.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace nccl
{
enum Result : int
{
    Success = 0,
    UnhandledCudaError = 1,
    SystemError = 2,
    InternalError = 3,
    InvalidArgument = 4,
    InvalidUsage = 5,
    RemoteError = 6,
    InProgress = 7,
};

enum DataType : int
{
    Int8 = 0,
    Uint8 = 1,
    Int32 = 2,
    Uint32 = 3,
    Int64 = 4,
    Uint64 = 5,
    Float16 = 6,
    Float32 = 7,
    Float64 = 8,
    Bfloat16 = 9,
    DataTypes = 10,
};

enum ReduceOp : int
{
    Sum = 0,
    Prod = 1,
    Max = 2,
    Min = 3,
    Avg = 4,
    ReduceOps = 5,
};

enum class Kind
{
    AllReduce,
    Broadcast,
    Reduce,
    AllGather,
    ReduceScatter,
};

const char* name_of(Kind kind);
const char* name_of(DataType type);
size_t size_of(DataType type);

struct UniqueId
{
    char bytes[128];
};

constexpr int Undefined = INT32_MIN; // an integer of the configuration that was not set
constexpr unsigned ConfigMagic = 0xCAFEBEEF;

// ncclConfig_t up to 2.18; later fields are ignored, as the library may.
struct Config
{
    size_t size;
    unsigned magic, version;
    int blocking, cluster_size, min_ctas, max_ctas;
    const char* net_name;
    int split_share;
};

// One rank's part of a collective. `count` is what the call was given: of all elements, or of one rank's share where
// the collective gathers or scatters.
struct Collective
{
    Kind kind;
    const void* send;
    void* receive;
    size_t count;
    DataType type;
    ReduceOp op;
    int root;

    bool agrees_with(const Collective& other) const;
};

// A collective at which ranks have arrived.
struct Meeting
{
    std::vector<const Collective*> parts; // by rank; null: not there yet
    int arrived = 0, left = 0;
    bool done = false, dead = false;
};

struct Communicator;

// The ranks that share a unique id.
struct Clique
{
    std::mutex lock;
    std::condition_variable changed;
    std::vector<std::shared_ptr<Communicator>> members; // by rank
    int joined = 0, finalized = 0;
    std::map<uint64_t, Meeting> meetings; // by sequence number
};

struct Communicator
{
    std::shared_ptr<Clique> clique;
    int rank = 0, size = 0, device = -1;
    bool blocking = true;
    bool finalizing = false; // or done with that
    void* memory = nullptr;
    std::mutex lock; // guards the next three
    bool connected = false, connecting = false;
    uint64_t issued = 0;                                                            // collectives so far
    std::vector<std::function<int(const std::shared_ptr<Communicator>&)>> deferred; // until there are connections
    std::atomic<int> state{InProgress};                                             // what ncclCommGetAsyncError says
    std::atomic<bool> aborted{false}, entered{false};
    std::atomic<int> outstanding{0}; // collectives that have not completed

    void fail(int code) { state = code; }
};

using Comm = std::shared_ptr<Communicator>;

// The communicator of a handle; null for one that was destroyed or never was one.
Comm find(Communicator* handle);
void add(const Comm& comm);
void remove(Communicator* handle);

// Queues a collective on the stream of its rank.
int submit(const Comm& comm, CUstream stream, const Collective& collective);

// Computes a collective from all parts, in rank order, and writes every rank's result.
void compute(const std::vector<const Collective*>& parts);

// Inside a group: calls happen at its end, and what waits for other ranks behind all of them.
bool in_group();
void defer(std::function<int()> call);
void defer_wait(std::function<int()> wait);

// Says why a call is refused and passes the code on; level 1 for what is a bug of the caller's.
int refuse(int level, Result result, const char* format, ...) __attribute__((format(printf, 3, 4)));

// A call that takes a communicator: one thread at a time may be inside. As the library may leave any device current,
// the thread has no current context afterwards.
class Entry
{
  public:
    explicit Entry(Communicator* handle, const char* function);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    Comm comm;
    int refusal = Success;
};
} // namespace nccl

#define NCCL_API extern "C" __attribute__((visibility("default")))

// The first statement of every exported function.
#define ENTER_NCCL(name)                                                                                               \
    if (int planted = cudasim::enter_library_call(name, nccl::InternalError)) return planted
