using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A world that FsCheck has made; public, because the arguments of a property are.</summary>
public sealed class GeneratedWorld
{
    internal GeneratedWorld(WorldDefinition world) => World = world;

    internal WorldDefinition World { get; }

    /// <inheritdoc/>
    public override string ToString() => WorldFile.Write(World);
}

/// <summary>Where properties get their worlds from: anything goes wrong in them.</summary>
public static class FaultyWorlds
{
    /// <summary>Any, shrunk toward the conforming peer, the default policy, and no fault.</summary>
    public static Arbitrary<GeneratedWorld> Any() => Worlds.Of(WorldGenerator.Worlds);
}

/// <summary>The same, where nothing goes wrong but what the servers want.</summary>
public static class FaultlessWorlds
{
    /// <summary>Any, shrunk likewise.</summary>
    public static Arbitrary<GeneratedWorld> Any() => Worlds.Of(WorldGenerator.FaultlessWorlds);
}

/// <summary>Binds the testbed's generator and shrinker together for FsCheck.</summary>
internal static class Worlds
{
    public static Arbitrary<GeneratedWorld> Of(Gen<WorldDefinition> worlds) => Arb.From(
        worlds.Select(w => new GeneratedWorld(w)),
        generated => WorldShrinker.Shrink(generated.World).Select(w => new GeneratedWorld(w)));
}
