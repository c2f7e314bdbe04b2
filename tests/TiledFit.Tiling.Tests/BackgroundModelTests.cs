using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests;

public class BackgroundModelTests
{
    [Theory]
    [InlineData("auto", BackgroundChoice.Auto, 0)]
    [InlineData("none", BackgroundChoice.None, 0)]
    [InlineData("constant", BackgroundChoice.Constant, 0)]
    [InlineData("plane", BackgroundChoice.Plane, 0)]
    [InlineData("mesh", BackgroundChoice.Mesh, 64)]
    [InlineData("mesh:8", BackgroundChoice.Mesh, 8)]
    [InlineData("mesh:1024", BackgroundChoice.Mesh, 1024)]
    public void AWordMeansABackground(string word, BackgroundChoice choice, int size)
    {
        BackgroundModel model = BackgroundModel.Parse(word, "--background");
        Assert.Equal((choice, size), (model.Choice, model.MeshSize));
        Assert.Equal(word, model.ToString());
        Assert.Equal(model, JobStateFormat.Read<BackgroundModel>(JobStateFormat.Write(model)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mesh")]
    [InlineData("4")]
    [InlineData("mesh:")]
    [InlineData("mesh:7")]
    [InlineData("mesh:1025")]
    [InlineData("mesh:-64")]
    [InlineData("mesh: 64")]
    [InlineData("mesh:6.4")]
    [InlineData("plane:64")]
    [InlineData("auto:64")]
    public void OtherWordsMeanNone(string word)
    {
        Assert.False(BackgroundModel.TryParse(word, out _));
        InputException e = Assert.Throws<InputException>(() => BackgroundModel.Parse(word, "--background"));
        Assert.Contains($"--background '{word}' is unknown", e.Message);
        Assert.Throws<InvalidDataException>(
            () => JobStateFormat.Read<BackgroundModel>(Encoding.UTF8.GetBytes($"\"{word}\"")));
    }

    /// <summary>What is stored of a fit without mesh and significance is what it was before there were any.</summary>
    [Fact]
    public void OtherOptionsAreStoredAsEver()
    {
        string text = Encoding.UTF8.GetString(
            JobStateFormat.Write(new FitOptions { Threads = 1, Background = BackgroundChoice.Plane }));
        Assert.Equal(
            """{"Components":null,"Rmse":null,"TileSize":512,"Ring":32,"Threads":1,"MaxSweeps":30,"""
            + """ "Tolerance":1E-06,"Background":3,"Errors":"white","Loss":"squares"}""".TrimStart(), text);
        text = Encoding.UTF8.GetString(JobStateFormat.Write(new SurveyTile(3)));
        Assert.Equal("""{"IsRobust":true,"Tile":3}""", text);
    }

    [Fact]
    public void AMeshComesBackFromItsBytes()
    {
        var grid = new MeshGrid(200, 140, 64);
        var mesh = new BackgroundMesh(grid, [1, 2, 3, 4, -5, 1e-300], [0, 1, 2, 3, 4, 0.1]);
        byte[] bytes = MeshFormat.Write(mesh);
        BackgroundMesh again = MeshFormat.Read(bytes, grid);
        Assert.Equal(mesh.Values.ToArray(), again.Values.ToArray());
        Assert.Equal(mesh.Noise.ToArray(), again.Noise.ToArray());
        Assert.Throws<InvalidDataException>(() => MeshFormat.Read(bytes, new MeshGrid(140, 200, 64)));
        Assert.Throws<InvalidDataException>(() => MeshFormat.Read(bytes.AsSpan(1), grid));
        Assert.Throws<InvalidDataException>(() => MeshFormat.Read([], grid));
        bytes[^1] = 0xff;
        Assert.Throws<InvalidDataException>(() => MeshFormat.Read(bytes, grid));
    }
}
