/** Questions and acts of pages, over the contract: the name of a route is the name of the question. */
import {
  type InfiniteData,
  keepPreviousData,
  QueryCache,
  QueryClient,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { ApiError, type Contract } from '#api/client'
import { call } from './client.ts'
import { tell } from './notes.ts'

export type RouteName = keyof Contract
/** What the route answers. */
export type Data<Name extends RouteName> = Awaited<ReturnType<typeof call<Name>>>['data']
/** What the route takes: `params`, `query`, `body`. */
export type Call<Name extends RouteName> = NonNullable<Parameters<typeof call<Name>>[1]>

/** Tells the shell that the session is over; it shows the sign-in page. */
export const sessionEnded = new EventTarget()

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (isSignedOut(error)) sessionEnded.dispatchEvent(new Event('ended'))
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError),
    },
  },
})

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401
}

export function keyOf<Name extends RouteName>(name: Name, request?: Call<Name>) {
  return request === undefined ? [name] : [name, request]
}

export interface AnswerOptions {
  /** Ask only when true. */
  readonly enabled?: boolean
  /** Ask again after so many milliseconds; for what is not told by the event stream. */
  readonly everyMs?: number
}

/**
 * @example
 * const incidents = useAnswer('incidents.list', { query: { workload, state: 'open' } })
 * return <Panel title="Open" answer={incidents}>{(list) => …}</Panel>
 */
export function useAnswer<Name extends RouteName>(
  name: Name,
  request?: Call<Name>,
  { enabled = true, everyMs }: AnswerOptions = {},
): UseQueryResult<Data<Name>> {
  return useQuery({
    queryKey: keyOf(name, request),
    queryFn: async ({ signal }) => {
      const answer = await call(name, { ...request, signal } as Call<Name>)
      return answer.data
    },
    enabled,
    placeholderData: keepPreviousData,
    ...(everyMs ? { refetchInterval: everyMs } : {}),
  }) as UseQueryResult<Data<Name>>
}

/** A list that is longer than a page: `fetchNextPage` brings the next one. The route takes `after`. */
export function usePages<Name extends RouteName>(
  name: Name,
  request: Call<Name>,
  { enabled = true }: Pick<AnswerOptions, 'enabled'> = {},
): UseInfiniteQueryResult<InfiniteData<Data<Name>>> {
  const { data, ...rest } = useInfiniteQuery({
    queryKey: [...keyOf(name, request), 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...(request as { query?: object }).query,
        ...(pageParam ? { after: pageParam } : {}),
      }
      return call(name, { ...request, query, signal } as Call<Name>)
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled,
    placeholderData: keepPreviousData,
  })
  const pages = data && { ...data, pages: data.pages.map((page) => page.data) }
  return { ...rest, data: pages } as UseInfiniteQueryResult<InfiniteData<Data<Name>>>
}

/** An act of a person. What it was refused for is said in a toast; what it touched is asked again. */
export function useAct<Name extends RouteName>(name: Name, done?: (data: Data<Name>) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (request: Call<Name>) => (await call(name, request)).data,
    onSuccess: (data) => {
      void client.invalidateQueries()
      done?.(data)
    },
    onError: (error) => {
      const hint = error instanceof ApiError ? error.problem.hint : undefined
      tell(error.message, { kind: 'crit', ...(hint ? { detail: hint } : {}) })
    },
  })
}
