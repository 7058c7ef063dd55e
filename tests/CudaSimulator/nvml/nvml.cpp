// NVML over the simulated machine: all GPUs, whatever CUDA_VISIBLE_DEVICES says, in the order of their buses.
#include "../driver/services.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace
{
enum Return : int
{
    Success = 0,
    Uninitialized = 1,
    InvalidArgument = 2,
    NotSupported = 3,
    NotFound = 6,
    InsufficientSize = 7,
    ArgumentVersionMismatch = 25,
    Unknown = 999,
};

int initialisations;

struct Gpu
{
    int number; // in CUDA's order
    int bus;
    std::string name, uuid, pci_bus;
};

Gpu gpu(int number)
{
    Gpu g{number, 0, "", "", ""};
    cudasim::gpu_identity(number, g.name, g.uuid, g.pci_bus, g.bus);
    return g;
}

// The GPU with the index-th smallest bus.
int number_of_index(unsigned index)
{
    int count = cudasim::machine_gpu_count();
    for (int i = 0; i < count; i++)
    {
        unsigned before = 0;
        for (int j = 0; j < count; j++) before += gpu(j).bus < gpu(i).bus ? 1 : 0;
        if (before == index) return i;
    }
    return -1;
}

// Handles are the numbers plus one: never null.
void* handle_of(int number) { return reinterpret_cast<void*>(static_cast<intptr_t>(number + 1)); }

int number_of(void* handle)
{
    auto number = reinterpret_cast<intptr_t>(handle) - 1;
    return number >= 0 && number < cudasim::machine_gpu_count() ? static_cast<int>(number) : -1;
}

int give_text(const std::string& text, char* out, unsigned length)
{
    if (out == nullptr) return InvalidArgument;
    if (length <= text.size()) return InsufficientSize;
    snprintf(out, length, "%s", text.c_str());
    return Success;
}

template <class T> int give(T* out, T value)
{
    if (out == nullptr) return InvalidArgument;
    *out = value;
    return Success;
}

struct Utilization
{
    unsigned gpu, memory;
};

struct Memory
{
    uint64_t total, free, used;
};

struct MemoryV2
{
    unsigned version;
    uint64_t total, reserved, free, used;
};
static_assert(sizeof(MemoryV2) == 40);
constexpr unsigned MemoryV2Version = 0x02000028;

struct Temperature
{
    unsigned version, sensor;
    int celsius;
};
constexpr unsigned TemperatureVersion = 0x0100000C;

struct PciInfo
{
    char bus_id_legacy[16];
    unsigned domain, bus, device, device_id, subsystem_id;
    char bus_id[32];
};
static_assert(sizeof(PciInfo) == 68);

struct Process
{
    unsigned pid;
    uint64_t used;
    unsigned gpu_instance, compute_instance;
};
static_assert(sizeof(Process) == 24);

// Where the ways of two GPUs meet.
constexpr int SameDevice = 0;
constexpr int OneSwitch = 10;
constexpr int HostBridge = 30;

constexpr int NvLink = 2;
constexpr int P2pNotSupported = 5;
constexpr int Celsius = 40;
} // namespace

#define NVML_API extern "C" __attribute__((visibility("default"))) int

// The first statement of functions that work at any time, and of those that need nvmlInit, and a device.
#define ENTER_NVML(name)                                                                                               \
    if (int planted = cudasim::enter_library_call(name, Unknown)) return planted
#define ENTER_INITIALISED(name)                                                                                        \
    ENTER_NVML(name);                                                                                                  \
    if (initialisations == 0) return Uninitialized
#define ENTER_DEVICE(name, handle)                                                                                     \
    ENTER_INITIALISED(name);                                                                                           \
    if (number_of(handle) < 0) return InvalidArgument;                                                                 \
    const Gpu device = gpu(number_of(handle))

NVML_API nvmlInit_v2()
{
    ENTER_NVML("nvmlInit_v2");
    initialisations++;
    return Success;
}

NVML_API nvmlShutdown()
{
    ENTER_INITIALISED("nvmlShutdown");
    initialisations--;
    return Success;
}

