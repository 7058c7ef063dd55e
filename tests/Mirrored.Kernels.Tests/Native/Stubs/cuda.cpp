// A driver that answers as told by the environment, so that the bindings can be tested without a GPU or the simulator.
//   STUB_VERSION=12000        what cuDriverGetVersion tells (13000)
//   STUB_FAIL=cuName:code[:n] that function returns that code, from its n-th call on
//   STUB_UNSUPPORTED=cuName   cuGetProcAddress does not know that function
// Every call is noted; stub_calls tells them, separated by blanks. Memory is host memory, work is done at once.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

static std::mutex gate;
static std::string calls;
static thread_local std::vector<void*> contexts{nullptr};

static int call(const char* name) {
    std::lock_guard<std::mutex> lock(gate);
    calls += name;
    calls += ' ';
    const char* fail = getenv("STUB_FAIL");
    size_t length = strlen(name);
    if (!fail || strncmp(fail, name, length) || fail[length] != ':') return 0;
    int code = 0, from = 1;
    sscanf(fail + length + 1, "%d:%d", &code, &from);
    static int times = 0;
    return ++times >= from ? code : 0;
}

#define CALL if (int status = call(__func__)) return status
#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT const char* stub_calls() { return calls.c_str(); }

EXPORT int cuInit(unsigned) {
    CALL;
    const char* visible = getenv("CUDA_VISIBLE_DEVICES");
    return visible && !*visible ? 100 : 0;
}
EXPORT int cuDriverGetVersion(int* version) {
    CALL;
    const char* told = getenv("STUB_VERSION");
    *version = told ? atoi(told) : 13000;
    return 0;
}
EXPORT int cuGetErrorString(int code, const char** text) {
    CALL;
    static char words[40];
    snprintf(words, sizeof words, "the stub's words for %d", code);
    *text = words;
    return 0;
}
EXPORT int cuDeviceGetCount(int* count) {
    CALL;
    // One entry, one device: enough to see that the variable arrived.
    const char* visible = getenv("CUDA_VISIBLE_DEVICES");
    *count = 2;
    if (visible) {
        *count = 1;
        for (const char* c = visible; *c; c++) *count += *c == ',';
    }
    return 0;
}
EXPORT int cuDeviceGet(int* device, int ordinal) { CALL; *device = ordinal; return ordinal < 2 ? 0 : 101; }
EXPORT int cuDeviceGetName(char* name, int length, int device) { CALL; snprintf(name, length, "Stub %d", device); return 0; }
EXPORT int cuDeviceGetUuid_v2(char* uuid, int device) { CALL; memset(uuid, 0xA0 + device, 16); return 0; }
EXPORT int cuDeviceGetPCIBusId(char* id, int length, int device) { CALL; snprintf(id, length, "0000:0%d:00.0", device); return 0; }
EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int) { CALL; *bytes = size_t{3} << 30; return 0; }
EXPORT int cuDeviceGetAttribute(int* value, int attribute, int) {
    CALL;
    *value = attribute == 75 ? 8 : attribute == 76 ? 6 : attribute == 16 ? 48 : 1;
    return 0;
}
EXPORT int cuDeviceCanAccessPeer(int* can, int a, int b) { CALL; *can = a != b; return 0; }
EXPORT int cuCtxEnablePeerAccess(void*, unsigned) { CALL; return 0; }

EXPORT int cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { CALL; return 0; }
EXPORT int cuDevicePrimaryCtxRetain(void** context, int device) { CALL; *context = (void*)(intptr_t)(device + 1); return 0; }
EXPORT int cuDevicePrimaryCtxRelease_v2(int) { CALL; return 0; }
EXPORT int cuCtxSetCurrent(void* context) { CALL; contexts.back() = context; return 0; }
EXPORT int cuCtxPushCurrent_v2(void* context) { CALL; contexts.push_back(context); return 0; }
EXPORT int cuCtxPopCurrent_v2(void** context) { CALL; *context = contexts.back(); contexts.pop_back(); return 0; }
EXPORT int cuCtxSynchronize() { CALL; return 0; }
EXPORT int cuCtxGetStreamPriorityRange(int* least, int* greatest) { CALL; *least = 0; *greatest = -5; return 0; }

EXPORT int cuMemGetInfo_v2(size_t* free, size_t* total) { CALL; *free = 1000; *total = 3000; return contexts.back() ? 0 : 201; }
EXPORT int cuMemAlloc_v2(uint64_t* address, size_t bytes) { CALL; *address = (uint64_t)malloc(bytes); return contexts.back() ? 0 : 201; }
EXPORT int cuMemFree_v2(uint64_t address) { CALL; free((void*)address); return contexts.back() ? 0 : 201; }
EXPORT int cuMemHostAlloc(void** address, size_t bytes, unsigned) { CALL; *address = malloc(bytes); return contexts.back() ? 0 : 201; }
EXPORT int cuMemFreeHost(void* address) { CALL; free(address); return contexts.back() ? 0 : 201; }
EXPORT int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t n, void*) { CALL; memcpy((void*)to, from, n); return 0; }
EXPORT int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t n, void*) { CALL; memcpy(to, (void*)from, n); return 0; }
EXPORT int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t n, void*) { CALL; memcpy((void*)to, (void*)from, n); return 0; }
EXPORT int cuMemcpyPeerAsync(uint64_t to, void*, uint64_t from, void*, size_t n, void*) { CALL; memcpy((void*)to, (void*)from, n); return 0; }
EXPORT int cuMemsetD8Async(uint64_t to, unsigned char value, size_t n, void*) { CALL; memset((void*)to, value, n); return 0; }
EXPORT int cuMemsetD32Async(uint64_t to, unsigned value, size_t n, void*) { CALL; for (size_t i = 0; i < n; i++) ((unsigned*)to)[i] = value; return 0; }

