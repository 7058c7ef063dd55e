using System.Runtime.CompilerServices;

namespace Mirrored;

internal static unsafe class CudaUpdate
{
    public static PreparedOperation Prepare(UpdateOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Check();
        if (operation.Start != 0 || operation.Count is not null)
            throw new NotSupportedException($"{operation.Name}: GPUs update all elements at once.");
        UpdateRule rule = operation.Rule;
        Arguments arguments = new()
        {
            Weights = memory.Address<float>(operation.Weights),
            Gradients = memory.Address<float>(operation.Gradients),
            Segments = memory.Address<Segment>(operation.Segments.Table),
            Blocks = memory.Address<int>(operation.Segments.Blocks),
            Scales = operation.Scaled ? memory.Address<float>(operation.Segments.Scales) : null,
            Rule = memory.Address<uint>(operation.RuleImage),
            State = memory.State,
            Count = operation.Weights.Shape.Length,
            ClipValue = (float)operation.ClipValue,
            SlotCount = rule.Slots,
            VectorRegisters = rule.VectorRegisters,
            Scalars = rule.Scalars,
            Instructions = rule.Instructions.Count,
            DecaysItself = rule.DecaysItself ? 1 : 0,
        };
        for (int i = 0; i < rule.Slots; i++) arguments.Slots[i] = (nint)memory.Address<float>(operation.Slots[i]);
        for (int i = 0; i < UpdateRule.FirstSlot + rule.Slots; i++) arguments.Written |= rule.Writes(i) ? 1u << i : 0;
        return stream.Kernel("update", rule.IsAdam ? "mirrored_adam" : "mirrored_update", stream.Grid.SmallQuads(arguments.Count), arguments);
    }

    internal struct Arguments
    {
        public float* Weights;
        public float* Gradients;
        public SlotAddresses Slots;
        public Segment* Segments;
        public int* Blocks;
        public float* Scales;
        public uint* Rule;
        public StepState* State;
        public long Count;
        public float ClipValue;
        public int SlotCount;
        public int VectorRegisters;
        public int Scalars;
        public int Instructions;
        public uint Written;
        public int DecaysItself;
    }

    [InlineArray(UpdateRule.MaximumSlots)]
    internal struct SlotAddresses
    {
        private nint _first;
    }
}
