using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>A browser without a window, for one test. Everything that it does has a limit, and it ends with the test.</summary>
internal sealed class Browser : IDisposable
{
    private const string Required = "S2S_REQUIRE_BROWSER";
    private const string Packages = "apt-get install chromium chromium-driver";
    private const string Requests = "performance";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private readonly ChromeDriverService _service;
    private readonly ChromeDriver _driver;

    private Browser(string browser, string driver)
    {
        _service = ChromeDriverService.CreateDefaultService(driver);
        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1400,1200");
        if (Environment.IsPrivilegedProcess)
        {
            // The sandbox refuses to serve the superuser.
            options.AddArgument("--no-sandbox");
        }

        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference(Requests, LogLevel.All);
        _driver = new ChromeDriver(_service, options, Patience);
        _driver.Manage().Timeouts().PageLoad = Patience;
    }

    public IWebDriver Page => _driver;

    /// <summary>What the console of the browser says.</summary>
    public IEnumerable<string> Console => _driver.Manage().Logs.GetLog(LogType.Browser).Select(e => e.Message);

    /// <summary>What was asked for, the page itself included, each as the browser logs it.</summary>
    public IEnumerable<string> Asked => _driver.Manage().Logs.GetLog(Requests).Select(e => e.Message)
        .Where(m => m.Contains("Network.requestWillBeSent\"", StringComparison.Ordinal));

    /// <summary>Opens a file; the test is skipped where there is no browser, unless one is demanded.</summary>
    public static Browser Open(string file)
    {
        var browser = new Browser(Program(Browsers), Program("chromedriver"));
        browser.Page.Navigate().GoToUrl(new Uri(file));
        return browser;
    }

    public void Dispose()
    {
        _driver.Dispose();
        _service.Dispose();
    }

    private static string Program(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = (
            from name in names
            from folder in folders
            let program = Path.Combine(folder, name)
            where File.Exists(program)
            select program).FirstOrDefault();
        var reason = $"'{names[0]}' is not installed. To run this test: {Packages}";
        if (found is null && Environment.GetEnvironmentVariable(Required) == "1")
        {
            Assert.Fail($"{reason} ({Required} is set).");
        }

        Assert.SkipWhen(found is null, reason);
        return found!;
    }
}
