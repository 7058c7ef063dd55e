namespace Mirrored;

/// <summary>One row of an output tile as it is held in registers: one or two vectors of running sums.</summary>
/// <remarks>The tile kernel is written once against this; the width of a tile is the width of its row.</remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface ITileRow<TSelf>
    where TSelf : struct, ITileRow<TSelf>
{
    /// <summary>Columns of a tile.</summary>
    static abstract int Width { get; }

    /// <summary>Rows of a tile: as many as leave registers for a row of the right factor and one broadcast.</summary>
    static abstract int Height { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(float* destination, TSelf value);

    /// <summary><c>*left * right + sum</c> in every column, rounded once.</summary>
    static abstract TSelf MultiplyAdd(float* left, TSelf right, TSelf sum);
}
