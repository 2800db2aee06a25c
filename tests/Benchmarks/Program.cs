using Xmpp.Federation.Benchmarks.Reader;
using Xmpp.Federation.Benchmarks.Report;

FigureTable.Print(ReaderFigures.Measure(8));
return 0;
