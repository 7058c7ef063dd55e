#include "cuda.h"

#include "test.h"

#include <fstream>
#include <map>
#include <sstream>

#include <dlfcn.h>

void* open_library(const char* file)
{
    void* library = dlopen((library_folder + "/" + file).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
    {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
    return library;
}

Driver& cu()
{
    static Driver* driver = []
    {
        void* library = open_library("libcuda.so.1");
        auto* d = new Driver;
#define FIND(name, ...) d->name = reinterpret_cast<decltype(d->name)>(dlsym(library, #name));
        DRIVER_FUNCTIONS(FIND)
        FIND(cudasim_set_faults)
        FIND(cudasim_set_jitter_us)
        FIND(cudasim_reset)
        FIND(cudasim_stats)
        FIND(cudasim_set_peers)
        FIND(cudasim_start_trace)
        FIND(cudasim_end_trace)
#undef FIND
        return d;
    }();
    return *driver;
}

CUcontext setup(int device)
{
    static CUcontext contexts[8];
    if (contexts[device] == nullptr)
    {
        CHECK_EQUAL(CUDA_SUCCESS, cu().cuInit(0));
        CHECK_EQUAL(CUDA_SUCCESS, cu().cuDevicePrimaryCtxRetain(&contexts[device], device));
    }
    cu().cuCtxSetCurrent(contexts[device]);
    return contexts[device];
}

std::string statistics()
{
    std::string text(cu().cudasim_stats(nullptr, 0), '\0');
    cu().cudasim_stats(text.data(), text.size());
    return text;
}

std::string read_ptx(const char* file)
{
    std::ifstream stream(ptx_folder + "/" + file + ".ptx");
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

CUfunction kernel(const char* file, const char* name)
{
    static std::map<std::string, CUfunction> known;
    CUfunction& function = known[name];
    if (function != nullptr) return function;
    CUmodule module = nullptr;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuModuleLoadDataEx(&module, read_ptx(file).c_str(), 0, nullptr, nullptr));
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuModuleGetFunction(&function, module, name));
    return function;
}
