using TiledFit.Data.Fits;

namespace TiledFit.Data.Tests.Fits;

public sealed class SkyEllipseTests
{
    /// <summary>
    /// 30″ × 10″ at 40° convolved with 12″ × 8″ at 110°, full widths: the covariances added and their eigenvalues taken
    /// by numpy.
    /// </summary>
    private static readonly SkyEllipse Convolved = new(101.92324994408392, 66.4021305907876, 115.92370123014962);

    private static readonly Beam Beam = new(12 / 3600.0, 8 / 3600.0, 110);

    [Fact]
    public void Axes_are_full_widths_and_angles_from_north_through_east()
    {
        SkyAxes axes = Convolved.Axes;
        Assert.Equal(31.213010850311576, axes.Major, 1e-12);
        Assert.Equal(15.288817928745567, axes.Minor, 1e-12);
        Assert.Equal(41.99100490780909, axes.PositionAngle, 1e-11);
        Assert.Equal(90, new SkyEllipse(4, 0, 1).Axes.PositionAngle);
        Assert.Equal(0, new SkyEllipse(1, 0, 4).Axes.PositionAngle);
        Assert.Equal(45, new SkyEllipse(2, 1, 2).Axes.PositionAngle, 1e-12);
        Assert.Equal(135, new SkyEllipse(2, -1, 2).Axes.PositionAngle, 1e-12);
        Assert.True(double.IsNaN(new SkyEllipse(2, 0, 2).Axes.PositionAngle));
    }

    [Fact]
    public void A_beam_has_its_own_axes()
    {
        SkyAxes axes = SkyEllipse.Of(Beam).Axes;
        Assert.Equal(12, axes.Major, 1e-12);
        Assert.Equal(8, axes.Minor, 1e-12);
        Assert.Equal(110, axes.PositionAngle, 1e-10);
    }

    [Fact]
    public void Deconvolution_undoes_convolution()
    {
        SkyAxes axes = Convolved.Deconvolve(SkyEllipse.Of(Beam));
        Assert.Equal(30, axes.Major, 1e-11);
        Assert.Equal(10, axes.Minor, 1e-11);
        Assert.Equal(40, axes.PositionAngle, 1e-10);
    }

    [Fact]
    public void What_is_not_resolved_is_a_point_or_a_line()
    {
        var beam = SkyEllipse.Of(Beam);
        Assert.Equal(new SkyAxes(0, 0, double.NaN), beam.Deconvolve(beam));
        Assert.Equal(new SkyAxes(0, 0, double.NaN), SkyEllipse.Of(new Beam(11 / 3600.0, 7 / 3600.0, 110))
            .Deconvolve(beam));
        SkyAxes line = SkyEllipse.Of(new Beam(20 / 3600.0, 7 / 3600.0, 110)).Deconvolve(beam);
        Assert.Equal(16, line.Major, 1e-11);
        Assert.Equal(0, line.Minor);
        Assert.Equal(110, line.PositionAngle, 1e-10);
    }
}
