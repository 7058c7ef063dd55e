using System.Collections;

namespace Mirrored;

/// <summary>An enumerable that counts its open enumerators and fails at an element, if told so.</summary>
internal sealed class WatchedSource(int count, int failAt = -1) : IEnumerable<int>
{
    private int _open;

    /// <summary>Enumerators that were made and not disposed.</summary>
    public int Open => Volatile.Read(ref _open);

    public IEnumerator<int> GetEnumerator()
    {
        Interlocked.Increment(ref _open);
        try
        {
            for (int i = 0; i < count; i++)
                yield return i == failAt ? throw new InvalidDataException($"element {i} is bad") : i;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
