using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Profiles;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Results;

/// <summary>Reads a result that <see cref="ResultWriter"/> wrote.</summary>
public sealed class ResultReader
{
    private readonly IFileStore _store;
    private readonly IParquetCodec _codec;

    private ResultReader(IFileStore store, Manifest manifest, IParquetCodec codec)
    {
        _store = store;
        Manifest = manifest;
        _codec = codec;
    }

    /// <summary>What was fitted, with what, and which files belong to the result.</summary>
    public Manifest Manifest { get; }

    /// <summary>Opens a result's directory.</summary>
    /// <exception cref="InputException">It holds no result, or a file of the result is missing.</exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static ResultReader Open(string directory) => Open(directory, ParquetCodec.Default);

    internal static ResultReader Open(string directory, IParquetCodec codec)
    {
        IFileStore store = FileStore.Of(directory);
        if (!FileStore.IsVirtual(directory) && !Directory.Exists(directory))
        {
            throw new InputException($"{directory} is not a directory; give the directory of a result");
        }
        if (!ResultDirectory.HoldsResult(directory))
        {
            throw new InputException(
                $"{directory} holds no result: it has no {ResultDirectory.ManifestName}, "
                + "which a finished fit writes last");
        }
        Manifest manifest = ManifestJson.Read(store.PathOf(ResultDirectory.ManifestName));
        foreach (ManifestFile file in manifest.Files)
        {
            Check(directory, store, file);
        }
        return new ResultReader(store, manifest, codec);
    }

    /// <summary>All components, in the order of their files.</summary>
    /// <exception cref="InputException">It is the result of a profile, or a file is damaged, lacks a column or
    /// holds a row that is no Gaussian.</exception>
    public IEnumerable<ComponentRow> ReadComponents() =>
        OfRaster().ReadAll(
            file => file.StartsWith(ResultDirectory.ComponentsName + "/", StringComparison.Ordinal), ReadComponents);

    /// <summary>This result, unless it is that of a profile.</summary>
    /// <exception cref="InputException">It is.</exception>
    public ResultReader OfRaster() => Manifest.Input.Driver != ProfileFile.Driver
        ? this
        : throw new InputException(
            $"{_store.PathOf(ResultDirectory.ManifestName)} is of a profile, whose components have one dimension; "
            + $"read {ResultDirectory.ComponentsPart(0)} and {ResultDirectory.PictureName} as they are");

    /// <summary>The components whose support's bounding box reaches a pixel of a window.</summary>
    /// <param name="window">May reach over the raster.</param>
    /// <exception cref="InputException">See <see cref="ReadComponents()"/>.</exception>
    public IEnumerable<ComponentRow> ReadComponents(PixelRectangle window) =>
        ReadComponents().Where(row => Support.Reaches(row.Component.Shape, window));

    /// <summary>The tiles.</summary>
    /// <exception cref="InputException">The file is damaged or lacks a column.</exception>
    public IEnumerable<TileRow> ReadTiles() =>
        ReadAll(file => file == ResultDirectory.TilesName, (_, group) => TileTable.Rows(group));

    /// <summary>The sweeps.</summary>
    /// <exception cref="InputException">The file is damaged or lacks a column.</exception>
    public IEnumerable<SweepRow> ReadSweeps() =>
        ReadAll(file => file == ResultDirectory.SweepsName, (_, group) => SweepTable.Rows(group));

    /// <summary>The background, with the nodes of its mesh where it has one.</summary>
    /// <exception cref="InputException">The file of the nodes is missing or damaged, or holds other nodes than those of
    /// a mesh over the raster.</exception>
    public Background ReadBackground()
    {
        Background background = Manifest.Background;
        if (background.Kind != BackgroundKind.Mesh)
        {
            return background;
        }

        string path = _store.PathOf(ResultDirectory.BackgroundName);
        MeshNode[] nodes =
        [
            .. ReadAll(file => file == ResultDirectory.BackgroundName, (_, group) => MeshTable.Rows(group)),
        ];
        if (background.MeshSize is < MeshGrid.SmallestSize or > MeshGrid.LargestSize
            || new MeshGrid(Manifest.Input.Width, Manifest.Input.Height, background.MeshSize) is var grid
                && nodes.Length != grid.Count)
        {
            throw new InputException(
                $"{path} has {nodes.Length} nodes, which make no mesh of {background.MeshSize} px over "
                + $"{Manifest.Input.Width} × {Manifest.Input.Height} px");
        }

        try
        {
            return background with
            {
                Mesh = new BackgroundMesh(
                    grid, [.. nodes.Select(node => node.Value)], [.. nodes.Select(node => node.Noise)]),
            };
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{path} holds a level or a noise that is none", e);
        }
    }

    private IEnumerable<T> ReadAll<T>(Func<string, bool> isMember, Func<string, RowGroupColumns, IEnumerable<T>> rows)
    {
        foreach (ManifestFile member in Manifest.Files.Where(file => isMember(file.Path)))
        {
            string path = _store.PathOf(member.Path);
            using var table = ParquetTableFile.Open(path, _codec);
            if (table.RowCount != member.Rows)
            {
                throw new InputException($"{path} has {table.RowCount} rows where the manifest says {member.Rows}");
            }
            foreach (T row in table.RowGroups.SelectMany(group => rows(path, group)))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<ComponentRow> ReadComponents(string path, RowGroupColumns group)
    {
        long[] id = group.Int64("component_id");
        int[] tileX = group.Int32("tile_x"), tileY = group.Int32("tile_y");
        int[] level = group.Int32("level"), flags = group.Int32("flags");
        double[] amplitude = group.Double("amplitude"), x = group.Double("x"), y = group.Double("y");
        var errors = new ErrorColumns(group);
        double?[] signalToNoise = group.NullableDouble("snr"), localRms = group.NullableDouble("local_rms");
        long[] neighbour = group.Int64("neighbour_id");
        double[] l11 = group.Double("chol_11"), l21 = group.Double("chol_21"), l22 = group.Double("chol_22");
        for (int i = 0; i < id.Length; i++)
        {
            var shape = new Gaussian(amplitude[i], x[i], y[i], l11[i], l21[i], l22[i]);
            if (!shape.IsValid)
            {
                throw new InputException($"{path}: component {id[i]} is no Gaussian: {shape}");
            }
            yield return new ComponentRow(
                new Component(id[i], shape, (ComponentFlags)flags[i]), tileX[i], tileY[i], level[i],
                errors[i], signalToNoise[i], neighbour[i], localRms[i]);
        }
    }

    private static void Check(string directory, IFileStore store, ManifestFile file)
    {
        long length = (ResultDirectory.IsInside(file.Path) ? store.LengthOf(file.Path) : null)
            ?? throw new InputException($"{directory}: the result's file '{file.Path}' is missing");
        if (length != file.Bytes)
        {
            string path = FileStore.FullPathOf(store.PathOf(file.Path));
            throw new InputException($"{path} has {length} bytes where the manifest says {file.Bytes}");
        }
    }
}
