namespace Mirrored.Keras;

/// <summary>Which labels a loss or a metric takes. They are checked before anything is computed and brought into this form.</summary>
public enum LabelKind
{
    /// <summary>Finite numbers, as many in each row as predictions; <c>(rows)</c> goes with predictions <c>(rows, 1)</c>. Whole
    /// numbers become float32. The loss or metric sees the shape of the predictions.</summary>
    Values = 0,

    /// <summary>As <see cref="Values"/>, each from 0 to 1: one-hot rows, distributions, yes and no.</summary>
    Probabilities = 1,

    /// <summary>One class number for each vector of predictions, from 0 to the number of classes less one: <c>(rows)</c> or
    /// <c>(rows, 1)</c>. float32 numbers must be whole. The loss or metric sees int32 without that last axis.</summary>
    Classes = 2,

    /// <summary>As <see cref="Values"/>, each 0 or 1.</summary>
    Binary = 3,
}
