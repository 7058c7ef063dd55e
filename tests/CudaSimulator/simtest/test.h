// A test harness in one page: tests register themselves, checks count, the last line says how many passed.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

struct Test
{
    const char* name;
    const char* environment; // "A=1 B=2": the test runs in a child process with these; null: in the common process
    void (*run)();
};

std::vector<Test>& tests();
void report(bool passed, const char* file, int line, const char* what, const std::string& details);

struct TestRegistration
{
    TestRegistration(const char* name, const char* environment, void (*run)())
    {
        tests().push_back({name, environment, run});
    }
};

#define TEST(name) TEST_WITH(name, nullptr)

#define TEST_WITH(name, environment)                                                                                   \
    static void name();                                                                                                \
    static const TestRegistration name##_registration{#name, environment, &name};                                      \
    static void name()

#define CHECK(condition) report((condition), __FILE__, __LINE__, #condition, "")

// Compares as integers, so that codes show as numbers.
#define CHECK_EQUAL(expected, actual)                                                                                  \
    check_equal((long long)(expected), (long long)(actual), __FILE__, __LINE__, #actual)

inline void check_equal(long long expected, long long actual, const char* file, int line, const char* what)
{
    report(expected == actual, file, line, what,
           "expected " + std::to_string(expected) + ", got " + std::to_string(actual));
}

// Where the libraries and the PTX are.
extern std::string library_folder, ptx_folder;
