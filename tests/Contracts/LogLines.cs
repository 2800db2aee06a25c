using Microsoft.Extensions.Logging;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>What a federation logs, each entry as it is written.</summary>
/// <param name="Id">Number and name of the event.</param>
/// <param name="Line">The message.</param>
/// <param name="Fields">Its fields by name, as text.</param>
internal sealed record LogEntry(
    LogLevel Level, EventId Id, string Line, Exception? Fault, IReadOnlyDictionary<string, string?> Fields);

/// <summary>Hands every entry of every level to a test.</summary>
internal sealed class LogLines(Action<LogEntry> take) : ILoggerFactory, ILogger
{
    /// <summary>What loggers were asked for.</summary>
    public List<string> Categories { get; } = [];

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Add(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
        take(new LogEntry(
            logLevel, eventId, formatter(state, exception), exception, fields.ToDictionary(f => f.Key, f => f.Value?.ToString())));
    }

    public void Dispose()
    {
    }
}
