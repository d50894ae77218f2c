/** Whether a page of this origin belongs to a site. `https://*.shop.example` and `http://127.0.0.1:*` are patterns. */

export function isOriginOf(origin: string, origins: readonly string[]): boolean {
  return origins.some((allowed) => patternOf(allowed).test(origin.toLowerCase()))
}

function patternOf(allowed: string): RegExp {
  const escaped = allowed.toLowerCase().replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(
    `^${escaped.replace('\\/\\/*\\.', '\\/\\/(?:[a-z0-9-]+\\.)+').replace(/:\*$/, '(?::\\d+)?')}$`,
  )
}
