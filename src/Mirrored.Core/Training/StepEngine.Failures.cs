namespace Mirrored;

/// <content>What the engine does when steps fail.</content>
internal sealed partial class StepEngine
{
    /// <summary>Refuses to go on when the replicas' weights may differ.</summary>
    /// <exception cref="InvalidOperationException">They may.</exception>
    /// <exception cref="ReplicaFailedException">A replica failed in an earlier step.</exception>
    public void RequireUsable()
    {
        if (!_diverged) return;
        _group.Drain(); // Tells what failed, where nobody was told yet.
        throw new InvalidOperationException(DivergedMessage);
    }

    /// <summary>Makes the replicas ready again after a failure, if there was one.</summary>
    public void RecoverFromFailures()
    {
        if (NoteFailures()) _group.RunAll(replica => _replicas[replica.Index].Recover());
    }

    /// <summary>Takes steps back that were queued behind a failure and never ran.</summary>
    /// <returns>True when there was a failure since it was asked last.</returns>
    private bool NoteFailures()
    {
        if (_failures == _group.Failures) return false;
        _failures = _group.Failures;
        TakeBack(_queued - _replicas[0].Updates);
        return true;
    }

    private void TakeBack(long steps)
    {
        _queued -= steps;
        RandomStep -= steps;
        Iterations -= steps;
    }

    /// <summary>Tells of a step that was not finite. It and those queued behind it did nothing, so they are taken back.</summary>
    private void RaiseNonFinite()
    {
        if (_options.NonFinite != NonFinitePolicy.Raise || _replicas[0].Guard is not { IsSignalled: true } guard) return;
        _group.Drain();
        NonFiniteFault fault = guard.ReadFault();
        long undone = Iterations - (fault.Step - 1);
        TakeBack(undone);
        foreach (ModelReplica replica in _replicas) replica.TakeBack(undone);
        throw new NonFiniteGradientException(fault);
    }
}
