using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Writes a cache file: a mark, for each element a 1 and its arrays, then a 0 and the number of elements.</summary>
internal sealed class ElementFileWriter : IDisposable
{
    /// <summary>"MIRCACH1" as a little-endian number.</summary>
    public const ulong Mark = 0x3248_4341_4352_494D;

    private readonly string _path;
    private readonly string _unfinished;
    private readonly BinaryWriter _file;
    private long _elements;

    public ElementFileWriter(string path)
    {
        _path = path;
        // Two passes may write at the same time; each has a file of its own, and the last to end stays.
        _unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        _file = new BinaryWriter(new FileStream(_unfinished, FileMode.CreateNew, FileAccess.Write));
        _file.Write(Mark);
    }

    /// <summary>Begins an element.</summary>
    public void Begin()
    {
        _file.Write((byte)1);
        _elements++;
    }

    /// <summary>Writes an array: its type, its axes, its elements; a 255 for none.</summary>
    public void Write(NDArray? array)
    {
        if (array is null)
        {
            _file.Write(byte.MaxValue);
            return;
        }

        _file.Write((byte)array.DType);
        _file.Write((byte)array.Shape.Rank);
        for (int axis = 0; axis < array.Shape.Rank; axis++) _file.Write(array.Shape[axis]);
        _file.Write(array switch
        {
            NDArray<float> numbers => MemoryMarshal.AsBytes(numbers.Span),
            NDArray<int> classes => MemoryMarshal.AsBytes(classes.Span),
            NDArray<byte> bytes => bytes.Span,
            _ => MemoryMarshal.AsBytes(array.As<double>().Span),
        });
    }

    /// <summary>Ends the file and puts it in its place.</summary>
    public void Complete()
    {
        _file.Write((byte)0);
        _file.Write(_elements);
        _file.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_unfinished);
    }
}
