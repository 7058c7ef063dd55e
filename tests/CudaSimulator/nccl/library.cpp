// Version, errors, unique ids, and the table of communicators.
#include "nccl.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unordered_map>

namespace nccl
{
namespace
{
constexpr int DefaultVersion = 22703;

struct Library
{
    std::mutex lock;
    std::unordered_map<Communicator*, Comm> communicators;
    char last_error[512] = "";
};

Library& library()
{
    static Library* instance = new Library;
    return *instance;
}
} // namespace

const char* name_of(Kind kind)
{
    switch (kind)
    {
        case Kind::AllReduce: return "ncclAllReduce";
        case Kind::Broadcast: return "ncclBroadcast";
        case Kind::Reduce: return "ncclReduce";
        case Kind::AllGather: return "ncclAllGather";
        default: return "ncclReduceScatter";
    }
}

const char* name_of(DataType type)
{
    static const char* const names[] = {"int8",   "uint8",   "int32",   "uint32",  "int64",
                                        "uint64", "float16", "float32", "float64", "bfloat16"};
    return names[type];
}

size_t size_of(DataType type)
{
    static const size_t sizes[] = {1, 1, 4, 4, 8, 8, 2, 4, 8, 2};
    return sizes[type];
}

Comm find(Communicator* handle)
{
    std::lock_guard<std::mutex> guard(library().lock);
    auto entry = library().communicators.find(handle);
    return entry != library().communicators.end() ? entry->second : nullptr;
}

void add(const Comm& comm)
{
    std::lock_guard<std::mutex> guard(library().lock);
    library().communicators[comm.get()] = comm;
}

void remove(Communicator* handle)
{
    std::lock_guard<std::mutex> guard(library().lock);
    library().communicators.erase(handle);
}

int refuse(int level, Result result, const char* format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    cudasim::library_log(level, (std::string("NCCL result ") + std::to_string(result) + ": " + text).c_str());
    std::lock_guard<std::mutex> guard(library().lock);
    memcpy(library().last_error, text, sizeof text);
    return result;
}

Entry::Entry(Communicator* handle, const char* function)
{
    Comm found = find(handle);
    if (found == nullptr)
        refusal =
            refuse(1, InvalidArgument, "%s: %p is no communicator, or no more", function, static_cast<void*>(handle));
    else if (found->entered.exchange(true))
        refusal =
            refuse(1, InvalidUsage, "%s: another thread is in a call on rank %d's communicator", function, found->rank);
    else comm = found;
}

Entry::~Entry()
{
    if (comm != nullptr) comm->entered = false;
    cudasim::forget_current_context();
}
} // namespace nccl

using namespace nccl;

NCCL_API int ncclGetVersion(int* version)
{
    ENTER_NCCL("ncclGetVersion");
    if (version == nullptr) return InvalidArgument;
    const char* other = getenv("CUDASIM_NCCL_VERSION");
    *version = other != nullptr && *other != 0 ? atoi(other) : DefaultVersion;
    return Success;
}

NCCL_API int ncclGetUniqueId(UniqueId* id)
{
    ENTER_NCCL("ncclGetUniqueId");
    if (id == nullptr) return InvalidArgument;
    static std::atomic<uint64_t> next{1};
    uint64_t number = next++;
    memset(id->bytes, 0x5A, sizeof id->bytes);
    memcpy(id->bytes, &number, sizeof number);
    return Success;
}

NCCL_API const char* ncclGetErrorString(int result)
{
    static const char* const texts[] = {"no error",
                                        "unhandled cuda error (run with NCCL_DEBUG=INFO for details)",
                                        "unhandled system error (run with NCCL_DEBUG=INFO for details)",
                                        "internal error - please report this issue to the NCCL developers",
                                        "invalid argument (run with NCCL_DEBUG=WARN for details)",
                                        "invalid usage (run with NCCL_DEBUG=WARN for details)",
                                        "remote process exited or there was a network error",
                                        "NCCL operation in progress"};
    return result >= Success && result <= InProgress ? texts[result] : "unknown result code";
}

// Of any communicator: the text may be of an earlier failure.
NCCL_API const char* ncclGetLastError(Communicator*)
{
    std::lock_guard<std::mutex> guard(library().lock);
    return library().last_error;
}
