using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-28: one header each way in each epoch, in front of everything else, errors included.</summary>
internal sealed class OneHeaderAnEpoch() : PropertyMonitor("INV-28")
{
    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Broken(_, var detail))
        {
            Break($"{written.LinkName} carries what nobody can read: {detail}");
        }
        else if (written.Meaning is Heard.Header)
        {
            Require(
                written.Side.Header is null || written.Side.IsHeaderDue,
                () => $"{written.LinkName} carries a second header in one epoch");
        }
        else
        {
            Require(
                written.Side.Header is not null,
                () => $"{written.LinkName} carries {written.Meaning.GetType().Name} without a header");
        }
    }
}

/// <summary>INV-29: the closing tag follows an error at once, and nothing follows the closing tag or a failed handshake.</summary>
internal sealed class NothingFollowsTheEnd() : PropertyMonitor("INV-29")
{
    public override void OnStep(Stepped stepped)
    {
        var said = stepped.Said;
        for (var i = 0; i < said.Count; i++)
        {
            if (said[i].What is Heard.StreamError
                && !(i + 1 < said.Count && said[i + 1].Connection == said[i].Connection && said[i + 1].What is Heard.CloseTag))
            {
                Break($"{stepped.Server.Name} accuses on {said[i].Connection} without closing the stream at once");
            }
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.StreamError or Heard.CloseTag)
        {
            Exercise();
        }

        if (written.Side.XmlEnds || written.Side.SaidEnd || (written.Side.SaidError && written.Meaning is not Heard.CloseTag))
        {
            Require(false, () => $"{written.LinkName} carries {written.Meaning.GetType().Name} behind the end of the stream");
        }
    }
}
