using System.Text;
using TiledFit.Core;
using TiledFit.Core.Profiles;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Profiles;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Profiles;

public sealed class ProfileFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void RowsInAnyOrderOfX()
    {
        string path = _directory.Write("p.csv", "t,name,z\n3,c,30\n1,a,10\n2.5,b,\n2,b,NaN\n0,o,-7\n");
        ProfileFile file = ProfileFile.Read(path, new ProfileOpenOptions("z", "t", -7));
        Assert.Equal([1, 3], file.Profile.X);
        Assert.Equal([10, 30], file.Profile.Z);
        Assert.Equal([0, 2, 2.5], file.Profile.Missing);
        Assert.Equal((5, 1, 3, "profile"), (file.Info.Width, file.Info.Height, file.Info.BandCount, file.Info.Driver));
    }

    [Theory]
    [InlineData("z\n1\n\n2\n3\n", null, "z")]
    [InlineData("name,z\na,1\nb,2\nc,3\n", null, "z")]
    [InlineData("t,z\n0,1\n1,2\n2,3\n", "t", "z")]
    public void TheOnlyColumnOfNumbersNeedsNoName(string text, string? x, string column)
    {
        ProfileFile file = ProfileFile.Read(_directory.Write("p.csv", text), new ProfileOpenOptions(null, x));
        Assert.Equal(column, file.Column);
        Assert.Equal([0, 1, 2], file.Profile.X);
        Assert.Equal([1, 2, 3], file.Profile.Z);
    }

    [Theory]
    [InlineData("", "z", null, "p.csv is empty")]
    [InlineData("t,z\n", "z", null, "p.csv holds no sample")]
    [InlineData("t,z\n1,2\n", null, null, "several columns of numbers; choose one by --column; it has t, z")]
    [InlineData("t,z\na,b\n", null, null, "no column of numbers; choose one by --column; it has t, z")]
    [InlineData("t,z\n1,2\n", "y", null, "has no column 'y'; it has t, z")]
    [InlineData("t,z\n1,2\n", "z", "s", "has no column 's'; it has t, z")]
    [InlineData("t,z\n1,2\n2,x\n", "z", null, "row 2 (line 3), column z: 'x' is not a number")]
    [InlineData("t,z\n1,2\n,3\n", "z", "t", "row 2, column t: there is no finite number")]
    [InlineData("t,z\n1,2\n2,3\n1.0,4\n", "z", "t", "row 3, column t: 1 stands in row 1, too")]
    public void BadTablesAreNamed(string text, string? column, string? x, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => ProfileFile.Read(
            _directory.Write("p.csv", text), new ProfileOpenOptions(column, x))).Message);

    [Fact]
    public void ParquetColumnsOfAnyNumbers()
    {
        string path = _directory["p.parquet"];
        using (FileStream stream = File.Create(path))
        using (IParquetTableWriter writer = ParquetCodec.Default.Create(
            stream, [new("t", ParquetType.Int32), new("z", ParquetType.Double, true), new("s", ParquetType.String)],
            new Dictionary<string, string>()))
        {
            writer.WriteRowGroup([new int[] { 1, 2, 3 }, new double?[] { 5, null, 7 }, new string[] { "a", "b", "c" }]);
        }

        ProfileFile file = ProfileFile.Read(path, new ProfileOpenOptions(null, "t"));
        Assert.Equal("z", file.Column);
        Assert.Equal([1, 3], file.Profile.X);
        Assert.Equal([5, 7], file.Profile.Z);
        Assert.Contains("it has t, z, s", Assert.Throws<InputException>(
            () => ProfileFile.Read(path, new ProfileOpenOptions("u"))).Message);
    }

    [Fact]
    public void ANumPyVectorIsAProfileAndAMatrixIsNot()
    {
        string vector = WriteNpy("v.npy", "(4,)", [1, 2, float.NaN, 4]);
        Assert.True(ProfileFile.IsVector(vector));
        ProfileFile file = ProfileFile.Read(vector, new ProfileOpenOptions());
        Assert.Equal([0, 1, 3], file.Profile.X);
        Assert.Equal([1, 2, 4], file.Profile.Z);
        Assert.False(ProfileFile.IsVector(WriteNpy("m.npy", "(2, 2)", [1, 2, 3, 4])));
        Assert.False(ProfileFile.IsVector(_directory["missing.npy"]));
        Assert.Contains("is truncated", Assert.Throws<InputException>(
            () => ProfileFile.Read(WriteNpy("t.npy", "(5,)", [1, 2, 3, 4]), new ProfileOpenOptions())).Message);
        Assert.Contains("has no columns", Assert.Throws<InputException>(
            () => ProfileFile.Read(vector, new ProfileOpenOptions("z"))).Message);
    }

    [Fact]
    public void CatalogsHaveSigmaOrTheColumnOfResults()
    {
        ProfileGaussian[] expected = [new(2, 10, 3), new(1.5, 20.25, 4)];
        Assert.Equal(expected, ProfileCatalog.Read(_directory.Write(
            "a.csv", "x,sigma,note,amplitude\n10,3,a,2\n20.25,4,b,1.5\n")));
        Assert.Equal(expected, ProfileCatalog.Read(_directory.Write(
            "b.csv", "component_id,amplitude,x,chol_11\n7,2,10,3\n8,1.5,20.25,4\n")));
    }

    [Theory]
    [InlineData("amplitude,x\n1,2\n", "has no column sigma; components of a profile need amplitude,x,sigma")]
    [InlineData("amplitude,x,sigma\n", "holds no component")]
    [InlineData("amplitude,x,sigma\n1,2,3\n-1,2,3\n", "row 2, column amplitude: -1 is negative")]
    [InlineData("amplitude,x,sigma\n1,2,0\n", "row 1, column sigma: 0 is not positive")]
    [InlineData("amplitude,x,sigma\n1,,1\n", "row 1, column x: there is no finite number")]
    public void BadCatalogsAreNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(
            () => ProfileCatalog.Read(_directory.Write("c.csv", text))).Message);

    // NumPy Enhancement Proposal 1, version 1 of the format.
    private string WriteNpy(string name, string shape, float[] values)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] bytes =
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header),
            .. values.SelectMany(BitConverter.GetBytes),
        ];
        File.WriteAllBytes(_directory[name], bytes);
        return _directory[name];
    }
}
