namespace Xmpp.Federation.Interop.Tests;

/// <summary>What each real server makes of each case: a row a case, a column a server.</summary>
/// <typeparam name="TCase">What distinguishes the rows.</typeparam>
public sealed class Table<TCase> : TheoryData<Make, TCase, string>
{
    /// <summary>Adds a row.</summary>
    /// <param name="what">The case.</param>
    /// <param name="prosody">What comes of it with Prosody; null where there is no such case, as in the other columns.</param>
    /// <param name="ejabberd">What comes of it with ejabberd.</param>
    /// <param name="jabberd2">What comes of it with jabberd2.</param>
    public void Add(TCase what, string? prosody, string? ejabberd, string? jabberd2)
    {
        Cell(Make.Prosody, what, prosody);
        Cell(Make.Ejabberd, what, ejabberd);
        Cell(Make.Jabberd2, what, jabberd2);
    }

    private void Cell(Make make, TCase what, string? expected)
    {
        if (expected is not null)
        {
            Add(make, what, expected);
        }
    }
}
