namespace Mirrored;

/// <summary>What one instruction of an <see cref="UpdateRule"/> computes; the numbers are those in <c>update.cu</c>.</summary>
internal enum UpdateCode : byte
{
    /// <summary><c>a</c>.</summary>
    Copy = 0,

    /// <summary><c>a + b</c>.</summary>
    Add = 1,

    /// <summary><c>a - b</c>.</summary>
    Subtract = 2,

    /// <summary><c>a b</c>.</summary>
    Multiply = 3,

    /// <summary><c>a / b</c>.</summary>
    Divide = 4,

    /// <summary><c>a b + c</c>, rounded once.</summary>
    MultiplyAdd = 5,

    /// <summary>The square root of <c>a</c>.</summary>
    Sqrt = 6,

    /// <summary><c>a</c> where <c>a &gt; b</c>, else <c>b</c>.</summary>
    Maximum = 7,

    /// <summary><c>a</c> where <c>b &gt; a</c>, else <c>b</c>.</summary>
    Minimum = 8,

    /// <summary>1, -1, or <c>a</c> itself where it is zero or NaN.</summary>
    Sign = 9,

    /// <summary><c>-(rate decay) a + b</c>, rounded once, with the segment's decay.</summary>
    Decay = 10,
}
