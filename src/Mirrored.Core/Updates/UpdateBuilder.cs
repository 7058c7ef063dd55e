namespace Mirrored;

/// <summary>Describes what an optimizer does with each element of a weight, once for all weights and steps.</summary>
/// <remarks>Nothing is computed: each operator on an <see cref="UpdateValue"/> notes an instruction. All of them together run in
/// one pass over the flat memory of all trained weights, on every device, with the same bits.</remarks>
/// <example>Gradient descent with momentum:
/// <code>
/// UpdateValue velocity = update.Slot("velocity");
/// update.Assign(velocity, 0.9 * velocity - update.LearningRate * update.Gradient);
/// update.Assign(update.Weight, update.Weight + velocity);
/// </code></example>
public sealed class UpdateBuilder
{
    private readonly List<UpdateSlot> _slots = [];
    private readonly List<UpdateValue> _slotValues = [];
    private readonly List<Func<UpdateStep, double>> _scalars = [];
    private readonly List<float> _constants = [];
    private readonly List<(UpdateCode Code, UpdateOperand Target, UpdateOperand[] Operands)> _instructions = [];
    private UpdateValue? _learningRate;
    private int _temporaries;

    internal UpdateBuilder()
    {
        Weight = new UpdateValue(this, new UpdateOperand(UpdateOperandKind.Memory, UpdateRule.Weight));
        Gradient = new UpdateValue(this, new UpdateOperand(UpdateOperandKind.Memory, UpdateRule.Gradient));
    }

    /// <summary>The weight; assign to it what it becomes.</summary>
    public UpdateValue Weight { get; }

    /// <summary>The gradient: summed over all replicas, with the gradients of penalties, limited.</summary>
    public UpdateValue Gradient { get; }

    /// <summary>The learning rate of the step.</summary>
    public UpdateValue LearningRate => _learningRate ??= Scalar(step => step.LearningRate);

    internal IReadOnlyList<UpdateSlot> Slots => _slots;

    internal IReadOnlyList<Func<UpdateStep, double>> Scalars => _scalars;

    /// <summary>A number that is kept for each element from step to step; assign to it what it becomes.</summary>
    /// <param name="name">Its name in checkpoints, such as <c>m</c>.</param>
    /// <param name="initialValue">What it starts with.</param>
    /// <returns>The number as it is; the same for the same name.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="InvalidOperationException">There are more than six.</exception>
    public UpdateValue Slot(string name, double initialValue = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        int known = _slots.FindIndex(s => s.Name == name);
        if (known >= 0) return _slotValues[known];
        Limit(_slots.Count, UpdateRule.MaximumSlots, "slots");
        UpdateValue value = new(this, new UpdateOperand(UpdateOperandKind.Memory, UpdateRule.FirstSlot + _slots.Count));
        _slots.Add(new UpdateSlot(name, initialValue));
        _slotValues.Add(value);
        return value;
    }

    /// <summary>A number that is the same for all elements but differs from step to step, such as a bias correction.</summary>
    /// <param name="value">Computes it, in float64 and without allocating; it is rounded to float32 once.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">There are more than sixteen.</exception>
    public UpdateValue Scalar(Func<UpdateStep, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Limit(_scalars.Count, StepScalars.Count, "numbers that differ from step to step");
        _scalars.Add(value);
        return new UpdateValue(this, new UpdateOperand(UpdateOperandKind.Scalar, _scalars.Count - 1));
    }

    /// <summary>What is added to the weight together with what its decay takes away: <c>change - rate decay w</c>, rounded once.</summary>
    /// <remarks>An update that asks for it decays and changes a weight in one rounding: assign <c>Weight + Decayed(change)</c>. Of all
    /// others the weight decays before they run, in a rounding of its own.</remarks>
    /// <param name="change">What the weight changes by.</param>
    /// <returns>The sum; the change itself where a weight does not decay.</returns>
    public UpdateValue Decayed(UpdateValue change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Emit(UpdateCode.Decay, [Weight, change]);
    }

    /// <summary>Says what the weight or a slot becomes.</summary>
    /// <param name="target"><see cref="Weight"/> or a <see cref="Slot"/>.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="ArgumentException">The target is neither the weight nor a slot of this update.</exception>
    public void Assign(UpdateValue target, UpdateValue value)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(value);
        if (target.Builder != this || target.Operand is not { Kind: UpdateOperandKind.Memory, Index: not UpdateRule.Gradient })
            throw new ArgumentException("Only the weight and slots of this update can be assigned to.", nameof(target));
        UpdateOperand operand = value.In(this);
        Note(UpdateCode.Copy, target.Operand, [operand]);
    }

    internal UpdateOperand Constant(float number)
    {
        int index = _constants.FindIndex(c => c.Equals(number) && float.IsNegative(c) == float.IsNegative(number));
        if (index < 0)
        {
            Limit(_constants.Count, UpdateRule.MaximumConstants, "constants");
            index = _constants.Count;
            _constants.Add(number);
        }

        return new UpdateOperand(UpdateOperandKind.Constant, index);
    }

    internal UpdateValue Emit(UpdateCode code, ReadOnlySpan<UpdateValue> operands)
    {
        UpdateOperand[] read = new UpdateOperand[operands.Length];
        for (int i = 0; i < read.Length; i++) read[i] = operands[i].In(this);
        UpdateOperand target = new(UpdateOperandKind.Temporary, _temporaries++);
        Note(code, target, read);
        return new UpdateValue(this, target);
    }

    /// <summary>The rule, with its registers numbered.</summary>
    /// <exception cref="InvalidOperationException">It is too long or needs too many values at a time.</exception>
    internal UpdateRule ToRule()
    {
        UpdateRegisters registers = new(_instructions, _slots.Count, _scalars.Count);
        Limit(registers.Temporaries - 1, UpdateRule.MaximumTemporaries, "values at a time");
        Limit(registers.Instructions.Count - 1, UpdateRule.MaximumInstructions, "operations");
        return new UpdateRule
        {
            Slots = _slots.Count, Temporaries = registers.Temporaries, Scalars = _scalars.Count, Constants = [.. _constants],
            Instructions = registers.Instructions,
        };
    }

    private static void Limit(int count, int maximum, string what)
    {
        if (count >= maximum) throw new InvalidOperationException($"An update has at most {maximum} {what}.");
    }

    private void Note(UpdateCode code, UpdateOperand target, UpdateOperand[] operands) =>
        _instructions.Add((code, target, operands));
}
