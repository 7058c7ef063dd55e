// Handles, descriptors and their attributes. A size that is not exactly the attribute's is refused, as the library
// does.
#include "lt.h"

#include <cstdlib>
#include <cstring>

#include <dlfcn.h>

using namespace cublaslt;

namespace
{
constexpr int CudaMajorFactor = 1000;

// The major version that the file name says: one source is built as libcublasLt.so.12 and .13.
int library_major()
{
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(&library_major), &info) == 0) return 0;
    const char* suffix = strstr(info.dli_fname, ".so.");
    return suffix != nullptr ? atoi(suffix + 4) : 0;
}

struct Slot
{
    int id;
    void* field;
    size_t bytes;
};

template <class T> Slot slot(int id, T& field) { return {id, &field, sizeof(T)}; }

template <size_t N> Status set_attribute(const Slot (&slots)[N], int id, const void* value, size_t bytes)
{
    for (const Slot& s : slots)
    {
        if (s.id != id) continue;
        if (value == nullptr || bytes != s.bytes) return refuse(InvalidValue, "an attribute of another size");
        memcpy(s.field, value, bytes);
        return Success;
    }
    return refuse(InvalidValue, "an attribute that is not simulated");
}

template <size_t N> Status get_attribute(const Slot (&slots)[N], int id, void* value, size_t bytes, size_t* written)
{
    for (const Slot& s : slots)
    {
        if (s.id != id) continue;
        if (written != nullptr) *written = s.bytes;
        if (bytes == 0) return Success;
        if (value == nullptr || bytes < s.bytes) return InvalidValue;
        memcpy(value, s.field, s.bytes);
        return Success;
    }
    return InvalidValue;
}

#define DESC_SLOTS(d)                                                                                                  \
    {                                                                                                                  \
        slot(0, (d).compute_type), slot(1, (d).scale_type), slot(2, (d).pointer_mode), slot(3, (d).trans_a),           \
            slot(4, (d).trans_b), slot(5, (d).trans_c), slot(6, (d).fill_mode), slot(7, (d).epilogue),                 \
            slot(8, (d).bias), slot(11, (d).aux), slot(12, (d).aux_ld), slot(15, (d).sm_count_target),                 \
            slot(22, (d).aux_type), slot(26, (d).bias_type)                                                            \
    }
} // namespace

CUBLASLT_API size_t cublasLtGetVersion() { return static_cast<size_t>(library_major()) * 10000 + 100; }
CUBLASLT_API size_t cublasLtGetCudartVersion() { return static_cast<size_t>(library_major()) * CudaMajorFactor; }

CUBLASLT_API int cublasLtCreate(Handle** out)
{
    ENTER_CUBLASLT("cublasLtCreate");
    if (out == nullptr) return InvalidValue;
    if (cudasim::driver_version() / CudaMajorFactor < library_major())
        return refuse(NotInitialized, "the driver is older than this library");
    int device = cudasim::current_device();
    if (device < 0 || cudasim::current_sticky_error() != 0) return refuse(NotInitialized, "no usable current context");
    *out = new Handle{device};
    return Success;
}

CUBLASLT_API int cublasLtDestroy(Handle* handle)
{
    ENTER_CUBLASLT("cublasLtDestroy");
    if (handle == nullptr) return InvalidValue;
    delete handle;
    return Success;
}

CUBLASLT_API int cublasLtMatmulDescCreate(MatmulDesc** out, int compute_type, int scale_type)
{
    ENTER_CUBLASLT("cublasLtMatmulDescCreate");
    if (out == nullptr) return InvalidValue;
    *out = new MatmulDesc{compute_type, scale_type};
    return Success;
}

CUBLASLT_API int cublasLtMatmulDescDestroy(MatmulDesc* desc)
{
    ENTER_CUBLASLT("cublasLtMatmulDescDestroy");
    delete desc;
    return Success;
}

CUBLASLT_API int cublasLtMatmulDescSetAttribute(MatmulDesc* desc, int id, const void* value, size_t bytes)
{
    ENTER_CUBLASLT("cublasLtMatmulDescSetAttribute");
    if (desc == nullptr) return InvalidValue;
    const Slot slots[] = DESC_SLOTS(*desc);
    return set_attribute(slots, id, value, bytes);
}

CUBLASLT_API int cublasLtMatmulDescGetAttribute(MatmulDesc* desc, int id, void* value, size_t bytes, size_t* written)
{
    ENTER_CUBLASLT("cublasLtMatmulDescGetAttribute");
    if (desc == nullptr) return InvalidValue;
    const Slot slots[] = DESC_SLOTS(*desc);
    return get_attribute(slots, id, value, bytes, written);
}

