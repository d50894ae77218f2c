/** One dashboard: its frames at once, the data of all panels with one question, one crosshair and one time for all. */
import { Link } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { ApiError } from '#api/client'
import {
  RANGES,
  type Range,
  stretch,
  tell,
  useAnswer,
  useFilter,
  useHref,
  useParam,
  useRange,
  useWorkload,
} from '../../data/index.ts'
import { useKeys } from '../../shell/keys.ts'
import { Failed, Loading, NoPermission, PageHeader, Stale } from '../../ui/index.ts'
import { fullTime } from '../../ui/time.ts'
import { Changes } from './Changes.tsx'
import { Head } from './Head.tsx'
import type { PanelActs } from './PanelCard.tsx'
import { csvOf } from './picture/csv.ts'
import { savePicture, saveText } from './picture/save.ts'
import { useRefresh } from './refresh.ts'
import { Sections } from './Sections.tsx'
import { useWholeScreen } from './screen.ts'
import type { Listed, Shown } from './words.ts'
import './dashboards.css'

export function Page() {
  const workload = useWorkload()
  const name = useParam('dashboard')
  const list = useAnswer('dashboards.list', { query: { workload } })
  const listed = list.data?.find((one) => one.name === name)
  const range = useRange(
    listed && `-${listed.range}` in RANGES ? (`-${listed.range}` as '-3h') : '-3h',
  )
  const [asked] = useFilter('from')
  const refresh = useRefresh(listed && range.spanMs)
  const query = {
    workload,
    ...(asked ? { from: range.span } : {}),
    ...(range.to ? { to: range.to } : {}),
  }
  const answer = useAnswer(
    'dashboards.show',
    { params: { dashboard: name }, query },
    range.to || refresh.everyMs === 0 ? {} : { everyMs: refresh.everyMs },
  )
  // What is kept while a question is on its way may be of another dashboard.
  const data = answer.data?.name === name ? answer.data : undefined
  const head = listed ?? data
  const { error } = answer
  if (!head) {
    const failed = error ?? list.error
    return (
      <>
        <PageHeader title={name} />
        {!failed ? (
          <Loading lines={6} />
        ) : failed instanceof ApiError && failed.problem.status === 403 ? (
          <NoPermission what={failed.problem.detail} />
        ) : (
          <Failed error={failed} retry={() => void answer.refetch()} />
        )}
      </>
    )
  }
  return (
    <Known
      {...{ head, data, range, refresh }}
      updatedAt={answer.dataUpdatedAt}
      trouble={
        error && data ? (
          <Stale
            since={answer.dataUpdatedAt}
            reason={error.message}
            retry={() => void answer.refetch()}
          />
        ) : error ? (
          <Failed error={error} retry={() => void answer.refetch()} />
        ) : null
      }
      again={() => void answer.refetch()}
    />
  )
}

interface KnownProps {
  readonly head: Listed | Shown
  readonly data: Shown | undefined
  readonly range: Range
  readonly refresh: ReturnType<typeof useRefresh>
  readonly updatedAt: number
  readonly trouble: React.ReactNode
  readonly again: () => void
}

function Known({ head, data, range, refresh, updatedAt, trouble, again }: KnownProps) {
  const href = useHref()
  const body = useRef<HTMLDivElement>(null)
  const screen = useWholeScreen()
  const [only, setOnly] = useFilter('panel')
  const acts = useActs({ head, data, range, open: setOnly })
  const { picture, dataOf, link } = acts
  const saveAll = () => body.current && picture(body.current, head.name)
  const toggle = useRef(screen.toggle)
  toggle.current = screen.toggle
  const once = useRef(again)
  once.current = again
  const keys = useMemo(
    () => ({
      f: () => toggle.current(),
      u: () => once.current(),
    }),
    [],
  )
  useKeys(keys)
  const one = head.sections.flatMap(({ panels }) => panels).find(({ id }) => id === only)
  return (
    <>
      <Head
        {...{ head, range, refresh, updatedAt, screen }}
        again={again}
        onPicture={saveAll}
        onData={() =>
          data &&
          dataOf(
            data.sections.flatMap(({ panels }) => panels),
            head.name,
          )
        }
        onLink={() => link(only || undefined)}
      />
      {one && (
        <p className="panel-back">
          <Link
            to={href(`dashboards/${head.name}`)}
            search={(({ panel: _, ...rest }: Record<string, string>) => rest) as never}
          >
            All panels
          </Link>
        </p>
      )}
      {trouble}
      <div ref={body} className="dashboard" data-loaded={data !== undefined}>
        <h2 className="hidden-visually">{head.title}</h2>
        {head.audience !== 'customers' && !one && <Changes data={data} />}
        <Sections head={head} data={data} only={one?.id} range={range} acts={acts.ofPanels} />
      </div>
    </>
  )
}

/** Pictures, data and links, of the whole dashboard and of each panel. */
function useActs(props: {
  head: KnownProps['head']
  data: Shown | undefined
  range: Range
  open: (id: string) => void
}) {
  const { head, data, range, open } = props
  const toMs = data?.toMs ?? Date.now()
  const fromMs = data?.fromMs ?? toMs - range.spanMs
  const spanWords = `${fullTime(fromMs)} to ${fullTime(toMs)}`
  const at = new Date(toMs).toISOString().slice(0, 16).replace(':', '')

  async function picture(element: HTMLElement, name: string): Promise<void> {
    try {
      const { paint } = await import('./picture/paint.ts')
      const { canvas } = await paint(element, { title: head.title, words: spanWords })
      await savePicture(canvas, `${name}-${at}`)
      tell('Saved as an image')
    } catch (error) {
      tell('The image could not be made', { kind: 'crit', detail: String(error) })
    }
  }

  function dataOf(panels: Parameters<typeof csvOf>[0], name: string): void {
    if (data) saveText(csvOf(panels, data.moments), `${name}-${at}`)
  }

  /** What is seen now stays seen: the time is fixed. */
  async function link(panel: string | undefined): Promise<void> {
    const url = new URL(window.location.href)
    url.search = new URLSearchParams({
      ...stretch(toMs - range.spanMs, toMs),
      ...(panel ? { panel } : {}),
    }).toString()
    try {
      await navigator.clipboard.writeText(url.href)
      tell('Link copied; it shows this time to everyone who may sign in')
    } catch {
      tell('The link could not be copied', { kind: 'warn', detail: url.href })
    }
  }

  const ofPanels: PanelActs = {
    open,
    picture: (element, { id }) => void picture(element, `${head.name}-${id}`),
    data: (panel) => dataOf([panel], `${head.name}-${panel.id}`),
    link: (id) => void link(id),
    range: { from: range.from, ...(range.to ? { to: range.to } : {}) },
  }
  return {
    picture: (element: HTMLElement, name: string) => void picture(element, name),
    dataOf,
    link: (panel?: string) => void link(panel),
    ofPanels,
  }
}
