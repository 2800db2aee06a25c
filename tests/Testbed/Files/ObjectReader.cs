using System.Globalization;
using System.Text.Json;

namespace Xmpp.Federation.Testbed.Files;

/// <summary>
/// Reads the fields of one JSON object. Every field has a default; what was not asked for by the time of
/// <see cref="Done"/> is unknown, and unknown is wrong.
/// </summary>
internal sealed class ObjectReader
{
    /// <summary>The largest number that any field takes.</summary>
    public const int NumberMax = 100_000;

    private readonly Located _value;
    private readonly Problems _problems;
    private readonly List<string> _known = [];

    public ObjectReader(Located value, string path, Problems problems)
    {
        (_value, Path, _problems) = (value, path, problems);
        if (value.Kind != JsonValueKind.Object)
        {
            Wrong(value, path, "an object");
        }

        foreach (var repeated in value.Members.GroupBy(m => m.Name).SelectMany(g => g.Skip(1)))
        {
            problems.Add(repeated.Line, At(repeated.Name), "is there twice", "name it once");
        }
    }

    public string Path { get; }

    public int Line => _value.Line;

    /// <summary>The path of a field of this object.</summary>
    public string At(string name) => Path.Length == 0 ? Printable.OneLine(name) : $"{Path}.{Printable.OneLine(name)}";

    /// <summary>The value of a field, or null.</summary>
    public Located? Field(string name)
    {
        if (!_known.Contains(name))
        {
            _known.Add(name);
        }

        return _value.Members.FirstOrDefault(m => m.Name == name)?.Value;
    }

    /// <summary>The members of a field that is an object with names of its own choice.</summary>
    public IReadOnlyList<LocatedMember> Members(string name)
    {
        var value = Field(name);
        if (value is { Kind: not JsonValueKind.Object })
        {
            Wrong(value, At(name), "an object");
        }

        return value?.Members ?? [];
    }

    /// <summary>The items of a field that is a list, each with its path.</summary>
    public IEnumerable<(Located Value, string Path)> Items(string name)
    {
        var value = Field(name);
        if (value is { Kind: not JsonValueKind.Array })
        {
            Wrong(value, At(name), "a list");
        }

        return (value?.Items ?? []).Select((item, i) => (item, $"{At(name)}[{i}]"));
    }

    public T Word<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Field(name) is not { } value)
        {
            return otherwise;
        }

        if (value.Kind == JsonValueKind.String && Words.TryRead<T>(value.Text, out var read))
        {
            return read;
        }

        Unknown(value, At(name), Words.All<T>());
        return otherwise;
    }

    /// <summary>A word that has no default.</summary>
    public T Required<T>(string name)
        where T : struct, Enum
    {
        if (Field(name) is null)
        {
            _problems.Add(Line, At(name), "is missing", $"allowed: {string.Join(", ", Words.All<T>())}");
        }

        return Word<T>(name, default);
    }

    public bool Flag(string name, bool otherwise)
    {
        var value = Field(name);
        if (value is not (null or { Kind: JsonValueKind.True or JsonValueKind.False }))
        {
            Wrong(value, At(name), "true or false");
        }

        return value is null ? otherwise : value.Kind == JsonValueKind.True;
    }

    public int Number(string name, int otherwise)
    {
        if (Field(name) is not { } value)
        {
            return otherwise;
        }

        if (value.Kind == JsonValueKind.Number
            && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
            && read <= NumberMax)
        {
            return read;
        }

        Wrong(value, At(name), string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {NumberMax}"));
        return otherwise;
    }

    /// <summary>The value of a field that has no default; where it is missing, that is said.</summary>
    public Located? Present(string name)
    {
        var value = Field(name);
        if (value is null)
        {
            _problems.Add(Line, At(name), "is missing", null);
        }

        return value;
    }

    /// <summary>A string that has no default.</summary>
    public string? Text(string name)
    {
        var value = Present(name);
        if (value is { Kind: not JsonValueKind.String })
        {
            Wrong(value, At(name), "a string");
        }

        return value?.Text;
    }

    /// <summary>A number of things that were counted, without a default.</summary>
    public long Count(string name) => Present(name) is { } value ? CountAt(value, At(name)) : 0;

    /// <summary>A value that must be a number of things.</summary>
    public long CountAt(Located value, string path)
    {
        if (value.Kind == JsonValueKind.Number
            && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
        {
            return read;
        }

        Wrong(value, path, "a whole number, not negative");
        return 0;
    }

    /// <summary>A number that may have decimals, without a default.</summary>
    public double Decimal(string name)
    {
        if (Present(name) is not { } value)
        {
            return 0;
        }

        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (value.Kind == JsonValueKind.Number && double.TryParse(value.Text, Plain, CultureInfo.InvariantCulture, out var read))
        {
            return read;
        }

        Wrong(value, At(name), "a number, not negative");
        return 0;
    }

    public ulong Seed(string name)
    {
        if (Field(name) is not { } value)
        {
            return 0;
        }

        if (value.Kind == JsonValueKind.Number
            && ulong.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
        {
            return read;
        }

        Wrong(value, At(name), "a whole number from 0 to 18446744073709551615");
        return 0;
    }

    /// <summary>A string that must be one of these names.</summary>
    public string? OneOf(Located value, string path, IReadOnlyList<string> names)
    {
        if (value.Kind == JsonValueKind.String && names.Contains(value.Text))
        {
            return value.Text;
        }

        Unknown(value, path, names);
        return null;
    }

    /// <summary>A string that must be a domain.</summary>
    public Domain? DomainAt(Located value, string path) =>
        value.Kind == JsonValueKind.String
            ? DomainNamed(value.Line, path, value.Text)
            : Wrong(value, path, "a domain in quotes");

    /// <summary>A name that must be a domain.</summary>
    public Domain? DomainNamed(int line, string path, string name)
    {
        if (Domain.TryParse(name, out var domain))
        {
            return domain;
        }

        var wrong = $"{Printable.Quoted(name)} is not a domain";
        _problems.Add(line, path, wrong, "letters, digits and hyphens in labels of 1 to 63, like 'a.example'");
        return null;
    }

    /// <summary>Says that something there is wrong.</summary>
    public void Add(int line, string field, string wrong, string allowed) =>
        _problems.Add(line, field, wrong, allowed);

    /// <summary>Refuses every field that was not asked for.</summary>
    public void Done()
    {
        foreach (var member in _value.Members.Where(m => !_known.Contains(m.Name)))
        {
            _problems.Add(member.Line, At(member.Name), "unknown field", Suggestion.For(member.Name, _known));
        }
    }

    private static string Shown(Located value) => value.Kind switch
    {
        JsonValueKind.String => Printable.Quoted(value.Text),
        JsonValueKind.Number => Printable.Quoted(value.Text).Trim('\''),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Words.Of(value.Kind),
    };

    private Domain? Wrong(Located value, string path, string allowed)
    {
        _problems.Add(value.Line, path, $"{Shown(value)} is not allowed", $"allowed: {allowed}");
        return null;
    }

    private void Unknown(Located value, string path, IReadOnlyList<string> names)
    {
        var suggestion = Suggestion.For(value.Kind == JsonValueKind.String ? value.Text : "", names);
        _problems.Add(value.Line, path, $"{Shown(value)} is not known", suggestion);
    }
}
