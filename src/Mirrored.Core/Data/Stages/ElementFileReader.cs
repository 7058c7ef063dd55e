using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Reads what <see cref="ElementFileWriter"/> wrote; believes no length before the file has as many bytes.</summary>
internal sealed class ElementFileReader : IDisposable
{
    private readonly string _path;
    private readonly BinaryReader _file;
    private long _elements;
    private bool _done;

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFormatException">It is none of ours.</exception>
    public ElementFileReader(string path)
    {
        _path = path;
        _file = new BinaryReader(File.OpenRead(path));
        if (Left < sizeof(ulong) || _file.ReadUInt64() != ElementFileWriter.Mark)
        {
            _file.Dispose();
            throw new DataFormatException(path, 0, "another kind of file", "a cache of a dataset; choose another path, or delete the file");
        }
    }

    private long Left => _file.BaseStream.Length - _file.BaseStream.Position;

    /// <summary>Goes to the next element.</summary>
    /// <returns>False at the end.</returns>
    public bool TryNext()
    {
        if (_done) return false;
        Require(1);
        byte more = _file.ReadByte();
        if (more == 1)
        {
            _elements++;
            return true;
        }

        Require(sizeof(long));
        long count = _file.ReadInt64();
        if (more != 0 || count != _elements || Left != 0) throw Damaged("an end that does not fit", $"{_elements} elements and the end");
        _done = true;
        return false;
    }

    /// <summary>Reads the next array of the element; null for none.</summary>
    public NDArray? Read()
    {
        Require(1);
        byte type = _file.ReadByte();
        if (type == byte.MaxValue) return null;
        Require(1);
        byte rank = _file.ReadByte();
        Require(rank * sizeof(int));
        int[] axes = new int[rank];
        UInt128 length = 1;
        for (int axis = 0; axis < rank; axis++)
        {
            axes[axis] = _file.ReadInt32();
            if (axes[axis] < 0) throw Damaged($"an axis of {axes[axis]}", "axes of 0 or more");
            length *= (uint)axes[axis];
            if (length > (ulong)Left) throw Damaged($"{length} elements", $"no more than {Left} bytes");
        }

        Shape shape = axes;
        return (DType)type switch
        {
            DType.Float32 => new NDArray<float>(Elements<float>((int)length), shape),
            DType.Int32 => new NDArray<int>(Elements<int>((int)length), shape),
            DType.UInt8 => new NDArray<byte>(Elements<byte>((int)length), shape),
            DType.Float64 => new NDArray<double>(Elements<double>((int)length), shape),
            _ => throw Damaged($"element type {type}", "a known one"),
        };
    }

    /// <summary>Says what is wrong where the file is being read.</summary>
    public DataFormatException Damaged(string found, string expected) => new(_path, _file.BaseStream.Position, found, expected);

    public void Dispose() => _file.Dispose();

    private T[] Elements<T>(int count)
        where T : unmanaged
    {
        Require((long)count * Unsafe.SizeOf<T>());
        T[] elements = GC.AllocateUninitializedArray<T>(count);
        _file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    private void Require(long bytes)
    {
        if (Left < bytes) throw Damaged($"{Left} bytes", $"{bytes} bytes");
    }
}
