namespace Mirrored.Keras;

/// <summary>Every element starts at 0: what biases do by default.</summary>
public sealed class Zeros : Initializer
{
    internal override Operation Fill(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value };
}
