namespace Mirrored.Benchmarks.Columns;

/// <summary>A parameter of a benchmark that says what one operation does; a rate is shown for what is not null.</summary>
public interface IWork
{
    /// <summary>Rows of data.</summary>
    double? Rows => null;

    /// <summary>Floating-point operations.</summary>
    double? Flops => null;

    /// <summary>Bytes read and written.</summary>
    double? Bytes => null;
}
