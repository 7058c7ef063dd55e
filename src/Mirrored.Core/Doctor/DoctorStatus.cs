namespace Mirrored;

/// <summary>What came of a check.</summary>
public enum DoctorStatus
{
    /// <summary>Everything is as it should be.</summary>
    Ok,

    /// <summary>Training works, but slower or on fewer devices than it could.</summary>
    Warning,

    /// <summary>Something that should work does not.</summary>
    Failed,

    /// <summary>Not done, because something that it needs is not there.</summary>
    Skipped,
}
