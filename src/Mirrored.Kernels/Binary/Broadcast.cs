namespace Mirrored;

/// <summary>How a smaller operand meets a matrix.</summary>
internal enum Broadcast
{
    /// <summary>It is a matrix of the same shape.</summary>
    None = 0,

    /// <summary>It is one row, used for every row: <c>(n)</c>.</summary>
    Row = 1,

    /// <summary>It is one number for each row: <c>(rows)</c>.</summary>
    Column = 2,

    /// <summary>It is one number that never changes.</summary>
    Scalar = 3,
}
