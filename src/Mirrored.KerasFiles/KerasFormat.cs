namespace Mirrored.Keras;

/// <summary>Whole models as Keras 3 writes them.</summary>
internal sealed class KerasFormat() : ModelFormat(".keras")
{
}
