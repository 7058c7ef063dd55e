// All objects that exist, and the lock that guards them. Handles are the objects' addresses, looked up in tables: one
// that was destroyed, or never was one, is found out.
#pragma once
#include "abi.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cudasim
{
struct Device;

// A device's primary context.
struct Context
{
    Device* device = nullptr;
    int references = 0;
    unsigned flags = 0;
    std::set<const Context*> peers; // whose memory this context may access
    std::shared_ptr<Stream> legacy; // stream handles 0 and 1
};

struct Pool
{
    Device* device = nullptr;
    uint64_t release_threshold = 0;
    size_t used_high = 0;
    std::set<int> readers; // other devices with access
    bool is_default = false;
};

struct Device
{
    int ordinal = 0;  // among the visible ones
    int physical = 0; // in the machine, in CUDA's order
    size_t memory_bytes = 0;
    Context context;
    std::shared_ptr<Pool> default_pool;
    Pool* pool = nullptr; // the current one
    std::vector<std::shared_ptr<Pool>> retired_pools;
    std::atomic<int> sticky{0};            // the error that every later call returns
    std::atomic<bool> tearing_down{false}; // the context goes: work that waits is dropped, kernels that hang are let go
    std::atomic<int> pending_work{0};      // pieces of work queued or running on any stream, destroyed ones included

    bool is_broken() const { return sticky != 0 || tearing_down; }
};

template <class T> class HandleTable
{
  public:
    T* add(std::shared_ptr<T> object)
    {
        T* handle = object.get();
        objects_[handle] = std::move(object);
        return handle;
    }

    std::shared_ptr<T> find(T* handle) const
    {
        auto entry = objects_.find(handle);
        return entry == objects_.end() ? nullptr : entry->second;
    }

    bool remove(T* handle) { return objects_.erase(handle) != 0; }

    template <class Condition> std::vector<std::shared_ptr<T>> remove_if(Condition condition)
    {
        std::vector<std::shared_ptr<T>> removed;
        for (auto entry = objects_.begin(); entry != objects_.end();)
        {
            if (condition(*entry->second))
            {
                removed.push_back(entry->second);
                entry = objects_.erase(entry);
            }
            else ++entry;
        }
        return removed;
    }

    size_t count() const { return objects_.size(); }
    const std::unordered_map<T*, std::shared_ptr<T>>& all() const { return objects_; }

  private:
    std::unordered_map<T*, std::shared_ptr<T>> objects_;
};

// Everything; one instance, never destroyed, because worker threads outlive main.
struct World
{
    std::recursive_mutex lock; // held by every API function, except while it waits
    bool initialised = false;
    std::vector<std::unique_ptr<Device>> devices;
    HandleTable<Stream> streams;
    HandleTable<Event> events;
    HandleTable<Module> modules;
    HandleTable<Function> functions;
    HandleTable<Graph> graphs;
    HandleTable<GraphExec> execs;
    HandleTable<Pool> pools;
};

World& world();

// The calling thread's current context; null for none.
Context*& current_context();

// Null when the handle is none of a retained primary context.
Context* find_context(CUcontext handle);

// A device by the number that cuDeviceGet gives; null for none.
Device* find_device(CUdevice device);
bool are_peers(int one, int other); // the numbers of two GPUs that reach each other's memory

// What exists now, as a JSON object.
std::string live_json();
} // namespace cudasim
