using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Mirrored;

/// <summary>What a child process does; each prints lines for its test to check.</summary>
internal static unsafe class Scenarios
{
    private const int ThreadCount = 8;

    public static void Run(string scenario)
    {
        switch (scenario)
        {
            case "explain": Explain(); break;
            case "hide": Hide(); break;
            case "show": Show(); break;
            case "require": Require(); break;
            case "release": Release(); break;
            case "forget": Forget(); break;
            case "lose": Lose(); break;
            case "everything": Everything(); break;
            case "failures": Failures(); break;
            case "bad-ptx": BadPtx(); break;
            case "usage": Usage(); break;
            case "lazy": Lazy(); break;
            default: throw new ArgumentException($"Unknown scenario '{scenario}'.", nameof(scenario));
        }
    }

    private static void Explain()
    {
        Console.WriteLine($"available {Cuda.IsAvailable}, listed {GpuDiscovery.List().Count}");
        Console.WriteLine(Cuda.Explain());
    }

    /// <summary>The first line of a program that wants only one GPU.</summary>
    private static void Hide()
    {
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", "1");
        Explain();
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", "0,1");
        Console.WriteLine(Cuda.Explain());
    }

    /// <summary>The first line of a program that wants all GPUs, whatever its shell says.</summary>
    private static void Show()
    {
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", null);
        Explain();
    }

    private static void Require()
    {
        foreach (string name in (string[])["GPU:0", "GPU:9"])
        {
            try
            {
                Console.WriteLine(GpuDiscovery.Require(name));
            }
            catch (Exception error) when (error is ArgumentOutOfRangeException or CudaUnavailableException)
            {
                Console.WriteLine($"{error.GetType().Name}: {error.Message}");
            }
        }
    }

    /// <summary>Disposes in the worst order: the context first.</summary>
    private static void Release()
    {
        CudaContextHandle context = CudaContextHandle.Retain(0);
        CudaStreamHandle stream = CudaStreamHandle.Create(context);
        CudaEventHandle mark = CudaEventHandle.Create(context);
        CudaMemoryHandle memory = CudaMemoryHandle.Allocate(context, 64);
        int before = Calls().Length;
        context.Dispose();
        stream.Dispose();
        mark.Dispose();
        memory.Dispose();
        memory.Dispose();
        string[] calls = Calls()[before..];
        Console.WriteLine(string.Join(' ', calls.Where(call => !call.StartsWith("cuCtxP", StringComparison.Ordinal))));
        Console.WriteLine($"live {HandleLedger.Process.Live}, leaked {HandleLedger.Process.Leaked}");
    }

    private static void Forget()
    {
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        MakeAndForget(context);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine($"{Count("cuStreamDestroy_v2")} destroyed, leaked {HandleLedger.Process.Leaked}");
        CudaMemoryHandle.Allocate(context, 64).Dispose();
        Console.WriteLine($"{Count("cuStreamDestroy_v2")} destroyed, live {HandleLedger.Process.Live}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(CudaContextHandle context) => CudaStreamHandle.Create(context);

    /// <summary>After a sticky error nothing may reach the driver, and nothing may throw from Dispose.</summary>
    private static void Lose()
    {
        List<string> failures = [];
        HandleLedger.Process.ReleaseFailed += failure => failures.Add(failure.Reason);
        CudaContextHandle context = CudaContextHandle.Retain(0);
        CudaStreamHandle stream = CudaStreamHandle.Create(context);
        CudaMemoryHandle memory = CudaMemoryHandle.Allocate(context, 64);
        Print(stream.Synchronize);
        int before = Calls().Length;
        Print(stream.Synchronize);
        Print(() => CudaMemoryHandle.Allocate(context, 64));
        Print(() => CudaContextHandle.Retain(1));
        memory.Dispose();
        stream.Dispose();
        context.Dispose();
        int calls = Calls().Length - before;
        Console.WriteLine($"{calls} calls, {failures.Count} failures, live {HandleLedger.Process.Live}");
        Console.WriteLine($"available {Cuda.IsAvailable}");
        Console.WriteLine(Cuda.Explain());
    }

    private static void Print(Action action)
    {
        try
        {
            action();
            Console.WriteLine("no error");
        }
        catch (GpuException error)
        {
            Console.WriteLine($"{error.GetType().Name} {error.Operation} {error.Code}: {error.Message}");
        }
    }

    private static void BadPtx()
    {
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        Print(() => CudaModuleHandle.Load(context, "nonsense\0"u8));
        try
        {
            CudaModuleHandle.Load(context, ".version 7.8"u8[..4]);
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);
        }
    }

    private static void Usage()
    {
        foreach (PhysicalDevice gpu in GpuDiscovery.List())
            Console.WriteLine(Cuda.ReadUsage(gpu)?.ToString() ?? "null");
    }

    /// <summary>Using types that need no GPU must load nothing; then many threads ask for one at the same
    /// time.</summary>
    private static void Lazy()
    {
        _ = DeviceId.Parse("GPU:0");
        _ = new CudaFault().First;
        bool before = NativeLibraries.IsLoaded(LibraryNames.Cuda);
        using var start = new Barrier(ThreadCount);
        Thread[] threads = [.. Enumerable.Range(0, ThreadCount).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            if (!Cuda.IsAvailable) throw new InvalidOperationException("A thread saw a driver half started.");
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Console.WriteLine($"{before} {NativeLibraries.IsLoaded(LibraryNames.Cuda)} {Count("cuInit")}");
    }

    /// <summary>Makes every kind of object and uses it.</summary>
    private static void Everything()
    {
        List<string> failures = [];
        Action<ReleaseFailure> note = failure => failures.Add($"{failure.Kind}: {failure.Reason}");
        HandleLedger.Process.ReleaseFailed += note;
        string outcome = "done";
        try
        {
            EveryHandle.Use();
        }
        catch (Exception error) when (error is GpuException or CudaUnavailableException)
        {
            outcome = $"{error.GetType().Name} {(error as GpuException)?.Operation}: {error.Message}";
        }

        HandleLedger.Process.ReleaseFailed -= note;
        Console.WriteLine(outcome);
        foreach (string failure in failures) Console.WriteLine($"release {failure}");
        Console.WriteLine($"live {HandleLedger.Process.Live}, leaked {HandleLedger.Process.Leaked}");
    }

    /// <summary>The same, once for each native call that it makes, with that call failing.</summary>
    private static void Failures()
    {
        EveryHandle.Use();
        nint driver = NativeLibraries.Load(LibraryDescription.Driver).Handle;
        nint blas = CublasLt.Library.Handle;
        // The second walk does not start the driver again, so it makes the calls that can be repeated.
        int before = Calls(driver).Length;
        EveryHandle.Use();
        foreach (string call in Calls(driver)[before..].Distinct()) Fail("STUB_FAIL", call, code: 1);
        foreach (string call in Calls(blas).Distinct()) Fail("STUB_BLAS_FAIL", call, code: 14);
    }

    private static void Fail(string variable, string call, int code)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(variable + '\0'), value = Encoding.UTF8.GetBytes($"{call}:{code}\0"))
        {
            Console.WriteLine($"fail {call}");
            _ = EnvironmentImports.setenv(name, value, overwrite: 1);
            Everything();
            _ = EnvironmentImports.unsetenv(name);
        }
    }

    private static string[] Calls() => Calls(NativeLibraries.Load(LibraryDescription.Driver).Handle);

    private static string[] Calls(nint library)
    {
        var calls = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "stub_calls");
        return Marshal.PtrToStringUTF8(calls())!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int Count(string call) => Calls().Count(name => name == call);
}