extern "C" __attribute__((visibility("default"))) const char* nvmlErrorString(int code)
{
    switch (code)
    {
        case Success: return "Success";
        case Uninitialized: return "Uninitialized";
        case InvalidArgument: return "Invalid Argument";
        case NotSupported: return "Not Supported";
        case NotFound: return "Not Found";
        case InsufficientSize: return "Insufficient Size";
        case ArgumentVersionMismatch: return "Argument version mismatch";
        default: return "Unknown Error";
    }
}

NVML_API nvmlSystemGetDriverVersion(char* out, unsigned length)
{
    ENTER_INITIALISED("nvmlSystemGetDriverVersion");
    // The driver branches that came with CUDA 11, 12 and 13.
    int major = cudasim::driver_version() / 1000;
    return give_text(major >= 13 ? "580.65.06" : major == 12 ? "525.60.13" : "450.36.06", out, length);
}

NVML_API nvmlSystemGetNVMLVersion(char* out, unsigned length)
{
    ENTER_INITIALISED("nvmlSystemGetNVMLVersion");
    return give_text(std::to_string(cudasim::driver_version() / 1000) + ".0", out, length);
}

NVML_API nvmlSystemGetCudaDriverVersion_v2(int* version)
{
    ENTER_NVML("nvmlSystemGetCudaDriverVersion_v2");
    return give(version, cudasim::driver_version());
}

NVML_API nvmlDeviceGetCount_v2(unsigned* count)
{
    ENTER_INITIALISED("nvmlDeviceGetCount_v2");
    return give(count, static_cast<unsigned>(cudasim::machine_gpu_count()));
}

NVML_API nvmlDeviceGetHandleByIndex_v2(unsigned index, void** out)
{
    ENTER_INITIALISED("nvmlDeviceGetHandleByIndex_v2");
    int number = number_of_index(index);
    return number < 0 ? InvalidArgument : give(out, handle_of(number));
}

NVML_API nvmlDeviceGetHandleByPciBusId_v2(const char* text, void** out)
{
    ENTER_INITIALISED("nvmlDeviceGetHandleByPciBusId_v2");
    if (text == nullptr) return InvalidArgument;
    unsigned domain = 0, bus = 0, slot = 0;
    if (sscanf(text, "%x:%x:%x", &domain, &bus, &slot) != 3 && sscanf(text, "%x:%x", &bus, &slot) != 2)
        return InvalidArgument;
    for (int i = 0; i < cudasim::machine_gpu_count(); i++)
        if (domain == 0 && static_cast<unsigned>(gpu(i).bus) == bus) return give(out, handle_of(i));
    return NotFound;
}

NVML_API nvmlDeviceGetHandleByUUID(const char* uuid, void** out)
{
    ENTER_INITIALISED("nvmlDeviceGetHandleByUUID");
    if (uuid == nullptr) return InvalidArgument;
    for (int i = 0; i < cudasim::machine_gpu_count(); i++)
        if (gpu(i).uuid == uuid) return give(out, handle_of(i));
    return NotFound;
}

NVML_API nvmlDeviceGetName(void* handle, char* out, unsigned length)
{
    ENTER_DEVICE("nvmlDeviceGetName", handle);
    return give_text(device.name, out, length);
}

NVML_API nvmlDeviceGetUUID(void* handle, char* out, unsigned length)
{
    ENTER_DEVICE("nvmlDeviceGetUUID", handle);
    return give_text(device.uuid, out, length);
}

NVML_API nvmlDeviceGetPciInfo_v3(void* handle, PciInfo* out)
{
    ENTER_DEVICE("nvmlDeviceGetPciInfo_v3", handle);
    if (out == nullptr) return InvalidArgument;
    *out = PciInfo{};
    out->bus = static_cast<unsigned>(device.bus);
    snprintf(out->bus_id_legacy, sizeof out->bus_id_legacy, "%s", device.pci_bus.c_str());
    snprintf(out->bus_id, sizeof out->bus_id, "0000%s", device.pci_bus.c_str());
    return Success;
}

NVML_API nvmlDeviceGetUtilizationRates(void* handle, Utilization* out)
{
    ENTER_DEVICE("nvmlDeviceGetUtilizationRates", handle);
    unsigned busy = cudasim::gpu_is_busy(device.number) ? 100 : 0;
    return give(out, Utilization{busy, busy / 2});
}

