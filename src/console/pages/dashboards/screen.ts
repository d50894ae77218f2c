/** On a wall: the whole screen, without navigation. It lives in the address, so that a television opens it so. */
import { useEffect } from 'react'
import { useFilter } from '../../data/index.ts'

export function useWholeScreen(): { isWhole: boolean; toggle: () => void } {
  const [value, set] = useFilter('tv')
  const isWhole = value === '1'
  useEffect(() => {
    if (!isWhole) return
    document.documentElement.dataset.tv = 'on'
    return () => {
      delete document.documentElement.dataset.tv
    }
  }, [isWhole])
  useEffect(() => {
    // The browser’s own way out, Escape, is the page’s way out too.
    const left = () => {
      if (!document.fullscreenElement && isWhole) set('')
    }
    document.addEventListener('fullscreenchange', left)
    return () => document.removeEventListener('fullscreenchange', left)
  }, [isWhole, set])
  return {
    isWhole,
    toggle() {
      set(isWhole ? '' : '1')
      // Without a screen to fill, as in a frame, the page still drops its navigation.
      if (isWhole && document.fullscreenElement) void document.exitFullscreen()
      else if (!isWhole) void document.documentElement.requestFullscreen?.().catch(() => undefined)
    },
  }
}
