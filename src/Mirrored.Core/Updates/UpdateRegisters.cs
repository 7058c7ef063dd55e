namespace Mirrored;

/// <summary>Numbers the registers of a rule: what is computed right before it is assigned goes straight to its place, and
/// temporaries share registers.</summary>
internal sealed class UpdateRegisters
{
    private readonly List<(UpdateCode Code, UpdateOperand Target, UpdateOperand[] Operands)> _steps;
    private readonly int _memory;
    private readonly int _scalars;

    /// <summary>Numbers them.</summary>
    /// <param name="steps">The instructions in order; temporaries have numbers of their own, each written once.</param>
    /// <param name="slots">The number of slots.</param>
    /// <param name="scalars">The number of scalars.</param>
    public UpdateRegisters(
        IEnumerable<(UpdateCode Code, UpdateOperand Target, UpdateOperand[] Operands)> steps, int slots, int scalars)
    {
        _steps = [.. steps];
        _memory = UpdateRule.FirstSlot + slots;
        _scalars = scalars;
        RemoveUnread();
        JoinCopies();
        int[] registers = ShareTemporaries();
        Instructions = [.. _steps.Select(s => new UpdateInstruction(
            s.Code, Register(s.Target, registers), Register(s.Operands[0], registers),
            Register(s.Operands.ElementAtOrDefault(1), registers), Register(s.Operands.ElementAtOrDefault(2), registers)))];
    }

    /// <summary>How many temporaries live at a time, at most.</summary>
    public int Temporaries { get; private set; }

    public IReadOnlyList<UpdateInstruction> Instructions { get; }

    private void RemoveUnread()
    {
        for (int i = _steps.Count - 1; i >= 0; i--)
            if (_steps[i].Target.Kind == UpdateOperandKind.Temporary && LastUse(_steps[i].Target) < 0) _steps.RemoveAt(i);
    }

    private void JoinCopies()
    {
        for (int i = 1; i < _steps.Count; i++)
        {
            (UpdateCode code, UpdateOperand target, UpdateOperand[] operands) = _steps[i];
            if (code != UpdateCode.Copy || !IsTemporary(operands[0])) continue;
            if (operands[0] != _steps[i - 1].Target || LastUse(operands[0]) != i) continue;
            _steps[i - 1] = _steps[i - 1] with { Target = target };
            _steps.RemoveAt(i--);
        }
    }

    /// <summary>Gives each temporary the lowest register that is free from its making to its last use.</summary>
    private int[] ShareTemporaries()
    {
        IEnumerable<int> temporaries = _steps.Select(s => s.Target).Where(IsTemporary).Select(t => t.Index);
        int[] registers = new int[temporaries.DefaultIfEmpty(-1).Max() + 1];
        List<bool> taken = [];
        for (int i = 0; i < _steps.Count; i++)
        {
            // An operand's register may be the result's: each element is read before it is written.
            foreach (UpdateOperand operand in _steps[i].Operands.Where(IsTemporary))
                if (LastUse(operand) == i) taken[registers[operand.Index]] = false;
            if (!IsTemporary(_steps[i].Target)) continue;
            int register = taken.IndexOf(false);
            if (register < 0) (register, taken) = (taken.Count, [.. taken, true]);
            taken[register] = true;
            registers[_steps[i].Target.Index] = register;
        }

        Temporaries = taken.Count;
        return registers;
    }

    private int LastUse(UpdateOperand operand) => _steps.FindLastIndex(s => s.Operands.Contains(operand));

    private byte Register(UpdateOperand operand, int[] registers) => (byte)(operand.Kind switch
    {
        UpdateOperandKind.Memory => operand.Index,
        UpdateOperandKind.Temporary => _memory + registers[operand.Index],
        UpdateOperandKind.Scalar => _memory + Temporaries + operand.Index,
        _ => _memory + Temporaries + _scalars + operand.Index,
    });

    private static bool IsTemporary(UpdateOperand operand) => operand.Kind == UpdateOperandKind.Temporary;
}
