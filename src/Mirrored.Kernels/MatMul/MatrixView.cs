namespace Mirrored;

/// <summary>A float32 matrix in memory, transposed or not: only the steps between its elements differ.</summary>
internal readonly unsafe struct MatrixView(float* start, nint rowStep, nint columnStep)
{
    /// <summary>Elements from one row to the next.</summary>
    public readonly nint RowStep = rowStep;

    /// <summary>Elements from one column to the next.</summary>
    public readonly nint ColumnStep = columnStep;

    private readonly float* _start = start;

    /// <summary>The view of a row-major matrix as it is, or of its transpose.</summary>
    public static MatrixView Of(float* start, int rowLength, bool transpose) =>
        transpose ? new(start, 1, rowLength) : new(start, rowLength, 1);

    /// <summary>The address of an element.</summary>
    public float* At(int row, int column) => _start + row * RowStep + column * ColumnStep;
}
