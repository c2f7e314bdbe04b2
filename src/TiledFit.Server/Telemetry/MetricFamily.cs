using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TiledFit.Server.Telemetry;

/// <summary>The measurements of one instrument, by their labels.</summary>
internal sealed class MetricFamily
{
    /// <summary>OpenTelemetry's advice for durations of HTTP requests, s.</summary>
    private static readonly double[] Bounds =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly string _name, _type, _description;
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Histogram> _histograms = new(StringComparer.Ordinal);

    public MetricFamily(Instrument instrument)
    {
        string kind = instrument.GetType().GetGenericTypeDefinition().Name;
        _type = kind switch
        {
            "Counter`1" => "counter",
            "Histogram`1" => "histogram",
            "UpDownCounter`1" => "updown",
            _ => "gauge",
        };
        _name = NameOf(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "")
            + (_type == "counter" ? "_total" : "");
        _description = instrument.Description ?? "";
    }

    /// <summary>A name or label in Prometheus' letters.</summary>
    public static string NameOf(string name) => name.Replace('.', '_').Replace('-', '_');

    public void Record(string labels, double value)
    {
        switch (_type)
        {
            case "histogram":
                if (!_histograms.TryGetValue(labels, out Histogram? histogram))
                {
                    _histograms.Add(labels, histogram = new Histogram());
                }

                histogram.Record(value);
                break;
            case "gauge":
                _values[labels] = value;
                break;
            default:
                _values[labels] = _values.GetValueOrDefault(labels) + value;
                break;
        }
    }

    /// <summary>A gauge that is not observed any more, such as an ended job's, has no value.</summary>
    public void ForgetGauges()
    {
        if (_type == "gauge")
        {
            _values.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_description.ReplaceLineEndings(" ")}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {_name} {(_type == "updown" ? "gauge" : _type)}\n");
        foreach ((string labels, double value) in _values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_name}{Braced(labels)} {value:R}\n");
        }

        foreach ((string labels, Histogram histogram) in _histograms)
        {
            histogram.Write(text, _name, labels);
        }
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private sealed class Histogram
    {
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public void Record(double value)
        {
            _sum += value;
            int bucket = Array.FindIndex(Bounds, bound => value <= bound);
            _counts[bucket < 0 ? Bounds.Length : bucket]++;
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            string prefix = labels.Length == 0 ? "" : labels + ",";
            long count = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                count += _counts[i];
                string bound = i < Bounds.Length ? Bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                text.Append(
                    CultureInfo.InvariantCulture, $"{name}_bucket{{{prefix}le=\"{bound}\"}} {count}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {_sum:R}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braced(labels)} {count}\n");
        }
    }
}
