namespace Xmpp.Federation.Model.Checking;

/// <summary>Tells whether a system has representatives of its own.</summary>
internal static class Symmetry
{
    /// <summary>Whether the system says itself what <see cref="ITransitionSystem{TState, TStep}.Canonical"/> is.</summary>
    public static bool IsOf<TState, TStep>(ITransitionSystem<TState, TStep> system)
    {
        var map = system.GetType().GetInterfaceMap(typeof(ITransitionSystem<TState, TStep>));
        var index = Array.FindIndex(map.InterfaceMethods, m => m.Name == nameof(ITransitionSystem<,>.Canonical));
        return map.TargetMethods[index].DeclaringType != typeof(ITransitionSystem<TState, TStep>);
    }
}
