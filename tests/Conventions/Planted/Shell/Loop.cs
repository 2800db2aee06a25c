using Xmpp.Federation.Conventions.Tests.Planted.Core;

namespace Xmpp.Federation.Conventions.Tests.Planted.Shell;

/// <summary>A shell, which may know the core.</summary>
internal class Loop
{
    public static string Name => $"{Inward.Twice(1)}";
}
