namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// The catalogue of properties that the testbed judges executions by, in the words of the standards and without
/// a look at the implementation.
/// </summary>
internal static class Properties
{
    /// <summary>All of them, in the order in which reports list them.</summary>
    public static IReadOnlyList<Property> All { get; } =
    [
        new("INV-1", "a stanza is written only to a stream on which its pair is authorised", "XEP-0220 2.1.1"),
        new(
            "INV-2",
            "a stanza is handed to the application only if its pair is authorised on the stream that carried it",
            "XEP-0220 2.2.1"),
        new(
            "INV-3",
            "an authorisation is one of a pair: it goes for no other pair of the same sender or target",
            "XEP-0220 1.2, 1.4, 2.2.1"),
        new("INV-4", "a typed db:result grants only a pair requested on the same stream", "XEP-0220 2.1.1"),
        new(
            "INV-5",
            "a typed db:verify grants only a key asked about on the same stream and not answered yet",
            "XEP-0220 2.1.2"),
        new("INV-6", "a verdict counts for the stream whose id was asked about, and is dropped if that is gone", "XEP-0220 2.1.2"),
        new("INV-7", "an answer consumes its request: replays and late answers change nothing", "XEP-0220 2.1.1, 2.1.2"),
        new(
            "INV-8",
            "without bidi only the initiator of a stream asks by dialback, and only its receiver answers",
            "XEP-0220 2.1, 2.2, 3.1"),
        new(
            "INV-9",
            "features, proceed, success and failure count only where they are awaited and in their own namespace",
            "RFC 6120 4.3.2, 5.4.2, 6.4"),
        new(
            "INV-10",
            "a stream authenticated by EXTERNAL carries the pair of its header, and others only once they are granted",
            "XEP-0344 2.4"),
        new(
            "INV-11",
            "the identity of EXTERNAL is the sender of the header, and one that the certificate proves",
            "XEP-0178 3, RFC 6120 6.3.8"),
        new(
            "INV-12",
            "no authorisation survives the restart after TLS; exactly the SASL pair survives the one after SASL",
            "RFC 6120 4.3.3, 5.4.3.3"),
        new(
            "INV-13",
            "a server never dials itself, speaks as another, or authenticates anybody as itself",
            "design: roles are per exchange"),
        new("INV-14", "a dialback key is never verified over the connection that presented it", "XEP-0288 2.2"),
        new("INV-15", "domains are compared for equality after normalisation, never by a part", "RFC 6125 6.4.1, 6.4.3"),
        new(
            "INV-16",
            "dialback without dialling back is decided for the sender that the request names",
            "XEP-0344 2.4, 2.5"),
        new(
            "INV-17",
            "where TLS is required no key, credential or stanza is sent or accepted in clear, in either role",
            "RFC 6120 5.3.1, 13.8"),
        new(
            "INV-18",
            "nothing is proved in clear after a TLS failure unless the policy says that it may be",
            "RFC 6120 5.4.3.2"),
        new("INV-19", "nothing read before the TLS handshake has an effect after it", "RFC 6120 5.3.3, 5.4.3.3"),
        new(
            "INV-20",
            "STARTTLS happens at most once, never over direct TLS and never after authentication",
            "RFC 6120 5.3.4, 5.4.3.3, XEP-0368 3"),
        new(
            "INV-21",
            "who is strict authenticates nobody behind a presented certificate that does not validate, in either role",
            "RFC 6120 13.7.2"),
        new(
            "INV-22",
            "EXTERNAL is neither offered, attempted nor accepted without TLS or without a verdict on the certificate",
            "RFC 6120 6.3.4, XEP-0178 3"),
        new("INV-23", "the verdict on a certificate exists before anything is decided behind TLS", "RFC 6120 13.7.2"),
        new(
            "INV-24",
            "a further proof of a server is binding once it is found: TLS is a must, and what disagrees ends the attempt",
            "RFC 7673 3.4, RFC 7711 3.3"),
        new("INV-25", "a dialback key is made of secret, target, sender and stream id as XEP-0185 says", "XEP-0185 2"),
        new("INV-26", "a stream id is fresh at every start and restart, and an NMTOKEN", "RFC 6120 4.3.3, 4.7.3"),
        new(
            "INV-27",
            "an authority answers only what it was asked and serves, with addresses swapped and id copied, and keeps nothing",
            "XEP-0220 2.2.2"),
        new(
            "INV-28",
            "each epoch of a stream has one header each way, and a stream error never precedes ours",
            "RFC 6120 4.3.3, 4.9.1.2"),
        new(
            "INV-29",
            "a stream error is followed by the closing tag and then by nothing; after failed TLS nothing is written",
            "RFC 6120 4.4, 4.9.1.1, 5.4.3.2"),
        new("INV-30", "a stream error ends every authorisation of its stream in the same step", "RFC 6120 4.9.1.1"),
        new("INV-31", "no stanza is sent before negotiation is complete", "RFC 6120 4.3.5, 13.12"),
        new(
            "INV-32",
            "at most one of STARTTLS and SASL is in flight, and one dialback request a pair and stream",
            "RFC 6120 5.3.4, XEP-0220 2.1.1"),
        new("INV-33", "below version 1.0 there are no features, TLS or SASL; from it on features are awaited", "RFC 6120 4.3.2, 4.7.5"),
        new("INV-34", "what a peer may send before it is authenticated is bounded", "RFC 6120 13.12"),
        new("INV-35", "what is told of a connection that is gone sets nothing going on it", "design: failures are inputs"),
        new("INV-36", "the stanzas of a pair arrive in the order in which they were sent", "RFC 6120 10.1"),
        new(
            "INV-37",
            "every accepted stanza has exactly one fate: delivered once, returned once, or reported unconfirmed",
            "RFC 6120 8.2.3, 8.3.1"),
        new(
            "INV-38",
            "no error is answered by an error: no stanza, no answer of dialback, no stream error",
            "RFC 6120 4.9.1.1, 8.3.1"),
        new("INV-39", "the stanzas that wait for a pair are bounded, unchanged, and one too many is returned", "RFC 6120 13.12"),
        new(
            "INV-40",
            "a dialback error for one pair leaves every other pair of the stream untouched",
            "XEP-0220 2.1.1, 2.5"),
        new(
            "INV-41",
            "a stanza is returned as not found where no name leads, as an internal error where a key was invalid, else as timed out",
            "RFC 6120 10.4.3, XEP-0220 2.1.1"),
        new("INV-42", "a stanza is given only to a stream that is ready and not known to end", "RFC 6120 4.4"),
        new("INV-43", "a stream that ends takes its own routes along and no other's", "design: a route is of one stream"),
        new("INV-44", "at most one establishment runs for a pair at a time", "RFC 6120 10.1"),
        new(
            "INV-45",
            "every state that awaits something has exactly one deadline, and a deadline left behind does nothing",
            "design: time is an input"),
        new("INV-46", "within one establishment no target is tried twice in the same way", "design: attempts end"),
        new(
            "INV-47",
            "when nothing happens any more there is no socket, timer, pending verification or queued stanza",
            "design: nothing is left behind"),
        new(
            "LIV-1",
            "every queued stanza is in the end written or returned",
            "RFC 6120 10.4.3, XEP-0220 2.1.1"),
        new("LIV-2", "two servers that dial each other at once, and fit together, are both served", "XEP-0220 2.1.2"),
        new(
            "LIV-3",
            "policies that exclude each other are found out by a message, not by a timeout",
            "RFC 6120 4.9.3.14, 6.4.5"),
        new(
            "LIV-4",
            "a pair that a peer will not have on another's stream is served on one of its own",
            "XEP-0220 2.7"),
        new(
            "LIV-5",
            "a server that has come back without its streams is reached by the next stanza of who knows of their loss",
            "design: a loss ends with the next stream"),
        new("LIV-6", "a request for dialback is answered, or its stream dies", "XEP-0220 2.2.1, 2.5"),
        new(
            "OUTCOME",
            "in a faultless world every schedule gives one outcome, the same at both ends",
            "design: outcomes do not depend on the schedule"),
        new("RULES", "what a server says is allowed by what it has said and heard before", "model/Protocol/Rules.cs"),
        new("CRASH", "the negotiator never throws", "design: refusals are values"),
    ];

    /// <summary>The property of that name.</summary>
    /// <param name="id">Such as <c>INV-4</c>.</param>
    /// <returns>The property, or null where there is none.</returns>
    public static Property? ById(string id) => All.FirstOrDefault(p => p.Id == id);

    /// <summary>The property of that name, which is known to exist.</summary>
    /// <param name="id">Such as <c>INV-4</c>.</param>
    /// <returns>The property.</returns>
    public static Property Named(string id) =>
        ById(id) ?? throw new ArgumentException($"There is no property {id}.", nameof(id));
}
