using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mirrored.Keras.Tests;

namespace Mirrored.Files.Tests;

/// <summary>Runs models as ONNX Runtime does.</summary>
internal static class OnnxRun
{
    /// <summary>What a saved model predicts.</summary>
    public static float[] Predict(string path, NDArray<float> x)
    {
        using InferenceSession session = new(path);
        int[] shape = [.. x.Shape];
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(x.ToArray(), shape))]);
        return results.Single(r => r.Name == "output").AsTensor<float>().ToArray();
    }

    /// <summary>Holds what ONNX Runtime makes of a model to what the model predicts, for several numbers of rows.</summary>
    public static void Check(Sequential model, float tolerance)
    {
        using TemporaryFolder folder = new();
        model.Save(folder["m.onnx"]);
        foreach (int rows in (int[])[1, 2, 7])
        {
            NDArray<float> x = TestRows.Of(model.InputShape!.Value.Prepend(rows));
            float[] expected = model.Predict(x, verbose: Verbosity.Silent).ToArray(), found = Predict(folder["m.onnx"], x);
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                if (float.IsNaN(expected[i])) Assert.True(float.IsNaN(found[i]), $"{i}: {found[i]}");
                else Assert.InRange(found[i], expected[i] - tolerance, expected[i] + tolerance);
            }
        }
    }
}
