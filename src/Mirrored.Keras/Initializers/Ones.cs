namespace Mirrored.Keras;

/// <summary>Every element starts at 1.</summary>
public sealed class Ones : Initializer
{
    internal override Operation Fill(Parameter weight, ulong seed, uint stream) =>
        new FillOperation { Output = weight.Value, Value = 1 };
}
