namespace Mirrored;

/// <summary>A function of two numbers. NaN in gives NaN out, but for comparisons, which give 1 or 0, and the last two.</summary>
internal enum BinaryFunction
{
    /// <summary><c>a + b</c>.</summary>
    Add = 0,

    /// <summary><c>a - b</c>.</summary>
    Subtract = 1,

    /// <summary><c>a b</c>.</summary>
    Multiply = 2,

    /// <summary><c>a / b</c>.</summary>
    Divide = 3,

    /// <summary>The larger one; <c>a</c> where they are equal.</summary>
    Maximum = 4,

    /// <summary>The smaller one; <c>a</c> where they are equal.</summary>
    Minimum = 5,

    /// <summary>1 where <c>a &gt; b</c>, else 0.</summary>
    Greater = 6,

    /// <summary>1 where <c>a &gt;= b</c>, else 0.</summary>
    GreaterOrEqual = 7,

    /// <summary>1 where <c>a &lt; b</c>, else 0.</summary>
    Less = 8,

    /// <summary>1 where <c>a &lt;= b</c>, else 0.</summary>
    LessOrEqual = 9,

    /// <summary>1 where <c>a = b</c>, else 0.</summary>
    Equal = 10,

    /// <summary>0 where <c>a = b</c>, else 1, for NaN too.</summary>
    NotEqual = 11,

    /// <summary><c>a</c>, but +0 where <c>b = 0</c>, whatever <c>a</c> is.</summary>
    Keep = 12,

    /// <summary><c>b</c>, whatever <c>a</c> is: spreads a smaller operand.</summary>
    Second = 13,
}
