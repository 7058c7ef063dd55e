namespace Mirrored;

/// <summary>Where a value of an update lives, in the order of an <see cref="UpdateRule"/>'s registers.</summary>
internal enum UpdateOperandKind
{
    /// <summary>The weight, its gradient or a slot.</summary>
    Memory,

    /// <summary>A result on the way.</summary>
    Temporary,

    /// <summary>A number of the step.</summary>
    Scalar,

    /// <summary>A number that never changes.</summary>
    Constant,
}
