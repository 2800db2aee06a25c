using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Planted;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>INV-48: the application and every other port are called without a lock held.</summary>
public sealed class LockTests
{
    [Fact]
    public void Nobody_is_called_back_while_a_lock_is_held() => Breaches.None(
        "A lock is held while a port or a delegate is called.", Locks.Breaches(Assemblies.Written(Assemblies.Implementation)));

    [Fact]
    public void There_are_locks_to_be_judged() => Assert.True(Locks.Count(Assemblies.Written(Assemblies.Implementation)) >= 10);

    [Fact]
    public void A_callback_under_a_lock_is_found_directly_and_in_passing() => Assert.Equal(
        ["Notices", "Says", "SaysInPassing"],
        Locks.Breaches([Code(typeof(Locking))]).Select(b => b.Split('.', ':')[1]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_callback_behind_a_lock_is_none() => Assert.Empty(Locks.Breaches([Code(typeof(Unlocking))]));

    private static TypeDefinition Code(Type type) => Assemblies.Own.GetType(type.FullName);
}
