/** A card over a question: draws the state the answer is in, and keeps the last answer when a new one fails. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { ApiError } from '#api/client'
import { Card, type CardProps } from './Card.tsx'
import { Failed, Loading, NoPermission, Stale } from './states.tsx'

export interface PanelProps<T> extends Omit<CardProps, 'children' | 'aside'> {
  readonly answer: Pick<
    UseQueryResult<T>,
    'data' | 'error' | 'isPending' | 'dataUpdatedAt' | 'refetch'
  >
  readonly children: (data: T) => ReactNode
  /** Shown in place of the children when this says so. */
  readonly empty?: (data: T) => ReactNode | false
  readonly aside?: ReactNode | ((data: T) => ReactNode)
  /** Bars while loading. */
  readonly lines?: number
}

export function Panel<T>({ answer, children, empty, aside, lines, flush, ...card }: PanelProps<T>) {
  const head = typeof aside === 'function' ? answer.data !== undefined && aside(answer.data) : aside
  return (
    <Card {...card} aside={head} flush>
      <Answer answer={answer} {...(empty ? { empty } : {})} {...(lines ? { lines } : {})}>
        {(data) => (flush ? children(data) : <div className="card-body">{children(data)}</div>)}
      </Answer>
    </Card>
  )
}

/** The same states without a card around them. */
export function Answer<T>({
  answer,
  children,
  empty,
  lines = 3,
}: Pick<PanelProps<T>, 'answer' | 'children' | 'empty' | 'lines'>) {
  const { data, error, isPending, dataUpdatedAt, refetch } = answer
  const retry = () => void refetch()
  if (isPending) return <Loading lines={lines} />
  if (data === undefined)
    return error instanceof ApiError && error.problem.status === 403 ? (
      <NoPermission what={error.problem.detail} />
    ) : (
      <Failed error={error} retry={retry} />
    )
  const instead = empty?.(data)
  return (
    <Guard>
      {error && <Stale since={dataUpdatedAt} reason={error.message} retry={retry} />}
      {instead || children(data)}
    </Guard>
  )
}

/** One failed panel never takes the page down. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <Failed error={this.state.error} retry={() => this.setState({ error: undefined })} />
    )
  }
}
