namespace Mirrored;

/// <summary>What an instruction reads or writes, before registers are numbered.</summary>
/// <param name="Kind">Where it lives.</param>
/// <param name="Index">Its number among those of its kind.</param>
internal readonly record struct UpdateOperand(UpdateOperandKind Kind, int Index);
