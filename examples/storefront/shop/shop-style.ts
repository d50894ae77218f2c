/** The look of the shop: paper and ink by day, lamplight by night. No script, no file from elsewhere. */
export const SHOP_STYLE = `
:root{color-scheme:light dark;
--ink:light-dark(#26231e,#f3eee4);--soft:light-dark(#655f54,#b5ac9c);
--paper:light-dark(#faf7f1,#171512);--card:light-dark(#fffefb,#211e1a);--line:light-dark(#e4ddcf,#38332b);
--go:light-dark(#1f5a41,#9bdcbc);--on-go:light-dark(#ffffff,#0f261b);--go-soft:light-dark(#e4f0e9,#1d3429);
--sorry:light-dark(#8d2f1d,#f2a892);--sorry-soft:light-dark(#f9e6e0,#3a211b);
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 var(--sans);min-height:100dvh;display:grid;grid-template-rows:auto 1fr auto}
a{color:inherit}
:focus-visible{outline:3px solid var(--go);outline-offset:3px;border-radius:6px}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:12px;background:var(--card);padding:8px 14px;z-index:1}
.bar,main,footer p{width:100%;max-width:1120px;margin:0 auto;padding-inline:clamp(18px,4vw,32px)}
header{border-bottom:1px solid var(--line)}
.bar{display:flex;align-items:center;gap:20px;min-height:72px}
.brand{font:600 22px/1 var(--serif);letter-spacing:-.015em;text-decoration:none;margin-right:auto;display:flex;align-items:center;gap:10px}
.brand::before{content:"";width:13px;height:13px;border-radius:50% 50% 50% 0;background:var(--go);rotate:-45deg}
.to-basket{text-decoration:none;display:flex;gap:9px;align-items:center;padding:8px 14px;border:1px solid var(--line);border-radius:999px;background:var(--card);font-size:15px}
.to-basket:hover{border-color:var(--go)}
.count{background:var(--go);color:var(--on-go);font-size:13px;font-weight:600;min-width:22px;text-align:center;border-radius:999px;padding:0 6px;font-variant-numeric:tabular-nums}
main{padding-block:clamp(28px,5vw,56px) 72px}
h1{font:600 clamp(32px,5vw,52px)/1.08 var(--serif);letter-spacing:-.025em;margin:0 0 18px;text-wrap:balance}
h2{font:600 20px/1.25 var(--serif);letter-spacing:-.01em;margin:0}
.lead{color:var(--soft);font-size:18px;max-width:46ch;margin:0 0 clamp(28px,4vw,44px)}
.soft{color:var(--soft)}
.shelf{display:grid;gap:clamp(16px,2vw,26px);grid-template-columns:repeat(auto-fill,minmax(min(44%,238px),1fr));padding:0;margin:0;list-style:none}
.shelf a{display:block;text-decoration:none;height:100%}
.shelf .art{aspect-ratio:1/.92}
.shelf a:hover .art svg{translate:0 -4px}
.label{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 12px;padding:14px 4px 0;align-items:baseline}
.label p{margin:0;width:100%;font-size:15px}
.price{font-variant-numeric:tabular-nums;font-weight:600}
.art{background:light-dark(hsl(var(--hue) 42% 90%),hsl(var(--hue) 22% 19%));border-radius:18px;display:grid;place-items:center;overflow:hidden}
.art svg{width:62%;transition:translate .25s}
.art .fill{fill:light-dark(hsl(var(--hue) 44% 76%),hsl(var(--hue) 30% 36%))}
.art .line{fill:none;stroke:light-dark(hsl(var(--hue) 45% 26%),hsl(var(--hue) 52% 82%));stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
@media (prefers-reduced-motion:reduce){.art svg{transition:none}}
.two{display:grid;gap:clamp(28px,5vw,64px);grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));align-items:center}
.two.top{align-items:start}
.two>.art{aspect-ratio:1/.9}
.two h1{font-size:clamp(30px,4vw,44px)}
.big{font-size:26px;margin:18px 0 22px}
button,.button{font:600 16px/1.2 var(--sans);background:var(--go);color:var(--on-go);border:0;border-radius:999px;padding:14px 26px;cursor:pointer;text-decoration:none;display:inline-block}
button:hover,.button:hover{filter:brightness(1.12)}
.quiet{justify-self:end;background:none;color:var(--soft);padding:6px 0;font-weight:400;font-size:14px;text-decoration:underline;text-underline-offset:3px;border-radius:4px}
.quiet:hover{color:var(--ink);filter:none}
.row{display:flex;gap:14px;align-items:end;flex-wrap:wrap}
label{display:grid;gap:6px;font-size:14px;font-weight:600}
input,select{font:16px/1.3 var(--sans);color:inherit;background:var(--card);border:1px solid light-dark(#918874,#857b6b);border-radius:10px;padding:12px 14px;width:100%}
.hint{font-weight:400;color:var(--soft)}
.panel{background:var(--card);border:1px solid var(--line);border-radius:18px;padding:clamp(18px,3vw,28px)}
.form{display:grid;gap:18px}
.lines{list-style:none;margin:0;padding:0}
.lines li{display:grid;grid-template-columns:1fr auto;gap:2px 16px;padding:14px 0;border-bottom:1px solid var(--line);align-items:baseline}
.lines form{justify-self:end}
.lines li:first-child{padding-top:0}
.total{display:flex;justify-content:space-between;font:600 20px/1.3 var(--serif);margin:18px 0}
.note{border-radius:18px;padding:clamp(22px,4vw,40px);background:var(--go-soft);max-width:680px}
.note.sorry{background:var(--sorry-soft)}.note h1{font-size:clamp(28px,4vw,40px)}.note.sorry h1{color:var(--sorry)}
.note p{font-size:17px}
code{font:14px ui-monospace,SFMono-Regular,Menlo,monospace}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:14px}footer p{margin-block:20px}
`