EXPORT int cuStreamCreateWithPriority(void** stream, unsigned flags, int) { CALL; *stream = malloc(1); return flags == 1 && contexts.back() ? 0 : 201; }
EXPORT int cuStreamDestroy_v2(void* stream) { CALL; free(stream); return contexts.back() ? 0 : 201; }
EXPORT int cuStreamSynchronize(void*) { CALL; return 0; }
EXPORT int cuStreamQuery(void*) { CALL; return 0; }
EXPORT int cuStreamWaitEvent(void*, void*, unsigned) { CALL; return 0; }
EXPORT int cuStreamBeginCapture_v2(void*, int mode) { CALL; return mode == 1 ? 0 : 1; }
EXPORT int cuStreamIsCapturing(void*, int* status) { CALL; *status = 1; return 0; }
EXPORT int cuStreamEndCapture(void*, void** graph) { CALL; *graph = malloc(1); return 0; }
EXPORT int cuGraphGetNodes(void*, void**, size_t* count) { CALL; *count = 3; return 0; }
EXPORT int cuGraphInstantiateWithFlags(void** exec, void*, uint64_t) { CALL; *exec = malloc(1); return 0; }
EXPORT int cuGraphLaunch(void*, void*) { CALL; return 0; }
EXPORT int cuGraphUpload(void*, void*) { CALL; return 0; }
EXPORT int cuGraphExecDestroy(void* exec) { CALL; free(exec); return 0; }
EXPORT int cuGraphDestroy(void* graph) { CALL; free(graph); return 0; }
static int cuGraphExecUpdate_v2(void*, void*, void*) { CALL; return 0; }

EXPORT int cuEventCreate(void** event, unsigned) { CALL; *event = malloc(1); return contexts.back() ? 0 : 201; }
EXPORT int cuEventDestroy_v2(void* event) { CALL; free(event); return contexts.back() ? 0 : 201; }
EXPORT int cuEventRecord(void*, void*) { CALL; return 0; }
EXPORT int cuEventSynchronize(void*) { CALL; return 0; }
EXPORT int cuEventQuery(void*) { CALL; return 0; }
EXPORT int cuEventElapsedTime(float* milliseconds, void*, void*) { CALL; *milliseconds = 1; return 0; }
static int cuEventElapsedTime_v2(float* milliseconds, void*, void*) { CALL; *milliseconds = 2; return 0; }

EXPORT int cuModuleLoadDataEx(void** module, const void* image, unsigned count, int* options, void** values) {
    CALL;
    if (!strstr((const char*)image, ".version")) {
        for (unsigned i = 0; i < count; i++)
            if (options[i] == 5) snprintf((char*)values[i], (size_t)values[i + 1], "line 7: no .version");
        return 218;
    }
    *module = malloc(1);
    return contexts.back() ? 0 : 201;
}
EXPORT int cuModuleUnload(void* module) { CALL; free(module); return contexts.back() ? 0 : 201; }
EXPORT int cuModuleGetFunction(void** function, void*, const char* name) { CALL; *function = (void*)1; return strcmp(name, "add") ? 500 : 0; }
EXPORT int cuModuleGetGlobal_v2(uint64_t* address, size_t* bytes, void*, const char*) { CALL; *address = 64; *bytes = 4; return 0; }
EXPORT int cuFuncGetAttribute(int* value, int attribute, void*) { CALL; *value = attribute; return 0; }
EXPORT int cuFuncSetAttribute(void*, int, int) { CALL; return 0; }
EXPORT int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int, size_t) { CALL; *blocks = 8; return 0; }
EXPORT int cuLaunchKernel(void*, unsigned x, unsigned y, unsigned z, unsigned, unsigned, unsigned, unsigned, void*, void**, void**) {
    CALL;
    return x && y && z ? 0 : 1;
}
static int cuLaunchKernelEx(const void*, void*, void**, void**) { CALL; return 0; }
static int cuFuncLoad(void*) { CALL; return 0; }

EXPORT int cuGetProcAddress_v2(const char* name, void** address, int version, uint64_t, int* status) {
    CALL;
    struct { const char* name; int version; void* address; } known[] = {
        {"cuEventElapsedTime", 12080, (void*)cuEventElapsedTime_v2},
        {"cuFuncLoad", 12040, (void*)cuFuncLoad},
        {"cuLaunchKernelEx", 11060, (void*)cuLaunchKernelEx},
        {"cuGraphExecUpdate", 12000, (void*)cuGraphExecUpdate_v2},
    };
    const char* unsupported = getenv("STUB_UNSUPPORTED");
    *address = nullptr;
    *status = 1;
    for (auto& entry : known)
        if (!strcmp(name, entry.name) && version == entry.version && !(unsupported && !strcmp(name, unsupported))) {
            *address = entry.address;
            *status = 0;
        }
    return 0;
}
