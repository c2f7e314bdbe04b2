using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Exports;

/// <summary>Writes a result's components in the formats of other tools, in one pass and bounded memory.</summary>
public static class ComponentExport
{
    private const int RowsAtOnce = 4096;

    /// <summary>Writes a result's components into one file, all or nothing.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="options">Format, size of the ellipses, whether an existing file is replaced.</param>
    /// <param name="cancellation">Heeded between batches; the file is then not there.</param>
    /// <exception cref="InputException">The file is there already, its format is unknown or cannot hold the result, or
    /// the result is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was written.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static ExportSummary Write(
        ResultReader result, string path, ExportOptions options, CancellationToken cancellation)
    {
        if (!(options.Sigma > 0 && double.IsFinite(options.Sigma)))
        {
            throw new InputException($"--sigma {options.Sigma} must be a positive number");
        }

        (IFileStore store, string name) = FileStore.Split(path);
        if (store.LengthOf(name) is not null && !options.Overwrite)
        {
            throw new InputException($"{path} is there already; add --overwrite to replace it");
        }

        var format = ExportFormat.Find(path, options.Format);
        using IComponentWriter writer = format.Open(path, result.Manifest.Input, options.Sigma);
        long written = 0;
        foreach (ComponentRow[] rows in result.ReadComponents().Chunk(RowsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(rows);
            written += rows.Length;
        }

        cancellation.ThrowIfCancellationRequested();
        writer.Complete();
        return new ExportSummary(written, format.Name, format.Coordinates(result.Manifest.Input));
    }
}
