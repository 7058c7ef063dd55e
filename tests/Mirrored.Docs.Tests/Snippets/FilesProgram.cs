using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/files.md, docs/deploy.md and the packages' READMEs; compiled, not run.</summary>
internal static class FilesProgram
{
    public static void Run(Sequential model)
    {
        OnnxFiles.Register();
        KerasFiles.Register();
        model.Save("model.keras");
        using Sequential same = Sequential.Load("model.keras");
        same.SaveWeights("model.weights.h5");
        same.Save("model.onnx");
    }

    public static void Onnx(Sequential model)
    {
        model.Save("model.onnx");
    }

    public static void Keras(Sequential model)
    {
        model.LoadWeights("model.weights.h5");
        model.Save("model.keras");
    }

    public static float[] Predict(float[] pixels)
    {
        using InferenceSession session = new("model.onnx");
        DenseTensor<float> images = new(pixels, [pixels.Length / 784, 784]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", images)]);
        float[] probabilities = results[0].AsTensor<float>().ToArray();
        return probabilities;
    }
}
