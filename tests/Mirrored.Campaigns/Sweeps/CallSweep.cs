using System.Diagnostics;

namespace Mirrored.Campaigns;

/// <summary>Every allocation and every native call of a training on simulated GPUs fails, once and for ever: a typed error, nothing left,
/// and the same process trains afterwards. SQLite's method.</summary>
/// <remarks>In a process of its own, which holds the simulator; it needs g++ and make on Linux.</remarks>
internal sealed class CallSweep : Campaign
{
    public const string Command = "sweep-child";

    private const int UnknownError = 999, BriefShare = 8;
    private const string Failed = "FAILED ", Done = "DONE ";

    public override string Name => "callsweep";

    public override string Goal => "C1, C2, G1";

    public override string Summary => "every allocation and every call of the driver, cuBLASLt and NCCL on two simulated GPUs fails in turn";

    public override TimeSpan Limit(bool full) => full ? TimeSpan.FromMinutes(90) : TimeSpan.FromMinutes(4);

    /// <summary>Sweeps; on the simulator. The last line is the number of points.</summary>
    /// <param name="share">Which eighth of the functions; null for all of them, at every call, once and for ever.</param>
    public static int Child(int? share)
    {
        int points = 0;
        Sweep sweep = new(share, what => Console.WriteLine(Failed + what.ReplaceLineEndings(" ")), () => points++);
        sweep.Run();
        Console.WriteLine($"{Done}{points}");
        return 0;
    }

    public override void Run(CampaignRun run)
    {
        if (Build() is not { } simulator)
        {
            run.Say("skipped: the CUDA simulator cannot be built here");
            run.Expect(true, $"skipped");
            return;
        }

        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Mirrored.Campaigns.dll"), Command, run.Full ? "full" : FormattableString.Invariant($"{run.Random.Next(BriefShare)}")])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["MIRRORED_CUDA_PATH"] = simulator;
        start.Environment["CUDASIM_DEVICES"] = "2";
        start.Environment["CUDASIM_LOG"] = "0";
        using Process child = Process.Start(start)!; // A program, no document.
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        child.WaitForExit();
        foreach (string line in lines.Where(l => l.StartsWith(Failed, StringComparison.Ordinal))) run.Expect(false, $"{line[Failed.Length..]}");
        bool ended = child.ExitCode == 0 && lines is [.., var last] && last.StartsWith(Done, StringComparison.Ordinal);
        run.Expect(ended, $"the sweep ended with {child.ExitCode}: {lines.LastOrDefault()}");
        run.Say($"{lines.LastOrDefault()} points");
    }

    private static string? Build()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "eng", "sim", "build.sh");
            if (!File.Exists(script)) continue;
            using Process build = Process.Start(new ProcessStartInfo(script) { RedirectStandardOutput = true, RedirectStandardError = true })!; // As above.
            string output = build.StandardOutput.ReadToEnd();
            build.WaitForExit();
            return build.ExitCode == 0 ? output.Trim() : null;
        }

        return null;
    }

    private sealed class Sweep(int? share, Action<string> fail, Action count)
    {
        private static readonly IReadOnlyList<DeviceId> Gpus = Devices.Gpus(0, 1);

        public void Run()
        {
            // What a process asks once belongs to the first attempt; the second tells what there is.
            if (Attempt() is { } wrong) fail($"without a fault: {wrong}");
            SimulatedDriver.Reset();
            Attempt();
            IReadOnlyList<(string Function, int Count)> calls = SimulatedDriver.Calls();
            bool full = share is null;
            for (int site = full ? 1 : 1 + share!.Value; Allocation(site) && full; site++) { } // It is not null here.
            foreach ((int number, (string function, int times)) in calls.Index())
            {
                if (!full && number % BriefShare != share) continue;
                // How often an event is asked depends on time.
                int last = function is "cuEventQuery" or "ncclCommGetAsyncError" ? 1 : times;
                IEnumerable<int> which = full ? Enumerable.Range(1, last).Where(n => n <= 40 || n % (last / 40 + 1) == 0) : [last];
                foreach (int n in which) Call(function, n);
                if (full) Call(function, 0);
            }
        }

        private bool Allocation(int site)
        {
            Exception? error = With($"alloc:n={site}", $"allocation {site}");
            if (error is null) return false; // None is left to fail.
            if (Cause(error) is not (InsufficientMemoryException or CudaException or NcclException)) fail($"allocation {site}: {error}");
            return true;
        }

        private void Call(string function, int n)
        {
            string site = n == 0 ? $"{function}, always" : $"{function}, call {n}";
            Exception? error = With($"call:name={function},n={n},code={UnknownError}", site);
            if (error is not null && Cause(error) is not (GpuException or InsufficientMemoryException or TimeoutException or CollectiveException)) fail($"{site}: {error}");
        }

        private Exception? With(string fault, string site)
        {
            count();
            SimulatedDriver.Reset();
            (long live, long leaked) = (HandleLedger.Process.Live, HandleLedger.Process.Leaked);
            SimulatedDriver.Plant(fault);
            Exception? error = Attempt();
            SimulatedDriver.Plant("");
            if ((HandleLedger.Process.Live, HandleLedger.Process.Leaked) != (live, leaked))
                fail($"{site} left {HandleLedger.Process.Live - live} handles, {HandleLedger.Process.Leaked - leaked} forgotten");
            if (Attempt() is { } after) fail($"nothing works after {site}: {after}");
            return error;
        }

        private static Exception? Attempt()
        {
            try
            {
                Models.Cycle(Gpus, deterministic: false);
                return null;
            }
#pragma warning disable CA1031 // Which exception comes is judged.
            catch (Exception error)
#pragma warning restore CA1031
            {
                return error;
            }
        }

        private static Exception Cause(Exception error) => error is ReplicaFailedException { InnerException: { } cause } ? cause : error;
    }
}
