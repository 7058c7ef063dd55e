using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The numbers that differ from step to step; 128 bytes in device memory that every kernel may read.</summary>
/// <remarks>Kernels read them through a pointer, so a captured graph never changes when they do.</remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct StepState
{
    public const int SizeInBytes = 128;

    /// <summary>The number of this update, from 1: Adam's <c>t</c>.</summary>
    [FieldOffset(0)] public long Step;

    /// <summary>The step number that random draws use; compiling anew does not start it over.</summary>
    [FieldOffset(8)] public long RngStep;

    /// <summary>The number, within the global batch, of the first row that this plan works on.</summary>
    [FieldOffset(16)] public long FirstGlobalRow;

    /// <summary>The number of rows in the global batch, over all replicas.</summary>
    [FieldOffset(24)] public int GlobalRows;

    /// <summary>One over <see cref="GlobalRows"/>: turns sums over rows into the mean over the global batch.</summary>
    [FieldOffset(28)] public float GradientScale;

    /// <summary>The factor that keeps small gradients from vanishing in half precision; 1 otherwise.</summary>
    [FieldOffset(32)] public float LossScale;

    /// <summary>The learning rate of this step.</summary>
    [FieldOffset(36)] public float LearningRate;

    /// <summary>Non-zero makes the update do nothing; decided on the device.</summary>
    [FieldOffset(44)] public int Skip;

    /// <summary>The optimizer's own numbers, in the order of its rule.</summary>
    [FieldOffset(64)] public StepScalars Scalars;
}
