using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One array of a <see cref="RowBuffer"/>: the features or the targets of its rows.</summary>
internal sealed class RowColumn
{
    private readonly string _name;
    private readonly int _rowLength;
    private float[] _floats = [];
    private int[] _classes = [];
    private NDArray _array;
    private NDArray _part;

    /// <summary>Makes a column without rows.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="pattern">An array whose shape and type the rows have.</param>
    /// <param name="leadingAxes">1 when its first axis counts rows, 0 when it is one row.</param>
    public RowColumn(string name, NDArray pattern, int leadingAxes)
    {
        (_name, Type) = (name, StoredType(pattern));
        RowShape = leadingAxes == 0 ? pattern.Shape : pattern.Shape.RowShape();
        _rowLength = checked((int)RowShape.Length);
        _array = _part = Wrap(0);
    }

    /// <summary>The shape of a row.</summary>
    public Shape RowShape { get; }

    /// <summary>How elements are stored.</summary>
    public DType Type { get; }

    /// <summary>All that there is room for, of float32.</summary>
    public Span<float> Floats => _floats;

    /// <summary>The bytes of one row.</summary>
    public long RowBytes => (long)_rowLength * sizeof(float);

    /// <summary>The address of the first row of a pinned column.</summary>
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement((Array)(Type == DType.Int32 ? _classes : _floats), 0);

    /// <summary>The first rows as an array, which shares the memory. Two lengths alternate without allocating: full batches and
    /// the last one of an epoch.</summary>
    public NDArray Rows(int count)
    {
        if (_array.RowCount == count) return _array;
        if (_part.RowCount != count)
            _part = _array is NDArray<int> classes ? classes.Rows(0, count) : _array.As<float>().Rows(0, count);
        return _part;
    }

    /// <summary>Refuses an array whose rows do not belong here; allocates nothing for one that does.</summary>
    /// <exception cref="ArgumentException">Its shape or type is another.</exception>
    public void Require(NDArray array, int leadingAxes)
    {
        if (!HasRowShape(array.Shape, leadingAxes))
            throw new ArgumentException(
                $"Its {_name} have shape {(leadingAxes == 0 ? array.Shape : array.Shape.RowShape())}, those before it {RowShape}: "
                + "all must have the same.");
        if (StoredType(array) != Type)
            throw new ArgumentException($"Its {_name} are {array.DType}, those before it {Type}: all must have the same type.");
    }

    /// <summary>Copies an array behind the first rows.</summary>
    public void Write(NDArray array, int row)
    {
        int at = row * _rowLength;
        switch (array)
        {
            case NDArray<float> numbers:
                numbers.CopyTo(_floats.AsSpan(at, array.Length));
                break;
            case NDArray<int> classes:
                classes.CopyTo(_classes.AsSpan(at, array.Length));
                break;
            default:
                ReadOnlySpan<byte> bytes = array.As<byte>().Span;
                for (int i = 0; i < bytes.Length; i++) _classes[at + i] = bytes[i];
                break;
        }
    }

    /// <summary>Makes room for more rows; those that are there stay.</summary>
    public void Grow(int rows, bool pinned)
    {
        if (Type == DType.Int32) _classes = Enlarge(_classes, rows, pinned);
        else _floats = Enlarge(_floats, rows, pinned);
        _array = _part = Wrap(rows);
    }

    /// <summary>How elements of a type are stored.</summary>
    /// <exception cref="ArgumentException">They cannot be.</exception>
    private static DType StoredType(NDArray array) => array.DType switch
    {
        DType.Float32 => DType.Float32,
        DType.Int32 or DType.UInt8 => DType.Int32,
        _ => throw new ArgumentException($"Targets are float, int or byte; these are {array.DType}."),
    };

    private bool HasRowShape(Shape shape, int leadingAxes)
    {
        if (shape.Rank - leadingAxes != RowShape.Rank) return false;
        for (int axis = 0; axis < RowShape.Rank; axis++)
            if (shape[axis + leadingAxes] != RowShape[axis]) return false;
        return true;
    }

    private T[] Enlarge<T>(T[] old, int rows, bool pinned)
        where T : unmanaged
    {
        T[] larger = GC.AllocateUninitializedArray<T>(checked(rows * _rowLength), pinned);
        old.CopyTo(larger, 0);
        return larger;
    }

    private NDArray Wrap(int rows) => Type == DType.Int32
        ? new NDArray<int>(_classes, RowShape.Prepend(rows))
        : new NDArray<float>(_floats, RowShape.Prepend(rows));
}
