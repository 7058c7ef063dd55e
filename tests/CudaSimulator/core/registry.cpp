// The list of kernels that were compiled into the simulator; they register themselves when the library is loaded.
#include "kernel.h"

#include <cstring>

namespace cudasim
{
namespace
{
KernelCode* first_kernel;
}

void add_kernel(KernelCode* kernel)
{
    kernel->next = first_kernel;
    first_kernel = kernel;
}

const KernelCode* find_kernel(const char* name)
{
    for (const KernelCode* k = first_kernel; k != nullptr; k = k->next)
        if (strcmp(k->name, name) == 0) return k;
    return nullptr;
}
} // namespace cudasim
