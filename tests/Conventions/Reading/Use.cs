using Mono.Cecil;

namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>One mention of a type or member.</summary>
/// <param name="By">The outermost type that mentions it.</param>
/// <param name="Member">
/// The member that mentions it, as it stands in the source: what the compiler has made of a lambda or of an async
/// method counts as the method around it. Null when the type itself does, as a base or an interface.
/// </param>
/// <param name="Target">What is mentioned.</param>
internal sealed record Use(TypeDefinition By, string? Member, MemberReference Target)
{
    public string Place => Member is null ? By.Name : $"{By.Name}.{Member}";

    public override string ToString() => $"{Place}: {Target.FullName}";
}
