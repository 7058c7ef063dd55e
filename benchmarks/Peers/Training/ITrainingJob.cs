namespace Mirrored.Peers;

/// <summary>One side's way of doing the job: its data, model and optimizer, ready to train.</summary>
/// <remarks>A process makes one, calls <see cref="RunEpoch"/> several times and <see cref="Evaluate"/> once.</remarks>
internal interface ITrainingJob : IDisposable
{
    /// <summary>Library and version, as the report shows it.</summary>
    string Name { get; }

    /// <summary>The rows that one epoch trains on.</summary>
    int TrainingRows { get; }

    /// <summary>Trains on every row once, in a new random order.</summary>
    /// <returns>Seconds from the first batch until the last update is in the weights.</returns>
    double RunEpoch();

    /// <summary>The share of test rows that are classified correctly, from 0 to 1.</summary>
    double Evaluate();
}
