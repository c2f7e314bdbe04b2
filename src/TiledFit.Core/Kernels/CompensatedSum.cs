namespace TiledFit.Core.Kernels;

/// <summary>A running sum whose rounding errors are carried along (Neumaier 1974).</summary>
internal struct CompensatedSum
{
    private double _sum, _compensation;

    public readonly double Value => _sum + _compensation;

    public void Add(double term)
    {
        double sum = _sum + term;
        _compensation += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }
}
