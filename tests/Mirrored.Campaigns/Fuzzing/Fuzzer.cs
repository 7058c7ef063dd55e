using System.Diagnostics;

namespace Mirrored.Campaigns;

/// <summary>Feeds a parser inputs by the million: keeps those that reach new branches, and changes them further.</summary>
/// <param name="target">The parser.</param>
/// <param name="random">Decides everything.</param>
internal sealed class Fuzzer(FuzzTarget target, Random random)
{
    private const int Longest = 1 << 16;

    // What one input may cost: docs/reliability.md, E1.
    private const long Memory = 64 << 20;
    private const int MemoryPerByte = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    private readonly CoverageMap _coverage = new();
    private readonly List<byte[]> _inputs = [];
    private readonly Dictionary<string, byte[]> _findings = [];

    /// <summary>Inputs that were run.</summary>
    public long Executions { get; private set; }

    /// <summary>Pairs of branches that were taken.</summary>
    public int Covered => _coverage.Covered;

    /// <summary>Inputs that reached something new.</summary>
    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>What went wrong, each kind once with an input that shows it.</summary>
    public IReadOnlyDictionary<string, byte[]> Findings => _findings;

    /// <summary>The most memory that an input took, in bytes.</summary>
    public long MostMemory { get; private set; }

    /// <summary>Runs inputs until so many were run.</summary>
    /// <param name="more">Inputs besides the target's own seeds, such as those of earlier runs.</param>
    /// <param name="executions">How many.</param>
    public void Run(IEnumerable<byte[]> more, long executions)
    {
        // The first time, code that runs only once counts too.
        foreach (byte[] seed in target.Seeds) Try(seed);
        foreach (byte[] seed in target.Seeds.Concat(more))
            if (Try(seed) || _inputs.Count == 0) _inputs.Add(seed);
        Mutator mutator = new(random, target.Tokens, Longest);
        while (Executions < executions)
        {
            // Half of the time one of the newest, which lead on.
            int newest = Math.Min(_inputs.Count, 16);
            byte[] input = random.Next(2) == 0 ? _inputs[^(1 + random.Next(newest))] : _inputs[random.Next(_inputs.Count)];
            byte[] changed = mutator.Change(input, _inputs[random.Next(_inputs.Count)]);
            if (Try(changed)) _inputs.Add(changed);
        }
    }

    /// <summary>The inputs that together take every branch that was taken, small ones first.</summary>
    public IReadOnlyList<byte[]> Minimize()
    {
        List<byte[]> kept = [];
        CoverageMap all = new();
        foreach (byte[] input in _inputs.OrderBy(i => i.Length))
        {
            CoverageMap.Clear();
            Parse(input);
            if (all.Note()) kept.Add(input);
        }

        return kept;
    }

    private bool Try(byte[] input)
    {
        Executions++;
        CoverageMap.Clear();
        long start = Stopwatch.GetTimestamp(), memory = GC.GetAllocatedBytesForCurrentThread();
        Exception? thrown = Parse(input);
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        MostMemory = Math.Max(MostMemory, memory);
        if (thrown is not null && !target.Declared.Any(type => type.IsInstanceOfType(thrown))) Find(thrown, input);
        if (!target.IsBounded) return _coverage.Note();
        if (memory > Memory + MemoryPerByte * (long)input.Length) _findings.TryAdd("more memory than 64 MiB and 4 bytes for each of the input", input);
        if (time > Time && Parse(input, Time)) _findings.TryAdd("longer than a second, twice", input);
        return _coverage.Note();
    }

    private void Find(Exception thrown, byte[] input)
    {
        string place = new StackTrace(thrown).GetFrames().Select(f => f.GetMethod()?.ToString()).FirstOrDefault() ?? "nowhere";
        _findings.TryAdd($"{thrown.GetType().Name} in {place}", input);
    }

    /// <summary>Whether it takes longer again: the first time something else may have had the processor.</summary>
    private bool Parse(byte[] input, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        Parse(input);
        return Stopwatch.GetElapsedTime(start) > limit;
    }

    private Exception? Parse(byte[] input)
    {
        try
        {
            target.Parse(input);
            return null;
        }
#pragma warning disable CA1031 // Which exceptions are right is what is found out.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown;
        }
    }
}
