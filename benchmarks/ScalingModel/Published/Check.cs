namespace Mirrored.ScalingModel;

/// <summary>Something that others measured, beside what this model says.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Source">By whom.</param>
/// <param name="Unit">Of both figures: us, or % of linear scaling.</param>
/// <param name="Published">Their figure.</param>
/// <param name="Model">Ours.</param>
public sealed record Check(string What, string Source, string Unit, double Published, double Model)
{
    /// <summary>By how much the model is off, of the published figure.</summary>
    public double Error => (Model / Published) - 1;
}
