using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Results;

/// <summary>
/// Writes a result. Every file is first written in full under a temporary directory, within the target or, if that is
/// in an object store, on the disk; then an old manifest goes, the files move to their places, and the new manifest
/// comes last. So a run that fails or is cancelled while writing leaves what was there, and at no time does a manifest stand
/// beside files that are not its own.
/// </summary>
public sealed class ResultWriter
{
    private readonly IFileStore _store;
    private readonly string _partial;
    private readonly ResultContent _content;
    private readonly IParquetCodec _codec;
    private readonly CancellationToken _cancellation;
    private readonly List<ManifestFile> _files = [];
    private long _componentRows;

    private ResultWriter(
        IFileStore store, ResultContent content, IParquetCodec codec, CancellationToken cancellation)
    {
        _store = store;
        _partial = store.StagingPathOf(ResultDirectory.PartialName);
        _content = content;
        _codec = codec;
        _cancellation = cancellation;
    }

    /// <summary>Writes a result, all or nothing.</summary>
    /// <param name="directory">Made if it does not exist.</param>
    /// <param name="content">The result; equal rows make component files of equal bytes.</param>
    /// <param name="overwrite">Whether a result that is already there is replaced.</param>
    /// <param name="cancellation">Heeded until the old result, if any, begins to be replaced.</param>
    /// <returns>The manifest with its files.</returns>
    /// <exception cref="InputException">See <see cref="ResultDirectory.Prepare"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was replaced.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static Manifest Write(
        string directory, ResultContent content, bool overwrite, CancellationToken cancellation) =>
        Write(directory, content, overwrite, ParquetCodec.Default, cancellation);

    internal static Manifest Write(
        string directory, ResultContent content, bool overwrite, IParquetCodec codec, CancellationToken cancellation)
    {
        using OutputClaim only = OutputClaim.ForWriting(directory);
        ResultDirectory.Prepare(directory, overwrite);
        return new ResultWriter(FileStore.Of(directory), content, codec, cancellation).WriteOrClean(only);
    }

    /// <summary>
    /// Looks for the result of a job whose process may have been killed while it wrote. Where all files had been
    /// written and only their moving was interrupted, it is done now.
    /// </summary>
    /// <param name="directory">Where the job writes to.</param>
    /// <param name="job">The job, as its manifest names it.</param>
    /// <param name="overwrite">Whether the job may replace a result that is already there.</param>
    /// <returns>The manifest, or null where the job has not got that far.</returns>
    /// <exception cref="InputException">Another run is writing there.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static Manifest? Complete(string directory, string job, bool overwrite)
    {
        string partial = Path.Combine(directory, ResultDirectory.PartialName);
        if (ManifestOf(job, partial) is { } written && (overwrite || !ResultDirectory.HoldsResult(directory)))
        {
            using OutputClaim only = OutputClaim.ForWriting(directory);
            Move(FileStore.Of(directory), partial, written.Files);
        }

        return ManifestOf(job, directory);
    }

    private static Manifest? ManifestOf(string job, string directory)
    {
        try
        {
            return ResultDirectory.HoldsResult(directory)
                && ManifestJson.Read(Path.Combine(directory, ResultDirectory.ManifestName)) is var manifest
                && manifest.Job == job ? manifest : null;
        }
        catch (InputException)
        {
            // Half a manifest, or something else by that name: no result of this job.
            return null;
        }
    }

    private Manifest WriteOrClean(OutputClaim claim)
    {
        try
        {
            return Write(claim);
        }
        catch
        {
            DeletePartial();
            throw;
        }
    }

    private Manifest Write(OutputClaim claim)
    {
        DeletePartial();
        if (_content.Profile is { } profile)
        {
            WriteTable(
                ResultDirectory.ComponentsPart(0), ProfileTable.Columns, profile,
                ComponentMetadata.For(_content.Manifest, ProfileTable.Columns));
            _componentRows = profile.Count;
        }
        else
        {
            WriteComponents();
            WriteTable(
                ResultDirectory.TilesName, TileTable.Columns, _content.Tiles,
                ComponentMetadata.Units(TileTable.Columns));
        }

        WriteTable(
            ResultDirectory.SweepsName, SweepTable.Columns, _content.Sweeps,
            ComponentMetadata.Units(SweepTable.Columns));
        if (_content.Manifest.Background is { Kind: BackgroundKind.Mesh } background)
        {
            WriteTable(
                ResultDirectory.BackgroundName, MeshTable.Columns, MeshTable.Nodes(background.RequireMesh()),
                ComponentMetadata.Units(MeshTable.Columns));
        }

        foreach (ResultFile file in _content.OtherFiles ?? [])
        {
            _cancellation.ThrowIfCancellationRequested();
            WriteFile(file.Path, stream =>
            {
                file.Write(stream);
                return null;
            });
        }
        Manifest manifest = _content.Manifest with
        {
            FormatVersion = ManifestJson.FormatVersion,
            Components = _componentRows,
            Files = _files,
        };
        WriteDurably(
            InPartial(ResultDirectory.ManifestName),
            stream => JsonSerializer.Serialize(stream, manifest, ManifestJson.Default.Manifest));
        _cancellation.ThrowIfCancellationRequested();
        claim.Check();
        Publish();
        return manifest;
    }

    /// <summary>At least one file, so that the table's columns are known when there are no rows.</summary>
    private void WriteComponents()
    {
        IReadOnlyList<TableColumn<ComponentRow>> columns = ComponentTable.Columns(_content.Manifest.Input);
        using IEnumerator<ComponentRow[]> groups =
            _content.Components.Chunk(ComponentTable.RowGroupRows).GetEnumerator();
        bool goesOn = groups.MoveNext();
        for (int part = 0; part == 0 || goesOn; part++)
        {
            WriteFile(ResultDirectory.ComponentsPart(part), stream =>
            {
                using IParquetTableWriter table = Create(
                    stream, columns, ComponentMetadata.For(_content.Manifest, columns));
                var bounds = new PlaceBounds(_content.Manifest.Input.GeoTransform);
                long rows = 0;
                for (int group = 0; goesOn && group < ComponentTable.FileGroups; group++)
                {
                    WriteRowGroup(table, columns, groups.Current);
                    bounds.Include(groups.Current);
                    rows += groups.Current.Length;
                    goesOn = groups.MoveNext();
                }

                table.AddMetadata(ComponentMetadata.GeoKey, ComponentMetadata.Geo(_content.Manifest.Input, bounds));
                _componentRows += rows;
                return rows;
            });
        }
    }

    private void WriteTable<TRow>(
        string path, IReadOnlyList<TableColumn<TRow>> columns, IReadOnlyList<TRow> rows,
        IReadOnlyDictionary<string, string> metadata) =>
        WriteFile(path, stream =>
        {
            using IParquetTableWriter table = Create(stream, columns, metadata);
            foreach (TRow[] group in rows.Chunk(ComponentTable.RowGroupRows))
            {
                WriteRowGroup(table, columns, group);
            }

            return rows.Count;
        });

    private IParquetTableWriter Create<TRow>(
        Stream stream, IReadOnlyList<TableColumn<TRow>> columns, IReadOnlyDictionary<string, string> metadata) =>
        _codec.Create(stream, [.. columns.Select(column => column.Column)], metadata);

    private void WriteRowGroup<TRow>(
        IParquetTableWriter table, IReadOnlyList<TableColumn<TRow>> columns, TRow[] group)
    {
        _cancellation.ThrowIfCancellationRequested();
        table.WriteRowGroup([.. columns.Select(column => column.Extract(group))]);
    }

    /// <summary>Writes a file; what writes it says how many rows it has, if it is a table.</summary>
    private void WriteFile(string path, Func<Stream, long?> write)
    {
        long? rows = null;
        long bytes = WriteDurably(InPartial(path), stream => rows = write(stream));
        _files.Add(new ManifestFile(path, bytes, rows));
    }

    private static long WriteDurably(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
        return stream.Length;
    }

    /// <summary>
    /// The point of no return: from here on only the disk can fail. Whoever is killed in here is followed by
    /// <see cref="Complete"/>, for which every order of these moves is the same.
    /// </summary>
    private void Publish() => Move(_store, _partial, _files);

    private static void Move(IFileStore store, string partial, IReadOnlyList<ManifestFile> files)
    {
        string[] old = [.. OldFiles(store, files)];
        store.BeginReplacing();
        store.Delete(ResultDirectory.ManifestName);
        Array.ForEach(old, store.Delete);
        foreach (string path in files.Select(file => file.Path).Append(ResultDirectory.ManifestName))
        {
            string from = Path.Combine(partial, path);
            if (File.Exists(from))
            {
                store.Take(from, path);
            }
        }
        store.EndReplacing();
        Directory.Delete(partial, recursive: true);
    }

    /// <summary>Files of an older result, and all parts, of which none must stand among the new files.</summary>
    private static IEnumerable<string> OldFiles(IFileStore store, IReadOnlyList<ManifestFile> files)
    {
        IEnumerable<string> listed = store.LengthOf(ResultDirectory.ManifestName) is not null
            ? ManifestJson.Read(store.PathOf(ResultDirectory.ManifestName)).Files.Select(file => file.Path)
                .Where(ResultDirectory.IsInside)
            : [];
        IEnumerable<string> parts = store.NamesFrom(ResultDirectory.PartPrefix)
            .Where(name => name.EndsWith(".parquet", StringComparison.Ordinal));
        return listed.Where(name => store.LengthOf(name) is not null).Union(parts)
            .Except(files.Select(file => file.Path));
    }

    private string InPartial(string path) => Path.Combine(_partial, path);

    private void DeletePartial()
    {
        if (Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}
