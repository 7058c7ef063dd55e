// Drivers of other ages, and machines as CUDA_VISIBLE_DEVICES shows them; NVML beside it. Each in a child process.
#include "cuda.h"
#include "test.h"

#include <cstring>

#include <dlfcn.h>
#include <unistd.h>

namespace
{
// The bus of each visible device, which tells which GPU of the machine it is: of four, GPU i is on bus 0x13 - i.
std::string visible()
{
    int count = 0;
    if (CUresult code = cu().cuInit(0)) return "error " + std::to_string(code);
    cu().cuDeviceGetCount(&count);
    std::string text;
    for (int i = 0; i < count; i++)
    {
        int bus;
        cu().cuDeviceGetAttribute(&bus, 33, i);
        text += std::to_string(0x13 - bus);
    }
    return text;
}

void expect_visible(const char* expected)
{
    std::string found = visible();
    report(found == expected, __FILE__, __LINE__, expected, "got " + found);
}
} // namespace

TEST_WITH(all_devices_are_visible_unless_told, "CUDASIM_DEVICES=4") { expect_visible("0123"); }
TEST_WITH(a_list_chooses_and_orders, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=2,0") { expect_visible("20"); }
TEST_WITH(an_invalid_entry_ends_the_list, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=0,2,-1,1") { expect_visible("02"); }
TEST_WITH(an_index_too_large_ends_the_list, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=0,7,1") { expect_visible("0"); }
TEST_WITH(an_empty_list_hides_all, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=") { expect_visible("error 100"); }
TEST_WITH(minus_one_hides_all, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=-1") { expect_visible("error 100"); }
TEST_WITH(a_repeated_device_hides_all, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=1,1") { expect_visible("error 100"); }
TEST_WITH(no_devices, "CUDASIM_DEVICES=0") { expect_visible("error 100"); }

TEST_WITH(devices_are_chosen_by_uuid, "CUDASIM_DEVICES=4")
{
    // The UUID of GPU 2 is known only to the driver: ask it, then see that its prefix finds it in the same list.
    cu().cuInit(0);
    CUuuid uuid;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDeviceGetUuid_v2(&uuid, 2));
    char prefix[16];
    snprintf(prefix, sizeof prefix, "GPU-%02x%02x%02x", uuid.bytes[0], uuid.bytes[1], uuid.bytes[2]);
    std::string command = "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=" + std::string(prefix) + ",0 /proc/"
                          + std::to_string(getpid()) + "/exe " + library_folder + " " + ptx_folder + " only_gpu_2";
    CHECK_EQUAL(0, system(command.c_str()));
}

// Run by the test above; by itself it sees two devices and has nothing to say.
TEST(only_gpu_2)
{
    if (getenv("CUDA_VISIBLE_DEVICES") != nullptr) expect_visible("2"); // "0" is of another kind: it ends the list
}

TEST_WITH(an_older_driver_has_no_newer_functions, "CUDASIM_DRIVER=12020")
{
    int version = 0, status = -1;
    void* function = nullptr;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDriverGetVersion(&version));
    CHECK_EQUAL(12020, version);
    void* library = open_library("libcuda.so.1");
    CHECK(dlsym(library, "cuEventElapsedTime_v2") == nullptr);
    CHECK(dlsym(library, "cuFuncLoad") == nullptr);
    CHECK(dlsym(library, "cuGraphExecUpdate_v2") != nullptr);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGetProcAddress_v2("cuFuncLoad", &function, 13000, 0, &status));
    CHECK(function == nullptr && status == 1);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGetProcAddress_v2("cuMemAlloc", &function, 12000, 0, &status));
    CHECK(function == dlsym(library, "cuMemAlloc_v2") && status == 0);
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuGetProcAddress_v2("cuMemAlloc", &function, 2000, 0, &status));
    CHECK(function == nullptr && status == 2);
}

TEST_WITH(cuda_11_lacks_what_cuda_12_brought, "CUDASIM_DRIVER=11080")
{
    void* library = open_library("libcuda.so.1");
    CHECK(dlsym(library, "cuGetProcAddress_v2") == nullptr);
    CHECK(dlsym(library, "cuGraphExecUpdate_v2") == nullptr);
    CHECK(dlsym(library, "cuLaunchKernelEx") != nullptr);
}

TEST_WITH(a_capability_below_the_ptx_is_refused, "CUDASIM_CAPABILITY=7.0")
{
    setup();
    CUmodule module;
    int major;
    cu().cuDeviceGetAttribute(&major, 75, 0);
    CHECK_EQUAL(7, major);
    CHECK_EQUAL(CUDA_ERROR_NO_BINARY_FOR_GPU,
                cu().cuModuleLoadDataEx(&module, read_ptx("fill").c_str(), 0, nullptr, nullptr));
}

TEST_WITH(nvml_sees_all_devices_in_bus_order, "CUDASIM_DEVICES=4 CUDA_VISIBLE_DEVICES=2 CUDASIM_MEMORY_MB=8")
{
    setup();
    DeviceArray<float> memory(1024);
    void* library = open_library("libnvidia-ml.so.1");
    auto init = reinterpret_cast<int (*)()>(dlsym(library, "nvmlInit_v2"));
    auto count = reinterpret_cast<int (*)(unsigned*)>(dlsym(library, "nvmlDeviceGetCount_v2"));
    auto by_index = reinterpret_cast<int (*)(unsigned, void**)>(dlsym(library, "nvmlDeviceGetHandleByIndex_v2"));
    auto by_bus = reinterpret_cast<int (*)(const char*, void**)>(dlsym(library, "nvmlDeviceGetHandleByPciBusId_v2"));
    auto by_uuid = reinterpret_cast<int (*)(const char*, void**)>(dlsym(library, "nvmlDeviceGetHandleByUUID"));
    auto uuid_of = reinterpret_cast<int (*)(void*, char*, unsigned)>(dlsym(library, "nvmlDeviceGetUUID"));
    auto memory_of = reinterpret_cast<int (*)(void*, uint64_t*)>(dlsym(library, "nvmlDeviceGetMemoryInfo"));
    unsigned devices = 0;
    CHECK_EQUAL(1, count(&devices));
    CHECK_EQUAL(0, init());
    CHECK_EQUAL(0, count(&devices));
    CHECK_EQUAL(4, devices);
    void *first = nullptr, *mine = nullptr, *same = nullptr;
    char bus[32], uuid[96];
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuDeviceGetPCIBusId(bus, 32, 0));
    CHECK_EQUAL(0, by_bus(bus, &mine));
    CHECK_EQUAL(0, by_index(0, &first));
    CHECK(first != mine);
    CHECK_EQUAL(0, by_index(1, &same));
    CHECK(same == mine);
    CHECK_EQUAL(0, uuid_of(mine, uuid, sizeof uuid));
    CHECK_EQUAL(0, by_uuid(uuid, &same));
    CHECK(same == mine && strncmp(uuid, "GPU-", 4) == 0 && strlen(uuid) == 40);
    uint64_t info[3];
    CHECK_EQUAL(0, memory_of(mine, info));
    CHECK_EQUAL(8 << 20, info[0]);
    CHECK_EQUAL(4096, info[2]);
    CHECK_EQUAL(7, uuid_of(mine, uuid, 8));
}
