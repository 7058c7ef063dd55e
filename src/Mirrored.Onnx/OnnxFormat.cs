using Google.Protobuf;
using Mirrored.Keras.Wire;

namespace Mirrored.Keras;

/// <summary>Writes what a model computes in prediction as an ONNX graph; nothing is read.</summary>
internal sealed class OnnxFormat() : ModelFormat(".onnx")
{
    // A message of protocol buffers, which an ONNX file is, cannot be longer.
    private const long LongestMessage = int.MaxValue;

    public override void Save(Sequential model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        long bytes = model.CountParams() * sizeof(float);
        if (bytes > LongestMessage)
            throw new NotSupportedException(
                $"The model '{model.Name}' has {bytes} bytes of weights; an ONNX file holds at most {LongestMessage}.");
        ModelProto proto = new ModelExport(model).Run();
        AtomicFile.Write(path, proto.CalculateSize(), proto.WriteTo);
    }
}
