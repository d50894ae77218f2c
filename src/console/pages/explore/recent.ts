/** What was asked in this browser, the newest first, for each tab. */
import type { ExploreTab } from '../../data/index.ts'

const MOST = 12
const keyOf = (tab: ExploreTab) => `opsplane.explore.${tab}`

export function recentOf(tab: ExploreTab): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(tab)) ?? '[]')
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

export function remember(tab: ExploreTab, question: string): void {
  if (!question.trim()) return
  const others = recentOf(tab).filter((one) => one !== question)
  // A full or closed storage costs the memory of questions, and nothing else.
  try {
    localStorage.setItem(keyOf(tab), JSON.stringify([question, ...others].slice(0, MOST)))
  } catch {}
}
