#include "machine.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cudasim
{
namespace
{
constexpr int FirstBus = 0x10;
constexpr int NoDevice = -1;

std::string trimmed(const std::string& text)
{
    size_t start = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
    return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

// The one GPU whose UUID begins with the text.
int gpu_by_uuid(const std::string& prefix, int count)
{
    int found = NoDevice;
    for (int i = 0; i < count; i++)
    {
        if (strncasecmp(physical_gpu(i, count).uuid_text().c_str(), prefix.c_str(), prefix.size()) != 0) continue;
        if (found != NoDevice) return NoDevice;
        found = i;
    }
    return found;
}

// Leading digits count, as strtoul has it; no digits, or a number too large, is no device.
int gpu_by_index(const std::string& text, int count)
{
    if (text.empty() || text[0] < '0' || text[0] > '9') return NoDevice;
    unsigned long index = strtoul(text.c_str(), nullptr, 10);
    return index < static_cast<unsigned long>(count) ? static_cast<int>(index) : NoDevice;
}
} // namespace

std::string PhysicalGpu::uuid_text() const
{
    std::string text = "GPU-";
    for (int i = 0; i < 16; i++)
    {
        char hex[4];
        snprintf(hex, sizeof hex, "%02x", uuid[i]);
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += hex;
    }
    return text;
}

std::string PhysicalGpu::pci_bus_text() const
{
    char text[16];
    snprintf(text, sizeof text, "0000:%02x:00.0", static_cast<unsigned>(pci_bus) & 0xFF);
    return text;
}

PhysicalGpu physical_gpu(int number, int count)
{
    PhysicalGpu gpu;
    gpu.number = number;
    gpu.name = "Mirrored Simulated GPU";
    gpu.pci_bus = FirstBus + count - 1 - number;
    for (int i = 0; i < 16; i++) gpu.uuid[i] = static_cast<unsigned char>(0x5A + 17 * i + 41 * (number + 1) * (i + 1));
    return gpu;
}

std::vector<int> visible_gpus(const char* variable, int count)
{
    std::vector<int> visible;
    if (variable == nullptr)
    {
        for (int i = 0; i < count; i++) visible.push_back(i);
        return visible;
    }
    std::string list = variable;
    bool by_uuid = trimmed(list).rfind("GPU-", 0) == 0;
    for (size_t start = 0; start <= list.size();)
    {
        size_t end = std::min(list.find(',', start), list.size());
        std::string entry = trimmed(list.substr(start, end - start));
        start = end + 1;
        // The first entry decides the kind; what is no device ends the list.
        bool is_uuid = entry.rfind("GPU-", 0) == 0;
        int gpu = is_uuid != by_uuid ? NoDevice : is_uuid ? gpu_by_uuid(entry, count) : gpu_by_index(entry, count);
        if (gpu == NoDevice) break;
        if (std::find(visible.begin(), visible.end(), gpu) != visible.end())
            return {}; // a repeated device: none at all
        visible.push_back(gpu);
    }
    return visible;
}
} // namespace cudasim
