// Modules: the project's PTX, bound to kernels that were compiled for the host.
#pragma once
#include "ptx.h"
#include "state.h"
#include "../core/kernel.h"

namespace cudasim
{
struct Function
{
    Context* context;
    const KernelCode* code;
    PtxEntry entry;
    int ptx_version;
    int binary_version;
    bool loaded = false; // as lazy loading has it: at the first launch, or by cuFuncLoad
    int dynamic_shared_bytes = 0;
};

struct Module
{
    Context* context;
    std::map<std::string, std::shared_ptr<Function>> functions;
};
} // namespace cudasim
