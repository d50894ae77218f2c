/** The pages of the shop: plain HTML that works without a script. */
import type { Product } from './catalogue.ts'
import { documentOf, type Html, html } from './html.ts'
import type { Item } from './orders-store.ts'
import { drawingOf } from './shop-art.ts'
import { SHOP_STYLE } from './shop-style.ts'

const euros = (amount: number) =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(amount)

/** @param count how many things are in the visitor's basket */
function page(title: string, count: number, content: Html): string {
  const body = html`
<a class="skip" href="#content">To the content</a>
<header><div class="bar">
  <a class="brand" href="/">Hearth &amp; Home</a>
  <a class="to-basket" href="/basket">Basket <span class="count">${count}</span></a>
</div></header>
<main id="content">${content}</main>
<footer><p>Hearth &amp; Home is an example: no card is charged and nothing is sent.</p></footer>`
  return documentOf({ title: `${title} · Hearth & Home`, style: SHOP_STYLE, mark: '#1f5a41', body })
}

export const homePage = (products: readonly Product[], count: number): string =>
  page(
    'Things for every day',
    count,
    html`<h1>Made to be used every day</h1>
<p class="lead">Eight things for a kitchen, a table and the chair by the window. Made slowly, repaired for free.</p>
<ul class="shelf">${products.map(
      ({ id, name, about, price, hue }) => html`<li><a href="/products/${id}">${drawingOf(id, hue)}
<div class="label"><h2>${name}</h2><span class="price">${euros(price)}</span><p class="soft">${about}</p></div></a></li>`,
    )}</ul>`,
  )

export const productPage = (product: Product, count: number): string =>
  page(
    product.name,
    count,
    html`<div class="two">${drawingOf(product.id, product.hue)}
<div>
  <h1>${product.name}</h1>
  <p class="lead" style="margin-bottom:0">${product.about}. ${product.details}</p>
  <p class="price big">${euros(product.price)}</p>
  <form method="post" action="/basket" class="row">
    <input type="hidden" name="product" value="${product.id}">
    <label style="width:92px">How many
      <select name="count">${[1, 2, 3, 4].map((n) => html`<option>${n}</option>`)}</select>
    </label>
    <button>Add to basket</button>
  </form>
</div></div>`,
  )

export const basketPage = (items: readonly Item[], count: number): string =>
  page(
    'Basket',
    count,
    items.length === 0
      ? html`<div class="note"><h1>Your basket is empty</h1><p>It keeps what you put into it for a day.</p>
<a class="button" href="/">Look around</a></div>`
      : html`<h1>Your basket</h1>
<div class="panel" style="max-width:680px">
  <ul class="lines">${items.map(
    ({ product, name, price, count: n }) => html`<li>
    <h2>${name}</h2><span class="price">${euros(price * n)}</span>
    <span class="soft">${n} × ${euros(price)}</span>
    <form method="post" action="/basket/remove"><input type="hidden" name="product" value="${product}">
      <button class="quiet" aria-label="Remove ${name}">Remove</button></form></li>`,
  )}</ul>
  <p class="total"><span>Together</span><span class="price">${euros(totalOf(items))}</span></p>
  <a class="button" href="/checkout">Go to checkout</a>
</div>`,
  )

/** @param order the same order sent twice is charged once */
export const checkoutPage = (items: readonly Item[], count: number, order: string): string =>
  page(
    'Checkout',
    count,
    html`<h1>Checkout</h1>
<div class="two top">
<form method="post" action="/checkout" class="panel form">
  <input type="hidden" name="order" value="${order}">
  <label>Name <input name="name" autocomplete="name" value="Ada Visitor" required maxlength="100"></label>
  <label>E-mail <input name="email" type="email" autocomplete="email" value="ada@storefront.example" required></label>
  <label>Card number <input name="card" inputmode="numeric" autocomplete="cc-number" value="4242 4242 4242 4242" required aria-describedby="card-hint">
    <span class="hint" id="card-hint">This one always works. A card that ends with 0002 is declined.</span></label>
  <div><button>Pay ${euros(totalOf(items))}</button></div>
</form>
<section class="panel" aria-label="Your order">
  <ul class="lines">${items.map(
    ({
      name,
      price,
      count: n,
    }) => html`<li><h2>${name}</h2><span class="price">${euros(price * n)}</span>
    <span class="soft">${n} × ${euros(price)}</span></li>`,
  )}</ul>
  <p class="total" style="margin-bottom:0"><span>Together</span><span class="price">${euros(totalOf(items))}</span></p>
</section></div>`,
  )

export const thanksPage = (order: string, count: number): string =>
  page(
    'Thank you',
    count,
    html`<div class="note"><h1>Thank you, it is on its way</h1>
<p>Your order is <code>${order.slice(0, 8)}</code>. It is packed today.</p><a class="button" href="/">Look around a little more</a></div>`,
  )

export const declinedPage = (count: number): string =>
  page(
    'Card declined',
    count,
    html`<div class="note sorry"><h1>Your card was declined</h1>
<p>Nothing was charged. Your basket is as you left it.</p><a class="button" href="/checkout">Use another card</a></div>`,
  )

export const sorryPage = (count: number): string =>
  page(
    'That did not work',
    count,
    html`<div class="note sorry"><h1>This did not work, and it is our fault</h1>
<p>Nothing was charged, and your basket is safe. Please try again in a minute.</p><a class="button" href="/basket">Back to the basket</a></div>`,
  )

export const missingPage = (count: number): string =>
  page(
    'Not here',
    count,
    html`<div class="note"><h1>We do not sell this</h1><p>Perhaps we did once.</p><a class="button" href="/">See what we have</a></div>`,
  )

/** What the front door shows when nobody behind it answers. */
export const closedPage = (): string =>
  page(
    'Back in a moment',
    0,
    html`<div class="note sorry"><h1>We will be back in a moment</h1>
<p>The shop does not answer just now. Your basket is safe.</p><a class="button" href="/">Try again</a></div>`,
  )

const totalOf = (items: readonly Item[]) =>
  items.reduce((sum, { price, count }) => sum + price * count, 0)
