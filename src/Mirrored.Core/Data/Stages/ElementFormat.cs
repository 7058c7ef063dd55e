namespace Mirrored;

/// <summary>How an element is written to a cache file: its arrays, one behind the other.</summary>
internal sealed record ElementFormat<T>(
    Func<T, (NDArray<float> X, NDArray? Y, NDArray<float>? Weights)> Arrays, Func<NDArray<float>, NDArray?, NDArray<float>?, T> Make)
{
    public void Write(ElementFileWriter file, T element)
    {
        (NDArray<float> x, NDArray? y, NDArray<float>? weights) = Arrays(element);
        file.Begin();
        file.Write(x);
        file.Write(y);
        file.Write(weights);
    }

    public T Read(ElementFileReader file) =>
        Make(file.Read()?.As<float>() ?? throw file.Damaged("no features", "features"), file.Read(), file.Read()?.As<float>());
}
