namespace Mirrored;

/// <summary>A float32 matrix in memory, as it is or transposed: only the steps between its elements differ.</summary>
internal readonly unsafe struct MatrixView(float* start, nint rowStep, nint columnStep)
{
    /// <summary>The first element of the first row.</summary>
    public readonly float* Start = start;

    /// <summary>Elements from one row to the next.</summary>
    public readonly nint RowStep = rowStep;

    /// <summary>Elements from one column to the next.</summary>
    public readonly nint ColumnStep = columnStep;

    /// <summary>A row-major matrix with rows of <paramref name="rowLength"/> elements, or its transpose.</summary>
    public static MatrixView Of(float* start, int rowLength, bool transpose) =>
        transpose ? new(start, 1, rowLength) : new(start, rowLength, 1);

    /// <summary>The part that begins at an element and reaches to the end.</summary>
    public MatrixView From(int row, int column) =>
        new(Start + row * RowStep + column * ColumnStep, RowStep, ColumnStep);
}
