using Xmpp.Federation.Testbed.Cli;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Of several inputs the gravest status wins.</summary>
public sealed class ExitStatusTests
{
    [Fact]
    public void The_gravest_wins_in_the_order_4_2_3_1_0()
    {
        int[] gravestFirst = [4, 2, 3, 1, 0];
        for (var i = 0; i < gravestFirst.Length; i++)
        {
            for (var j = i; j < gravestFirst.Length; j++)
            {
                var (graver, other) = ((ExitStatus)gravestFirst[i], (ExitStatus)gravestFirst[j]);
                Assert.Equal(graver, graver.Or(other));
                Assert.Equal(graver, other.Or(graver));
            }
        }
    }
}
