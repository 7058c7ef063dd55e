namespace Mirrored.Keras;

/// <summary>The curve below which <see cref="AUC"/> measures the area.</summary>
public enum AucCurve
{
    /// <summary>The rate of true positives over that of false positives.</summary>
    Roc = 0,

    /// <summary>Precision over recall.</summary>
    PrecisionRecall = 1,
}
