/** The built console: files with a hash in their name for ever, the page itself always fresh. */
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import type { Hono } from 'hono'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
}

export function mountPages(app: Hono, folder: string): void {
  app.get('*', (c) => {
    const path = normalize(decodeURI(c.req.path))
    const file = join(folder, path)
    const known = TYPES[extname(path)]
    if (known && file.startsWith(folder) && existsSync(file)) {
      const forever = path.startsWith('/assets/')
      return c.body(readFileSync(file), 200, {
        'content-type': known,
        'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
    }
    // Any other address is a page of the console, unless it looks like a file or belongs to an interface.
    const page = join(folder, 'index.html')
    if (known || isInterface(path) || !existsSync(page)) return c.notFound()
    return c.body(readFileSync(page), 200, {
      'content-type': TYPES['.html']!,
      'cache-control': 'no-cache',
    })
  })
}

function isInterface(path: string): boolean {
  return /^\/(?:api|v1|prometheus|status|events|healthz|readyz)(?:\/|$)/.test(path)
}
