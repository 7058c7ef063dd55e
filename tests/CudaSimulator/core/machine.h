// The machine that the fake GPUs sit in: what the driver and NVML say of each, the same for both.
#pragma once
#include <string>
#include <vector>

namespace cudasim
{
struct PhysicalGpu
{
    int number; // in CUDA's order, fastest first
    unsigned char uuid[16];
    std::string name;
    int pci_bus; // falls as the number rises: NVML's order, by bus, is the reverse of CUDA's

    std::string uuid_text() const;    // GPU-8-4-4-4-12
    std::string pci_bus_text() const; // dddd:bb:dd.f
};

PhysicalGpu physical_gpu(int number, int count);

// The GPUs that CUDA_VISIBLE_DEVICES lets a process see, in its order (null: not set).
std::vector<int> visible_gpus(const char* variable, int count);
} // namespace cudasim
