using Mono.Cecil;
using Mono.Cecil.Cil;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>
/// Who is called while a lock is held (INV-48): nobody of whom we do not know what he does. A port or a delegate may
/// call back, or wait for somebody who needs the lock.
/// </summary>
internal static class Locks
{
    private static readonly string[] Ports =
    [
        .. new[]
        {
            typeof(IApplication), typeof(INetwork), typeof(ISocket), typeof(IResolver), typeof(ITimers), typeof(IChance),
            typeof(ITaskStarter),
        }.Select(t => t.FullName!),
    ];

    /// <summary>How many locks there are: where there is none, nothing has been judged.</summary>
    public static int Count(IEnumerable<TypeDefinition> types) => Bodies(types).Count();

    /// <summary>Calls of ports and delegates inside locks, directly or through methods of the same assembly.</summary>
    public static IEnumerable<string> Breaches(IEnumerable<TypeDefinition> types) =>
        from held in Bodies(types)
        from called in Reached(held.Method, held.Calls)
        where Ports.Contains(called.DeclaringType.FullName) || Calls(called)
        select $"{held.Method.DeclaringType.Name}.{Uses.MemberOf(held.Method)}: {called.FullName}";

    // What the compiler makes of `lock`: a try whose finally leaves the monitor.
    private static IEnumerable<(MethodDefinition Method, MethodReference[] Calls)> Bodies(IEnumerable<TypeDefinition> types) =>
        from method in types.SelectMany(Uses.WithNested).SelectMany(t => t.Methods)
        where method.HasBody
        from handler in method.Body.ExceptionHandlers
        where handler.HandlerType == ExceptionHandlerType.Finally
            && CallsBetween(method, handler.HandlerStart, handler.HandlerEnd)
                .Any(c => c is { Name: "Exit", DeclaringType.FullName: "System.Threading.Monitor" })
        select (method, CallsBetween(method, handler.TryStart, handler.TryEnd).ToArray());

    private static IEnumerable<MethodReference> CallsBetween(MethodDefinition method, Instruction first, Instruction? behind) =>
        CallsAmong(method.Body.Instructions
            .Where(i => i.Offset >= first.Offset && (behind is null || i.Offset < behind.Offset)));

    // Who only takes a method for a delegate does not call it.
    private static IEnumerable<MethodReference> CallsAmong(IEnumerable<Instruction> instructions) => instructions
        .Where(i => i.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj)
        .Select(i => i.Operand).OfType<MethodReference>();

    private static IEnumerable<MethodReference> Reached(MethodDefinition from, MethodReference[] calls)
    {
        var (seen, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Queue<MethodReference>(calls));
        while (waiting.TryDequeue(out var called))
        {
            if (!seen.Add(called.FullName))
            {
                continue;
            }

            yield return called;
            if (called.DeclaringType.Scope == from.Module && called.Resolve() is { HasBody: true } ours)
            {
                foreach (var next in CallsAmong(ours.Body.Instructions))
                {
                    waiting.Enqueue(next);
                }
            }
        }
    }

    private static bool Calls(MethodReference called) => called.Name == "Invoke"
        && called.DeclaringType.Resolve()?.BaseType?.FullName == "System.MulticastDelegate";
}
