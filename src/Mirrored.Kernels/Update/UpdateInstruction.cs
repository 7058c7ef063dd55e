using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One instruction of an <see cref="UpdateRule"/>; operands are numbers of registers.</summary>
/// <param name="Code">What is computed.</param>
/// <param name="Target">Where the result goes.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second; ignored where there is none.</param>
/// <param name="C">The third; ignored where there is none.</param>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
internal readonly record struct UpdateInstruction(UpdateCode Code, byte Target, byte A, byte B = 0, byte C = 0)
{
    public const int SizeInBytes = 8;
}
