namespace Mirrored.Keras;

/// <summary>How <see cref="AUC"/> joins the points of its curve.</summary>
public enum AucSummation
{
    /// <summary>By trapezoids; the precision-recall curve by the formula of Davis and Goadrich (2006).</summary>
    Interpolation = 0,

    /// <summary>By the smaller of two neighbouring heights.</summary>
    Minoring = 1,

    /// <summary>By the larger of two neighbouring heights.</summary>
    Majoring = 2,
}
