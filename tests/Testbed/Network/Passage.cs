namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// The way of what one end of a connection writes: how much is on it, what holds it up there, and whether it still leads to
/// the other end.
/// </summary>
internal sealed class Passage
{
    private byte[] _kept = [];
    private byte[]? _held;
    private Action? _behindHeld;

    /// <summary>How many bytes are under way.</summary>
    public int InFlight { get; set; }

    /// <summary>
    /// Whether nothing arrives behind what is under way: who writes has ended it, or the network has, which tells only who reads.
    /// </summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether who reads has stopped: what comes waits in front of him.</summary>
    public bool IsHeldUp => _held is not null;

    /// <summary>A part of what is under way has come to the other end, and waits for the next one.</summary>
    public void Keep(byte[] bytes) => _kept = bytes;

    /// <summary>What has been kept, and what comes behind it.</summary>
    public byte[] WithKept(byte[] bytes)
    {
        if (_kept.Length == 0)
        {
            return bytes;
        }

        var kept = _kept;
        _kept = [];
        return [.. kept, .. bytes];
    }

    /// <summary>Who reads stops.</summary>
    public void HoldUp() => _held = [];

    /// <summary>Whether bytes have to wait.</summary>
    public bool Holds(byte[] bytes)
    {
        if (_held is null)
        {
            return false;
        }

        _held = [.. _held, .. bytes];
        return true;
    }

    /// <summary>Whether something that is no bytes has to wait behind them; nothing else comes behind it.</summary>
    public bool Holds(Action last)
    {
        _behindHeld = IsHeldUp ? last : null;
        return IsHeldUp;
    }

    /// <summary>Who reads goes on.</summary>
    /// <returns>What has waited for him, and what stands behind it, if something does.</returns>
    public (byte[] Bytes, Action? Last) Release()
    {
        var (bytes, last) = (_held ?? [], _behindHeld);
        (_held, _behindHeld) = (null, null);
        return (bytes, last);
    }
}
