using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>An execution that can be repeated and varied: where it happens, and where it leaves the plainest way.</summary>
internal sealed record ChoiceStream(WorldDefinition World, Seq<Deviation> Choices);
