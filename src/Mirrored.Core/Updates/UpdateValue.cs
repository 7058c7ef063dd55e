namespace Mirrored;

/// <summary>A number of an update, one for each element of each weight; made by an <see cref="UpdateBuilder"/> and by
/// arithmetic on such numbers.</summary>
/// <remarks>Every operator is one correctly rounded float32 operation, on every device. A plain number converts to a value.
/// What is written is computed there and then: a slot that is read behind an assignment has its new value.</remarks>
public sealed class UpdateValue
{
    private readonly double _number;

    internal UpdateValue(UpdateBuilder builder, UpdateOperand operand)
    {
        Builder = builder;
        Operand = operand;
    }

    private UpdateValue(double number)
    {
        if (!float.IsFinite((float)number))
            throw new ArgumentOutOfRangeException(nameof(number), number, "Expected a finite float32.");
        _number = number;
    }

    /// <summary>Null for a plain number.</summary>
    internal UpdateBuilder? Builder { get; }

    internal UpdateOperand Operand { get; }

    /// <summary>A number that is the same for all elements and steps, rounded to float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static implicit operator UpdateValue(double number) => FromDouble(number);

    /// <summary>The sum.</summary>
    public static UpdateValue operator +(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Add, left, right);

    /// <summary>The difference.</summary>
    public static UpdateValue operator -(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Subtract, left, right);

    /// <summary>The product.</summary>
    public static UpdateValue operator *(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Multiply, left, right);

    /// <summary>The quotient.</summary>
    public static UpdateValue operator /(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Divide, left, right);

    /// <summary>The number with the other sign.</summary>
    public static UpdateValue operator -(UpdateValue value) => Emit(UpdateCode.Multiply, value, -1);

    /// <summary>A number that is the same for all elements and steps, rounded to float32.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static UpdateValue FromDouble(double number) => new(number);

    /// <summary><c>left + right</c>.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The sum.</returns>
    public static UpdateValue Add(UpdateValue left, UpdateValue right) => left + right;

    /// <summary><c>left - right</c>.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The difference.</returns>
    public static UpdateValue Subtract(UpdateValue left, UpdateValue right) => left - right;

    /// <summary><c>left right</c>.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The product.</returns>
    public static UpdateValue Multiply(UpdateValue left, UpdateValue right) => left * right;

    /// <summary><c>left / right</c>.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The quotient.</returns>
    public static UpdateValue Divide(UpdateValue left, UpdateValue right) => left / right;

    /// <summary><c>-value</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number with the other sign.</returns>
    public static UpdateValue Negate(UpdateValue value) => -value;

    /// <summary><c>a b + c</c>, rounded once.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">What is added.</param>
    /// <returns>The result.</returns>
    public static UpdateValue MultiplyAdd(UpdateValue a, UpdateValue b, UpdateValue c) => Emit(UpdateCode.MultiplyAdd, a, b, c);

    /// <summary>The square root; NaN below zero.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The root.</returns>
    public static UpdateValue Sqrt(UpdateValue value) => Emit(UpdateCode.Sqrt, value);

    /// <summary>The larger number; the second where they cannot be compared.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The maximum.</returns>
    public static UpdateValue Max(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Maximum, left, right);

    /// <summary>The smaller number; the second where they cannot be compared.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    /// <returns>The minimum.</returns>
    public static UpdateValue Min(UpdateValue left, UpdateValue right) => Emit(UpdateCode.Minimum, left, right);

    /// <summary>1 above zero, -1 below, and zero or NaN themselves.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The sign.</returns>
    public static UpdateValue Sign(UpdateValue value) => Emit(UpdateCode.Sign, value);

    /// <summary>The magnitude.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number without its sign.</returns>
    public static UpdateValue Abs(UpdateValue value) => Max(-value, value);

    /// <summary>The operand in a builder, which a plain number becomes a constant of.</summary>
    internal UpdateOperand In(UpdateBuilder builder)
    {
        if (Builder is null) return builder.Constant((float)_number);
        return ReferenceEquals(Builder, builder)
            ? Operand
            : throw new InvalidOperationException(
                "A value of one update cannot be used in another. Take it from the UpdateBuilder at hand.");
    }

    private static UpdateValue Emit(UpdateCode code, params ReadOnlySpan<UpdateValue> operands)
    {
        UpdateBuilder? builder = null;
        foreach (UpdateValue operand in operands)
        {
            ArgumentNullException.ThrowIfNull(operand, nameof(operands));
            builder ??= operand.Builder;
        }

        if (builder is null)
            throw new InvalidOperationException(
                "Compute with plain numbers as double; at least one value must come from the UpdateBuilder.");
        return builder.Emit(code, operands);
    }
}
