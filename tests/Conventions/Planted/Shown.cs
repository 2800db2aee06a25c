namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>Something of everything that a public type can have.</summary>
public abstract class Shown : IDisposable
{
    public const int Most = 7;

    protected Shown(string? name, int count = 1) => (Name, Hidden) = (name, count);

    private protected Shown()
    {
    }

    public event EventHandler? Told;

    public string? Name { get; protected set; }

    public required IReadOnlyList<string?> Names { get; init; }

    internal int Hidden { get; }

    public abstract Task<int?> CountAsync<T>(T? what, bool all = true)
        where T : class, IDisposable;

    public static bool TryParse(string? text, out string[] parts)
    {
        parts = text?.Split(' ') ?? [];
        return text is not null;
    }

    public virtual void Dispose()
    {
        Told?.Invoke(this, EventArgs.Empty);
        GC.SuppressFinalize(this);
    }

    public override string ToString() => "";

    public sealed record Value(string Text, int? Size = null);

    public readonly record struct Small(int Number) : IDisposable
    {
        public void Dispose() => _ = Number;
    }

    public enum Kind
    {
        One = 1,
        Two,
    }

    public interface IDo
    {
        void Help();
    }

    internal sealed class Unseen;
}
