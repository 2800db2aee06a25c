namespace Xmpp.Federation.Adapters;

/// <summary>Sockets, streams and TLS fail with many types; the ports know one, <see cref="IOException"/>.</summary>
internal static class Breakage
{
    public static IOException ToIOException(Exception failure) =>
        failure as IOException ?? new IOException(failure.Message, failure);
}
