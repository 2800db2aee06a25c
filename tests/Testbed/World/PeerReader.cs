using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Reads in what a simulated server of a world file deviates from its profile.</summary>
internal sealed class PeerReader(Problems problems)
{
    private static readonly string[] Flavours = [.. Model.Peers.Flavours.All.Select(f => f.Name)];
    private static readonly string[] Extras = [.. Extra.All.Select(e => e.Name)];

    /// <summary>Every call, to be looked up once all servers are known.</summary>
    public List<LocatedCall> Calls { get; } = [];

    public PeerDefinition? Read(ObjectReader server, Domain name)
    {
        if (server.Field("peer") is not { } value)
        {
            return null;
        }

        var fields = new ObjectReader(value, server.At("peer"), problems);
        var peer = new PeerDefinition
        {
            Flavours = FlavoursOf(fields),
            Seed = fields.Seed("seed"),
            Changes = fields.Items("changes").Select(i => Change(i.Value, i.Path)).ToSeq(),
            Writing = fields.Word("writing", Writing.Elements),
            Calls = fields.Items("calls").Select(i => Call(i.Value, i.Path, name)).ToSeq(),
        };
        fields.Done();
        return peer;
    }

    private Seq<string> FlavoursOf(ObjectReader fields)
    {
        var flavours = new List<string>();
        foreach (var (item, path) in fields.Items("flavours"))
        {
            var flavour = fields.OneOf(item, path, Flavours);
            if (flavour is not null && flavours.Contains(flavour))
            {
                problems.Add(item.Line, path, $"'{flavour}' is there twice", "name it once");
            }

            flavours.Add(flavour ?? "");
        }

        return flavours.ToSeq();
    }

    private Change Change(Located value, string path)
    {
        var fields = new ObjectReader(value, path, problems);
        var at = fields.Required<Occasion>("at");
        var how = fields.Required<ChangeKind>("how");
        var what = fields.Field("what") is { } extra ? fields.OneOf(extra, fields.At("what"), Extras) : null;
        if (Model.Peers.Change.Brings(how) != fields.Field("what") is not null)
        {
            problems.Add(
                fields.Line,
                fields.At("what"),
                what is null ? "is missing" : $"has no place beside '{Words.Of(how)}'",
                $"allowed with {Words.Of(ChangeKind.Precede)}, {Words.Of(ChangeKind.Follow)} and {Words.Of(ChangeKind.Replace)}: "
                    + string.Join(", ", Extras));
        }

        fields.Done();
        return new Change(at, how, what);
    }

    // What could not be read is a problem already.
    private static string NameOf(Domain domain) => domain == default ? "" : domain.Name;

    private Call Call(Located value, string path, Domain name)
    {
        var fields = new ObjectReader(value, path, problems);
        var from = fields.Field("from") is { } own ? fields.DomainAt(own, fields.At("from")) ?? default : name;
        Domain to = default;
        if (fields.Field("to") is { } called)
        {
            to = fields.DomainAt(called, fields.At("to")) ?? default;
            Calls.Add(new(name, from, to, called.Line, path));
        }
        else
        {
            problems.Add(fields.Line, fields.At("to"), "is missing", "a domain of a negotiator of this world");
        }

        var call = new Call(NameOf(from), NameOf(to), fields.Word("proof", CallProof.Best), fields.Number("stanzas", 1));
        fields.Done();
        return call;
    }
}

/// <summary>A call that a simulated peer makes, and where it was read.</summary>
internal readonly record struct LocatedCall(Domain Server, Domain From, Domain To, int Line, string Path);
