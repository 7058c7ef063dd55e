namespace Mirrored.Peers;

/// <summary>Threads that do nothing but keep cores busy, as other programs on the machine would.</summary>
internal sealed class BusyThreads : IDisposable
{
    private volatile bool _ended;

    public BusyThreads(int count)
    {
        for (int i = 0; i < count; i++) new Thread(Spin) { IsBackground = true, Name = $"busy {i}" }.Start();
    }

    public void Dispose() => _ended = true;

    private void Spin()
    {
        while (!_ended) Thread.SpinWait(1000);
    }
}
