using System.Collections;
using System.Reflection;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>All that can be read from a value, property by property, numbers by their bits.</summary>
internal static class Bits
{
    public static IReadOnlyList<string> Of(object? value)
    {
        var lines = new List<string>();
        Add("", value, lines);
        return lines;
    }

    private static void Add(string path, object? value, List<string> lines)
    {
        switch (value)
        {
            case null:
                lines.Add($"{path}: null");
                break;
            case double number:
                lines.Add($"{path}: {BitConverter.DoubleToInt64Bits(number):x16} {number:R}");
                break;
            case string or bool or int or long or Enum:
                lines.Add($"{path}: {value}");
                break;
            case IEnumerable items:
                int index = 0;
                foreach (object? item in items)
                {
                    Add($"{path}[{index++}]", item, lines);
                }

                lines.Add($"{path}: {index}");
                break;
            default:
                AddProperties(path, value, lines);
                break;
        }
    }

    private static void AddProperties(string path, object value, List<string> lines)
    {
        lines.Add($"{path}: {value.GetType().Name}");
        PropertyInfo[] properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.NotEmpty(properties);
        foreach (PropertyInfo property in properties)
        {
            Add($"{path}.{property.Name}", property.GetValue(value), lines);
        }
    }
}
