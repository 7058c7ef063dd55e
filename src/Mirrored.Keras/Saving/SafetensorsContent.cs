namespace Mirrored.Keras;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">The tensors, in the order of their data.</param>
/// <param name="Metadata">The texts under <c>__metadata__</c>, in the order of the file; often none.</param>
internal sealed record SafetensorsContent(
    IReadOnlyList<SafetensorsTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
