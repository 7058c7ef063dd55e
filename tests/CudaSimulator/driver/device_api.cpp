// Initialisation, versions and what is known of a device.
#include "api.h"
#include "stream.h"
#include "../core/faults.h"
#include "../core/machine.h"
#include "../core/settings.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace cudasim;

namespace
{
void add_device(int physical)
{
    auto device = std::make_unique<Device>();
    device->ordinal = static_cast<int>(world().devices.size());
    device->physical = physical;
    device->memory_bytes = settings().memory_bytes;
    device->context.device = device.get();
    device->default_pool = std::make_shared<Pool>();
    device->default_pool->device = device.get();
    device->default_pool->is_default = true;
    device->pool = world().pools.add(device->default_pool);
    world().devices.push_back(std::move(device));
}

PhysicalGpu gpu_of(const Device& device) { return physical_gpu(device.physical, settings().devices); }

int attribute_of(const Device& device, int attribute)
{
    switch (attribute)
    {
        case MAX_THREADS_PER_BLOCK:
        case MAX_BLOCK_DIM_X:
        case MAX_BLOCK_DIM_Y: return 1024;
        case MAX_BLOCK_DIM_Z: return 64;
        case MAX_GRID_DIM_X: return 0x7FFFFFFF;
        case MAX_GRID_DIM_Y:
        case MAX_GRID_DIM_Z: return 65535;
        case MAX_SHARED_MEMORY_PER_BLOCK: return 48 * 1024;
        case TOTAL_CONSTANT_MEMORY: return 64 * 1024;
        case WARP_SIZE: return 32;
        case MAX_REGISTERS_PER_BLOCK:
        case MAX_REGISTERS_PER_MULTIPROCESSOR: return 65536;
        case CLOCK_RATE: return 1000000;
        case MULTIPROCESSOR_COUNT: return 8; // few, so that grid-stride loops make more than one turn
        case MEMORY_CLOCK_RATE: return 1000000;
        case GLOBAL_MEMORY_BUS_WIDTH: return 256;
        case L2_CACHE_SIZE: return 4 << 20;
        case MAX_THREADS_PER_MULTIPROCESSOR: return 2048;
        case ASYNC_ENGINE_COUNT: return 2;
        case MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: return 100 * 1024;
        case MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: return 99 * 1024;
        case MAX_BLOCKS_PER_MULTIPROCESSOR: return 32;
        case PCI_BUS_ID: return gpu_of(device).pci_bus;
        case COMPUTE_CAPABILITY_MAJOR: return settings().capability / 10;
        case COMPUTE_CAPABILITY_MINOR: return settings().capability % 10;
        case CAN_MAP_HOST_MEMORY:
        case CONCURRENT_KERNELS:
        case UNIFIED_ADDRESSING:
        case STREAM_PRIORITIES_SUPPORTED:
        case HOST_REGISTER_SUPPORTED:
        case MEMORY_POOLS_SUPPORTED: return 1;
        default: return 0;
    }
}
} // namespace

CUDASIM_API(2000, cuInit, unsigned flags)
{
    ENTER(cuInit, NeedsNothing);
    if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
    if (world().initialised) return CUDA_SUCCESS;
    std::string why;
    if (!set_faults(settings().faults.c_str(), why))
    {
        log_message(0, "%s", why.c_str());
        return CUDA_ERROR_INVALID_VALUE;
    }
    std::vector<int> visible = visible_gpus(getenv("CUDA_VISIBLE_DEVICES"), settings().devices);
    if (visible.empty()) return refuse(CUDA_ERROR_NO_DEVICE, "no device is visible");
    for (int physical : visible) add_device(physical);
    world().initialised = true;
    return CUDA_SUCCESS;
}

