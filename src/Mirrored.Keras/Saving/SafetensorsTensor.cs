namespace Mirrored.Keras;

/// <summary>A named tensor in a safetensors file, its values as float32 in row-major order.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Data">Its values, as many as the shape has elements.</param>
/// <param name="StoredType">The element type in the file that it came from; writing always stores <c>F32</c>.</param>
internal sealed record SafetensorsTensor(
    string Name, Shape Shape, ReadOnlyMemory<float> Data, string StoredType = SafetensorsTensor.Float32)
{
    /// <summary>The format's name of float32.</summary>
    public const string Float32 = "F32";
}
