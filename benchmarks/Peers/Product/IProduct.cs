namespace Mirrored.Peers;

/// <summary>A matrix product, ready to be computed again and again into the same memory.</summary>
internal interface IProduct : IDisposable
{
    void Multiply();
}
