/** The pages of the shop: plain HTML that works without a script. */
import type { Product } from './catalogue.ts'

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#23211d,#f1ece2);--soft:light-dark(#6a655b,#b3ab9c);--paper:light-dark(#fbf8f2,#191714);--card:light-dark(#fff,#24211c);--line:light-dark(#e6dfd2,#3a352d);--go:light-dark(#20593f,#8fd3b1);--on:light-dark(#fff,#10251b)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 ui-serif,Georgia,serif}
header,main,footer{max-width:1040px;margin:0 auto;padding:20px}header{display:flex;justify-content:space-between;align-items:baseline;border-bottom:1px solid var(--line)}
header a{color:inherit;text-decoration:none;font-size:22px;font-weight:600;letter-spacing:-.01em}header span,footer,.soft{color:var(--soft)}
h1{font-size:34px;line-height:1.15;letter-spacing:-.02em;margin:28px 0 20px;text-wrap:balance}
.grid{display:grid;gap:18px;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));padding:0;list-style:none}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;overflow:hidden}.card a{color:inherit;text-decoration:none;display:block}
.card a:focus-visible,button:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.art{height:150px;background:linear-gradient(135deg,hsl(var(--h) 46% 74%),hsl(calc(var(--h) + 40) 42% 52%));display:grid;place-items:center;font-size:54px}
.text{padding:14px 16px 18px}.text h2{font-size:19px;margin:0}.price{font-weight:600}
button{font:inherit;background:var(--go);color:var(--on);border:0;border-radius:999px;padding:12px 22px;cursor:pointer}
.wide{display:grid;gap:28px;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));align-items:center}.wide .art{height:320px;border-radius:18px;font-size:110px}
`

const ART: Record<string, string> = {
  kettle: '🫖',
  lamp: '💡',
  blanket: '🧶',
  mug: '☕',
  clock: '🕰️',
  board: '🍞',
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><header><a href="/">Hearth &amp; Home</a><span>Things for a kitchen that is used</span></header><main>${body}</main><footer>A small shop with real processes.</footer></body></html>`
}

const art = ({ id, hue }: Product) =>
  `<div class="art" style="--h:${hue}" aria-hidden="true">${ART[id] ?? ''}</div>`

export const homePage = (products: readonly Product[]) =>
  page(
    'Hearth & Home',
    `<h1>Made to be used every day</h1><ul class="grid">${products
      .map(
        (product) =>
          `<li class="card"><a href="/products/${product.id}">${art(product)}<div class="text"><h2>${escapeHtml(product.name)}</h2><p class="soft">${escapeHtml(product.about)}</p><p class="price">€${product.price}</p></div></a></li>`,
      )
      .join('')}</ul>`,
  )

export const productPage = (product: Product) =>
  page(
    product.name,
    `<div class="wide">${art(product)}<div><h1>${escapeHtml(product.name)}</h1><p>${escapeHtml(product.about)}.</p><p class="price">€${product.price}</p><form method="post" action="/checkout"><input type="hidden" name="product" value="${product.id}"><button>Buy with one step</button></form></div></div>`,
  )

export const thanksPage = () =>
  page(
    'Thank you',
    '<h1>Thank you, it is on its way</h1><p><a href="/">Look around a little more</a></p>',
  )

export const sorryPage = () =>
  page(
    'That did not work',
    '<h1>We could not take your payment</h1><p>Nothing was charged. Your basket is safe; please try again in a minute.</p><p><a href="/">Back to the shop</a></p>',
  )
