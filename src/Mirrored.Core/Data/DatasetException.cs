namespace Mirrored;

/// <summary>Code that a dataset was given (a function, an enumerable) failed, or an element does not fit the others.</summary>
/// <remarks>The inner exception is the cause. Elements before it were handed out; in training their steps were done.</remarks>
public sealed class DatasetException : Exception
{
    internal DatasetException(string operation, long elementIndex, Exception cause)
        : base($"{operation} failed at element {elementIndex}: {cause.Message}", cause)
    {
        Operation = operation;
        ElementIndex = elementIndex;
    }

    /// <summary>The operation that failed: <c>Map</c>, <c>Filter</c>, <c>FromEnumerable</c>, ...</summary>
    public string Operation { get; }

    /// <summary>The number of the element, from 0, among those that the operation was given in this pass; a source counts
    /// those that it gave.</summary>
    public long ElementIndex { get; }
}
