namespace Mirrored;

/// <summary>Adam's rule, which several optimizers and the doctor's trial share.</summary>
internal static class AdamUpdate
{
    /// <summary>Describes it; without <paramref name="amsgrad"/> devices have a kernel of their own for it.</summary>
    /// <param name="update">Takes the description.</param>
    /// <param name="beta1">How slowly the mean of gradients forgets.</param>
    /// <param name="beta2">How slowly the mean of squares forgets.</param>
    /// <param name="epsilon">Keeps the division finite; added to the uncorrected root.</param>
    /// <param name="amsgrad">Whether steps are scaled by the largest mean of squares so far.</param>
    /// <param name="decays">Whether weights may decay: then that is part of the change.</param>
    public static void Describe(
        UpdateBuilder update, double beta1, double beta2, double epsilon, bool amsgrad = false, bool decays = false)
    {
        UpdateValue w = update.Weight, g = update.Gradient, m = update.Slot("m"), v = update.Slot("v");
        UpdateValue step = update.Scalar(
            s => -s.LearningRate * Math.Sqrt(1 - Math.Pow(beta2, s.Number)) / (1 - Math.Pow(beta1, s.Number)));
        update.Assign(m, UpdateValue.MultiplyAdd(g - m, 1 - beta1, m));
        update.Assign(v, UpdateValue.MultiplyAdd(g * g - v, 1 - beta2, v));
        UpdateValue scale = v;
        if (amsgrad) update.Assign(scale = update.Slot("vhat"), UpdateValue.Max(update.Slot("vhat"), v));
        UpdateValue ratio = m / (UpdateValue.Sqrt(scale) + epsilon);
        update.Assign(w, decays ? w + update.Decayed(step * ratio) : UpdateValue.MultiplyAdd(step, ratio, w));
    }
}
