namespace Mirrored;

/// <summary>How the driver compiles a module; the default is what the driver does by itself.</summary>
internal readonly record struct CudaJitOptions
{
    /// <summary>The most options that <see cref="Write"/> writes.</summary>
    public const int MaxCount = 7;

    /// <summary>The most registers per thread; 0 leaves it to the compiler.</summary>
    public uint MaxRegisters { get; init; }

    /// <summary>True to keep source lines for profilers.</summary>
    public bool LineInfo { get; init; }

    /// <summary>True for a log of what each kernel uses.</summary>
    public bool Verbose { get; init; }

    /// <summary>Writes the options in the driver's form.</summary>
    /// <param name="names">Takes up to <see cref="MaxCount"/> options.</param>
    /// <param name="values">Takes their slots: numbers lie in the slot itself.</param>
    /// <param name="infoLog">Takes the compiler's remarks.</param>
    /// <param name="errorLog">Takes the compiler's errors.</param>
    /// <param name="logBytes">The size of each of the two.</param>
    /// <returns>The number of options.</returns>
    public unsafe uint Write(CuJitOption* names, void** values, byte* infoLog, byte* errorLog, int logBytes)
    {
        uint count = 0;
        Add(CuJitOption.InfoLogBuffer, infoLog);
        Add(CuJitOption.InfoLogBufferSizeBytes, (void*)logBytes);
        Add(CuJitOption.ErrorLogBuffer, errorLog);
        Add(CuJitOption.ErrorLogBufferSizeBytes, (void*)logBytes);
        if (MaxRegisters > 0) Add(CuJitOption.MaxRegisters, (void*)MaxRegisters);
        if (LineInfo) Add(CuJitOption.GenerateLineInfo, (void*)1);
        if (Verbose) Add(CuJitOption.LogVerbose, (void*)1);
        return count;

        void Add(CuJitOption name, void* value)
        {
            names[count] = name;
            values[count++] = value;
        }
    }
}
