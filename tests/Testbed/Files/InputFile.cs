using System.Globalization;

namespace Xmpp.Federation.Testbed.Files;

/// <summary>Reads a file that somebody named on the command line, whatever it turns out to be.</summary>
internal static class InputFile
{
    /// <summary>The longest file that is read; more is an error, not a reason to run out of memory.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    /// <summary>The content, or why there is none.</summary>
    public static Parsed<byte[]> Read(string file)
    {
        if (Directory.Exists(file))
        {
            return new InputProblem(file, 0, null, "is a directory", "name a file");
        }

        try
        {
            using var stream = File.OpenRead(file);
            using var content = new MemoryStream();
            var piece = new byte[64 * 1024];
            for (var read = stream.Read(piece); read > 0; read = stream.Read(piece))
            {
                content.Write(piece.AsSpan(0, read));
                if (content.Length > BytesMax)
                {
                    var limit = string.Create(CultureInfo.InvariantCulture, $"at most {BytesMax} bytes");
                    return new InputProblem(file, 0, null, "is too long", limit);
                }
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new InputProblem(file, 0, null, "there is no such file", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            return new InputProblem(file, 0, null, $"cannot be read: {e.Message}", null);
        }
    }
}