CUDASIM_API(2020, cuDriverGetVersion, int* version)
{
    ENTER(cuDriverGetVersion, NeedsNothing);
    if (version == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *version = settings().driver_version;
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuDeviceGetCount, int* count)
{
    ENTER(cuDeviceGetCount, NeedsInit);
    if (count == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *count = static_cast<int>(world().devices.size());
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuDeviceGet, CUdevice* out, int ordinal)
{
    ENTER(cuDeviceGet, NeedsInit);
    if (out == nullptr) return CUDA_ERROR_INVALID_VALUE;
    if (find_device(ordinal) == nullptr) return refuse(CUDA_ERROR_INVALID_DEVICE, "there is no device %d", ordinal);
    *out = ordinal;
    return CUDA_SUCCESS;
}

// A function that asks something of a device given by its number.
#define FIND_DEVICE(number)                                                                                            \
    Device* device = find_device(number);                                                                              \
    if (device == nullptr) return refuse(CUDA_ERROR_INVALID_DEVICE, "there is no device %d", number)

CUDASIM_API(2000, cuDeviceGetName, char* name, int length, CUdevice number)
{
    ENTER(cuDeviceGetName, NeedsInit);
    FIND_DEVICE(number);
    if (name == nullptr || length <= 0) return CUDA_ERROR_INVALID_VALUE;
    snprintf(name, static_cast<size_t>(length), "%s", gpu_of(*device).name.c_str());
    return CUDA_SUCCESS;
}

CUDASIM_API(11040, cuDeviceGetUuid_v2, CUuuid* uuid, CUdevice number)
{
    ENTER(cuDeviceGetUuid_v2, NeedsInit);
    FIND_DEVICE(number);
    if (uuid == nullptr) return CUDA_ERROR_INVALID_VALUE;
    memcpy(uuid->bytes, gpu_of(*device).uuid, sizeof uuid->bytes);
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuDeviceGetAttribute, int* value, int attribute, CUdevice number)
{
    ENTER(cuDeviceGetAttribute, NeedsInit);
    FIND_DEVICE(number);
    if (value == nullptr || attribute <= 0 || attribute > CU_DEVICE_ATTRIBUTE_LAST_KNOWN)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%d is no device attribute", attribute);
    *value = attribute_of(*device, attribute);
    return CUDA_SUCCESS;
}

CUDASIM_API(3020, cuDeviceTotalMem_v2, size_t* bytes, CUdevice number)
{
    ENTER(cuDeviceTotalMem_v2, NeedsInit);
    FIND_DEVICE(number);
    if (bytes == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *bytes = device->memory_bytes;
    return CUDA_SUCCESS;
}

CUDASIM_API(4010, cuDeviceGetPCIBusId, char* text, int length, CUdevice number)
{
    ENTER(cuDeviceGetPCIBusId, NeedsInit);
    FIND_DEVICE(number);
    std::string id = gpu_of(*device).pci_bus_text();
    if (text == nullptr || length <= static_cast<int>(id.size())) return CUDA_ERROR_INVALID_VALUE;
    snprintf(text, static_cast<size_t>(length), "%s", id.c_str());
    return CUDA_SUCCESS;
}

CUDASIM_API(4010, cuDeviceGetByPCIBusId, CUdevice* out, const char* text)
{
    ENTER(cuDeviceGetByPCIBusId, NeedsInit);
    if (out == nullptr || text == nullptr) return CUDA_ERROR_INVALID_VALUE;
    for (const auto& device : world().devices)
    {
        if (gpu_of(*device).pci_bus_text() != text) continue;
        *out = device->ordinal;
        return CUDA_SUCCESS;
    }
    return refuse(CUDA_ERROR_INVALID_DEVICE, "no visible device is at %s", text);
}

bool cudasim::are_peers(int one, int other)
{
    int group = settings().peers;
    return group == 0 || one / group == other / group;
}

CUDASIM_API(4000, cuDeviceCanAccessPeer, int* can, CUdevice number, CUdevice peer)
{
    ENTER(cuDeviceCanAccessPeer, NeedsInit);
    FIND_DEVICE(number);
    if (find_device(peer) == nullptr) return CUDA_ERROR_INVALID_DEVICE;
    if (can == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *can = device->ordinal != peer && are_peers(device->ordinal, peer) ? 1 : 0;
    return CUDA_SUCCESS;
}

CUDASIM_API(8000, cuDeviceGetP2PAttribute, int* value, int attribute, CUdevice number, CUdevice peer)
{
    ENTER(cuDeviceGetP2PAttribute, NeedsInit);
    FIND_DEVICE(number);
    if (find_device(peer) == nullptr || device->ordinal == peer) return CUDA_ERROR_INVALID_DEVICE;
    if (value == nullptr || attribute < 1 || attribute > 5) return CUDA_ERROR_INVALID_VALUE;
    *value = attribute == 2 || attribute == 3 ? 1 : 0;
    return CUDA_SUCCESS;
}
