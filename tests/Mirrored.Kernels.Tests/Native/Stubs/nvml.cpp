// Three GPUs, counted the other way round than the driver's stub does.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define EXPORT extern "C" __attribute__((visibility("default")))

static char devices[3];
static int number(void* device) { return (int)((char*)device - devices); }
static int print_uuid(int n, char* text, unsigned length) {
    snprintf(text, length, "GPU-%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n);
    return 0;
}

EXPORT int nvmlInit_v2() {
    const char* fail = getenv("STUB_NVML_FAIL");
    return fail ? atoi(fail) : 0;
}
EXPORT int nvmlSystemGetDriverVersion(char* text, unsigned length) { snprintf(text, length, "580.65.06"); return 0; }
EXPORT int nvmlDeviceGetCount_v2(unsigned* count) { *count = 3; return 0; }
EXPORT int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) { *device = devices + 2 - index; return 0; }
EXPORT int nvmlDeviceGetHandleByUUID(const char* wanted, void** device) {
    char text[96];
    for (int i = 0; i < 3; i++) {
        print_uuid(0xA0 + i, text, sizeof text);
        if (!strcmp(text, wanted) && !getenv("STUB_NVML_NO_UUID")) { *device = devices + i; return 0; }
    }
    return 6;
}
EXPORT int nvmlDeviceGetHandleByPciBusId_v2(const char* id, void** device) { *device = devices + (id[6] - '0'); return 0; }
EXPORT int nvmlDeviceGetName(void* device, char* name, unsigned length) { snprintf(name, length, "Stub %d", number(device)); return 0; }
EXPORT int nvmlDeviceGetUUID(void* device, char* text, unsigned length) { return print_uuid(0xA0 + number(device), text, length); }
EXPORT int nvmlDeviceGetUtilizationRates(void* device, unsigned* u) { u[0] = 50 + number(device); u[1] = 5; return 0; }
EXPORT int nvmlDeviceGetMemoryInfo(void*, uint64_t* m) { m[0] = 3000; m[1] = 1000; m[2] = 2000; return 0; }
EXPORT int nvmlDeviceGetTemperature(void* device, int, unsigned* celsius) { *celsius = 40 + number(device); return 0; }
EXPORT int nvmlDeviceGetPowerUsage(void*, unsigned*) { return 3; }
