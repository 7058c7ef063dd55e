namespace Mirrored;

/// <summary>What makes one step plan differ from another of the same model.</summary>
/// <param name="Mode">What the step is for.</param>
/// <param name="Rows">How many rows one leaf works on.</param>
/// <param name="Features">How the features are stored.</param>
/// <param name="Labels">How the labels are stored; ignored in prediction.</param>
/// <param name="LabelShape">The shape of one row's labels; ignored in prediction.</param>
/// <param name="Weighted">Whether rows have weights; ignored in prediction.</param>
internal readonly record struct PlanKey(
    StepMode Mode, int Rows, DType Features, DType Labels, Shape LabelShape = default, bool Weighted = false);
