using System.Collections;

namespace Mirrored.Allocation;

/// <summary>The same objects again and again, without an end and without allocating.</summary>
internal sealed class Cycle<T>(T[] items) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Enumerator(items);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(T[] items) : IEnumerator<T>
    {
        private int _next = -1;

        public T Current => items[_next];

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            _next = (_next + 1) % items.Length;
            return true;
        }

        public void Reset() => _next = -1;

        public void Dispose()
        {
        }
    }
}
