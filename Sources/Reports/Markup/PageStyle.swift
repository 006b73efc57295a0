/// The look of a page: light or dark as the reader's system is, on any width.
enum PageStyle {
  /// The sheet. Colours are named once for each scheme; charts take them from there.
  static let sheet: StaticString = """
    :root { color-scheme: light dark;
      --paper: #ffffff; --ink: #1c1f23; --faint: #5b636d; --line: #d5dae0; --panel: #f5f7f9;
      --link: #0b5cad; --harm: #d1495b; --good: #2a8a57;
      --s0: #1f6fb4; --s1: #c4501b; --s2: #2a8a57; --s3: #a2459b;
      --s4: #8a6d00; --s5: #0f8b94; --s6: #b3364f; --s7: #5d5d5d; }
    @media (prefers-color-scheme: dark) { :root {
      --paper: #14171a; --ink: #e8eaed; --faint: #a3acb6; --line: #3a4149; --panel: #1d2125;
      --link: #7db8f0; --harm: #e0586b; --good: #35a06b;
      --s0: #6db3f2; --s1: #f2935c; --s2: #6fd19a; --s3: #e29add;
      --s4: #dcc14a; --s5: #5fd0d8; --s6: #f28aa0; --s7: #b8b8b8; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.5rem 0 0.5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.3rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid var(--line); }
    h3 { font-size: 1.05rem; margin: 1.4rem 0 0.4rem; overflow-wrap: anywhere; }
    p, li { max-width: 48rem; overflow-wrap: anywhere; }
    a { color: var(--link); }
    nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; padding: 0; list-style: none; }
    .note { color: var(--faint); }
    .charts { display: grid; gap: 1rem; align-items: start;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
    figure.chart { margin: 0; padding: 0.7rem; background: var(--panel);
      border: 1px solid var(--line); border-radius: 6px; min-width: 0; }
    figcaption { font-weight: 600; overflow-wrap: anywhere; }
    figure.chart svg { display: block; width: 100%; height: auto; max-width: 34rem;
      margin: 0.4rem auto; }
    svg text { font-size: 12px; fill: var(--ink); font-family: inherit; }
    svg .name { paint-order: stroke; stroke: var(--panel); stroke-width: 3px;
      stroke-linejoin: round; }
    svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
    svg .zero { stroke: var(--faint); stroke-width: 1.2; fill: none; }
    svg .curve { fill: none; stroke-width: 2; stroke: currentColor; stroke-linejoin: round; }
    svg .band { stroke: none; fill: currentColor; fill-opacity: 0.16; }
    svg .dot { fill: currentColor; stroke: none; }
    svg .whisker { stroke: currentColor; stroke-width: 1.4; fill: none; }
    svg .bar { fill: currentColor; stroke: none; }
    svg .harm { fill: var(--harm); } svg .gain { fill: var(--good); }
    .s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); }
    .s3 { color: var(--s3); } .s4 { color: var(--s4); } .s5 { color: var(--s5); }
    .s6 { color: var(--s6); } .s7 { color: var(--s7); }
    svg .s1.curve { stroke-dasharray: 7 3; } svg .s2.curve { stroke-dasharray: 2 3; }
    svg .s3.curve { stroke-dasharray: 8 3 2 3; } svg .s4.curve { stroke-dasharray: 12 3; }
    svg .s5.curve { stroke-dasharray: 4 2; } svg .s6.curve { stroke-dasharray: 1 2; }
    svg .s7.curve { stroke-dasharray: 8 2 2 2 2 2; }
    ul.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; margin: 0; padding: 0;
      list-style: none; font-size: 0.85rem; }
    figure.chart ul.legend svg { display: inline-block; width: 28px; height: 12px; margin: 0;
      vertical-align: middle; }
    details { font-size: 0.85rem; margin-top: 0.4rem; }
    summary { cursor: pointer; color: var(--link); }
    .scroll { overflow-x: auto; max-width: 100%; margin: 0.2rem 0 0.6rem; }
    table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
    p.caption { font-size: 0.85rem; margin: 1rem 0 0; }
    th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; }
    thead th { border-bottom: 2px solid var(--faint); }
    th[scope=row] { font-weight: 500; } td { max-width: 40rem; overflow-wrap: break-word; }
    .words td { overflow-wrap: anywhere; }
    @media (max-width: 30rem) { th, td { padding: 0.2rem 0.3rem; } }
    th.number { text-align: right; }
    td.number { text-align: right; white-space: nowrap; }
    .pictures { display: grid; gap: 0.6rem; grid-template-columns: repeat(3, minmax(0, 1fr));
      max-width: 40rem; }
    .pictures figure { margin: 0; min-width: 0; }
    .pictures figcaption { font-weight: 400; font-size: 0.8rem; line-height: 1.25;
      padding-bottom: 0.5rem; }
    .pictures img { width: 100%; height: auto; display: block; image-rendering: auto; }
    .entries { display: grid; gap: 1rem 2rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
    footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--faint); font-size: 0.85rem; }
    """
}
