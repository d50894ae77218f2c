/**
 * A part of the page as a picture: what the browser has laid out is drawn once more on a canvas, box by box and
 * line by line. So no server needs a browser, and the picture is what the person sees, in the theme they see it.
 */

export interface Picture {
  readonly canvas: HTMLCanvasElement
  /** In CSS pixels; the canvas has `scale` times as many. */
  readonly width: number
  readonly height: number
}

/** Canvases of a browser end at about 16,384 pixels on a side. */
const MOST_PIXELS = 16_000
/** Beside the picture. */
const MARGIN = 16
/** Above it: what it is, and of when. */
const HEAD = 48

export interface Caption {
  readonly title: string
  readonly words: string
}

/** @throws when the browser draws no pictures */
export async function paint(
  element: HTMLElement,
  caption: Caption,
  scale = Math.max(2, devicePixelRatio),
): Promise<Picture> {
  await document.fonts.ready
  const frame = element.getBoundingClientRect()
  const width = Math.ceil(frame.width) + 2 * MARGIN
  const height = Math.ceil(frame.height) + HEAD + 2 * MARGIN
  const fitting = Math.min(scale, MOST_PIXELS / width, MOST_PIXELS / height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * fitting)
  canvas.height = Math.round(height * fitting)
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('This browser draws no pictures.')
  ctx.scale(fitting, fitting)
  ctx.imageSmoothingQuality = 'high'
  ctx.fillStyle = getComputedStyle(document.body).backgroundColor
  ctx.fillRect(0, 0, width, height)
  paintCaption(ctx, caption, width - 2 * MARGIN)
  ctx.translate(MARGIN - frame.left, MARGIN + HEAD - frame.top)
  await paintElement(ctx, element)
  return { canvas, width, height }
}

function paintCaption(ctx: CanvasRenderingContext2D, { title, words }: Caption, room: number) {
  const { color, fontFamily } = getComputedStyle(document.body)
  ctx.fillStyle = color
  ctx.font = `650 18px ${fontFamily}`
  ctx.fillText(title, MARGIN, MARGIN + 16, room)
  ctx.globalAlpha = 0.75
  ctx.font = `400 12px ${fontFamily}`
  ctx.fillText(words, MARGIN, MARGIN + 36, room)
  ctx.globalAlpha = 1
}

/** What is marked so is a control, and no part of a picture. */
const LEFT_OUT = '[data-no-picture], .hidden-visually, .as-table'

async function paintElement(ctx: CanvasRenderingContext2D, element: Element): Promise<void> {
  if (element.matches(LEFT_OUT)) return
  const style = getComputedStyle(element)
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return
  const box = element.getBoundingClientRect()
  if (element instanceof SVGSVGElement) {
    await paintSvg(ctx, element, box)
    return
  }
  if (element instanceof HTMLCanvasElement) {
    if (box.width > 0 && element.width > 0)
      ctx.drawImage(element, box.left, box.top, box.width, box.height)
    return
  }
  paintBox(ctx, box, style)
  const isCut = style.overflowX !== 'visible' || style.overflowY !== 'visible'
  if (isCut) {
    ctx.save()
    ctx.beginPath()
    ctx.rect(box.left, box.top, box.width, box.height)
    ctx.clip()
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) await paintElement(ctx, child)
    else if (child instanceof Text) paintText(ctx, child, style)
  }
  if (isCut) ctx.restore()
}

function paintBox(ctx: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2)
  if (!isClear(style.backgroundColor)) {
    ctx.fillStyle = style.backgroundColor
    ctx.beginPath()
    ctx.roundRect(box.left, box.top, box.width, box.height, radius)
    ctx.fill()
  }
  const sides = ['Top', 'Right', 'Bottom', 'Left'] as const
  const widths = sides.map((side) =>
    style[`border${side}Style`] === 'none' || isClear(style[`border${side}Color`])
      ? 0
      : Number.parseFloat(style[`border${side}Width`]),
  ) as [number, number, number, number]
  const [top, right, bottom, left] = widths
  if (top > 0 && widths.every((one) => one === top)) {
    ctx.strokeStyle = style.borderTopColor
    ctx.lineWidth = top
    ctx.beginPath()
    ctx.roundRect(
      box.left + top / 2,
      box.top + top / 2,
      box.width - top,
      box.height - top,
      Math.max(0, radius - top / 2),
    )
    ctx.stroke()
    return
  }
  const fill = (colour: string, x: number, y: number, width: number, height: number) => {
    if (width <= 0 || height <= 0) return
    ctx.fillStyle = colour
    ctx.fillRect(x, y, width, height)
  }
  fill(style.borderTopColor, box.left, box.top, box.width, top)
  fill(style.borderBottomColor, box.left, box.bottom - bottom, box.width, bottom)
  fill(style.borderLeftColor, box.left, box.top, left, box.height)
  fill(style.borderRightColor, box.right - right, box.top, right, box.height)
}

const isClear = (colour: string) => colour === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(colour)

/** Line by line, where the browser has broken them. */
function paintText(ctx: CanvasRenderingContext2D, node: Text, style: CSSStyleDeclaration): void {
  if (!node.data.trim()) return
  ctx.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  ctx.fillStyle = style.color
  ctx.textBaseline = 'alphabetic'
  ctx.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing
  for (const { words, box } of linesOf(node)) {
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ctx.measureText(words)
    ctx.fillText(words, box.left, box.top + (box.height - up - down) / 2 + up)
  }
}

function linesOf(node: Text): { words: string; box: DOMRect }[] {
  const range = document.createRange()
  const lines: { words: string; box: DOMRect }[] = []
  // Words are the smallest parts that a line breaks between; spaces stay with the word before.
  for (const { 0: word, index } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index)
    range.setEnd(node, index + word.trimEnd().length)
    const box = range.getClientRects()[0]
    if (!box || box.width === 0) continue
    const line = lines.at(-1)
    if (line && Math.abs(line.box.top - box.top) < 2) line.words += ` ${word.trim()}`
    else lines.push({ words: word.trim(), box })
  }
  return lines
}

/** A picture of its own: with the colours it has here, since it inherits nothing there. */
async function paintSvg(
  ctx: CanvasRenderingContext2D,
  svg: SVGSVGElement,
  box: DOMRect,
): Promise<void> {
  if (box.width === 0) return
  const copy = svg.cloneNode(true) as SVGSVGElement
  const here = [svg, ...svg.querySelectorAll('*')]
  const there = [copy, ...copy.querySelectorAll('*')]
  here.forEach((one, i) => {
    const { fill, stroke, strokeWidth, color } = getComputedStyle(one)
    there[i]!.setAttribute(
      'style',
      `fill:${fill};stroke:${stroke};stroke-width:${strokeWidth};color:${color}`,
    )
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(box.width))
  copy.setAttribute('height', String(box.height))
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  ctx.drawImage(image, box.left, box.top, box.width, box.height)
}
