namespace TiledFit.Data.Results;

/// <summary>The columns of one row group by name.</summary>
internal readonly struct RowGroupColumns(ParquetTableFile file, int rowGroup)
{
    public int[] Int32(string name) => file.Read<int>(rowGroup, name);

    public long[] Int64(string name) => file.Read<long>(rowGroup, name);

    public double[] Double(string name) => file.Read<double>(rowGroup, name);

    /// <summary>A column of numbers some of which may be null.</summary>
    public double?[] NullableDouble(string name) => file.ReadNullable<double>(rowGroup, name);

    public string[] String(string name) => file.Read<string>(rowGroup, name);

    /// <summary>Whatever is stored.</summary>
    public Array Any(string name) => file.Read(rowGroup, name);
}
