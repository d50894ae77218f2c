/** Light or dark: what the system says until the person chooses; the choice is stored in this browser. */
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'opsplane.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const watchers = new Set<() => void>()

function chosen(): Theme | undefined {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : undefined
}

export function themeNow(): Theme {
  return chosen() ?? (system.matches ? 'dark' : 'light')
}

/** Puts the theme on the page; once at the start, before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = themeNow()
  for (const watcher of watchers) watcher()
}

export function chooseTheme(theme: Theme | 'system'): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  applyTheme()
}

system.addEventListener('change', applyTheme)

export function useTheme(): Theme {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, themeNow)
}
