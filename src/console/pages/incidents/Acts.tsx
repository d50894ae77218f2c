/** The acts of a person on an incident: acknowledge, priority, resolve. */
import { CircleCheck, Hand, SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { tell, useAct, useMay, useWorkload } from '../../data/index.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/index.ts'
import type { Question } from './Asked.tsx'
import type { IncidentDetail } from './words.ts'

// The dialogs are loaded when one is asked for.
const Asked = lazy(() => import('./Asked.tsx').then(({ Asked: it }) => ({ default: it })))

const NO_KEYS = {}

export function Acts({ incident }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const [asked, setAsked] = useState<Question>()
  const { name, state, acknowledgedBy, escalation } = incident
  const params = { incident: name }
  const acknowledge = useAct('incidents.acknowledge', () => tell(`You are on ${name}`))
  const take = acknowledge.mutate
  const isOpen = state === 'open'
  const isHeld = acknowledgedBy !== null && escalation?.state === 'acknowledged'
  const canTake = may && isOpen && !isHeld
  const keys = useMemo(
    () =>
      canTake ? { a: () => take({ params: { incident: name }, body: { workload } }) } : NO_KEYS,
    [canTake, take, name, workload],
  )
  useKeys(keys)
  if (!may) return <span className="muted small">Your role may read, not respond.</span>
  return (
    <>
      {canTake && (
        <Button
          look="primary"
          icon={<Hand size={14} />}
          disabled={acknowledge.isPending}
          onClick={() => take({ params, body: { workload } })}
        >
          Acknowledge
        </Button>
      )}
      {isOpen && (
        <>
          <Button icon={<SlidersHorizontal size={14} />} onClick={() => setAsked('priority')}>
            Priority
          </Button>
          <Button
            look={canTake ? 'default' : 'primary'}
            icon={<CircleCheck size={14} />}
            onClick={() => setAsked('resolve')}
          >
            Resolve
          </Button>
        </>
      )}
      <Suspense fallback={null}>
        {asked && (
          <Asked question={asked} incident={incident} onClose={() => setAsked(undefined)} />
        )}
      </Suspense>
    </>
  )
}
