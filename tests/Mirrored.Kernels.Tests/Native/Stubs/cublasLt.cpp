// A cuBLASLt whose products do nothing; STUB_BLAS_FAIL=name:code makes a function fail.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

static std::string calls;

static int call(const char* name) {
    calls += name;
    calls += ' ';
    const char* fail = getenv("STUB_BLAS_FAIL");
    size_t length = strlen(name);
    return fail && !strncmp(fail, name, length) && fail[length] == ':' ? atoi(fail + length + 1) : 0;
}

#define CALL if (int status = call(__func__)) return status
#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT const char* stub_calls() { return calls.c_str(); }

EXPORT size_t cublasLtGetVersion() { return 130002; }
EXPORT int cublasLtCreate(void** handle) { CALL; *handle = malloc(1); return 0; }
EXPORT int cublasLtDestroy(void* handle) { CALL; free(handle); return 0; }
EXPORT int cublasLtMatmulDescCreate(void** d, int, int) { CALL; *d = malloc(1); return 0; }
EXPORT int cublasLtMatmulDescDestroy(void* d) { CALL; free(d); return 0; }
EXPORT int cublasLtMatmulDescSetAttribute(void*, int id, const void*, size_t size) { CALL; return size == (id == 8 ? 8 : 4) ? 0 : 7; }
EXPORT int cublasLtMatrixLayoutCreate(void** l, int, uint64_t, uint64_t, int64_t) { CALL; *l = malloc(1); return 0; }
EXPORT int cublasLtMatrixLayoutDestroy(void* l) { CALL; free(l); return 0; }
EXPORT int cublasLtMatrixLayoutSetAttribute(void*, int, const void*, size_t) { CALL; return 0; }
EXPORT int cublasLtMatmulPreferenceCreate(void** p) { CALL; *p = malloc(1); return 0; }
EXPORT int cublasLtMatmulPreferenceDestroy(void* p) { CALL; free(p); return 0; }
EXPORT int cublasLtMatmulPreferenceSetAttribute(void*, int, const void*, size_t size) { CALL; return size == 8 ? 0 : 7; }
EXPORT int cublasLtMatmulAlgoGetHeuristic(void*, void*, void*, void*, void*, void*, void*, int wanted, char* results, int* count) {
    CALL;
    memset(results, 0, 96 * wanted);
    *(size_t*)(results + 64) = 4096;
    *count = 1;
    return 0;
}
EXPORT int cublasLtMatmul(void*, void*, const float* alpha, void*, void*, void*, void*, const float* beta, void*, void*, float* d, void*,
                          const void* algo, void*, size_t workspace, void* stream) {
    CALL;
    if (!algo || !stream || workspace != 4096) return 7;
    *d = *alpha + *beta;
    return 0;
}
