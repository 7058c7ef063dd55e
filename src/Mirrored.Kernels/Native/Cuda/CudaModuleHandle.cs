using System.Text;

namespace Mirrored;

/// <summary>Compiled kernels, loaded into one context.</summary>
internal sealed unsafe class CudaModuleHandle : CudaHandle
{
    private const int LogBytes = 16 * 1024;

    private CudaModuleHandle(nint module, string log, CudaContextHandle context) : base(module, context) => Log = log;

    /// <summary>What the just-in-time compiler told: registers, spills, shared memory; empty without
    /// <see cref="CudaJitOptions.Verbose"/>.</summary>
    public string Log { get; }

    /// <summary>Loads PTX, which the driver compiles, or a binary.</summary>
    /// <param name="context">The context; each device needs its own copy.</param>
    /// <param name="image">PTX text that ends with a zero byte, a cubin or a fatbin.</param>
    /// <param name="options">How to compile.</param>
    /// <exception cref="ArgumentException">The text does not end with a zero byte.</exception>
    /// <exception cref="CudaException">The driver refused; the message holds the compiler's log.</exception>
    public static CudaModuleHandle Load(
        CudaContextHandle context, ReadOnlySpan<byte> image, CudaJitOptions options = default)
    {
        if (!IsBinary(image) && !image.EndsWith((byte)0))
            throw new ArgumentException("PTX text must end with a zero byte, where the driver stops.", nameof(image));

        byte[] info = new byte[LogBytes];
        byte[] errors = new byte[LogBytes];
        using CudaContextScope scope = context.Enter();
        nint module;
        fixed (byte* infoLog = info, errorLog = errors, code = image)
        {
            CuJitOption* names = stackalloc CuJitOption[CudaJitOptions.MaxCount];
            void** values = stackalloc void*[CudaJitOptions.MaxCount];
            uint count = options.Write(names, values, infoLog, errorLog, LogBytes);
            CuResult result = CudaImports.cuModuleLoadDataEx(&module, code, count, names, values);
            if (!result.IsSuccess)
            {
                string log = Text(errors);
                result.Throw(nameof(CudaImports.cuModuleLoadDataEx), context.Device,
                    log.Length == 0 ? null : $"The compiler says: {log}{Environment.NewLine}");
            }
        }

        return new CudaModuleHandle(module, Text(info), context);
    }

    /// <summary>Finds a kernel.</summary>
    /// <param name="name">Its name in the source, declared <c>extern "C"</c>.</param>
    /// <exception cref="CudaException">The module has no such kernel.</exception>
    public CudaFunction GetFunction(string name)
    {
        using CudaContextScope scope = Context.Enter();
        nint function;
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(name + '\0'))
        {
            CuResult result = CudaImports.cuModuleGetFunction(&function, Raw, utf8);
            if (!result.IsSuccess)
                result.Throw(nameof(CudaImports.cuModuleGetFunction), Device, $"Asked for kernel '{name}'.");
        }

        GC.KeepAlive(this);
        return new CudaFunction(function, name, this);
    }

    /// <summary>Finds a variable.</summary>
    /// <returns>Its address on the device and its size in bytes.</returns>
    /// <exception cref="CudaException">The module has no such variable.</exception>
    public (ulong Address, long Length) GetGlobal(string name)
    {
        using CudaContextScope scope = Context.Enter();
        ulong address;
        nuint bytes;
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(name + '\0'))
        {
            CuResult result = CudaImports.cuModuleGetGlobal_v2(&address, &bytes, Raw, utf8);
            if (!result.IsSuccess)
                result.Throw(nameof(CudaImports.cuModuleGetGlobal_v2), Device, $"Asked for variable '{name}'.");
        }

        GC.KeepAlive(this);
        return (address, (long)bytes);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuModuleUnload(handle), nameof(CudaImports.cuModuleUnload), Device);

    /// <summary>True for an ELF file (cubin) or one of the two fatbin formats.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> image) =>
        image.StartsWith("\x7FELF"u8) || image.StartsWith((ReadOnlySpan<byte>)[0x50, 0xED, 0x55, 0xBA])
        || image.StartsWith((ReadOnlySpan<byte>)[0xB1, 0x43, 0x62, 0x46]);

    private static string Text(byte[] log)
    {
        int end = Array.IndexOf(log, (byte)0);
        return Encoding.UTF8.GetString(log, 0, end < 0 ? log.Length : end).Trim();
    }
}
