using System.Runtime.CompilerServices;

namespace Mirrored;

public sealed class NativeHandleTests
{
    private readonly HandleLedger _ledger = new();
    private readonly List<string> _released = [];

    [Fact]
    public void Dispose_ParentFirst_ReleasesTheChildBeforeIt()
    {
        var parent = new TestHandle(this, "parent", null);
        var child = new TestHandle(this, "child", parent);
        var grandchild = new TestHandle(this, "grandchild", child);

        parent.Dispose();
        child.Dispose();
        Assert.Empty(_released);
        grandchild.Dispose();

        Assert.Equal(["grandchild", "child", "parent"], _released);
        Assert.Equal(0, _ledger.Live);
    }

    [Fact]
    public void Dispose_Twice_ReleasesOnce()
    {
        var handle = new TestHandle(this, "one", null);
        handle.Dispose();
        handle.Dispose();
        Assert.Equal(["one"], _released);
        Assert.Equal(0, _ledger.Live);
        Assert.Equal(0, _ledger.Leaked);
    }

    [Fact]
    public void Dispose_ReleaseFails_ReportsAndDoesNotThrow()
    {
        List<ReleaseFailure> failures = [];
        _ledger.ReleaseFailed += failures.Add;
        new TestHandle(this, "one", null) { Failure = "busy" }.Dispose();
        Assert.Equal([new ReleaseFailure(nameof(TestHandle), "busy")], failures);
        Assert.Equal(0, _ledger.Live);
    }

    [Fact]
    public void Dispose_ReleaseThrows_ReportsAndLetsGoOfTheParent()
    {
        List<ReleaseFailure> failures = [];
        _ledger.ReleaseFailed += failures.Add;
        var parent = new TestHandle(this, "parent", null);
        var child = new TestHandle(this, "child", parent) { Exception = new EntryPointNotFoundException("cuGone") };

        parent.Dispose();
        child.Dispose();

        Assert.Equal("cuGone", Assert.Single(failures).Reason);
        Assert.Equal(["parent"], _released);
    }

    [Fact]
    public void Create_OnDisposedParent_ThrowsAndCountsNothing()
    {
        var parent = new TestHandle(this, "parent", null);
        parent.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new TestHandle(this, "child", parent));
        Assert.Equal(0, _ledger.Live);
    }

    [Fact]
    public void Finalizer_ForgottenChildAndParent_ReleasesNothingUntilAsked()
    {
        Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Empty(_released);
        Assert.Equal(2, _ledger.Live);
        Assert.Equal(1, _ledger.Leaked);

        _ledger.ReleaseForgotten();

        Assert.Equal(["child on thread of test", "parent on thread of test"], _released);
        Assert.Equal(0, _ledger.Live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget()
    {
        int thread = Environment.CurrentManagedThreadId;
        var parent = new TestHandle(this, "parent", null) { TestThread = thread };
        _ = new TestHandle(this, "child", parent) { TestThread = thread };
    }

    private sealed class TestHandle(NativeHandleTests test, string name, NativeHandle? parent)
        : NativeHandle(1, parent, test._ledger)
    {
        public string? Failure { get; init; }

        public Exception? Exception { get; init; }

        public int? TestThread { get; init; }

        protected override string? Free()
        {
            if (Exception is not null) throw Exception;
            string thread = TestThread is null ? ""
                : TestThread == Environment.CurrentManagedThreadId ? " on thread of test" : " on another thread";
            test._released.Add(name + thread);
            return Failure;
        }
    }
}
