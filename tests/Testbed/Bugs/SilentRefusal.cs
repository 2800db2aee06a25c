using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Dialback that the policy does not allow is dropped instead of refused, so that the peer waits in vain.</summary>
internal static class SilentRefusal
{
    public static PlantedBug Bug { get; } = new(
        "silent-refusal", "what the policy forbids is not answered", "LIV-3", "policies-exclude-each-other",
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return after with { Outputs = after.Outputs.Where(o => !Refuses(o)).ToSeq() };
        })
    {
        ViolatesElsewhere = ["LIV-6"],
    };

    private static bool Refuses(Output output) => output is Output.Send { Item: WireItem.Whole item }
        && Grammar.Understand(item) is Heard.ResultAnswer { Verdict: Verdict.Error };
}