NVML_API nvmlDeviceGetMemoryInfo(void* handle, Memory* out)
{
    ENTER_DEVICE("nvmlDeviceGetMemoryInfo", handle);
    uint64_t total = cudasim::gpu_memory_bytes(), used = cudasim::gpu_memory_used(device.number);
    return give(out, Memory{total, total - used, used});
}

NVML_API nvmlDeviceGetMemoryInfo_v2(void* handle, MemoryV2* out)
{
    ENTER_DEVICE("nvmlDeviceGetMemoryInfo_v2", handle);
    if (out == nullptr) return InvalidArgument;
    if (out->version != MemoryV2Version) return ArgumentVersionMismatch;
    uint64_t total = cudasim::gpu_memory_bytes(), used = cudasim::gpu_memory_used(device.number);
    return give(out, MemoryV2{MemoryV2Version, total, 0, total - used, used});
}

NVML_API nvmlDeviceGetTemperature(void* handle, int sensor, unsigned* out)
{
    ENTER_DEVICE("nvmlDeviceGetTemperature", handle);
    return sensor != 0 ? InvalidArgument : give(out, static_cast<unsigned>(Celsius + device.number));
}

NVML_API nvmlDeviceGetTemperatureV(void* handle, Temperature* out)
{
    ENTER_DEVICE("nvmlDeviceGetTemperatureV", handle);
    if (out == nullptr || out->sensor != 0) return InvalidArgument;
    if (out->version != TemperatureVersion) return ArgumentVersionMismatch;
    out->celsius = Celsius + device.number;
    return Success;
}

NVML_API nvmlDeviceGetPowerUsage(void* handle, unsigned* milliwatts)
{
    ENTER_DEVICE("nvmlDeviceGetPowerUsage", handle);
    return give(milliwatts, 100000u);
}

// As on many cards: what is not offered is 3, and nothing to worry about.
NVML_API nvmlDeviceGetTotalEnergyConsumption(void* handle, uint64_t*)
{
    ENTER_DEVICE("nvmlDeviceGetTotalEnergyConsumption", handle);
    return NotSupported;
}

NVML_API nvmlDeviceGetTotalEccErrors(void* handle, int, int, uint64_t*)
{
    ENTER_DEVICE("nvmlDeviceGetTotalEccErrors", handle);
    return NotSupported;
}

NVML_API nvmlDeviceGetClockInfo(void* handle, int type, unsigned* mhz)
{
    ENTER_DEVICE("nvmlDeviceGetClockInfo", handle);
    return type < 0 || type > 2 ? InvalidArgument : give(mhz, 1000u);
}

NVML_API nvmlDeviceGetIndex(void* handle, unsigned* index)
{
    ENTER_DEVICE("nvmlDeviceGetIndex", handle);
    for (unsigned i = 0; i < static_cast<unsigned>(cudasim::machine_gpu_count()); i++)
        if (number_of_index(i) == device.number) return give(index, i);
    return Unknown;
}

// Only this process is known; it counts where it holds memory.
NVML_API nvmlDeviceGetComputeRunningProcesses_v3(void* handle, unsigned* count, Process* out)
{
    ENTER_DEVICE("nvmlDeviceGetComputeRunningProcesses_v3", handle);
    if (count == nullptr) return InvalidArgument;
    uint64_t used = cudasim::gpu_memory_used(device.number);
    unsigned room = *count;
    *count = used > 0 ? 1 : 0;
    if (room < *count) return InsufficientSize;
    if (*count > 0) *out = Process{static_cast<unsigned>(getpid()), used, 0xFFFFFFFF, 0xFFFFFFFF};
    return Success;
}

// Two GPUs to a switch, all switches at one processor, no NVLink.
NVML_API nvmlDeviceGetTopologyCommonAncestor(void* first, void* second, int* level)
{
    ENTER_DEVICE("nvmlDeviceGetTopologyCommonAncestor", first);
    int other = number_of(second);
    if (other < 0) return InvalidArgument;
    return give(level, other == device.number ? SameDevice : other / 2 == device.number / 2 ? OneSwitch : HostBridge);
}

NVML_API nvmlDeviceGetP2PStatus(void* first, void* second, int capability, int* status)
{
    ENTER_DEVICE("nvmlDeviceGetP2PStatus", first);
    if (number_of(second) < 0) return InvalidArgument;
    return give(status, capability == NvLink ? P2pNotSupported : 0);
}
