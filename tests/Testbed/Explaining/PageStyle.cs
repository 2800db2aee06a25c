namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>How a page looks: light or dark as its reader has it, and on paper.</summary>
internal static class PageStyle
{
    public const string Text = """

        :root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --pale: #6a737d; --lane: #d0d7de; --panel: #f6f8fa;
          --arrow: #0550ae; --tls: #116329; --bad: #b31d28; --bad-ground: #ffe3e6; --pair: #7a4b00; --pair-ground: #fff3c4; }
        @media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3; --pale: #8b949e; --lane: #30363d;
          --panel: #161b22; --arrow: #79c0ff; --tls: #7ee787; --bad: #ff7b72; --bad-ground: #4b1216; --pair: #f2cc60;
          --pair-ground: #4a3800; } }
        * { box-sizing: border-box; }
        body { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(20rem, 32%); background: var(--ground);
          color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
        main { padding: 1rem; min-width: 0; }
        h1 { margin: 0; font-size: 1.6rem; } h2 { font-size: 1.05rem; margin: .3rem 0; } h3 { font-size: .9rem; margin: .9rem 0 .2rem; }
        .statement { margin: .2rem 0 .8rem; font-size: 1.1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 .8rem; }
        dt { color: var(--pale); } dd { margin: 0; overflow-wrap: anywhere; }
        .decisive { background: var(--pair-ground); color: var(--pair); padding: .4rem .6rem; margin: .3rem 0; border-radius: 4px;
          overflow-wrap: anywhere; }
        code, pre { font: 12px/1.5 ui-monospace, monospace; unicode-bidi: isolate; }
        .command { user-select: all; background: var(--panel); padding: .2rem .4rem; border-radius: 4px; overflow-wrap: anywhere; }
        .drawing { overflow: auto; max-height: calc(100vh - 2rem); border: 1px solid var(--lane); border-radius: 6px; }
        svg { display: block; } svg text { fill: var(--ink); font: 12px ui-monospace, monospace; }
        .heads { position: sticky; top: 0; background: var(--panel); border-bottom: 1px solid var(--lane); }
        .heads .server { font-weight: bold; } .heads .socket { fill: var(--pale); font-size: 11px; text-anchor: middle; }
        .lane { stroke: var(--pale); stroke-width: 1.5; } .of-socket { stroke: var(--lane); stroke-width: 1; }
        .row { cursor: pointer; outline: none; } .row.aside { opacity: .45; }
        .hit { fill: transparent; } .row:hover .hit, .row:focus .hit { fill: var(--lane); opacity: .5; }
        .row .number { fill: var(--pale); text-anchor: end; } .heads .number { fill: var(--pale); text-anchor: end; }
        .mark { text-anchor: middle; font-weight: bold; }
        .arrow { stroke: var(--arrow); stroke-width: 1.5; } .head, circle { fill: var(--arrow); }
        .ground { fill: var(--ground); } .label { text-anchor: middle; }
        .note { paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
        .of-handshake .arrow { stroke: var(--tls); stroke-width: 4; } .of-handshake .head { fill: var(--tls); }
        .of-fault text, .of-violation text { fill: var(--bad); } .of-fault circle, .of-violation circle { fill: var(--bad); }
        .of-violation .hit { fill: var(--bad-ground); } .of-violation .note { font-weight: bold; stroke: var(--bad-ground); }
        .pair .hit { fill: var(--pair-ground); } .pair .note { stroke: var(--pair-ground); } .pair .ground { fill: var(--pair-ground); }
        .pair .mark { fill: var(--pair); font-size: 15px; }
        aside { position: sticky; top: 0; align-self: start; height: 100vh; overflow: auto; padding: 1rem; background: var(--panel);
          border-left: 1px solid var(--lane); }
        .detail { display: none; } .detail:target { display: block; }
        aside:has(.detail:target) .hint { display: none; }
        nav a { color: var(--arrow); margin-right: .8rem; }
        .detail p { margin: .2rem 0; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--ground); border: 1px solid var(--lane); padding: .5rem;
          border-radius: 4px; margin: .2rem 0; }
        table { border-collapse: collapse; font-size: 12px; width: 100%; } th { text-align: left; padding: .5rem .4rem .1rem; }
        td { border-top: 1px solid var(--lane); padding: .15rem .4rem; vertical-align: top; overflow-wrap: anywhere; }
        tr.changed td { background: var(--pair-ground); color: var(--pair); font-weight: bold; }
        @media (max-width: 60rem) { body { display: block; } aside { position: static; height: auto; border: 0; } }
        @media print { body { display: block; } .drawing { max-height: none; overflow: visible; border: 0; } .heads { position: static; }
          aside { position: static; height: auto; overflow: visible; border: 0; } .detail.matters { display: block; break-inside: avoid; }
          .hint, nav, .detail table { display: none; } }

        """;
}
