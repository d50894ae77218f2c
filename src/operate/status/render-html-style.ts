/** The look of the status page: the tokens of the console, with nothing to download. */
export const STATUS_CSS = `
:root{--bg:#f6f7f9;--panel:#fff;--line:#e2e5eb;--text:#12151c;--muted:#5a6171;--accent:#4f46c8;
--ok:#146c43;--ok-bg:#e4f5ea;--crit:#a51d14;--crit-bg:#fde8e6;
--unk:#555c6b;--unk-bg:#eef0f3}
@media (prefers-color-scheme:dark){:root{--bg:#0c0e13;--panel:#12151c;--line:#232834;--text:#eceef3;
--muted:#98a0b1;--accent:#8f8aff;--ok:#6fdca6;--ok-bg:#0f2a1e;--crit:#ff9b92;--crit-bg:#3b1614;
--unk:#a8afbe;--unk-bg:#20242d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:760px;padding:32px 20px;background:var(--bg);color:var(--text);
font:15px/1.5 Inter,system-ui,-apple-system,'Segoe UI',sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:20px;line-height:28px;font-weight:650;letter-spacing:-.015em;margin:0 0 20px}
h2{font-size:15px;line-height:22px;font-weight:650;margin:32px 0 12px}
.card h2{margin:0 0 8px}
h3{font-size:15px;line-height:22px;font-weight:600;margin:0}
p{margin:0}
svg{width:16px;height:16px;flex:none}
.banner{display:flex;gap:12px;align-items:center;padding:16px 20px;border-radius:10px;font-size:17px;font-weight:600}
.banner svg{width:22px;height:22px}
.banner{border:1px solid currentColor}
.operational{color:var(--ok)}.impacted{color:var(--crit)}.unknown{color:var(--unk)}
.banner.operational{background:var(--ok-bg);--panel:var(--ok-bg)}
.banner.impacted{background:var(--crit-bg);--panel:var(--crit-bg)}
.banner.unknown{background:var(--unk-bg)}
.card{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 12px}
.rows{list-style:none;padding:0}
.rows li{display:flex;justify-content:space-between;gap:16px;padding:12px 16px;border-top:1px solid var(--line)}
.rows li:first-child{border-top:0}
.name{font-weight:500}
.detail,.quiet{color:var(--muted);font-size:13px;line-height:20px}
.status{display:inline-flex;gap:6px;align-items:center;font-size:13px;font-weight:600;white-space:nowrap}
.rows .status{align-self:flex-start;line-height:22px}
.updates{list-style:none;margin:12px 0 0;padding:0;display:grid;gap:8px;font-size:14px}
.updates .status{margin-right:6px;vertical-align:bottom;line-height:21px}
label{display:block;font-weight:500}
.line{display:flex;gap:8px;margin-top:8px;flex-wrap:wrap}
.line input{flex:1;min-width:180px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--muted);border-radius:6px;padding:8px 12px}
button{font:inherit;font-weight:600;color:#fff;background:#4f46c8;border:0;border-radius:6px;padding:9px 16px;cursor:pointer}
button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details{margin-top:12px;font-size:14px}
summary{cursor:pointer;color:var(--accent);border-radius:4px}
fieldset{border:0;padding:0;margin:8px 0 0;display:grid;gap:4px}
fieldset label{font-weight:400}
footer{margin-top:32px;color:var(--muted);font-size:13px}
a{color:var(--accent)}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
@media (forced-colors:active){.banner,.card{border-color:CanvasText}}
@media print{body{background:#fff}}
`.trim()
