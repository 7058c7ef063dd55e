namespace Mirrored;

/// <summary>A device that the tests of all operations run on, once for each kind.</summary>
public abstract class TestDevice
{
    internal abstract Device Open();
}
