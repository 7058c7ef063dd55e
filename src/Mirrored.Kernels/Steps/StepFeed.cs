using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Which rows of which arrays a step reads; lives in device memory beside <see cref="StepState"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StepFeed
{
    /// <summary>All rows of the features, resident on the device.</summary>
    public void* Features;

    /// <summary>All labels, resident on the device.</summary>
    public void* Labels;

    /// <summary>The numbers of the rows that this plan works on, in order.</summary>
    public int* Rows;

    /// <summary>256 floats: what each byte of the features stands for; null when the features are float32.</summary>
    public float* ByteValues;

    /// <summary>The weights of all rows; null when there are none.</summary>
    public float* Weights;
}
