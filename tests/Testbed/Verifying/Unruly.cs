using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Bugs;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>
/// Planted nondeterminism: negotiators that keep every rule of the protocol, and do not do the same twice. They break no
/// property, so that no exploration can find them; <c>verify</c> must. They do what the simulated world may not, which is why
/// they stand beside it, not among the planted bugs.
/// </summary>
internal static class Unruly
{
    public static PlantedBug Drawn { get; } = Planted(
        "chance", "the attributes of a stream header come in an order that is drawn", ByHeader(Shuffled));

    public static PlantedBug Hashed { get; } = Planted(
        "hash-order", "the attributes of a stream header come in the order of a hash table", ByHeader(InHashOrder));

    public static PlantedBug Timed { get; } = Planted(
        "clock", "a stream header says how late it is", ByHeader(WithTheTime));

    public static PlantedBug Escaping { get; } = Planted(
        "thread-pool", "the loop of a server takes a turn on the thread pool before it listens", step => step) with
    {
        Inbox = () => new HoppingMailbox<Arrival>(),
    };

    public static IReadOnlyList<PlantedBug> All { get; } = [Drawn, Hashed, Timed, Escaping];

    /// <summary>The one of that name, or none for null.</summary>
    public static PlantedBug? Maybe(string? name) => name is null ? null : All.First(p => p.Name == name);

    private static PlantedBug Planted(string name, string wrong, Func<StepFunction, StepFunction> plant) => new(name, wrong, "", "", plant);

    private static Func<StepFunction, StepFunction> ByHeader(Func<Seq<XmlAttribute>, Seq<XmlAttribute>> otherwise) =>
        Plant.Replacing((_, output) => [output is Output.Send { Item: WireItem.Opened opened } send
            ? send with { Item = opened with { Attributes = otherwise(opened.Attributes) } }
            : output]);

    private static Seq<XmlAttribute> Shuffled(Seq<XmlAttribute> attributes)
    {
        var chance = new Random();
        return attributes.OrderBy(_ => chance.Next()).ToSeq();
    }

    // A HashSet keeps the order in which it was filled; an immutable one is a tree over the hash codes.
    private static Seq<XmlAttribute> InHashOrder(Seq<XmlAttribute> attributes) =>
        ImmutableHashSet.CreateRange(attributes.Select(a => $"{a.Name.Local}={a.Value}"))
            .Select(text => attributes.First(a => $"{a.Name.Local}={a.Value}" == text)).ToSeq();

    private static Seq<XmlAttribute> WithTheTime(Seq<XmlAttribute> attributes) => attributes.Add(
        new XmlAttribute(new XmlName("", "at"), Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));

    private sealed class HoppingMailbox<T> : IMailbox<T>
    {
        private readonly Mailbox<T> _inner = new();

        public bool IsParked => _inner.IsParked;

        public void Post(T item) => _inner.Post(item);

        public bool TryTake([MaybeNullWhen(false)] out T item) => _inner.TryTake(out item);

        public async Task<T> TakeAsync()
        {
            await Task.Run(static () => { });
            return await _inner.TakeAsync();
        }
    }
}
