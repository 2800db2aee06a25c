using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>Finds out what an instruction works on, by walking back along straight code.</summary>
internal static class OperandStack
{
    /// <summary>The type of a value that an instruction takes; null where the walk does not tell.</summary>
    /// <param name="method">The method.</param>
    /// <param name="taker">The instruction.</param>
    /// <param name="above">How many values lie above the one in question.</param>
    public static TypeReference? TypeOf(MethodDefinition method, Instruction taker, int above)
    {
        var depth = above;
        for (var i = taker.Previous; i is not null && !EndsTheWalk(i); i = i.Previous)
        {
            var pushed = Pushed(i);
            if (pushed > depth)
            {
                return i.OpCode.Code == Code.Dup ? TypeOf(method, i, 0) : Result(method, i);
            }

            depth += Popped(method, i) - pushed;
        }

        return null;
    }

    private static bool EndsTheWalk(Instruction i) =>
        i.OpCode.FlowControl is FlowControl.Return or FlowControl.Throw or FlowControl.Branch;

    private static TypeReference? Result(MethodDefinition method, Instruction i) => i switch
    {
        { OpCode.Code: Code.Newobj, Operand: MethodReference made } => made.DeclaringType,
        { Operand: MethodReference called } => called.ReturnType,
        { Operand: FieldReference field } => field.FieldType,
        { Operand: VariableReference variable } => variable.VariableType,
        { Operand: ParameterReference parameter } => parameter.ParameterType,
        { Operand: TypeReference type } => type,
        _ when i.OpCode.Code is >= Code.Ldloc_0 and <= Code.Ldloc_3 =>
            method.Body.Variables[i.OpCode.Code - Code.Ldloc_0].VariableType,
        _ when i.OpCode.Code is >= Code.Ldarg_0 and <= Code.Ldarg_3 => Argument(method, i.OpCode.Code - Code.Ldarg_0),
        _ => null,
    };

    private static TypeReference Argument(MethodDefinition method, int index) =>
        !method.HasThis ? method.Parameters[index].ParameterType
        : index == 0 ? method.DeclaringType
        : method.Parameters[index - 1].ParameterType;

    private static int Pushed(Instruction i) => i.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => ((IMethodSignature)i.Operand).ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        _ => 1,
    };

    private static int Popped(MethodDefinition method, Instruction i) => i.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8
            or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8
            or StackBehaviour.Popref_popi_popref => 3,
        StackBehaviour.Varpop when i.Operand is IMethodSignature called =>
            called.Parameters.Count + (called.HasThis && i.OpCode.Code != Code.Newobj ? 1 : 0),
        StackBehaviour.Varpop => method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        _ => 2,
    };
}
