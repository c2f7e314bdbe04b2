namespace TiledFit.Fuzz;

/// <summary>A parser to be given mutated inputs.</summary>
internal interface IFuzzTarget
{
    /// <summary>For the command line.</summary>
    string Name { get; }

    /// <summary>Valid inputs, to be mutated.</summary>
    IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>What an input of no bytes may allocate: buffers and batches of fixed size.</summary>
    long FixedBytes { get; }

    /// <summary>What each byte of the input may allocate besides.</summary>
    long BytesPerByte { get; }

    /// <summary>What an input may take.</summary>
    double MostSeconds => 1;

    /// <summary>It is given one of so many inputs.</summary>
    int Share => 1;

    /// <summary>What else there is to tell after a run.</summary>
    string Remark => "";

    /// <summary>Parses an input to its end.</summary>
    void Parse(byte[] input);

    /// <summary>Whether the parser's documentation has an exception.</summary>
    bool IsDocumented(Exception exception);
}
