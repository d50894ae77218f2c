/** A drawing of each product, in two tones of its own colour. */
import { Html } from './html.ts'

const DRAWINGS: Readonly<Record<string, string>> = {
  kettle: `<path class="fill" d="M34 84c-2-26 8-42 26-42s28 16 26 42c0 5-3 8-8 8H42c-5 0-8-3-8-8Z"/><path class="line" d="M34 84c-2-26 8-42 26-42s28 16 26 42c0 5-3 8-8 8H42c-5 0-8-3-8-8ZM84 62c10-2 14-8 16-16M40 52C36 24 84 24 80 52M54 42h12M60 42v-5M36 80h48"/>`,
  lamp: `<path class="fill" d="M66 22 94 40 74 58 58 40Z"/><path class="line" d="M66 22 94 40 74 58 58 40ZM62 36 42 56l14 34M38 94h36M42 56a3 3 0 1 0 .1 0M80 62l4 8M90 54l7 6"/>`,
  blanket: `<path class="fill" d="M28 40h64v38H28z"/><path class="line" d="M28 40h64v38H28zM28 52h64M28 66h64M34 78v9M44 78v9M54 78v9M64 78v9M74 78v9M84 78v9M28 40c0-12 64-12 64 0"/>`,
  mug: `<path class="fill" d="M36 44h40v38c0 7-4 10-10 10H46c-6 0-10-3-10-10Z"/><path class="line" d="M36 44h40v38c0 7-4 10-10 10H46c-6 0-10-3-10-10ZM76 52c20-4 20 26 0 24M48 34c-4-6 4-8 0-14M62 34c-4-6 4-8 0-14M36 56h40"/>`,
  clock: `<circle class="fill" cx="60" cy="60" r="33"/><circle class="line" cx="60" cy="60" r="33"/><path class="line" d="M60 40v20l13 9M60 31v3M60 86v3M31 60h3M86 60h3M40 92l-5 7M80 92l5 7"/>`,
  board: `<path class="fill" d="M34 40h58c3 0 5 2 5 5v40c0 3-2 5-5 5H34c-3 0-5-2-5-5V72l-9-3v-8l9-3V45c0-3 2-5 5-5Z"/><path class="line" d="M34 40h58c3 0 5 2 5 5v40c0 3-2 5-5 5H34c-3 0-5-2-5-5V72l-9-3v-8l9-3V45c0-3 2-5 5-5ZM42 52h44M42 78h44M52 65c-8-14 32-16 34-2 0 4-3 4-3 7H56c0-3-2-3-4-5ZM62 59l3 5M70 58l3 5"/>`,
  vase: `<path class="fill" d="M50 50h20c0 10 10 16 10 28 0 10-6 16-20 16s-20-6-20-16c0-12 10-18 10-28Z"/><path class="line" d="M50 50h20c0 10 10 16 10 28 0 10-6 16-20 16s-20-6-20-16c0-12 10-18 10-28ZM60 50V22M60 38c-10 0-14-6-14-14 8 0 14 4 14 14ZM60 32c8 0 12-5 12-12-8 0-12 5-12 12Z"/>`,
  plant: `<path class="fill" d="M42 66h36l-5 26c-.4 2-2 3-4 3H51c-2 0-3.6-1-4-3Z"/><path class="line" d="M38 60h44v6H38ZM42 66h36l-5 26c-.4 2-2 3-4 3H51c-2 0-3.6-1-4-3ZM60 60V34M60 46c-14 2-20-6-20-16 12-2 20 4 20 16ZM60 40c12 0 18-6 18-16-12 0-18 6-18 16Z"/>`,
}

/** The drawing is decoration: the name of the product stands beside it. */
export function drawingOf(product: string, hue: number): Html {
  const shapes = DRAWINGS[product] ?? '<circle class="fill" cx="60" cy="60" r="30"/>'
  return new Html(
    `<div class="art" style="--hue:${Number(hue) || 0}"><svg viewBox="0 0 120 120" aria-hidden="true">${shapes}</svg></div>`,
  )
}
