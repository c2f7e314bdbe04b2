using System.Buffers.Binary;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Exports;

/// <summary>
/// Ellipses as polygons of one layer, by any vector driver of GDAL: in the raster's reference system, in the
/// coordinates of a georeference without one, or else in pixels. The driver works in a directory of its own beside the
/// file, from which its files are moved, the named one last.
/// </summary>
internal sealed unsafe class OgrComponentWriter : IComponentWriter
{
    private const string LayerName = "components";

    private const int PolygonType = 3;

    /// <summary>
    /// WKB of a polygon of one ring: byte order, type, number of rings, number of points; the points.
    /// </summary>
    private const int WkbHeader = 1 + 4 + 4 + 4, WkbLength = WkbHeader + Ellipse.Points * 16;

    private readonly string _path, _name, _directory;
    private readonly IFileStore _store;
    private readonly RasterInfo _raster;
    private readonly double _sigma;
    private readonly bool _replaces;
    private readonly TableColumn<ComponentRow>[] _columns;
    private readonly byte[] _wkb = new byte[WkbLength];
    private readonly double[] _x = new double[Ellipse.Points], _y = new double[Ellipse.Points];
    private readonly nint _layer;
    private readonly GdalDataset _dataset;

    /// <exception cref="InputException">The driver cannot make such a file.</exception>
    public OgrComponentWriter(OgrDriver driver, string path, RasterInfo raster, double sigma)
    {
        (_path, _raster, _sigma) = (path, raster, sigma);
        (_store, _name) = FileStore.Split(FileStore.FullPathOf(path));
        _replaces = _store.LengthOf(_name) is not null;
        _columns = [.. ComponentTable.PlainColumns(raster)];
        _directory = MakeDirectory();
        try
        {
            _dataset = GdalDataset.CreateVector(driver.Handle, path, Path.Combine(_directory, _name));
            _layer = CreateLayer();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        using var errors = new GdalErrorScope();
        Array[] values = [.. _columns.Select(column => column.Extract(rows))];
        // One transaction a batch: databases commit each feature otherwise. Drivers without them ignore it.
        bool isOk = GdalNative.OGR_L_StartTransaction(_layer) == 0;
        for (int row = 0; row < rows.Length && isOk; row++)
        {
            isOk = WriteFeature(rows[row].Component.Shape, values, row);
        }

        if (!isOk || GdalNative.OGR_L_CommitTransaction(_layer) != 0)
        {
            throw new IOException($"{_path}: cannot be written: {errors.Message}");
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        using (var errors = new GdalErrorScope())
        {
            _dataset.Dispose();
            if (errors.HasFailed)
            {
                throw new IOException($"{_path}: cannot be written: {errors.Message}");
            }
        }

        Publish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_dataset is { IsClosed: false })
        {
            using var errors = new GdalErrorScope();
            _dataset.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string MakeDirectory()
    {
        string directory = _store.StagingPathOf($".{_name}.{Path.GetRandomFileName()}");
        try
        {
            return Directory.CreateDirectory(directory).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_path}: cannot be written: {e.Message}", e);
        }
    }

    private void Publish()
    {
        string[] names = [.. Directory.GetFiles(_directory).Select(file => Path.GetFileName(file))];
        string? foreign = _replaces ? null : names.FirstOrDefault(file => _store.LengthOf(file) is not null);
        if (foreign is not null)
        {
            throw new InputException($"{_path}: {foreign} is there already, and belongs to the format; name another");
        }

        foreach (string file in names.OrderBy(file => file == _name))
        {
            _store.Take(Path.Combine(_directory, file), file);
        }
    }

    private nint CreateLayer()
    {
        using var errors = new GdalErrorScope();
        nint reference = _raster.Crs is { } crs ? GdalSpatialReference.Create(crs.Wkt) : 0;
        nint layer = GdalNative.GDALDatasetCreateLayer(_dataset, LayerName, reference, PolygonType, 0);
        GdalNative.OSRRelease(reference);
        return layer != 0 && _columns.All(column => CreateField(layer, column.Column))
            ? layer
            : throw new InputException($"{_path}: cannot hold the components: {errors.Message}");
    }

    private static bool CreateField(nint layer, ParquetColumn column)
    {
        const int integer = 0, real = 2, integer64 = 12, approximate = 1;
        nint field = GdalNative.OGR_Fld_Create(column.Name, column.Type switch
        {
            ParquetType.Int32 => integer,
            ParquetType.Int64 => integer64,
            _ => real,
        });
        int error = GdalNative.OGR_L_CreateField(layer, field, approximate);
        GdalNative.OGR_Fld_Destroy(field);
        return error == 0;
    }

    private bool WriteFeature(in Gaussian shape, Array[] values, int row)
    {
        nint feature = GdalNative.OGR_F_Create(GdalNative.OGR_L_GetLayerDefn(_layer));
        for (int field = 0; field < values.Length; field++)
        {
            SetField(feature, field, values[field], row);
        }

        FillPolygon(shape);
        nint polygon;
        int error;
        fixed (byte* wkb = _wkb)
        {
            error = GdalNative.OGR_G_CreateFromWkb(wkb, 0, out polygon, WkbLength);
        }

        error = error != 0 ? error : GdalNative.OGR_F_SetGeometryDirectly(feature, polygon);
        error = error != 0 ? error : GdalNative.OGR_L_CreateFeature(_layer, feature);
        GdalNative.OGR_F_Destroy(feature);
        return error == 0;
    }

    private static void SetField(nint feature, int field, Array values, int row)
    {
        switch (values)
        {
            case int[] numbers: GdalNative.OGR_F_SetFieldInteger(feature, field, numbers[row]); break;
            case long[] numbers: GdalNative.OGR_F_SetFieldInteger64(feature, field, numbers[row]); break;
            case double[] numbers: GdalNative.OGR_F_SetFieldDouble(feature, field, numbers[row]); break;
            case double?[] numbers when numbers[row] is { } number:
                GdalNative.OGR_F_SetFieldDouble(feature, field, number);
                break;
            default: GdalNative.OGR_F_SetFieldNull(feature, field); break;
        }
    }

    private void FillPolygon(in Gaussian shape)
    {
        Ellipse.Fill(shape, _sigma, _x, _y);
        _raster.GeoTransform?.ToWorld(_x, _y);
        Ellipse.MakeCounterClockwise(_x, _y);
        Span<byte> wkb = _wkb;
        wkb[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(wkb[1..], PolygonType);
        BinaryPrimitives.WriteInt32LittleEndian(wkb[5..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wkb[9..], Ellipse.Points);
        for (int i = 0; i < Ellipse.Points; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(wkb[(WkbHeader + 16 * i)..], _x[i]);
            BinaryPrimitives.WriteDoubleLittleEndian(wkb[(WkbHeader + 16 * i + 8)..], _y[i]);
        }
    }
}
