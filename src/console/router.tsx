/** The router: sign-in, the way in, and the pages of routes.ts inside the shell. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { pages } from './routes.ts'
import { NotFound, NotFoundHere } from './shell/NotFound.tsx'
import { Shell } from './shell/Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/index.tsx'), 'Page'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/signin/index.tsx'), 'Page'),
})

const workload = createRoute({
  getParentRoute: () => root,
  path: '/w/$workload',
  component: Shell,
  notFoundComponent: NotFoundHere,
})

const inWorkload = pages.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => workload,
    path: path || '/',
    component: lazyRouteComponent(load, 'Page'),
  }),
)

/** Addresses stay readable: `?env=production&from=-3h`, plain words, no encoding of types. */
export const router = createRouter({
  routeTree: root.addChildren([home, signIn, workload.addChildren(inWorkload)]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const words = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(words.map(([k, v]) => [k, String(v)])).toString()
    return text ? `?${text}` : ''
  },
  defaultPreload: 'intent',
  scrollRestoration: true,
})