CUBLASLT_API int cublasLtMatrixLayoutCreate(MatrixLayout** out, int type, uint64_t rows, uint64_t columns, int64_t ld)
{
    ENTER_CUBLASLT("cublasLtMatrixLayoutCreate");
    if (out == nullptr) return InvalidValue;
    *out = new MatrixLayout{static_cast<unsigned>(type), rows, columns, ld};
    return Success;
}

CUBLASLT_API int cublasLtMatrixLayoutDestroy(MatrixLayout* layout)
{
    ENTER_CUBLASLT("cublasLtMatrixLayoutDestroy");
    delete layout;
    return Success;
}

CUBLASLT_API int cublasLtMatrixLayoutSetAttribute(MatrixLayout* layout, int id, const void* value, size_t bytes)
{
    ENTER_CUBLASLT("cublasLtMatrixLayoutSetAttribute");
    if (layout == nullptr) return InvalidValue;
    const Slot slots[] = {slot(0, layout->type),        slot(1, layout->order), slot(2, layout->rows),
                          slot(3, layout->columns),     slot(4, layout->ld),    slot(5, layout->batch_count),
                          slot(6, layout->batch_stride)};
    return set_attribute(slots, id, value, bytes);
}

CUBLASLT_API int cublasLtMatmulPreferenceCreate(Preference** out)
{
    ENTER_CUBLASLT("cublasLtMatmulPreferenceCreate");
    if (out == nullptr) return InvalidValue;
    *out = new Preference;
    return Success;
}

CUBLASLT_API int cublasLtMatmulPreferenceDestroy(Preference* preference)
{
    ENTER_CUBLASLT("cublasLtMatmulPreferenceDestroy");
    delete preference;
    return Success;
}

CUBLASLT_API int cublasLtMatmulPreferenceSetAttribute(Preference* preference, int id, const void* value, size_t bytes)
{
    ENTER_CUBLASLT("cublasLtMatmulPreferenceSetAttribute");
    if (preference == nullptr) return InvalidValue;
    Preference& p = *preference;
    const Slot slots[] = {slot(0, p.search_mode),  slot(1, p.max_workspace_bytes), slot(3, p.reduction_schemes),
                          slot(5, p.alignment[0]), slot(6, p.alignment[1]),        slot(7, p.alignment[2]),
                          slot(8, p.alignment[3]), slot(9, p.max_waves),           slot(12, p.implementations)};
    return set_attribute(slots, id, value, bytes);
}

namespace
{
struct StatusText
{
    int status;
    const char *name, *text;
};

constexpr StatusText Statuses[] = {
    {Success, "CUBLAS_STATUS_SUCCESS", "success"},
    {NotInitialized, "CUBLAS_STATUS_NOT_INITIALIZED", "the library was not initialized"},
    {AllocFailed, "CUBLAS_STATUS_ALLOC_FAILED", "the resource allocation failed"},
    {InvalidValue, "CUBLAS_STATUS_INVALID_VALUE", "an invalid value was used as an argument"},
    {ExecutionFailed, "CUBLAS_STATUS_EXECUTION_FAILED", "the GPU program failed to execute"},
    {InternalError, "CUBLAS_STATUS_INTERNAL_ERROR", "an internal operation failed"},
    {NotSupported, "CUBLAS_STATUS_NOT_SUPPORTED", "the requested functionality is not supported"},
};

const StatusText* find_status(int status)
{
    for (const StatusText& s : Statuses)
        if (s.status == status) return &s;
    return nullptr;
}
} // namespace

CUBLASLT_API const char* cublasLtGetStatusName(int status)
{
    const StatusText* s = find_status(status);
    return s != nullptr ? s->name : "CUBLAS_STATUS_UNKNOWN";
}

CUBLASLT_API const char* cublasLtGetStatusString(int status)
{
    const StatusText* s = find_status(status);
    return s != nullptr ? s->text : "unknown status";
}

CUBLASLT_API int cublasLtLoggerSetLevel(int level) { return level >= 0 && level <= 5 ? Success : InvalidValue; }

CUBLASLT_API int cublasLtHeuristicsCacheGetCapacity(size_t* capacity)
{
    if (capacity == nullptr) return InvalidValue;
    *capacity = 0;
    return Success;
}

CUBLASLT_API int cublasLtHeuristicsCacheSetCapacity(size_t) { return Success; }

Status cublaslt::refuse(Status status, const char* why)
{
    cudasim::library_log(2, (std::string("cublasLt: ") + why).c_str());
    return status;
}
