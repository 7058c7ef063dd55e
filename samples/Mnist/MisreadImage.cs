using System.Text.Json;

namespace Mirrored.Samples.Mnist;

/// <summary>An image that the model takes for another digit.</summary>
/// <param name="Row">Its number among the test images.</param>
/// <param name="Label">What it is.</param>
/// <param name="Predicted">What the model takes it for.</param>
/// <param name="Probability">How sure it is.</param>
/// <param name="Pixels"><c>(1, height, width)</c>.</param>
internal sealed record MisreadImage(int Row, int Label, int Predicted, float Probability, NDArray<byte> Pixels)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("row", Row);
        json.WriteNumber("label", Label);
        json.WriteNumber("predicted", Predicted);
        if (float.IsFinite(Probability)) json.WriteNumber("probability", Probability);
        else json.WriteNull("probability"); // A model that diverged.
        json.WriteNumber("height", Pixels.Shape[1]);
        json.WriteNumber("width", Pixels.Shape[2]);
        json.WriteBase64String("pixels", Pixels.Span);
        json.WriteEndObject();
    }
}
