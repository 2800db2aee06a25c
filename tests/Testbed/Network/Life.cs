namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// One life of a server: from when it starts to when it is lost with all it knows. The next one has the same address,
/// and nothing else in common with it.
/// </summary>
/// <param name="server">Whose.</param>
/// <param name="number">Counts the lives of the server, from 1.</param>
internal sealed class Life(string server, int number)
{
    public string Server { get; } = server;

    public int Number { get; } = number;

    /// <summary>The server for the first one; later ones are told apart.</summary>
    public string Name { get; } = number == 1 ? server : $"{server}_{number}";

    /// <summary>Whether it is over: then nothing of it has an effect.</summary>
    public bool IsOver { get; private set; }

    public void End() => IsOver = true;
}
