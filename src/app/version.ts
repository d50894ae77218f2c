/** The version of the product, as its package says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '#base'

export function productVersion(): string {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version
}
