/** The frame around every page: navigation, top bar, palette, keys, and the event stream of the tab. */
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isSignedOut, sessionEnded, useAnswer, useDeclareAsked, useHref } from '../data/index.ts'
import { Guard } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'
import { Toasts } from '../ui/Toast.tsx'
import { Announcer } from './Announcer.tsx'
import { focusFilter, openRow, useKeys, walkRows } from './keys.ts'
import { listen } from './live.ts'
import { BottomBar, Navigation } from './Navigation.tsx'
import { shownPlaces } from './places.ts'
import { TopBar } from './TopBar.tsx'
import './shell.css'

const Palette = lazy(() => import('./Palette.tsx').then(({ Palette: it }) => ({ default: it })))
const Declare = lazy(() => import('./Declare.tsx').then(({ Declare: it }) => ({ default: it })))
const Help = lazy(() => import('./Help.tsx').then(({ Help: it }) => ({ default: it })))

type Over = 'palette' | 'declare' | 'help' | undefined

export function Shell() {
  const [over, setOver] = useState<Over>()
  const close = () => setOver(undefined)
  const isIn = useSignedIn()
  useShellKeys(setOver)
  useDeclareAsked(useCallback(() => setOver('declare'), []))
  useEffect(() => (isIn ? listen() : undefined), [isIn])
  const { pathname } = useLocation()
  useFocusOnPage(pathname)
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Navigation onSearch={() => setOver('palette')} onHelp={() => setOver('help')} />
      <div className="shell-page">
        <TopBar onSearch={() => setOver('palette')} />
        <main id="main" tabIndex={-1}>
          <Guard key={pathname}>
            <Suspense fallback={<Loading />}>{isIn ? <Outlet /> : <Loading />}</Suspense>
          </Guard>
        </main>
      </div>
      <BottomBar />
      <Suspense fallback={null}>
        {over === 'palette' && (
          <Palette open onClose={close} onDeclare={() => setOver('declare')} />
        )}
        {over === 'declare' && <Declare open onClose={close} />}
        {over === 'help' && <Help open onClose={close} />}
      </Suspense>
      {isIn && <Announcer />}
      <Toasts />
    </div>
  )
}

/** A new page takes the focus, so that keys and screen readers begin there; the first one does not. */
function useFocusOnPage(pathname: string): void {
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname])
}

/** False until the server says who is signed in; without a session it goes to the sign-in page. */
function useSignedIn(): boolean {
  const navigate = useNavigate()
  const { data, error } = useAnswer('session.show')
  useEffect(() => {
    const leave = () => {
      const { pathname, search } = window.location
      if (pathname !== '/sign-in')
        void navigate({ to: '/sign-in', search: { to: pathname + search } as never })
    }
    if (isSignedOut(error)) leave()
    sessionEnded.addEventListener('ended', leave)
    return () => sessionEnded.removeEventListener('ended', leave)
  }, [error, navigate])
  return data !== undefined
}

function useShellKeys(setOver: (over: Over) => void): void {
  const navigate = useNavigate()
  const href = useHref()
  const keys = useMemo(() => {
    const goes = shownPlaces.map(
      ({ key, path }) => [`g ${key}`, () => void navigate({ to: href(path) })] as const,
    )
    return {
      ...Object.fromEntries(goes),
      '/': focusFilter,
      '?': () => setOver('help'),
      d: () => setOver('declare'),
      j: () => walkRows(1),
      k: () => walkRows(-1),
      enter: openRow,
    }
  }, [navigate, href, setOver])
  useKeys(keys)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOver('palette')
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [setOver])
}
