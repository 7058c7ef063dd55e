namespace Mirrored;

/// <summary>However a pass ends, its threads end and its enumerators are closed.</summary>
[Collection(nameof(EndingTests))]
public sealed class EndingTests
{
    private const int Points = 100, Count = 500;

    public static TheoryData<string> Endings => ["error in source", "error in map", "cancellation", "break"];

    [Theory]
    [MemberData(nameof(Endings))]
    public void AnyEnding_AtAnyOf100Points_LeavesNothingOpen(string ending)
    {
        Threads.RequireNames();
        var random = new Random(3);
        for (int i = 0; i < Points; i++) EndAt(ending, random.Next(Count));
        Threads.AssertNone("Mirrored map");
        Threads.AssertNone("Mirrored prefetch");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Map_ThatThrows_TellsTheElementAfterAllBefore(int? calls, bool deterministic)
    {
        Dataset<long> dataset = Dataset.Range(100).Map(
            i => i == 42 ? throw new InvalidDataException("bad luck") : i, calls, deterministic).Prefetch(2);
        var seen = new List<long>();

        var error = Assert.Throws<DatasetException>(() =>
        {
            foreach (long i in dataset) seen.Add(i);
        });

        Assert.Equal(("Map", 42L), (error.Operation, error.ElementIndex));
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.Contains("element 42: bad luck", error.Message);
        if (deterministic) Assert.Equal(Enumerable.Range(0, 42).Select(i => (long)i), seen);
    }

    [Fact]
    public void FilterAndEnumerables_ThatThrow_TellTheElement()
    {
        static DatasetException Fail<T>(Dataset<T> dataset) => Assert.Throws<DatasetException>(() => dataset.Count());

        Assert.Equal(("Filter", 5L), Place(Fail(Dataset.Range(9).Filter(i => i == 5 ? throw new FormatException() : true))));
        Assert.Equal(("FromEnumerable", 3L), Place(Fail(Dataset.FromEnumerable(new WatchedSource(9, failAt: 3)))));
        Assert.Equal(("FromAsyncEnumerable", 3L), Place(Fail(Dataset.FromAsyncEnumerable(Numbers(failAt: 3)))));
        Assert.Equal(("Map", 2L), Place(Fail(Dataset.Range(9).Map(i => i == 2 ? null! : "x"))));
    }

    [Fact]
    public void Batch_OfExamplesThatDoNotFit_SaysWhich()
    {
        static string Fail(params Example[] examples) =>
            Assert.Throws<DatasetException>(() => Dataset.FromEnumerable(examples).Batch(4).Count()).Message;

        Assert.Contains("element 1: Its features have shape (3,), those before it (2,)", Fail(new(new float[2]), new(new float[3])));
        Assert.Contains("element 1: Some rows have targets", Fail(new(new float[2]), new(new float[2], 1)));
        Assert.Contains("element 2: Its targets are Float32", Fail(new(new float[2], 1), new(new float[2], 1), new(new float[2], 1f)));
    }

    [Fact]
    public async Task AsyncEnumerable_ThatIsPending_IsCancelledByTheEnd()
    {
        var cancelled = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        using ElementReader<int> reader = Dataset.FromAsyncEnumerable(Pending(cancelled, TestContext.Current.CancellationToken)).Prefetch(1)
            .Open(default, 0, stop.Token);
        int element = 0;
        Assert.True(reader.TryNext(ref element));

        stop.CancelAfter(50);
        Assert.Throws<OperationCanceledException>(() => reader.TryNext(ref element));
        reader.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Map_ThatHangs_HoldsNeitherCancellationNorDisposeUp()
    {
        using var release = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        WatchedSource source = new(10);
        Dataset<int> dataset = Dataset.FromEnumerable(source).Map(i =>
        {
            if (i == 1) release.Wait(TestContext.Current.CancellationToken);
            return i;
        }, numParallelCalls: 1);
        ElementReader<int> reader = dataset.Open(default, 0, stop.Token);
        int element = 0;
        Assert.True(reader.TryNext(ref element));
        long start = Environment.TickCount64;

        stop.CancelAfter(20);
        Assert.Throws<OperationCanceledException>(() => reader.TryNext(ref element));
        reader.Dispose();

        Assert.InRange(Environment.TickCount64 - start, 0, 10 * BackgroundWork.CloseLimit.TotalMilliseconds);
        // The thread that was left behind closes its input when the user's code returns.
        Assert.Equal(1, source.Open);
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => source.Open == 0, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Dispose_ThatFails_IsToldByTheEndOfThePass()
    {
        static IEnumerable<int> FailsToClose()
        {
            try
            {
                yield return 1;
                yield return 2;
            }
            finally
            {
                Fail();
            }
        }

        static void Fail() => throw new IOException("cannot close");

        Assert.Throws<IOException>(() => Dataset.FromEnumerable(FailsToClose()).Prefetch(1).First());
    }

    private static (string Operation, long Index) Place(DatasetException error) => (error.Operation, error.ElementIndex);

    private static void EndAt(string ending, int point)
    {
        WatchedSource source = new(Count, ending == "error in source" ? point : -1);
        Dataset<int> dataset = Dataset.FromEnumerable(source)
            .Map(i => i == point && ending == "error in map" ? throw new FormatException() : i, numParallelCalls: 3)
            .Shuffle(5).Prefetch(2).Map(i => i + 1, numParallelCalls: 2, deterministic: false).Prefetch(1);
        using var stop = new CancellationTokenSource();
        int read = 0, element = 0;
        try
        {
            using ElementReader<int> reader = dataset.Open(default, 1, stop.Token);
            while (reader.TryNext(ref element))
            {
                if (++read != point + 1) continue;
                if (ending == "break") break;
                if (ending == "cancellation") stop.Cancel();
            }

            Assert.True(ending is "break" || point == Count - 1, $"{ending} at {point} was not noticed.");
        }
        catch (DatasetException error)
        {
            Assert.StartsWith("error", ending, StringComparison.Ordinal);
            Assert.Equal(point, error.ElementIndex);
        }
        catch (OperationCanceledException error)
        {
            Assert.Equal("cancellation", ending);
            Assert.Equal(stop.Token, error.CancellationToken);
        }

        Assert.Equal(0, source.Open);
    }

    private static async IAsyncEnumerable<int> Numbers(int failAt)
    {
        for (int i = 0; ; i++)
        {
            if (i % 2 == 0) await Task.Yield();
            yield return i == failAt ? throw new InvalidDataException() : i;
        }
    }

    private static async IAsyncEnumerable<int> Pending(
        TaskCompletionSource cancelled, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
    {
        yield return 1;
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        finally
        {
            cancelled.SetResult();
        }
    }
}
