#include "settings.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cudasim
{
namespace
{
const char* text_of(const char* name, const char* otherwise)
{
    const char* value = getenv(name);
    return value != nullptr && *value != 0 ? value : otherwise;
}

long long number_of(const char* name, long long otherwise)
{
    const char* value = getenv(name);
    return value != nullptr && *value != 0 ? atoll(value) : otherwise;
}

// "7.5" as 75.
int capability_of(const char* text)
{
    int major = atoi(text);
    const char* dot = strchr(text, '.');
    return major * 10 + (dot != nullptr ? atoi(dot + 1) : 0);
}

Settings* read_settings()
{
    return new Settings{
        static_cast<int>(number_of("CUDASIM_DEVICES", 1)),
        static_cast<size_t>(number_of("CUDASIM_MEMORY_MB", 512)) << 20,
        static_cast<int>(number_of("CUDASIM_DRIVER", 13000)),
        capability_of(text_of("CUDASIM_CAPABILITY", "9.0")),
        static_cast<unsigned>(number_of("CUDASIM_JITTER_US", 0)),
        static_cast<uint64_t>(number_of("CUDASIM_SEED", 0)),
        static_cast<int>(number_of("CUDASIM_LOG", 1)),
        text_of("CUDASIM_FAULT", ""),
        text_of("CUDASIM_STATS", ""),
        text_of("CUDASIM_STEP_KERNEL", "mirrored_adam"),
        static_cast<int>(number_of("CUDASIM_PEERS", 0)),
        strcmp(text_of("CUDA_MODULE_LOADING", "LAZY"), "EAGER") != 0,
    };
}
} // namespace

// Never destroyed: worker threads may still ask while the process ends.
Settings& settings()
{
    static Settings* instance = read_settings();
    return *instance;
}

void log_message(int level, const char* format, ...)
{
    if (settings().log_level < level) return;
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "[cudasim] %s\n", text);
}
} // namespace cudasim
