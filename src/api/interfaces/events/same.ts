/** Compares secrets and signatures without telling by its time how much of them is right. */
import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}
