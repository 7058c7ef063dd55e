// Runs the tests: simtest LIBRARIES PTX [TEST]. Tests that need an environment of their own run in child processes.
#include "test.h"

#include <cstring>

#include <sys/wait.h>
#include <unistd.h>

std::string library_folder, ptx_folder;

static int passed, failed;

std::vector<Test>& tests()
{
    static std::vector<Test> all;
    return all;
}

void report(bool ok, const char* file, int line, const char* what, const std::string& details)
{
    (ok ? passed : failed)++;
    if (!ok)
        fprintf(stderr, "%s:%d: %s %s\n", strrchr(file, '/') != nullptr ? strrchr(file, '/') + 1 : file, line, what,
                details.c_str());
}

static void set_environment(const char* text)
{
    std::string list = text;
    for (size_t start = 0; start < list.size();)
    {
        size_t end = std::min(list.find(' ', start), list.size());
        std::string entry = list.substr(start, end - start);
        size_t equals = entry.find('=');
        setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
        start = end + 1;
    }
}

// The counts come back through the child's exit code: 0, or the test failed.
static void run_in_child(const Test& test, const char* program)
{
    fflush(nullptr);
    pid_t child = fork();
    if (child == 0)
    {
        set_environment(test.environment);
        execl(program, program, library_folder.c_str(), ptx_folder.c_str(), test.name, nullptr);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    report(ok, test.name, 0, test.environment, ok ? "" : "child ended with status " + std::to_string(status));
}

int main(int count, char** arguments)
{
    if (count < 3)
    {
        fprintf(stderr, "usage: simtest LIBRARY_FOLDER PTX_FOLDER [TEST]\n");
        return 2;
    }
    library_folder = arguments[1];
    ptx_folder = arguments[2];
    const char* only = count > 3 ? arguments[3] : nullptr;
    setenv("CUDASIM_LOG", getenv("CUDASIM_LOG") != nullptr ? getenv("CUDASIM_LOG") : "0", 1);
    setenv("CUDASIM_DEVICES", getenv("CUDASIM_DEVICES") != nullptr ? getenv("CUDASIM_DEVICES") : "2", 1);
    for (const Test& test : tests())
    {
        if (only != nullptr && strcmp(only, test.name) != 0) continue;
        int failed_before = failed;
        if (test.environment != nullptr && only == nullptr) run_in_child(test, "/proc/self/exe");
        else test.run();
        if (failed != failed_before) fprintf(stderr, "FAILED %s\n", test.name);
    }
    if (only == nullptr) printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
