/** A form of a status page. A new one is a file beside this one and a line in the list in renderers.ts. */
import type { StatusPageView } from './view.ts'

export interface StatusRenderer {
  /** The last part of its address below /status/<page>; empty for the page itself. */
  readonly path: string
  readonly contentType: string
  render(view: StatusPageView): string
}

export function defineRenderer(renderer: StatusRenderer): StatusRenderer {
  return renderer
}
