namespace Mirrored;

/// <summary>What is counted beside the sums of an <see cref="AccumulateOperation"/>.</summary>
internal enum AccumulateCount
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The rows.</summary>
    Rows = 1,

    /// <summary>The weights of the rows, added up as a column is.</summary>
    Weights = 2,
}
